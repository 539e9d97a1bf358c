import * as path from 'node:path';
import type { Step } from './step';
import { binOf, type Tools } from './tools';

/**
 * A command line of the user as a step: the shell of the platform reads it. The environment of the package is active in it,
 * so that `python` and `pytest` are those that the package is developed with.
 */
export function shellStep(
  command: string,
  cwd: string,
  { venv }: Pick<Tools, 'venv'>,
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'> = process,
): Step {
  const active =
    venv === undefined
      ? {}
      : {
          VIRTUAL_ENV: venv.dir,
          PATH: [binOf(venv.dir, platform), env['PATH'] ?? '']
            .filter(entry => entry !== '')
            .join(platform === 'win32' ? ';' : ':'),
        };
  const common = { cwd, shown: command, env: active };
  if (platform !== 'win32') return { program: '/bin/sh', args: ['-c', command], ...common };
  // cmd takes off the outer quotes and reads the rest as it is (cmd /?).
  return {
    program: path.win32.join(env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'cmd.exe'),
    args: ['/d', '/s', '/c', `"${command}"`],
    isVerbatim: true,
    ...common,
  };
}
