import { relativePath } from '../base/paths';
import { withAnswers } from '../manifests/engineSettings';
import { agreement, type Package } from '../manifests/package';
import { searchConstants } from '../manifests/plan/searchConstants';
import { type Bump, bumpsFrom, isPreReleaseOf } from '../versions/bumps';
import type { Question } from '../manifests/question';
import { filesContaining } from '../manifests/scan/gitNames';
import { reasonNotGreater } from '../versions/order';
import {
  parsePythonVersion,
  parseReleaseVersion,
  preReleaseStyle,
  type ReleaseVersion,
} from '../versions/releaseVersion';
import { hasTwoNumbers, readVersion, type WrittenVersion } from '../versions/writtenVersion';
import type { BumpWord, PlanArguments, Target } from './arguments';
import { plan, type Planned, type PlanReport } from './plan';
import { CliError } from './usage';
import { lookAgain, onePackage, type Workspace } from './workspace';
export type ResolvedTarget =
  | { readonly ok: true; readonly version: ReleaseVersion }
  | { readonly ok: false; readonly reason: string };

/** The version that the arguments mean for a package, or why there is none. */
export function resolveTarget(
  target: Target,
  { name, sites, decidedBy, refusals }: Package,
): ResolvedTarget {
  const { current } = agreement(sites);
  if (decidedBy === 'tag') {
    return target.kind === 'to'
      ? parseReleaseVersion(target.text)
      : {
          ok: false,
          reason: `The git tag decides the version of ${name}, so there is none to count from: use --to.`,
        };
  }
  // A version that is not legal where it is written, such as 0.1.0.dev1 in Cargo.toml, is written over.
  if (current === undefined && target.kind === 'to' && sites.length > 0)
    return parseReleaseVersion(target.text);
  if (current === undefined)
    return {
      ok: false,
      reason: refusals[0]?.message ?? `No version of ${name} was found to start from.`,
    };
  const style = preReleaseStyle(sites.map(({ written }) => written.text));
  switch (target.kind) {
    case 'to': {
      // A package at 3.13 may go to 3.14.
      const isShort = hasTwoNumbers(current.text) && /^\d+\.\d+$/.test(target.text);
      const parsed = sites.every(({ spelling }) => spelling === 'pep440')
        ? parsePythonVersion(isShort ? `${target.text}.0` : target.text, style)
        : parseReleaseVersion(isShort ? `${target.text}.0` : target.text, style);
      return parsed.ok
        ? fits(
            parsed.version,
            current,
            sites.map(({ written }) => written),
          )
        : parsed;
    }
    case 'bump': {
      const found = chosen(target.bump, bumpsFrom(current, style));
      return found === undefined
        ? { ok: false, reason: notOffered(target.word, target.bump, current) }
        : { ok: true, version: found.version };
    }
  }
}

/** Forwards, or to a version that is in a site already: a half-made bump is completed, or taken back. */
function fits(
  version: ReleaseVersion,
  current: WrittenVersion,
  written: readonly WrittenVersion[],
): ResolvedTarget {
  const { key } = readVersion(version.pep440, 'pep440');
  if (written.some(one => one.key === key)) return { ok: true, version };
  const reason = reasonNotGreater(version, current);
  return reason === undefined ? { ok: true, version } : { ok: false, reason };
}

function chosen(word: BumpWord, bumps: readonly Bump[]): Bump | undefined {
  switch (word.kind) {
    case 'level':
      // 0.2.0-rc.1 + patch = 0.2.0, which is the final version and no level.
      return (
        bumps.find(bump => bump.kind === 'level' && bump.level === word.level) ??
        bumps.find(({ kind }) => kind === 'final')
      );
    case 'pre':
      // The current phase: its next number.
      return (
        bumps.find(
          bump => bump.kind === 'pre' && bump.level === word.level && bump.phase === word.phase,
        ) ??
        bumps.find(
          bump =>
            bump.kind === 'next' &&
            word.level === undefined &&
            bump.version.pre?.phase === word.phase,
        )
      );
    case 'next':
    case 'final':
      return bumps.find(({ kind }) => kind === word.kind);
  }
}

