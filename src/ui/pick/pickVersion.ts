import * as vscode from 'vscode';
import { agreement } from '../../manifests/package';
import { currentVersion, type ReleaseTag } from '../../release/releaseTags';
import { packageCommits } from '../../release/workingTree';
import { suggestBump, type Suggestion } from '../../release/suggestBump';
import { type Bump, bumpsFrom } from '../../versions/bumps';
import {
  parseReleaseVersion,
  preReleaseStyle,
  type PreReleaseStyle,
  type ReleaseVersion,
} from '../../versions/releaseVersion';
import type { WrittenVersion } from '../../versions/writtenVersion';
import { CommandError } from '../notify';
import { spellings } from '../labels';
import type { Session } from '../services/sessions';
import { packageSettings } from '../configuration';
import { inputFirstVersion, inputVersion } from './inputVersion';
import { type Answer, type Choice, pick, separator } from './show';

/** What can be chosen in the first list. */
type Offer = { readonly version: ReleaseVersion } | 'preRelease' | 'custom';

interface Situation {
  readonly name: string;
  readonly current: WrittenVersion;
  readonly style: PreReleaseStyle;
  readonly bumps: readonly Bump[];
  readonly newestTag: ReleaseTag | undefined;
  /** The current version, where it can be released and no tag has it yet. */
  readonly asItStands: ReleaseVersion | undefined;
  readonly suggestion: Suggestion | undefined;
}

/**
 * Asks for the version to release: the one that stands in the files, a bump, a pre-release or any other; for the first
 * one where the tag decides and there is none.
 * @param offerCurrent whether the version that stands in the files may be chosen
 */
export async function pickVersion(
  session: Session,
  offerCurrent: boolean,
): Promise<ReleaseVersion | undefined> {
  const situation = await look(session);
  if (situation === undefined) return await inputFirstVersion(session.pkg.name);
  for (;;) {
    const answer = await pick<Offer>({
      title: vscode.l10n.t('{0} {1}: which version next?', situation.name, situation.current.text),
      placeholder: vscode.l10n.t('Each version is shown as Cargo and as Python spell it'),
      step: [1, 2],
      items: offers(situation, offerCurrent),
    });
    if (answer.kind !== 'picked') return undefined;
    const chosen = answer.value;
    const next: Answer<ReleaseVersion> =
      chosen === 'preRelease'
        ? await pickPreRelease(situation)
        : chosen === 'custom'
          ? await inputVersion(situation.current, situation.style)
          : { kind: 'picked', value: chosen.version };
    if (next.kind === 'picked') return next.value;
    if (next.kind === 'cancelled') return undefined;
  }
}

/** @returns undefined where nothing has been released of a package whose version the tag decides */
async function look({ pkg, repository, tree }: Session): Promise<Situation | undefined> {
  // Without git, where only files are to be bumped, there are no tags and no commits to go by.
  const { written: current, tags } = await currentVersion(
    pkg,
    repository,
    packageSettings(pkg).tagFormat,
  );
  const isTagged = pkg.decidedBy === 'tag';
  if (current === undefined && isTagged) return undefined;
  if (current === undefined) {
    throw new CommandError(
      vscode.l10n.t('{0} has no legal version to start from. See the Problems panel.', pkg.name),
    );
  }
  const style = preReleaseStyle([current.text, ...tags.map(({ written }) => written.text)]);
  const [newestTag] = tags;
  const parsed = parseReleaseVersion(current.text, style);
  const { mismatched } = agreement(pkg.sites);
  const isReleased = isTagged || tags.some(({ written }) => written.key === current.key);
  const messages = await packageCommits(tree, newestTag?.tag, 'HEAD').catch(() => []);
  const bumps = bumpsFrom(current, style);
  return {
    name: pkg.name,
    current,
    style,
    bumps,
    newestTag,
    asItStands: parsed.ok && !isReleased && mismatched.length === 0 ? parsed.version : undefined,
    suggestion: suggestBump(messages, majorOf(current), newestTag?.tag),
  };
}

function majorOf({ pep440 = '0' }: WrittenVersion): number {
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

function offers(
  { current, bumps, asItStands, suggestion, newestTag }: Situation,
  offerCurrent: boolean,
): Choice<Offer>[] {
  const items: Choice<Offer>[] = [];
  if (offerCurrent && asItStands !== undefined) {
    items.push(
      {
        icon: 'tag',
        label: vscode.l10n.t('Release {0} as it stands', asItStands.semver),
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
    items.push({
      ...bumpLabel(bump),
      isSuggested: suggested !== undefined && !(offerCurrent && asItStands !== undefined),
      description:
        suggested === undefined
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

async function pickPreRelease({
  name,
  current,
  bumps,
}: Situation): Promise<Answer<ReleaseVersion>> {
  const groups = new Map<string, Choice<ReleaseVersion>[]>();
  for (const bump of bumps) {
    if (bump.kind !== 'pre') continue;
    const release = bump.version.release.join('.');
    const group =
      bump.level === undefined
        ? vscode.l10n.t('of {0}, which is under way', release)
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
  return await pick({
    title: vscode.l10n.t('{0} {1}: which pre-release?', name, current.text),
    placeholder: vscode.l10n.t('pip installs a pre-release only when asked for it'),
    step: [1, 2],
    canGoBack: true,
    items: [...groups].flatMap(([label, items]) => [separator(label), ...items]),
  });
}
