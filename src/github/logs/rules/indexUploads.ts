import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const HELP = 'https://pypi.org/help/';

/** Uploads that an index refuses for the account, the address or the files, and answers that give no reason. */
export const INDEX_UPLOAD_RULES: readonly Rule[] = [
  {
    id: 'pypi.account',
    pattern:
      /does\s+not\s+have\s+a\s+verified\s+(?:primary\s+)?email\s+address|does\s+not\s+have\s+two-factor\s+authentication\s+enabled|must\s+enable\s+two\s+factor\s+authentication|(?:Two[- ]factor|2FA)\s+authentication\s+(?:must\s+be\s+enabled|is\s+required)|enable 2FA/i,
    cause: () =>
      l10n.t('The account on PyPI lacks a verified e-mail address or two-factor authentication.'),
    advice: () => l10n.t('Complete the account on PyPI, then upload again.'),
    isAboutFiles: true,
    action: 'verifyOnIndex',
    source: `${HELP}#twofa`,
  },
  {
    id: 'pypi.attestation',
    pattern:
      /Invalid attestations? supplied during upload:? ?([^\n<]{0,120})|[Aa]ttestations?[^\n]{0,60}(?:Verification failed|could not be verified|is malformed)/,
    cause: ([, reason = '']) =>
      reason === ''
        ? l10n.t('PyPI does not accept the attestation of a file.')
        : l10n.t('PyPI does not accept the attestation of a file: {0}', reason),
    advice: () =>
      l10n.t(
        'Update the publish action, do not change files after they are signed, or set "attestations: false".',
      ),
    here: () => l10n.t('Upload without attestations; they need trusted publishing.'),
    action: 'openWorkflow',
    source: 'https://docs.pypi.org/attestations/',
  },
  {
    id: 'pypi.projectLocked',
    pattern:
      /[Pp]roject [\w.-]{1,100} has been (archived|quarantined|locked)|[Pp]roject (?:is|was) (archived|quarantined)[^\n]{0,60}upload|admin[- ]locked/,
    cause: ([, marked = '', was = '']) => {
      const state = marked || was;
      return state === ''
        ? l10n.t('The project on PyPI takes no uploads.')
        : l10n.t('The project on PyPI is {0} and takes no uploads.', state);
    },
    advice: () => l10n.t('Open the settings of the project on PyPI.'),
    action: 'verifyOnIndex',
    source: 'https://docs.pypi.org/project-management/archival/',
  },
  {
    id: 'upload.pypirc',
    pattern:
      /Missing '([^'\n]{1,60})' section from (?:the configuration file )?(\S{1,120}?)\.?(?:\n|$)|Failed to get registry (\S{1,80}) in \.pypirc/,
    cause: ([, name = '', file = '', registry = '']) =>
      registry === ''
        ? l10n.t('{1} has no section for the index {0}.', name, file)
        : l10n.t('.pypirc has no section for the index {0}.', registry),
    advice: () => l10n.t('Name the index by its address (--repository-url) instead.'),
    here: () => l10n.t('Add the section to .pypirc, or name the index by its address.'),
    action: 'openWorkflow',
    source: 'https://packaging.python.org/en/latest/specifications/pypirc/',
  },
  {
    id: 'upload.differs',
    pattern: /Local file and index file do not match for (\S{1,160}?)\.? Local/,
    cause: ([, file = '']) =>
      l10n.t('The index has another file of the name {0}: the build is not the same.', file),
    advice: () => l10n.t('Release the next version. Files on the index never change.'),
    isAboutFiles: true,
    action: 'verifyOnIndex',
    source: 'https://docs.astral.sh/uv/guides/package/',
  },
  {
    id: 'upload.mixedCredentials',
    pattern:
      /A username and a password are not allowed when using trusted publishing|(?:a username|a password|the keyring) (?:was|is) (?:also )?(?:set|provided)[^\n]{0,60}trusted publishing/i,
    cause: () => l10n.t('The upload has a password or token beside trusted publishing.'),
    advice: () =>
      l10n.t('Remove the user name and the password from the step, or trusted publishing.'),
    action: 'openWorkflow',
    source: 'https://docs.astral.sh/uv/guides/package/',
  },
];

/** Answers without a reason. They come after every rule that knows one. */
export const BARE_ANSWER_RULES: readonly Rule[] = [
  {
    id: 'index.reason',
    atEnd: 12,
    pattern:
      /HTTPError: 4\d\d [^\n]{0,60}https?:\/\/\S{1,120}\s{1,20}(?:Bad Request|Forbidden|Conflict)? ?[-:] ?([^\n<]{5,200})/,
    cause: ([, reason = '']) => l10n.t('The index refused a file: {0}', reason),
    advice: () => l10n.t('Correct what the index names, then release the next version.'),
    isAboutFiles: true,
    action: 'verifyOnIndex',
    source: 'https://packaging.python.org/en/latest/specifications/core-metadata/',
  },
  {
    id: 'index.badRequest',
    atEnd: 12,
    pattern:
      /HTTPError: 400 (?:Client Error:? ?)?(?:Bad Request)?[^\n]{0,60}https?:\/\/\S{1,120}|status code 400 Bad Request/,
    cause: () => l10n.t('The index refused a file, and the log does not show its reason.'),
    advice: () =>
      l10n.t(
        'Set "verbose: true" of the publish action. Most often the file exists already, or the metadata or the version is not accepted.',
      ),
    here: () => l10n.t('Upload again with --verbose, which prints the reason.'),
    action: 'verifyOnIndex',
    source: 'https://github.com/pypa/gh-action-pypi-publish#readme',
  },
  {
    id: 'index.forbidden',
    atEnd: 12,
    pattern:
      /HTTPError: 40[13] (?:Client Error:? ?)?(?:Forbidden|Unauthorized)?[^\n]{0,60}https?:\/\/\S{1,120}|status code 40[13] (?:Forbidden|Unauthorized)/,
    cause: () => l10n.t('The index refused the token, and the log does not show its reason.'),
    advice: () =>
      l10n.t(
        'Check that the token belongs to this index and project, and that the user name is "__token__". "verbose: true" prints the reason.',
      ),
    here: () => l10n.t('Check the token and its index. --verbose prints the reason.'),
    action: 'setSecret',
    source: `${HELP}#invalid-auth`,
  },
];
