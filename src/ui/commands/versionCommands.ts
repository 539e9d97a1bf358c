import * as vscode from 'vscode';
import { plural } from '../../base/text';
import { agreement, type Package } from '../../manifests/package';
import { parseReleaseVersion, type ReleaseVersion } from '../../versions/releaseVersion';
import {
  CommandError,
  notifyError,
  notifyInfo,
  notifyProgress,
  notifyWarning,
  type Notify,
} from '../notify';
import { spellings, tagDecides } from '../labels';
import { type LockVerdict, lockVerdicts } from './lockVerdicts';
import { pickPackage } from '../pick/pickPackage';
import type { Choice } from '../pick/choice';
import { Dialog, follow } from '../pick/dialog';
import { planStep } from './planAndRun';
import type { Services } from '../services/services';
import { isMismatched } from '../selectors';

/** *Fix Version Mismatch*: sets every site of a package to one of the versions that stand in them. */
export async function fixVersionMismatch(services: Services, target: unknown): Promise<void> {
  await services.workspace.manifests.current();
  const pkg = await pickPackage(services, target, isMismatched).catch((error: unknown) => {
    throw error instanceof CommandError
      ? new CommandError(vscode.l10n.t('All version sites agree.'))
      : error;
  });
  if (pkg === undefined) return;
  await Dialog.run(async dialog =>
    follow(
      await dialog.pick({
        title: vscode.l10n.t('Set every version site of {0} to which version?', pkg.name),
        placeholder: vscode.l10n.t('The versions in its files'),
        items: choices(pkg),
        ...dialog.position(1),
      }),
      version => async next =>
        await planStep(services, await services.workspace.sessions.openFiles(pkg), {
          what: version,
          scope: 'files',
          canConfirm: true,
        })(next),
    ),
  );
}

function choices(pkg: Package): Choice<ReleaseVersion>[] {
  const { current } = agreement(pkg.sites);
  const sites = new Map<string, (typeof pkg.sites)[number][]>();
  for (const site of pkg.sites)
    sites.set(site.written.key, [...(sites.get(site.written.key) ?? []), site]);
  return [...sites]
    .flatMap(([key, group]): (Choice<ReleaseVersion> & { first: boolean })[] => {
      const parsed = parseReleaseVersion(
        group.find(({ spelling }) => spelling === 'semver')?.written.text ??
          group[0]?.written.text ??
          '',
      );
      if (!parsed.ok) return [];
      const files = [...new Set(group.map(({ file }) => vscode.workspace.asRelativePath(file)))];
      return [
        {
          icon: 'versions',
          label: parsed.version.semver,
          description: vscode.l10n.t('in {0}', files.join(', ')),
          detail: spellings(parsed.version),
          value: parsed.version,
          first: key === current?.key,
        },
      ];
    })
    .sort((a, b) => Number(b.first) - Number(a.first));
}

/** *Verify Versions*: compares all places, and asks cargo and uv about the locks where they are installed. */
export async function verifyVersions(services: Services, target: unknown): Promise<void> {
  const pkg = await pickPackage(services, target);
  if (pkg === undefined) return;
  if (pkg.decidedBy === 'tag') {
    void notifyInfo(
      vscode.l10n.t(
        '{0}: {1}, so there is nothing in files to compare.',
        pkg.name,
        tagDecides(pkg),
      ),
    );
    return;
  }
  const { current, mismatched } = agreement(pkg.sites);
  const verdicts = await notifyProgress(
    vscode.l10n.t('Asking cargo and uv about the locks of {0}', pkg.name),
    () => lockVerdicts(pkg, vscode.workspace.isTrusted),
  );
  for (const { lock, state, said } of verdicts)
    services.log.info(`${lock}: ${state}${said === '' ? '' : `\n${said}`}`);

  const locks = (state: LockVerdict['state']) =>
    verdicts
      .filter(verdict => verdict.state === state)
      .map(({ lock }) => vscode.workspace.asRelativePath(lock));
  const [wrong, unknown, unasked] = [locks('differs'), locks('unknown'), locks('notInstalled')];
  // An error in a file means that a version in it may not have been found.
  const unread = new Set(
    (services.store.value.scans ?? [])
      .flatMap(({ problems }) => problems)
      .filter(({ severity }) => severity === 'error')
      .map(({ file }) => vscode.workspace.asRelativePath(file)),
  );
  const rest = [
    ...(unread.size === 0
      ? []
      : [vscode.l10n.t('Not compared, because of errors in it: {0}.', [...unread].join(', '))]),
    ...(unknown.length === 0
      ? []
      : [
          vscode.l10n.t(
            'Not known, because the tool stopped for another reason (see the log): {0}.',
            unknown.join(', '),
          ),
        ]),
    ...(unasked.length === 0
      ? []
      : [vscode.l10n.t('Not asked, because the tool is not installed: {0}.', unasked.join(', '))]),
  ];
  const showLog = vscode.l10n.t('Show Log');
  const tell = async (message: string, show: Notify) => {
    if (
      (await show(
        [message, ...rest].join(' '),
        ...(wrong.length + unknown.length > 0 ? [showLog] : []),
      )) === showLog
    )
      services.log.show();
  };
  if (mismatched.length > 0 || wrong.length > 0) {
    const shown = new Set(mismatched.map(({ file }) => vscode.workspace.asRelativePath(file)));
    const places = [
      ...mismatched.map(
        ({ file, start }) => `${vscode.workspace.asRelativePath(file)}:${start.line + 1}`,
      ),
      ...wrong.filter(lock => !shown.has(lock)),
    ];
    void tell(
      vscode.l10n.t('{0}: not everything agrees: {1}.', pkg.name, places.join(', ')),
      notifyError,
    );
    return;
  }
  const version = current?.text ?? '';
  const [places, agreeing] = [pkg.sites.length, locks('agrees').length];
  const agreed = plural(
    agreeing,
    plural(
      places,
      vscode.l10n.t('{0}: 1 place says {1}; 1 lock agrees.', pkg.name, version),
      vscode.l10n.t('{0}: {1} places say {2}; 1 lock agrees.', pkg.name, places, version),
    ),
    plural(
      places,
      vscode.l10n.t('{0}: 1 place says {1}; {2} locks agree.', pkg.name, version, agreeing),
      vscode.l10n.t(
        '{0}: {1} places say {2}; {3} locks agree.',
        pkg.name,
        places,
        version,
        agreeing,
      ),
    ),
  );
  // Unknown is never taken for success.
  void tell(agreed, unknown.length + unread.size > 0 ? notifyWarning : notifyInfo);
}
