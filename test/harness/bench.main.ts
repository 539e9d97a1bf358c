import * as path from 'node:path';
import { benchBundle } from '../bench/bundle';
import { benchCli } from '../bench/cli';
import { benchCrates } from '../bench/crates';
import { benchLogs } from '../bench/logs';
import { benchPlan } from '../bench/plan';
import { benchPublishedReleases } from '../bench/publishedReleases';
import { benchWorkflowVerdicts } from '../bench/workflowVerdicts';
import { benchPolling } from '../bench/polling';
import { removeFolder, temporaryFolder, writeFilesTo } from '../fixtures/files';
import { GIT_ENV } from '../fixtures/git';
import { chooseHost } from './host';
import { ROOT } from './paths';
import { inHost } from './runSuite';

/** `npm run bench`: sizes, times and requests side by side with a floor or a peer in the same run. Nothing here passes or fails. */
async function main(): Promise<void> {
  // `npm run bench -- index LIST` compares published releases with what their workflows build.
  if (process.argv[2] === 'index') {
    await benchPublishedReleases(process.argv[3] ?? '');
    return;
  }
  // `npm run bench -- workflows LIST` says what the next release of each package would start.
  if (process.argv[2] === 'workflows') {
    await benchWorkflowVerdicts(process.argv[3] ?? '');
    return;
  }
  // `npm run bench -- crates [NAME]…` compares what cargo's registry serves with what cargo says.
  if (process.argv[2] === 'crates') {
    const names = process.argv.slice(3);
    await benchCrates(names.length > 0 ? names : ['serde', 'pyo3', 'tokenizers']);
    return;
  }
  // `npm run bench -- logs FOLDER` compares the explanations of failed jobs with their known causes.
  if (process.argv[2] === 'logs') {
    console.log(await benchLogs(path.resolve(process.argv[3] ?? '.')));
    return;
  }
  await benchBundle();
  await benchPlan();
  benchCli();
  await benchPolling();
  // `npm run bench -- node` leaves out what has to be measured inside of VS Code.
  if (process.argv[2] === 'node') return;
  const host = await chooseHost();
  console.log(`\nHost: ${host.name}`);
  const dir = temporaryFolder('bench');
  try {
    // A folder in which nothing starts by itself.
    writeFilesTo(path.join(dir, 'empty'), { 'README.md': '' });
    const { failed } = await inHost(host, path.join(ROOT, 'out', 'test', 'bench', 'host'), {
      open: path.join(dir, 'empty'),
      env: GIT_ENV,
    });
    if (failed > 0) throw new Error('The host did not measure everything.');
  } finally {
    removeFolder(dir);
  }
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
