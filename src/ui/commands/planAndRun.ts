import * as vscode from 'vscode';
import { COMMANDS } from '../../ids';
import type { Package } from '../../manifests/package';
import type { FactReport } from '../../release/engine';
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
import { confirmOverride, continueAfterReading, saveEditors } from './planQuestions';
import { carryOut } from './remedies';
import { reviewCommit, runProposal } from './runProposal';
import { entryUri } from '../documents/changelogEntry';
import { CommandError } from '../notify';
import { answerQuestions } from '../pick/answerQuestions';
import { planTitle, showPlan } from '../pick/planSheet';
import type { Dialog, Step } from '../pick/dialog';
import type { Proposal } from '../services/releaseRunner';
import { type ChangelogDecision, describeUnprepared } from '../releaseStore';
import type { OwnMember } from '../services/members';
import type { Services } from '../services/services';
import type { Session } from '../services/sessions';
import { releaseOf, withLaterFacts } from '../selectors';

/** How a plan is made and what may be done with it. */
export interface PlanRequest {
  /** The version to release, or the intent of a confirmed release. */
  readonly what: ReleaseVersion | Intent;
  readonly scope: Scope;
  /** False for a preview. */
  readonly canConfirm: boolean;
  /** Whether the user wants a pull request where the release would be pushed. */
  readonly isThroughPullRequest?: true;
  /** The packages with a version of their own that are released in the same run. */
  readonly own?: readonly OwnMember[];
  /** What was decided about the changelog. Without it the plan asks where there is something to decide. */
  readonly decision?: ChangelogDecision;
}

/**
 * The step that *Bump & Release*, *Bump Version*, *Preview Release* and *Resume Release* share: shows the plan, and carries
 * it out once it is confirmed.
 */
export function planStep(services: Services, session: Session, request: PlanRequest): Step {
  return dialog => planAndRun(dialog, services, session, request);
}

async function planAndRun(
  dialog: Dialog,
  services: Services,
  session: Session,
  request: PlanRequest,
): Promise<Step | 'back' | undefined> {
  const { what, scope, canConfirm, decision } = request;
  if (canConfirm && scope === 'release') await refuseSecondWindow(services, session);
  const proposal = await propose(dialog, services, session, request);
  if (proposal === undefined) return undefined;
  const { intent } = proposal.context;
  if (decision !== undefined) await closeEntry(services, proposal, decision);
  if (!(await answerQuestions(dialog, services, session, proposal))) return undefined;
  const title = changesTitle(proposal);
  let overrides: Overrides = new Map();
  for (let isFirst = true; ; isFirst = false) {
    const plan = withOverrides(await look(dialog, services, proposal), overrides);
    if (canConfirm && (await needsReview(dialog, services, session.pkg, proposal, plan)))
      return undefined;
    const afterTagPushed =
      scope === 'release' && (await services.release.runner.afterTagPushed(proposal.context));
    // Everything up to the tag is done: the Release is what is left.
    if (canConfirm && afterTagPushed && isDone(plan)) {
      dialog.dispose();
      await vscode.commands.executeCommand(COMMANDS.publishGitHubRelease, { pkg: session.pkg });
      return undefined;
    }
    // The changes are read beneath the list; it is opened once, so that checking again does not steal the view.
    if (isFirst && plan.changes.length > 0) {
      await services.documents.plans.show(title, plan.changes);
      dialog.takeFocus();
    }
    const answer = await showPlan(dialog, plan, intent, {
      canConfirm,
      afterTagPushed,
      isResumed: 'manifest' in what,
      later: factsAfterTag(services, session, intent),
    });
    switch (answer) {
      case 'confirm':
        if (!(await saveEditors(plan))) continue;
        dialog.dispose();
        await services.documents.plans.close(title);
        for (const line of overriddenLines(plan, intent)) services.log.warn(line);
        await runProposal(services, session.pkg, proposal);
        return undefined;
      case 'cancel':
      case 'back':
        await services.documents.plans.close(title);
        return answer === 'back' ? 'back' : undefined;
      case 'override': {
        const open = overridable(plan);
        if (await confirmOverride(intent, open))
          overrides = new Map([
            ...overrides,
            ...open.map(({ id, detail }) => [id, detail] as const),
          ]);
        continue;
      }
      case 'changes':
        dialog.dispose();
        await services.documents.plans.show(title, plan.changes);
        if (!(await continueAfterReading(intent))) return undefined;
        continue;
      case 'again':
        continue;
      case 'entry':
        dialog.dispose();
        await services.documents.plans.close(title);
        await services.documents.entries.show(entryOf(proposal), () =>
          Promise.resolve(plan.entry ?? ''),
        );
        return undefined;
      case 'leave':
        return await planAndRun(dialog, services, session, { ...request, decision: 'leave' });
      default:
        if ('remedy' in answer.place && answer.place.remedy.kind === 'pullRequest')
          return await planAndRun(dialog, services, session, {
            ...request,
            isThroughPullRequest: true,
          });
        if (await carryOut(answer.place, session)) continue;
        return undefined;
    }
  }
}

