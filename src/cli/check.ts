import * as path from 'node:path';
import { relativePath } from '../base/paths';
import { withAnswers } from '../manifests/engineSettings';
import { refusedByCargo } from '../cratesIndex/crateProblems';
import { CRATES_IO } from '../cratesIndex/crateRegistry';
import { memberCrates, publishable } from '../cratesIndex/memberCrates';
import { agreement, type Package } from '../manifests/package';
import { releaseTags } from '../release/releaseTags';
import type { WrittenVersion } from '../versions/writtenVersion';
import type { CheckArguments } from './arguments';
import { annotation, type Output, type Place, placeOf, placeText, toJson } from './output';
import { CliError, EXIT, type ExitCode } from './usage';
import { lookAgain, openWorkspace, packagesNamed, withNamed, type Workspace } from './workspace';

/** What `check --json` prints; `check.schema.json` describes it. */
export interface CheckReport {
  readonly root: string;
  readonly agrees: boolean;
  readonly packages: readonly CheckedPackage[];
  readonly tag: CheckedTag | null;
  readonly problems: readonly CheckedProblem[];
}

export interface CheckedPackage {
  readonly name: string;
  readonly manifest: string;
  /** `tag` where the git tag alone decides the version. */
  readonly decidedBy: 'files' | 'tag';
  /** The greatest version that is in a site; null where none is legal. */
  readonly version: string | null;
  readonly sites: readonly (Place & {
    readonly kind: string;
    readonly version: string;
    readonly agrees: boolean;
    readonly reason?: string;
  })[];
  /** What a plan would ask, each settled by `--answer ID=VALUE` or in the settings. */
  readonly questions: readonly (Place & {
    readonly id: string;
    readonly reason: string;
    readonly options: readonly string[];
  })[];
  /** The crates that move and may be published, those that others depend on first, with what `cargo publish` refuses. */
  readonly crates: readonly {
    readonly name: string;
    readonly problems: readonly (Place & { readonly message: string })[];
  }[];
}

/** The tag of a release, compared with the packages that it can be the tag of. */
export interface CheckedTag {
  readonly name: string;
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly agrees: boolean;
  }[];
}

export interface CheckedProblem extends Place {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
}

/** Compares the versions of all sites of the packages and, where one is given, of a tag. */
export function check(
  { root, index, scan, settings }: Workspace,
  packages: readonly Package[],
  tag: string | undefined,
): CheckReport {
  const checked = packages.map(pkg => checkPackage(root, index, pkg));
  const checkedTag = tag === undefined ? null : checkTag(tag, packages, settings.tagFormat);
  // A site that holds no legal version is reported as a site.
  const mismatched = new Set(
    checked.flatMap(({ sites }) =>
      sites
        .filter(({ agrees }) => !agrees)
        .map(({ file, line, column }) => `${file}:${line}:${column}`),
    ),
  );
  const problems = scan.problems
    .map(({ severity, file, start, message }) => ({
      severity,
      ...placeOf(root, file, start),
      message,
    }))
    .filter(({ file, line, column }) => !mismatched.has(`${file}:${line}:${column}`));
  return {
    root,
    agrees: mismatched.size === 0 && (checkedTag?.packages.every(({ agrees }) => agrees) ?? true),
    packages: checked,
    tag: checkedTag,
    problems,
  };
}

function checkPackage(
  root: string,
  index: Workspace['index'],
  { name, manifest, decidedBy, sites, questions, crates }: Package,
): CheckedPackage {
  const { current, mismatched } = agreement(sites);
  return {
    name,
    manifest: relativePath(root, manifest),
    decidedBy,
    version: current?.text ?? null,
    crates: publishableCrates(root, index, crates),
    questions: questions
      // What a bump may settle by itself is shown as a site that does not agree.
      .filter(({ unless }) => unless === undefined)
      .map(({ id, file, start, reason, options }) => ({
        id,
        ...placeOf(root, file, start),
        reason,
        options: options.map(({ value }) => value),
      })),
    sites: sites.map(site => {
      const { file, start, kind, written } = site;
      // What a workflow writes over is no version that could lag behind.
      const agrees = decidedBy === 'tag' || !mismatched.includes(site);
      return {
        ...placeOf(root, file, start),
        kind,
        version: written.text,
        agrees,
        ...(written.problem !== undefined && { reason: written.problem }),
      };
    }),
  };
}

function publishableCrates(
  root: string,
  index: Workspace['index'],
  moving: readonly string[],
): CheckedPackage['crates'] {
  const members = memberCrates(index, moving);
  const crates = publishable(members).map(crate => ({
    crate,
    registry: crate.registries?.[0] ?? CRATES_IO,
    isCertain: true,
  }));
  return crates.map(selected => ({
    name: selected.crate.name,
    problems: refusedByCargo(selected, crates, members).map(({ detail, file, start }) => ({
      ...placeOf(root, file, start),
      message: detail,
    })),
  }));
}

function checkTag(tag: string, packages: readonly Package[], tagFormat: string): CheckedTag {
  return {
    name: tag,
    packages: packages.flatMap(({ name, sites, decidedBy, tagFormat: own }) => {
      const [named] = releaseTags([tag], name, own ?? tagFormat);
      if (named === undefined) return [];
      return [
        {
          name,
          version: named.written.text,
          agrees: decidedBy === 'tag' || isSame(named.written, agreement(sites).current),
        },
      ];
    }),
  };
}

