import * as path from 'node:path';

/** The top folder of this repository. Programs run from `out/test/<folder>`. */
export const ROOT = path.resolve(__dirname, '..', '..', '..');

/** Downloaded hosts and browsers; kept between runs and ignored by git. */
export const CACHE = path.join(ROOT, '.vscode-test');

/** Where screenshots go. */
export const SCREENSHOTS = path.join(ROOT, 'out', 'screenshots');
