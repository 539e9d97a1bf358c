import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const METADATA = 'https://packaging.python.org/en/latest/specifications/core-metadata/';

/** Files that are uploaded: whether they exist, are valid, and are readable for the tools of the upload. */
export const DISTRIBUTION_RULES: readonly Rule[] = [
  {
    id: 'upload.attestationExists',
    pattern: /already has a publish attestation/,
    cause: () =>
      l10n.t(
        'The folder already contains attestations: the publish action ran twice on the same files.',
      ),
    advice: () =>
      l10n.t(
        'Publish to TestPyPI and PyPI in separate jobs, or set "attestations: false" for one of them.',
      ),
    here: () => l10n.t('Delete the .attestation files in the folder, then upload again.'),
    action: 'openWorkflow',
    source: 'https://github.com/pypa/gh-action-pypi-publish#readme',
  },
  {
    id: 'upload.attestationsMissing',
    pattern: /Upload with attestations requested, but (\S{1,160}) has no associated attestations/,
    cause: ([, file = '']) => l10n.t('{0} has no attestation, and the upload asks for one.', file),
    advice: () =>
      l10n.t('Let gh-action-pypi-publish create the attestations, or remove --attestations.'),
    here: () => l10n.t('Remove --attestations.'),
    action: 'openWorkflow',
    source: 'https://docs.pypi.org/attestations/',
  },
  {
    id: 'upload.actionBroken',
    pattern: /look like distributions but are not actually files/,
    cause: () => l10n.t('This is a bug of gh-action-pypi-publish 1.10.0; 1.10.1 fixes it.'),
    advice: () => l10n.t('Use the current version of pypa/gh-action-pypi-publish.'),
    action: 'openWorkflow',
    source: 'https://github.com/pypa/gh-action-pypi-publish/releases',
  },
  {
    id: 'upload.actionWithoutTwine',
    step: /gh-action-pypi-publish/,
    pattern: /twine: (?:command )?not found|No module named '?twine/,
    cause: () =>
      l10n.t('This release of gh-action-pypi-publish is broken: its container lacks twine.'),
    advice: () => l10n.t('Use the current version of pypa/gh-action-pypi-publish.'),
    action: 'openWorkflow',
    source: 'https://github.com/pypa/gh-action-pypi-publish/releases',
  },
  {
    id: 'upload.toolTooOld',
    pattern:
      /Metadata\s+is\s+missing\s+required\s+fields:\s[^\n]{0,400}(?:Metadata-Version|distribution\s+includes)|Invalid distribution metadata\. Try upgrading twine|(?:unsupported|Unknown|unknown) [Mm]etadata[- ][Vv]ersion:? ['"]?(2\.\d)|'?(2\.\d)'? is not a valid metadata version/,
    cause: () =>
      l10n.t('The tool that uploads is too old for the metadata version of the distribution.'),
    advice: () =>
      l10n.t('Update twine and pkginfo, or pypa/gh-action-pypi-publish, to the current version.'),
    command: () => 'python -m pip install --upgrade twine pkginfo packaging',
    action: 'openWorkflow',
    source: METADATA,
  },
  {
    id: 'upload.metadataVersion',
    pattern:
      /((?:license|import|dynamic|provides|requires|project)[\w-]{0,20})\s+introduced\s+in\s+metadata\s+version\s+(2\.\d),\s+not\s+(2\.\d)|malformed field '(license-(?:file|expression))'/,
    cause: ([, field = '', needed = '', has = '', malformed = '']) =>
      malformed === ''
        ? l10n.t(
            'The build backend wrote {0}, a field of metadata {1}, into metadata {2}.',
            field,
            needed,
            has,
          )
        : l10n.t(
            'The upload tool or the build backend is too old for the metadata field {0}.',
            malformed,
          ),
    advice: () =>
      l10n.t(
        'Update the build backend in [build-system] requires (maturin 1.8.2 or newer, setuptools 77 or newer), and the upload tool.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: METADATA,
  },
  {
    id: 'upload.licenseFile',
    pattern: /License-File\s+(\S[^\n]{0,120}?)\s+does\s+not\s+exist\s+in\s+distribution/,
    cause: ([, file = '']) =>
      l10n.t(
        'The metadata names the licence file {0}, but the distribution does not contain it.',
        file,
      ),
    advice: () =>
      l10n.t(
        'Add the file to "include" of [tool.maturin], or correct "license-files" in pyproject.toml.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: METADATA,
  },
  {
    id: 'upload.classifier',
    pattern:
      /Classifier\s+'([^'\n]{1,200})'\s+is\s+not\s+a\s+valid\s+classifier|Invalid value for classifiers\.\s+Error:\s+'([^'\n]{1,200})'/,
    cause: ([, name = '', other = '']) =>
      l10n.t('The classifier "{0}" does not exist on PyPI.', name || other),
    advice: () =>
      l10n.t(
        'Correct "classifiers" in pyproject.toml. "Private ::" keeps PyPI from accepting any upload.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://pypi.org/classifiers/',
  },
  {
    id: 'upload.otherFile',
    pattern:
      /Unknown\s+distribution\s+format:\s+'((?![^'\n]{1,160}\.(?:whl|gz|zip|egg)')[^'\n]{1,160})'/,
    cause: ([, name = '']) =>
      l10n.t('The folder contains {0}, which is a folder or a file that is no distribution.', name),
    advice: () =>
      l10n.t(
        'Download the artifacts with "merge-multiple: true", so all wheels are in one folder, and keep other files out of it.',
      ),
    here: () => l10n.t('Name the files to upload: dist/*.whl and dist/*.tar.gz.'),
    action: 'openWorkflow',
    source: 'https://github.com/actions/download-artifact#readme',
  },
  {
    id: 'upload.fileName',
    pattern:
      /(?:Start filename for|Filename|filename) '?([^\s']{1,160})'? (?:with|should (?:start with|contain|be)|is invalid|does not match|must be normalized)[^\n]{0,80}|Version in filename should be '?([^\s']{1,60})|Unknown\s+distribution\s+format:\s+'([^'\n]{1,120})'|File is neither a wheel nor a source distribution: ['`]([^'`\n]{1,160})['`]|Invalid source distribution filename: (\S{1,160})|Filename is too long: '([^'\n]{1,200})'|Invalid (?:wheel|sdist) filename \([^)\n]{1,80}\): '?([^'\n]{1,160})|Wheel '([^'\n]{1,160})' does not contain the required/,
    cause: match =>
      l10n.t(
        'The file name {0} is not one of a distribution that the index accepts.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t(
        'Keep only the wheels and .tar.gz files of the build in the folder. An old build backend writes names that PyPI no longer accepts: update it.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://packaging.python.org/en/latest/specifications/binary-distribution-format/',
  },
  {
    id: 'upload.invalidFile',
    pattern:
      /Invalid\s+distribution\s+file\.\s+([^<\s][^<\n]{0,160})|((?:ZIP|tar) archive not accepted: [^\n<]{1,160})|Not a known archive format for file: ([^\n]{1,160})|No (?:PKG-INFO|METADATA) in archive or (?:PKG-INFO|METADATA) missing 'Metadata-Version'(?:: ([^\n]{1,160}))?|(Too many top-level members in sdist archive: [^\n]{1,120})|Distribution already exists with a different hash|(?:BadZipFile|zipfile\.BadZipFile): ([^\n]{1,100})/,
    cause: match => {
      const reason = match.slice(1).find(text => text !== '') ?? '';
      return reason === ''
        ? l10n.t('The distribution file is not valid.')
        : l10n.t('The distribution file is not valid: {0}', reason);
    },
    advice: () => l10n.t('Build the file again, and do not repack or rename it after the build.'),
    isAboutFiles: true,
    source: 'https://packaging.python.org/en/latest/specifications/binary-distribution-format/',
  },
  {
    id: 'upload.noFiles',
    pattern:
      /Cannot find file \(or expand pattern\):\s+'?([^'\n]{1,160})|no matches found for `?([^`\n]{1,160})|No files found to publish|No (?:packages|distributions?|dists?) found (?:to|in) ([^\n]{0,120})|It looks like there are no Python distribution packages to publish in the directory '?([^'\n]{0,120})|Pattern '([^'\n]{1,120})' does not match any files|Could not find subject at path (\S{1,160})|failed to read from file `([^`\n]{1,200})`: Is a directory|No such file or directory: '(dist[^'\n]{0,100})'/,
    cause: match => {
      const pattern = match.slice(1).find(text => text !== '') ?? '';
      return pattern === ''
        ? l10n.t('The upload found no distribution files.')
        : l10n.t('The upload found no distribution files at {0}.', pattern.replace(/\.$/, ''));
    },
    advice: () =>
      l10n.t(
        'Compare the path with where the artifacts are downloaded: "merge-multiple: true" puts all files into one folder. Names use underscores.',
      ),
    here: () => l10n.t('Build first, then name the files: dist/*.whl and dist/*.tar.gz.'),
    action: 'openWorkflow',
    source: 'https://github.com/actions/download-artifact#readme',
  },
];
