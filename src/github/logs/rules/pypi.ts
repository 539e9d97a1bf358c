import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** What PyPI answers to an upload, as twine, maturin and uv pass it on (warehouse, forklift/legacy.py). */
export const PYPI_RULES: readonly Rule[] = [
  {
    id: 'pypi.readOnly',
    pattern:
      /Read-only mode: Uploads are temporarily disabled|New\s+(?:uploads\s+are|project\s+registration)\s+temporarily\s+disabled/,
    cause: ([found]) =>
      found.includes('registration')
        ? l10n.t('PyPI accepts no new projects for the moment.')
        : l10n.t('PyPI accepts no uploads for the moment.'),
    advice: () => l10n.t('Check status.python.org, then run the failed jobs again.'),
    here: () => l10n.t('Check status.python.org, then upload again.'),
    action: 'rerunFailedJobs',
    source: 'https://status.python.org/',
  },
  {
    id: 'pypi.emptyUser',
    pattern: /The\s+user\s+''\s+(?:isn't|is\s+not)\s+allowed\s+to\s+upload/,
    cause: () => l10n.t('The upload had no user: its credentials are empty or for another index.'),
    advice: () =>
      l10n.t(
        'Set the secret with the token, use "__token__" as user name, and check the repository URL.',
      ),
    here: () =>
      l10n.t('Pass a token with the user name "__token__", and check the repository URL.'),
    action: 'setSecret',
    source: 'https://pypi.org/help/#apitoken',
  },
  {
    id: 'pypi.fileExists',
    pattern:
      /File\s+already\s+exists|This\s+filename\s+has\s+already\s+been\s+used|filename has already been used, use a different version|filename\s+was\s+previously\s+used\s+by\s+a\s+file\s+that\s+has\s+since\s+been\s+deleted/,
    cause: () =>
      l10n.t(
        'A file of this name has been uploaded before. Names cannot be used again, not even after the file was deleted.',
      ),
    advice: () =>
      l10n.t(
        'If the rest of the version is missing, upload it with "skip-existing"; otherwise release the next version.',
      ),
    here: () =>
      l10n.t(
        'If the rest of the version is missing, upload it with --skip-existing; otherwise release the next version.',
      ),
    action: 'verifyOnIndex',
    source: 'https://pypi.org/help/#file-name-reuse',
  },
  {
    id: 'pypi.tokenScope',
    pattern:
      /(?:project-scoped|(OIDC)\s+scoped)\s+token\s+is\s+not\s+valid\s+for\s+project:?\s+'([^'\n]*)'(?:,\s+project-scoped\s+token\s+is\s+not\s+valid)?/,
    cause: ([, oidc = '', project = '']) =>
      oidc === ''
        ? l10n.t('The token belongs to another project than {0}.', project)
        : l10n.t(
            'The trusted publisher that matched belongs to another project than {0}.',
            project,
          ),
    advice: ([, oidc = '']) =>
      oidc === ''
        ? l10n.t('Create a token for this project on PyPI, and put it into the secret.')
        : l10n.t(
            'Add a publisher to this project. Projects of one workflow need an environment each.',
          ),
    here: () => l10n.t('Create a token for this project on PyPI, and use it.'),
    action: 'setSecret',
    source: 'https://pypi.org/help/#apitoken',
  },
  {
    id: 'pypi.notAllowed',
    pattern:
      /The\s+user\s+'([^'\n]*)'\s+(?:isn't|is\s+not)\s+allowed\s+to\s+upload\s+to\s+project\s+'([^'\n]*)'|The\s+given\s+token\s+isn't\s+allowed\s+to\s+upload\s+to\s+project\s+'([^'\n]*)'/,
    cause: ([, user = '', project = '', other = '']) =>
      other === ''
        ? l10n.t(
            '{0} may not upload to {1}: the project or the token belongs to another account.',
            user,
            project,
          )
        : l10n.t('The token may not upload to the project {0}.', other),
    advice: () =>
      l10n.t(
        'Ask an owner of the project to add you, use a token of the right account, or choose another name.',
      ),
    isAboutFiles: true,
    action: 'setSecret',
    source: 'https://pypi.org/help/#project-name',
  },
  {
    id: 'pypi.tokenRefused',
    pattern: /Invalid\s+API\s+Token:\s+([^\n]+)/,
    cause: ([, reason = '']) =>
      l10n.t('PyPI does not accept the token: {0}.', reason.trim().replace(/\.$/, '')),
    advice: () =>
      l10n.t(
        'Create a new token on PyPI, and put it into the secret. TestPyPI has accounts and tokens of its own.',
      ),
    here: () =>
      l10n.t(
        'Create a new token on this index (TestPyPI has its own), and use it with the user name "__token__".',
      ),
    action: 'setSecret',
    source: 'https://pypi.org/help/#invalid-auth',
  },
  {
    id: 'pypi.invalidToken',
    pattern: /Invalid\s+or\s+non-existent\s+authentication\s+information/,
    cause: () =>
      l10n.t(
        'PyPI does not know the token: it is wrong, revoked, empty, or made for another index.',
      ),
    advice: () =>
      l10n.t(
        'Create a token on this index (TestPyPI has its own), and put it into the secret. The user name is "__token__".',
      ),
    here: () =>
      l10n.t(
        'Create a new token on this index (TestPyPI has its own), and use it with the user name "__token__".',
      ),
    action: 'setSecret',
    source: 'https://pypi.org/help/#invalid-auth',
  },
  {
    id: 'pypi.unsupportedTag',
    pattern: /has\s+an\s+unsupported\s+platform\s+tag\s+'([^'\n]*)'/,
    cause: ([, tag = '']) =>
      l10n.t(
        'PyPI does not accept wheels for {0}, because it does not say which systems they run on.',
        tag,
      ),
    advice: () =>
      l10n.t(
        'Build in a manylinux container: set "manylinux" of maturin-action to auto, and "compatibility" in pyproject.toml. Never to "linux" or "off".',
      ),
    here: () =>
      l10n.t(
        'Build with "maturin build --release --zig --compatibility manylinux2014", or let the release workflow build.',
      ),
    action: 'openWorkflow',
    source: 'https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/',
  },
  {
    id: 'pypi.localVersion',
    pattern:
      /(?:(?:use|usage)\s+of\s+local\s+versions|Can't\s+use\s+PEP\s+440\s+local\s+versions|local\s+versions?\s+(?:label\s+)?(?:is|are)\s+not\s+(?:allowed|permitted))/,
    cause: () => l10n.t('PyPI does not accept versions with a local part (after "+").'),
    advice: () => l10n.t('Release a version without it.'),
    isAboutFiles: true,
    action: 'bumpVersion',
    source:
      'https://packaging.python.org/en/latest/specifications/version-specifiers/#local-version-identifiers',
  },
  {
    id: 'pypi.description',
    pattern:
      /The\s+description\s+failed\s+to\s+render|`long_description`\s+has\s+(?:syntax\s+errors|missing)/,
    cause: () => l10n.t('The description of the project (its README) cannot be rendered.'),
    advice: () =>
      l10n.t(
        'Check it with "twine check", and that "readme" in pyproject.toml names the right content type.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://packaging.python.org/en/latest/guides/making-a-pypi-friendly-readme/',
  },
  {
    id: 'pypi.metadata',
    pattern:
      /InvalidDistribution:\s+([^\n]+)|is\s+an\s+invalid\s+value\s+for\s+([\w-]+)|(?:license-file|license-expression)\s+introduced\s+in\s+metadata\s+version/,
    cause: ([, reason = '', field = '']) =>
      field !== ''
        ? l10n.t('PyPI does not accept the metadata field {0}.', field)
        : reason !== ''
          ? l10n.t('The metadata of the distribution is not valid: {0}', reason.trim())
          : l10n.t('The metadata of the distribution is not valid.'),
    advice: () =>
      l10n.t(
        'Correct the field in pyproject.toml, or use a current version of the tool that uploads.',
      ),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://packaging.python.org/en/latest/specifications/core-metadata/',
  },
  {
    id: 'pypi.tooLarge',
    pattern:
      /File\s+too\s+large\.|413\s+(?:Request\s+Entity|Content|Payload)\s+Too\s+Large|Project\s+size\s+too\s+large/,
    cause: () => l10n.t('A file, or the project as a whole, is larger than PyPI allows.'),
    advice: () =>
      l10n.t(
        'Make the wheels smaller (strip symbols), delete old releases, or ask PyPI for a higher limit.',
      ),
    isAboutFiles: true,
    source: 'https://docs.pypi.org/project-management/storage-limits/',
  },
  {
    id: 'pypi.server',
    atEnd: 12,
    pattern:
      /Received "(50[0234]): |HTTPError: (50[0234]) [^\n]{0,60} (?:from|for url:?) \S{0,20}pypi\.org|(?:status code|with status) (50[0234])[^\n]{0,40}(?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time)|Failed to upload the wheel with status (50[0234])/,
    cause: match =>
      l10n.t('PyPI had a server error ({0}).', match.slice(1).find(text => text !== '') ?? ''),
    advice: () =>
      l10n.t(
        'Run the failed jobs again later, with "skip-existing" for the files that were uploaded.',
      ),
    here: () =>
      l10n.t('Upload again later, with --skip-existing for the files that were uploaded.'),
    action: 'rerunFailedJobs',
    source: 'https://status.python.org/',
  },
  {
    id: 'pypi.tooMany',
    pattern:
      /Too\s+many\s+new\s+projects\s+created|429\s+(?:Client\s+Error:\s+)?Too\s+Many\s+Requests/,
    cause: () => l10n.t('PyPI takes no more uploads from here for a while.'),
    advice: () => l10n.t('Wait an hour, then run the failed jobs again.'),
    here: () => l10n.t('Wait an hour, then upload again.'),
    action: 'rerunFailedJobs',
    source: 'https://pypi.org/help/',
  },
];
