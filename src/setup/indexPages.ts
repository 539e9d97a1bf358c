import { normalizedName } from '../base/names';
import * as l10n from '@vscode/l10n';
import type { SetupItem } from './setupItem';

/** A page of PyPI or TestPyPI on which a person sets something up. */
export type AccountPage = 'register' | 'tokens' | 'pendingPublisher' | 'project';

const ROOTS = { pypi: 'https://pypi.org/', testpypi: 'https://test.pypi.org/' } as const;

/** The address of a page. @param id other indexes have none that are known */
export function accountPage(
  id: 'pypi' | 'testpypi' | 'other',
  page: AccountPage,
  project: string,
): string {
  const root = ROOTS[id === 'testpypi' ? 'testpypi' : 'pypi'];
  switch (page) {
    case 'register':
      return `${root}account/register/`;
    case 'tokens':
      return `${root}manage/account/token/`;
    case 'pendingPublisher':
      return `${root}manage/account/publishing/`;
    case 'project':
      return `${root}manage/project/${normalizedName(project)}/settings/publishing/`;
  }
}

/** Accounts, tokens and publishers, which are made by hand in a browser. */
export function pageItems(name: string): readonly SetupItem[] {
  return (['pypi', 'testpypi'] as const).map((id): SetupItem => {
    const index = id === 'pypi' ? 'PyPI' : 'TestPyPI';
    const child = (page: AccountPage, title: string, detail: string): SetupItem => ({
      id: `pages#${id}#${page}`,
      group: 'publishing',
      state: 'info',
      title,
      detail,
      actions: [{ kind: 'open', page: accountPage(id, page, name) }],
    });
    return {
      id: `pages#${id}`,
      group: 'publishing',
      state: 'info',
      title: l10n.t('Pages of {0}', index),
      detail: l10n.t('account, tokens, publishers'),
      children: [
        child(
          'register',
          l10n.t('Account'),
          id === 'pypi' ? l10n.t('register') : l10n.t('register; it is another one than on PyPI'),
        ),
        child(
          'tokens',
          l10n.t('API tokens'),
          l10n.t('for the project, or for the account before its first upload'),
        ),
        child(
          'pendingPublisher',
          l10n.t('Trusted publishers'),
          l10n.t('of your projects, and of those that are to come'),
        ),
      ],
    };
  });
}
