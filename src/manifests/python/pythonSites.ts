import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { positionsIn, type Span } from '../../base/text';
import type { CargoManifest } from '../cargo/cargoManifest';
import { addCrate } from '../cargo/cargoSites';
import { isHalfBump } from '../../versions/order';
import { readVersion } from '../../versions/writtenVersion';
import { textOf } from '../manifest';
import type { PackageBuilder } from '../plan/packageBuilder';
import { matchVersion, type RepositoryPatterns } from '../repositoryPattern';
import { findAssignment, findAssignments, readSetupCfg, readSetupPy } from './dunderVersion';
import type { PyProject } from './pyproject';
import { attribute, type VersionPlace } from './versionOrigin';

/** The places that a project's build backend reads its version from, Cargo.toml excepted. */
export function findProjectSites(
  builder: PackageBuilder,
  pyproject: PyProject,
  crate: CargoManifest | undefined,
): void {
  const { toml, versionSource, origin } = pyproject;
  builder.projects.add(pyproject);
  if (versionSource === 'none') {
    // maturin warns and takes the version from Cargo.toml; PEP 621 asks other backends to refuse.
    builder.reportAt(
      pyproject.builder === 'maturin' && crate !== undefined ? 'warning' : 'error',
      toml,
      ['project'],
      l10n.t(
        'This project has no version: add one, or dynamic = ["version"] to take it from Cargo.toml.',
      ),
    );
  }
  if (versionSource === 'both') {
    builder.reportAt(
      'warning',
      toml,
      ['project', 'version'],
      l10n.t('The version is static and listed as dynamic at once, which PEP 621 forbids.'),
    );
  }
  builder.addToml('project', toml, ['project', 'version'], 'pep440', []);
  if (!isPoetryLeftover(pyproject))
    builder.addToml('poetry', toml, ['tool', 'poetry', 'version'], 'pep440', []);
  switch (origin?.kind) {
    case 'cargo':
      if (crate === undefined) reportNoCrate(builder, pyproject);
      return;
    case 'place':
      addPlace(builder, pyproject, origin.place);
      return;
    case 'setup':
      addSetup(builder, pyproject, crate);
      return;
    case 'code':
      reportCode(builder, pyproject, origin.by);
      return;
    case 'tag':
    case undefined:
      return;
  }
}

/** Whether `[tool.poetry] version` is read by no build, and keeps a number that the project left long ago. */
function isPoetryLeftover({ toml, versionSource }: PyProject): boolean {
  // Poetry builds nothing with package-mode = false, and its table needs a version all the same.
  if (toml.value(['tool', 'poetry', 'package-mode']) === false) return true;
  const [own, poetry] = [
    toml.string(['project', 'version']),
    toml.string(['tool', 'poetry', 'version']) ?? '',
  ];
  if (versionSource !== 'static') return /^0(?:\.0)*$/.test(poetry);
  if (own === undefined) return false;
  const [project, other] = [readVersion(own, 'pep440'), readVersion(poetry, 'pep440')];
  return project.key !== other.key && !isHalfBump(project, other);
}

function reportNoCrate(builder: PackageBuilder, { toml, crateDirs }: PyProject): void {
  const nested = crateDirs
    .map(dir => builder.repository.nestedAround(dir))
    .find(dir => dir !== undefined);
  if (nested !== undefined) {
    builder.reportAt(
      'error',
      toml,
      ['tool', 'maturin', 'manifest-path'],
      l10n.t(
        'The crate of this project is in {0}, a git repository of its own (a submodule): its version is changed and committed there.',
        builder.repository.relative(nested),
      ),
    );
    return;
  }
  builder.reportAt(
    'warning',
    toml,
    ['project'],
    l10n.t(
      'The build backend decides the version of this project, and there is no Cargo.toml that it would take it from.',
    ),
  );
}

/**
 * The version of a project that is computed is not read.
 * @param isFromCrate whether the code reads the Cargo.toml, whose version is a site of its own
 */
function reportCode(
  builder: PackageBuilder,
  { toml, name }: PyProject,
  by: string,
  isFromCrate = false,
): void {
  if (isFromCrate) return;
  const isNamed = builder.repository.settings.extraFiles.some(
    extra => extra.package === undefined || extra.package === name,
  );
  builder.reportAt(
    isNamed ? 'information' : 'error',
    toml,
    ['project', 'dynamic'],
    l10n.t(
      'The version of this project is computed ({0}): name the place that holds it in the setting budtiktok.extraFiles.',
      by,
    ),
  );
}

