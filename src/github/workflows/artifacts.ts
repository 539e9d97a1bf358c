import { withoutTrailing } from '../../base/text';
import { type Build } from './builds';

/** One artifact that a job uploads. */
export interface Artifact {
  /** With `…` for what only the run knows. */
  readonly name: string;
  /** Folders and files, one entry a line of the input. */
  readonly paths: readonly string[];
}

/** The artifacts that a step downloads. */
export interface Download {
  /** A name, or a pattern; undefined for all. */
  readonly name: string | undefined;
}

/** Whether an artifact has the files of a build: its paths are compared with the folder that the build writes to. */
export function holds({ paths }: Artifact, build: Build): 'yes' | 'no' | 'maybe' {
  const folder = normal(build.out ?? 'target/wheels');
  const extension = build.kind === 'sdist' ? '.tar.gz' : '.whl';
  const held = paths.map(path => {
    if (path.startsWith('!')) return 'no';
    if (path.includes('…') || folder.includes('…') || path.includes('${{')) return 'maybe';
    const at = normal(path);
    const isIn =
      at === folder ||
      at.startsWith(`${folder}/`) ||
      at.endsWith(`/${folder}`) ||
      at.includes(`/${folder}/`) ||
      folder.startsWith(`${at}/`);
    if (!isIn) return at === '' || at.startsWith('*') || at.startsWith('**') ? 'maybe' : 'no';
    const file = at.split('/').at(-1) ?? '';
    if (/\.(?:whl|tar\.gz|zip)$/.test(file))
      return file.endsWith(extension) ? 'yes' : build.withSdist ? 'maybe' : 'no';
    return 'yes';
  });
  return held.includes('yes') ? 'yes' : held.includes('maybe') ? 'maybe' : 'no';
}

export function normal(path: string): string {
  return withoutTrailing(
    path
      .replace(/\\/g, '/')
      .replace(/^(?:\.\/)+/, '')
      .replace(/\/(?:\*{1,2})?(?:\/\*{1,2})?$/, ''),
    '/',
  );
}

/** Whether a name matches a pattern of `*` and `?`; other patterns of actions/download-artifact are open. */
export function globMatches(pattern: string, name: string): 'yes' | 'no' | 'maybe' {
  if (pattern.startsWith('!') && !pattern.startsWith('!(')) {
    const inner = globMatches(pattern.slice(1), name);
    return inner === 'maybe' ? inner : inner === 'yes' ? 'no' : 'yes';
  }
  const [, before, inner, after] =
    /^([^{}]*)\{([^{},]*(?:,[^{},]*)+)\}([^{}]*)$/.exec(pattern) ?? [];
  if (inner !== undefined) {
    const all = inner.split(',').map(part => globMatches(`${before}${part}${after}`, name));
    return all.includes('yes') ? 'yes' : all.includes('maybe') ? 'maybe' : 'no';
  }
  if (/[[\]{}()!+@]/.test(pattern)) return pattern === name ? 'yes' : 'maybe';
  let at = 0;
  let star = -1;
  let from = 0;
  for (let position = 0; position < name.length;) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      from = position;
    } else if (wanted === '?' || wanted === name[position]) {
      at++;
      position++;
    } else if (star === -1) return 'no';
    else {
      at = star + 1;
      position = ++from;
    }
  }
  return /^\**$/.test(pattern.slice(at)) ? 'yes' : 'no';
}

/** Whether a pattern and a name may be equal where parts of either are unknown. */
export function mayMatch(pattern: string, name: string): boolean {
  const head = (text: string) => text.split(/[…*?[{]/, 1)[0] ?? '';
  const [a, b] = [head(pattern), head(name)];
  return a.startsWith(b) || b.startsWith(a);
}
