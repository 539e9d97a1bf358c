import { readFile } from 'node:fs/promises';
import { comparePolicies, readPolicy } from '../packageIndex/platformTag';

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
 * against a newer glibc does not load with an older one. Where the host's library is not known, maturin will tell.
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
