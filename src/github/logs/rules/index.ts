import type { Rule } from '../rule';
import { ENVIRONMENT_RULES } from './environment';
import { MATURIN_RULES } from './maturin';
import { NETWORK_RULES } from './network';
import { PERMISSION_RULES } from './permissions';
import { PLATFORM_RULES } from './platforms';
import { PYPI_RULES } from './pypi';
import { PYTHON_RULES } from './python';
import { RUNNER_RULES } from './runner';
import { RUST_RULES } from './rust';
import { TRUSTED_PUBLISHING_RULES } from './trustedPublishing';

/**
 * All rules, the most telling first: a full disk or a lost connection makes every tool fail in its own words, a build
 * script that refuses a Python version makes cargo and maturin fail, and so on down to "could not compile".
 */
export const RULES: readonly Rule[] = [
  ...ENVIRONMENT_RULES,
  ...RUNNER_RULES,
  ...TRUSTED_PUBLISHING_RULES,
  ...PYPI_RULES,
  ...PERMISSION_RULES,
  ...PLATFORM_RULES,
  ...PYTHON_RULES,
  ...MATURIN_RULES,
  ...RUST_RULES,
  ...NETWORK_RULES,
];
