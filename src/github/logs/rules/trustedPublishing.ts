import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const TROUBLESHOOTING = 'https://docs.pypi.org/trusted-publishers/troubleshooting/';

/** PyPI's trusted publishing (OpenID Connect). */
export const TRUSTED_PUBLISHING_RULES: readonly Rule[] = [
  {
    id: 'trustedPublishing.claimMissing',
    pattern: /Missing claim '?(\w{1,40})'?/,
    cause: ([, claim = '']) =>
      l10n.t(
        'The identity token lacks the claim {0}: a fault of GitHub or PyPI, not of the publisher.',
        claim,
      ),
    advice: () =>
      l10n.t('Check the status pages of GitHub and PyPI, then run the failed jobs again.'),
    action: 'rerunFailedJobs',
    source: TROUBLESHOOTING,
  },
  {
    id: 'trustedPublishing.reusable',
    pattern:
      /invalid-(?:pending-)?publisher\b[\s\S]{0,1500}`workflow_ref`: `([^`@\n]{1,200})@[^`\n]{1,200}`\n(?:[^\n]{0,300}\n){0,3}?[^\n]{0,10}`job_workflow_ref`: `(?!\1@)([^`@\n]{1,200})@/,
    cause: ([, , called = '']) =>
      l10n.t(
        'The publishing step runs in the reusable workflow {0}, which is not the workflow of the publisher.',
        called,
      ),
    advice: () =>
      l10n.t(
        'Move the publishing job into the workflow that is started: PyPI does not support reusable workflows of another repository.',
      ),
    action: 'openWorkflow',
    source: TROUBLESHOOTING,
  },
  {
    id: 'trustedPublishing.projectExists',
    pattern: /valid token, but project already exists/,
    cause: () => l10n.t('The pending publisher is for a project that exists on PyPI by now.'),
    advice: () => l10n.t('Add the publisher in the settings of the project instead.'),
    action: 'setUpRelease',
    source: 'https://docs.pypi.org/trusted-publishers/adding-a-publisher/',
  },
  {
    id: 'trustedPublishing.tokenUsed',
    pattern: /invalid token: already used/,
    cause: () => l10n.t('The identity token was used before: two steps share one token.'),
    advice: () =>
      l10n.t('Let each upload ask for a token of its own, and run the failed jobs again.'),
    action: 'rerunFailedJobs',
    source: TROUBLESHOOTING,
  },
  {
    id: 'trustedPublishing.otherIndex',
    pattern:
      /audience retrieval failed: repository at (\S{1,120}?) (?:has trusted publishing disabled|does not indicate trusted publishing support)|This environment is not supported for trusted publishing/,
    cause: ([, index = '']) =>
      index === ''
        ? l10n.t('The upload tool found no place where trusted publishing works.')
        : l10n.t('{0} does not offer trusted publishing.', index),
    advice: () =>
      l10n.t('Check "repository-url", or pass a token of that index ("password" of the action).'),
    action: 'openWorkflow',
    source: 'https://github.com/pypa/gh-action-pypi-publish#readme',
  },
  {
    id: 'trustedPublishing.server',
    pattern:
      /Token request failed: the index produced an unexpected\s{1,4}(\d{3})?|Token response error: the index gave us an invalid response|audience retrieval failed: repository at (\S{1,120}) responded with unexpected (5\d\d)|OpenID Connect token retrieval failed:[^\n]{0,200}code=5\d\d/,
    cause: ([, status = '', index = '', other = '']) =>
      status || other
        ? l10n.t(
            'The index had a server error ({0}) when it was asked for a token.',
            status || other,
          )
        : index === ''
          ? l10n.t('A server failed when it was asked for a token.')
          : l10n.t('{0} failed when it was asked for a token.', index),
    advice: () =>
      l10n.t('Check status.python.org and githubstatus.com, then run the failed jobs again.'),
    action: 'rerunFailedJobs',
    source: TROUBLESHOOTING,
  },
  {
    id: 'trustedPublishing.fork',
    pattern: /this action was called from a\s{1,4}pull request on a fork/,
    cause: () =>
      l10n.t('The workflow runs for a pull request of a fork, which gets no identity token.'),
    advice: () => l10n.t('Publish on a tag, a release or a manual start, not on pull requests.'),
    action: 'openWorkflow',
    source: TROUBLESHOOTING,
  },
  {
    id: 'trustedPublishing.noPublisher',
    pattern: /invalid-(pending-)?publisher\b/,
    cause: ([, pending = '']) =>
      pending === ''
        ? l10n.t(
            'PyPI has no trusted publisher that matches this repository, workflow file and environment.',
          )
        : l10n.t(
            'PyPI has no pending publisher that matches this repository, workflow file, environment and project name.',
          ),
    advice: () =>
      l10n.t(
        'Compare owner, repository, file name of the workflow and environment with the publisher on PyPI. A renamed workflow or repository needs a new one.',
      ),
    action: 'setUpRelease',
    source: TROUBLESHOOTING,
  },
  {
    id: 'trustedPublishing.noPermission',
    pattern:
      /(?:OpenID Connect token retrieval failed(?!:[^\n]*code=5)|Unable to get ACTIONS_ID_TOKEN_REQUEST_URL|ACTIONS_ID_TOKEN_REQUEST_(?:TOKEN|URL)[^\n]{0,80}(?:not set|unset|missing)|missing or insufficient OIDC token permissions|Failed to obtain OIDC token: is the `id-token: write` permission missing|No OIDC token discovered|environment variable was unset)/,
    cause: () =>
      l10n.t(
        'The job may not ask GitHub for an identity token, so it cannot prove to PyPI who it is.',
      ),
    advice: () =>
      l10n.t(
        'Give the job "permissions: id-token: write" in the workflow. To upload with a token instead, set the secret that the workflow names: it is empty.',
      ),
    action: 'openWorkflow',
    source: TROUBLESHOOTING,
  },
  {
    id: 'trustedPublishing.refused',
    pattern:
      /Trusted publishing exchange failure(?!:\s+OpenID[^\n]*code=5)|Failed to obtain token for trusted publishing|Token request failed: the (?:server|index)[^\n]*/,
    cause: () => l10n.t('PyPI did not give the job a token for trusted publishing.'),
    advice: () =>
      l10n.t(
        'See the reason in the lines below, and compare the publisher on PyPI with the claims that are printed there.',
      ),
    action: 'setUpRelease',
    source: TROUBLESHOOTING,
  },
];
