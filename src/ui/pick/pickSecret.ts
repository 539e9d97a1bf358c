import * as vscode from 'vscode';
import { reasonInvalidSecretName } from '../../github/secrets';
import type { RepositorySettings } from '../../github/repositorySettings';
import type { UploadJob } from '../../github/workflows/uploadJobs';
import { shownSetup } from '../view/setup/setupWords';
import { pick, separator, type Choice } from './show';

/** A secret that is to be set. */
export interface WantedSecret {
  readonly name: string;
  /** The environment of the job that names it, where it has one. */
  readonly environment: string | undefined;
}

/** Asks which secret: of those that the jobs which upload name, the missing ones first, or any other. */
export async function pickSecret(
  title: string,
  jobs: readonly UploadJob[],
  settings: RepositorySettings,
): Promise<WantedSecret | undefined> {
  const { findSecret } = await import('../../setup/secretItems');
  const rows = jobs.flatMap(({ secrets, environment, upload }) =>
    secrets.map(({ name, isOfEnvironment }) => {
      const inside = isOfEnvironment && typeof environment === 'string' ? environment : undefined;
      const { kind } = findSecret(settings, name, inside);
      const isThere = kind !== 'missing' && kind !== 'unknown';
      const { icon } = shownSetup(kind === 'missing' ? 'problem' : isThere ? 'ok' : 'unknown');
      return {
        isThere,
        row: {
          label: `$(${icon}) ${name}`,
          description:
            kind === 'missing'
              ? vscode.l10n.t('missing')
              : isThere
                ? vscode.l10n.t('is set; a new value replaces it')
                : vscode.l10n.t('not known'),
          detail: vscode.l10n.t('used by the job {0}', upload.job),
          value: { name, environment: inside },
        },
      };
    }),
  );
  const sorted = rows.sort((a, b) => Number(a.isThere) - Number(b.isThere)).map(({ row }) => row);
  const items: readonly Choice<WantedSecret | 'other'>[] = [
    ...sorted,
    ...(sorted.length > 0 ? [separator(vscode.l10n.t('Other'))] : []),
    { label: vscode.l10n.t('$(edit) Another name…'), value: 'other' },
  ];
  const answer = await pick<WantedSecret | 'other'>({
    title,
    placeholder: vscode.l10n.t('Which secret?'),
    items,
  });
  if (answer.kind !== 'picked') return undefined;
  return answer.value === 'other' ? await enterName(title) : answer.value;
}

async function enterName(title: string): Promise<WantedSecret | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Name of the secret, as the workflow has it after "secrets."'),
    placeHolder: 'PYPI_API_TOKEN',
    ignoreFocusOut: true,
    validateInput: text => reasonInvalidSecretName(text.trim()),
  });
  return name === undefined
    ? undefined
    : { name: name.trim().toUpperCase(), environment: undefined };
}
