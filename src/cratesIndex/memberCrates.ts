import type { CargoDependency, CargoManifest } from '../manifests/cargo/cargoManifest';
import { CargoWorkspaces } from '../manifests/cargo/cargoWorkspaces';
import type { ManifestIndex } from '../manifests/scan/manifestIndex';
import { isTable, type KeyPath } from '../manifests/toml';

/** A crate of the repository, as far as it matters to publishing. */
export interface MemberCrate {
  readonly name: string;
  readonly manifest: CargoManifest;
  /** Absolute folder of the root of its workspace, or its own. */
  readonly workspace: string;
  /** Whether it moves with the package that is released. */
  readonly isMoving: boolean;
  /**
   * The registries that `publish` in Cargo.toml names; undefined for any, empty where the crate is never published
   * (Cargo reference, "The publish field").
   */
  readonly registries: readonly string[] | undefined;
  readonly dependencies: readonly MemberDependency[];
  /** What crates.io requires and Cargo.toml does not have. */
  readonly lacks: readonly ('description' | 'license')[];
}

/** A dependency that a published crate has, or that keeps it from being published. */
export interface MemberDependency {
  readonly crate: string;
  readonly key: KeyPath;
  readonly isInRepository: boolean;
  /** Whether `[patch]` of the workspace takes it from somewhere else than its registry. */
  readonly isPatched: boolean;
  /** False for a path or a git repository alone: `cargo publish` refuses it, except for tests. */
  readonly hasRequirement: boolean;
  /** `[dev-dependencies]`: without a requirement, cargo leaves it out of what it publishes. */
  readonly isForTests: boolean;
}

/** Every crate of a repository. @param moving names of the crates that move with the package */
export function memberCrates(
  index: Pick<ManifestIndex, 'files' | 'get'>,
  moving: readonly string[],
): readonly MemberCrate[] {
  const manifests = index.files.flatMap(file => {
    const found = index.get(file);
    return found?.kind === 'cargo' ? [found.cargo] : [];
  });
  const workspaces = new CargoWorkspaces(manifests);
  return manifests.flatMap(manifest => {
    const { package: own } = manifest;
    if (own === undefined) return [];
    const root = workspaces.rootOf(manifest);
    return [
      {
        name: own.name,
        manifest,
        workspace: (root ?? manifest).dir,
        isMoving: moving.includes(own.name),
        registries: own.version.kind === 'missing' ? [] : registriesOf(manifest, root),
        dependencies: manifest.dependencies.flatMap(dependency =>
          memberDependency(dependency, root, workspaces),
        ),
        lacks: lacksOf(manifest, root),
      },
    ];
  });
}

/** The members that can be published to a registry, those that others depend on first. */
export function publishable(members: readonly MemberCrate[]): readonly MemberCrate[] {
  return inOrder(
    members.filter(
      ({ isMoving, registries }) => isMoving && (registries === undefined || registries.length > 0),
    ),
  );
}

/**
 * Crates in the order in which they can be published: each after those that it depends on. Where tests depend on each
 * other in a circle, the other dependencies decide.
 */
export function inOrder(crates: readonly MemberCrate[]): readonly MemberCrate[] {
  const byName = new Map(crates.map(crate => [crate.name, crate]));
  const done = new Set<MemberCrate>();
  const open = new Set<MemberCrate>();
  const visit = (crate: MemberCrate) => {
    if (done.has(crate) || open.has(crate)) return;
    open.add(crate);
    for (const { crate: name, hasRequirement, isForTests } of [...crate.dependencies].sort(
      (a, b) => Number(a.isForTests) - Number(b.isForTests),
    )) {
      const other = isForTests && !hasRequirement ? undefined : byName.get(name);
      if (other !== undefined) visit(other);
    }
    open.delete(crate);
    done.add(crate);
  };
  for (const crate of [...crates].sort((a, b) => (a.name < b.name ? -1 : 1))) visit(crate);
  return [...done];
}

function registriesOf(
  { toml }: CargoManifest,
  root: CargoManifest | undefined,
): readonly string[] | undefined {
  const own = toml.value(['package', 'publish']);
  const isInherited = isTable(own) && own['workspace'] === true;
  const value = isInherited ? root?.toml.value(['workspace', 'package', 'publish']) : own;
  if (value === false) return [];
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : undefined;
}

function lacksOf({ toml }: CargoManifest, root: CargoManifest | undefined): MemberCrate['lacks'] {
  const has = (...keys: readonly string[]) =>
    keys.some(key => {
      const own = toml.value(['package', key]);
      const isInherited = isTable(own) && own['workspace'] === true;
      const value = isInherited ? root?.toml.value(['workspace', 'package', key]) : own;
      return typeof value === 'string' && value.trim() !== '';
    });
  return [
    ...(has('description') ? [] : (['description'] as const)),
    ...(has('license', 'license-file') ? [] : (['license'] as const)),
  ];
}

function memberDependency(
  dependency: CargoDependency,
  root: CargoManifest | undefined,
  workspaces: CargoWorkspaces,
): MemberDependency[] {
  const { key, inherited } = dependency;
  if (key[0] === 'workspace' || key[0] === 'patch' || key[0] === 'replace') return [];
  const shared = inherited
    ? root?.dependencies.find(
        other =>
          other.key.length === 3 && other.key[0] === 'workspace' && other.key[2] === key.at(-1),
      )
    : undefined;
  const from = shared ?? dependency;
  const member = from.dir === undefined ? undefined : workspaces.at(from.dir);
  return [
    {
      crate: member?.package?.name ?? from.crate,
      key,
      isInRepository: member?.package !== undefined,
      isPatched:
        root?.dependencies.some(other => other.key[0] === 'patch' && other.crate === from.crate) ===
        true,
      hasRequirement: from.requirement !== undefined || (inherited && shared === undefined),
      isForTests: key.some(part => part === 'dev-dependencies' || part === 'dev_dependencies'),
    },
  ];
}
