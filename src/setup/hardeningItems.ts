import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Position } from '../github/workflows/yaml';
import type { Workflow, WorkflowStep } from '../github/workflows/workflow';
import type { SetupItem } from './setupItem';

/**
 * What would make a publishing workflow harder to misuse: the advice that the generated workflow follows (GitHub docs,
 * "Security hardening for GitHub Actions"). Information, as a release works without.
 */
export function hardeningItems(workflow: Workflow): readonly SetupItem[] {
  const steps = workflow.jobs.flatMap(job => job.steps);
  const children = [
    advice(
      workflow,
      'pins',
      l10n.t('Pins'),
      l10n.t('Name actions by commit: a tag or branch can be moved to other code.'),
      steps.find(isUnpinned)?.start,
    ),
    advice(
      workflow,
      'credentials',
      l10n.t('Credentials'),
      l10n.t('Add "persist-credentials: false" to checkout: other steps can read the token.'),
      steps.find(keepsCredentials)?.start,
    ),
    advice(
      workflow,
      'cache',
      l10n.t('Cache'),
      l10n.t('Build without a cache what is published: other runs can write to the cache.'),
      steps.find(usesCache)?.start,
    ),
    advice(
      workflow,
      'permissions',
      l10n.t('Permissions'),
      l10n.t('Add "permissions: {}" to the workflow, and to each job what it needs.'),
      workflow.permissions === undefined &&
        workflow.jobs.some(({ permissions }) => permissions === undefined)
        ? { line: 0, column: 0 }
        : undefined,
    ),
    advice(
      workflow,
      'concurrency',
      l10n.t('Concurrency'),
      l10n.t('Add "concurrency": two runs for one tag upload the same files.'),
      workflow.hasConcurrency ? undefined : { line: 0, column: 0 },
    ),
  ].flatMap(item => item ?? []);
  if (children.length === 0) return [];
  return [
    {
      id: `hardening#${workflow.path}`,
      group: 'workflow',
      state: 'info',
      title: l10n.t('Hardening of {0}', path.posix.basename(workflow.path)),
      detail: children.map(({ title }) => title).join(', '),
      children,
    },
  ];
}

function advice(
  { path: file }: Workflow,
  id: string,
  title: string,
  detail: string,
  start: Position | undefined,
): SetupItem | undefined {
  return (
    start && {
      id: `hardening#${file}#${id}`,
      group: 'workflow',
      state: 'info',
      title,
      detail,
      place: { file, start },
    }
  );
}

function isUnpinned({ uses }: WorkflowStep): boolean {
  return uses !== undefined && !/^[.$]\/|@[0-9a-f]{40}$|@sha256:/.test(uses);
}

function keepsCredentials({ uses, with: inputs }: WorkflowStep): boolean {
  return (
    /^actions\/checkout@/i.test(uses ?? '') && inputs['persist-credentials']?.toString() !== 'false'
  );
}

function usesCache({ uses, with: inputs }: WorkflowStep): boolean {
  return (
    /^(?:actions\/cache|swatinem\/rust-cache|mozilla-actions\/sccache-action)(?:@|\/restore@)/i.test(
      uses ?? '',
    ) || (inputs['sccache'] ?? 'false') !== 'false'
  );
}