/** What is known of the Release, the builds and the index of this version. */
function factsAfterTag(
  { store }: Services,
  { pkg }: Session,
  { version }: Intent,
): readonly FactReport[] {
  const seen = releaseOf(store.value, pkg.manifest);
  return seen?.version === version ? withLaterFacts([], seen.facts) : [];
}

/** Turns a version or a stored intent into something that can be planned; asks which remote to use where that is open. */
async function propose(
  dialog: Dialog,
  { release: { runner: releases, intents } }: Services,
  session: Session,
  { what, scope, decision, own, isThroughPullRequest }: PlanRequest,
): Promise<Proposal | undefined> {
  const version = 'manifest' in what ? intendedVersion(what) : what;
  if (scope === 'files')
    return await releases.propose(session, scope, intents.ofFiles(session, version), undefined);
  const prepare = () =>
    dialog.busy(
      planTitle(scope, session.pkg.name, version.semver),
      vscode.l10n.t('Looking at the repository and its remote…'),
      () => intents.prepare(session, version, true, { decision, own }),
      () => session.repository.stop(),
    );
  let prepared = await prepare();
  if (!prepared.ok && prepared.reason === 'severalRemotes') {
    const remote = await pickRemote(dialog, prepared.remotes);
    if (remote === undefined) return undefined;
    await intents.rememberRemote(session, remote);
    prepared = await prepare();
  }
  if (!prepared.ok) throw new CommandError(describeUnprepared(prepared));
  const { intent, releaseBranch } = prepared;
  return await dialog.busy(
    planTitle(scope, session.pkg.name, version.semver),
    vscode.l10n.t('Looking at the rules of {0}…', intent.remoteBranch),
    async () =>
      await releases.propose(
        session,
        scope,
        'manifest' in what && isThroughPullRequest !== true
          ? withDecision(what, intent, decision)
          : await releases.throughPullRequest(
              session,
              'manifest' in what ? withDecision(what, intent, decision) : intent,
              isThroughPullRequest,
            ),
        releaseBranch,
      ),
    () => session.repository.stop(),
  );
}

/** Whether the release commit holds changes that were not planned: they are shown in place of the plan. */
async function needsReview(
  dialog: Dialog,
  services: Services,
  pkg: Package,
  proposal: Proposal,
  { facts }: ReleasePlan,
): Promise<boolean> {
  const commit = facts.find(({ id }) => id === 'commit');
  if (commit === undefined || !('advice' in commit.observation)) return false;
  if ((await proposal.context.unplannedChanges()).length === 0) return false;
  dialog.dispose();
  const { detail, advice } = commit.observation;
  await reviewCommit(services, pkg, proposal, {
    message: vscode.l10n.t('{0}: {1}.', commit.title, detail),
    advice,
  });
  return true;
}

/** @throws CommandError while another window makes a release in the repository */
async function refuseSecondWindow(
  { release: { intents } }: Services,
  { pkg }: Session,
): Promise<void> {
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
  { documents: { entries } }: Services,
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

async function pickRemote(dialog: Dialog, remotes: readonly string[]): Promise<string | undefined> {
  const answer = await dialog.pick({
    title: vscode.l10n.t('Release to which remote?'),
    placeholder: vscode.l10n.t(
      'Remembered for this repository; the setting budtiktok.release.remote comes first',
    ),
    items: remotes.map(remote => ({ icon: 'cloud', label: remote, value: remote })),
  });
  return answer.kind === 'picked' ? answer.value : undefined;
}

async function look(
  dialog: Dialog,
  { release: { runner: releases } }: Services,
  proposal: Proposal,
): Promise<ReleasePlan> {
  const { intent, repository } = proposal.context;
  return await dialog.busy(
    planTitle(proposal.scope, intent.package, intent.version),
    proposal.scope === 'files'
      ? vscode.l10n.t('Looking at the files…')
      : vscode.l10n.t('Looking at the repository and its remote…'),
    () => releases.plan(proposal),
    () => repository.stop(),
  );
}

function changesTitle({ context: { intent } }: Proposal): string {
  return vscode.l10n.t('{0} {1}: planned changes', intent.package, intent.version);
}
