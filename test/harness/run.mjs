// @ts-check
/**
 * The entry of `npm start`, `npm test` and `npm run bench`. It runs in a fresh clone with nothing but Node: installs
 * what is missing, builds, and starts the program of that name.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const [program = '', ...args] = process.argv.slice(2);

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node 20 or later is needed; this is ${process.version}.`);
  process.exit(1);
}

const installed = path.join(root, 'node_modules', '.package-lock.json');
if (
  !existsSync(installed) ||
  statSync(installed).mtimeMs < statSync(path.join(root, 'package-lock.json')).mtimeMs
) {
  console.log('Installing the packages of package-lock.json …');
  // No package here needs its install script.
  run(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    process.platform === 'win32',
  );
}

const { build } = await import('esbuild');
const { buildExtension, testBuild } = await import('../../esbuild.mjs');
await Promise.all([buildExtension({ production: program === 'bench' }), build(testBuild())]);

run(
  process.execPath,
  [
    '--enable-source-maps',
    path.join(root, 'out', 'test', 'harness', `${program}.main.js`),
    ...args,
  ],
  false,
);

/**
 * @param {string} command
 * @param {string[]} args
 * @param {boolean} shell npm is a script on Windows
 */
function run(command, args, shell) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell });
  if (error) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}
