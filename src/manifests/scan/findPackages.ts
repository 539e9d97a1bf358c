import * as path from 'node:path';
import { normalizedName } from '../../base/names';
import type { CargoManifest } from '../cargo/cargoManifest';
import { findCargoSites, reportNamesakes } from '../cargo/cargoSites';
import { findLockstep } from '../cargo/lockstep';
import { findRequirements } from '../cargo/requirements';
import type { EngineSettings, PackageSettings } from '../engineSettings';
import { staleLockHashes } from '../locks/lockHashes';
import { findLockSites, findPythonLockSites, staleLockEntries } from '../locks/lockSites';
import type { Manifest } from '../manifest';
import type { Package, Scan } from '../package';
import { findConfirmed } from '../plan/constants';
import { findExtraSites } from '../plan/extraFiles';
import { PackageBuilder } from '../plan/packageBuilder';
import { readVersion } from '../../versions/writtenVersion';
import { exactPin } from '../python/dunderVersion';
import type { PyProject } from '../python/pyproject';
import { findProjectSites } from '../python/pythonSites';
import type { Problem } from '../question';
import { isAside, type Listing, nameOf, RepositoryFiles } from './repositoryFiles';
import { tagDecision } from '../python/tagDecision';
import { findModuleSites } from '../python/moduleSites';

/**
 * Finds the packages of a repository and every place that holds their version.
 *
 * @param get what was read of a file; asking for one that was not read yet makes the caller read it and ask again
 */
export function findPackages(
  root: string,
  listing: Listing,
  settings: EngineSettings,
  get: (file: string) => Manifest | undefined,
): Scan {
  const repository = new RepositoryFiles(root, listing, settings, get);
  const problems = new Map<string, Problem>();
  const report = (problem: Problem) => problems.set(JSON.stringify(problem), problem);
  const isUnreleased = ({ file }: Problem) => isAside(repository.relative(file));
  repository.broken.filter(problem => !isUnreleased(problem)).forEach(report);
  const found = releasedUnits(repository);
  const further = otherUnits(repository, found);
  const isNamed = (unit: Unit) =>
    settingsOf(repository, unitName(repository, unit), manifestOf(repository, unit)).pkg === true;
  const packages = [...found, ...further.filter(isNamed)].flatMap(unit => {
    const found = makePackage(repository, unit);
    found?.problems.forEach(report);
    return found === undefined ? [] : [found.pkg];
  });
  // An entry that is a version site is shown as one that disagrees.
  const shown = new Set(
    packages.flatMap(({ sites }) =>
      sites
        .filter(({ mayLag }) => mayLag !== true)
        .map(({ file, start }) => `${file}:${start.line}`),
    ),
  );
  staleLockEntries(repository)
    .filter(({ file, start }) => !shown.has(`${file}:${start.line}`))
    .forEach(report);
  staleLockHashes(repository).forEach(report);
  // An example that cannot be read keeps no other package from its release, unless a workspace lists it as a member.
  const reported = new Set([...problems.values()].map(({ file }) => file));
  repository.broken
    .filter(problem => isUnreleased(problem) && !reported.has(problem.file))
    .forEach(problem => report({ ...problem, severity: 'warning' }));
  const others = further
    .filter(unit => !isNamed(unit))
    .map(unit => ({ name: unitName(repository, unit), manifest: manifestOf(repository, unit) }));
  return { root, packages, others, problems: [...problems.values()] };
}

interface Unit {
  readonly pyproject?: PyProject;
  readonly crate?: CargoManifest;
}

/**
 * What the repository releases. Projects that are built from a crate come before all others, because repositories also
 * hold pyproject.toml files of tools, examples and development environments.
 */
function releasedUnits(repository: RepositoryFiles): Unit[] {
  const { pyprojects, cargo, workspaces, broken, listing } = repository;
  const projects = pyprojects.filter(project => project.isProject);
  const native = projects
    .filter(({ builder }) => builder !== 'other')
    .map(pyproject => {
      const crate = pyproject.crateDirs
        .map(dir => workspaces.at(dir))
        .find(found => found?.package !== undefined);
      return { pyproject, ...(crate && { crate }) };
    });
  // A project whose crate cannot be found is one only where it is not an example beside projects that have theirs.
  const isExplained = ({ pyproject }: Unit) =>
    pyproject?.crateDirs.some(
      dir =>
        broken.some(({ file }) => path.dirname(file) === dir) ||
        listing.nested.some(nested => dir.startsWith(nested)),
    ) === true;
  const built = native.some(unit => 'crate' in unit)
    ? native.filter(unit => 'crate' in unit || isExplained(unit))
    : native;
  const released: readonly Unit[] =
    built.length === 0
      ? []
      : [...built, ...fronts(repository, projects, built).map(pyproject => ({ pyproject }))];
  const candidates: readonly (readonly Unit[])[] = [
    released,
    projects
      .filter(({ isVirtual, isNamedBySetup }) => !isVirtual && !isNamedBySetup)
      .map(pyproject => ({ pyproject })),
    projects.filter(({ isNamedBySetup }) => isNamedBySetup).map(pyproject => ({ pyproject })),
    cargo.filter(crate => crate.package !== undefined).map(crate => ({ crate })),
    projects.map(pyproject => ({ pyproject })),
  ];
  // A library whose examples alone are built for Python is what its repository releases.
  const outside = candidates.map(units => units.filter(unit => !isUnitAside(repository, unit)));
  const chosen =
    outside.find(units => units.length > 0) ?? candidates.find(units => units.length > 0) ?? [];
  return chosen === outside[0] || chosen === released ? [...chosen] : shallowest(chosen);
}

