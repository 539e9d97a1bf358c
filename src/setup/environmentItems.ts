import * as l10n from '@vscode/l10n';
import { plural } from '../base/text';
import type { Admission, Environment } from '../github/environments';
import type { UploadJob } from '../github/workflows/uploadJobs';
import { matchesGlob } from '../base/glob';
import { notSeen, pageOnGitHub } from './gitHubItems';
import type { PublishRoute } from './publishPath';
import type { SetupFacts } from './setupFacts';
import type { SetupItem } from './setupItem';

/** The environments that jobs upload from: whether they are there, whom they wait for, and whether they let the release in. */
export function environmentItems(
  { remote, settings }: SetupFacts,
  jobs: readonly (UploadJob & { readonly route: PublishRoute })[],
): readonly SetupItem[] {
  if (remote.kind !== 'gitHub') return [];
  const actions = [
    { kind: 'open', page: pageOnGitHub(remote.address, 'settings/environments') },
  ] as const;
  return environmentNames(jobs).map(name => {
    const using = jobs.filter(({ environment }) => environment === name);
    const item = {
      id: `environment#${name}`,
      group: 'publishing',
      title: l10n.t('Environment {0}', name),
      actions,
      ...(using[0] !== undefined && { place: using[0].upload.place }),
    } as const;
    if (settings.state !== 'seen') return { ...item, ...notSeen(settings) };
    const { environments } = settings.value;
    if (environments.state === 'unknown') return { ...item, ...notSeen(environments) };
    const found = environments.value.find(environment => environment.name === name);
    if (found === undefined) {
      return {
        ...item,
        state: 'info',
        detail: l10n.t('not there yet'),
        advice: l10n.t(
          'GitHub creates it with the first run, unprotected. Create it yourself to say who has to approve, or to give it secrets of its own.',
        ),
      };
    }
    return { ...item, ...stateOf(found, using) };
  });
}

/** The environments that jobs upload from, by the names that are written out. */
export function environmentNames(jobs: readonly UploadJob[]): readonly string[] {
  return [
    ...new Set(
      jobs.flatMap(({ environment }) => (typeof environment === 'string' ? [environment] : [])),
    ),
  ];
}

function stateOf(
  environment: Environment,
  using: readonly { readonly route: PublishRoute }[],
): Pick<SetupItem, 'state' | 'detail' | 'advice'> {
  const refs = [...new Map(using.map(({ route }) => [route.event.ref, route])).values()];
  const refused = refs.filter(({ event }) => admits(environment.admits, event.ref) === false);
  // That a trial is refused does not keep a release from going through.
  const [worst] = refused.filter(({ kind }) => kind !== 'trial').concat(refused);
  if (worst !== undefined) {
    return {
      state: worst.kind === 'trial' ? 'warning' : 'problem',
      detail: l10n.t(
        'does not let in {0}; it takes {1}',
        refWords(worst.event.ref),
        admissionWords(environment.admits),
      ),
      advice: worst.event.ref.startsWith('refs/tags/')
        ? l10n.t(
            'The job would be refused after everything was built. Add a pattern for the tags of releases to its deployment branches and tags.',
          )
        : l10n.t(
            'The job would be refused after everything was built. Add the branch to its deployment branches and tags.',
          ),
    };
  }
  const unsure = refs.some(({ event }) => admits(environment.admits, event.ref) === undefined);
  const waits = [
    environment.reviewers.length > 0
      ? l10n.t('waits for the approval of {0}', environment.reviewers.join(', '))
      : l10n.t('no approval needed'),
    ...(environment.waitMinutes > 0
      ? [
          plural(
            environment.waitMinutes,
            l10n.t('waits 1 minute'),
            l10n.t('waits {0} minutes', environment.waitMinutes),
          ),
        ]
      : []),
    ...(environment.admits.kind === 'all'
      ? []
      : [l10n.t('takes {0}', admissionWords(environment.admits))]),
  ].join('; ');
  return { state: unsure ? 'unknown' : 'ok', detail: waits };
}

/** Whether a ref may deploy; undefined where the patterns could not be seen. */
export function admits(admission: Admission, ref: string): boolean | undefined {
  switch (admission.kind) {
    case 'all':
      return true;
    // Which branches are protected is not looked at: that is no matter of releases.
    case 'protectedBranches':
      return ref.startsWith('refs/tags/') ? false : undefined;
    case 'patterns': {
      if (admission.patterns.state === 'unknown') return undefined;
      const [, kind, name = ''] = /^refs\/(tags|heads)\/(.+)$/.exec(ref) ?? [];
      return admission.patterns.value.some(
        ({ type, name: pattern }) =>
          (type === 'tag') === (kind === 'tags') && matchesGlob(pattern, name, '/'),
      );
    }
  }
}

function admissionWords(admission: Admission): string {
  switch (admission.kind) {
    case 'all':
      return l10n.t('every branch and tag');
    case 'protectedBranches':
      return l10n.t('protected branches only');
    case 'patterns': {
      if (admission.patterns.state === 'unknown') return l10n.t('some branches and tags');
      const patterns = admission.patterns.value.map(({ type, name }) =>
        type === 'tag' ? l10n.t('tags {0}', name) : l10n.t('branches {0}', name),
      );
      return patterns.length === 0 ? l10n.t('nothing') : patterns.join(', ');
    }
  }
}

function refWords(ref: string): string {
  const name = ref.replace(/^refs\/(?:tags|heads)\//, '');
  return ref.startsWith('refs/tags/')
    ? l10n.t('the tag {0}', name)
    : l10n.t('the branch {0}', name);
}
