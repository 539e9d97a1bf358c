import * as path from 'node:path';
import { relativePath } from '../base/paths';
import { agreement, type Package } from '../manifests/package';
import { type FileChange, planVersion } from '../manifests/plan/versionPlan';
import { WriteError, writeFiles } from '../manifests/plan/writeFiles';
import type { Problem, Question } from '../manifests/question';
import { chosenMembers } from '../release/memberChoice';
import { mergeChanges } from '../release/planAll';
import type { PlanArguments, Target } from './arguments';
import { type Output, type Place, placeOf, placeText, toJson } from './output';
import { planWithAnswers, resolveTarget } from './target';
import { CliError, EXIT, type ExitCode } from './usage';
import { lookAgain, openWorkspace, releasesOf, withNamed, type Workspace } from './workspace';

/** What `plan --json` prints; `plan.schema.json` describes it. */
export interface PlanReport {
  readonly root: string;
  readonly package: string;
  /** Names of the distributions that are one release with it, itself first. */
  readonly distributions: readonly string[];
  /** The plans of the packages with a version of their own that are bumped in the same run; they have no further ones. */
  readonly with: readonly PlanReport[];
  /** `tag` where the git tag alone decides the version, and no file is edited. */
  readonly decidedBy: 'files' | 'tag';
  /** The greatest version that is in a site; null where none is legal. */
  readonly from: string | null;
  /** Null where the version that was asked for is refused. */
  readonly to: { readonly semver: string; readonly pep440: string } | null;
  /** The places that change. */
  readonly sites: readonly PlannedSite[];
  /** Names of the crates that move. */
  readonly crates: readonly string[];
  /** The files that change. */
  readonly files: readonly string[];
  readonly questions: readonly PlannedQuestion[];
  readonly refusals: readonly PlannedRefusal[];
  /** What stays as it is and may need a look, and what to run after the edit, such as `poetry lock`. */
  readonly notes: readonly string[];
}

