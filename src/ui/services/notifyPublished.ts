import * as vscode from 'vscode';
import { openPage } from '../openPage';
import { COMMANDS } from '../../ids';
import type { Package } from '../../manifests/package';
import { type PackageIndex, pageOf } from '../../packageIndex/packageIndex';
import type { CratesLook } from '../../cratesIndex/releaseCrates';
import type { Look } from '../../packageIndex/publishedFiles';
import { notifyInfo, notifyWarning } from '../notify';

/** Says once what an index serves of a version, with what to do next. Does not wait for the answer. */
export async function notifyPublished(
  index: PackageIndex,
  pkg: Package,
  { version, state, observation }: Look,
): Promise<void> {
  const { pipInstallLine } = await import('../../packageIndex/packageIndex');
  const about = [pkg.name, version.pep440, index.name] as const;
  const [copy, verify, open] = [
    vscode.l10n.t('Copy pip install'),
    vscode.l10n.t('Verify Again'),
    vscode.l10n.t('Open on {0}', index.name),
  ];
  const smoke = vscode.l10n.t('Smoke Test');
  const page = pageOf(index, pkg.name, version.pep440);
  const opens = page === undefined ? [] : [open];
  const told =
    state === 'live' && !('advice' in observation)
      ? notifyInfo(
          vscode.l10n.t('{0} {1} is on {2}: {3}.', ...about, observation.detail),
          copy,
          smoke,
          ...opens,
        )
      : state === 'live' && observation.state === 'unknown'
        ? notifyInfo(
            vscode.l10n.t(
              '{0} {1} is on {2}: {3}. {4}',
              ...about,
              observation.detail,
              observation.advice,
            ),
            copy,
            ...opens,
          )
        : notifyWarning(
            vscode.l10n
              .t(
                '{0} {1} on {2}: {3}. {4}',
                ...about,
                observation.detail,
                'advice' in observation ? observation.advice : '',
              )
              .trim(),
            // What was uploaded for trial is no fact of the release.
            ...(index.id === 'testpypi' ? [] : [verify]),
            ...(state === 'notYet' || state === 'unknown' ? [] : opens),
          );
  void told.then(async answer => {
    if (answer === copy)
      await vscode.env.clipboard.writeText(pipInstallLine(index, pkg.name, version.pep440));
    if (answer === smoke)
      await vscode.commands.executeCommand(COMMANDS.smokeTest, {
        pkg,
        index: index.id === 'testpypi' ? 'testpypi' : 'pypi',
        version: version.semver,
      });
    if (answer === verify) await vscode.commands.executeCommand(COMMANDS.verifyOnIndex, { pkg });
    if (answer === open && page !== undefined) await openPage(page);
  });
}

/** Says once what registries serve of the crates of a release. Does not wait for the answer. */
export async function notifyCrates(pkg: Package, look: CratesLook): Promise<void> {
  const { version, observation, rows } = look;
  const [row] = rows;
  const registry = row?.registry ?? 'crates.io';
  const { cratePage, CRATES_IO } = await import('../../cratesIndex/crateRegistry');
  const page =
    row?.registry === 'crates.io'
      ? cratePage({ id: CRATES_IO }, row.crate, version.semver)
      : undefined;
  const open = vscode.l10n.t('Open on {0}', registry);
  const opens = page === undefined ? [] : [open];
  const shown =
    observation.state === 'holds'
      ? notifyInfo(
          vscode.l10n.t(
            '{0} {1} is on {2}: {3}.',
            pkg.name,
            version.semver,
            registry,
            observation.detail,
          ),
          ...opens,
        )
      : notifyWarning(
          vscode.l10n
            .t(
              '{0} {1} on {2}: {3}. {4}',
              pkg.name,
              version.semver,
              registry,
              observation.detail,
              'advice' in observation ? observation.advice : '',
            )
            .trim(),
          ...opens,
        );
  void shown.then(async answer => {
    if (answer === open && page !== undefined) await openPage(page);
  });
}
