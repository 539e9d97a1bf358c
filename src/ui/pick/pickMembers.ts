import * as vscode from 'vscode';
import { plural } from '../../base/text';
import { agreement, type Package } from '../../manifests/package';
import { membersAnswer } from '../../release/memberChoice';
import { packageTags } from '../../release/releaseTags';
import { packageCommits } from '../../release/workingTree';
import { packageSettings } from '../configuration';
import { choicesOf, type OwnMember } from '../services/members';
import type { Services } from '../services/services';
import type { Session } from '../services/sessions';
import { type Dialog, follow, type Step } from './dialog';
import { versionStep } from './pickVersion';

/**
 * Asks once which packages of the repository are released with one, where some have a version of their own. Of those that
 * were chosen it asks at every release which have something to release, and their versions.
 */
export async function membersStep(
  dialog: Dialog,
  services: Services,
  session: Session,
  then: (own: readonly OwnMember[]) => Step,
): Promise<Step | 'back' | undefined> {
  const { choices, chosen } = await choicesOf(session);
  if (choices.every(({ isShared }) => isShared)) return await then([])(dialog);
  if (chosen === undefined)
    return follow(
      await dialog.pickMany<string>({
        title: vscode.l10n.t('What is released together with {0}?', session.pkg.name),
        placeholder: vscode.l10n.t('Asked once, kept in the workspace settings'),
        stays: true,
        items: choices.map(({ pkg: { name, sites }, isShared, isSuggested }) => ({
          label: name,
          description: isShared
            ? vscode.l10n.t('has the same version and tag')
            : vscode.l10n.t(
                '{0}, with a version and a tag of its own',
                agreement(sites).current?.text ?? '',
              ),
          isSuggested,
          value: name,
        })),
        ...dialog.position(2),
      }),
      names => async next => {
        await services.workspace.manifests.answer(session.pkg, membersAnswer(names));
        return await membersStep(next, services, session, then);
      },
    );
  const own = choices.filter(({ isShared, pkg }) => !isShared && chosen.has(pkg.name));
  if (own.length === 0) return await then([])(dialog);
  const rows = await Promise.all(own.map(({ pkg }) => rowOf(session, pkg)));
  return follow(
    await dialog.pickMany<Package>({
      title: vscode.l10n.t('Which of them are released this time?'),
      placeholder: vscode.l10n.t('Each has a version and a tag of its own; the commit is one'),
      stays: true,
      items: rows,
      ...dialog.position(2),
    }),
    packages => next => versionsStep(next, services, session, packages, [], then),
  );
}

/** Asks for the version of each package in turn. */
async function versionsStep(
  dialog: Dialog,
  services: Services,
  session: Session,
  [pkg, ...rest]: readonly Package[],
  known: readonly OwnMember[],
  then: (own: readonly OwnMember[]) => Step,
): Promise<Step | 'back' | undefined> {
  if (pkg === undefined) return await then(known)(dialog);
  const { repository, tree } = session;
  const own = { pkg, repository, tree: tree.of(pkg.manifest) };
  return await versionStep(
    dialog,
    services,
    own,
    false,
    version => next =>
      versionsStep(next, services, session, rest, [...known, { pkg, version }], then),
  );
}

async function rowOf({ repository, tree }: Session, pkg: Package) {
  const current = agreement(pkg.sites).current?.text;
  const { tagFormat } = packageSettings(pkg);
  const [newest] = await packageTags(repository, pkg.name, tagFormat, current).catch(() => []);
  const commits = await packageCommits(tree.of(pkg.manifest), newest?.tag, 'HEAD').catch(() => []);
  return {
    label: `${pkg.name} ${current ?? ''}`.trim(),
    description:
      newest === undefined
        ? vscode.l10n.t('no release tag yet')
        : plural(
            commits.length,
            vscode.l10n.t('1 commit since {0}', newest.tag),
            vscode.l10n.t('{0} commits since {1}', commits.length, newest.tag),
          ),
    isSuggested: commits.length > 0,
    value: pkg,
  };
}
