import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Artifacts that jobs pass to each other. */
export const ARTIFACT_RULES: readonly Rule[] = [
  {
    id: 'runner.artifactConflict',
    pattern: /an artifact with this name already exists on the workflow run/,
    cause: () =>
      l10n.t(
        'Two jobs upload an artifact of the same name, which actions/upload-artifact refuses since version 4.',
      ),
    advice: () =>
      l10n.t(
        'Put the matrix values into the name, such as wheels-linux-${{ matrix.target }}, and download them with "pattern" and "merge-multiple".',
      ),
    action: 'openWorkflow',
    source: 'https://github.com/actions/upload-artifact/blob/main/docs/MIGRATION.md',
  },
  {
    id: 'runner.artifactMissing',
    pattern:
      /Unable to download artifact\(s\): (?:Artifact not found(?: for name: ?(\S{1,120}))?|[^\n]{0,200}not found)|Unable to find an artifact with the name: ?(\S{0,120})|No files were found with the provided path: ([^\n]+?)\. No artifacts will be uploaded/,
    cause: ([, missing = '', other = '', path = '']) => {
      const name = missing || other;
      return path === ''
        ? name === ''
          ? l10n.t('The job downloads an artifact that no job of this run has uploaded.')
          : l10n.t(
              'The job downloads the artifact {0}, which no job of this run has uploaded.',
              name,
            )
        : l10n.t('There was nothing to upload at {0}: the build put its files elsewhere.', path);
    },
    advice: () =>
      l10n.t(
        'Compare the names and paths of upload and download in the workflow; artifacts of a re-run keep those of the jobs that succeeded.',
      ),
    action: 'openWorkflow',
    source: 'https://github.com/actions/download-artifact#readme',
  },
  {
    id: 'runner.artifactName',
    pattern:
      /[Tt]he (?:artifact name|path for one of the files in artifact) is not valid: ([^\n]{1,200}?)\. Contains the following character: {1,2}([^\n]{1,40})|Artifact name is not valid: ([^\n]{1,120}?)\.? (?:It cannot contain|Contains)/,
    cause: ([, name = '', character = '', other = '']) =>
      character === ''
        ? l10n.t('The artifact name {0} has a character that artifacts do not allow.', other)
        : l10n.t('{0} has a character that artifacts do not allow: {1}', name, character),
    advice: () =>
      l10n.t(
        'Replace the characters / : " < > | * ? and \\ in the name, for example those of matrix values.',
      ),
    action: 'openWorkflow',
    source: 'https://github.com/actions/upload-artifact#readme',
  },
  {
    id: 'runner.artifactServer',
    pattern:
      /(?:artifact v2\.0\.0\+|upload-artifact@v4\+)[^\n]{0,80}not currently supported on GHES|Unable to get the ACTIONS_(?:RUNTIME_TOKEN|RESULTS_URL|RUNTIME_URL) env variable/,
    cause: () =>
      l10n.t('This server or runner does not offer the artifact service of this version.'),
    advice: () =>
      l10n.t(
        'Use version 3 of upload-artifact and download-artifact there. Outside GitHub (act) start an artifact server.',
      ),
    action: 'openWorkflow',
    source: 'https://github.com/actions/upload-artifact#readme',
  },
];
