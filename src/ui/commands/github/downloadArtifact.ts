import * as path from 'node:path';
import * as vscode from 'vscode';
import { downloadArtifact as download } from '../../../github/runActions';
import { listArtifacts } from '../../../github/runs';
import { CommandError } from '../../errors';
import { clientOf, pickRun } from '../../pick/pickRun';
import { pick } from '../../pick/show';
import { runTitle } from '../../runWords';
import type { Services } from '../../services';

/** *Download Artifact…*: saves the zip of a run's artifact, such as its wheels. */
export async function downloadArtifact(services: Services, target: unknown): Promise<void> {
  const found = await pickRun(services, target, () => true);
  if (found === undefined) return;
  const client = await clientOf(services, found);
  const artifacts = await listArtifacts(client, found.run.id);
  if (artifacts.length === 0)
    throw new CommandError(vscode.l10n.t('{0} has left no artifacts.', runTitle(found.run)));
  const answer = await pick({
    title: runTitle(found.run),
    placeholder: vscode.l10n.t('Which artifact?'),
    items: artifacts.map(artifact => ({
      label: `$(${artifact.expired ? 'circle-slash' : 'package'}) ${artifact.name}`,
      description: artifact.expired ? vscode.l10n.t('expired') : size(artifact.size),
      ...(!artifact.expired && { value: artifact }),
    })),
  });
  if (answer.kind !== 'picked') return;
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(found.root, `${answer.value.name}.zip`)),
    filters: { Zip: ['zip'] },
  });
  if (file === undefined) return;
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Downloading {0}', answer.value.name),
    },
    async () => await vscode.workspace.fs.writeFile(file, await download(client, answer.value.id)),
  );
  void vscode.window.showInformationMessage(
    vscode.l10n.t('{0} was saved.', vscode.workspace.asRelativePath(file)),
  );
}

function size(bytes: number): string {
  return bytes < 1_000_000
    ? vscode.l10n.t('{0} kB', Math.ceil(bytes / 1_000))
    : vscode.l10n.t('{0} MB', (bytes / 1_000_000).toFixed(1));
}
