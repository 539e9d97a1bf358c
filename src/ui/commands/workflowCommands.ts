import * as path from 'node:path';
import * as vscode from 'vscode';
import { inputsAsText } from '../../github/inputText';
import type { InputValue } from '../../github/workflows/event';
import type { TrialStep } from '../../github/workflows/trial';
import type { Workflow } from '../../github/workflows/workflow';
import { CommandError, notifyWarning } from '../notify';
import { clientFor, type HostedPackage, pickHosted } from '../services/hostedPackage';
import { readable } from '../services/workflowFiles';
import { pickInputs } from '../pick/pickInputs';
import type { Choice } from '../pick/choice';
import { pick } from '../pick/dialog';
import type { Services } from '../services/services';
import { startWorkflow } from './startWorkflow';

/** *Run Release Workflow…*: a workflow, a branch or tag, its inputs, and one confirmation that says it all. */
export async function runReleaseWorkflow(services: Services, target: unknown): Promise<void> {
  const hosted = await pickHosted(services, target);
  if (hosted === undefined) return;
  const {
    session: { repository },
    intent,
    address,
  } = hosted;
  const workflows = readable(await services.workflows.files.read(repository.root)).filter(
    ({ triggers }) => triggers.workflowDispatch !== undefined,
  );
  if (workflows.length === 0) {
    throw new CommandError(
      vscode.l10n.t(
        'No workflow of {0} can be started by hand: none has "workflow_dispatch" among its triggers.',
        path.basename(repository.root),
      ),
    );
  }
  // The one that publishes is what most people want.
  const publishing = await services.workflows.files.dispatchTo(
    repository.root,
    'pypi',
    `refs/tags/${intent.tag}`,
    `${address.owner}/${address.name}`,
  );
  const workflow = await pickWorkflow(workflows, publishing?.workflow.path);
  if (workflow === undefined) return;
  const ref = await pickRef(hosted, workflow.name);
  if (ref === undefined) return;
  const isTag = ref === intent.tag;
  const preset: Readonly<Record<string, InputValue>> =
    isTag && publishing?.workflow.path === workflow.path ? publishing.inputs : {};
  const environments = [
    ...new Set(
      workflow.jobs.flatMap(({ environment }) =>
        environment === undefined || environment.includes('${{') ? [] : [environment],
      ),
    ),
  ];
  const inputs = await pickInputs(
    workflow.name,
    workflow.triggers.workflowDispatch?.inputs ?? [],
    preset,
    environments,
  );
  if (inputs === undefined || !(await confirm(workflow, ref, inputs))) return;
  await startWorkflow(services, hosted, { path: workflow.path, ref, inputs });
}

async function pickWorkflow(
  workflows: readonly Workflow[],
  publishing: string | undefined,
): Promise<Workflow | undefined> {
  const [only] = workflows;
  if (workflows.length === 1) return only;
  const sorted = [...workflows].sort(
    (a, b) => Number(b.path === publishing) - Number(a.path === publishing),
  );
  const answer = await pick<Workflow>({
    title: vscode.l10n.t('Run which workflow?'),
    placeholder: vscode.l10n.t('Those that can be started by hand'),
    items: sorted.map((workflow): Choice<Workflow> => ({
      icon: 'play',
      label: workflow.name,
      description: workflow.path.replace('.github/workflows/', ''),
      ...(workflow.path === publishing && { detail: vscode.l10n.t('publishes to PyPI') }),
      value: workflow,
    })),
  });
  return answer.kind === 'picked' ? answer.value : undefined;
}

async function pickRef(
  { session: { repository }, intent }: HostedPackage,
  name: string,
): Promise<string | undefined> {
  const tags = await repository.tags();
  const { branch } = await repository.head();
  const refs = [...new Set([intent.tag, intent.branch, branch ?? '', ...tags])].filter(
    ref => ref !== '' && (ref !== intent.tag || tags.includes(ref)),
  );
  const answer = await pick<string>({
    title: name,
    placeholder: vscode.l10n.t('On which tag or branch? It has to be on {0}', intent.remote),
    items: refs.map(ref => ({
      icon: tags.includes(ref) ? 'tag' : 'git-branch',
      label: ref,
      ...(ref === intent.tag && { description: vscode.l10n.t('the tag of this release') }),
      value: ref,
    })),
  });
  return answer.kind === 'picked' ? answer.value : undefined;
}

