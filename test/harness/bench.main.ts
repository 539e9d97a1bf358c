import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { benchBundle } from '../bench/bundle';
import { benchCli } from '../bench/cli';
import { benchCrates } from '../bench/crates';
import { benchLogs } from '../bench/logs';
import { benchPlan } from '../bench/plan';
import { benchPublishedReleases } from '../bench/publishedReleases';
import { benchWorkflowVerdicts } from '../bench/workflowVerdicts';
import { benchPolling } from '../bench/polling';
import { benchRelease } from '../bench/release';
import { report, say } from '../bench/report';
import { benchWindows } from '../bench/windows';
import { chooseHost } from './host';
import { ROOT } from './paths';

const RESULTS = path.join(ROOT, 'test', 'bench', 'RESULTS.md');

/**
 * `npm run bench`: sizes, times and requests side by side with a floor or a peer in the same run. Nothing here passes or
 * fails. `npm run bench -- --peer DIR` also activates another extension, built in DIR.
 */
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
  const { values, positionals } = parseArgs({
    options: { peer: { type: 'string' } },
    allowPositionals: true,
  });
  const peer = values.peer === undefined ? undefined : path.resolve(values.peer);
  say(machine());
  await benchBundle();
  await benchPlan();
  benchCli();
  benchRelease();
  await benchPolling();
  // `npm run bench -- node` leaves out what has to be measured inside of VS Code.
  if (positionals[0] === 'node') return;
  await benchWindows(await chooseHost(), peer);
  writeFileSync(RESULTS, results());
  console.log(`\nWritten: ${path.relative(ROOT, RESULTS)}`);
}

/** What the numbers depend on. */
function machine(): string {
  const git = execFileSync('git', ['--version'], { encoding: 'utf8' }).trim();
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], {
    cwd: ROOT,
    encoding: 'utf8',
  }).trim();
  const [cpu] = os.cpus();
  return `Commit ${commit}; Node ${process.version}; ${git}; ${os.type()} ${os.arch()}, ${os.cpus().length} × ${cpu?.model ?? 'unknown'}\n`;
}

function results(): string {
  return [
    '# Results of `npm run bench`',
    '',
    'Written by `npm run bench` from one run. Times differ between machines: read the ratios. Peers are measured where they',
    'are installed.',
    '',
    '```text',
    report(),
    '```',
    '',
  ].join('\n');
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
