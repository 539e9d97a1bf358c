import * as vscode from 'vscode';
import type { Package } from '../manifests/package';
import type { FactReport, Failure, Outcome } from '../release/engine';
import { short } from '../release/releaseContext';
import type { ReleasePlan, Scope } from '../release/releasePlan';
import { COMMANDS } from '../ids';
import { intendedVersion, type Intent } from '../release/intent';
import type { ReleaseVersion } from '../versions/releaseVersion';
import { HumanError } from './errors';
import { showPlan } from './pick/planSheet';
import { pick } from './pick/show';
import { describeUnprepared, type Proposal, type Session } from './releases';
import type { Services } from './services';

/**
 * The road that *Bump & Release*, *Bump Version*, *Preview Release* and *Resume Release* share: show the plan, and once
 * it is confirmed carry it out.
 */
export async function planAndCarryOut(services: Services, session: Session, what: ReleaseVersion | Intent, scope: Scope, canConfirm: boolean): Promise<void> {
  const proposal = await propose(services, session, what, scope);
  if (proposal === undefined) return;
  const title = changesTitle(proposal);
  for (let isFirst = true; ; isFirst = false) {
    const plan = await look(services, proposal);
    // The changes are read beneath the list; it is opened once, so that checking again does not steal the view.
    if (isFirst && plan.changes.length > 0) await services.planDocuments.show(title, plan.changes);
    const answer = await showPlan(plan, proposal.context.intent, canConfirm);
    if (answer === 'confirm') {
      if (!await saveEditors(plan)) continue;
      await services.planDocuments.close(title);
      await carryOut(services, session.released, proposal);
      return;
    }
    if (answer === 'cancel') {
      await services.planDocuments.close(title);
      return;
    }
    if (answer === 'changes') {
      await services.planDocuments.show(title, plan.changes);
      if (!await continueAfterReading(proposal.context.intent)) return;
    }
    if (typeof answer === 'object') {
      await openPlace(answer.place);
      return;
    }
  }
}

/** Turns a version or a stored intent into something that can be planned; asks which remote to use where that is open. */
async function propose({ releases }: Services, session: Session, what: ReleaseVersion | Intent, scope: Scope): Promise<Proposal | undefined> {
  const version = 'manifest' in what ? intendedVersion(what) : what;
  if (scope === 'files') return releases.propose(session, scope, releases.filesIntent(session, version), undefined);
  let prepared = await releases.prepare(session, version, true);
  if (!prepared.ok && prepared.reason === 'severalRemotes') {
    const remote = await pickRemote(session, prepared.remotes);
    if (remote === undefined) return undefined;
    prepared = await releases.prepare(session, version, true, remote);
  }
  if (!prepared.ok) throw new HumanError(describeUnprepared(prepared));
  return releases.propose(session, scope, 'manifest' in what ? what : prepared.intent, prepared.releaseBranch);
}

async function pickRemote(session: Session, remotes: readonly string[]): Promise<string | undefined> {
  const answer = await pick({
    title: vscode.l10n.t('Release to which remote?'),
    placeholder: vscode.l10n.t('Remembered in the settings of this workspace'),
    items: remotes.map(remote => ({ label: `$(cloud) ${remote}`, value: remote })),
  });
  if (answer.kind !== 'picked') return undefined;
  await vscode.workspace.getConfiguration('budtiktok.release', vscode.Uri.file(session.released.manifest))
    .update('remote', answer.value, vscode.ConfigurationTarget.Workspace);
  return answer.value;
}

async function look({ releases }: Services, proposal: Proposal): Promise<ReleasePlan> {
  return await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking at the repository and its remote…') },
    () => releases.plan(proposal));
}

function changesTitle({ context: { intent } }: Proposal): string {
  return vscode.l10n.t('{0} {1}: planned changes', intent.package, intent.version);
}

async function continueAfterReading(intent: Intent): Promise<boolean> {
  const go = vscode.l10n.t('Continue');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Read the changes for {0} {1}. Nothing has been changed yet.', intent.package, intent.version), go);
  return answer === go;
}

/** Saves the editors of files in the plan, after asking. */
async function saveEditors({ changes }: ReleasePlan): Promise<boolean> {
  const planned = new Set(changes.map(({ file }) => file));
  const dirty = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && planned.has(uri.fsPath));
  if (dirty.length === 0) return true;
  const save = vscode.l10n.t('Save and Continue');
  const names = dirty.map(({ uri }) => vscode.workspace.asRelativePath(uri)).join(', ');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('These files have unsaved changes: {0}', names),
    { modal: true, detail: vscode.l10n.t('They have to be saved before their version can be changed.') }, save);
  if (answer !== save) return false;
  const saved = await Promise.all(dirty.map(document => document.save()));
  return saved.every(Boolean);
}

