import * as l10n from '@vscode/l10n';
import { CRATES_IO, cratePage, registryTitle } from '../cratesIndex/crateRegistry';
import { cratesOfRelease, type ReleaseCrateUpload } from '../github/releaseCrates';
import { notSeen, pageOnGitHub } from './gitHubItems';
import { findSecret } from './secretItems';
import type { SetupFacts } from './setupFacts';
import type { SetupAction, SetupItem } from './setupItem';

/** How each step that publishes crates signs in: with a secret, by trusted publishing, or with nothing that can be seen. */
export function crateItems(facts: SetupFacts): readonly SetupItem[] {
  const workflows = facts.workflows.flatMap(({ workflow }) => workflow ?? []);
  const items = cratesOfRelease(workflows, facts.question).flatMap(upload =>
    itemsOf(upload, facts),
  );
  return [...new Map(items.map(item => [item.id, item])).values()];
}

function itemsOf(upload: ReleaseCrateUpload, facts: SetupFacts): readonly SetupItem[] {
  const { isTrusted, secrets, registry = CRATES_IO, job, selects, place } = upload;
  const title = registryTitle(registry);
  if (isTrusted === true) return [trustedItem(upload, facts)];
  if (secrets.length > 0) return secrets.map(secret => secretItem(secret, upload, facts));
  if (isTrusted === undefined && selects.kind !== 'unknown')
    return [
      {
        id: `crates#token#${job}`,
        group: 'publishing',
        state: 'problem',
        title: l10n.t('Sign-in to {0}', title),
        detail: l10n.t('missing: the job {0} publishes crates without a token', job),
        advice: l10n.t(
          'Use rust-lang/crates-io-auth-action, or set CARGO_REGISTRY_TOKEN from a secret.',
        ),
        place,
      },
    ];
  return [];
}

/** crates.io keeps it for each crate, and shows it to the owners alone. */
function trustedItem(
  { selects, place, environment, job }: ReleaseCrateUpload,
  { remote }: SetupFacts,
): SetupItem {
  const [crate] = selects.kind === 'named' ? selects.names : [];
  const page = crate === undefined ? undefined : cratePage({ id: CRATES_IO }, crate);
  const repository =
    remote.kind === 'gitHub' ? `${remote.address.owner}/${remote.address.name}` : '';
  const file = place.file.split('/').at(-1) ?? place.file;
  return {
    id: `crates#trusted#${job}#${crate ?? ''}`,
    group: 'publishing',
    state: 'info',
    title:
      crate === undefined
        ? l10n.t('Trusted publishing of crates')
        : l10n.t('Trusted publishing of {0}', crate),
    detail:
      environment === undefined
        ? l10n.t('crates.io must know {0} and {1}', repository, file)
        : l10n.t(
            'crates.io must know {0}, {1} and the environment {2}',
            repository,
            file,
            environment,
          ),
    advice: l10n.t(
      'An owner adds it in the settings of each crate. The first version of a crate needs a token.',
    ),
    place,
    ...(page !== undefined && { actions: [{ kind: 'open' as const, page: `${page}/settings` }] }),
  };
}

function secretItem(
  secret: string,
  { environment, job, place }: ReleaseCrateUpload,
  { remote, settings }: SetupFacts,
): SetupItem {
  const actions: readonly SetupAction[] =
    remote.kind === 'gitHub'
      ? [
          { kind: 'setSecret', secret, ...(environment !== undefined && { environment }) },
          { kind: 'open', page: pageOnGitHub(remote.address, 'settings/secrets/actions') },
        ]
      : [];
  const item = {
    id: `secret#${secret}#${environment ?? ''}`,
    group: 'publishing',
    title: secret,
    place,
    actions,
  } as const;
  if (settings.state !== 'seen') return { ...item, ...notSeen(settings) };
  const found = findSecret(settings.value, secret, environment);
  switch (found.kind) {
    case 'environment':
    case 'repository':
    case 'organization':
      return { ...item, state: 'ok', detail: l10n.t('the job {0} publishes crates with it', job) };
    case 'unknown':
      return {
        ...item,
        state: 'unknown',
        detail: l10n.t('not known: {0}', found.detail),
        advice: found.advice,
      };
    case 'missing':
      // The secrets of this environment may not have been read.
      return environment !== undefined && !settings.value.environmentSecrets.has(environment)
        ? {
            ...item,
            state: 'unknown',
            detail: l10n.t('not known: the environment {0} was not read', environment),
            advice: l10n.t('See on GitHub whether the environment has the secret.'),
          }
        : {
            ...item,
            state: 'problem',
            detail: l10n.t('missing: the job {0} publishes crates with it', job),
            advice: l10n.t(
              'Make an API token on crates.io that may publish these crates, and set it here.',
            ),
          };
  }
}
