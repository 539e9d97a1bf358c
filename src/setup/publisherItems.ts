import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import { kindOfHost, type RepositoryAddress } from '../github/address';
import { indexWords } from '../github/workflows/verdictWords';
import type { UploadJob } from '../github/workflows/uploadJobs';
import { PYPI, TESTPYPI } from '../packageIndex/packageIndex';
import { accountPage } from './indexPages';
import type { SetupFacts } from './setupFacts';
import type { SetupItem } from './setupItem';

/**
 * Trusted publishing, for each index that is signed in to by OpenID Connect. No API tells which publishers an index knows;
 * what can be said is what has to be entered there, and what can never work (PyPI docs, "Trusted publishers").
 */
export function publisherItems(
  facts: SetupFacts,
  jobs: readonly UploadJob[],
): readonly SetupItem[] {
  const { remote } = facts;
  if (remote.kind !== 'gitHub') return [];
  const items = jobs
    .filter(({ isTrusted }) => isTrusted)
    .flatMap(job => publisherItem(facts, remote.address, job) ?? []);
  return [...new Map(items.toReversed().map(item => [item.id, item])).values()].toReversed();
}

function publisherItem(
  { name, names }: SetupFacts,
  address: RepositoryAddress,
  job: UploadJob,
): SetupItem | undefined {
  const { upload, workflow, environment, isCalled } = job;
  const index = [PYPI, TESTPYPI].find(({ id }) => id === upload.index);
  if (index === undefined) return undefined;
  const id = `publisher#${index.id}#${workflow.path}#${typeof environment === 'string' ? environment : ''}`;
  const item = {
    id,
    group: 'publishing',
    title: l10n.t('Trusted publisher on {0}', indexWords(upload.index)),
    place: upload.place,
  } as const;
  if (kindOfHost(address.host, undefined) !== 'dotcom') {
    return {
      ...item,
      state: 'problem',
      detail: l10n.t('{0} trusts workflows on github.com alone', index.name),
      advice: l10n.t('Let the job upload with a token, kept as a secret.'),
    };
  }
  if (isCalled) {
    return {
      ...item,
      state: 'warning',
      detail: l10n.t('the job {0} uploads from a reusable workflow', upload.job),
      advice: l10n.t(
        'PyPI documents that trusted publishing does not support reusable workflows. Move the job that uploads into {0}; the builds can stay.',
        path.posix.basename(workflow.path),
      ),
    };
  }
  const seen = names.find(found => found.index.id === index.id)?.versions;
  const exists = seen?.state === 'seen' && seen.value !== undefined;
  const page = exists
    ? accountPage(index.id, 'project', name)
    : accountPage(index.id, 'pendingPublisher', name);
  const value = (key: string, title: string, text: string): SetupItem => ({
    id: `${id}#${key}`,
    group: 'publishing',
    state: 'info',
    title,
    detail: text,
    actions: [{ kind: 'copy', text }],
  });
  const environmentName = typeof environment === 'object' ? environment.expression : environment;
  return {
    ...item,
    state: 'info',
    detail: l10n.t('{0} does not say whether there is one', index.name),
    advice: exists
      ? l10n.t(
          'Compare it with these values on the page of the project. A publisher for another file name or environment is refused.',
        )
      : l10n.t(
          'Enter these values as a pending publisher: it creates the project with the first upload, and does not keep the name until then.',
        ),
    actions: [{ kind: 'open', page }],
    children: [
      ...(exists ? [] : [value('project', l10n.t('Project name'), name)]),
      value('owner', l10n.t('Owner'), address.owner),
      value('repository', l10n.t('Repository name'), address.name),
      value('workflow', l10n.t('Workflow name'), path.posix.basename(workflow.path)),
      environmentName === undefined
        ? {
            id: `${id}#environment`,
            group: 'publishing',
            state: 'info',
            title: l10n.t('Environment name'),
            detail: l10n.t('leave it empty'),
          }
        : value('environment', l10n.t('Environment name'), environmentName),
    ],
  };
}
