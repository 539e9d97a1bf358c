import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { ROOT } from './paths';

/** The file that translators start from. */
export const BUNDLE = path.join(ROOT, 'l10n', 'bundle.l10n.json');

/**
 * Every message that the sources pass to `l10n.t`, as the text of the bundle.
 * @throws where a message is not a literal, because it could not be translated then
 */
export function collectMessages(): string {
  const messages = new Set<string>();
  const sources = path.join(ROOT, 'src');
  for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(file =>
    file.endsWith('.ts'),
  )) {
    const file = path.join(sources, name);
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (
        ts.isCallExpression(node) &&
        /(?:^|\.)l10n\s*\.t$/.test(node.expression.getText(source))
      ) {
        const [message] = node.arguments;
        if (message === undefined || !ts.isStringLiteralLike(message)) {
          throw new Error(`${file}: the message is not a literal: ${node.getText(source)}`);
        }
        messages.add(message.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  const sorted = [...messages].sort((a, b) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted.map(message => [message, message])), null, 2)}\n`;
}
