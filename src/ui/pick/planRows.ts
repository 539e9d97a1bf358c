import * as vscode from 'vscode';
import { withSlashes } from '../../base/paths';
import type { CheckResult } from '../../release/check';
import type { FactReport } from '../../release/engine';
import { shownCheck, shownFact } from '../labels';
import type { Choice } from './choice';

/** What choosing the row of a problem does. */
export function remedyTitle(place: NonNullable<CheckResult['place']>): string {
  if ('file' in place)
    return vscode.l10n.t('Open {0}', withSlashes(vscode.workspace.asRelativePath(place.file)));
  if ('setting' in place) return vscode.l10n.t('Open the setting {0}', place.setting);
  if ('url' in place) return vscode.l10n.t('Open the page');
  const { remedy } = place;
  switch (remedy.kind) {
    case 'createWorkflow':
      return vscode.l10n.t('Create the release workflow');
    case 'setSecret':
      return vscode.l10n.t('Set the secret {0}', remedy.secret);
    case 'signIn':
      return vscode.l10n.t('Sign In to GitHub');
    case 'setUp':
      return vscode.l10n.t('Open the view Setup');
    case 'checklist':
      return vscode.l10n.t('Open the view Checklist');
    case 'sourceControl':
      return vscode.l10n.t('Open Source Control');
    case 'switchBranch':
      return vscode.l10n.t('Switch to {0}', remedy.branch);
    case 'pullRequest':
      return vscode.l10n.t('Release through a pull request');
  }
}

/** @param said what the problems above say: a remote that is silent is named once */
export function factRow(fact: FactReport, said: ReadonlySet<string> = new Set()): Choice<never> {
  const { icon, word } = shownFact(fact);
  const { observation, title } = fact;
  const isSaid = said.has(vscode.l10n.t('{0}: {1}', word, observation.detail));
  if (observation.state === 'unknown' && isSaid) return { icon, label: title, description: word };
  return {
    icon,
    label: title,
    description:
      observation.state === 'missing'
        ? observation.detail
        : vscode.l10n.t('{0}: {1}', word, observation.detail),
    ...('advice' in observation && { detail: observation.advice }),
  };
}

interface CheckRows {
  readonly problems: readonly Choice<{ place: NonNullable<CheckResult['place']> }>[];
  readonly passed: readonly Choice<never>[];
}

/** The checks: what keeps the release from starting, then what warns; apart from these, what is in order. */
export function checkRows(checks: readonly CheckResult[]): CheckRows {
  const order: readonly CheckResult['state'][] = ['blocks', 'unknown', 'warning'];
  const row = ({ title, state, detail, advice, place }: CheckResult) => {
    const { icon, word } = shownCheck(state);
    return {
      icon,
      label: title,
      description: vscode.l10n.t('{0}: {1}', word, detail),
      ...(state !== 'ok' && advice !== undefined && { detail: advice }),
      ...(state !== 'ok' && place !== undefined && { value: { place } }),
    };
  };
  return {
    problems: order
      .flatMap(state => checks.filter(check => check.state === state))
      .filter(isFirstOfItsCause)
      .map(row),
    passed: checks.filter(({ state }) => state === 'ok').map(check => row(check) as Choice<never>),
  };
}

/** One cause makes several checks unknown, such as a remote that can't be reached. It is listed once. */
function isFirstOfItsCause(
  check: CheckResult,
  index: number,
  checks: readonly CheckResult[],
): boolean {
  return (
    check.state !== 'unknown' ||
    checks.findIndex(({ state, detail }) => state === 'unknown' && detail === check.detail) ===
      index
  );
}
