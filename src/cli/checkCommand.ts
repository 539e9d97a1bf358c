import { relativePath } from '../base/paths';
import * as path from 'node:path';
import { annotation } from './annotation';
import type { CheckArguments } from './arguments';
import { check, type CheckedPackage, type CheckReport } from './check';
import { CliError, EXIT, type ExitCode } from './exitCode';
import { placeText, toJson, type Output } from './output';
import { openWorkspace, packagesNamed } from './workspace';

/** `check`: whether every site of every package agrees, and with a tag where one is given. */
export async function runCheck(args: CheckArguments, output: Output): Promise<ExitCode> {
  const workspace = await openWorkspace(args.dir);
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
  return report.agrees ? EXIT.ok : EXIT.disagrees;
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
    output.out(summary(checked));
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
    // Not at the start of a line, where a name could be read as a workflow command.
    output.out(`Checked ${summary(checked)}`);
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

function oddSites({ sites }: CheckedPackage): CheckedPackage['sites'] {
  return sites.filter(({ agrees }) => !agrees);
}

function reason({ name, version }: CheckedPackage, site: CheckedPackage['sites'][number]): string {
  return (
    site.reason ??
    `${path.posix.basename(site.file)} says ${site.version}, and ${name} is at ${version ?? 'no version'}.`
  );
}

function summary(checked: CheckedPackage): string {
  const { name, version, sites, decidedBy } = checked;
  if (decidedBy === 'tag') return `${name}: the git tag decides this version; no file holds it`;
  const mismatched = oddSites(checked).length;
  const counted = `${sites.length} ${sites.length === 1 ? 'site' : 'sites'}`;
  return mismatched === 0
    ? `${name} ${version ?? ''}: ${counted}, all agree`
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
