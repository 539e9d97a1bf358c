import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { runMocha } from '../harness/runMocha';

/** What VS Code calls in the extension host: runs the test files of the folder that the environment names. */
export async function run(): Promise<void> {
  const { BUDTIKTOK_SUITE: dir = '', BUDTIKTOK_RESULTS: results = '' } = process.env;
  const files = readdirSync(dir)
    .filter(file => file.endsWith('.test.js'))
    .map(file => path.join(dir, file));
  const { failed } = await runMocha(files, results, { timeout: 30_000, slow: 5_000 }, true);
  if (failed > 0) throw new Error(`${failed} failed`);
}
