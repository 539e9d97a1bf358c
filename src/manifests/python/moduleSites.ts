import * as path from 'node:path';
import { positionsIn, positionAt, type Span } from '../../base/text';
import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';
import type { CargoManifest } from '../cargo/cargoManifest';
import { textOf } from '../manifest';
import type { PackageBuilder } from '../plan/packageBuilder';
import { findDunderVersion, VERSION_MODULES } from './dunderVersion';
import type { PyProject } from './pyproject';
import * as l10n from '@vscode/l10n';
import { isHalfBump } from '../../versions/order';

/** `__version__` in the project's own Python module. */
export function findModuleSites(
  builder: PackageBuilder,
  pyproject: PyProject,
  crate: CargoManifest | undefined,
): void {
  const lib = crate?.toml.string(['lib', 'name']);
  for (const file of pyproject
    .moduleDirs(lib)
    .flatMap(dir => VERSION_MODULES.map(name => path.join(dir, name)))) {
    const module = builder.repository.get(file);
    if (module?.kind === 'broken') builder.report(module.problem);
    const text = textOf(module);
    const found = text === undefined ? undefined : findDunderVersion(text);
    if (text === undefined || found === undefined) continue;
    const written = readVersion(found.text, 'pep440');
    // "unknown" and the like are no versions and never become one.
    if (written.problem !== undefined || !movesAlong(builder, file, text, found.span, written))
      continue;
    builder.add(
      { kind: 'dunder', file, span: found.span, crates: [] },
      positionsIn(text),
      found.text,
      'pep440',
    );
  }
}

export function movesAlong(
  builder: PackageBuilder,
  file: string,
  text: string,
  span: Span,
  written: WrittenVersion,
): boolean {
  const main = mainVersion(builder);
  const id = `module:${builder.repository.relative(file)}`;
  if (builder.settings.answers.get(id) === 'separate') return false;
  if (main === undefined || main.key === written.key || isHalfBump(main, written)) return true;
  return (
    builder.ask({
      id,
      file,
      start: positionAt(text, span.start),
      reason: l10n.t('__version__ says {0} and the package {1}.', written.text, main.text),
      options: togetherOrSeparate(),
    }) !== 'separate'
  );
}

/** The version that the package is known by: the project's own, else the crate's. */
export function mainVersion({ sites }: PackageBuilder): WrittenVersion | undefined {
  return sites.find(({ written }) => written.problem === undefined)?.written;
}

export function togetherOrSeparate(): { value: string; label: string }[] {
  return [
    { value: 'together', label: l10n.t('It moves with the package') },
    { value: 'separate', label: l10n.t('It has a version of its own: leave it') },
  ];
}
