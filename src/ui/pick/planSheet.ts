import * as vscode from 'vscode';
import { plural } from '../../base/text';
import type { CheckResult } from '../../release/check';
import type { FactReport } from '../../release/engine';
import { type Intent, ownMembers, releasedVersions } from '../../release/intent';
import { blockers, isDone, overridable, type ReleasePlan } from '../../release/releasePlan';
import { type Choice, separator } from './choice';
import type { Dialog } from './dialog';
import { checkRows, factRow, remedyTitle } from './planRows';
import { capitalised, steps, withNotes } from './planSteps';

/** What a reader of the plan decided. */
export type PlanAnswer =
  | 'confirm'
  | 'override'
  | 'changes'
  | 'again'
  | 'cancel'
  | 'back'
  | 'entry'
  | 'leave'
  | { readonly place: NonNullable<CheckResult['place']> };

export interface PlanOptions {
  /** False for a preview. */
  readonly canConfirm: boolean;
  /** Whether a GitHub Release follows. */
  readonly afterTagPushed: boolean;
  /** Whether the release was confirmed before. */
  readonly isResumed: boolean;
  /** What is known of the facts after the tag. */
  readonly later: readonly FactReport[];
}

export function planTitle(scope: ReleasePlan['scope'], name: string, version: string): string {
  return scope === 'release'
    ? vscode.l10n.t('Release {0} {1}', name, version)
    : vscode.l10n.t('Set {0} to {1}', name, version);
}

/** Shows a plan: what will be done about each fact, and the result of each check. Nothing has been touched yet. */
export async function showPlan(
  dialog: Dialog,
  plan: ReleasePlan,
  intent: Intent,
  options: PlanOptions,
): Promise<PlanAnswer> {
  const answer = await dialog.pick<Exclude<PlanAnswer, 'cancel' | 'back'>>({
    title: planTitle(plan.scope, intent.package, intent.version),
    placeholder: placeholder(plan, options),
    ...dialog.position(0),
    stays: true,
    items: planRows(plan, intent, options),
  });
  if (answer.kind === 'picked') return answer.value;
  return answer.kind === 'back' ? 'back' : 'cancel';
}

function placeholder({ facts }: ReleasePlan, { canConfirm, isResumed }: PlanOptions): string {
  if (!canConfirm) return vscode.l10n.t('Preview: nothing will be changed');
  const done = isResumed ? facts.filter(({ observation }) => observation.state === 'holds') : [];
  return done.length === 0
    ? vscode.l10n.t('Nothing has been changed yet')
    : vscode.l10n.t('Done already: {0}', done.map(({ title }) => title).join(', '));
}

/** The rows of a plan: what to do, what is wrong, what will be done, and what was checked. */
export function planRows(
  plan: ReleasePlan,
  intent: Intent,
  options: PlanOptions,
): Choice<Exclude<PlanAnswer, 'cancel' | 'back'>>[] {
  const { problems, passed } = checkRows(plan.checks);
  const said = new Set(problems.map(({ description = '' }) => description));
  return [
    ...actions(plan, intent, options),
    ...(problems.length === 0 ? [] : [separator(vscode.l10n.t('Problems')), ...problems]),
    separator(vscode.l10n.t('What will be done')),
    ...distributionsRow(plan, intent),
    ...plan.facts.map(fact => factRow(fact, said)),
    ...laterRows(plan, options),
    ...(passed.length === 0 ? [] : [separator(vscode.l10n.t('Checks')), ...passed]),
  ];
}

type Action = Exclude<PlanAnswer, 'cancel' | 'back'>;

function actions(
  plan: ReleasePlan,
  intent: Intent,
  { canConfirm, afterTagPushed, isResumed, later }: PlanOptions,
): Choice<Action>[] {
  const [blocker] = blockers(plan);
  const waiting = plan.facts.find(({ observation }) => observation.state === 'inProgress');
  const items: Choice<Action>[] = [];
  if (isDone(plan)) {
    items.push(doneRow(intent, later));
  } else if (blocker !== undefined) {
    items.push(blockedRow(blocker));
    // An override belongs to one plan, and with the text of the changelog another one begins.
    const open = canConfirm && plan.entry === undefined ? overridable(plan) : [];
    if (open.length > 0) items.push(overrideRow(intent, open));
  } else if (waiting !== undefined) {
    items.push({
      icon: 'watch',
      label: vscode.l10n.t('Waiting: {0}', waiting.observation.detail),
      detail: vscode.l10n.t('Check again'),
      value: 'again',
    });
  } else if (canConfirm && plan.entry === undefined) {
    const { version, remote } = intent;
    const what = ownMembers(intent).length === 0 ? version : releasedVersions(intent).join(', ');
    items.push(
      plan.scope === 'release'
        ? {
            icon: 'rocket',
            label: isResumed
              ? vscode.l10n.t('Resume {0}', what)
              : vscode.l10n.t('Release {0}', what),
            detail: withNotes(
              vscode.l10n.t('{0} to {1}', capitalised(steps(plan.facts, intent)), remote),
              afterTagPushed,
            ),
            value: 'confirm',
          }
        : {
            icon: 'versions',
            label: vscode.l10n.t('Set to {0}', version),
            detail: vscode.l10n.t('Writes the files and commits nothing'),
            value: 'confirm',
          },
    );
  }
  if (canConfirm && plan.entry !== undefined) items.push(...entryActions(intent));
  if (plan.changes.length > 0) items.push(changesRow(plan));
  if (blocker !== undefined)
    items.push({ icon: 'refresh', label: vscode.l10n.t('Check again'), value: 'again' });
  return items;
}

