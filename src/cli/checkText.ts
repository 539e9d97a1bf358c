import * as path from 'node:path';
import type { CheckedPackage, CheckReport } from './check';
import { annotation, type Output, placeText } from './output';

export function printText(report: CheckReport, output: Output): void {
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
    output.out(summary(checked, report.unread.length === 0));
  }
  for (const { message } of tagMismatches(report)) output.out(message);
}

export function printAnnotations(report: CheckReport, below: string, output: Output): void {
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
    output.out(`Checked ${summary(checked, report.unread.length === 0)}`);
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
