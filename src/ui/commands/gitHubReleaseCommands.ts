import * as vscode from 'vscode';
import { openPage } from '../openPage';
import { GitHubFailure } from '../../github/failure';
import { COMMANDS, VIEWS } from '../../ids';
import type { Publication } from '../../release/hosting';
import { intendedVersion } from '../../release/intent';
import { packageTags } from '../../release/releaseTags';
import { notesUri, ownerOf } from '../documents/notesDocuments';
import {
  CommandError,
  notifyError,
  notifyInfo,
  notifyProgress,
  notifyWarning,
  showError,
} from '../notify';
import { firstNotes } from '../documents/composeNotes';
import { type HostedPackage, openHosted, pickHosted } from '../services/hostedPackage';
import type { Services } from '../services/services';
import { packageSettings } from '../configuration';
import { packagesOf, releaseOf } from '../selectors';

/** *Publish GitHub Release…*: opens the notes; it is published from there. */
export async function publishGitHubRelease(services: Services, target: unknown): Promise<void> {
  const hosted = await pickHosted(services, target);
  if (hosted === undefined) return;
  const { pkg } = hosted.session;
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t('Looking at the repository and its remote…'),
    },
    () => services.release.status.refresh(pkg, true),
  );
  const facts = releaseOf(services.store.value, pkg.manifest)?.facts ?? [];
  const isThere = facts.find(({ id }) => id === 'hostedRelease')?.observation.state === 'holds';
  if (isThere && !(await editAgain(hosted.intent.tag))) return;
  const onRemote = facts.find(({ id, member }) => id === 'remoteTag' && member === undefined);
  if (onRemote?.observation.state !== 'holds') {
    const release = vscode.l10n.t('Bump & Release');
    const answer = await notifyWarning(
      vscode.l10n.t(
        '{0} cannot be published yet. {1}: {2}.',
        hosted.intent.tag,
        onRemote?.title ?? hosted.intent.tag,
        onRemote?.observation.detail ?? '',
      ),
      release,
    );
    if (answer === release) await vscode.commands.executeCommand(COMMANDS.bumpAndRelease, { pkg });
    return;
  }
  await openNotes(services, hosted);
}

/** A Release that is published already can be given other notes. */
async function editAgain(tag: string): Promise<boolean> {
  const [edit, builds] = [vscode.l10n.t('Edit Notes'), vscode.l10n.t('Show Builds')];
  const answer = await notifyInfo(
    vscode.l10n.t('The Release {0} is on GitHub already.', tag),
    edit,
    builds,
  );
  if (answer === builds) await vscode.commands.executeCommand(`${VIEWS.runs}.focus`);
  return answer === edit;
}

/** Opens the notes of a release whose tag is on the remote. */
export async function openNotes(services: Services, hosted: HostedPackage): Promise<void> {
  const { intent, session } = hosted;
  if (intent.tag === '') throw new CommandError(vscode.l10n.t('This release has no tag.'));
  await services.documents.notes.open(
    { manifest: session.pkg.manifest, package: intent.package, tag: intent.tag },
    () => firstNotes(services, hosted),
  );
}

/** *Publish Notes*: publishes the Release with the notes in the editor. Whatever of it exists already is brought to that. */
export async function publishNotes(
  services: Services,
  target: unknown,
  asDraft = false,
): Promise<void> {
  const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
  const owner = uri && ownerOf(uri);
  if (uri === undefined || owner === undefined)
    throw new CommandError(vscode.l10n.t('Open the notes first with Publish GitHub Release….'));
  await services.workspace.manifests.current();
  const pkg = packagesOf(services.store.value).find(({ manifest }) => manifest === owner.manifest);
  if (pkg === undefined)
    throw new CommandError(vscode.l10n.t('{0} is no longer in this workspace.', owner.package));
  const hosted = await openHosted(services, pkg);
  if (hosted.intent.tag !== owner.tag) {
    throw new CommandError(
      vscode.l10n.t(
        'These are the notes of {0}, and {1} is being released. Nothing was published.',
        owner.tag,
        hosted.intent.tag,
      ),
    );
  }
  await publish(services, hosted, {
    ...(await publicationOf(hosted, asDraft)),
    notes: await services.documents.notes.read(uri),
  });
}

/** Draft, pre-release and latest follow from the version: the latest is the greatest that is no pre-release. */
export async function publicationOf(
  { intent, session }: HostedPackage,
  draft: boolean,
): Promise<Omit<Publication, 'notes'>> {
  const version = intendedVersion(intent);
  const prerelease = version.pre !== undefined;
  const tags = await packageTags(
    session.repository,
    intent.package,
    packageSettings(session.pkg).tagFormat,
    intent.from,
  );
  const greatest = tags.find(({ written }) => !/[a-z]/i.test(written.key));
  return {
    title: intent.tag,
    draft,
    prerelease,
    latest: !draft && !prerelease && (greatest === undefined || greatest.tag === intent.tag),
  };
}

