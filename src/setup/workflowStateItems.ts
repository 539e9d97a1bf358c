import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Workflow } from '../github/workflows/workflow';
import { pageOnGitHub } from './gitHubItems';
import type { SetupFacts } from './setupFacts';
import type { SetupItem } from './setupItem';

/** Whether GitHub runs the workflow at all. */
export function workflowStateItems(
  workflow: Workflow,
  { remote, settings }: SetupFacts,
): readonly SetupItem[] {
  if (
    remote.kind !== 'gitHub' ||
    settings.state !== 'seen' ||
    settings.value.workflows.state !== 'seen'
  )
    return [];
  const {
    workflows: { value: states },
    defaultBranch,
  } = settings.value;
  const file = path.posix.basename(workflow.path);
  const state = states.get(workflow.path);
  const item = {
    id: `state#${workflow.path}`,
    group: 'workflow',
    title: l10n.t('On GitHub'),
    place: { file: workflow.path, start: { line: 0, column: 0 } },
  } as const;
  const actions = [
    { kind: 'open', page: pageOnGitHub(remote.address, `actions/workflows/${file}`) },
  ] as const;
  switch (state) {
    case 'active':
      return [{ ...item, state: 'ok', detail: l10n.t('{0} is active', file), actions }];
    case undefined:
      return [
        {
          ...item,
          state: 'warning',
          detail: l10n.t('GitHub does not know {0} yet', file),
          advice: l10n.t(
            'Commit it and push it to {0}: before that it cannot be started by hand, and releases of commits without it start nothing.',
            defaultBranch,
          ),
        },
      ];
    case 'disabled_manually':
      return [
        {
          ...item,
          state: 'problem',
          detail: l10n.t('{0} is turned off', file),
          advice: l10n.t('It was disabled on GitHub. Enable it there.'),
          actions,
        },
      ];
    case 'disabled_inactivity':
      return [
        {
          ...item,
          state: 'problem',
          detail: l10n.t('{0} is turned off', file),
          advice: l10n.t(
            'GitHub turned it off because the repository was quiet for long. Enable it there.',
          ),
          actions,
        },
      ];
    case 'disabled_fork':
      return [
        {
          ...item,
          state: 'problem',
          detail: l10n.t('{0} is turned off', file),
          advice: l10n.t('GitHub runs no workflows of a fork until you allow it. Enable it there.'),
          actions,
        },
      ];
    default:
      return [{ ...item, state: 'warning', detail: l10n.t('{0}: {1}', file, state), actions }];
  }
}
