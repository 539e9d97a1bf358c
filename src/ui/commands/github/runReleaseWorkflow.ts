import * as path from 'node:path';
import * as vscode from 'vscode';
import type { InputValue } from '../../../github/workflows/event';
import type { Workflow } from '../../../github/workflows/workflow';
import { CommandError } from '../../errors';
import { pickHosted, type HostedPackage } from '../../github/hostedPackage';
import { startWorkflow } from '../../github/startWorkflow';
import { readable } from '../../github/workflowFiles';
import { pickInputs } from '../../pick/pickInputs';
import { pick, type Choice } from '../../pick/show';
import type { Services } from '../../services';

/** *Run Release Workflow…*: a workflow, a branch or tag, its inputs, and one confirmation that says it all. */
export async function runReleaseWorkflow(services: Services, target: unknown): Promise<void> {
  const hosted = await pickHosted(services, target);
  if (hosted === undefined) return;
  const {
    session: { repository },
    intent,
    address,
  } = hosted;
  const workflows = readable(await services.workflows.read(repository.root)).filter(
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
  const publishing = await services.workflows.dispatchTo(
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
      label: `$(play) ${workflow.name}`,
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
      label: `$(${tags.includes(ref) ? 'tag' : 'git-branch'}) ${ref}`,
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
    (await vscode.window.showWarningMessage(
      vscode.l10n.t('Run "{0}" on {1}?', name, ref),
      { modal: true, detail: given },
      run,
    )) === run
  );
}
