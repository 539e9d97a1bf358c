import * as vscode from 'vscode';
import { inputsAsText } from '../../../github/inputText';
import { CommandError } from '../../errors';
import { pickHosted } from '../../github/hostedPackage';
import { startWorkflow } from '../../github/startWorkflow';
import type { Services } from '../../services';

/** *Test Publish to TestPyPI*: starts the workflow with the inputs that publish there and nowhere else. */
export async function testPublish(services: Services, target: unknown): Promise<void> {
  const hosted = await pickHosted(services, target);
  if (hosted === undefined) return;
  const {
    session: { repository },
    intent,
    address,
  } = hosted;
  const ref = intent.branch;
  const choice = await services.workflows.dispatchTo(
    repository.root,
    'testpypi',
    `refs/heads/${ref}`,
    `${address.owner}/${address.name}`,
  );
  if (choice === undefined) {
    throw new CommandError(
      vscode.l10n.t(
        'No workflow of this repository can be started so that it surely publishes to TestPyPI and nowhere else. Run Release Workflow… starts one with inputs of your own.',
      ),
    );
  }
  await startWorkflow(services, hosted, {
    path: choice.workflow.path,
    ref,
    inputs: inputsAsText(choice),
  });
}