/** Everything up to the tag is there. What is open after it is named. */
function doneRow({ version }: Intent, later: readonly FactReport[]): Choice<Action> {
  const open = later.find(({ observation }) => observation.state !== 'holds');
  return open === undefined
    ? {
        icon: 'pass',
        label: vscode.l10n.t('Nothing is left to do'),
        description: vscode.l10n.t('every fact of {0} holds', version),
        value: 'again',
      }
    : {
        icon: 'pass',
        label: vscode.l10n.t('Everything up to the tag of {0} is done', version),
        description: vscode.l10n.t('{0}: {1}', open.title, open.observation.detail),
        value: 'again',
      };
}

/** Why the release can't start, and the one thing that this row does about it. */
function blockedRow(blocker: CheckResult | FactReport): Choice<Action> {
  const isFact = 'observation' in blocker;
  const place = isFact ? undefined : blocker.place;
  return {
    icon: 'error',
    label: vscode.l10n.t(
      'Not possible yet: {0}',
      isFact ? blocker.observation.detail : blocker.detail,
    ),
    detail: place === undefined ? vscode.l10n.t('Check again') : remedyTitle(place),
    value: place === undefined ? 'again' : { place },
  };
}

function overrideRow({ version }: Intent, open: readonly CheckResult[]): Choice<Action> {
  const missing = open.flatMap(({ subject }) => subject ?? []);
  return {
    icon: 'warning',
    label:
      missing.length === open.length
        ? vscode.l10n.t('Release {0} anyway, without {1}…', version, missing.join(', '))
        : vscode.l10n.t('Release {0} anyway…', version),
    ...(missing.length !== open.length && {
      description: open.map(({ title }) => title).join(', '),
    }),
    value: 'override',
  };
}

function changesRow({ changes, crates }: ReleasePlan): Choice<Action> {
  return {
    icon: 'diff-multiple',
    label: vscode.l10n.t('Read the changes'),
    description:
      crates.length > 1
        ? plural(
            changes.length,
            vscode.l10n.t('1 file; {0} crates move', crates.length),
            vscode.l10n.t('{0} files; {1} crates move', changes.length, crates.length),
          )
        : plural(
            changes.length,
            vscode.l10n.t('1 file'),
            vscode.l10n.t('{0} files', changes.length),
          ),
    value: 'changes',
  };
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

/** The distributions that are one release, and which of them have to be on the index first. */
function distributionsRow({ distributions }: ReleasePlan, intent: Intent): Choice<never>[] {
  if (distributions === undefined) return [];
  const { names, first } = distributions;
  return [
    {
      icon: 'package',
      label: vscode.l10n.t('One release of {0} distributions', names.length),
      description: (ownMembers(intent).length === 0 ? names : releasedVersions(intent)).join(', '),
      ...(first.length > 0 && {
        detail: vscode.l10n.t(
          '{0} has to be on the index before {1}, which requires this version',
          first.join(', '),
          names[0] ?? '',
        ),
      }),
    },
  ];
}

/** What comes after the tag, as it was last seen, or what is to be expected of it. */
function laterRows(
  { scope }: ReleasePlan,
  { later, afterTagPushed }: PlanOptions,
): Choice<never>[] {
  if (scope !== 'release' || (later.length === 0 && !afterTagPushed)) return [];
  const expected: Choice<never> = {
    icon: 'circle-large-outline',
    label: vscode.l10n.t('GitHub Release'),
    description: vscode.l10n.t('Its notes are opened for you to publish'),
  };
  return [
    separator(vscode.l10n.t('After the tag')),
    ...(later.length === 0 ? [expected] : later.map(fact => factRow(fact))),
  ];
}