async function openPlace(place: Exclude<Awaited<ReturnType<typeof showPlan>>, string>['place']): Promise<void> {
  if ('setting' in place) {
    await vscode.commands.executeCommand('workbench.action.openSettings', place.setting);
    return;
  }
  const at = new vscode.Position(place.start.line, place.start.column);
  await vscode.window.showTextDocument(vscode.Uri.file(place.file), { selection: new vscode.Range(at, at) });
}

/** Makes a confirmed proposal true, with progress that can be cancelled between two facts, and says how it ended. */
export async function carryOut(services: Services, released: Package, proposal: Proposal): Promise<void> {
  const { intent } = proposal.context;
  const outcome = await vscode.window.withProgress({
    location: vscode.ProgressLocation.Notification,
    cancellable: true,
    title: proposal.scope === 'release'
      ? vscode.l10n.t('Releasing {0} {1}', intent.package, intent.version)
      : vscode.l10n.t('Setting {0} to {1}', intent.package, intent.version),
  }, async (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return await services.releases.run(proposal, abort.signal, facts => {
      const working = facts.find(({ inProgress }) => inProgress === true);
      if (working !== undefined) progress.report({ message: working.observation.detail });
    });
  });
  // Not awaited: a message may stay on the screen long after the command is over.
  void sayOutcome(services, released, proposal, outcome);
}

async function sayOutcome(services: Services, released: Package, proposal: Proposal, outcome: Outcome): Promise<void> {
  const { intent } = proposal.context;
  switch (outcome.result) {
    case 'done':
      await vscode.window.showInformationMessage(await doneMessage(proposal));
      return;
    case 'cancelled': {
      const resume = vscode.l10n.t('Resume');
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('{0} {1} was cancelled. {2}', intent.package, intent.version, standing(outcome.facts)), resume, UNDO());
      if (answer === resume) await carryOut(services, released, proposal);
      if (answer === UNDO()) await vscode.commands.executeCommand(COMMANDS.undoRelease, { released });
      return;
    }
    case 'failed':
      await sayFailure(services, released, proposal, outcome.facts, outcome.failure);
  }
}

async function doneMessage({ scope, context }: Proposal): Promise<string> {
  const { intent } = context;
  if (scope === 'files') return vscode.l10n.t('All version sites of {0} say {1}. Nothing was committed.', intent.package, intent.version);
  const found = await context.releaseCommit();
  return vscode.l10n.t('{0} {1}: the tag {2} is on {3} ({4}).', intent.package, intent.version, intent.tag, intent.remote,
    found.state === 'found' ? short(found.commit) : '');
}

async function sayFailure(services: Services, released: Package, proposal: Proposal, facts: readonly FactReport[], failure: Failure): Promise<void> {
  const { intent } = proposal.context;
  const [retry, showLog] = [vscode.l10n.t('Retry'), vscode.l10n.t('Show Log')];
  const isPublic = facts.some(({ id, observation }) => id === 'remoteTag' && observation.state === 'holds');
  const canUndo = proposal.scope === 'release' && !isPublic;
  const answer = await vscode.window.showErrorMessage(
    vscode.l10n.t('{0} {1} is not done. {2} {3} {4}', intent.package, intent.version, failure.message, failure.advice, standing(facts)),
    retry, showLog, ...(canUndo ? [UNDO()] : []));
  if (answer === retry) await carryOut(services, released, proposal);
  if (answer === showLog) services.log.show();
  if (answer === UNDO()) await vscode.commands.executeCommand(COMMANDS.undoRelease, { released });
}

/** Which facts hold and which do not, so that a failure says what state it leaves. */
function standing(facts: readonly FactReport[]): string {
  const titles = (holds: boolean) => facts.filter(({ observation }) => (observation.state === 'holds') === holds).map(({ title }) => title).join(', ');
  const [held, open] = [titles(true), titles(false)];
  if (held === '') return vscode.l10n.t('Nothing was changed.');
  return vscode.l10n.t('Done: {0}. Open: {1}.', held, open === '' ? vscode.l10n.t('nothing') : open);
}

const UNDO = () => vscode.l10n.t('Undo');
