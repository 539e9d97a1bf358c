/** What a commit message says by Conventional Commits 1.0.0. */
export interface ConventionalCommit {
  /** In lower case, such as `feat`. */
  readonly type: string;
  readonly isBreaking: boolean;
}

// type, optional scope, "!" for a breaking change, description (specification, items 1 to 5 and 13); gitmoji puts an emoji first
const HEADER =
  /^(?:(?:\p{Extended_Pictographic}\uFE0F?|:[\w+-]+:)[ \t]*)?(\w[\w-]*)(?: ?\([^()\r\n]*\))?(!)?: \S/u;

/** Types that some projects write in full. */
const ALIASES: Readonly<Record<string, string>> = {
  feature: 'feat',
  features: 'feat',
  bugfix: 'fix',
  hotfix: 'fix',
  performance: 'perf',
};

// The footer of a breaking change: in capitals, with a colon, or " #" as other footers have (items 9, 12 and 16)
const BREAKING_FOOTER = /^BREAKING[ -]CHANGE(?:: | #)/m;

/** Reads a commit message; undefined where it is not a conventional one. */
export function readConventionalCommit(message: string): ConventionalCommit | undefined {
  const [, type, mark] = HEADER.exec(message) ?? [];
  if (type === undefined) return undefined;
  const name = type.toLowerCase();
  return {
    type: ALIASES[name] ?? name,
    isBreaking: mark !== undefined || BREAKING_FOOTER.test(message),
  };
}

/** The first line of a commit message. */
export function subjectOf(message: string): string {
  return (message.trimStart().split(/\r?\n/, 1)[0] ?? '').trim();
}

/**
 * The messages that say what changed for users: without merges, fixups, commits that only raise the version, and reverts
 * together with what they revert. The suggested bump, the changelog entry and the release notes all start from these.
 *
 * @param messages newest first
 * @returns in the same order
 */
export function relevantCommits(messages: readonly string[]): string[] {
  const left: string[] = [];
  // Where the commits of a branch name no type, the title of its pull request may (GitHub puts it into the merge commit).
  const isTyped = messages.some(message => readConventionalCommit(message.trimStart()));
  /** How often a subject was reverted by a newer commit that itself counts. */
  const reverted = new Map<string, number>();
  for (const written of messages) {
    const message = (isTyped ? undefined : pullRequestTitle(written)) ?? written;
    const subject = subjectOf(message);
    const open = reverted.get(subject) ?? 0;
    if (open > 0) {
      reverted.set(subject, open - 1);
      continue;
    }
    const target = revertedSubject(subject);
    // What is reverted may be older than the last release: then the revert is a change of its own.
    if (target !== undefined && messages.some(other => subjectOf(other) === target)) {
      reverted.set(target, (reverted.get(target) ?? 0) + 1);
      continue;
    }
    if (subject !== '' && !isHousekeeping(subject)) left.push(message);
  }
  return left;
}

/** The title of the pull request that a commit merges, where it is a conventional one. */
function pullRequestTitle(message: string): string | undefined {
  const title = /^Merge pull request #\d+ from \S+\r?\n\r?\n(.+)/.exec(message)?.[1];
  return title !== undefined && readConventionalCommit(title) !== undefined ? title : undefined;
}

/** The subject of the commit that `git revert` took back; a conventional `revert: …` names it without quotes. */
function revertedSubject(subject: string): string | undefined {
  if (subject.startsWith('Revert "') && subject.endsWith('"')) return subject.slice(8, -1);
  if (subject.startsWith('Reapply "') && subject.endsWith('"'))
    return `Revert "${subject.slice(9, -1)}"`;
  return /^revert(?:\([^()]*\))?: (.+)$/.exec(subject)?.[1];
}

function isHousekeeping(subject: string): boolean {
  return /^(?:Merge\b|fixup! |squash! |amend! )/.test(subject) || isReleaseCommit(subject);
}

/** Words of which the subject of a release commit consists, beside versions. */
const RELEASE_WORDS = new Set(
  (
    'release released releasing bump bumps bumped bumping version versions package packages crate crates workspace ' +
    'cargo pyproject tag set update prepare preparing publish cut start begin new next dev development final candidate ' +
    'number to from for the of in and all a v -> => →'
  ).split(' '),
);

/**
 * Whether a subject is that of a commit that only makes a release or raises the version: `chore: bump version to 0.2.0`,
 * `Release v0.2.0`, `0.2.0`, `chore(release): 0.2.0`, `Bump version: 0.1.0 → 0.2.0`.
 */
export function isReleaseCommit(subject: string): boolean {
  const [, type, description = subject] = /^(\w+)(?:\([^()]*\))?: (.+)$/.exec(subject) ?? [];
  if (type !== undefined && !/^(?:chore|build|ci|release|bump|version)$/i.test(type)) return false;
  const words = description
    .replace(/\(#\d+\)\s*$/, '')
    .split(/[\s:,()[\]"'`]+/)
    .map(word => word.toLowerCase().replace(/[.!]$/, ''))
    .filter(word => word !== '');
  const isVersion = (word: string) => /^(?:[a-z][\w-]*[-/@])?v?\d+\.\d[\w.+-]*$/.test(word);
  const names = words.some(isVersion);
  const says = words.some(word => /^(?:releas|bump|publish|version)/.test(word));
  if (!words.every(word => isVersion(word) || RELEASE_WORDS.has(word))) {
    // "Release demo 1.2.0" names the package as well; "Release demo version 1.2.0" is the message of cargo-release.
    const [first = ''] = words;
    const unknown = words.filter(word => !isVersion(word) && !RELEASE_WORDS.has(word));
    return (
      unknown.length === 1 &&
      isVersion(words.at(-1) ?? '') &&
      (/^releas(?:e|ing)$/.test(first) ||
        (words.length === 3 && /^(?:bump|publish|prepare)$/.test(first)))
    );
  }
  return names ? says || words.every(isVersion) || type === 'release' : says && words.length > 1;
}

/**
 * What in the message of a pushed commit keeps GitHub from starting workflows on `push` and `pull_request`; undefined where
 * nothing does. Release events and dispatches are not affected (GitHub documentation, "Skipping workflow runs").
 */
export function skipDirective(message: string): string | undefined {
  const [inText] = /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]/i.exec(message) ?? [];
  if (inText !== undefined) return inText;
  // A trailer is a line of the last paragraph, after a blank line.
  const paragraphs = message.trimEnd().split(/\r?\n\r?\n/);
  const trailers = paragraphs.length > 1 ? (paragraphs.at(-1) ?? '') : '';
  return /^skip-checks:[ \t]*true[ \t]*$/im.exec(trailers)?.[0].trim();
}
