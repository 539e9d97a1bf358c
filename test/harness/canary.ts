import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';

/** The tokens and secrets that the suites sign in with and enter. No other text holds them. */
const CANARIES = ['token-of-the-sample', 'pypi-of-the-test', 'pypi-AgEIcHlwaS5vcmc'] as const;

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