function addPlace(builder: PackageBuilder, pyproject: PyProject, place: VersionPlace): void {
  for (const file of place.files) {
    const manifest = builder.repository.get(file);
    if (manifest?.kind === 'broken') builder.report(manifest.problem);
    const text = textOf(manifest);
    const found =
      text === undefined ? undefined : readPlace(text, place, builder.repository.patterns);
    if (text === undefined || found === undefined) continue;
    const isCargo = path.basename(file) === 'Cargo.toml';
    builder.add(
      {
        kind: 'place',
        file,
        span: found.span,
        crates: [],
        ...(found.form && { form: found.form }),
      },
      positionsIn(text),
      found.text,
      isCargo ? 'semver' : 'pep440',
    );
    return;
  }
  builder.reportAt(
    'error',
    pyproject.toml,
    ['project', 'dynamic'],
    l10n.t(
      'No version was found in {0}, which the build backend reads. Name the place in the setting budtiktok.extraFiles.',
      place.files.map(builder.repository.relative).join(', '),
    ),
  );
}

interface FoundVersion {
  readonly text: string;
  readonly span: Span;
  readonly form?: 'tuple';
}

function readPlace(
  text: string,
  place: VersionPlace,
  patterns: RepositoryPatterns,
): FoundVersion | undefined {
  switch (place.form) {
    case 'assignment':
      // setuptools joins the numbers of a tuple ("Specifying metadata", attr).
      return (
        findAssignment(text, place.name) ??
        findAssignments(text, place.name).find(({ isNested }) => !isNested)
      );
    case 'whole': {
      const start = text.search(/[^\s\uFEFF]/);
      const end = text.trimEnd().length;
      return start === -1 || /\s/.test(text.slice(start, end))
        ? undefined
        : { text: text.slice(start, end), span: { start, end } };
    }
    case 'pattern':
      // A busy machine must not stop a pattern of this program.
      return place.isForeign === true
        ? patterns.match(place.pattern, text)
        : matchVersion(place.pattern, text);
  }
}

/** The crate whose Cargo.toml a setup.py reads its version from, where its path is written as literals. */
function addFromCargo(
  builder: PackageBuilder,
  pyproject: PyProject,
  name: string,
  crate: CargoManifest | undefined,
  text: string,
): void {
  const read = cargoPaths(text)
    .map(dir => builder.repository.workspaces.at(path.resolve(pyproject.dir, dir)))
    .find(found => found !== undefined);
  if (read !== undefined && read !== crate) addCrate(builder, read);
  reportCode(
    builder,
    pyproject,
    name,
    read !== undefined || (crate !== undefined && text.includes('Cargo.toml')),
  );
}

/** The folders in "../Cargo.toml" and os.path.join(…, "..", "Cargo.toml"). */
function cargoPaths(text: string): string[] {
  return [...text.matchAll(/(["'])([\w./-]{0,200})Cargo\.toml\1/g)].map(
    ({ index, 2: dir = '' }) => {
      const before =
        text
          .slice(Math.max(0, index - 300), index)
          .split('\n')
          .at(-1) ?? '';
      const parts: string[] = [];
      for (const part of before
        .split(',')
        .map(part => part.trim())
        .toReversed()
        .slice(1)) {
        const [, , literal] = /^(["'])([\w.-]+)\1$/.exec(part) ?? [];
        if (literal === undefined) break;
        parts.unshift(literal);
      }
      return path.join(...parts, dir || '.');
    },
  );
}

function addSetup(
  builder: PackageBuilder,
  pyproject: PyProject,
  crate: CargoManifest | undefined,
): void {
  const { dir, toml } = pyproject;
  for (const [name, read] of [
    ['setup.cfg', readSetupCfg],
    ['setup.py', readSetupPy],
  ] as const) {
    const file = path.join(dir, name);
    const text = textOf(builder.repository.get(file));
    const found = text === undefined ? undefined : read(text);
    if (text === undefined || found === undefined) continue;
    switch (found.kind) {
      case 'literal':
        builder.add(
          { kind: 'setup', file, span: found.span, crates: [] },
          positionsIn(text),
          found.text,
          'pep440',
        );
        return;
      case 'attr': {
        const origin = attribute(dir, ['', 'src', 'python'], found.value);
        if (origin.kind === 'place') addPlace(builder, pyproject, origin.place);
        return;
      }
      case 'file':
        addPlace(builder, pyproject, { form: 'whole', files: [path.resolve(dir, found.value)] });
        return;
      case 'code':
        addFromCargo(builder, pyproject, name, crate, text);
        return;
    }
  }
  builder.reportAt(
    crate === undefined ? 'warning' : 'error',
    toml,
    ['project', 'dynamic'],
    l10n.t(
      'The build backend decides the version of this project, and neither setup.cfg nor setup.py holds it.',
    ),
  );
}
