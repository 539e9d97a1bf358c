import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const PROJECT_NAME = 'https://pypi.org/help/#project-name';
const CORE_METADATA = 'https://packaging.python.org/en/latest/specifications/core-metadata/';

/** Uploads that PyPI refuses for the project, the release or the account (warehouse, forklift/legacy.py). */
export const INDEX_PROJECT_RULES: readonly Rule[] = [
  {
    id: 'pypi.address',
    pattern:
      /RedirectDetected|UploadToDeprecatedPyPIDetected|InvalidPyPIUploadURL|trying to upload to pypi\.org but have an invalid URL|the expected upload URL is \/legacy\/|POST requests are not supported by the endpoint|(?:405 (?:Method )?Not Allowed|404 Not Found|410 Gone)[^\n]{0,60} from https?:\/\/\S{1,120}|status code 40[45] [^\n]{0,80}|HTTPError: \d{3} [^\n]{0,60} (?:from|for url:) https:\/\/(?:www\.)?pypi\.org\/|HTTPError: (?:404|405|410)[^\n]{0,60}https?:\/\/\S{1,120}/,
    cause: () => l10n.t('The upload went to an address that takes no uploads.'),
    advice: () =>
      l10n.t(
        'Use https://upload.pypi.org/legacy/ or https://test.pypi.org/legacy/, with the slash.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://packaging.python.org/en/latest/guides/using-testpypi/',
  },
  {
    id: 'pypi.pendingPublisher',
    pattern: /Non-user\s+identities\s+cannot\s+create\s+new\s+projects/,
    cause: () =>
      l10n.t('The pending publisher on PyPI names another project than the uploaded file does.'),
    advice: () =>
      l10n.t('Make the project name of the pending publisher and "name" in pyproject.toml agree.'),
    action: 'setUpRelease',
    source: 'https://docs.pypi.org/trusted-publishers/creating-a-project-through-oidc/',
  },
  {
    id: 'pypi.directDependency',
    pattern: /Can't\s+have\s+direct\s+dependency:\s+'?([^'\n]{1,200})/,
    cause: ([, requirement = '']) =>
      l10n.t('PyPI does not accept a dependency with an address: {0}', requirement),
    advice: () =>
      l10n.t('Publish that package, and name a version of it in "dependencies" instead.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source:
      'https://packaging.python.org/en/latest/specifications/version-specifiers/#direct-references',
  },
  {
    id: 'pypi.oldRelease',
    pattern:
      /Uploading\s+new\s+files\s+to\s+releases\s+older\s+than\s+(\d{1,3})\s+days\s+is\s+not\s+allowed/,
    cause: ([, days = '']) =>
      l10n.t('PyPI accepts no new files for a release that is older than {0} days.', days),
    advice: () => l10n.t('Release the next version.'),
    isAboutFiles: true,
    action: 'bumpVersion',
    source: 'https://docs.pypi.org/',
  },
  {
    id: 'pypi.oneSdist',
    pattern: /Only\s+one\s+sdist\s+may\s+be\s+uploaded\s+per\s+release/,
    cause: () => l10n.t('The release on PyPI has a source distribution already.'),
    advice: () =>
      l10n.t('Keep one source distribution in the folder, or release the next version.'),
    isAboutFiles: true,
    action: 'verifyOnIndex',
    source: 'https://peps.python.org/pep-0527/',
  },
  {
    id: 'pypi.digest',
    pattern: /The\s+digest\s+supplied\s+does\s+not\s+match\s+a\s+digest\s+calculated/,
    cause: () => l10n.t('The file changed on its way to PyPI, or while it was uploaded.'),
    advice: () => l10n.t('Run the failed jobs again. Do not build while files are uploaded.'),
    here: () => l10n.t('Upload again, and do not build while files are uploaded.'),
    action: 'rerunFailedJobs',
    source: CORE_METADATA,
  },
  {
    id: 'pypi.password',
    pattern:
      /Username\/Password\s+authentication\s+is\s+no\s+longer\s+supported|[Bb]asic\s+auth(?:entication)?\s+is\s+not\s+(?:allowed|supported)/,
    cause: () => l10n.t('PyPI accepts no passwords, only API tokens and trusted publishing.'),
    advice: () =>
      l10n.t('Use the user name "__token__" with an API token as password, or trusted publishing.'),
    here: () => l10n.t('Use the user name "__token__" with an API token as password.'),
    action: 'setSecret',
    source: 'https://pypi.org/help/#apitoken',
  },
  {
    id: 'pypi.suspended',
    pattern:
      /Your\s+account\s+has\s+been\s+suspended|Organization\s+account\s+owning\s+this\s+project\s+is\s+inactive/,
    cause: ([found]) =>
      found.startsWith('Your')
        ? l10n.t('PyPI suspended the account that uploads.')
        : l10n.t('The organization on PyPI that owns the project is inactive.'),
    advice: () => l10n.t('Write to the support of PyPI.'),
    isAboutFiles: true,
    action: 'verifyOnIndex',
    source: 'https://pypi.org/help/',
  },
  {
    id: 'pypi.deprecatedClassifier',
    pattern: /The\s+classifier\s+'([^'\n]{1,160})'\s+has\s+been\s+deprecated/,
    cause: ([, name = '']) => l10n.t('PyPI no longer accepts the classifier "{0}".', name),
    advice: () => l10n.t('Remove or replace it in "classifiers" of pyproject.toml.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://pypi.org/classifiers/',
  },
  {
    id: 'pypi.licenseTwice',
    pattern: /License\s+is\s+deprecated\s+when\s+License-Expression\s+is\s+present/,
    cause: () => l10n.t('The metadata has both License and License-Expression.'),
    advice: () =>
      l10n.t(
        'Name the license once in pyproject.toml, as license = "MIT" or another SPDX expression.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: CORE_METADATA,
  },
  {
    id: 'pypi.projectUrl',
    pattern:
      /'([^'\n]{1,300})'\s+is\s+not\s+a\s+valid\s+url|'([^'\n]{1,100})'\s+must\s+be\s+32\s+characters\s+or\s+less/,
    cause: ([, address = '', label = '']) =>
      address === ''
        ? l10n.t('The label "{0}" in [project.urls] is longer than 32 characters.', label)
        : l10n.t('PyPI does not accept the address {0}.', address),
    advice: () => l10n.t('Correct it in [project.urls] of pyproject.toml.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://packaging.python.org/en/latest/specifications/well-known-project-urls/',
  },
  {
    id: 'pypi.nameTooSimilar',
    pattern:
      /The\s+name\s+'?([^'\s]+)'?\s+(?:is\s+too\s+similar\s+to\s+an\s+existing\s+project|conflicts\s+with\s+an\s+existing\s+project)/,
    cause: ([, name = '']) =>
      l10n.t(
        'PyPI refuses the name {0}, because it is too similar to that of another project.',
        name,
      ),
    advice: () => l10n.t('Choose another name in pyproject.toml.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: PROJECT_NAME,
  },
  {
    id: 'pypi.nameNotAllowed',
    pattern:
      /The\s+name\s+'?([^'\s]+)'?\s+(?:isn't|is\s+not)\s+allowed|The\s+name\s+'([^'\s]+)'\s+is\s+invalid|is\s+an\s+invalid\s+value\s+for\s+Name/,
    cause: ([, name = '', invalid = '']) =>
      name || invalid
        ? l10n.t('PyPI does not allow the project name {0}.', name || invalid)
        : l10n.t('PyPI does not allow the name of the project.'),
    advice: () => l10n.t('Choose another name in pyproject.toml.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: PROJECT_NAME,
  },
];
