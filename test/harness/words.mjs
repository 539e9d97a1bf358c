// @ts-check
/**
 * `npm run lint:words`: refuses the words of the table in CONTRIBUTING.md in messages, settings, comments and test titles.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (/** @type {string} */ file) => readFileSync(path.join(root, file), 'utf8');

/** Functions whose first argument is the title of a test. */
const TITLED = /^(?:describe|context|it|uiTest|hostedTest)$/;

/** The words of the first column, as one pattern: `world(s)`, `stands (in, on)`, `so that … is`. */
function refusedWords() {
  const table = read('CONTRIBUTING.md').split('| not | but |')[1] ?? '';
  const words = [...table.matchAll(/^\| ([^|]+) \|/gm)]
    .flatMap(([, cell = '']) => cell.split(/,\s*(?![^(]*\))/))
    .map(word =>
      word
        .replace(/ \(([^)]+)\)/g, (_, list) => ` (?:${list.split(/,\s*/).join('|')})`)
        .replace(/\((\w+)\)/g, '(?:$1)?')
        .replace(/…/g, '[^.]*'),
    );
  if (words.length < 20) throw new Error('The table of words in CONTRIBUTING.md was not found.');
  return new RegExp(`\\b(?:${words.join('|')})\\b`, 'i');
}

/**
 * @typedef {{ readonly file: string, readonly line: number, readonly text: string }} Text
 * @returns {Text[]}
 */
function textsOf(/** @type {string} */ file) {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  /** @type {Map<number, string>} */
  const found = new Map();
  /** @param {ts.Node} node */
  const visit = node => {
    const ranges = [
      ...(ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(source.text, node.getEnd()) ?? []),
    ];
    for (const { pos, end } of ranges) found.set(pos, source.text.slice(pos, end));
    if (
      ts.isCallExpression(node) &&
      TITLED.test(node.expression.getText(source).split('.')[0] ?? '')
    ) {
      const [title] = node.arguments;
      if (title !== undefined && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)))
        found.set(title.getStart(source), title.getText(source));
    }
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return [...found].flatMap(([position, text]) =>
    text.split('\n').map((part, index) => ({
      file,
      line: source.getLineAndCharacterOfPosition(position).line + index + 1,
      text: part,
    })),
  );
}

/** @returns {Text[]} */
function messages() {
  return ['l10n/bundle.l10n.json', 'package.nls.json'].flatMap(file =>
    read(file)
      .split('\n')
      .map((text, index) => ({ file, line: index + 1, text: text.split('": "').at(-1) ?? '' })),
  );
}

const refused = refusedWords();
const files = ['src', 'test'].flatMap(folder =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => path.join(folder, file)),
);
const hits = [...messages(), ...files.flatMap(textsOf)].flatMap(({ file, line, text }) => {
  const [word] = refused.exec(text) ?? [];
  return word === undefined ? [] : [`${file}:${line}: "${word}" in: ${text.trim()}`];
});
for (const hit of hits) console.error(hit);
if (hits.length > 0) {
  console.error(
    `${hits.length} words to rewrite; the table in CONTRIBUTING.md says what to write instead.`,
  );
  process.exitCode = 1;
}