async function confirm(
  { name }: Workflow,
  ref: string,
  inputs: Readonly<Record<string, string>>,
): Promise<boolean> {
  const run = vscode.l10n.t('Run Workflow');
  const given = Object.entries(inputs)
    .map(([input, value]) => `${input} = ${value === '' ? '""' : value}`)
    .join('\n');
  return (
    (await notifyWarning(
      vscode.l10n.t('Run "{0}" on {1}?', name, ref),
      { modal: true, detail: given },
      run,
    )) === run
  );
}

/** *Test Publish to TestPyPI*: starts the workflow with the inputs that publish there and nowhere else. */
export async function testPublish(services: Services, target: unknown): Promise<void> {
  const hosted = await pickHosted(services, target);
  if (hosted === undefined) return;
  const { intent, address } = hosted;
  const ref = intent.branch;
  const client = await clientFor(services, hosted);
  const [{ remoteWorkflows }, { findTrial, trialWith }] = await Promise.all([
    import('../../github/remoteWorkflows'),
    import('../../github/workflows/trial'),
  ]);
  // The run reads the files of the branch on GitHub, not those on disk.
  const workflows = readable(await remoteWorkflows(client, ref));
  const repository = `${address.owner}/${address.name}`;
  const found = findTrial(workflows, `refs/heads/${ref}`, repository);
  if (found.kind === 'none')
    throw new CommandError(
      vscode.l10n.t('No workflow on {0} can be started so that it uploads to TestPyPI.', ref),
      vscode.l10n.t('Run Release Workflow… starts one with inputs of your own.'),
    );
  if (found.kind === 'refused') throw reachesMore(found.workflow, ref, found.steps);
  const { choice } = found;
  const asked =
    choice.ask.length === 0
      ? {}
      : await pickInputs(choice.workflow.name, choice.ask, choice.inputs, []);
  if (asked === undefined) return;
  // Conditions may ask for what the user gave.
  const trial = choice.ask.length === 0 ? found : trialWith(choice, asked, workflows, repository);
  if (trial.kind === 'none') throw reachesMore(choice.workflow, ref, []);
  if (trial.kind === 'refused') throw reachesMore(trial.workflow, ref, trial.steps);
  if (trial.kind === 'doubtful' && !(await confirmDoubts(choice.workflow, ref, trial.doubts)))
    return;
  await startWorkflow(services, hosted, {
    path: choice.workflow.path,
    ref,
    inputs: { ...inputsAsText(choice), ...asked },
  });
}

function reachesMore({ name }: Workflow, ref: string, steps: readonly TrialStep[]): CommandError {
  return new CommandError(
    steps.length === 0
      ? vscode.l10n.t('With these inputs "{0}" on {1} does not upload to TestPyPI.', name, ref)
      : vscode.l10n.t('"{0}" on {1} reaches more than TestPyPI: {2}', name, ref, reasonsOf(steps)),
    vscode.l10n.t('Run Release Workflow… starts one with inputs of your own.'),
  );
}

async function confirmDoubts(
  { name }: Workflow,
  ref: string,
  doubts: readonly TrialStep[],
): Promise<boolean> {
  const run = vscode.l10n.t('Run Workflow');
  return (
    (await notifyWarning(
      vscode.l10n.t('Run "{0}" on {1}? Not every step of it could be read.', name, ref),
      {
        modal: true,
        detail: vscode.l10n.t(
          'It uploads to TestPyPI. These steps may reach something else: {0}',
          reasonsOf(doubts),
        ),
      },
      run,
    )) === run
  );
}

/** So many steps are named. */
const MAX_NAMED = 6;

function reasonsOf(steps: readonly TrialStep[]): string {
  const shown = steps
    .slice(0, MAX_NAMED)
    .map(
      ({ reason, place }) =>
        `${reason}, ${path.posix.basename(place.file)}:${place.start.line + 1}`,
    )
    .join('; ');
  return steps.length > MAX_NAMED
    ? vscode.l10n.t('{0}; and {1} more', shown, steps.length - MAX_NAMED)
    : shown;
}
