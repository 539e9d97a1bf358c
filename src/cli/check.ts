import { relativePath } from '../base/paths';
import { withAnswers } from '../manifests/engineSettings';
import { refusedByCargo } from '../cratesIndex/crateProblems';
import { CRATES_IO } from '../cratesIndex/crateRegistry';
import { memberCrates, publishable } from '../cratesIndex/memberCrates';
import { agreement, type Package } from '../manifests/package';
import { releaseTags } from '../release/releaseTags';
import type { WrittenVersion } from '../versions/writtenVersion';
import type { CheckArguments } from './arguments';
import { printAnnotations, printText } from './checkText';
import { type Output, type Place, placeOf, toJson } from './output';
import { CliError, EXIT, type ExitCode } from './usage';
import { lookAgain, openWorkspace, packagesNamed, withNamed, type Workspace } from './workspace';

/** What `check --json` prints; `check.schema.json` describes it. */
export interface CheckReport {
  readonly root: string;
  /** Null where all that was read agrees, and something could not be read. */
  readonly agrees: boolean | null;
  readonly packages: readonly CheckedPackage[];
  readonly tag: CheckedTag | null;
  /** Files in which a version may have been passed over. */
  readonly unread: readonly string[];
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
      isUnread: severity === 'error' || index.get(file)?.kind === 'broken',
    }))
    .filter(({ file, line, column }) => !mismatched.has(`${file}:${line}:${column}`));
  const unread = new Set(problems.filter(({ isUnread }) => isUnread).map(({ file }) => file));
  const agrees =
    mismatched.size === 0 && (checkedTag?.packages.every(({ agrees }) => agrees) ?? true);
  return {
    root,
    agrees: agrees && unread.size > 0 ? null : agrees,
    packages: checked,
    tag: checkedTag,
    unread: [...unread].sort(),
    problems: problems.map(({ severity, file, line, column, message }) => ({
      severity,
      file,
      line,
      column,
      message,
    })),
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

/**
 * The workspace with the answers given. An answer may open a further question, which another one settles.
 * @throws CliError where no package asks what an answer settles
 */
async function withSettled(
  start: Workspace,
  { package: named, answers }: CheckArguments,
): Promise<Workspace> {
  const pending = new Map(answers);
  for (let workspace = start; ; workspace = await lookAgain(workspace)) {
    const packages = packagesNamed(workspace, named);
    const asked = new Set(packages.flatMap(({ questions }) => questions.map(({ id }) => id)));
    // A line that moves with the package is a question of the search, which a check doesn't make.
    const settled = [...pending].filter(([id]) => asked.has(id) || id.startsWith('constant:'));
    if (pending.size > 0 && settled.length === 0)
      throw new CliError(
        `${[...pending.keys()].join(', ')} is not asked here. ${asked.size === 0 ? 'No question is open.' : `Open: ${[...asked].join(', ')}.`}`,
      );
    for (const [id] of settled) pending.delete(id);
    for (const { name } of packages)
      workspace.index.configure(withAnswers(workspace.index.settings, name, new Map(settled)));
    if (settled.length === 0) return workspace;
  }
}

/** `check`: whether every site of every package agrees, and with a tag where one is given. */
export async function runCheck(args: CheckArguments, output: Output): Promise<ExitCode> {
  let workspace = await withNamed(await openWorkspace(args.dir), args.package);
  if (args.answers.size > 0) workspace = await withSettled(workspace, args);
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
  if (report.agrees === false) return EXIT.disagrees;
  return report.packages.some(({ questions }) => questions.length > 0) ? EXIT.undecided : EXIT.ok;
}

function noPackageOf(tag: string): string {
  return `${tag} is not the tag of a release of any package here. Tags are compared with the setting budtiktok.release.tagFormat; name the package with --package.`;
}