function isSame(tag: WrittenVersion, current: WrittenVersion | undefined): boolean {
  return tag.key === current?.key;
}

/** `check`: whether every site of every package agrees, and with a tag where one is given. */
export async function runCheck(args: CheckArguments, output: Output): Promise<ExitCode> {
  let workspace = await withNamed(await openWorkspace(args.dir), args.package);
  if (args.answers.size > 0) {
    for (const { name } of packagesNamed(workspace, args.package))
      workspace.index.configure(withAnswers(workspace.index.settings, name, args.answers));
    workspace = await lookAgain(workspace);
  }
  const report = check(workspace, packagesNamed(workspace, args.package), args.tag);
  switch (args.format) {
    case 'json':
      output.print(toJson(report));
      break;
    case 'text':
      printText(report, output);
      break;
    case 'github':
      printAnnotations(report, relativePath(workspace.top, workspace.root), output);
      break;
  }
  if (report.tag?.packages.length === 0) throw new CliError(noPackageOf(report.tag.name));
  if (report.problems.some(({ severity }) => severity === 'error')) return EXIT.error;
  if (!report.agrees) return EXIT.disagrees;
  return report.packages.some(({ questions }) => questions.length > 0) ? EXIT.undecided : EXIT.ok;
}

function printText(report: CheckReport, output: Output): void {
  for (const problem of report.problems) {
    const line = `${placeText(problem)}: ${problem.severity}: ${problem.message}`;
    if (problem.severity === 'error') output.err(line);
    else output.out(line);
  }
  for (const checked of report.packages) {
    for (const site of oddSites(checked))
      output.out(`${placeText(site)}: ${reason(checked, site)}`);
    for (const question of checked.questions)
      output.out(`${placeText(question)}: question: ${question.reason} ${settledBy(question)}`);
    output.out(summary(checked, isAllRead(report)));
  }
  for (const { message } of tagMismatches(report)) output.out(message);
}

function printAnnotations(report: CheckReport, below: string, output: Output): void {
  const prefix = below === '' ? '' : `${below}/`;
  for (const problem of report.problems) {
    const level = problem.severity === 'information' ? 'notice' : problem.severity;
    output.out(annotation(level, problem, 'Version', problem.message, prefix));
  }
  for (const checked of report.packages) {
    for (const site of oddSites(checked))
      output.out(
        annotation('error', site, `Version of ${checked.name}`, reason(checked, site), prefix),
      );
    for (const question of checked.questions)
      output.out(
        annotation(
          'warning',
          question,
          `Version of ${checked.name}`,
          `${question.reason} ${settledBy(question)}`,
          prefix,
        ),
      );
    // Not at the start of a line, where a name could be read as a workflow command.
    output.out(`Checked ${summary(checked, isAllRead(report))}`);
  }
  for (const { manifest, message } of tagMismatches(report)) {
    output.out(
      annotation(
        'error',
        { file: manifest, line: 1, column: 1 },
        `Tag ${report.tag?.name ?? ''}`,
        message,
        prefix,
      ),
    );
  }
}

/** Whether no file had an error, beside which nothing may be said of all. */
function isAllRead({ problems }: CheckReport): boolean {
  return problems.every(({ severity }) => severity !== 'error');
}

function settledBy({ id, options }: CheckedPackage['questions'][number]): string {
  return `Settle it with ${options.map(value => `--answer ${id}=${value}`).join(' or ')}, or in budtiktok.packages.`;
}

function oddSites({ sites }: CheckedPackage): CheckedPackage['sites'] {
  return sites.filter(({ agrees }) => !agrees);
}

function reason(
  { name, version, sites }: CheckedPackage,
  site: CheckedPackage['sites'][number],
): string {
  const from = sites.find(other => other.version === version && other !== site);
  return (
    site.reason ??
    `${path.posix.basename(site.file)} says ${site.version}, and ${name} is at ${version ?? 'no version'}${from === undefined ? '' : ` (${from.file}:${from.line})`}.`
  );
}

function summary(checked: CheckedPackage, isRead: boolean): string {
  const { name, version, sites, decidedBy } = checked;
  if (decidedBy === 'tag') return `${name}: the git tag decides this version; no file holds it`;
  const mismatched = oddSites(checked).length;
  const counted = `${sites.length} ${sites.length === 1 ? 'site' : 'sites'}`;
  const open = checked.questions.length;
  if (mismatched === 0 && open > 0)
    return `${name} ${version ?? ''}: ${counted}, ${open} ${open === 1 ? 'question' : 'questions'} to settle`;
  return mismatched === 0
    ? `${name} ${version ?? ''}: ${counted}, ${isRead ? 'all agree' : 'all that could be read agree'}`
    : `${name} ${version ?? ''}: ${mismatched} of ${counted} ${mismatched === 1 ? 'does' : 'do'} not agree`;
}

function tagMismatches({
  tag,
  packages,
}: CheckReport): { readonly manifest: string; readonly message: string }[] {
  return (tag?.packages ?? [])
    .filter(({ agrees }) => !agrees)
    .map(({ name, version }) => {
      const checked = packages.find(candidate => candidate.name === name);
      return {
        manifest: checked?.manifest ?? '',
        message: `The tag ${tag?.name ?? ''} says ${version}, and ${name} is at ${checked?.version ?? 'no version'}.`,
      };
    });
}

function noPackageOf(tag: string): string {
  return `${tag} is not the tag of a release of any package here. Tags are compared with the setting budtiktok.release.tagFormat; name the package with --package.`;
}
