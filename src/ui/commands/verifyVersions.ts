import * as vscode from 'vscode';
import { agreement } from '../../manifests/package';
import { lockVerdicts, type LockVerdict } from '../lockVerdicts';
import { pickPackage } from '../pick/pickPackage';
import type { Services } from '../services';
import { tagDecides } from '../siteWords';

/** *Verify Versions*: compares all places, and asks cargo and uv about the locks where they are installed. */
export async function verifyVersions(services: Services, target: unknown): Promise<void> {
  const pkg = await pickPackage(services, target);
  if (pkg === undefined) return;
  if (pkg.decidedBy === 'tag') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        '{0}: {1}, so there is nothing in files to compare.',
        pkg.name,
        tagDecides(pkg),
      ),
    );
    return;
  }
  const { current, mismatched } = agreement(pkg.sites);
  const verdicts = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Asking cargo and uv about the locks of {0}', pkg.name),
    },
    () => lockVerdicts(pkg),
  );
  for (const { lock, state, said } of verdicts)
    services.log.info(`${lock}: ${state}${said === '' ? '' : `\n${said}`}`);

  const locks = (state: LockVerdict['state']) =>
    verdicts
      .filter(verdict => verdict.state === state)
      .map(({ lock }) => vscode.workspace.asRelativePath(lock));
  const [wrong, unknown, unasked] = [locks('differs'), locks('unknown'), locks('notInstalled')];
  const rest = [
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
  const tell = async (message: string, show: typeof vscode.window.showErrorMessage) => {
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
      vscode.window.showErrorMessage,
    );
    return;
  }
  const agreed = vscode.l10n.t(
    '{0}: {1} places say {2}; {3} locks agree.',
    pkg.name,
    pkg.sites.length,
    current?.text ?? '',
    locks('agrees').length,
  );
  // Unknown is never taken for success.
  void tell(
    agreed,
    unknown.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage,
  );
}
