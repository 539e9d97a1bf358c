import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { ROOT } from './paths';

/** The tokens and secrets that the suites sign in with and enter. No other text holds them. */
export const CANARIES = [
  'token-of-the-sample',
  'pypi-of-the-test',
  'pypi-AgEIcHlwaS5vcmc',
  'ghp_canaryCanaryCanary',
] as const;

/** Names the file to which processes of the tests report canaries. */
export const REPORT_VARIABLE = 'BUDTIKTOK_CANARIES';

/** A global variable of processes that watch. */
export const WATCHED = 'budtiktokWatchesForCanaries';

const HOOK = path.join(ROOT, 'out', 'test', 'harness', 'canaryWatch.main.js');

/** Options of Node for a server of VS Code: it takes NODE_OPTIONS from its extension host, and leaves it these. */
export function watchingOptions(): readonly string[] {
  return process.env[REPORT_VARIABLE] === undefined ? [] : ['--require', HOOK];
}

/**
 * Makes every Node that is started from here on watch for canaries: in what it prints and writes, and in the arguments of
 * the programs that it starts.
 * @returns what was found until then, one line for each
 */
export function startCanaryWatch(): () => readonly string[] {
  const file = path.join(temporaryFolder('canaries'), 'report');
  process.once('exit', () => removeFolder(path.dirname(file)));
  process.env[REPORT_VARIABLE] = file;
  const options = process.env['NODE_OPTIONS'] ?? '';
  process.env['NODE_OPTIONS'] = `${options} --require ${JSON.stringify(HOOK)}`.trim();
  return () =>
    existsSync(file) ? [...new Set(readFileSync(file, 'utf8').split('\n'))].filter(Boolean) : [];
}

/** VS Code's own store of secrets, which encrypts them. */
const SECRET_STORE = 'state.vscdb';

/** Files of a window, such as its logs and its state, that hold a token or a secret. Each is named with what it holds. */
export function findCanaries(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => !path.basename(file).startsWith(SECRET_STORE))
    .flatMap(file => {
      const content = readIfFile(path.join(folder, file));
      return CANARIES.filter(canary => content.includes(canary)).map(
        canary => `${file} holds ${canary}`,
      );
    });
}

/** Windows of VS Code still write and remove files while they end. */
function readIfFile(file: string): string {
  try {
    return statSync(file).isFile() ? readFileSync(file, 'latin1') : '';
  } catch {
    return '';
  }
}
