import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { areFarApart, isHalfBump } from '../../versions/order';
import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';
import type { PackageBuilder } from '../plan/packageBuilder';
import { nameOf, partOf, problemAt } from '../scan/repositoryFiles';
import type { CargoManifest } from './cargoManifest';
import { mainVersion, togetherOrSeparate } from '../python/moduleSites';

/** The version of the crate that builds a package, unless it is counted apart from the Python version on purpose. */
export function findCargoSites(
  builder: PackageBuilder,
  crate: CargoManifest,
  isPython: boolean,
): void {
  const main = mainVersion(builder);
  const text = builder.repository.versionOf(crate);
  // What was once said to be counted apart stays so while the numbers happen to be equal.
  if (isPython && main !== undefined && builder.settings.answers.get('crate') === 'separate')
    return;
  // Cargo reads a missing version as 0.0.0 and does not publish the crate; the project has its own.
  if (isPython && main !== undefined && crate.toml.value(['package', 'version']) === undefined)
    return;
  if (isPython && main !== undefined && text !== undefined) {
    const written = readVersion(text, 'semver');
    if (written.key !== main.key && isCountedApart(builder, crate, main, written)) return;
  }
  addCrate(builder, crate);
}

/**
 * Whether a crate has a version of its own. Versions that are far apart are never the rest of a forgotten bump; the
 * build backend reads the project's.
 */
function isCountedApart(
  builder: PackageBuilder,
  crate: CargoManifest,
  main: WrittenVersion,
  written: WrittenVersion,
): boolean {
  const answer = builder.settings.answers.get('crate');
  const { repository, projects } = builder;
  const [project] = projects;
  const tag =
    project &&
    repository.tagSeries.tagApart(
      partOf(repository, project),
      partOf(repository, crate),
      written,
      main,
    );
  if (answer === undefined && (tag !== undefined || areFarApart(main, written))) {
    builder.reportAt(
      'information',
      crate.toml,
      ['package', 'version'],
      l10n.t(
        'The crate {0} has a version of its own ({1}); the Python project is at {2}.',
        nameOf(crate),
        written.text,
        main.text,
      ),
    );
    return true;
  }
  const said = askForCrate(builder, crate, written.text);
  // Until it is answered, a crate whose version is no half-made bump differs from nothing.
  const isOpen = said === undefined && written.problem === undefined;
  return said === 'separate' || (isOpen && !isHalfBump(main, written));
}

function askForCrate(
  builder: PackageBuilder,
  crate: CargoManifest,
  text: string,
): string | undefined {
  const main = mainVersion(builder);
  const written = readVersion(text, 'semver');
  const { file, start } = problemAt('information', crate.toml, ['package', 'version'], '');
  return builder.ask({
    id: 'crate',
    file,
    start,
    reason: l10n.t(
      'The crate {0} says {1} and the Python project {2}.',
      nameOf(crate),
      text,
      main?.text ?? '',
    ),
    options: togetherOrSeparate(),
    ...(main !== undefined && isHalfBump(main, written) && { unless: [main.key, written.key] }),
  });
}

/** Adds the place that holds the version of a crate, and all crates that have it from there. */
export function addCrate(builder: PackageBuilder, crate: CargoManifest): void {
  const { workspaces } = builder.repository;
  const version = crate.package?.version;
  switch (version?.kind) {
    case 'literal':
      builder.crates.add(crate);
      builder.addToml('crate', crate.toml, ['package', 'version'], 'semver', [nameOf(crate)]);
      return;
    case 'inherited': {
      const root = workspaces.rootOf(crate);
      if (root?.workspace?.version === undefined) reportNoVersion(builder, crate, root);
      else addWorkspace(builder, root);
      return;
    }
    case 'missing':
      if (crate.toml.value(['package', 'version']) === undefined)
        builder.reportAt('error', crate.toml, ['package'], l10n.t('This crate has no version.'));
      else
        builder.reportAt(
          'error',
          crate.toml,
          ['package', 'version'],
          l10n.t('The version has to be a string.'),
        );
      return;
    case undefined:
      return;
  }
}

/** Adds the version of a workspace and the crates that inherit it. */
export function addWorkspace(builder: PackageBuilder, root: CargoManifest): void {
  const crates = builder.repository.workspaces
    .members(root)
    .filter(member => member.package?.version.kind === 'inherited');
  for (const crate of crates) builder.crates.add(crate);
  // A member that cannot be read may inherit the version, too.
  for (const problem of builder.repository.broken) {
    const dir = path.dirname(problem.file);
    if (
      path.basename(problem.file) === 'Cargo.toml' &&
      builder.repository.workspaces.lists(root, dir)
    )
      builder.report(problem);
  }
  builder.addToml(
    'workspace',
    root.toml,
    ['workspace', 'package', 'version'],
    'semver',
    crates.map(nameOf).sort(),
  );
}

/** Crates of one name in one workspace are an error in Cargo, and their lock entries cannot be distinguished. */
export function reportNamesakes(builder: PackageBuilder): void {
  const { workspaces, relative } = builder.repository;
  for (const root of new Set([...builder.crates].map(crate => workspaces.rootOf(crate) ?? crate))) {
    const first = new Map<string, CargoManifest>();
    for (const member of workspaces.members(root)) {
      const other = first.get(nameOf(member)) ?? member;
      first.set(nameOf(member), other);
      if (other === member || ![other, member].some(crate => builder.crates.has(crate))) continue;
      builder.reportAt(
        'error',
        member.toml,
        ['package', 'name'],
        l10n.t(
          'Two crates of this workspace are called {0} ({1}, {2}), which cargo refuses.',
          nameOf(member),
          relative(other.dir) || '.',
          relative(member.dir) || '.',
        ),
      );
    }
  }
}

function reportNoVersion(
  builder: PackageBuilder,
  crate: CargoManifest,
  root: CargoManifest | undefined,
): void {
  const { repository } = builder;
  const broken = repository.broken.find(
    ({ file }) => path.basename(file) === 'Cargo.toml' && crate.dir.startsWith(path.dirname(file)),
  );
  // A root that cannot be read is the reason; what follows from it is not said as well.
  if (root === undefined && broken !== undefined) {
    builder.report(broken);
    return;
  }
  builder.reportAt(
    'error',
    crate.toml,
    ['package', 'version'],
    root === undefined
      ? l10n.t('This version is inherited, and no workspace above contains the crate.')
      : l10n.t(
          'This version is inherited, and {0} has no [workspace.package] version.',
          repository.relative(root.file),
        ),
  );
}
