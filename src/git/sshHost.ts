import { execFile } from 'node:child_process';

/**
 * The host that ssh's configuration gives an alias, as in `Host github-work` / `HostName github.com`. It asks ssh and
 * connects to nothing. The alias itself where there is no ssh.
 */
export function sshHost(alias: string): Promise<string> {
  return new Promise(resolve => {
    // "--": a remote's address is not to be read as an option.
    execFile(
      'ssh',
      ['-G', '--', alias],
      { windowsHide: true, timeout: 5_000 },
      (_error, stdout) => {
        resolve(/^hostname (.+)$/m.exec(stdout)?.[1]?.trim().toLowerCase() ?? alias);
      },
    );
  });
}
