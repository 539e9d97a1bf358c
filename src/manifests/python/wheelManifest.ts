import type { CargoManifest } from '../cargo/cargoManifest';
import { CargoWorkspaces } from '../cargo/cargoWorkspaces';
import type { Package } from '../package';
import type { ManifestIndex } from '../scan/manifestIndex';
import { isTable, type KeyPath, type TomlDocument, type TomlTable } from '../toml';

/** What the manifests of a package say of its wheels. */
export interface WheelManifest {
  /** Absolute folders of pyproject.toml and of the crate. */
  readonly dirs: readonly string[];
  /** The features of pyo3 in Cargo.toml, and of the crate and pyo3 in pyproject.toml, with all that they turn on. */
  readonly features: readonly string[];
  /** `[tool.maturin] bindings` and `compatibility`, where they are set. */
  readonly bindings?: string;
  readonly compatibility?: string;
  readonly usesPyo3: boolean;
  /** False where what the wheels are bound to can't be read here: the crate or its build backend is another one. */
  readonly isRead: boolean;
  /** Whether its build backend makes one wheel of Python alone, for every system. */
  readonly isPure: boolean;
  /** `[tool.cibuildwheel]`. */
  readonly cibuildwheel: TomlTable;
  /** `[project] requires-python`. */
  readonly requiresPython?: string;
  /**
   * The features of a build with options of its own, which replace those of `[tool.maturin]` (maturin user guide,
   * "Configuration"). Undefined where a condition decides about features.
   */
  featuresWith(options: FeatureOptions): readonly string[] | undefined;
}

/** The options of maturin that choose features, as a command line gives them. */
export interface FeatureOptions {
  readonly names?: readonly string[];
  readonly noDefault?: boolean;
  readonly all?: boolean;
}

/** Reads what decides which wheels a package has; undefined where it has no pyproject.toml. */
export function wheelManifest(
  index: Pick<ManifestIndex, 'files' | 'get'>,
  pkg: Package,
): WheelManifest | undefined {
  const found = index.get(pkg.manifest);
  if (found?.kind !== 'pyproject') return undefined;
  const { toml, dir, crateDirs } = found.pyproject;
  const workspaces = new CargoWorkspaces(
    index.files.flatMap(file => {
      const manifest = index.get(file);
      return manifest?.kind === 'cargo' ? [manifest.cargo] : [];
    }),
  );
  const crate = crateDirs
    .map(folder => workspaces.at(folder))
    .find(manifest => manifest?.package !== undefined);
  const pyo3 = crate === undefined ? [] : pyo3Of(crate, workspaces.rootOf(crate));
  const ofPyo3 = pyo3.flatMap(({ features }) => features);
  const featuresWith = ({ names, noDefault = false, all = false }: FeatureOptions) => {
    const set = toml.value(['tool', 'maturin', 'features']);
    const isConditional = Array.isArray(set) && set.some(item => typeof item !== 'string');
    if (names === undefined && isConditional) return undefined;
    const turnedOn = [
      ...(names ?? toml.strings(['tool', 'maturin', 'features'])),
      ...(noDefault || noDefaults(toml) ? [] : ['default']),
      ...(all || toml.value(['tool', 'maturin', 'all-features']) === true
        ? Object.keys(crate?.toml.table(['features']) ?? {})
        : []),
    ];
    return [...new Set([...ofPyo3, ...expanded(turnedOn, crate)])];
  };
  const [bindings, compatibility] = ['bindings', 'compatibility'].map(name =>
    toml.string(['tool', 'maturin', name]),
  );
  const requiresPython = toml.string(['project', 'requires-python']);
  return {
    dirs: crate === undefined ? [dir] : [...new Set([dir, crate.dir])],
    features: featuresWith({}) ?? ofPyo3,
    featuresWith,
    usesPyo3: pyo3.length > 0,
    isRead:
      toml.string(['build-system', 'build-backend']) === 'maturin' &&
      (bindings !== undefined || pyo3.length > 0 || (crate !== undefined && !isCdylib(crate))),
    isPure: isPure(toml),
    cibuildwheel: toml.table(['tool', 'cibuildwheel']),
    ...(bindings !== undefined && { bindings }),
    ...(compatibility !== undefined && { compatibility }),
    ...(requiresPython !== undefined && { requiresPython }),
  };
}

/** The backends that compile nothing where no hook or script of the project does. */
function isPure(toml: TomlDocument): boolean {
  switch (toml.string(['build-system', 'build-backend']) ?? '') {
    case 'flit_core.buildapi':
    case 'uv_build':
      return true;
    case 'hatchling.build':
      return [
        ['tool', 'hatch', 'build', 'hooks'],
        ['tool', 'hatch', 'build', 'targets', 'wheel', 'hooks'],
      ].every(key => Object.keys(toml.table(key)).length === 0);
    case 'poetry.core.masonry.api':
      return (
        toml.value(['tool', 'poetry', 'build']) === undefined &&
        toml.value(['tool', 'poetry', 'build-script']) === undefined
      );
    default:
      return false;
  }
}

/** A library for other languages, whose bindings may come with a dependency that is not read here. */
function isCdylib({ toml }: CargoManifest): boolean {
  return [...toml.strings(['lib', 'crate-type']), ...toml.strings(['lib', 'crate_type'])].includes(
    'cdylib',
  );
}

function noDefaults(toml: TomlDocument): boolean {
  return toml.value(['tool', 'maturin', 'no-default-features']) === true;
}

/** Every entry of the crate's dependencies on pyo3 or pyo3-ffi; what builds scripts and tests is no part of a wheel. */
function pyo3Of(
  crate: CargoManifest,
  root: CargoManifest | undefined,
): { readonly features: readonly string[] }[] {
  return crate.dependencies.flatMap(({ key, inherited, crate: name }) => {
    const last = key.at(-1) ?? '';
    const original = inherited
      ? root?.dependencies.find(
          ({ key: [a, b, c] }) => a === 'workspace' && b === 'dependencies' && c === last,
        )?.crate
      : name;
    if (
      key.at(-2) !== 'dependencies' ||
      key[0] === 'workspace' ||
      !/^pyo3(?:-ffi)?$/.test(original ?? name)
    )
      return [];
    const shared =
      inherited && root !== undefined
        ? featuresAt(root.toml, ['workspace', 'dependencies', last])
        : [];
    return [{ features: [...shared, ...featuresAt(crate.toml, key)] }];
  });
}

function featuresAt(toml: TomlDocument, key: KeyPath): readonly string[] {
  return isTable(toml.value(key)) ? toml.strings([...key, 'features']) : [];
}

/** Features with all that they turn on (Cargo reference, "Features"). */
function expanded(names: readonly string[], crate: CargoManifest | undefined): string[] {
  const all = new Set(names);
  for (const name of all)
    for (const more of crate?.toml.strings(['features', name]) ?? []) all.add(more);
  return [...all];
}