/** Whether a unit is an example or the like; the folder of a package called `demo` is none. */
function isUnitAside(repository: RepositoryFiles, unit: Unit): boolean {
  const dir = path.dirname(manifestOf(repository, unit));
  const folder = path.basename(dir);
  const isOwn =
    /^(?:demo|sample|guide|tutorial|template)$/i.test(folder) &&
    normalizedName(folder) === normalizedName(unitName(repository, unit));
  return isAside(repository.relative(path.join(isOwn ? path.dirname(dir) : dir, 'manifest')));
}

/**
 * Projects in Python alone that are released with native ones: each pins a native one at the version that both have, as a
 * front package pins its runtimes.
 */
function fronts(
  { versionOf }: RepositoryFiles,
  projects: readonly PyProject[],
  built: readonly Unit[],
): readonly PyProject[] {
  const versions = new Map(
    built.map(({ pyproject, crate }) => {
      const text = pyproject?.toml.string(['project', 'version']) ?? (crate && versionOf(crate));
      return [pyproject?.normalizedName, text && readVersion(text, 'pep440').key];
    }),
  );
  return projects.filter(project => {
    const own = project.toml.string(['project', 'version']);
    if (project.builder !== 'other' || own === undefined) return false;
    const version = readVersion(own, 'pep440').key;
    return [...project.requirements()].some(
      ({ key: [table], name, text, isPoetry }) =>
        table === 'project' &&
        versions.get(name) === version &&
        exactPin(text, isPoetry)?.written.key === version,
    );
  });
}

/** Every further project and crate, which the settings or an argument can name. */
function otherUnits(repository: RepositoryFiles, units: readonly Unit[]): Unit[] {
  const taken = new Set(units.flatMap(({ pyproject, crate }) => [pyproject?.file, crate?.file]));
  return [
    ...repository.pyprojects
      .filter(project => project.isProject && !taken.has(project.file))
      .map(pyproject => {
        const crate =
          pyproject.builder === 'other'
            ? undefined
            : pyproject.crateDirs
                .map(dir => repository.workspaces.at(dir))
                .find(found => found?.package !== undefined);
        return { pyproject, ...(crate && { crate }) };
      }),
    ...repository.cargo
      .filter(crate => crate.package !== undefined && !taken.has(crate.file))
      .map(crate => ({ crate })),
  ];
}

function manifestOf({ root }: RepositoryFiles, { pyproject, crate }: Unit): string {
  return pyproject?.file ?? crate?.file ?? root;
}

function unitName(repository: RepositoryFiles, unit: Unit): string {
  const { pyproject, crate } = unit;
  return (
    pyproject?.name ??
    crate?.package?.name ??
    path.basename(path.dirname(manifestOf(repository, unit)))
  );
}

function makePackage(
  repository: RepositoryFiles,
  { pyproject, crate }: Unit,
): { pkg: Package; problems: readonly Problem[] } | undefined {
  const manifest = manifestOf(repository, {
    ...(pyproject && { pyproject }),
    ...(crate && { crate }),
  });
  const name = pyproject?.name ?? crate?.package?.name ?? path.basename(path.dirname(manifest));
  const settings = settingsOf(repository, name, manifest);
  if (settings.pkg === false) return undefined;

  const builder = new PackageBuilder(repository, settings);
  let tagged: ReturnType<typeof tagDecision>;
  builder.attempt(() => {
    tagged = pyproject && tagDecision(builder, pyproject, crate);
    if (tagged !== undefined) return;
    if (pyproject !== undefined) findProjectSites(builder, pyproject, crate);
    if (crate !== undefined) findCargoSites(builder, crate, pyproject !== undefined);
    builder.isOwn = false;
    findLockstep(builder, crate);
    reportNamesakes(builder);
    for (const project of builder.projects)
      findModuleSites(builder, project, project === pyproject ? crate : undefined);
    findLockSites(builder);
    findPythonLockSites(builder);
    findRequirements(builder);
    findExtraSites(builder, name);
    findConfirmed(builder);
  });
  const { sites, requirements, questions, problems, refusals, crates } = builder;
  return {
    problems,
    pkg: {
      manifest,
      name,
      ...(crate?.package && { crate: crate.package.name }),
      python: pyproject !== undefined,
      sites,
      requirements,
      crates: [...crates].map(nameOf).sort(),
      decidedBy: tagged === undefined ? 'files' : 'tag',
      ...(tagged?.by !== undefined && { taggedBy: tagged.by }),
      ...(settings.tagFormat !== undefined && { tagFormat: settings.tagFormat }),
      questions,
      refusals,
    },
  };
}

function settingsOf(
  { settings, root }: RepositoryFiles,
  name: string,
  manifest: string,
): PackageSettings {
  const found = settings.packages.get(name);
  const isOther = found?.manifest !== undefined && path.resolve(root, found.manifest) !== manifest;
  return found === undefined || isOther ? { answers: new Map() } : found;
}

/** The ones that stand in the folder nearest to the root; of several there, all. */
function shallowest(units: readonly Unit[]): Unit[] {
  const depth = ({ pyproject, crate }: Unit) =>
    (pyproject?.dir ?? crate?.dir ?? '').split(path.sep).length;
  const least = units.reduce((found, unit) => Math.min(found, depth(unit)), Infinity);
  return units.filter(unit => depth(unit) === least);
}
