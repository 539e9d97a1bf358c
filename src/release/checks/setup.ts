import * as l10n from '@vscode/l10n';
import type { Check } from '../check';

/**
 * Whether what publishes the release has what it needs: secrets, environments that let the tag in. It warns and never
 * blocks, because a sign-in does not see everything.
 */
export const setup: Check = async ({ setup: ask }) =>
  ask === undefined
    ? []
    : (await ask()).map(verdict => ({ id: 'setup', title: l10n.t('Setup'), ...verdict }));
