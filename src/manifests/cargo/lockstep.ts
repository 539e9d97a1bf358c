import * as l10n from '@vscode/l10n';
import { isDistinctive, isInitial, isTelling } from '../../versions/order';
import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';
import type { PackageBuilder } from '../plan/packageBuilder';
import { exactPin } from '../python/dunderVersion';
import type { PyProject } from '../python/pyproject';
import { findProjectSites } from '../python/pythonSites';
import type { Part } from '../plan/tagSeries';
import { isAside, isVendored, nameOf, partOf } from '../scan/repositoryFiles';
import type { KeyPath, TomlDocument } from '../toml';
import type { CargoManifest } from './cargoManifest';
import { addCrate, addWorkspace } from './cargoSites';

/** A crate, a workspace or a Python project that holds the version of the package without being tied to it. */
interface Candidate {
  readonly name: string;
  readonly part: Part;
  readonly toml: TomlDocument;
  readonly key: KeyPath;
  /** Whether the package is built from it or depends on it, or the other way round. */
  readonly isRelated: boolean;
  /** Whether it is outside of examples and tests, and may be published. */
  readonly isReleased: boolean;
  add(): void;
  /** A tag of its own series that released it. */
  readonly tag?: string;
}

/**
 * Finds what moves together with the package although nothing in Cargo or Python says so: crates and projects that hold
 * the same version. An equal version that is particular is taken for a group, an equal 0.1.0 is asked about, and so is
 * what was released by tags of its own.
 *
 * Answers: `lockstep` = `all` or `none`, and for single manifests `with:<path>` = `together` or `separate`.
 */
export function findLockstep(builder: PackageBuilder, crate: CargoManifest | undefined): void {
  joinBuilt(builder);
  const versions = new Map(
    builder.sites
      .filter(({ written }) => written.problem === undefined)
      .map(({ written }) => [written.key, written]),
  );
  const { tagSeries } = builder.repository;
  const main = [...builder.projects][0] ?? crate;
  const part = main && partOf(builder.repository, main, crate);
  const open: Candidate[] = [];
  for (const candidate of candidates(builder, crate, new Set(versions.keys()))) {
    const { toml } = candidate;
    if (isVendored(builder.repository.relative(toml.file))) continue;
    const said =
      builder.settings.answers.get(`with:${builder.repository.relative(toml.file)}`) ??
      builder.settings.answers.get('lockstep');
    const held = keyOf(candidate);
    const equal = held === undefined ? undefined : versions.get(held);
    const tag = equal && part && tagSeries.tagApart(part, candidate.part, equal);
    if (said === 'together' || (said === 'all' && tag !== undefined)) candidate.add();
    else if (equal === undefined || said === 'separate' || said === 'none') continue;
    else if (tag !== undefined) open.push({ ...candidate, tag });
    else if (
      isDistinctive(equal) ||
      (candidate.isRelated &&
        (said === 'all' ||
          isTelling(equal) ||
          (part && tagSeries.follows(part, equal)) === true)) ||
      (said === 'all' && isOpen(candidate, equal))
    )
      candidate.add();
    else if (isOpen(candidate, equal)) open.push(candidate);
  }
  ask(builder, open);
  joinBuilt(builder);
}

/** Whether an equal version has to be asked about. The one that every package begins with says nothing by itself. */
function isOpen({ isRelated, isReleased }: Candidate, equal: WrittenVersion): boolean {
  return isRelated || (isReleased && !isInitial(equal));
}

function ask(builder: PackageBuilder, open: readonly Candidate[]): void {
  const [first] = open;
  // Whether the files decide at all comes first.
  if (first === undefined || builder.questions.some(({ id }) => id === 'source')) return;
  const { file } = first.toml;
  builder.ask({
    id: 'lockstep',
    file,
    start: first.toml.positionAt(first.toml.span(first.key)?.start ?? 0),
    reason: l10n.t(
      'The same version, which is no proof of one group, is also in: {0}.',
      open
        .map(({ name, toml, tag }) => {
          const file = builder.repository.relative(toml.file);
          return tag === undefined ? `${name} (${file})` : `${name} (${file}, ${tag})`;
        })
        .join(', '),
    ),
    options: [
      { value: 'all', label: l10n.t('All of these move with the package') },
      { value: 'none', label: l10n.t('They have versions of their own: leave them') },
    ],
  });
}

