import * as vscode from 'vscode';
import { PYPI, TESTPYPI } from '../../../packageIndex/packageIndex';
import { pick } from '../../pick/show';
import type { Services } from '../../services';
import { pickBuilt } from './pickBuilt';
import { showEnded } from './showEnded';
import { smokeTest } from './smokeTest';

/** *Publish to TestPyPI* and *Publish to PyPI*: builds on this computer and uploads. The task asks before it does. */
export async function publishLocally(
  services: Services,
  target: unknown,
  command: 'publishTest' | 'publish',
): Promise<void> {
  const pkg = await pickBuilt(services, target);
  if (pkg === undefined) return;
  const test = vscode.l10n.t('Smoke Test');
  if ((await showEnded(await services.local.run(pkg, { command }), test)) === test) {
    await smokeTest(services, { pkg, index: command === 'publish' ? 'pypi' : 'testpypi' });
  }
}

/** *Forget an Index Token*. */
export async function forgetIndexToken(services: Services, target: unknown): Promise<void> {
  const pkg = await pickBuilt(services, target);
  if (pkg === undefined) return;
  const answer = await pick({
    title: vscode.l10n.t('Forget the token of {0} for which index?', pkg.name),
    placeholder: vscode.l10n.t('It is asked for again when you publish'),
    items: [TESTPYPI, PYPI].map(index => ({ label: `$(key) ${index.name}`, value: index })),
  });
  if (answer.kind !== 'picked') return;
  await services.indexTokens.forget(answer.value, pkg.name);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('No token of {0} is kept for {1} any more.', answer.value.name, pkg.name),
  );
}
