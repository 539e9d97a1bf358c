import * as vscode from 'vscode';
import { openPage } from '../openPage';
import { cratePage, CRATES_IO } from '../../cratesIndex/crateRegistry';
import { agreement, type Package } from '../../manifests/package';
import { pageOf, PYPI } from '../../packageIndex/packageIndex';
import { nextDevelopmentVersion } from '../../release/nextDevelopment';
import { previousRelease } from '../../release/releaseTags';
import {
  parseReleaseVersion,
  releaseVersion,
  type ReleaseVersion,
} from '../../versions/releaseVersion';
import { planStep } from './planAndRun';
import { CommandError, notifyInfo } from '../notify';
import type { Choice } from '../pick/choice';
import { Dialog, follow } from '../pick/dialog';
import { packageStep, pickPackage } from '../pick/pickPackage';
import { typeInTerminal } from '../services/installTools';
import type { Services } from '../services/services';
import { memberSessions, type Session } from '../services/sessions';

/**
 * *Next Development Version*: sets the files to the version that the repository had after earlier releases. Where a release
 * has just been done it asks first, and says nothing where the repository has no such versions.
 */
export async function nextDevelopment(services: Services, target: unknown): Promise<void> {
  const isOffer = typeof target === 'object' && target !== null && 'isOffer' in target;
  if (isOffer && !(await isWanted(services, target))) return;
  await Dialog.run(
    await packageStep(services, target, pkg => async dialog => {
      const session = await services.workspace.sessions.open(pkg);
      const next = await developmentVersion(services, session);
      if (next === undefined)
        throw new CommandError(
          vscode.l10n.t(
            'The files of {0} held no development version before its last release. Use Bump Version.',
            pkg.name,
          ),
        );
      return await planStep(services, session, { what: next, scope: 'files', canConfirm: true })(
        dialog,
      );
    }),
  );
}

async function isWanted(services: Services, target: unknown): Promise<boolean> {
  const pkg = await pickPackage(services, target);
  const next =
    pkg && (await developmentVersion(services, await services.workspace.sessions.open(pkg)));
  if (pkg === undefined || next === undefined) return false;
  const set = vscode.l10n.t('Set to {0}', next.semver);
  const answer = await notifyInfo(
    vscode.l10n.t(
      '{0} is released. Between releases this repository has a development version; the next is {1}.',
      pkg.name,
      next.semver,
    ),
    set,
  );
  return answer === set;
}

/** The development version after the newest release, which the files still hold; undefined where the history has none. */
async function developmentVersion(
  { release: { intents } }: Services,
  session: Session,
): Promise<ReleaseVersion | undefined> {
  const { written, tags } = await intents.currentVersion(session);
  const released = parseReleaseVersion(written?.text ?? '');
  const [newest] = tags;
  if (!released.ok || newest?.written.key !== written?.key || newest === undefined)
    return undefined;
  const tagged = await session.repository.localTag(newest.tag);
  const parent = tagged && (await session.repository.parent(tagged.commit));
  const state = parent === undefined ? undefined : await session.tree.at(parent);
  const before = agreement(state?.pkg.sites ?? []).current?.text;
  const earlier = parseReleaseVersion(
    previousRelease(tags, released.version.semver)?.written.text ?? '',
  );
  return before === undefined
    ? undefined
    : nextDevelopmentVersion(released.version, before, earlier.ok ? earlier.version : undefined);
}

/** What *Yank…* offers for one distribution, one crate, or the version that replaces the release. */
type Withdrawal =
  | { readonly kind: 'page'; readonly page: string }
  | { readonly kind: 'cargo'; readonly command: string }
  | { readonly kind: 'next'; readonly version: ReleaseVersion };

/**
 * *Yank…*: says what PyPI and crates.io can do about a release that must not be used, opens it, and offers the next patch.
 * Nothing is withdrawn from here.
 */
export async function yankRelease(services: Services, target: unknown): Promise<void> {
  await Dialog.run(
    await packageStep(services, target, pkg => async dialog => {
      const session = await services.workspace.sessions.open(pkg);
      const intent = await services.release.intents.now(session);
      const parsed = parseReleaseVersion(intent.version);
      if (!parsed.ok) throw new CommandError(parsed.reason);
      const { version } = parsed;
      const [major, minor, patch] = version.release;
      const next = releaseVersion([major, minor, patch + 1]);
      const members = await memberSessions(session, intent);
      const pages = [pkg, ...members.map(member => member.pkg)].flatMap(one =>
        distributionRow(services, one, version),
      );
      const crates = crateRows(services, pkg, version);
      if (pages.length + crates.length === 0)
        throw new CommandError(
          vscode.l10n.t('Nothing of {0} {1} was seen on an index.', pkg.name, version.semver),
        );
      return follow(
        await dialog.pick<Withdrawal>({
          title: vscode.l10n.t('Withdraw {0} {1}', pkg.name, version.semver),
          placeholder: vscode.l10n.t(
            'A yanked version stays for those who pin it, and its number is never free again',
          ),
          items: [
            ...pages,
            ...crates,
            {
              icon: 'rocket',
              label: vscode.l10n.t('Release {0} in its place', next.semver),
              description: vscode.l10n.t('the next patch, with the fault corrected'),
              value: { kind: 'next', version: next },
            },
          ],
          ...dialog.position(1),
        }),
        chosen => async after => {
          if (chosen.kind === 'next')
            return await planStep(services, session, {
              what: chosen.version,
              scope: 'release',
              canConfirm: true,
            })(after);
          after.dispose();
          if (chosen.kind === 'page') await openPage(chosen.page);
          else typeInTerminal('cargo', chosen.command, session.repository.root);
          return undefined;
        },
      );
    }),
  );
}

/** PyPI has no API for it: an owner yanks on the page of the release. */
function distributionRow(
  { registries: { indexes } }: Services,
  pkg: Package,
  version: ReleaseVersion,
): Choice<Withdrawal>[] {
  const index = indexes.indexOf({ pkg });
  if (index === undefined) return [];
  const page =
    index.id === PYPI.id
      ? `https://pypi.org/manage/project/${encodeURIComponent(pkg.name)}/release/${encodeURIComponent(version.pep440)}/`
      : pageOf(index, pkg.name, version.pep440);
  return page === undefined
    ? []
    : [
        {
          icon: 'link-external',
          label: vscode.l10n.t('Yank {0} on {1}', pkg.name, index.name),
          description: vscode.l10n.t('opens its page: Options, then Yank'),
          detail: vscode.l10n.t(
            'pip installs it only for an exact requirement (==), with a warning',
          ),
          value: { kind: 'page', page },
        },
      ];
}

function crateRows(
  { store }: Services,
  { manifest }: Package,
  version: ReleaseVersion,
): Choice<Withdrawal>[] {
  const seen = store.value.publishedCrates.get(manifest);
  const served =
    seen?.version === version.semver ? seen.rows.filter(({ state }) => state === 'served') : [];
  return served.map(({ crate, registry }) => {
    const own = registry === 'crates.io' ? '' : ` --registry ${registry}`;
    const command = `cargo yank ${crate}@${version.semver}${own}`;
    return {
      icon: 'terminal',
      label: vscode.l10n.t('Yank the crate {0} on {1}', crate, registry),
      description: vscode.l10n.t('types {0} into a terminal', command),
      detail: vscode.l10n
        .t(
          'Cargo chooses it for no new Cargo.lock. cargo yank --undo takes that back. {0}',
          cratePage({ id: registry === 'crates.io' ? CRATES_IO : registry }, crate) ?? '',
        )
        .trim(),
      value: { kind: 'cargo', command },
    };
  });
}
