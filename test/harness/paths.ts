import { existsSync } from 'node:fs';
import * as path from 'node:path';

/** The top folder of this repository. Programs run from folders of any depth below `out/test`. */
export const ROOT = above(__dirname);

function above(dir: string): string {
  return existsSync(path.join(dir, 'package.json')) ? dir : above(path.dirname(dir));
}

/** Downloaded hosts and browsers; kept between runs and ignored by git. */
export const CACHE = path.join(ROOT, '.vscode-test');

/** Where screenshots go. */
export const SCREENSHOTS = path.join(ROOT, 'out', 'screenshots');
