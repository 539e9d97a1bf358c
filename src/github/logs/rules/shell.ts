import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const RUN =
  'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsrun';

/** Scripts of steps: their syntax, their variables, and files that they may not write. */
export const SHELL_RULES: readonly Rule[] = [
  {
    id: 'shell.syntax',
    pattern:
      /(?:\.sh|bash|sh): (?:-c: )?line \d{1,5}: (syntax error[^\n]{0,100}|unexpected EOF while looking for matching[^\n]{0,40})|(?:\.sh|sh): \d{1,5}: (?:Syntax error: )([^\n]{1,100})/,
    cause: ([, message = '', other = '']) =>
      l10n.t('The shell cannot read the script: {0}', message || other),
    advice: () => l10n.t('Correct the script of the step. An expression in it may contain quotes.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: RUN,
  },
  {
    id: 'shell.unbound',
    pattern: /line \d{1,5}: (\w{1,80}): unbound variable/,
    cause: ([, name = '']) => l10n.t('The script uses the variable {0}, which is not set.', name),
    advice: () => l10n.t('Set it under "env" of the step. A missing secret is empty, not unset.'),
    here: () => l10n.t('Set the variable, then run the command again.'),
    action: 'openWorkflow',
    source: RUN,
  },
  {
    id: 'shell.source',
    pattern: /sh: (?:\d{1,5}: )?source: not found/,
    cause: () => l10n.t('The script uses "source", which sh does not have.'),
    advice: () => l10n.t('Write ". file" in place of "source file", or set "shell: bash".'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: RUN,
  },
  {
    id: 'workflow.disabledCommand',
    pattern: /The `(set-env|add-path)` command is disabled/,
    cause: ([, name = '']) => l10n.t('GitHub no longer runs the workflow command {0}.', name),
    advice: () =>
      l10n.t('Update the action that prints it, or write to GITHUB_ENV or GITHUB_PATH.'),
    action: 'openWorkflow',
    source:
      'https://github.blog/changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/',
  },
  {
    id: 'system.permission',
    atEnd: 40,
    pattern:
      /(?:failed to (?:open|create|remove|write)[^\n]{0,40}[`'"]([^`'"\n]{1,300})[`'"]\n+(?:\s{0,8}Caused by:\n?)?\s{0,8}Permission denied \(os error 13\))|PermissionError: \[Errno 13\] Permission denied: '([^'\n]{1,300})'|EACCES: permission denied, \w{1,12} '([^'\n]{1,300})'|(?:mkdir|cp|mv|rm|touch|tee): [^\n]{0,40}['‘]([^'’\n]{1,300})['’]: Permission denied/,
    cause: match =>
      l10n.t('The step may not write {0}.', match.slice(1).find(text => text !== '') ?? ''),
    advice: () =>
      l10n.t(
        'A container wrote the folder as root: change its owner (sudo chown -R $USER), or use another folder.',
      ),
    here: () => l10n.t('Change the owner of the folder. A container may have written it as root.'),
    action: 'openWorkflow',
    source:
      'https://docs.github.com/en/actions/how-tos/write-workflows/choose-where-workflows-run/run-jobs-in-a-container',
  },
  {
    id: 'system.brewLink',
    pattern: /The `brew link` step did not complete successfully/,
    cause: () => l10n.t('Homebrew could not link a formula, because its files exist already.'),
    advice: () =>
      l10n.t(
        'Run "brew install" with HOMEBREW_NO_INSTALL_UPGRADE=1, or "brew link --overwrite" after it.',
      ),
    here: () => l10n.t('Run "brew link --overwrite" for the formula.'),
    action: 'openWorkflow',
    source: 'https://docs.brew.sh/Manpage',
  },
];
