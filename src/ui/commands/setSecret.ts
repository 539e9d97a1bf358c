import * as vscode from 'vscode';
import { describeAddress } from '../../github/address';
import { readRepositorySettings, type RepositorySettings } from '../../github/repositorySettings';
import {
  reasonInvalidSecretName,
  type SecretName,
  type SecretPlace,
  setSecret as set,
} from '../../github/secrets';
import type { UploadJob } from '../../github/workflows/uploadJobs';
import type { SetupAction } from '../../setup/setupItem';
import { clientFor, pickHosted, releaseQuestion } from '../services/hostedPackage';
import { type Choice, separator } from '../pick/choice';
import { pick } from '../pick/dialog';
import type { Services } from '../services/services';
import { shownSetup } from '../views/setupLabels';
import { actionOf } from '../views/setupView';
import { notifyInfo, notifyProgress, notifyWarning, promptText } from '../notify';

/** *Set Secret…*: seals a secret for the repository or one of its environments. Its value is kept nowhere. */
export async function setSecret(services: Services, target: unknown): Promise<void> {
  const hosted = await pickHosted(services, target);
  if (hosted === undefined) return;
  const {
    session: { repository, pkg },
    intent,
    address,
  } = hosted;
  const client = await clientFor(services, hosted);
  const [{ environmentNames }, { uploadsOf }] = await Promise.all([
    import('../../setup/environmentItems'),
    import('../../setup/setupItems'),
  ]);
  const jobs = uploadsOf({
    workflows: await services.workflows.files.read(repository.root),
    question: releaseQuestion(intent, pkg.manifest, address),
    branch: intent.branch,
  });
  const settings = await readRepositorySettings(client, environmentNames(jobs));
  const title = vscode.l10n.t('Set a secret of {0}', describeAddress(address));
  const asked =
    actionOf(target, 'setSecret') ??
    (target as { readonly wanted?: Extract<SetupAction, { kind: 'setSecret' }> } | undefined)
      ?.wanted;
  const wanted =
    asked === undefined
      ? await pickSecret(title, jobs, settings)
      : { name: asked.secret, environment: asked.environment };
  if (wanted === undefined) return;
  const place = await pickPlace(title, wanted.name, wanted.environment, settings);
  if (place === undefined) return;
  const value = await enterValue(wanted.name, place);
  if (
    value === undefined ||
    !(await confirm(describeAddress(address), wanted.name, place, settings))
  )
    return;
  try {
    await notifyProgress(vscode.l10n.t('Setting the secret {0}', wanted.name), () =>
      set(client, place, wanted.name, value),
    );
  } finally {
    services.setup.outdate();
  }
  void notifyInfo(
    place.kind === 'repository'
      ? vscode.l10n.t('The secret {0} of {1} is set.', wanted.name, describeAddress(address))
      : vscode.l10n.t(
          'The secret {0} of the environment {1} of {2} is set.',
          wanted.name,
          place.environment,
          describeAddress(address),
        ),
  );
}

/** An environment can be chosen where there is one: GitHub keeps no secrets for what does not exist. */
async function pickPlace(
  title: string,
  name: string,
  environment: string | undefined,
  { environments }: RepositorySettings,
): Promise<SecretPlace | undefined> {
  const repository: SecretPlace = { kind: 'repository' };
  const found =
    environments.state === 'seen'
      ? environments.value.find(known => known.name === environment)
      : undefined;
  if (found === undefined) return repository;
  const answer = await pick<SecretPlace>({
    title,
    placeholder: vscode.l10n.t('Where is {0} to be kept?', name),
    items: [
      {
        icon: 'shield',
        label: vscode.l10n.t('Environment {0}', found.name),
        description: vscode.l10n.t('only for jobs of this environment'),
        detail:
          found.reviewers.length > 0
            ? vscode.l10n.t('They wait for the approval of {0}.', found.reviewers.join(', '))
            : vscode.l10n.t('No approval is required.'),
        value: { kind: 'environment', environment: found.name },
      },
      {
        icon: 'repo',
        label: vscode.l10n.t('Repository'),
        description: vscode.l10n.t('for every workflow of the repository'),
        value: repository,
      },
    ],
  });
  return answer.kind === 'picked' ? answer.value : undefined;
}

async function enterValue(name: string, place: SecretPlace): Promise<string | undefined> {
  const isOfIndex = name.includes('PYPI');
  const value = await promptText({
    title:
      place.kind === 'repository'
        ? vscode.l10n.t('Value of {0}', name)
        : vscode.l10n.t('Value of {0} in {1}', name, place.environment),
    prompt: vscode.l10n.t(
      'It is sealed on this computer so that only GitHub can open it, and kept nowhere else.',
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: text => {
      if (text.trim() === '') return vscode.l10n.t('The value must not be empty.');
      if (!isOfIndex || text.trim().startsWith('pypi-')) return undefined;
      return {
        message: vscode.l10n.t(
          'API tokens of PyPI and TestPyPI start with "pypi-". Press Enter to set it all the same.',
        ),
        severity: vscode.InputBoxValidationSeverity.Warning,
      };
    },
  });
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}

async function confirm(
  repository: string,
  name: string,
  place: SecretPlace,
  settings: RepositorySettings,
): Promise<boolean> {
  const level =
    place.kind === 'repository'
      ? settings.secrets
      : settings.environmentSecrets.get(place.environment);
  const before =
    level?.state === 'seen' ? level.value.find(secret => secret.name === name) : undefined;
  const yes = before === undefined ? vscode.l10n.t('Set Secret') : vscode.l10n.t('Replace Secret');
  const question =
    place.kind === 'repository'
      ? vscode.l10n.t('Set the secret {0} of {1}?', name, repository)
      : vscode.l10n.t(
          'Set the secret {0} of the environment {1} of {2}?',
          name,
          place.environment,
          repository,
        );
  return (
    (await notifyWarning(
      question,
      { modal: true, detail: consequence(before, name, place, settings) },
      yes,
    )) === yes
  );
}

function consequence(
  before: SecretName | undefined,
  name: string,
  place: SecretPlace,
  { organizationSecrets, secrets }: RepositorySettings,
): string {
  if (before !== undefined)
    return vscode.l10n.t(
      "It replaces the value that was set on {0}, which can't be restored.",
      new Date(before.updatedAt).toLocaleString(),
    );
  const isShared = [organizationSecrets, ...(place.kind === 'environment' ? [secrets] : [])].some(
    level => level.state === 'seen' && level.value.some(secret => secret.name === name),
  );
  return isShared
    ? vscode.l10n.t('It is used in the place of the one of the same name that is there already.')
    : vscode.l10n.t("Workflows of the repository can use it from then on. It can't be read again.");
}

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
          icon: icon,
          label: name,
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
    { icon: 'edit', label: vscode.l10n.t('Another name…'), value: 'other' },
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
  const name = await promptText({
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
