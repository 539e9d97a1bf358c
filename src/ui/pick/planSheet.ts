import * as vscode from 'vscode';
import { plural } from '../../base/text';
import type { CheckResult } from '../../release/check';
import type { FactReport } from '../../release/engine';
import type { Intent } from '../../release/intent';
import { blockers, isDone, overridable, type ReleasePlan } from '../../release/releasePlan';
import { shownCheck, shownFact } from '../labels';
import { type Choice, pick, separator } from './show';

/** What a reader of the plan decided. */
export type PlanAnswer =
  | 'confirm'
  | 'override'
  | 'changes'
  | 'again'
  | 'cancel'
  | 'entry'
  | 'leave'
  | { readonly place: NonNullable<CheckResult['place']> };

export interface PlanOptions {
  /** False for a preview. */
  readonly canConfirm: boolean;
  /** Whether a GitHub Release follows. */
  readonly afterTagPushed: boolean;
}

/**
 * Shows a plan: what will be done about each fact, and the result of each check. Nothing has been touched yet.
 */
export async function showPlan(
  plan: ReleasePlan,
  intent: Intent,
  { canConfirm, afterTagPushed }: PlanOptions,
): Promise<PlanAnswer> {
  const answer = await pick<Exclude<PlanAnswer, 'cancel'>>({
    title:
      plan.scope === 'release'
        ? vscode.l10n.t('Release {0} {1}', intent.package, intent.version)
        : vscode.l10n.t('Set {0} to {1}', intent.package, intent.version),
    placeholder: canConfirm
      ? vscode.l10n.t('Nothing has been changed yet')
      : vscode.l10n.t('Preview: nothing will be changed'),
    step: [2, 2],
    stays: true,
    // What keeps the plan from being carried out is read first.
    items: [
      ...actions(plan, intent, canConfirm, afterTagPushed),
      ...(blockers(plan).length > 0
        ? [...checkRows(plan.checks), ...factRows(plan.facts)]
        : [...factRows(plan.facts), ...checkRows(plan.checks)]),
    ],
  });
  return answer.kind === 'picked' ? answer.value : 'cancel';
}

type Action = 'confirm' | 'override' | 'changes' | 'again' | 'entry' | 'leave';

function actions(
  plan: ReleasePlan,
  intent: Intent,
  canConfirm: boolean,
  afterTagPushed: boolean,
): Choice<Action>[] {
  const blocking = blockers(plan).length;
  const items: Choice<Action>[] = [];
  const [again, changes]: Choice<'again' | 'changes'>[] = [
    { icon: 'refresh', label: vscode.l10n.t('Check again'), value: 'again' },
    {
      icon: 'diff-multiple',
      label: vscode.l10n.t('Read the changes'),
      description:
        plan.crates.length > 1
          ? vscode.l10n.t('{0} files; {1} crates move', plan.changes.length, plan.crates.length)
          : plural(
              plan.changes.length,
              vscode.l10n.t('1 file'),
              vscode.l10n.t('{0} files', plan.changes.length),
            ),
      value: 'changes',
    },
  ];
  if (isDone(plan)) {
    items.push({
      icon: 'pass',
      label: vscode.l10n.t('Nothing is left to do'),
      description: vscode.l10n.t('every fact of {0} holds', intent.version),
      value: 'again',
    });
  } else if (blocking > 0) {
    items.push({
      icon: 'error',
      label: vscode.l10n.t('Not possible yet: {0}', firstReason(plan)),
      detail: vscode.l10n.t('See what to do below, then check again.'),
      value: 'again',
    });
    // An override belongs to one plan, and with the text of the changelog another one begins.
    const open = canConfirm && plan.entry === undefined ? overridable(plan) : [];
    if (open.length > 0) {
      items.push({
        icon: 'warning',
        label: vscode.l10n.t('Release anyway…'),
        description: open.map(({ title }) => title).join(', '),
        value: 'override',
      });
    }
  } else if (canConfirm && plan.entry === undefined) {
    items.push(
      plan.scope === 'release'
        ? {
            icon: 'rocket',
            label: vscode.l10n.t('Release {0}', intent.version),
            detail: withNotes(
              vscode.l10n.t(
                '{0} to {1}',
                capitalised(plan.facts.flatMap(fact => step(fact, intent)).join(', ')),
                intent.remote,
              ),
              afterTagPushed,
            ),
            value: 'confirm',
          }
        : {
            icon: 'versions',
            label: vscode.l10n.t('Set to {0}', intent.version),
            detail: vscode.l10n.t('Writes the files and commits nothing'),
            value: 'confirm',
          },
    );
  }
  if (canConfirm && plan.entry !== undefined) items.push(...entryActions(intent));
  if (plan.changes.length > 0 && changes !== undefined) items.push(changes);
  if (blocking > 0 && again !== undefined) items.push(again);
  return items;
}

