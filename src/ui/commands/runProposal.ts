import * as vscode from 'vscode';
import { COMMANDS } from '../../ids';
import type { Package } from '../../manifests/package';
import type { FactReport, Failure, Outcome } from '../../release/engine';
import { type Intent, releasedTags, releasedVersions } from '../../release/intent';
import { plural } from '../../base/text';
import { GitFailure, short } from '../../release/repository';
import { entryUri } from '../documents/changelogEntry';
import { notifyError, notifyInfo, notifyProgress, notifyWarning, showError } from '../notify';
import type { Proposal } from '../services/releaseRunner';
import type { Services } from '../services/services';

/** Makes a confirmed proposal true, with progress that can be cancelled between two facts, and says how it ended. */
export async function runProposal(
  services: Services,
  pkg: Package,
  proposal: Proposal,
): Promise<void> {
  const { intent } = proposal.context;
  const outcome = await notifyProgress(
    proposal.scope === 'release'
      ? vscode.l10n.t('Releasing {0} {1}', intent.package, intent.version)
      : vscode.l10n.t('Setting {0} to {1}', intent.package, intent.version),
    async (report, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return await services.release.runner.run(proposal, abort.signal, facts => {
        const working = facts.find(({ inProgress }) => inProgress === true);
        if (working !== undefined) report(working.observation.detail);
      });
    },
    true,
  );
  // Not awaited: a message may stay on the screen long after the command is over.
  void sayOutcome(services, pkg, proposal, outcome).catch((error: unknown) =>
    showError(error, services.log),
  );
}

async function sayOutcome(
  services: Services,
  pkg: Package,
  proposal: Proposal,
  outcome: Outcome,
): Promise<void> {
  const { intent } = proposal.context;
  switch (outcome.result) {
    case 'done':
      if (proposal.scope === 'release')
        await services.documents.entries.done(
          entryUri({
            manifest: pkg.manifest,
            package: intent.package,
            version: intent.version,
          }),
        );
      // What comes after the tag may fail; that the tag is there is said all the same.
      if (proposal.scope === 'release')
        await goOn(services, pkg, proposal).catch(
          (error: unknown) => void showError(error, services.log),
        );
      await notifyInfo(await doneMessage(services, proposal));
      return;
    case 'cancelled': {
      const resume = vscode.l10n.t('Resume');
      const answer = await notifyWarning(
        vscode.l10n.t(
          '{0} {1} was cancelled. {2}',
          intent.package,
          intent.version,
          standing(outcome.facts),
        ),
        resume,
        UNDO(),
      );
      if (answer === resume) await tryAgain(services, pkg, proposal);
      if (answer === UNDO()) await vscode.commands.executeCommand(COMMANDS.undoRelease, { pkg });
      return;
    }
    case 'waiting':
      await sayWaiting(pkg, proposal, outcome.fact);
      return;
    case 'failed':
      await sayFailure(services, pkg, proposal, outcome.facts, outcome.failure);
  }
}

/** The release goes on when its pull request is merged. */
async function sayWaiting(
  pkg: Package,
  { context }: Proposal,
  { observation }: FactReport,
): Promise<void> {
  const { intent } = context;
  const open = vscode.l10n.t('Open Pull Request');
  const isOnGitHub = context.journal.made.pullRequest !== undefined;
  const answer = await notifyInfo(
    vscode.l10n.t(
      '{0} {1}: {2}. Once it is merged, Resume Release tags the merged commit.',
      intent.package,
      intent.version,
      observation.detail,
    ),
    ...(isOnGitHub ? [open] : []),
    UNDO(),
  );
  if (answer === open)
    await vscode.commands.executeCommand(COMMANDS.openFact, { pkg, id: 'pullRequest' });
  if (answer === UNDO()) await vscode.commands.executeCommand(COMMANDS.undoRelease, { pkg });
}

/** The tag is on the remote: its runs are watched, and the notes of its Release are opened. */
async function goOn(
  { release: { runner: releases }, workflows: { runs, files: workflows } }: Services,
  pkg: Package,
  { context }: Proposal,
): Promise<void> {
  const { intent, repository } = context;
  const found = await context.releaseCommit();
  if (found.state === 'found' && (await runs.open(repository, intent.remote)) !== undefined) {
    const { onTag } = await workflows.starts(repository.root, {
      tag: intent.tag,
      prerelease: context.version.pre !== undefined,
    });
    if (onTag)
      await runs.expect(
        repository,
        intent.remote,
        found.commit,
        ({ headBranch }) => headBranch === intent.tag,
      );
    else runs.follow(repository.root, found.commit);
  }
  if (await releases.afterTagPushed(context))
    await vscode.commands.executeCommand(COMMANDS.publishGitHubRelease, { pkg });
}

async function doneMessage(
  { release: { runner: releases } }: Services,
  { scope, context }: Proposal,
): Promise<string> {
  const { intent } = context;
  if (scope === 'files')
    return vscode.l10n.t(
      'All version sites of {0} say {1}. Nothing was committed.',
      intent.package,
      intent.version,
    );
  const found = await context.releaseCommit();
  const tags = releasedTags(intent);
  const { remote } = intent;
  const commit = found.state === 'found' ? short(found.commit) : '';
  const message = plural(
    tags.length,
    vscode.l10n.t(
      '{0} {1}: the tag {2} is on {3} ({4}).',
      intent.package,
      intent.version,
      intent.tag,
      remote,
      commit,
    ),
    vscode.l10n.t(
      '{0}: the tags {1} are on {2} ({3}).',
      releasedVersions(intent).join(', '),
      tags.join(', '),
      remote,
      commit,
    ),
  );
  return (await releases.afterTagPushed(context))
    ? vscode.l10n.t('{0} Read the notes, and publish the Release from them.', message)
    : message;
}

