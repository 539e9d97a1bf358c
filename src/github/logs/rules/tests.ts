import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Tests and checks that fail. They come late: a module that can't be imported makes tests fail too. */
export const TEST_RULES: readonly Rule[] = [
  {
    id: 'tests.pytest',
    pattern: /(?:^|\n)FAILED ([\w./\\-]{1,200}::\S{1,200})/,
    cause: ([, name = '']) => l10n.t('Tests fail; the first is {0}.', name),
    advice: () => l10n.t('Run this test here, fix it, and commit.'),
    isAboutFiles: true,
    source: 'https://docs.pytest.org/en/stable/how-to/output.html',
  },
  {
    id: 'tests.collection',
    pattern:
      /(?:^|\n)ERROR ([\w./\\-]{1,200}\.py)(?: - ([^\n]{1,200}))?\n|(?:^|\n)E {2,6}(fixture '[^'\n]{1,80}' not found)/,
    cause: ([, file = '', reason = '', fixture = '']) =>
      file === ''
        ? l10n.t('pytest stopped: {0}.', fixture)
        : reason === ''
          ? l10n.t('pytest could not load {0}.', file)
          : l10n.t('pytest could not load {0}: {1}', file, reason),
    advice: () => l10n.t('Run pytest on this file here, fix it, and commit.'),
    isAboutFiles: true,
    source: 'https://docs.pytest.org/en/stable/how-to/output.html',
  },
  {
    id: 'tests.noTests',
    pattern: /(?:^|\n)(?:=+ )?no tests ran in |file or directory not found: (\S{1,200})/,
    cause: ([, file = '']) =>
      file === ''
        ? l10n.t('pytest found no test, which it reports as a failure (exit code 5).')
        : l10n.t('pytest found no file or folder {0}.', file),
    advice: () => l10n.t('Correct the path or the selection of tests in the command.'),
    isAboutFiles: true,
    source: 'https://docs.pytest.org/en/stable/reference/exit-codes.html',
  },
  {
    id: 'tests.unittest',
    pattern:
      /(?:^|\n)(?:FAIL|ERROR): (\w{1,120} \([\w.]{1,200}\))(?:\n[^\n]{0,400}){1,400}?\nFAILED \((?:failures|errors)=\d/,
    cause: ([, name = '']) => l10n.t('Tests fail; the first is {0}.', name),
    advice: () => l10n.t('Run this test here, fix it, and commit.'),
    isAboutFiles: true,
    source: 'https://docs.python.org/3/library/unittest.html',
  },
  {
    id: 'tests.cargo',
    pattern: /\ntest result: FAILED\. \d{1,6} passed; (\d{1,6}) failed/,
    cause: ([, count = '']) => l10n.t('Tests of cargo fail: {0}.', count),
    advice: () => l10n.t('Run "cargo test" here, fix them, and commit.'),
    isAboutFiles: true,
    source: 'https://doc.rust-lang.org/cargo/commands/cargo-test.html',
  },
  {
    id: 'tests.checks',
    pattern:
      /(?:^|\n)Found (\d{1,6} errors?) in \d{1,6} files? \(checked|(?:^|\n)Found (\d{1,6} errors?)\.(?:\n|$)|(\d{1,6} files?) would be reformatted|Required test coverage of (\d{1,3})[\d.]{0,6}% not reached/,
    cause: match =>
      l10n.t('A check of the code fails: {0}.', match.slice(1).find(text => text !== '') ?? ''),
    advice: () => l10n.t('Run the same check here, fix what it names, and commit.'),
    isAboutFiles: true,
    source: 'https://docs.astral.sh/ruff/',
  },
  {
    id: 'python.syntax',
    pattern:
      /File "([^"\n]{1,300}\.py)", line (\d{1,6})\n(?:[^\n]{0,300}\n){1,3}?SyntaxError: ([^\n]{1,120})/,
    cause: ([, file = '', line = '', message = '']) =>
      l10n.t('Python cannot read {0}, line {1}: {2}', file, line, message),
    advice: () => l10n.t('Fix the line, or use a Python that knows this syntax.'),
    isAboutFiles: true,
    source: 'https://docs.python.org/3/tutorial/errors.html',
  },
];
