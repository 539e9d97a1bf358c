import { archName, type Os, readPolicy } from './wheelName';

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
  /** In any world's name: `x86_64`, `x64`, `aarch64`, `arm64`, `universal2` … */
  readonly arch: string;
  /**
   * Wheel tags of the interpreters, such as `cp312`, `cp313t`, `pp311`. Absent where they are known to the runner alone,
   * as with `--find-interpreter`.
   */
  readonly interpreters?: readonly string[];
  /** As the workflow writes it: `auto`, `2014`, `2_28`, `musllinux_1_2`, `off`. */
  readonly manylinux?: string;
  /** Name of the job, for people. */
  readonly job?: string;
}

/** What decides, beside the workflow, which wheels a project has. */
export interface WheelFacts {
  /**
   * What the wheels are bound to.
   * - `extension`: each interpreter has a wheel of its own
   * - `abi3`: one wheel for the interpreter named in `abi3` and all later ones (PEP 384); free-threaded and PyPy
   *   interpreters have wheels of their own
   * - `any`: no interpreter at all (`py3-none`), as with binaries, cffi and uniffi
   */
  readonly binding: 'extension' | 'abi3' | 'any';
  /** The oldest interpreter of an abi3 wheel, such as `cp38`; absent where it is the one that builds. */
  readonly abi3?: string;
  /** `[tool.maturin] compatibility`, such as `manylinux_2_28`. */
  readonly compatibility?: string;
}

/** One wheel that an index should serve, or several where only the runner knows which. */
export interface ExpectedWheel {
  readonly os: Os;
  /** As Rust names it. */
  readonly arch: string;
  /** `cp312`, `cp38-abi3`, `py3`; absent for "one or more, of whichever interpreters the runner has". */
  readonly interpreter?: string;
  /** The oldest glibc or musl that it should run on, where that was chosen. */
  readonly minimum?: readonly [major: number, minor: number];
  readonly job?: string;
}

export interface ExpectedFiles {
  readonly wheels: readonly ExpectedWheel[];
  readonly sdist: boolean;
  /** Whether these are known to be all files, and the only ones. */
  readonly isCertain: boolean;
}

/** Works out the files that the builds put on an index. */
export function expectedFiles(builds: Builds, facts: WheelFacts): ExpectedFiles {
  const wheels = new Map<string, ExpectedWheel>();
  for (const build of builds.wheels) {
    const policy = policyOf(build, facts);
    const os =
      policy?.os ??
      (build.os === 'linux' && build.manylinux?.startsWith('musllinux') === true
        ? 'musl'
        : build.os);
    for (const interpreter of interpretersOf(build, facts)) {
      const wheel: ExpectedWheel = {
        os,
        arch: archName(build.arch),
        ...(interpreter !== undefined && { interpreter }),
        ...(policy !== undefined && { minimum: policy.minimum }),
        ...(build.job !== undefined && { job: build.job }),
      };
      // Two jobs that build the same file give one file.
      const key = [wheel.os, wheel.arch, interpreter ?? ''].join();
      if (!wheels.has(key)) wheels.set(key, wheel);
    }
  }
  return {
    wheels: [...wheels.values()],
    sdist: builds.sdist,
    isCertain: builds.isCertain !== false,
  };
}

/** The workflow's choice wins over pyproject.toml, because maturin's command line does. */
function policyOf(build: WheelBuild, facts: WheelFacts): ReturnType<typeof readPolicy> {
  if (build.os !== 'linux' && build.os !== 'musl') return undefined;
  const policy = readPolicy(build.manylinux ?? '');
  if (policy !== undefined) return { ...policy, os: build.os === 'musl' ? 'musl' : policy.os };
  if (build.manylinux === 'off') return undefined;
  const fallback = readPolicy(facts.compatibility ?? '');
  return fallback?.os === build.os ? fallback : undefined;
}

function interpretersOf(build: WheelBuild, facts: WheelFacts): (string | undefined)[] {
  switch (facts.binding) {
    case 'any':
      return ['py3'];
    case 'extension':
      return build.interpreters === undefined ? [undefined] : [...build.interpreters];
    case 'abi3': {
      const stable = facts.abi3 === undefined ? undefined : `${facts.abi3}-abi3`;
      // The stable ABI is CPython's with the GIL (PEP 384, PEP 703); all others are built one by one.
      const own = (build.interpreters ?? []).filter(tag => !/^cp3\d*$/.test(tag));
      const shared =
        build.interpreters?.length === own.length && own.length > 0 ? [] : [stable ?? 'abi3'];
      return [...shared, ...own];
    }
  }
}
