import * as vscode from 'vscode';
import type { ReleaseTag } from '../../release/releaseTags';
import type { Suggestion } from '../../release/suggestBump';
import type { Bump } from '../../versions/bumps';
import type { PreReleaseStyle, ReleaseVersion } from '../../versions/releaseVersion';
import type { WrittenVersion } from '../../versions/writtenVersion';
import { spellings } from '../labels';
import { type Choice, separator } from './choice';

/** What can be chosen in the first list. */
export type Offer = { readonly version: ReleaseVersion } | 'preRelease' | 'custom';

export interface Situation {
  readonly name: string;
  readonly current: WrittenVersion;
  readonly style: PreReleaseStyle;
  readonly bumps: readonly Bump[];
  readonly newestTag: ReleaseTag | undefined;
  /** The current version, where it can be released and no tag has it yet. */
  readonly asItStands: ReleaseVersion | undefined;
  /** The file that names the current version, where others name another one. */
  readonly namedIn: string | undefined;
  readonly suggestion: Suggestion | undefined;
}

/** Where a version is used already, by SemVer. */
export type Taken = ReadonlyMap<string, string>;

export function majorOf({ pep440 = '0' }: WrittenVersion): number {
  return Number(pep440.replace(/^\d+!/, '').split('.', 1)[0]);
}

/** What a level tells users: SemVer 2.0.0, 4 and 6 to 8; before 1.0 Cargo takes a minor version for a breaking one. */
function meaning(level: Extract<Bump, { kind: 'level' }>['level'], major: number): string {
  switch (level) {
    case 'patch':
      return vscode.l10n.t('bug fixes, backward compatible');
    case 'minor':
      return major === 0
        ? vscode.l10n.t('new features, and before 1.0 breaking changes')
        : vscode.l10n.t('new features, backward compatible');
    case 'major':
      return major === 0
        ? vscode.l10n.t('the first stable release')
        : vscode.l10n.t('breaking changes');
  }
}

/** The rows of the list of versions. */
export function offers(
  { current, bumps, asItStands, namedIn, suggestion, newestTag }: Situation,
  offerCurrent: boolean,
  taken: Taken,
): Choice<Offer>[] {
  const items: Choice<Offer>[] = [];
  if (offerCurrent && asItStands !== undefined) {
    items.push(
      {
        icon: 'tag',
        label:
          namedIn === undefined
            ? vscode.l10n.t('Release {0} as it stands', asItStands.semver)
            : vscode.l10n.t('Release {0}, as in {1}', asItStands.semver, namedIn),
        description:
          newestTag === undefined
            ? vscode.l10n.t('no release tag has it yet')
            : vscode.l10n.t('no release tag has it yet; the last one is {0}', newestTag.tag),
        detail: spellings(asItStands),
        value: { version: asItStands },
      },
      separator(vscode.l10n.t('Bump')),
    );
  }
  for (const bump of bumps) {
    if (bump.kind === 'pre') continue;
    const suggested =
      bump.kind === 'level' && bump.level === suggestion?.level ? suggestion.reason : undefined;
    const used = taken.get(bump.version.semver);
    items.push({
      ...bumpLabel(bump),
      ...(used !== undefined && { icon: 'warning' }),
      isSuggested: suggested !== undefined && !(offerCurrent && asItStands !== undefined),
      description:
        used !== undefined
          ? vscode.l10n.t('{0}, taken: {1}', bump.version.semver, used)
          : suggested === undefined
            ? bump.version.semver
            : vscode.l10n.t('{0}, suggested: {1}', bump.version.semver, suggested),
      detail: [
        spellings(bump.version),
        ...(bump.kind === 'level' ? [meaning(bump.level, majorOf(current))] : []),
      ].join(' · '),
      value: { version: bump.version },
    });
  }
  items.push(
    separator(vscode.l10n.t('Other')),
    {
      icon: 'beaker',
      label: vscode.l10n.t('Pre-release…'),
      description: vscode.l10n.t('alpha, beta, rc or dev'),
      value: 'preRelease',
    },
    {
      icon: 'edit',
      label: vscode.l10n.t('Custom version…'),
      description: vscode.l10n.t('in either spelling'),
      value: 'custom',
    },
  );
  return items;
}

function bumpLabel(bump: Exclude<Bump, { kind: 'pre' }>): Pick<Choice<Offer>, 'icon' | 'label'> {
  switch (bump.kind) {
    case 'final':
      return { icon: 'pass', label: vscode.l10n.t('Final') };
    case 'next':
      return { icon: 'beaker', label: vscode.l10n.t('Next pre-release') };
    case 'level':
      switch (bump.level) {
        case 'patch':
          return { icon: 'arrow-small-up', label: vscode.l10n.t('Patch') };
        case 'minor':
          return { icon: 'arrow-up', label: vscode.l10n.t('Minor') };
        case 'major':
          return { icon: 'arrow-circle-up', label: vscode.l10n.t('Major') };
      }
  }
}

/** The first pre-releases of each phase, by the version that they lead to. */
export function preReleaseOffers({ bumps }: Pick<Situation, 'bumps'>): Choice<ReleaseVersion>[] {
  const groups = new Map<string, Choice<ReleaseVersion>[]>();
  for (const bump of bumps) {
    if (bump.kind !== 'pre') continue;
    const release = bump.version.release.join('.');
    const group =
      bump.level === undefined
        ? vscode.l10n.t('of {0}, the version in progress', release)
        : vscode.l10n.t('of {0}, the next {1} version', release, bump.level);
    groups.set(group, [
      ...(groups.get(group) ?? []),
      {
        icon: 'beaker',
        label: bump.phase,
        description: bump.version.semver,
        detail: spellings(bump.version),
        value: bump.version,
      },
    ]);
  }
  return [...groups].flatMap(([label, items]) => [separator(label), ...items]);
}
