import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { SUITES } from '../host/suites';
import { chooseHost } from './host';
import { ROOT } from './paths';
import { inHost } from './runSuite';

/** Usage: node suite.main.js RESULTS_FILE SUITE. Runs a suite of the host tests in a window of its own. */
async function main(resultsFile: string, name: string): Promise<void> {
  const dir = temporaryFolder('host');
  try {
    // What the window said is printed by now.
    const { passed, failed, skipped } = await inHost(
      await chooseHost(),
      path.join(ROOT, 'out', 'test', 'host', name),
      SUITES[name]!(dir),
    );
    writeFileSync(resultsFile, JSON.stringify({ passed, failed, skipped }));
  } finally {
    removeFolder(dir);
  }
}

const [resultsFile = '', name = ''] = process.argv.slice(2);
void main(resultsFile, name).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
