import * as vscode from 'vscode';
import { plural } from '../../base/text';
import { COMMANDS } from '../../ids';
import { releasedTags } from '../../release/intent';
import { notifyInfo, notifyWarning } from '../notify';
import type { Services } from '../services/services';
import { pickUnderWay } from './releaseCommands';

/** *Undo Release*: takes back what is still local of the release in progress, after asking. */
export async function undoRelease(services: Services, target: unknown): Promise<void> {
  const pkg = await pickUnderWay(services, target);
  const intent = pkg && (await services.release.intents.of(pkg));
  if (pkg === undefined || intent === undefined) return;
  const undo = vscode.l10n.t('Undo');
  const tags = releasedTags(intent);
  const answer = await notifyWarning(
    vscode.l10n.t('Undo the release of {0} {1}?', intent.package, intent.version),
    {
      modal: true,
      detail:
        intent.pullRequest === undefined
          ? plural(
              tags.length,
              vscode.l10n.t(
                'The tag {0}, the release commit and the edited versions are taken back as far as they are only on this computer. What is on {1} stays.',
                intent.tag,
                intent.remote,
              ),
              vscode.l10n.t(
                'The tags {0}, the release commit and the edited versions are taken back as far as they are only on this computer. What is on {1} stays.',
                tags.join(', '),
                intent.remote,
              ),
            )
          : vscode.l10n.t(
              'The pull request is closed, {0} is deleted on {1}, and the release commit and the edited versions are taken back. What was merged stays.',
              intent.pullRequest.branch,
              intent.remote,
            ),
    },
    undo,
  );
  if (answer !== undo) return;
  const { undone, kept } = await services.release.runner.undo(
    await services.workspace.sessions.open(pkg),
    intent,
  );
  const { package: name, version } = intent;
  const message =
    undone.length === 0
      ? vscode.l10n.t('Nothing of {0} {1} was left to undo here.', name, version)
      : vscode.l10n.t('{0} {1} was undone: {2}.', name, version, undone.join('; '));
  if (kept.length === 0) {
    void notifyInfo(message);
    return;
  }
  const abandon = vscode.l10n.t('Abandon Release');
  void notifyWarning(vscode.l10n.t('{0} Not undone: {1}.', message, kept.join('; ')), abandon).then(
    async chosen => {
      if (chosen === abandon)
        await vscode.commands.executeCommand(COMMANDS.abandonRelease, { pkg });
    },
  );
}

/** *Abandon Release*: forgets the release in progress and touches nothing. */
export async function abandonRelease(services: Services, target: unknown): Promise<void> {
  const pkg = await pickUnderWay(services, target);
  const intent = pkg && (await services.release.intents.of(pkg));
  if (pkg === undefined || intent === undefined) return;
  await services.release.runner.abandon(pkg);
  void notifyInfo(
    vscode.l10n.t(
      '{0} {1} is no longer in progress. Files, commits and tags are as they were.',
      intent.package,
      intent.version,
    ),
  );
}