function notOffered(text: string, word: BumpWord, written: WrittenVersion): string {
  const current = written.text;
  switch (word.kind) {
    case 'next':
      return `${current} isn't a pre-release, so no next one follows it: name a level and a phase, such as --bump minor-rc.`;
    case 'final':
      return `${current} isn't a pre-release, so it is final already.`;
    case 'level':
      return `${current} cannot be followed by the next ${word.level} version: Cargo and Python would not both take it for a later one.`;
    case 'pre':
      if (word.level === undefined)
        return `${current} isn't a pre-release: name a level, too, such as --bump minor-${word.phase}.`;
      return isPreReleaseOf(written, word.level)
        ? `${current} is already a pre-release of the next ${word.level} version: use --bump ${word.phase}, or --to with the version.`
        : `${current} cannot be followed by ${text}: Cargo and Python would not both take it for a later one.`;
  }
}

/**
 * Plans, and settles questions with the answers given. An answer may open further questions, which other answers settle.
 * @throws CliError where an answer has no question, or not one of its values
 */
export async function planWithAnswers(start: Workspace, args: PlanArguments): Promise<Planned> {
  const { manifest } = onePackage(start, args.package);
  const planned = async (workspace: Workspace) => {
    const pkg = workspace.scan.packages.find(found => found.manifest === manifest);
    if (pkg === undefined)
      throw new CliError('With these answers the package is none of this repository.');
    const found = await findConstants(workspace, pkg);
    const certain = found.filter(({ isCertain }) => isCertain);
    const others = found.filter(({ isCertain }) => !isCertain);
    // An answer names its line, with --search or without.
    const asked = args.search ? others : others.filter(({ id }) => args.answers.has(id));
    const notes = args.search
      ? []
      : notAskedAbout(
          workspace,
          pkg,
          others.filter(({ id }) => !args.answers.has(id)),
        );
    if (certain.length === 0)
      return { name: pkg.name, result: withNotes(plan(workspace, pkg, args.target, asked), notes) };
    const answers = new Map(certain.map(({ id }) => [id, 'move']));
    workspace.index.configure(withAnswers(workspace.index.settings, pkg.name, answers));
    const again = await lookAgain(workspace);
    const moved = again.scan.packages.find(found => found.manifest === manifest) ?? pkg;
    return { name: pkg.name, result: withNotes(plan(again, moved, args.target, asked), notes) };
  };

  const pending = new Map(args.answers);
  let { name, result } = await planned(start);
  for (let workspace = start; pending.size > 0; { name, result } = await planned(workspace)) {
    const settled = new Map(
      [...pending].filter(([id, value]) => isAnswer(result.report, id, value)),
    );
    if (settled.size === 0) throw new CliError(notAsked([...pending.keys()], result.report));
    for (const id of settled.keys()) pending.delete(id);
    workspace.index.configure(withAnswers(workspace.index.settings, name, settled));
    workspace = await lookAgain(workspace);
  }
  return result;
}

function withNotes({ report, changes }: Planned, notes: readonly string[]): Planned {
  return { changes, report: { ...report, notes: [...report.notes, ...notes] } };
}

/** How many files a note names. */
const NAMED = 3;

/** Says that further lines hold the version, which only `--search` asks about. */
function notAskedAbout(
  { root }: Workspace,
  pkg: Package,
  lines: readonly Question[],
): readonly string[] {
  if (lines.length === 0) return [];
  const files = [...new Set(lines.map(({ file }) => relativePath(root, file)))];
  const more = files.length > NAMED ? ` and ${files.length - NAMED} more` : '';
  return [
    `${lines.length === 1 ? '1 other line holds' : `${lines.length} other lines hold`} ${agreement(pkg.sites).current?.text ?? ''} (${files.slice(0, NAMED).join(', ')}${more}): --search asks about ${lines.length === 1 ? 'it' : 'them'}.`,
  ];
}

function isAnswer({ questions }: PlanReport, id: string, value: string): boolean {
  const question = questions.find(asked => asked.id === id);
  if (question === undefined) return false;
  const values = question.options.map(option => option.value);
  if (!values.includes(value))
    throw new CliError(`"${value}" does not answer ${id}: it is one of ${values.join(', ')}.`);
  return true;
}

function notAsked(ids: readonly string[], { questions }: PlanReport): string {
  const asked =
    questions.length === 0
      ? 'No question is open.'
      : `Open: ${questions.map(({ id }) => id).join(', ')}.`;
  return `${ids.join(', ')} is not asked here. ${asked}`;
}

/** The lines of tracked files that hold the version of a package; all files are searched without git. */
async function findConstants(
  { index, root }: Workspace,
  pkg: Package,
): Promise<readonly Question[]> {
  const numbers = /^\d+(?:\.\d+)*/.exec(agreement(pkg.sites).current?.text ?? '')?.[0];
  if (numbers === undefined) return [];
  const files = await filesContaining(root, numbers);
  return await searchConstants(index, pkg, files && { files });
}
