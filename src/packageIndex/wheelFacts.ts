import type { WheelFacts } from './expectedFiles';

/** What a project's manifests say of its wheels. */
export interface ProjectFacts {
  /**
   * Features under which the extension module is built: those of the pyo3 dependency in Cargo.toml, and `features` of
   * `[tool.maturin]`, such as `extension-module`, `abi3-py38` or `pyo3/abi3-py38`.
   */
  readonly features: readonly string[];
  /** `[tool.maturin] bindings`, where it is set. */
  readonly bindings?: string;
  /** `[tool.maturin] compatibility`, where it is set. */
  readonly compatibility?: string;
  /** Whether the crate depends on pyo3 or pyo3-ffi. */
  readonly usesPyo3: boolean;
}

/** What the wheels are bound to (maturin user guide, "Bindings"; PyO3 user guide, "Py_LIMITED_API/abi3"). */
export function wheelFacts({
  features,
  bindings,
  compatibility,
  usesPyo3,
}: ProjectFacts): WheelFacts {
  const rest = compatibility === undefined ? {} : { compatibility };
  const isPyo3 = bindings === undefined ? usesPyo3 : /^pyo3(?:-ffi)?$/.test(bindings);
  // Binaries, cffi and uniffi have wheels that any Python 3 takes.
  if (!isPyo3) return { binding: 'any', ...rest };
  const stable = features.flatMap(feature => {
    const [found, minor] = /^(?:pyo3(?:-ffi)?\??\/)?abi3(?:-py3(\d+))?$/.exec(feature) ?? [];
    return found === undefined ? [] : [minor];
  });
  if (stable.length === 0) return { binding: 'extension', ...rest };
  // Features add up, and PyO3 takes the oldest Python of those that are on.
  const minors = stable.flatMap(minor => (minor === undefined ? [] : [Number(minor)]));
  return {
    binding: 'abi3',
    ...(minors.length > 0 && { abi3: `cp3${Math.min(...minors)}` }),
    ...rest,
  };
}
