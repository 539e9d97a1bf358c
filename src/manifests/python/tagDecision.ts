import * as l10n from '@vscode/l10n';
import { isDistinctive } from '../../versions/order';
import { readVersion } from '../../versions/writtenVersion';
import type { CargoManifest } from '../cargo/cargoManifest';
import type { PackageBuilder } from '../plan/packageBuilder';
import { problemAt } from '../scan/repositoryFiles';
import type { PyProject } from './pyproject';
import { tagTool } from './versionOrigin';
import { findVersionWriter } from './versionWriter';

/**
 * Whether the git tag decides the version of a project, and by which tool where one is named. No file is edited then.
 * Asks where the files do not say.
 */
export function tagDecision(
  builder: PackageBuilder,
  pyproject: PyProject,
  crate: CargoManifest | undefined,
): { readonly by?: string } | undefined {
  const { toml, origin } = pyproject;
  if (origin?.kind === 'tag') {
    builder.reportAt(
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
    pyproject.versionSource === 'builder' || pyproject.versionSource === 'none'
      ? crate && builder.repository.versionOf(crate)
      : toml.string(['project', 'version']);
  const tool = origin === undefined ? undefined : tagTool(toml);
  const writer = deciding === undefined ? undefined : findVersionWriter(builder.repository);
  const isPlaceholder =
    deciding !== undefined &&
    (/^(?:0\.0\.0|999+\.|255\.255\.255$)/.test(deciding) ||
      (writer !== undefined &&
        mayBePlaceholder(deciding) &&
        !builder.repository.tagSeries.isNewest(readVersion(deciding, 'pep440'))));
  if (tool === undefined && !isPlaceholder) {
    if (writer?.isSure === true)
      builder.report({
        severity: 'information',
        file: writer.file,
        start: writer.start,
        message: l10n.t(
          'This line writes a version into the manifests of {0} before it builds.',
          pyproject.name ?? '',
        ),
      });
    return undefined;
  }
  const { file, start } = problemAt(
    'information',
    toml,
    tool === undefined ? ['project', 'version'] : ['project', 'dynamic'],
    '',
  );
  const answer = builder.ask({
    id: 'source',
    file,
    start,
    reason:
      tool !== undefined
        ? l10n.t(
            'The build takes the version from Cargo.toml ({0}), and the project also configures {1}, which takes it from the git tag.',
            deciding ?? '',
            tool,
          )
        : writer === undefined
          ? l10n.t(
              '{0} looks like a placeholder that a workflow overwrites from the tag.',
              deciding ?? '',
            )
          : l10n.t(
              '{0} looks like a placeholder: {1}:{2} writes the version of the tag over it.',
              deciding ?? '',
              builder.repository.relative(writer.file),
              writer.start.line + 1,
            ),
    options: [
      { value: 'files', label: l10n.t('The version in the files is released') },
      { value: 'tag', label: l10n.t('The tag decides: edit no file') },
    ],
  });
  if (answer !== 'tag') return undefined;
  builder.reportAt(
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

/** Whether a version that a workflow writes over says nothing: the first one of a package, or a development version. */
function mayBePlaceholder(text: string): boolean {
  return !isDistinctive(readVersion(text, 'pep440')) || /dev\.?0?$/.test(text);
}