export interface PlannedSite extends Place {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

/** Something that only a person can decide: settled with `--answer ID=VALUE`. */
export interface PlannedQuestion extends Place {
  readonly id: string;
  readonly reason: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export interface PlannedRefusal extends Partial<Place> {
  readonly reason: string;
}

export interface Planned {
  readonly report: PlanReport;
  readonly changes: readonly FileChange[];
}

/**
 * Plans what is asked for. Nothing is written.
 * @param found further questions, see {@link planVersion}
 */
export function plan(
  workspace: Workspace,
  pkg: Package,
  target: Target,
  found: readonly Question[],
): Planned {
  const { root, index } = workspace;
  const resolved = resolveTarget(target, pkg);
  const report = {
    root,
    package: pkg.name,
    distributions: distributionsOf(workspace, pkg),
    with: [],
    decidedBy: pkg.decidedBy,
    from: agreement(pkg.sites).current?.text ?? null,
    sites: [],
    crates: [],
    files: [],
    questions: [],
    notes: [],
  };
  if (!resolved.ok)
    return {
      report: { ...report, to: null, refusals: [{ reason: resolved.reason }] },
      changes: [],
    };

  const to = resolved.version;
  const { changes, moves, questions, refusals, notes } = planVersion(index, pkg, to, found);
  const sites = moves.map(({ file, start, kind, from, to }): PlannedSite => ({
    ...placeOf(root, file, start),
    kind,
    from,
    to,
  }));
  return {
    changes,
    report: {
      ...report,
      to: { semver: to.semver, pep440: to.pep440 },
      sites,
      crates: sites.length === 0 ? [] : pkg.crates,
      files: changes.map(({ file }) => relativePath(root, file)),
      questions: questions.map(({ id, file, start, reason, options }) => ({
        id,
        ...placeOf(root, file, start),
        reason,
        options,
      })),
      refusals: refusalsOf(workspace, refusals),
      notes: [...notes.map(noteText(root)), ...lockNotes(workspace, sites)],
    },
  };
}

/** The packages whose versions move with one, itself first. */
function distributionsOf({ scan, index }: Workspace, pkg: Package): string[] {
  const group = releasesOf(scan.packages).find(({ lead }) => lead === pkg);
  const chosen = chosenMembers(index.settings.packages.get(pkg.name)?.answers);
  const members = (group?.members ?? []).filter(({ name }) => chosen?.has(name) ?? true);
  return [pkg, ...members].map(({ name }) => name);
}

function noteText(root: string): (note: Problem) => string {
  return ({ file, start, message }) => `${placeText(placeOf(root, file, start))}: ${message}`;
}

/** Locks that keep a hash of the requirements that move: only their tools write it. */
function lockNotes({ root, index }: Workspace, sites: readonly PlannedSite[]): string[] {
  const moving = sites.filter(
    ({ kind, file }) => kind === 'requirement' && path.posix.basename(file) === 'pyproject.toml',
  );
  const dirs = new Set(moving.map(({ file }) => path.posix.dirname(file)));
  return [...dirs].flatMap(dir =>
    (['poetry', 'pdm'] as const).flatMap(tool => {
      const lock = path.posix.join(dir, `${tool}.lock`);
      const isThere = index.get(path.join(root, lock))?.kind === 'pythonLock';
      return isThere
        ? [`${lock} keeps a hash of the requirements: run ${tool} lock in ${dir}.`]
        : [];
    }),
  );
}

/** What the plan refuses, and files that could not be read: a version or a requirement in one of them would be passed over. */
function refusalsOf(
  { root, index, scan, settings }: Workspace,
  refusals: readonly Problem[],
): PlannedRefusal[] {
  const unread = scan.problems.filter(
    problem =>
      settings.problems.includes(problem) ||
      (problem.severity === 'error' && index.get(problem.file)?.kind === 'broken'),
  );
  const all = [...unread, ...refusals].map(({ file, start, message }) => ({
    ...placeOf(root, file, start),
    reason: message,
  }));
  return [...new Map(all.map(refusal => [JSON.stringify(refusal), refusal])).values()];
}

/** `plan` and `bump`: what a bump changes, and for `bump` the change itself where nothing is open. */
export async function runPlan(args: PlanArguments, output: Output): Promise<ExitCode> {
  const workspace = await withNamed(await openWorkspace(args.dir), args.package);
  const { report, changes } = await planWithOthers(workspace, args);
  const isOpen = [report, ...report.with].some(
    ({ questions, refusals }) => questions.length + refusals.length > 0,
  );
  const isWritten = args.command === 'bump' && !isOpen;
  if (isWritten) await write(changes, workspace.top);
  if (args.format === 'json') output.print(toJson(report));
  else for (const one of [report, ...report.with]) printText(one, isWritten, output);
  return isOpen ? EXIT.undecided : EXIT.ok;
}

/** Plans each package on the files as those before it leave them. @throws CliError */
async function planWithOthers(start: Workspace, args: PlanArguments): Promise<Planned> {
  let { report, changes } = await planWithAnswers(start, args);
  for (const { package: name, target } of args.with) {
    const texts = new Map(changes.map(({ file, after }) => [file, after]));
    const { reader } = start.index;
    const index = start.index.fork(
      { ...reader, read: async file => texts.get(file) ?? (await reader.read(file)) },
      file => texts.has(file),
    );
    const workspace = await lookAgain({ ...start, index });
    const answers = new Map<string, string>();
    const next = await planWithAnswers(workspace, { ...args, package: name, target, answers });
    if ([report, ...report.with].some(one => one.package === next.report.package))
      throw new CliError(`${next.report.package} is already part of this run.`);
    report = { ...report, with: [...report.with, next.report] };
    changes = mergeChanges(changes, next.changes);
  }
  return { report, changes };
}

async function write(changes: readonly FileChange[], top: string): Promise<void> {
  try {
    await writeFiles(changes, top);
  } catch (error) {
    throw error instanceof WriteError ? new CliError(error.message) : error;
  }
}

function printText(report: PlanReport, isBump: boolean, output: Output): void {
  const { sites, crates, files, questions, refusals, notes, from, to } = report;
  for (const site of sites)
    output.out(`${placeText(site)}: ${site.kind} ${site.from} -> ${site.to}`);
  for (const note of notes) output.out(note);
  for (const { reason, file, line, column } of refusals) {
    output.err(
      file === undefined || line === undefined || column === undefined
        ? reason
        : `${placeText({ file, line, column })}: ${reason}`,
    );
  }
  for (const question of questions) {
    output.err(`${placeText(question)}: ${question.reason}`);
    for (const { value, label } of question.options)
      output.err(`  --answer ${question.id}=${value}  ${label}`);
  }
  if (to === null) return;
  const open = questions.length + refusals.length;
  if (open > 0) {
    output.err(
      `${report.package} ${from ?? ''} -> ${to.semver}: ${open} to be settled first; nothing was written.`,
    );
    return;
  }
  if (report.distributions.length > 1)
    output.out(`One release of ${report.distributions.join(', ')}`);
  const spelling = to.semver === to.pep440 ? to.semver : `${to.semver} (Python ${to.pep440})`;
  const moved =
    report.decidedBy === 'tag'
      ? 'the git tag decides this version; no file holds it'
      : files.length === 0
        ? 'nothing to change'
        : `${sites.length} ${sites.length === 1 ? 'site' : 'sites'} in ${files.length} ${files.length === 1 ? 'file' : 'files'}${crates.length > 1 ? `, ${crates.length} crates move` : ''}${isBump ? '; written' : ''}`;
  output.out(`${report.package} ${from ?? ''} -> ${spelling}: ${moved}`);
}
