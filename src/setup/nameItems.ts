import * as l10n from '@vscode/l10n';
import { pageOf } from '../packageIndex/packageIndex';
import { compareWritten, readVersion } from '../versions/writtenVersion';
import { notAsked } from './gitHubItems';
import type { NameOnIndex, SetupFacts } from './setupFacts';
import type { SetupItem } from './setupItem';

/** Whether the name of the package is free on its index, this project's, or another's. */
export function nameItems(facts: SetupFacts): readonly SetupItem[] {
  return facts.names.map(found => nameItem(found, facts));
}

function nameItem({ index, versions }: NameOnIndex, { name, tagged }: SetupFacts): SetupItem {
  const item = {
    id: `name#${index.simple}`,
    group: 'publishing',
    title: l10n.t('{0} on {1}', name, index.name),
  } as const;
  const page = pageOf(index, name);
  const actions = page === undefined ? {} : { actions: [{ kind: 'open', page }] as const };
  switch (versions.state) {
    case 'unasked':
      return { ...item, state: 'unknown', detail: notAsked(), actions: [{ kind: 'refresh' }] };
    case 'unknown':
      return {
        ...item,
        state: 'unknown',
        detail: versions.detail,
        advice: versions.advice,
        actions: [{ kind: 'refresh' }],
      };
    case 'seen':
  }
  if (versions.value === undefined) {
    return {
      ...item,
      state: 'info',
      detail: l10n.t('free: there is no such project yet'),
      advice: l10n.t(
        'The first upload creates it, and nothing keeps the name until then. {0} may still refuse it: reserved, or too similar to another one.',
        index.name,
      ),
    };
  }
  const served = versions.value.map(version => readVersion(version, 'pep440')).sort(compareWritten);
  const newest = served.at(-1);
  if (newest === undefined)
    return { ...item, state: 'info', detail: l10n.t('a project without versions'), ...actions };
  const detail =
    served.length === 1
      ? l10n.t('1 version, {0}', newest.text)
      : l10n.t('{0} versions, the newest {1}', served.length, newest.text);
  if (tagged === undefined) return { ...item, state: 'info', detail, ...actions };
  const own = new Set(tagged.map(({ key }) => key));
  if (served.some(({ key }) => own.has(key))) return { ...item, state: 'ok', detail, ...actions };
  return {
    ...item,
    state: 'warning',
    detail: l10n.t('taken: {0}', detail),
    advice: l10n.t(
      'This repository has tagged none of them. Unless the project is yours, choose another name in the manifest.',
    ),
    ...actions,
  };
}
