import * as path from 'node:path';
import { positionsIn, positionAt, type Span } from '../../base/text';
import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';
import type { CargoManifest } from '../cargo/cargoManifest';
import { textOf } from '../manifest';
import type { PackageBuilder } from '../plan/packageBuilder';
import { findVersionLiterals, readSetupPackages, VERSION_MODULES } from './dunderVersion';
import type { PyProject } from './pyproject';
import * as l10n from '@vscode/l10n';
import { isHalfBump } from '../../versions/order';

/** `__version__` in the project's own Python modules, and the tuple of numbers beside it. */
export function findModuleSites(
  builder: PackageBuilder,
  pyproject: PyProject,
  crate: CargoManifest | undefined,
): void {
  const { repository } = builder;
  const setup =
    pyproject.origin?.kind === 'setup'
      ? textOf(repository.get(path.join(pyproject.dir, 'setup.py')))
      : undefined;
  const files = [
    ...pyproject.modulePaths(crate?.toml.string(['lib', 'name'])),
    ...(setup === undefined ? [] : readSetupPackages(setup)).map(name =>
      path.resolve(pyproject.dir, name),
    ),
  ].flatMap(module => [`${module}.py`, ...VERSION_MODULES.map(name => path.join(module, name))]);
  for (const file of new Set(files)) {
    const module = repository.get(file);
    if (module?.kind === 'broken') builder.report(module.problem);
    const text = textOf(module);
    if (text === undefined || repository.isIgnored(file)) continue;
    for (const { text: version, span, form, isNested } of findVersionLiterals(text)) {
      const written = readVersion(version, 'pep440');
      // "unknown" and the like never become a version.
      if (written.problem !== undefined) continue;
      if (form === 'tuple') {
        if (!hasNumbersOf(builder, version)) continue;
      } else if (isNested && written.key !== mainVersion(builder)?.key) {
        // A branch of a condition, such as the version that is shown without metadata.
        continue;
      } else if (!movesAlong(builder, file, text, span, written)) continue;
      builder.add(
        { kind: 'dunder', file, span, crates: [], ...(form && { form }) },
        positionsIn(text),
        version,
        'pep440',
      );
    }
  }
}

/** Whether a tuple holds the numbers of the package's version; any other tuple is about something else. */
function hasNumbersOf(builder: PackageBuilder, numbers: string): boolean {
  const main = mainVersion(builder);
  return main !== undefined && /^[\d.]+\d/.exec(main.pep440 ?? '')?.[0] === numbers;
}

/** Whether a `__version__` moves with the package; asks where it is neither the package's version nor near it. */
function movesAlong(
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
      reason: l10n.t('__version__ is {0}, and the package is at {1}.', written.text, main.text),
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
