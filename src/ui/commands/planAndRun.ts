import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../../ids';
import type { Package } from '../../manifests/package';
import type { CheckResult, Remedy } from '../../release/check';
import { intendedVersion, type Intent, withDecision } from '../../release/intent';
import {
  isDone,
  overridable,
  overriddenLines,
  type Overrides,
  type ReleasePlan,
  type Scope,
  withOverrides,
} from '../../release/releasePlan';
import type { ReleaseVersion } from '../../versions/releaseVersion';
import { reviewCommit, runProposal } from './runProposal';
import { entryUri } from '../documents/changelogEntry';
import { CommandError, notifyInfo, notifyWarning } from '../notify';
import { answerQuestions } from '../pick/answerQuestions';
import { showPlan } from '../pick/planSheet';
import { pick } from '../pick/show';
import type { Proposal } from '../services/releaseRunner';
import { type ChangelogDecision, describeUnprepared } from '../releaseStore';
import type { Services } from '../services/services';
import type { Session } from '../services/sessions';

/**
 * The road that *Bump & Release*, *Bump Version*, *Preview Release* and *Resume Release* share: show the plan, and once
 * it is confirmed carry it out.
 *
 * @param decision what has been decided about the changelog; without it, the plan asks where there is something to decide
 */
export async function planAndRun(
  services: Services,
  session: Session,
  what: ReleaseVersion | Intent,
  scope: Scope,
  canConfirm: boolean,
  decision?: ChangelogDecision,
): Promise<void> {
  if (canConfirm && scope === 'release') await refuseSecondWindow(services, session);
  let proposal = await propose(services, session, what, scope, decision);
  if (proposal === undefined) return;
  if (decision !== undefined) await closeEntry(services, proposal, decision);
  if (!(await answerQuestions(services, session, proposal))) return;
  const title = changesTitle(proposal);
  let overrides: Overrides = new Map();
  for (let isFirst = true; ; isFirst = false) {
    const plan = withOverrides(await look(services, proposal), overrides);
    if (canConfirm && (await needsReview(services, session.pkg, proposal, plan))) return;
    const afterTagPushed =
      scope === 'release' && (await services.releases.afterTagPushed(proposal.context));
    // Everything up to the tag is done: the Release is what is left.
    if (canConfirm && afterTagPushed && isDone(plan)) {
      await vscode.commands.executeCommand(COMMANDS.publishGitHubRelease, {
        pkg: session.pkg,
      });
      return;
    }
    // The changes are read beneath the list; it is opened once, so that checking again does not steal the view.
    if (isFirst && plan.changes.length > 0) await services.planDocuments.show(title, plan.changes);
    const answer = await showPlan(plan, proposal.context.intent, { canConfirm, afterTagPushed });
    if (answer === 'confirm') {
      if (!(await saveEditors(plan))) continue;
      await services.planDocuments.close(title);
      for (const line of overriddenLines(plan, proposal.context.intent)) services.log.warn(line);
      await runProposal(services, session.pkg, proposal);
      return;
    }
    if (answer === 'cancel') {
      await services.planDocuments.close(title);
      return;
    }
    if (answer === 'override') {
      const open = overridable(plan);
      if (await confirmOverride(proposal.context.intent, open))
        overrides = new Map([...overrides, ...open.map(({ id, detail }) => [id, detail] as const)]);
    }
    if (answer === 'changes') {
      await services.planDocuments.show(title, plan.changes);
      if (!(await continueAfterReading(proposal.context.intent))) return;
    }
    if (answer === 'entry') {
      await services.planDocuments.close(title);
      await services.entries.show(entryOf(proposal), () => Promise.resolve(plan.entry ?? ''));
      return;
    }
    if (answer === 'leave') {
      proposal = await propose(services, session, what, scope, 'leave');
      if (proposal === undefined) return;
      await closeEntry(services, proposal, 'leave');
    }
    if (typeof answer === 'object') {
      await openPlace(answer.place, session.pkg);
      return;
    }
  }
}

/** Turns a version or a stored intent into something that can be planned; asks which remote to use where that is open. */
async function propose(
  { releases, intents }: Services,
  session: Session,
  what: ReleaseVersion | Intent,
  scope: Scope,
  decision: ChangelogDecision | undefined,
): Promise<Proposal | undefined> {
  const version = 'manifest' in what ? intendedVersion(what) : what;
  if (scope === 'files')
    return await releases.propose(session, scope, intents.ofFiles(session, version), undefined);
  let prepared = await intents.prepare(session, version, true, { decision });
  if (!prepared.ok && prepared.reason === 'severalRemotes') {
    const remote = await pickRemote(prepared.remotes);
    if (remote === undefined) return undefined;
    await intents.rememberRemote(session, remote);
    prepared = await intents.prepare(session, version, true, { decision });
  }
  if (!prepared.ok) throw new CommandError(describeUnprepared(prepared));
  return await releases.propose(
    session,
    scope,
    'manifest' in what ? withDecision(what, prepared.intent, decision) : prepared.intent,
    prepared.releaseBranch,
  );
}

/** Whether the release commit holds changes that were not planned: they are shown in place of the plan. */
async function needsReview(
  services: Services,
  pkg: Package,
  proposal: Proposal,
  { facts }: ReleasePlan,
): Promise<boolean> {
  const commit = facts.find(({ id }) => id === 'commit');
  if (commit === undefined || !('advice' in commit.observation)) return false;
  if ((await proposal.context.unplannedChanges()).length === 0) return false;
  const { detail, advice } = commit.observation;
  await reviewCommit(services, pkg, proposal, {
    message: vscode.l10n.t('{0}: {1}.', commit.title, detail),
    advice,
  });
  return true;
}

