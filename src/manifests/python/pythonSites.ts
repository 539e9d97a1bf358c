import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { positionAt, positionsIn, type Span } from '../../base/text';
import { isHalfBump } from '../../versions/order';
import { readVersion, type WrittenVersion } from '../../versions/writtenVersion';
import type { CargoManifest } from '../cargo/cargoManifest';
import { textOf } from '../manifest';
import type { PackageBuilder } from '../plan/packageBuilder';
import { problemAt } from '../scan/repositoryFiles';
import {
  findAssignment,
  findDunderVersion,
  readSetupCfg,
  readSetupPy,
  VERSION_MODULES,
} from './dunderVersion';
import type { PyProject } from './pyproject';
import { attribute, tagTool, type VersionPlace } from './versionOrigin';

/**
 * Whether the git tag decides the version of a project, so that no file is edited, and by which tool where one is named.
 * Asks where the files do not tell.
 */
export function tagDecision(
  draft: PackageBuilder,
  pyproject: PyProject,
  crate: CargoManifest | undefined,
): { readonly by?: string } | undefined {
  const { toml, origin } = pyproject;
  if (origin?.kind === 'tag') {
    draft.reportAt(
      'information',
      toml,
      ['project', 'dynamic'],
      l10n.t(
        'The git tag decides the version of this project ({0}): no file is edited.',
        origin.by,
      ),
    );
    return { by: origin.by };
  }
  const deciding =
    pyproject.versionSource === 'builder'
      ? crate && draft.ground.versionOf(crate)
      : toml.string(['project', 'version']);
  const tool = origin === undefined ? undefined : tagTool(toml);
  const isPlaceholder = deciding !== undefined && /^0\.0\.0(?:\D|$)/.test(deciding);
  if (tool === undefined && !isPlaceholder) return undefined;
  const { file, start } = problemAt(
    'information',
    toml,
    tool === undefined ? ['project', 'version'] : ['project', 'dynamic'],
    '',
  );
  const answer = draft.ask({
    id: 'source',
    file,
    start,
    reason:
      tool === undefined
        ? l10n.t(
            '{0} looks like a placeholder that a workflow overwrites from the tag.',
            deciding ?? '',
          )
        : l10n.t(
            'The build takes the version from Cargo.toml ({0}), and the project also configures {1}, which takes it from the git tag.',
            deciding ?? '',
            tool,
          ),
    options: [
      { value: 'files', label: l10n.t('The version in the files is released') },
      { value: 'tag', label: l10n.t('The tag decides: edit no file') },
    ],
  });
  if (answer !== 'tag') return undefined;
  draft.reportAt(
    'information',
    toml,
    ['project'],
    l10n.t(
      'The git tag decides the version of this project ({0}): no file is edited.',
      l10n.t('settings'),
    ),
  );
  return { ...(tool !== undefined && { by: tool }) };
}

/** The places that a project's build backend reads its version from, Cargo.toml excepted. */
export function findProjectSites(
  draft: PackageBuilder,
  pyproject: PyProject,
  crate: CargoManifest | undefined,
): void {
  const { toml, versionSource, origin } = pyproject;
  draft.projects.add(pyproject);
  if (versionSource === 'none') {
    draft.reportAt(
      'error',
      toml,
      ['project'],
      l10n.t(
        'This project has no version: add one, or dynamic = ["version"] to take it from Cargo.toml.',
      ),
    );
  }
  if (versionSource === 'both') {
    draft.reportAt(
      'warning',
      toml,
      ['project', 'version'],
      l10n.t('The version is static and listed as dynamic at once, which PEP 621 forbids.'),
    );
  }
  draft.addToml('project', toml, ['project', 'version'], 'pep440', []);
  draft.addToml('poetry', toml, ['tool', 'poetry', 'version'], 'pep440', []);
  switch (origin?.kind) {
    case 'cargo':
      if (crate === undefined) reportNoCrate(draft, pyproject);
      return;
    case 'place':
      addPlace(draft, pyproject, origin.place);
      return;
    case 'setup':
      addSetup(draft, pyproject, crate);
      return;
    case 'code':
      reportCode(draft, pyproject, origin.by);
      return;
    case 'tag':
    case undefined:
      return;
  }
}

function reportNoCrate(draft: PackageBuilder, { toml, crateDirs }: PyProject): void {
  const nested = crateDirs
    .map(dir => draft.ground.nestedAround(dir))
    .find(dir => dir !== undefined);
  if (nested !== undefined) {
    draft.reportAt(
      'error',
      toml,
      ['tool', 'maturin', 'manifest-path'],
      l10n.t(
        'The crate of this project stands in {0}, a git repository of its own (a submodule): its version is changed and committed there.',
        draft.ground.relative(nested),
      ),
    );
    return;
  }
  draft.reportAt(
    'warning',
    toml,
    ['project'],
    l10n.t(
      'The build backend decides the version of this project, and there is no Cargo.toml that it would take it from.',
    ),
  );
}

