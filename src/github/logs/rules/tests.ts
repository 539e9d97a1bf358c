import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Tests that fail. They come late: a module that can't be imported makes tests fail too. */
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
    id: 'tests.cargo',
    pattern: /\ntest result: FAILED\. \d{1,6} passed; (\d{1,6}) failed/,
    cause: ([, count = '']) => l10n.t('Tests of cargo fail: {0}.', count),
    advice: () => l10n.t('Run "cargo test" here, fix them, and commit.'),
    isAboutFiles: true,
    source: 'https://doc.rust-lang.org/cargo/commands/cargo-test.html',
  },
];
