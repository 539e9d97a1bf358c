/** What decides, beside the workflow, which wheels a project has. */
export interface WheelFacts {
  /**
   * What the wheels are bound to.
   * - `extension`: each interpreter has a wheel of its own
   * - `abi3`: one wheel for the interpreter named in `abi3` and all later ones (PEP 384); free-threaded and PyPy
   *   interpreters have wheels of their own
   * - `any`: no interpreter at all (`py3-none`), as with binaries, cffi and uniffi
   * - `unknown`: a setup.py, a build script or a feature of another crate decides
   */
  readonly binding: 'extension' | 'abi3' | 'any' | 'unknown';
  /** The oldest interpreter of an abi3 wheel, such as `cp38`; absent where it is the one that builds. */
  readonly abi3?: string;
  /** `[tool.maturin] compatibility`, such as `manylinux_2_28`. */
  readonly compatibility?: string;
}

/** The options of a build that choose features. */
export interface FeatureOptions {
  readonly names?: readonly string[];
  readonly noDefault?: boolean;
  readonly all?: boolean;
}

/** What a project's manifests say of its wheels. */
export interface ProjectFacts {
  /**
   * Features under which the extension module is built: those of the pyo3 dependency in Cargo.toml, and `features` of
   * `[tool.maturin]`, such as `extension-module`, `abi3-py38` or `pyo3/abi3-py38`.
   */
  readonly features: readonly string[];
  /** The features of a build with options of its own; undefined where a condition decides. */
  readonly featuresWith?: (options: FeatureOptions) => readonly string[] | undefined;
  /** `[tool.maturin] bindings`, where it is set. */
  readonly bindings?: string;
  /** `[tool.maturin] compatibility`, where it is set. */
  readonly compatibility?: string;
  /** Whether the crate depends on pyo3 or pyo3-ffi. */
  readonly usesPyo3: boolean;
  /** False where what the wheels are bound to can't be read. */
  readonly isRead?: boolean;
}

/** What the wheels are bound to (maturin user guide, "Bindings"; PyO3 user guide, "Py_LIMITED_API/abi3"). */
export function wheelFacts(
  { features, featuresWith, bindings, compatibility, usesPyo3, isRead = true }: ProjectFacts,
  options?: FeatureOptions,
): WheelFacts {
  const rest = compatibility === undefined ? {} : { compatibility };
  if (!isRead) return { binding: 'unknown', ...rest };
  const isPyo3 = bindings === undefined ? usesPyo3 : /^pyo3(?:-ffi)?$/.test(bindings);
  // Binaries, cffi and uniffi have wheels that any Python 3 takes.
  if (!isPyo3) return { binding: 'any', ...rest };
  const on = featuresWith === undefined ? features : featuresWith(options ?? {});
  if (on === undefined) return { binding: 'unknown', ...rest };
  const stable = on.flatMap(feature => {
    const [found, minor] = /^(?:[\w-]+\??\/)?abi3(?:-py3(\d+))?$/.exec(feature) ?? [];
    return found === undefined ? [] : [{ feature, minor }];
  });
  // A feature of another crate may turn on one of pyo3; `abi3t` (PEP 803) has tags that differ between versions of maturin.
  const isOpen = on.some(
    feature =>
      feature.includes('abi3t') ||
      (feature.includes('/') && !/^pyo3(?:-ffi)?\??\//.test(feature) && feature.includes('abi3')),
  );
  if (isOpen) return { binding: 'unknown', ...rest };
  if (stable.length === 0) return { binding: 'extension', ...rest };
  // Features add up, and PyO3 takes the oldest Python of those that are on.
  const minors = stable.flatMap(({ minor }) => (minor === undefined ? [] : [Number(minor)]));
  return {
    binding: 'abi3',
    ...(minors.length > 0 && { abi3: `cp3${Math.min(...minors)}` }),
    ...rest,
  };
}
