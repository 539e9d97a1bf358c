import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const SYNTAX = 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax';

/** What GitHub and its actions say about the workflow. */
export const WORKFLOW_RULES: readonly Rule[] = [
  {
    id: 'workflow.actionNotAllowed',
    pattern:
      /([\w.-]{1,60}\/[\w./-]{1,80}@\S{1,60}) (?:is|are) not allowed (?:to be used )?in [\w./-]{1,100}|The actions? ([^\n]{1,200}?) (?:is|are) not allowed in/,
    cause: ([, action = '', actions = '']) =>
      l10n.t('The settings of the repository do not allow {0}.', action || actions),
    advice: () =>
      l10n.t('Allow it under Settings → Actions, or pin it as the settings of the owner demand.'),
    action: 'openActionsSettings',
    source:
      'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository',
  },
  {
    id: 'workflow.localAction',
    pattern:
      /Can't find 'action\.yml', 'action\.yaml' or 'Dockerfile' (?:under|for action) '([^'\n]{1,200})'/,
    cause: ([, folder = '']) => l10n.t('No action was found in {0}.', folder),
    advice: () => l10n.t('Check out the repository first, and correct the path of the action.'),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/tutorials/create-actions',
  },
  {
    id: 'workflow.output',
    pattern:
      /Unable to process file command '(\w{1,20})' successfully|Invalid format '([^'\n]{1,100})'/,
    cause: ([, file = '', line = '']) =>
      file === ''
        ? l10n.t('A step wrote a line that GitHub cannot read: {0}', line)
        : l10n.t('A step wrote a line to GITHUB_{0} that GitHub cannot read.', file.toUpperCase()),
    advice: () => l10n.t('Write name=value on one line, or use a delimiter for several lines.'),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands',
  },
  {
    id: 'workflow.inputMissing',
    pattern: /Input required and not supplied: (?!token|password|api[_-]token)([\w-]{1,60})/,
    cause: ([, input = '']) => l10n.t('The action needs the input "{0}", which is empty.', input),
    advice: () => l10n.t('Set it under "with" of the step. A missing secret or output is empty.'),
    action: 'openWorkflow',
    source: SYNTAX,
  },
  {
    id: 'workflow.cacheFile',
    pattern:
      /No file in \S{1,200} matched to \[([^\]\n]{1,200})\]|Some specified paths were not resolved, unable to cache dependencies|Path Validation Error: Path\(s\) specified in the action for caching/,
    cause: ([, files = '']) =>
      files === ''
        ? l10n.t('The step caches dependencies, and found no file or folder for it.')
        : l10n.t('The step caches dependencies, and found none of {0}.', files),
    advice: () => l10n.t('Set "cache-dependency-path", or leave "cache" out.'),
    action: 'openWorkflow',
    source: 'https://github.com/actions/setup-python#caching-packages-dependencies',
  },
  {
    id: 'workflow.rateLimit',
    pattern: /API rate limit exceeded for|You have exceeded a secondary rate limit/,
    cause: () => l10n.t('GitHub limits how often its API is used, and the limit was reached.'),
    advice: () =>
      l10n.t('Pass a token to the step (github-token, GITHUB_TOKEN), or run it again in an hour.'),
    here: () => l10n.t('Sign in (GITHUB_TOKEN), or run the command again in an hour.'),
    action: 'rerunFailedJobs',
    source: 'https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api',
  },
  {
    id: 'permissions.workflowScope',
    pattern: /refusing to allow an? [\w ]{1,40} to create or update workflow/,
    cause: () => l10n.t('The token may not change files in .github/workflows.'),
    advice: () =>
      l10n.t('Push with a token that has the "workflow" scope, or keep workflow files out of it.'),
    here: () => l10n.t('Sign in with the "workflow" scope: gh auth refresh -s workflow.'),
    command: () => 'gh auth refresh -s workflow',
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps',
  },
  {
    id: 'permissions.pullRequests',
    pattern: /GitHub Actions is not permitted to create or approve pull requests/,
    cause: () => l10n.t('The settings do not let workflows create pull requests.'),
    advice: () => l10n.t('Allow it under Settings → Actions → General → Workflow permissions.'),
    action: 'openActionsSettings',
    source:
      'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository',
  },
  {
    id: 'permissions.attestations',
    pattern:
      /Failed to persist attestation: ([^\n]{1,120})|missing "(?:id-token|attestations)" permission|Feature not available for the \S{1,100} organization/,
    cause: ([, reason = '']) =>
      reason === ''
        ? l10n.t('The job may not write attestations.')
        : l10n.t('The job could not store the attestation: {0}', reason),
    advice: () =>
      l10n.t('Give the job "permissions: id-token: write, attestations: write, contents: read".'),
    action: 'openWorkflow',
    source: 'https://github.com/actions/attest-build-provenance#usage',
  },
];
