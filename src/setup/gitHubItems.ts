import * as l10n from '@vscode/l10n';
import { describeAddress, webOf, type RepositoryAddress } from '../github/address';
import type { RepositorySettings } from '../github/repositorySettings';
import type { SetupFacts } from './setupFacts';
import type { SetupItem } from './setupItem';

/** The repository on GitHub, and what the signed-in account may do there. */
export function gitHubItems({ remote, settings }: SetupFacts): readonly SetupItem[] {
  const repository = { id: 'repository', group: 'github', title: l10n.t('Repository') } as const;
  switch (remote.kind) {
    case 'unknown':
      return [{ ...repository, state: 'unknown', detail: remote.reason }];
    case 'elsewhere':
      return [
        {
          ...repository,
          state: 'warning',
          detail: l10n.t('{0} is not on GitHub ({1})', remote.remote, remote.url),
          advice: l10n.t(
            'The tag can be pushed from here; Releases, builds and secrets are looked at on GitHub alone. For GitHub Enterprise Server set github-enterprise.uri in your user settings.',
          ),
        },
      ];
    case 'gitHub': {
      const actions = [{ kind: 'open', page: pageOnGitHub(remote.address, '') }] as const;
      const isArchived = settings.state === 'seen' && settings.value.isArchived;
      return [
        isArchived
          ? {
              ...repository,
              state: 'problem',
              detail: l10n.t(
                '{0} is archived: nothing can be pushed to it',
                describeAddress(remote.address),
              ),
              actions,
            }
          : { ...repository, state: 'ok', detail: describeAddress(remote.address), actions },
        signInItem(remote.address, settings),
      ];
    }
  }
}

/** The address of a page of a repository, such as `settings/environments`. */
export function pageOnGitHub({ host, owner, name }: RepositoryAddress, page: string): string {
  return [webOf(host), owner, name, page].filter(part => part !== '').join('/');
}

function signInItem({ host }: RepositoryAddress, settings: SetupFacts['settings']): SetupItem {
  const item = { id: 'signIn', group: 'github', title: l10n.t('Sign-in') } as const;
  const signIn = [{ kind: 'signIn' }] as const;
  switch (settings.state) {
    case 'unasked':
      return { ...item, state: 'unknown', detail: notAsked(), actions: [{ kind: 'refresh' }] };
    case 'signedOut':
      return {
        ...item,
        state: 'warning',
        detail: l10n.t('not signed in to {0}', host),
        advice: l10n.t(
          'Sign in to see secrets and environments, and to publish Releases from here.',
        ),
        actions: signIn,
      };
    case 'unknown':
      return {
        ...item,
        state: 'unknown',
        detail: settings.detail,
        advice: settings.advice,
        actions: [...signIn, { kind: 'refresh' }],
      };
    case 'seen': {
      const { permission } = settings.value;
      const missing = missingScopes(settings.value);
      if (permission === 'read') {
        return {
          ...item,
          state: 'problem',
          detail: l10n.t('may only read'),
          advice: l10n.t('Releasing needs an account that may write to the repository.'),
          actions: signIn,
        };
      }
      if (missing.length > 0) {
        return {
          ...item,
          state: 'warning',
          detail: l10n.t('lacks the scope {0}', missing.join(', ')),
          advice: l10n.t(
            'GitHub asks for it where workflow files are pushed, or are among what a Release changes. Sign in again and allow it, or use a token that has it.',
          ),
          actions: signIn,
        };
      }
      return {
        ...item,
        state: 'ok',
        detail:
          permission === 'admin'
            ? l10n.t('may administer the repository')
            : l10n.t('may write to the repository'),
        // What GitHub tells are the rights of the account.
        ...(settings.value.scopes === undefined && {
          advice: l10n.t(
            'A fine-grained token may have fewer rights than its account. A release needs Contents, Actions, Secrets and Environments: read and write.',
          ),
        }),
      };
    }
  }
}

export function notAsked(): string {
  return l10n.t('not looked at yet');
}

/** Why nothing is known of what only GitHub knows. */
export function notSeen(settings: Exclude<SetupFacts['settings'], { readonly state: 'seen' }>): {
  readonly state: 'unknown';
  readonly detail: string;
  readonly advice?: string;
} {
  switch (settings.state) {
    case 'unasked':
      return { state: 'unknown', detail: notAsked() };
    case 'signedOut':
      return { state: 'unknown', detail: l10n.t('not known: not signed in') };
    case 'unknown':
      return {
        state: 'unknown',
        detail: l10n.t('not known: {0}', settings.detail),
        advice: settings.advice,
      };
  }
}

/** What of a release a classic or OAuth token could not do. */
function missingScopes({ scopes, isPrivate }: RepositorySettings): readonly string[] {
  if (scopes === undefined) return [];
  const hasRepo = scopes.includes('repo') || (!isPrivate && scopes.includes('public_repo'));
  return [...(hasRepo ? [] : ['repo']), ...(scopes.includes('workflow') ? [] : ['workflow'])];
}
