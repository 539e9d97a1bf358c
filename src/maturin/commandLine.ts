import { cannotMeet, type Host } from './host';
import type { LocalProject } from './project';
import type { Tools } from './tools';

/** What all calls of maturin for a project depend on. */
export interface BuildFacts {
  readonly project: LocalProject;
  readonly tools: Tools;
  readonly host: Host;
  /** Cargo.lock is in git, so what is released is built with exactly its versions. */
  readonly isLocked: boolean;
  /** Further arguments of the user, from tasks.json. */
  readonly extra?: readonly string[];
}

/** Which interpreters wheels are built for: all that maturin finds on this computer, or these programs. */
export type Interpreters = 'found' | readonly string[];

/** Arguments of `maturin develop`. */
export function developArguments(
  { tools, isLocked, extra = [] }: BuildFacts,
  isRelease: boolean,
): string[] {
  return [
    'develop',
    ...(isRelease ? ['--release'] : []),
    ...(tools.venv?.isUv === true && tools.uv !== undefined ? ['--uv'] : []),
    ...locked(isLocked, extra),
    ...extra,
  ];
}

/**
 * Arguments of `maturin build`, optimised, into a folder that holds nothing else.
 *
 * @param isForIndex wheels that an index takes: the policy of the project is kept, or the build fails
 */
export function buildArguments(
  facts: BuildFacts,
  out: string,
  interpreters: Interpreters,
  isForIndex = false,
): string[] {
  const { project, host, isLocked, extra = [] } = facts;
  const isDecided = extra.some(argument =>
    /^--(?:compatibility|manylinux|zig|auditwheel)\b/.test(argument),
  );
  return [
    'build',
    '--release',
    '--out',
    out,
    ...(interpreters === 'found'
      ? ['--find-interpreter']
      : interpreters.flatMap(interpreter => ['--interpreter', interpreter])),
    ...(isForIndex
      ? ['--sdist']
      : cannotMeet(project.compatibility, host) && !isDecided
        ? ['--compatibility', 'linux']
        : []),
    ...locked(isLocked, extra),
    ...extra,
  ];
}

/**
 * Arguments of `maturin upload`. The address is given in full, because a name could be bent by ~/.pypirc or the
 * environment, and the token would go there. The token is no argument: every user of the computer can read those.
 *
 * @param address where the index takes files
 */
export function uploadArguments(address: string, files: readonly string[]): string[] {
  return ['upload', '--non-interactive', '--repository-url', address, ...files];
}

function locked(isLocked: boolean, extra: readonly string[]): string[] {
  return isLocked && !extra.some(argument => /^--(?:locked|frozen)$/.test(argument))
    ? ['--locked']
    : [];
}