/** What has to be run tells its version to nobody who only reads. */
function reportCode(draft: PackageBuilder, { toml, name }: PyProject, by: string): void {
  const isNamed = draft.ground.settings.extraFiles.some(
    extra => extra.package === undefined || extra.package === name,
  );
  draft.reportAt(
    isNamed ? 'information' : 'error',
    toml,
    ['project', 'dynamic'],
    l10n.t(
      'The version of this project is computed ({0}): name the place that holds it in the setting budtiktok.extraFiles.',
      by,
    ),
  );
}

function addPlace(draft: PackageBuilder, pyproject: PyProject, place: VersionPlace): void {
  for (const file of place.files) {
    const manifest = draft.ground.get(file);
    if (manifest?.kind === 'broken') draft.report(manifest.problem);
    const text = textOf(manifest);
    const found = text === undefined ? undefined : readPlace(text, place);
    if (text === undefined || found === undefined) continue;
    const isCargo = path.basename(file) === 'Cargo.toml';
    draft.add(
      { kind: 'place', file, span: found.span, crates: [] },
      positionsIn(text),
      found.text,
      isCargo ? 'semver' : 'pep440',
    );
    return;
  }
  draft.reportAt(
    'error',
    pyproject.toml,
    ['project', 'dynamic'],
    l10n.t(
      'The version is read from {0}, and no version stands there as plain text.',
      place.files.map(draft.ground.relative).join(', '),
    ),
  );
}

function readPlace(text: string, place: VersionPlace): { text: string; span: Span } | undefined {
  switch (place.form) {
    case 'assignment':
      return findAssignment(text, place.name);
    case 'whole': {
      const start = text.search(/[^\s\uFEFF]/);
      const end = text.trimEnd().length;
      return start === -1 || /\s/.test(text.slice(start, end))
        ? undefined
        : { text: text.slice(start, end), span: { start, end } };
    }
    case 'pattern': {
      const [found] = text.matchAll(place.pattern);
      const version = found?.groups?.['version'];
      if (found === undefined || version === undefined) return undefined;
      // A pattern has text around its group; where the version stands in it more than once, that is not certain.
      const at = found[0].indexOf(version);
      if (at !== found[0].lastIndexOf(version)) return undefined;
      return {
        text: version,
        span: { start: found.index + at, end: found.index + at + version.length },
      };
    }
  }
}

function addSetup(
  draft: PackageBuilder,
  pyproject: PyProject,
  crate: CargoManifest | undefined,
): void {
  const { dir, toml } = pyproject;
  for (const [name, read] of [
    ['setup.cfg', readSetupCfg],
    ['setup.py', readSetupPy],
  ] as const) {
    const file = path.join(dir, name);
    const text = textOf(draft.ground.get(file));
    const found = text === undefined ? undefined : read(text);
    if (text === undefined || found === undefined) continue;
    switch (found.kind) {
      case 'literal':
        draft.add(
          { kind: 'setup', file, span: found.span, crates: [] },
          positionsIn(text),
          found.text,
          'pep440',
        );
        return;
      case 'attr': {
        const origin = attribute(dir, ['', 'src', 'python'], found.value);
        if (origin.kind === 'place') addPlace(draft, pyproject, origin.place);
        return;
      }
      case 'file':
        addPlace(draft, pyproject, { form: 'whole', files: [path.resolve(dir, found.value)] });
        return;
      case 'code':
        reportCode(draft, pyproject, name);
        return;
    }
  }
  draft.reportAt(
    crate === undefined ? 'warning' : 'error',
    toml,
    ['project', 'dynamic'],
    l10n.t(
      'The build backend decides the version of this project, and neither setup.cfg nor setup.py holds it.',
    ),
  );
}

/** `__version__` in the project's own Python module. */
export function findModuleSites(
  draft: PackageBuilder,
  pyproject: PyProject,
  crate: CargoManifest | undefined,
): void {
  const lib = crate?.toml.string(['lib', 'name']);
  for (const file of pyproject
    .moduleDirs(lib)
    .flatMap(dir => VERSION_MODULES.map(name => path.join(dir, name)))) {
    const module = draft.ground.get(file);
    if (module?.kind === 'broken') draft.report(module.problem);
    const text = textOf(module);
    const found = text === undefined ? undefined : findDunderVersion(text);
    if (text === undefined || found === undefined) continue;
    const written = readVersion(found.text, 'pep440');
    // "unknown" and the like are no versions and never become one.
    if (written.problem !== undefined || !movesAlong(draft, file, text, found.span, written))
      continue;
    draft.add(
      { kind: 'dunder', file, span: found.span, crates: [] },
      positionsIn(text),
      found.text,
      'pep440',
    );
  }
}

function movesAlong(
  draft: PackageBuilder,
  file: string,
  text: string,
  span: Span,
  written: WrittenVersion,
): boolean {
  const main = mainVersion(draft);
  const id = `module:${draft.ground.relative(file)}`;
  if (draft.settings.answers.get(id) === 'separate') return false;
  if (main === undefined || main.key === written.key || isHalfBump(main, written)) return true;
  return (
    draft.ask({
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
