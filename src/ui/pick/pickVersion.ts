import * as vscode from 'vscode';
import { agreement } from '../../manifests/package';
import { fillTemplate } from '../../release/settings';
import { currentVersion, packageTagFormat } from '../../release/releaseTags';
import { packageCommits } from '../../release/workingTree';
import { suggestBump } from '../../release/suggestBump';
import { type Bump, bumpsFrom } from '../../versions/bumps';
import {
  parseReleaseVersion,
  preReleaseStyle,
  type ReleaseVersion,
} from '../../versions/releaseVersion';
import { readVersion } from '../../versions/writtenVersion';
import { CommandError } from '../notify';
import { siteLabel } from '../labels';
import type { Services } from '../services/services';
import type { Session } from '../services/sessions';
import { packageSettings } from '../configuration';
import { customVersionStep, enterFirstVersion } from './inputVersion';
import { type Dialog, follow, type Step } from './dialog';
import {
  majorOf,
  type Offer,
  offers,
  preReleaseOffers,
  type Situation,
  type Taken,
} from './versionOffers';

/**
 * Asks for the version to release: the one in the files, a bump, a pre-release or any other; for the first one where the
 * tag decides it and there is no tag yet.
 * @param offerCurrent whether the version in the files may be chosen
 */
export async function versionStep(
  dialog: Dialog,
  services: Pick<Services, 'store' | 'registries'>,
  session: Session,
  offerCurrent: boolean,
  then: (version: ReleaseVersion) => Step,
): Promise<Step | 'back' | undefined> {
  const situation = await look(session);
  if (situation === undefined) return await enterFirstVersion(dialog, session.pkg.name, then);
  const taken = await taggedVersions(session, situation.bumps);
  const answer = await dialog.pick<Offer>({
    title: vscode.l10n.t('{0} {1}: which version next?', situation.name, situation.current.text),
    placeholder: vscode.l10n.t('Each version is shown as Cargo and as Python spell it'),
    ...dialog.position(1),
    items: offers(situation, offerCurrent, taken),
    later: servedVersions(services, session, situation.bumps).then(served =>
      offers(situation, offerCurrent, new Map([...served, ...taken])),
    ),
  });
  return follow(answer, chosen => {
    if (chosen === 'preRelease') return preReleaseStep(situation, then);
    if (chosen === 'custom') return customVersionStep(situation.current, situation.style, then);
    return then(chosen.version);
  });
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
  const namedBy =
    mismatched.length === 0
      ? undefined
      : pkg.sites.find(site => site.isOwn && !mismatched.includes(site));
  return {
    name: pkg.name,
    current,
    style,
    bumps,
    newestTag,
    asItStands:
      parsed.ok && !isReleased && (mismatched.length === 0 || namedBy !== undefined)
        ? parsed.version
        : undefined,
    namedIn: namedBy && siteLabel(namedBy),
    suggestion: suggestBump(messages, majorOf(current), newestTag?.tag),
  };
}

/** The versions that a tag of this repository has, on whichever branch. */
async function taggedVersions(
  { pkg, repository }: Session,
  bumps: readonly Bump[],
): Promise<Taken> {
  const tagFormat = await packageTagFormat(
    repository,
    packageSettings(pkg).tagFormat,
    pkg.name,
    agreement(pkg.sites).current?.text,
  );
  const tags = await Promise.all(
    bumps.map(async ({ version }) => {
      const tag = fillTemplate(tagFormat, pkg.name, version);
      const found = await repository.localTag(tag).catch(() => undefined);
      return found === undefined
        ? []
        : [[version.semver, vscode.l10n.t('the tag {0} exists', tag)] as const];
    }),
  );
  return new Map(tags.flat());
}

/** The versions that the package index serves. Without an answer nothing is said: the plan asks again. */
async function servedVersions(
  { store, registries: { indexes } }: Pick<Services, 'store' | 'registries'>,
  session: Session,
  bumps: readonly Bump[],
): Promise<Taken> {
  if (!store.value.hosted.has(session.repository.root)) return new Map();
  try {
    const index = indexes.indexOf(session);
    if (index === undefined) return new Map();
    const served = new Set(
      ((await indexes.versions(index, session.pkg)) ?? []).map(
        version => readVersion(version, 'pep440').key,
      ),
    );
    return new Map(
      bumps
        .filter(({ version }) => served.has(readVersion(version.pep440, 'pep440').key))
        .map(({ version }) => [version.semver, vscode.l10n.t('{0} has it already', index.name)]),
    );
  } catch {
    return new Map();
  }
}

function preReleaseStep(situation: Situation, then: (version: ReleaseVersion) => Step): Step {
  return async dialog =>
    follow(
      await dialog.pick({
        title: vscode.l10n.t('{0} {1}: which pre-release?', situation.name, situation.current.text),
        placeholder: vscode.l10n.t('pip installs a pre-release only when asked for it'),
        items: preReleaseOffers(situation),
        ...dialog.position(1),
      }),
      then,
    );
}
