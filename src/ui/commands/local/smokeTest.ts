import * as vscode from 'vscode';
import { PYPI, TESTPYPI } from '../../../packageIndex/packageIndex';
import { readPep440 } from '../../../versions/pep440';
import { pick } from '../../pick/show';
import type { Services } from '../../services';
import { knownVersion } from '../../state';
import { pickBuilt } from './pickBuilt';
import { showEnded } from './showEnded';

/** What a caller knows already, beside the package of a {@link Target}. */
interface Asked {
  readonly index?: 'pypi' | 'testpypi';
  /** In any spelling. */
  readonly version?: string;
}

/** *Smoke Test*: installs exactly one published version where nothing else is, and imports it. */
export async function smokeTest(services: Services, target: unknown): Promise<void> {
  const pkg = await pickBuilt(services, target);
  if (pkg === undefined) return;
  const asked: Asked = typeof target === 'object' && target !== null ? target : {};
  const index = asked.index ?? (await askIndex());
  const version =
    index === undefined
      ? undefined
      : (asked.version ??
        (await askVersion(
          pkg.name,
          knownVersion(pkg, services.store.value.releases.get(pkg.manifest)) ?? '',
        )));
  if (index === undefined || version === undefined) return;
  await showEnded(await services.local.run(pkg, { command: 'smokeTest', index, version }));
}

async function askIndex(): Promise<Asked['index']> {
  const answer = await pick({
    title: vscode.l10n.t('Install from which index?'),
    placeholder: vscode.l10n.t(
      'The version is installed into a fresh environment, which is removed again',
    ),
    items: [PYPI, TESTPYPI].map(({ name, simple, id }) => ({
      label: `$(package) ${name}`,
      description: simple,
      value: id,
    })),
  });
  return answer.kind === 'picked' && answer.value !== 'other' ? answer.value : undefined;
}

async function askVersion(name: string, current: string): Promise<string | undefined> {
  return (
    await vscode.window.showInputBox({
      title: vscode.l10n.t('Smoke test of which version of {0}?', name),
      prompt: vscode.l10n.t('A version that is published'),
      value: current,
      validateInput: text =>
        readPep440(text.trim()) === undefined
          ? vscode.l10n.t('"{0}" is no PEP 440 version.', text)
          : undefined,
    })
  )?.trim();
}
