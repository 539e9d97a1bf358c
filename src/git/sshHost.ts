import { homedir } from 'node:os';
import { runProgram } from '../base/processes';

/** The trust in the workspace that names a remote. */
export interface RemoteSource {
  /** The top folder of the repository. */
  readonly root: string;
  readonly isTrusted: boolean;
}

/**
 * The host that ssh's configuration gives an alias, as in `Host github-work` / `HostName github.com`. It asks ssh and
 * connects to no host. The alias itself where ssh can't say.
 */
export async function sshHost(alias: string, { root, isTrusted }: RemoteSource): Promise<string> {
  try {
    const request = { args: [alias], cwd: homedir(), workspace: root, isTrusted };
    const { stdout } = await runProgram('resolveSshAlias', request, 5_000);
    return /^hostname (.+)$/m.exec(stdout.toString('utf8'))?.[1]?.trim().toLowerCase() ?? alias;
  } catch {
    return alias;
  }
}
