import * as l10n from '@vscode/l10n';
import type { Reading } from '../github/client';
import type { RepositorySettings } from '../github/repositorySettings';
import type { SecretName } from '../github/secrets';
import type { UploadJob, UsedSecret } from '../github/workflows/uploadJobs';
import { indexWords } from '../github/workflows/verdictWords';
import { notSeen, pageOnGitHub } from './gitHubItems';
import type { SetupFacts } from './setupFacts';
import type { SetupItem } from './setupItem';

/** Where a secret that a job names would be taken from. */
export type Found =
  | { readonly kind: 'environment' | 'repository' | 'organization'; readonly secret: SecretName }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown'; readonly detail: string; readonly advice: string };

/** The secrets that the jobs which upload name: there, missing or not known, and which of several would be used. */
export function secretItems(
  { remote, settings }: SetupFacts,
  jobs: readonly UploadJob[],
): readonly SetupItem[] {
  if (remote.kind !== 'gitHub') return [];
  const page = pageOnGitHub(remote.address, 'settings/secrets/actions');
  const items = jobs.flatMap(job =>
    job.secrets.map((used): SetupItem => {
      const environment = environmentOf(job, used);
      const item = {
        id: `secret#${used.name}#${environment ?? ''}`,
        group: 'publishing',
        title: used.name,
        place: used.place,
      } as const;
      const actions = [
        { kind: 'setSecret', secret: used.name, ...(environment !== undefined && { environment }) },
        { kind: 'open', page },
      ] as const;
      if (!used.isHanded) {
        return {
          ...item,
          state: 'problem',
          detail: l10n.t(
            '{0} does not pass it on: it is empty in {1}',
            job.workflow.name,
            job.upload.job,
          ),
          advice: l10n.t(
            'Add "secrets: inherit", or the secret by its name, to the job that calls the workflow.',
          ),
        };
      }
      if (settings.state !== 'seen') return { ...item, ...notSeen(settings), actions };
      return {
        ...item,
        ...stateOfSecret(findSecret(settings.value, used.name, environment), job, used),
        actions,
      };
    }),
  );
  return [...new Map(items.toReversed().map(item => [item.id, item])).values()].toReversed();
}

/**
 * Where GitHub takes a secret from: the environment of the job, the repository, the organisation, in this order (GitHub
 * docs, "Secrets"). What cannot be seen on one of these levels is not known to be missing.
 */
export function findSecret(
  { secrets, organizationSecrets, environments, environmentSecrets }: RepositorySettings,
  name: string,
  environment: string | undefined,
): Found {
  const levels: readonly (readonly [
    'environment' | 'repository' | 'organization',
    Reading<readonly SecretName[]>,
  ])[] = [
    ...(environment === undefined
      ? []
      : [
          [
            'environment',
            environmentSecrets.get(environment) ??
              (environments.state === 'unknown' ? environments : NONE),
          ] as const,
        ]),
    ['repository', secrets],
    ['organization', organizationSecrets],
  ];
  let unknown: Found | undefined;
  for (const [kind, level] of levels) {
    if (level.state === 'unknown') {
      unknown ??= { kind: 'unknown', detail: level.detail, advice: level.advice };
      continue;
    }
    const secret = level.value.find(found => found.name === name);
    if (secret !== undefined) return { kind, secret };
  }
  return unknown ?? { kind: 'missing' };
}

/** Of an environment that does not exist. */
const NONE: Reading<readonly SecretName[]> = { state: 'seen', value: [] };

function environmentOf(
  { environment }: UploadJob,
  { isOfEnvironment }: UsedSecret,
): string | undefined {
  return isOfEnvironment && typeof environment === 'string' ? environment : undefined;
}

function stateOfSecret(
  found: Found,
  { environment, isTrusted, upload: { job, index } }: UploadJob,
  { isForUpload }: UsedSecret,
): Pick<SetupItem, 'state' | 'detail' | 'advice'> {
  switch (found.kind) {
    case 'environment':
      return {
        state: 'ok',
        detail: l10n.t(
          'of the environment {0}, set {1}',
          typeof environment === 'string' ? environment : '',
          day(found.secret),
        ),
      };
    case 'repository':
      return { state: 'ok', detail: l10n.t('of the repository, set {0}', day(found.secret)) };
    case 'organization':
      return { state: 'ok', detail: l10n.t('of the organisation, set {0}', day(found.secret)) };
    case 'unknown':
      return {
        state: 'unknown',
        detail: l10n.t('not known: {0}', found.detail),
        advice: found.advice,
      };
    case 'missing':
      // An environment whose name is known only when the workflow runs may have it.
      if (typeof environment === 'object') {
        return {
          state: 'unknown',
          detail: l10n.t(
            'missing in the repository; the environment is known only when the workflow runs',
          ),
          advice: l10n.t('See whether each environment that it can be has the secret.'),
        };
      }
      if (isTrusted || !isForUpload)
        return {
          state: 'warning',
          detail: l10n.t('missing: a step of the job {0} names it', job),
          advice: l10n.t('The upload does without it. See what the step does where it is empty.'),
        };
      return {
        state: index === 'testpypi' ? 'warning' : 'problem',
        detail: l10n.t('missing: the job {0} uploads to {1} with it', job, indexWords(index)),
        advice: l10n.t(
          'Make an API token on the index, and set it here. It is sealed for GitHub and kept nowhere else.',
        ),
      };
  }
}

function day({ updatedAt }: SecretName): string {
  return new Date(updatedAt).toISOString().slice(0, 'YYYY-MM-DD'.length);
}
