import * as l10n from '@vscode/l10n';
import { isDistinctive } from '../../versions/order';
import { readVersion } from '../../versions/writtenVersion';
import type { PackageBuilder } from '../plan/packageBuilder';
import { exactPin } from '../python/dunderVersion';
import { nameOf } from '../scan/repositoryFiles';
import type { KeyPath, TomlDocument } from '../toml';
import type { RequirementSite } from '../versionSite';
import type { CargoManifest } from './cargoManifest';

/** Every requirement inside the repository on something that moves. */
export function findRequirements(builder: PackageBuilder): void {
  findPathRequirements(builder);
  findRegistryRequirements(builder);
  findReplacements(builder);
  findPythonRequirements(builder);
}

/** Path dependencies are matched by their folder, never by their key. */
function findPathRequirements(builder: PackageBuilder): void {
  const dirs = new Map([...builder.crates].map(crate => [crate.dir, nameOf(crate)]));
  for (const { toml, dependencies } of builder.repository.cargo) {
    for (const { key, dir, requirement } of dependencies) {
      const crate = dir === undefined ? undefined : dirs.get(dir);
      if (crate !== undefined && requirement !== undefined)
        add(builder, 'cargo', toml, [...key, 'version'], crate);
    }
  }
}

/**
 * A requirement on a registry's crate that has the name and the version of one that moves. It may be meant to follow,
 * but the new version is not on the registry before it has been published.
 */
function findRegistryRequirements(builder: PackageBuilder): void {
  const { repository } = builder;
  const versions = new Map(
    [...builder.crates].map(crate => [nameOf(crate), repository.versionOf(crate)]),
  );
  const patched = patchedCrates(builder);
  for (const manifest of repository.cargo) {
    const { toml, dependencies, package: own } = manifest;
    for (const { key, crate, dir, requirement, inherited } of dependencies) {
      const version = versions.get(crate);
      if (
        dir !== undefined ||
        inherited ||
        requirement === undefined ||
        version === undefined ||
        own?.name === crate
      )
        continue;
      // `[patch]` entries and git dependencies hold no version of a registry.
      const table = toml.value(key);
      if (key[0] === 'patch' || (typeof table === 'object' && 'git' in table)) continue;
      const place = typeof table === 'string' ? key : [...key, 'version'];
      if (requirement.replace(/^\s*[=^~]?\s*/, '') !== version) {
        if (patched.get(repository.workspaces.rootOf(manifest) ?? manifest)?.has(crate) === true)
          add(builder, 'patched', toml, place, crate);
        continue;
      }
      if (
        isDistinctive(readVersion(version, 'semver')) &&
        builder.settings.answers.get(`registry:${repository.relative(toml.file)}`) !== 'keep'
      ) {
        add(builder, 'cargo', toml, place, crate);
        continue;
      }
      const start = toml.positionAt(toml.span(place)?.start ?? 0);
      const answer = builder.ask({
        id: `registry:${repository.relative(toml.file)}`,
        file: toml.file,
        start,
        reason: l10n.t(
          '{0} {1} is required from the registry, although the crate is in this repository; the new version is not there before it is published.',
          crate,
          requirement,
        ),
        options: [
          { value: 'move', label: l10n.t('The requirement moves with the crate') },
          { value: 'keep', label: l10n.t('Leave the requirement as it is') },
        ],
      });
      if (answer === 'move') add(builder, 'cargo', toml, place, crate);
    }
  }
}

/** The crates that move and that `[patch]` of a root puts in the place of a registry's. */
function patchedCrates({ repository, crates }: PackageBuilder): Map<CargoManifest, Set<string>> {
  const dirs = new Set([...crates].map(({ dir }) => dir));
  return new Map(
    repository.cargo.map(manifest => [
      manifest,
      new Set(
        manifest.dependencies
          .filter(({ key, dir }) => key[0] === 'patch' && dir !== undefined && dirs.has(dir))
          .map(({ crate }) => crate),
      ),
    ]),
  );
}

/** Keys of `[replace]` that name the version of a crate that moves, or that a crate that moves takes the place of. */
function findReplacements(builder: PackageBuilder): void {
  const { repository } = builder;
  const dirs = new Set([...builder.crates].map(({ dir }) => dir));
  const versions = new Map(
    [...builder.crates].map(crate => [nameOf(crate), repository.versionOf(crate)]),
  );
  for (const { toml, dependencies } of repository.cargo) {
    for (const { key, crate, dir, replaces } of dependencies) {
      if (
        replaces === undefined ||
        (versions.get(crate) !== replaces && (dir === undefined || !dirs.has(dir)))
      )
        continue;
      const spans = toml.keySpans(key);
      for (const { end } of spans) {
        const start = end - replaces.length;
        builder.requirements.push({
          kind: 'replaced',
          file: toml.file,
          span: { start, end },
          start: toml.positionAt(start),
          text: replaces,
          key,
          crate,
        });
      }
      if (spans.length === 0)
        builder.reportAt(
          'error',
          toml,
          key,
          l10n.t('This key is written with escapes, so the version in it cannot be moved.'),
        );
    }
  }
}

function findPythonRequirements(builder: PackageBuilder): void {
  const names = new Set([...builder.projects].map(({ normalizedName }) => normalizedName));
  const keys = new Set(
    builder.sites.filter(({ kind }) => kind !== 'lock').map(({ written }) => written.key),
  );
  if (names.size === 0) return;
  for (const project of builder.repository.pyprojects) {
    for (const { key, name, text, isPoetry } of project.requirements()) {
      if (!names.has(name)) continue;
      const pin = exactPin(text, isPoetry);
      // A pin on another version is meant: it holds something back.
      if (pin !== undefined && keys.has(pin.written.key))
        add(builder, isPoetry ? 'poetry' : 'pin', project.toml, key, name);
      else if (pin === undefined)
        add(builder, isPoetry ? 'poetryRange' : 'range', project.toml, key, name);
    }
  }
}

function add(
  builder: PackageBuilder,
  kind: RequirementSite['kind'],
  toml: TomlDocument,
  key: KeyPath,
  crate: string,
): void {
  const span = toml.span(key);
  const text = toml.string(key);
  if (span === undefined || text === undefined) return;
  builder.requirements.push({
    kind,
    file: toml.file,
    span,
    start: toml.positionAt(span.start),
    text,
    key,
    crate,
  });
}
