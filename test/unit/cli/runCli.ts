import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { ROOT } from '../../harness/paths';

export const CLI = path.join(ROOT, 'dist', 'cli.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a shell or a CI job would. */
export function runCli(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env },
  });
  if (error !== undefined) throw error;
  return { code: status, stdout, stderr };
}
