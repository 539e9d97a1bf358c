import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Environments of GitHub and what they protect. */
export const ENVIRONMENT_RULES: readonly Rule[] = [
  {
    id: 'environment.branchNotAllowed',
    pattern:
      /(?:Branch|Tag) ["']([^"'\n]{1,200})["'] is not allowed to deploy to (\S{1,100}) due to environment protection rules/,
    cause: ([, ref = '', environment = '']) =>
      l10n.t('The environment {0} does not accept deployments from {1}.', environment, ref),
    advice: () =>
      l10n.t(
        'Allow the tags of releases in the deployment rules of the environment, then run the failed jobs again.',
      ),
    action: 'openEnvironments',
    source:
      'https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#deployment-branches-and-tags',
  },
  {
    id: 'environment.rejected',
    pattern: /The deployment was rejected or didn't satisfy other protection rules/,
    cause: () =>
      l10n.t(
        'A reviewer rejected the deployment, or it does not meet the protection rules of its environment.',
      ),
    advice: () => l10n.t('Ask the reviewers of the environment, then run the failed jobs again.'),
    action: 'rerunFailedJobs',
    source:
      'https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/review-deployments',
  },
];
