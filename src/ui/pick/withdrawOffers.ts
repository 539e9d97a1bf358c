import * as vscode from 'vscode';
import { cratePage, CRATES_IO, registryTitle } from '../../cratesIndex/crateRegistry';
import { pageOf, type PackageIndex, PYPI } from '../../packageIndex/packageIndex';
import type { ReleaseVersion } from '../../versions/releaseVersion';
import type { PublishedCratesState, PublishedState } from '../store';
import type { Choice } from './choice';

/** What *Yank…* offers for one distribution, one crate, or the version that replaces the release. */
export type Withdrawal =
  | { readonly kind: 'page'; readonly page: string }
  | { readonly kind: 'cargo'; readonly command: string }
  /** Whether an index has the version is not known: it is asked. */
  | { readonly kind: 'verify' }
  | { readonly kind: 'next'; readonly version: ReleaseVersion };

/**
 * What can be done about a distribution. PyPI has no API for it: an owner yanks on the page of the release.
 * @param seen what was last seen of it on the index
 * @returns nothing where the index was seen without this version
 */
export function distributionOffers(
  name: string,
  index: PackageIndex,
  version: ReleaseVersion,
  seen: PublishedState | undefined,
): readonly Choice<Withdrawal>[] {
  const look = seen?.version === version.semver ? seen : undefined;
  if (look?.places.some(({ files }) => files.length > 0) !== true)
    return look?.observation.state === 'missing' ? [] : [unknown(name, version, index.name)];
  const page =
    index.id === PYPI.id
      ? `https://pypi.org/manage/project/${encodeURIComponent(name)}/release/${encodeURIComponent(version.pep440)}/`
      : pageOf(index, name, version.pep440);
  const label = vscode.l10n.t('Yank {0} on {1}', name, index.name);
  const detail = vscode.l10n.t(
    'pip installs it only for an exact requirement (==), with a warning',
  );
  return page === undefined
    ? [{ icon: 'info', label, description: vscode.l10n.t('see the help of this index'), detail }]
    : [
        {
          icon: 'link-external',
          label,
          description: vscode.l10n.t('opens its page: Options, then Yank'),
          detail,
          value: { kind: 'page', page },
        },
      ];
}

/**
 * What can be done about the crates of a release.
 * @param registries their name, for people
 * @param seen what was last seen of them there
 */
export function crateOffers(
  registries: string,
  version: ReleaseVersion,
  seen: PublishedCratesState | undefined,
): readonly Choice<Withdrawal>[] {
  if (seen?.version !== version.semver)
    return [unknown(vscode.l10n.t('the crates'), version, registries)];
  return seen.rows.flatMap(({ crate, registry, state }): Choice<Withdrawal>[] => {
    switch (state) {
      case 'missing':
        return [];
      case 'unknown':
        return [unknown(crate, version, registry)];
      case 'yanked':
        return [
          {
            icon: 'check',
            label: vscode.l10n.t('The crate {0} is yanked on {1}', crate, registry),
          },
        ];
      case 'served':
        return [yankCrate(crate, version, registry)];
    }
  });
}

function yankCrate(crate: string, version: ReleaseVersion, registry: string): Choice<Withdrawal> {
  const id = registry === registryTitle(CRATES_IO) ? CRATES_IO : registry;
  const own = id === CRATES_IO ? '' : ` --registry ${registry}`;
  const command = `cargo yank ${crate}@${version.semver}${own}`;
  return {
    icon: 'terminal',
    label: vscode.l10n.t('Yank the crate {0} on {1}', crate, registry),
    description: vscode.l10n.t('types {0} into a terminal', command),
    detail: vscode.l10n
      .t(
        'Cargo chooses it for no new Cargo.lock. cargo yank --undo takes that back. {0}',
        cratePage({ id }, crate) ?? '',
      )
      .trim(),
    value: { kind: 'cargo', command },
  };
}

function unknown(name: string, { semver }: ReleaseVersion, index: string): Choice<Withdrawal> {
  return {
    icon: 'question',
    label: vscode.l10n.t('Not known: {0} {1} on {2}', name, semver, index),
    description: vscode.l10n.t('Verify on PyPI looks there'),
    value: { kind: 'verify' },
  };
}
