import { readConventionalCommit } from '../conventionalCommit';

/** The kinds of changes of Keep a Changelog 1.1.0 that commits tell of, in its order. */
const KINDS = ['Added', 'Changed', 'Fixed', 'Security'] as const;

type Kind = (typeof KINDS)[number];

export interface EntryStyle {
  /** The version that is being released, to know the commits that raise it. */
  readonly version: string;
  readonly bullet: string;
  /** Of the heading of the version. */
  readonly level: number;
}

/**
 * Proposes what to write of a release from the commits since the last one, for a person to edit. Conventional commits
 * that users do not notice (docs, ci, chore …) are left out, as are merges and commits that raise the version.
 *
 * @param messages newest first; they are listed oldest first
 * @returns headings and list items with "\n" between the lines; empty where no commit is worth telling
 */
export function entryFromCommits(
  messages: readonly string[],
  { version, bullet, level }: EntryStyle,
): string {
  const marks = '#'.repeat(Math.min(6, Math.max(3, level + 1)));
  const items = new Map<Kind, string[]>();
  for (const message of messages.toReversed()) {
    const item = itemOf(message, version);
    if (item === undefined) continue;
    const list = items.get(item.kind) ?? [];
    items.set(item.kind, list);
    const line = `${bullet} ${item.text}`;
    if (!list.includes(line)) list.push(line);
  }
  return KINDS.flatMap(kind => {
    const list = items.get(kind);
    return list === undefined ? [] : [`${marks} ${kind}\n\n${list.join('\n')}`];
  }).join('\n\n');
}

function itemOf(message: string, version: string): { kind: Kind; text: string } | undefined {
  const subject = (message.trimStart().split(/\r?\n/, 1)[0] ?? '').trim();
  if (
    subject === '' ||
    /^(?:Merge\b|fixup! |squash! |amend! )/.test(subject) ||
    subject.includes(version) ||
    /\bbump\b.*\bversions?\b/i.test(subject)
  )
    return undefined;
  const commit = readConventionalCommit(message.trimStart());
  if (commit === undefined) return { kind: 'Changed', text: escaped(subject) };
  const [, scope] = /^[^(:]*\(([^()]*)\)/.exec(subject) ?? [];
  const description = subject.slice(subject.indexOf(': ') + 2).trim();
  const text = escaped(
    scope === undefined || scope === 'deps' ? description : `${scope}: ${description}`,
  );
  if (commit.isBreaking) return { kind: 'Changed', text: `**Breaking:** ${text}` };
  if (scope === 'security' || commit.type === 'security') return { kind: 'Security', text };
  switch (commit.type) {
    case 'feat':
      return { kind: 'Added', text };
    case 'fix':
      return { kind: 'Fixed', text };
    case 'perf':
    case 'revert':
    case 'refactor':
      return commit.type === 'refactor' ? undefined : { kind: 'Changed', text };
    default:
      return undefined;
  }
}

/** A commit message is plain text: `Vec<T>` would be taken for HTML and vanish. Code between backticks stays as it is. */
function escaped(text: string): string {
  return text.replace(/`[^`]*`|</g, found => (found === '<' ? '\\<' : found));
}
