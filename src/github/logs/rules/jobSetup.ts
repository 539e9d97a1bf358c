import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const SYNTAX = 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax';

/** What the runner says when it prepares a job, a step or a container (actions/runner). */
export const JOB_SETUP_RULES: readonly Rule[] = [
  {
    id: 'workflow.containerAction',
    pattern: /Container (?:action is|operations are) only supported on Linux/,
    cause: () =>
      l10n.t('The job uses a container or a container action, which needs a Linux runner.'),
    advice: () =>
      l10n.t('Set "runs-on: ubuntu-latest", and pass files from other systems as artifacts.'),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/concepts/workflows-and-actions/custom-actions',
  },
  {
    id: 'workflow.workingDirectory',
    pattern:
      /An error occurred trying to start process '[^'\n]{1,200}' with working directory '([^'\n]{1,300})'\. (?:No such file or directory|The directory name is invalid|The system cannot find)/,
    cause: ([, folder = '']) => l10n.t('The working directory {0} does not exist.', folder),
    advice: () =>
      l10n.t('Check out the repository first, and correct "working-directory" of the step.'),
    action: 'openWorkflow',
    source: SYNTAX,
  },
  {
    id: 'workflow.expression',
    pattern:
      /The template is not valid\. ([^\n]{3,300})|(Error when evaluating '[^'\n]{1,40}' for [^\n]{1,200})/,
    cause: ([, reason = '', evaluated = '']) =>
      l10n.t('GitHub cannot evaluate an expression of the workflow: {0}', reason || evaluated),
    advice: () =>
      l10n.t(
        'Correct the expression. A value such as fromJSON(…) of an empty output is not valid.',
      ),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/reference/workflows-and-actions/expressions',
  },
  {
    id: 'workflow.container',
    pattern:
      /(?:One or more containers failed to start|Failed to initialize container (\S{1,200})|Docker login for '([^'\n]{1,120})' failed with exit code \d)/,
    cause: ([, image = '', registry = '']) =>
      registry !== ''
        ? l10n.t('The login to {0} failed.', registry)
        : image === ''
          ? l10n.t('A container of the job did not start.')
          : l10n.t('The container {0} of the job did not start.', image),
    advice: () => l10n.t('Look at the docker commands before it, and check image and credentials.'),
    action: 'openWorkflow',
    source: SYNTAX,
  },
  {
    id: 'workflow.actionManifest',
    pattern:
      /Top level 'runs?:' section is required for (\S{1,200})|You are using a (?:Container|JavaScript|composite) [Aa]ction but [^\n]{1,100} in (\S{1,200})|Fail(?:ed)? to load (\S{1,200}action\.ya?ml)/,
    cause: match =>
      l10n.t('The action file {0} is not valid.', match.slice(1).find(text => text !== '') ?? ''),
    advice: () => l10n.t('Correct the file, or use another version of the action.'),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax',
  },
  {
    id: 'runner.actionDownload',
    pattern:
      /Failed to download archive '([^'\n]{1,300})' after \d{1,2} attempts|Failed to (?:download action|resolve action download info)[^\n]{0,200}|An action could not be found at the URI '([^'\n]{1,300})'/,
    cause: ([, archive = '', uri = '']) =>
      uri === ''
        ? archive === ''
          ? l10n.t('The runner could not download an action.')
          : l10n.t('The runner could not download an action from {0}.', archive)
        : l10n.t('No action exists at {0}.', uri),
    advice: () =>
      l10n.t(
        'Run the failed jobs again. If it fails again, check the name and version of the action.',
      ),
    action: 'rerunFailedJobs',
    source: 'https://www.githubstatus.com/',
  },
  {
    id: 'release.needsTag',
    pattern: /GitHub Releases requires a tag/,
    cause: () => l10n.t('The release step ran without a tag: the workflow did not start from one.'),
    advice: () =>
      l10n.t(
        'Run the step on tags only ("if: startsWith(github.ref, \'refs/tags/\')"), or set "tag_name".',
      ),
    action: 'openWorkflow',
    source: 'https://github.com/softprops/action-gh-release#readme',
  },
  {
    id: 'release.noFiles',
    step: /release/i,
    pattern:
      /⚠️ There were unmatched files|(?:🤔|⚠️) {1,2}(?:Pattern )?'?([^'\n]{1,160}?)'? does not (?:match any files|include a valid file)/u,
    cause: ([, pattern = '']) =>
      pattern === ''
        ? l10n.t('The release step found no files for one of its patterns.')
        : l10n.t('The release step found no files for {0}.', pattern),
    advice: () => l10n.t('Compare "files" of the step with where the artifacts are downloaded.'),
    action: 'openWorkflow',
    source: 'https://github.com/softprops/action-gh-release#readme',
  },
];