/** Projects whose crate moves and whose own version is the same one: they would be torn apart otherwise. */
function joinBuilt(builder: PackageBuilder): void {
  const { pyprojects, workspaces } = builder.repository;
  const keys = new Set(builder.sites.map(({ written }) => written.key));
  for (const project of pyprojects) {
    if (builder.projects.has(project) || project.builder === 'other') continue;
    const crate = project.crateDirs
      .map(dir => workspaces.at(dir))
      .find(found => found?.package !== undefined);
    if (crate === undefined || !builder.crates.has(crate)) continue;
    const own = ownVersion(project);
    if (own === undefined ? project.origin?.kind === 'cargo' : keys.has(own.key))
      findProjectSites(builder, project, crate);
  }
}

function* candidates(
  builder: PackageBuilder,
  crate: CargoManifest | undefined,
  keys: ReadonlySet<string>,
): Generator<Candidate> {
  const { cargo, workspaces, pyprojects, relative } = builder.repository;
  const isReleased = ({ file }: TomlDocument) => !isAside(relative(file));
  const reached = new Set(crate === undefined ? [] : workspaces.reachedFrom(crate));
  // Crates that are built into wheels are released without being published.
  const built = new Set(
    pyprojects
      .filter(({ builder }) => builder !== 'other')
      .map(({ crateDirs }) => crateDirs.map(dir => workspaces.at(dir)).find(found => found)),
  );
  // The crate that the package is built from is asked about by itself.
  const own = crate?.package?.version.kind === 'inherited' ? workspaces.rootOf(crate) : crate;
  for (const other of cargo) {
    const { toml } = other;
    if (
      other !== crate &&
      other.package?.version.kind === 'literal' &&
      !builder.crates.has(other)
    ) {
      // Cargo refuses to publish the crate, so its version is no one's requirement.
      const isPublished = toml.value(['package', 'publish']) !== false;
      const isRelated = reached.has(other) && isPublished;
      yield {
        name: nameOf(other),
        part: partOf(builder.repository, other),
        toml,
        key: ['package', 'version'],
        isRelated,
        isReleased: (isPublished || built.has(other) || isCdylib(other)) && isReleased(toml),
        add: () => addCrate(builder, other),
      };
    }
    if (
      other !== own &&
      other.workspace?.version !== undefined &&
      !builder.sites.some(({ kind, file }) => kind === 'workspace' && file === toml.file)
    ) {
      const isRelated = workspaces.members(other).some(member => reached.has(member));
      yield {
        name: 'workspace',
        part: { ...partOf(builder.repository, other), names: ['workspace'] },
        toml,
        key: ['workspace', 'package', 'version'],
        isRelated,
        isReleased: isReleased(toml),
        add: () => addWorkspace(builder, other),
      };
    }
  }
  const moving = new Set([...builder.projects].map(({ normalizedName }) => normalizedName));
  for (const other of pyprojects) {
    if (builder.projects.has(other) || !other.isProject || ownVersion(other) === undefined)
      continue;
    const pins = [...other.requirements()].some(
      ({ name, text, isPoetry }) =>
        moving.has(name) && keys.has(exactPin(text, isPoetry)?.written.key ?? ''),
    );
    const key =
      other.toml.string(['project', 'version']) === undefined
        ? ['tool', 'poetry', 'version']
        : ['project', 'version'];
    yield {
      name: other.name ?? '',
      part: partOf(builder.repository, other),
      toml: other.toml,
      key,
      isRelated: pins,
      isReleased: isReleased(other.toml),
      add: () => findProjectSites(builder, other, undefined),
    };
  }
}

/** A library for other languages is released in their packages, which may be made without a pyproject.toml. */
function isCdylib({ toml }: CargoManifest): boolean {
  return ['crate-type', 'crate_type'].some(key => toml.strings(['lib', key]).includes('cdylib'));
}

function keyOf({ toml, key }: Candidate): string | undefined {
  const text = toml.string(key);
  return text === undefined
    ? undefined
    : readVersion(text, key[0] === 'project' || key[0] === 'tool' ? 'pep440' : 'semver').key;
}

function ownVersion({ toml }: PyProject): WrittenVersion | undefined {
  const text = toml.string(['project', 'version']) ?? toml.string(['tool', 'poetry', 'version']);
  return text === undefined ? undefined : readVersion(text, 'pep440');
}
