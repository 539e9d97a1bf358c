import { archName, type LinuxPolicy, type Os, type Policy, readPolicy } from '../base/platforms';
import type { FeatureOptions, WheelFacts } from './wheelFacts';

/** What a workflow builds, as far as it can be read from its file. */
export interface Builds {
  readonly wheels: readonly WheelBuild[];
  readonly sdist: boolean;
  /** False where there may be other builds, or some of these may not run; absent where that is out of the question. */
  readonly isCertain?: boolean;
}

/** One build of wheels: one platform, for one or more interpreters. */
export interface WheelBuild {
  readonly os: Os;
  /** Under any name: `x86_64`, `x64`, `aarch64`, `arm64`, `universal2` … */
  readonly arch: string;
  /**
   * Wheel tags of the interpreters, such as `cp312`, `cp313t`, `pp311`. Absent where only the runner knows them, as with
   * `--find-interpreter`.
   */
  readonly interpreters?: readonly string[];
  /** Whether it may build for more interpreters than one, or than are named. */
  readonly findsMore?: boolean;
  /** As the workflow writes it: `auto`, `2014`, `2_28`, `musllinux_1_2`, `off`; several in one build are a list. */
  readonly manylinux?: string | readonly string[];
  /** The features that its command line chooses; absent where the project does. */
  readonly features?: FeatureOptions;
  /** Whether it may not run, or its failure is ignored. */
  readonly isOptional?: boolean;
  /** Name of the job, for people. */
  readonly job?: string;
}

/** One wheel that an index should serve, or several where only the runner knows which. */
export interface ExpectedWheel {
  /** `any` for a wheel of Python alone. */
  readonly os: Os | 'any';
  /** The other C library of Linux, where its tag is as good: a static binary has either or both. */
  readonly alternative?: Os;
  /** As Rust names it. */
  readonly arch: string;
  /** `cp312`, `cp38-abi3`, `py3`; absent for "one or more, of whichever interpreters the runner has". */
  readonly interpreter?: string;
  /** The oldest glibc or musl that it should run on, where that was chosen. */
  readonly minimum?: Policy;
  /** Whether it may be absent. */
  readonly isOptional?: boolean;
  readonly job?: string;
}

export interface ExpectedFiles {
  readonly wheels: readonly ExpectedWheel[];
  readonly sdist: boolean;
  /** Whether these are known to be all files, and the only ones. */
  readonly isCertain: boolean;
}

/**
 * Works out the files that the builds put on an index.
 *
 * @param facts what the wheels are bound to, for all builds or by the features of a build
 */
export function expectedFiles(
  builds: Builds,
  facts: WheelFacts | ((features?: FeatureOptions) => WheelFacts),
): ExpectedFiles {
  const wheels = new Map<string, ExpectedWheel>();
  for (const build of builds.wheels) {
    const own = typeof facts === 'function' ? facts(build.features) : facts;
    const place = placeOf(build, own);
    for (const { interpreter, isOptional } of interpretersOf(build, own)) {
      const wheel: ExpectedWheel = {
        ...place,
        arch: archName(build.arch),
        ...(interpreter !== undefined && { interpreter }),
        ...((isOptional || build.isOptional === true) && { isOptional: true }),
        ...(build.job !== undefined && { job: build.job }),
      };
      // Two jobs that build the same file give one file.
      const key = [wheel.os, wheel.arch, interpreter ?? ''].join();
      const known = wheels.get(key);
      if (known === undefined || (known.isOptional === true && wheel.isOptional !== true))
        wheels.set(key, wheel);
    }
  }
  return {
    wheels: [...wheels.values()],
    sdist: builds.sdist,
    isCertain: builds.isCertain !== false,
  };
}

/** The workflow's choice wins over pyproject.toml, because maturin's command line does. */
function placeOf(
  build: WheelBuild,
  facts: WheelFacts,
): Pick<ExpectedWheel, 'os' | 'minimum' | 'alternative'> {
  if (build.os !== 'linux' && build.os !== 'musl') return { os: build.os };
  const { manylinux } = build;
  const named = typeof manylinux === 'string' ? [manylinux] : (manylinux ?? []);
  const policies = named.flatMap(text => readPolicy(text) ?? []);
  const musl = build.os === 'musl' || named.some(text => /^musllinux/i.test(text));
  const os = musl ? 'musl' : 'linux';
  const fallback = readPolicy(facts.compatibility ?? '');
  const policy: LinuxPolicy | undefined =
    named.length > 1
      ? undefined
      : (policies[0] ??
        (named.some(text => /^(?:off|linux|pypi)$/i.test(text)) ? undefined : fallback));
  // maturin gives 32-bit ARM with musl the plain tag `linux_armv6l`.
  const isEither =
    build.os === 'musl' &&
    (policies.some(policy => policy.os === 'linux') || archName(build.arch) === 'armv6');
  return {
    os,
    ...(isEither && { alternative: 'linux' }),
    ...(policy?.os === os && !isEither && { minimum: policy.minimum }),
  };
}

interface Bound {
  readonly interpreter: string | undefined;
  readonly isOptional: boolean;
}

function interpretersOf(build: WheelBuild, facts: WheelFacts): Bound[] {
  const certain = (interpreter?: string): Bound => ({ interpreter, isOptional: false });
  const more: Bound[] =
    build.findsMore === true ? [{ interpreter: undefined, isOptional: true }] : [];
  switch (facts.binding) {
    case 'any':
      return [certain('py3')];
    case 'unknown':
      return [certain()];
    case 'extension':
      return build.interpreters === undefined
        ? [certain()]
        : [...build.interpreters.map(certain), ...more];
    case 'abi3': {
      const stable = facts.abi3 === undefined ? 'abi3' : `${facts.abi3}-abi3`;
      const oldest = Number(/^cp3(\d+)$/.exec(facts.abi3 ?? '')?.[1] ?? 0);
      // The stable ABI is CPython's with the GIL (PEP 384, PEP 703); all others are built one by one.
      const own = (build.interpreters ?? []).filter(tag => {
        const minor = /^cp3(\d+)$/.exec(tag)?.[1];
        return minor === undefined || Number(minor) < oldest;
      });
      const shared =
        build.interpreters?.length === own.length && own.length > 0 ? [] : [certain(stable)];
      return [...shared, ...own.map(certain), ...more];
    }
  }
}
