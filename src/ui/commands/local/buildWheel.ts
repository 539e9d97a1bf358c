import * as vscode from 'vscode';
import { pick } from '../../pick/show';
import type { Services } from '../../services';
import { pickBuilt } from './pickBuilt';
import { showEnded } from './showEnded';

/** *Build Wheel Locally*: optimised wheels for this computer, for one Python or for all that are installed. */
export async function buildWheel(services: Services, target: unknown): Promise<void> {
  const pkg = await pickBuilt(services, target);
  if (pkg === undefined) return;
  const answer = await pick<'build' | 'buildAll'>({
    title: vscode.l10n.t('Build wheels of {0} for which Python?', pkg.name),
    placeholder: vscode.l10n.t(
      'They run on this kind of computer only; the release workflow builds those of the others',
    ),
    items: [
      {
        label: `$(package) ${vscode.l10n.t('The Python of this workspace')}`,
        description: vscode.l10n.t('the one in .venv, or the first on PATH'),
        value: 'build',
      },
      {
        label: `$(layers) ${vscode.l10n.t('All interpreters found')}`,
        description: '--find-interpreter',
        value: 'buildAll',
      },
    ],
  });
  if (answer.kind !== 'picked') return;
  const ended = await services.local.run(pkg, { command: answer.value });
  const reveal = vscode.l10n.t('Show Files');
  const first = ended.kind === 'done' ? ended.result.files?.[0] : undefined;
  if (
    (await showEnded(ended, ...(first === undefined ? [] : [reveal]))) === reveal &&
    first !== undefined
  ) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(first));
  }
}