/** The changelog says nothing of the version yet. What it will say is decided before anything is made. */
function entryActions({ version, changelog }: Intent): Choice<'entry' | 'leave'>[] {
  const file = changelog?.file ?? '';
  return [
    {
      icon: 'edit',
      label: vscode.l10n.t('Write the changelog entry…'),
      detail: vscode.l10n.t(
        'Proposed from the commits and edited by you; then the plan comes back',
      ),
      value: 'entry',
    },
    {
      icon: 'circle-slash',
      label: vscode.l10n.t('Leave the changelog as it is'),
      description: vscode.l10n.t('{0} gets no section in {1}', version, file),
      value: 'leave',
    },
  ];
}

/** What is to be done about a fact that is missing, in a word or two. */
function step({ id, observation }: FactReport, intent: Intent): string[] {
  if (observation.state !== 'missing') return [];
  switch (id) {
    case 'versions':
      return [vscode.l10n.t('set versions')];
    case 'locks':
      return [vscode.l10n.t('set locks')];
    case 'changelog':
      return [vscode.l10n.t('write changelog')];
    case 'commit':
      return [vscode.l10n.t('commit')];
    case 'remoteBranch':
      return [vscode.l10n.t('push {0}', intent.branch)];
    case 'tag':
      return [vscode.l10n.t('tag {0}', intent.tag)];
    case 'remoteTag':
      return [vscode.l10n.t('push the tag')];
    // Published from its notes, and built elsewhere: not by confirming this plan.
    case 'hostedRelease':
    case 'builds':
    case 'index':
    case 'crates':
      return [];
  }
}

function withNotes(steps: string, afterTagPushed: boolean): string {
  return afterTagPushed
    ? vscode.l10n.t('{0}; then the notes of the GitHub Release are opened', steps)
    : steps;
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function firstReason(plan: ReleasePlan): string {
  const [first] = blockers(plan);
  if (first === undefined) return '';
  return 'observation' in first ? first.observation.detail : first.detail;
}

function factRows(facts: readonly FactReport[]): Choice<never>[] {
  return [
    separator(vscode.l10n.t('What will be done')),
    ...facts.map(fact => {
      const { icon, word } = shownFact(fact);
      const { observation } = fact;
      return {
        icon: icon,
        label: fact.title,
        description:
          observation.state === 'missing'
            ? observation.detail
            : vscode.l10n.t('{0}: {1}', word, observation.detail),
        ...('advice' in observation && { detail: observation.advice }),
      };
    }),
  ];
}

function checkRows(
  checks: readonly CheckResult[],
): Choice<{ place: NonNullable<CheckResult['place']> }>[] {
  const order: readonly CheckResult['state'][] = ['blocks', 'unknown', 'warning', 'ok'];
  const sorted = [...checks].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return [
    separator(vscode.l10n.t('Checks')),
    ...sorted.map(({ title, state, detail, advice, place }) => {
      const { icon, word } = shownCheck(state);
      return {
        icon: icon,
        label: title,
        description: vscode.l10n.t('{0}: {1}', word, detail),
        ...(state !== 'ok' && advice !== undefined && { detail: advice }),
        ...(state !== 'ok' && place !== undefined && { value: { place } }),
      };
    }),
  ];
}