/** @throws CommandError while another window makes a release in the repository */
async function refuseSecondWindow({ intents }: Services, { pkg }: Session): Promise<void> {
  const other = await intents.otherOwner(pkg);
  if (other !== undefined)
    throw new CommandError(
      vscode.l10n.t(
        '{0} is being released in another window. Wait until it ends, then run Resume Release here.',
        other.making,
      ),
    );
}

/** The entry has been decided about: its editor goes, and comes back only if the release does not take place. @throws CommandError where it cannot be used */
async function closeEntry(
  { entries }: Services,
  proposal: Proposal,
  decision: ChangelogDecision,
): Promise<void> {
  const uri = entryOf(proposal);
  if (decision === 'leave') {
    await entries.done(uri);
    return;
  }
  const plan = await proposal.context.changelog?.plan();
  if (plan?.kind === 'byHand') {
    throw new CommandError(
      vscode.l10n.t(
        'This entry cannot be used. {0} An entry has no heading of a version in it, and closes its code and comments.',
        plan.detail,
      ),
    );
  }
  await entries.close(uri);
}

function entryOf({ context: { intent, tree } }: Proposal): vscode.Uri {
  return entryUri({ manifest: tree.manifest, package: intent.package, version: intent.version });
}

async function pickRemote(remotes: readonly string[]): Promise<string | undefined> {
  const answer = await pick({
    title: vscode.l10n.t('Release to which remote?'),
    placeholder: vscode.l10n.t(
      'Remembered for this repository; the setting budtiktok.release.remote comes first',
    ),
    items: remotes.map(remote => ({ icon: 'cloud', label: remote, value: remote })),
  });
  return answer.kind === 'picked' ? answer.value : undefined;
}

async function look({ releases }: Services, proposal: Proposal): Promise<ReleasePlan> {
  return await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t('Looking at the repository and its remote…'),
    },
    () => releases.plan(proposal),
  );
}

function changesTitle({ context: { intent } }: Proposal): string {
  return vscode.l10n.t('{0} {1}: planned changes', intent.package, intent.version);
}

async function continueAfterReading(intent: Intent): Promise<boolean> {
  const go = vscode.l10n.t('Continue');
  const answer = await notifyInfo(
    vscode.l10n.t(
      'Read the changes for {0} {1}. Nothing has been changed yet.',
      intent.package,
      intent.version,
    ),
    go,
  );
  return answer === go;
}

/** Saves the editors of files in the plan, after asking. */
async function saveEditors({ changes }: ReleasePlan): Promise<boolean> {
  const planned = new Set(changes.map(({ file }) => file));
  const dirty = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && planned.has(uri.fsPath),
  );
  if (dirty.length === 0) return true;
  const save = vscode.l10n.t('Save and Continue');
  const names = dirty.map(({ uri }) => vscode.workspace.asRelativePath(uri)).join(', ');
  const answer = await notifyWarning(
    vscode.l10n.t('These files have unsaved changes: {0}', names),
    {
      modal: true,
      detail: vscode.l10n.t('They have to be saved before their version can be changed.'),
    },
    save,
  );
  if (answer !== save) return false;
  const saved = await Promise.all(dirty.map(document => document.save()));
  return saved.every(Boolean);
}

/** Asks whether to release although something is open that is no matter of safety. It is named, so that nobody releases without having seen it. */
async function confirmOverride(intent: Intent, open: readonly CheckResult[]): Promise<boolean> {
  const anyway = vscode.l10n.t('Release Anyway');
  const answer = await notifyWarning(
    vscode.l10n.t('Release {0} {1} anyway?', intent.package, intent.version),
    {
      modal: true,
      detail: [
        ...open.map(({ title, detail }) => vscode.l10n.t('{0}: {1}', title, detail)),
        vscode.l10n.t('This holds for this plan only, and is written to the log.'),
      ].join('\n\n'),
    },
    anyway,
  );
  return answer === anyway;
}

async function openPlace(
  place: Exclude<Awaited<ReturnType<typeof showPlan>>, string>['place'],
  pkg: Package,
): Promise<void> {
  if ('remedy' in place) {
    await carryOutRemedy(place.remedy, pkg);
    return;
  }
  if ('setting' in place) {
    await vscode.commands.executeCommand('workbench.action.openSettings', place.setting);
    return;
  }
  if ('url' in place) {
    await vscode.env.openExternal(vscode.Uri.parse(place.url));
    return;
  }
  const at = new vscode.Position(place.start.line, place.start.column);
  await vscode.window.showTextDocument(vscode.Uri.file(place.file), {
    selection: new vscode.Range(at, at),
  });
}

async function carryOutRemedy(remedy: Remedy, pkg: Package): Promise<void> {
  switch (remedy.kind) {
    case 'createWorkflow':
      await vscode.commands.executeCommand(COMMANDS.createReleaseWorkflow, { pkg });
      return;
    case 'setSecret':
      await vscode.commands.executeCommand(COMMANDS.setSecret, { pkg, wanted: remedy });
      return;
    case 'setUp':
      await vscode.commands.executeCommand(COMMANDS.setUpRelease);
      return;
    case 'checklist':
      await vscode.commands.executeCommand(`${VIEWS.checklist}.focus`);
  }
}
