import * as l10n from '@vscode/l10n';
import type { Build } from '../github/workflows/builds';
import { cellTitle } from '../packageIndex/verdict';
import { archName } from '../base/platforms';
import { workflowBuilds } from '../packageIndex/workflowBuilds';

/** What a workflow builds: `Linux x86_64, aarch64; macOS x86_64; source distribution`. */
export function describeBuilds(builds: readonly Build[]): string {
  const { wheels, sdist, isCertain } = workflowBuilds(builds);
  const architectures = new Map<string, Set<string>>();
  for (const { os, arch } of wheels)
    architectures.set(os, (architectures.get(os) ?? new Set()).add(archName(arch)));
  const systems = [...architectures].map(([os, arches]) =>
    cellTitle({ os, arch: [...arches].join(', ') }),
  );
  return [
    ...systems,
    ...(sdist ? [l10n.t('source distribution')] : []),
    ...(isCertain ? [] : [l10n.t('and what is known only when it runs')]),
  ].join('; ');
}