async function sayFailure(
  services: Services,
  pkg: Package,
  proposal: Proposal,
  facts: readonly FactReport[],
  failure: Failure,
): Promise<void> {
  const { intent } = proposal.context;
  const isReviewed = failure.fact === 'commit' || failure.fact === 'remoteBranch';
  if (isReviewed && (await proposal.context.unplannedChanges()).length > 0) {
    await reviewCommit(services, pkg, proposal, failure);
    return;
  }
  const [retry, showLog] = [vscode.l10n.t('Retry'), vscode.l10n.t('Show Log')];
  const holds = (fact: FactReport) => fact.observation.state === 'holds';
  const isPublic = facts.some(fact => fact.id === 'remoteTag' && holds(fact));
  const isLocked = failure.cause instanceof GitFailure && failure.cause.reason === 'locked';
  const unlock = vscode.l10n.t('Remove Git Lock');
  // A hook that refuses without a word may be protection as well.
  const isRefused =
    failure.fact === 'remoteBranch' &&
    intent.pullRequest === undefined &&
    failure.cause instanceof GitFailure &&
    (failure.cause.reason === 'protected' || failure.cause.reason === 'refused');
  const propose = vscode.l10n.t('Continue with Pull Request');
  const canUndo = proposal.scope === 'release' && facts.some(holds) && !isPublic;
  const answer = await notifyError(
    vscode.l10n.t(
      '{0} {1} is not done. {2} {3} {4}',
      intent.package,
      intent.version,
      failure.message,
      failure.advice,
      standing(facts),
    ),
    ...(isRefused ? [propose] : []),
    retry,
    showLog,
    ...(isLocked ? [unlock] : []),
    ...(canUndo ? [UNDO()] : []),
  );
  if (answer === unlock) await vscode.commands.executeCommand(COMMANDS.removeGitLock, { pkg });
  if (answer === propose) {
    await takePullRequest(services, pkg, intent);
    await vscode.commands.executeCommand(COMMANDS.resumeRelease, { pkg });
  }
  if (answer === retry) await tryAgain(services, pkg, proposal);
  if (answer === showLog) services.log.show();
  if (answer === UNDO()) await vscode.commands.executeCommand(COMMANDS.undoRelease, { pkg });
}

/** Stores that a confirmed release goes on through a pull request. @throws ReleaseError, GitFailure */
async function takePullRequest(
  { workspace: { sessions }, release: { runner: releases, intents } }: Services,
  pkg: Package,
  intent: Intent,
): Promise<void> {
  const session = await sessions.open(pkg);
  const changed = await releases.throughPullRequest(session, intent, true);
  const { commit } = await session.repository.head();
  const claimed = await intents.confirm(pkg.manifest, changed, commit);
  await claimed.release();
}

/**
 * Goes on with a release by way of its plan: another window or a terminal may have changed something since. What edits
 * files alone, or publishes the Release, looks at its facts again as it begins.
 */
async function tryAgain(services: Services, pkg: Package, proposal: Proposal): Promise<void> {
  if (proposal.scope === 'release')
    await vscode.commands.executeCommand(COMMANDS.resumeRelease, { pkg });
  else await runProposal(services, pkg, proposal);
}

/** Shows what the release commit holds beside the plan, and asks whether it may stay. Nothing is tagged before. */
export async function reviewCommit(
  services: Services,
  pkg: Package,
  { context }: Proposal,
  { message, advice }: Pick<Failure, 'message' | 'advice'>,
): Promise<void> {
  const { intent } = context;
  const [show, accept] = [vscode.l10n.t('Show Changes'), vscode.l10n.t('Accept and Continue')];
  const title = vscode.l10n.t('{0} {1}: changes beside the plan', intent.package, intent.version);
  let answer = await notifyError(
    vscode.l10n.t('{0} {1} is not done. {2} {3}', intent.package, intent.version, message, advice),
    show,
    UNDO(),
  );
  if (answer === show) {
    await services.documents.plans.show(title, await context.unplannedChanges());
    answer = await notifyWarning(
      vscode.l10n.t('Release {0} {1} with these changes?', intent.package, intent.version),
      accept,
      UNDO(),
    );
    await services.documents.plans.close(title);
  }
  const found = await context.releaseCommit();
  if (answer === accept && found.state === 'found') {
    await services.release.runner.accept(pkg, found.commit);
    await vscode.commands.executeCommand(COMMANDS.resumeRelease, { pkg });
  }
  if (answer === UNDO()) await vscode.commands.executeCommand(COMMANDS.undoRelease, { pkg });
}

/** Which facts hold and which do not, so that a failure says what state it leaves. */
function standing(facts: readonly FactReport[]): string {
  const titles = (holds: boolean) =>
    facts
      .filter(({ observation }) => (observation.state === 'holds') === holds)
      .map(({ title }) => title)
      .join(', ');
  const [held, open] = [titles(true), titles(false)];
  if (held === '') return vscode.l10n.t('Nothing was changed.');
  return vscode.l10n.t(
    'Done: {0}. Open: {1}.',
    held,
    open === '' ? vscode.l10n.t('nothing') : open,
  );
}

const UNDO = () => vscode.l10n.t('Undo');
