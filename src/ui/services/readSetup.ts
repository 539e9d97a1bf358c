import { withoutCredentials } from '../../base/secrets';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { GitUnavailable } from '../../git/gitService';
import { agreement, type Package } from '../../manifests/package';
import type { ManifestIndex } from '../../manifests/scan/manifestIndex';
import { findGitRoot } from '../../manifests/scan/scanRoot';
import { BUILD_NEEDS } from '../../maturin/buildSteps';
import { readProject } from '../../maturin/project';
import type { Intent } from '../../release/intent';
import { packageTags } from '../../release/releaseTags';
import { fillTemplate } from '../../release/settings';
import type { SetupFacts } from '../../setup/setupFacts';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import type { WrittenVersion } from '../../versions/writtenVersion';
import { CommandError } from '../notify';
import { type HostedPackage, releaseQuestion } from './hostedPackage';
import { toolsAround } from './installTools';
import type { Session } from './sessions';
import { packageSettings, releaseSettings } from '../configuration';
import { type AskedBefore, askNames, askSettings, UNASKED } from './querySetup';
import type { SetupServices } from './setupReader';

/**
 * Reads how a package is set up.
 * @param ask whether GitHub and the index are asked; what they said before is taken over else
 */
export async function readSetup(
  services: SetupServices,
  pkg: Package,
  ask: boolean,
  before: AskedBefore | undefined,
): Promise<{ readonly root: string; readonly facts: SetupFacts }> {
  const folder = path.dirname(pkg.manifest);
  // Files go on changing while everything else is asked.
  const index = (await services.workspace.manifests.indexOf(pkg))?.snapshot();
  const root = (await findGitRoot(folder)) ?? index?.root ?? folder;
  const { remote, intent, session } = await placeOf(services, pkg);
  const { branch } = releaseSettings(pkg.manifest);
  const asked = {
    workflows: await services.workflows.files.read(root),
    branch: intent?.branch ?? (branch === '' ? 'main' : branch),
    question:
      intent === undefined
        ? questionWithoutGit(pkg)
        : releaseQuestion(
            intent,
            pkg.manifest,
            remote.kind === 'gitHub' ? remote.address : undefined,
          ),
  };
  const jobs = (await import('../../setup/setupItems')).uploadsOf(asked);
  return {
    root,
    facts: {
      ...asked,
      name: pkg.name,
      python: pkg.python,
      remote,
      project: projectFacts(index, pkg),
      settings:
        remote.kind !== 'gitHub'
          ? UNASKED
          : ask
            ? await askSettings(services, remote.address, jobs)
            : (before?.settings ?? UNASKED),
      names: await askNames(services, pkg, jobs, ask, before),
      tagged: await taggedVersions(session),
      computer: await computerOf(index, pkg, root),
    },
  };
}

/** Reads what a release that is planned needs of GitHub, with the account that is signed in; nothing of the index and of this computer. */
export async function readForRelease(
  services: SetupServices,
  { session: { pkg, repository }, intent, address }: HostedPackage,
): Promise<SetupFacts> {
  const asked = {
    workflows: await services.workflows.files.read(repository.root),
    branch: intent.branch,
    question: releaseQuestion(intent, pkg.manifest, address),
  };
  return {
    ...asked,
    name: pkg.name,
    python: pkg.python,
    remote: { kind: 'gitHub', address },
    project: projectFacts(await services.workspace.manifests.indexOf(pkg), pkg),
    settings: await askSettings(
      services,
      address,
      (await import('../../setup/setupItems')).uploadsOf(asked),
    ),
    names: [],
    tagged: undefined,
    computer: undefined,
  };
}

/** Where the package is released to. Of a workspace that is not trusted, git is not asked. */
async function placeOf(
  { workspace: { sessions }, release: { intents }, workflows: { runs } }: SetupServices,
  pkg: Package,
): Promise<{ remote: SetupFacts['remote']; intent?: Intent; session?: Session }> {
  if (!vscode.workspace.isTrusted)
    return {
      remote: { kind: 'unknown', reason: vscode.l10n.t('not looked at in Restricted Mode') },
    };
  let session: Session | undefined;
  try {
    session = await sessions.open(pkg);
    const intent = await intents.now(session);
    const followed = await runs.open(session.repository, intent.remote);
    if (followed !== undefined)
      return { remote: { kind: 'gitHub', address: followed.address }, intent, session };
    const [url = ''] = await session.repository.remoteUrls(intent.remote);
    return {
      remote: { kind: 'elsewhere', remote: intent.remote, url: withoutCredentials(url) },
      intent,
      session,
    };
  } catch (error) {
    if (!(error instanceof GitUnavailable) && !(error instanceof CommandError)) throw error;
    return {
      remote: { kind: 'unknown', reason: error.message },
      ...(session !== undefined && { session }),
    };
  }
}

/** A release of the version as it stands, by the settings alone. */
function questionWithoutGit(pkg: Package): SetupFacts['question'] {
  const parsed = parseReleaseVersion(agreement(pkg.sites).current?.text ?? '');
  const { tagFormat, githubRelease } = packageSettings(pkg);
  return {
    tag: parsed.ok ? fillTemplate(tagFormat, pkg.name, parsed.version) : 'v0.1.0',
    prerelease: parsed.ok && parsed.version.pre !== undefined,
    releaseEvent: githubRelease !== 'none',
    fromDraft: githubRelease === 'draft',
  };
}

function projectFacts(
  index: ManifestIndex | undefined,
  { manifest }: Package,
): SetupFacts['project'] {
  const read = index?.get(manifest);
  const toml = read?.kind === 'pyproject' ? read.pyproject.toml : undefined;
  return {
    compatibility: toml?.string(['tool', 'maturin', 'compatibility']),
    requiresPython: toml?.string(['project', 'requires-python']),
  };
}

async function taggedVersions(
  session: Session | undefined,
): Promise<readonly WrittenVersion[] | undefined> {
  if (session === undefined) return undefined;
  const { pkg, repository } = session;
  const tags = await packageTags(
    repository,
    pkg.name,
    packageSettings(pkg).tagFormat,
    agreement(pkg.sites).current?.text,
  ).catch(() => undefined);
  return tags?.map(({ written }) => written);
}

async function computerOf(
  index: ManifestIndex | undefined,
  pkg: Package,
  root: string,
): Promise<SetupFacts['computer']> {
  const isBuilt = index !== undefined && readProject(pkg, index) !== undefined;
  const needs = isBuilt
    ? [...BUILD_NEEDS, 'venv' as const]
    : pkg.python
      ? ['python' as const]
      : ['cargo' as const];
  return {
    needs,
    platform: process.platform,
    tools: await toolsAround(path.dirname(pkg.manifest), root),
  };
}
