import { withAnswers } from '../manifests/engineSettings';
import { searchConstants } from '../manifests/searchConstants';
import type { PlanArguments } from './arguments';
import { CliError } from './exitCode';
import { trackedFiles } from './gitFiles';
import { plan, type Planned, type PlanReport } from './plan';
import { lookAgain, onePackage, type Workspace } from './workspace';

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
    const files = args.search ? await trackedFiles(workspace.root) : undefined;
    const found = args.search
      ? await searchConstants(workspace.index, pkg, files && { files })
      : [];
    return { name: pkg.name, result: plan(workspace, pkg, args.target, found) };
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
