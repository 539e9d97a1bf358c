import type { FileChange } from '../manifests/versionPlan';
import { writeFiles, WriteError } from '../manifests/writeFiles';
import { planWithAnswers } from './answers';
import type { PlanArguments } from './arguments';
import { CliError, EXIT, type ExitCode } from './exitCode';
import { placeText, toJson, type Output } from './output';
import type { PlanReport } from './plan';
import { openWorkspace } from './workspace';

/** `plan` and `bump`: what a bump changes, and for `bump` the change itself where nothing is open. */
export async function runPlan(args: PlanArguments, output: Output): Promise<ExitCode> {
  const workspace = await openWorkspace(args.dir);
  const { report, changes } = await planWithAnswers(workspace, args);
  const isOpen = report.questions.length + report.refusals.length > 0;
  if (args.command === 'bump' && !isOpen) await write(changes, workspace.top);
  if (args.format === 'json') output.print(toJson(report));
  else printText(report, args.command === 'bump', output);
  return isOpen ? EXIT.undecided : EXIT.ok;
}

async function write(changes: readonly FileChange[], top: string): Promise<void> {
  try {
    await writeFiles(changes, top);
  } catch (error) {
    throw error instanceof WriteError ? new CliError(error.message) : error;
  }
}

function printText(report: PlanReport, isBump: boolean, output: Output): void {
  const { sites, crates, files, questions, refusals, from, to } = report;
  for (const site of sites)
    output.out(`${placeText(site)}: ${site.kind} ${site.from} -> ${site.to}`);
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
  const spelling = to.semver === to.pep440 ? to.semver : `${to.semver} (Python ${to.pep440})`;
  const moved =
    report.decidedBy === 'tag'
      ? 'the git tag decides this version; no file holds it'
      : files.length === 0
        ? 'nothing to change'
        : `${sites.length} ${sites.length === 1 ? 'site' : 'sites'} in ${files.length} ${files.length === 1 ? 'file' : 'files'}${crates.length > 1 ? `, ${crates.length} crates move` : ''}${isBump ? '; written' : ''}`;
  output.out(`${report.package} ${from ?? ''} -> ${spelling}: ${moved}`);
}
