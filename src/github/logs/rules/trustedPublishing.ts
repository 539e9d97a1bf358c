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
      /(?:OpenID Connect token retrieval failed(?!:[^\n]*code=5)|Unable to get ACTIONS_ID_TOKEN_REQUEST_URL|ACTIONS_ID_TOKEN_REQUEST_(?:TOKEN|URL)[^\n]{0,80}(?:not set|unset|missing)|missing or insufficient OIDC token permissions|environment variable was unset)/,
    cause: () =>
      l10n.t(
        'The job may not ask GitHub for an identity token, so it cannot prove to PyPI who it is.',
      ),
    advice: () =>
      l10n.t(
        'Give the job "permissions: id-token: write" in the workflow; or, where it is to upload with a token, set the secret: it is empty.',
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
