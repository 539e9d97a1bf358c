import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { comparePolicies, readPolicy } from '../base/platforms';
import { disk } from '../manifests/scan/fileReader';
import { findProgram, isProgramOutside, programNames, searchedFolders } from '../base/programs';

/** A program that local builds need, or that can install one of them. */
export type ToolName = 'maturin' | 'cargo' | 'rustup' | 'python' | 'uv' | 'pipx';

/** A virtual environment (PEP 405). */
export interface Venv {
  readonly dir: string;
  /** uv made it, and so did not put pip into it. */
  readonly isUv: boolean;
}

/** What was found: the absolute path of each program, and the environment of the project. */
export type Tools = Readonly<Partial<Record<ToolName, string>>> & {
  readonly venv?: Venv;
  /** The maturin on PATH outside the workspace: the only one that gets a token. */
  readonly uploader?: string;
};

/** Where to look. */
export interface Look {
  /** The environment variable PATH. */
  readonly path: string;
  readonly platform: NodeJS.Platform;
  /** The folder of the package. */
  readonly dir: string;
  /** The topmost folder whose `.venv` may be the package's. */
  readonly top: string;
  /** The environment variable VIRTUAL_ENV: the environment that the editor was started in. */
  readonly active?: string;
}

/** Names of a program, in the order in which they are tried; the first is on most systems. */
const NAMES: Readonly<Record<ToolName, readonly string[]>> = {
  maturin: ['maturin'],
  cargo: ['cargo'],
  rustup: ['rustup'],
  python: ['python3', 'python'],
  uv: ['uv'],
  pipx: ['pipx'],
};

/** Looks for the programs in the package's virtual environment, then on PATH outside the workspace. Nothing is run. */
export async function findTools(look: Look): Promise<Tools> {
  const venv = await findVenv(look);
  const dirs = [
    ...(venv === undefined ? [] : [binOf(venv.dir, look.platform)]),
    ...searchedFolders({ ...look, workspace: look.top }),
  ];
  const found = await Promise.all(
    (Object.keys(NAMES) as ToolName[]).map(
      async name => [name, await findFirst(dirs, NAMES[name], look.platform)] as const,
    ),
  );
  const uploader = await findProgram('maturin', { ...look, workspace: look.top });
  return {
    ...Object.fromEntries(found.filter(([, file]) => file !== undefined)),
    ...(uploader !== undefined && { uploader }),
    ...(venv && { venv }),
  };
}

/** The folder of a virtual environment that holds its programs. */
export function binOf(venv: string, platform: NodeJS.Platform): string {
  return path.join(venv, platform === 'win32' ? 'Scripts' : 'bin');
}

/** The interpreter of a virtual environment. */
export function pythonOf(venv: string, platform: NodeJS.Platform): string {
  return path.join(binOf(venv, platform), platform === 'win32' ? 'python.exe' : 'python');
}

/** The nearest `.venv` from the package's folder upwards, where maturin looks for it too. */
async function findVenv({ dir, top, active }: Look): Promise<Venv | undefined> {
  for (let at = dir; ; at = path.dirname(at)) {
    const venv = await readVenv(path.join(at, '.venv'));
    if (venv !== undefined) return venv;
    if (at === top || at === path.dirname(at))
      return active === undefined ? undefined : await readVenv(active);
  }
}

async function readVenv(dir: string): Promise<Venv | undefined> {
  // The file comes from the workspace: it can be a pipe or a device.
  const configuration = await disk.read(path.join(dir, 'pyvenv.cfg')).catch(() => undefined);
  return configuration === undefined ? undefined : { dir, isUv: /^uv\s*=/m.test(configuration) };
}

/** A folder is asked for all names before the next: a virtual environment on Windows has no python3. */
async function findFirst(
  dirs: readonly string[],
  names: readonly string[],
  platform: NodeJS.Platform,
): Promise<string | undefined> {
  for (const dir of dirs) {
    for (const name of names.flatMap(known => programNames(known, { platform }))) {
      const file = path.join(dir, name);
      if (await isProgramOutside(file, undefined)) return file;
    }
  }
  return undefined;
}

/** The C library of a Linux host. */
export type Libc =
  | { readonly kind: 'glibc'; readonly version: readonly [major: number, minor: number] }
  | { readonly kind: 'musl' };

/** The computer that builds, as far as it decides which wheels it can build. */
export interface Host {
  readonly platform: NodeJS.Platform;
  /** Absent on other systems, and where it is not known. */
  readonly libc?: Libc;
}

export async function readHost(): Promise<Host> {
  if (process.platform !== 'linux') return { platform: process.platform };
  // A script on glibc, the loader itself on musl; both name their library. Running it would give no more.
  const ldd = await readFile('/usr/bin/ldd', 'latin1').catch(() => '');
  const libc = readLibc(ldd);
  return { platform: 'linux', ...(libc && { libc }) };
}

/** Reads which C library an `ldd` belongs to. */
export function readLibc(ldd: string): Libc | undefined {
  const [, major, minor] = /\((?:[^()]*\bGLIBC|GNU libc)\b[^()]*\) (\d+)\.(\d+)/.exec(ldd) ?? [];
  if (major !== undefined && minor !== undefined)
    return { kind: 'glibc', version: [Number(major), Number(minor)] };
  return ldd.includes('musl') ? { kind: 'musl' } : undefined;
}

/**
 * Whether wheels that are built here cannot keep a policy that the project asks for (PEP 600, PEP 656): what is linked
 * against a newer glibc does not load with an older one. Where the host's library is not known, maturin will say.
 */
export function cannotMeet(compatibility: readonly string[], { platform, libc }: Host): boolean {
  if (platform !== 'linux' || libc === undefined) return false;
  return compatibility.some(text => {
    const policy = readPolicy(text);
    if (policy === undefined) return false;
    if (policy.os === 'musl') return libc.kind !== 'musl';
    return libc.kind !== 'glibc' || comparePolicies(policy.minimum, libc.version) < 0;
  });
}
