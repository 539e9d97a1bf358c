import { execFile } from 'node:child_process';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { agreement, type Package } from '../../manifests/package';
import { pickPackage } from '../pick/pickPackage';
import type { Services } from '../services';
import { tagDecides } from '../siteWords';

/** What asks a tool whether a lock agrees with its manifests, without a network, by the name of the lock. */
const QUESTIONS: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  'Cargo.lock': ['cargo', 'metadata', '--locked', '--offline', '--format-version', '1'],
  'uv.lock': ['uv', 'lock', '--check', '--offline'],
};

interface Verdict {
  readonly lock: string;
  readonly state: 'agrees' | 'differs' | 'notInstalled';
  readonly said: string;
}

/** *Verify Versions*: compares all places, and asks cargo and uv about the locks where they are installed. */
export async function verifyVersions(services: Services, target: unknown): Promise<void> {
  const released = await pickPackage(services, target);
  if (released === undefined) return;
  if (released.decidedBy === 'tag') {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0}: {1}, so there is nothing in files to compare.', released.name, tagDecides(released)));
    return;
  }
  const { current, odd } = agreement(released.sites);
  const verdicts = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Asking cargo and uv about the locks of {0}', released.name) },
    () => Promise.all(locksOf(released).map(lock => ask(lock))));
  for (const { lock, state, said } of verdicts) services.log.info(`${lock}: ${state}${said === '' ? '' : `\n${said}`}`);
  const wrong = verdicts.filter(({ state }) => state === 'differs');
  const unasked = verdicts.filter(({ state }) => state === 'notInstalled').map(({ lock }) => vscode.workspace.asRelativePath(lock));
  const rest = unasked.length === 0 ? '' : ` ${vscode.l10n.t('Not asked, because the tool is not installed: {0}.', unasked.join(', '))}`;
  const showLog = vscode.l10n.t('Show Log');
  if (odd.length > 0 || wrong.length > 0) {
    const places = [...odd.map(({ file, start }) => `${vscode.workspace.asRelativePath(file)}:${start.line + 1}`), ...wrong.map(({ lock }) => vscode.workspace.asRelativePath(lock))];
    if (await vscode.window.showErrorMessage(vscode.l10n.t('{0}: not everything agrees: {1}.', released.name, places.join(', ')) + rest, showLog) === showLog) services.log.show();
    return;
  }
  const agreed = verdicts.length - unasked.length;
  void vscode.window.showInformationMessage(
    vscode.l10n.t('{0}: {1} places say {2}, and {3} locks agree for the tool that made them.', released.name, released.sites.length, current?.text ?? '', agreed) + rest);
}

function locksOf({ sites }: Package): string[] {
  return [...new Set(sites.filter(({ file }) => path.basename(file) in QUESTIONS).map(({ file }) => file))];
}

function ask(lock: string): Promise<Verdict> {
  const [program = '', ...args] = QUESTIONS[path.basename(lock)] ?? [];
  return new Promise(resolve => {
    execFile(program, args, { cwd: path.dirname(lock), windowsHide: true, maxBuffer: 256 * 1024 * 1024 }, (error, _stdout, stderr) => {
      const state = error === null ? 'agrees' : (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'notInstalled' : 'differs';
      resolve({ lock, state, said: error === null ? '' : stderr.trim() });
    });
  });
}
