import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import type { Host, WindowOptions } from './host';
import { ROOT } from './paths';
import type { Results } from './runMocha';

/** Runs the test files of a folder inside the extension host. */
export async function inHost(
  host: Host,
  suiteDir: string,
  options: WindowOptions,
): Promise<Results> {
  return await withResults(async results => {
    await host.runSuite(path.join(ROOT, 'out', 'test', 'host', 'run.main.js'), {
      ...options,
      env: { ...options.env, BUDTIKTOK_SUITE: suiteDir, BUDTIKTOK_RESULTS: results },
    });
  });
}

/** What a run wrote of itself. One that wrote nothing has failed, whatever it returned. */
export async function withResults(run: (file: string) => Promise<void>): Promise<Results> {
  const dir = temporaryFolder('results');
  const file = path.join(dir, 'results.json');
  try {
    await run(file);
    if (!existsSync(file)) {
      console.error('The run ended without results.');
      return { passed: 0, failed: 1, skipped: [] };
    }
    const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
    if (results.output !== undefined) console.log(results.output);
    return results;
  } finally {
    removeFolder(dir);
  }
}