async function publish(
  services: Services,
  hosted: HostedPackage,
  publication: Publication,
): Promise<void> {
  const { session, intent, address } = hosted;
  const {
    release: { runner: releases },
  } = services;
  const proposal = await releases.proposePublication(session, intent, publication);
  const { hosting } = proposal.context;
  // What was published already starts nothing when it is changed; that is known before only.
  const existing = hosting?.state === 'seen' ? await hosting.host.release(intent.tag) : undefined;
  const outcome = await notifyProgress(vscode.l10n.t('Publishing {0}', intent.tag), () =>
    releases.run(proposal, new AbortController().signal, () => undefined),
  );
  if (outcome.result !== 'done') {
    if (outcome.result === 'failed')
      void sayFailure(services, hosted, publication, outcome.failure);
    return;
  }
  const made = hosting?.state === 'seen' ? await hosting.host.release(intent.tag) : undefined;
  if (made?.immutable === true && made.notes.trim() !== publication.notes.trim()) {
    void notifyWarning(
      vscode.l10n.t(
        'The Release {0} is immutable: GitHub refuses changes of its notes. Yours are still in the editor.',
        intent.tag,
      ),
    );
  } else {
    await services.documents.notes.done(
      notesUri({ manifest: session.pkg.manifest, package: intent.package, tag: intent.tag }),
    );
  }
  const found = await proposal.context.releaseCommit();
  const startsNothing = existing !== undefined && !existing.draft;
  if (found.state === 'found' && !publication.draft) {
    // Where no workflow waits for a Release, none is missed.
    const { onRelease } = await services.workflows.files.starts(session.repository.root, {
      tag: intent.tag,
      prerelease: publication.prerelease,
    });
    if (startsNothing || !onRelease)
      services.workflows.runs.follow(session.repository.root, found.commit);
    else
      await services.workflows.runs.expect(
        session.repository,
        intent.remote,
        found.commit,
        run => run.event === 'release',
      );
  }
  void sayPublished(services, hosted, publication, made?.url ?? '', startsNothing).catch(
    (error: unknown) => services.log.error(String(error)),
  );
  services.log.info(
    `${address.owner}/${address.name}: Release ${intent.tag} ${publication.draft ? 'saved as draft' : 'published'}`,
  );
}

async function sayPublished(
  services: Services,
  { intent, session }: HostedPackage,
  publication: Publication,
  url: string,
  startsNothing: boolean,
): Promise<void> {
  const [open, builds, run] = [
    vscode.l10n.t('Open on GitHub'),
    vscode.l10n.t('Show Builds'),
    vscode.l10n.t('Run Release Workflow…'),
  ];
  const builtElsewhere =
    startsNothing &&
    releaseOf(services.store.value, session.pkg.manifest)?.facts.find(({ id }) => id === 'builds')
      ?.observation.state === 'missing';
  const answer = publication.draft
    ? await notifyInfo(
        vscode.l10n.t(
          '{0} is a draft on GitHub. No other user sees it, and no workflow starts, until it is published.',
          intent.tag,
        ),
        open,
      )
    : builtElsewhere
      ? await notifyWarning(
          vscode.l10n.t(
            'The Release {0} existed already, so publishing it started no workflow. Your notes are in it. Start the publishing workflow by hand.',
            intent.tag,
          ),
          run,
          open,
        )
      : await notifyInfo(vscode.l10n.t('The Release {0} is published.', intent.tag), builds, open);
  if (answer === open) await openPage(url);
  if (answer === builds) await vscode.commands.executeCommand(`${VIEWS.runs}.focus`);
  if (answer === run)
    await vscode.commands.executeCommand(COMMANDS.runReleaseWorkflow, {
      pkg: session.pkg,
    });
}

async function sayFailure(
  services: Services,
  hosted: HostedPackage,
  publication: Publication,
  failure: { message: string; advice: string; cause?: unknown },
): Promise<void> {
  const [retry, showLog, page] = [
    vscode.l10n.t('Retry'),
    vscode.l10n.t('Show Log'),
    vscode.l10n.t('Open in Browser'),
  ];
  const url = failure.cause instanceof GitHubFailure ? failure.cause.page : undefined;
  const answer = await notifyError(
    vscode.l10n.t(
      '{0} is not published. {1} {2} Your notes are kept.',
      hosted.intent.tag,
      failure.message,
      failure.advice,
    ),
    ...(url === undefined ? [] : [page]),
    retry,
    showLog,
  );
  if (answer === retry)
    await publish(services, hosted, publication).catch((error: unknown) =>
      showError(error, services.log),
    );
  if (answer === showLog) services.log.show();
  if (answer === page && url !== undefined) await openPage(url);
}
