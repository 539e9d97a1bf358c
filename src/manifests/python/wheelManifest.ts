import type { CargoManifest } from '../cargo/cargoManifest';
import { CargoWorkspaces } from '../cargo/cargoWorkspaces';
import type { Package } from '../package';
import type { ManifestIndex } from '../scan/manifestIndex';
import { isTable, type KeyPath, type TomlDocument } from '../toml';

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
  const turnedOn = [
    ...toml.strings(['tool', 'maturin', 'features']),
    ...(noDefaults(toml) ? [] : ['default']),
  ];
  const [bindings, compatibility] = ['bindings', 'compatibility'].map(name =>
    toml.string(['tool', 'maturin', name]),
  );
  return {
    dirs: crate === undefined ? [dir] : [...new Set([dir, crate.dir])],
    features: [
      ...new Set([...pyo3.flatMap(({ features }) => features), ...expanded(turnedOn, crate)]),
    ],
    usesPyo3: pyo3.length > 0,
    ...(bindings !== undefined && { bindings }),
    ...(compatibility !== undefined && { compatibility }),
  };
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
