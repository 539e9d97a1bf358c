import * as path from 'node:path';
import * as vscode from 'vscode';
import { GitUnavailable } from '../../git/gitService';
import type { RepositoryAddress } from '../../github/address';
import { reading } from '../../github/reading';
import { readRepositorySettings } from '../../github/repositorySettings';
import type { UploadJob } from '../../github/workflows';
import type { ManifestIndex } from '../../manifests/manifestIndex';
import { agreement, type Package } from '../../manifests/package';
import { findGitRoot } from '../../manifests/scanRoot';
import { BUILD_NEEDS } from '../../maturin/buildSteps';
import { readProject } from '../../maturin/project';
import { TESTPYPI, type PackageIndex } from '../../packageIndex/packageIndex';
import { hasAdvice } from '../../release/fact';
import type { Intent } from '../../release/intent';
import { releaseTags } from '../../release/releaseTags';
import { fillTemplate } from '../../release/templates';
import type { Asked, NameOnIndex, SetupFacts } from '../../setup';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import type { WrittenVersion } from '../../versions/writtenVersion';
import { HumanError } from '../errors';
import { withoutCredentials } from '../github/hostedPackage';
import { releaseQuestion } from '../github/releaseQuestion';
import { toolsAround } from '../local/toolsAround';
import type { Session } from '../releases';
import { releaseSettings } from '../settings';
import { late } from './late';
import type { SetupServices } from './setup';

/** What was asked over the network, which stays until it is asked again. */
export type AskedBefore = Pick<SetupFacts, 'settings' | 'names'>;

/**
 * Reads how a package is set up.
 * @param ask who is asked over the network; what others said before is taken over
 * @param question the release that is meant; without it, that of the version as it stands
 */
export async function readSetup(services: SetupServices, released: Package, ask: 'nobody' | 'gitHub' | 'everybody', before: AskedBefore | undefined, question?: SetupFacts['question']): Promise<{ readonly root: string; readonly facts: SetupFacts }> {
  const folder = path.dirname(released.manifest);
  const index = await services.manifests.indexOf(released);
  const root = await findGitRoot(folder) ?? index?.root ?? folder;
  const { remote, intent, session } = await placeOf(services, released);
  const workflows = await services.workflows.read(root);
  const { branch } = releaseSettings(released.manifest);
  const asked = {
    workflows, branch: intent?.branch ?? (branch === '' ? 'main' : branch),
    question: question ?? (intent === undefined ? questionWithoutGit(released) : releaseQuestion(intent, released.manifest, remote.kind === 'gitHub' ? remote.address : undefined)),
  };
  const { uploadsOf } = await late();
  const jobs = uploadsOf(asked);
  return {
    root,
    facts: {
      ...asked, name: released.name, python: released.python, remote, project: projectFacts(index, released),
      settings: remote.kind !== 'gitHub' ? UNASKED : ask === 'nobody' ? before?.settings ?? UNASKED : await settingsOf(services, remote.address, jobs),
      names: await namesOf(services, released, jobs, ask === 'everybody', before), tagged: await taggedVersions(session),
      computer: await computerOf(index, released, root),
    },
  };
}

const UNASKED = { state: 'unasked' } as const;

/** Where the package is released to. Of a workspace that is not trusted, git is not asked. */
async function placeOf({ releases, runs }: SetupServices, released: Package): Promise<{ remote: SetupFacts['remote']; intent?: Intent; session?: Session }> {
  if (!vscode.workspace.isTrusted) return { remote: { kind: 'unknown', reason: vscode.l10n.t('not looked at in Restricted Mode') } };
  let session: Session | undefined;
  try {
    session = await releases.open(released);
    const intent = await releases.intentNow(session);
    const followed = await runs.open(session.repository, intent.remote);
    if (followed !== undefined) return { remote: { kind: 'gitHub', address: followed.address }, intent, session };
    const [url = ''] = await session.repository.remoteUrls(intent.remote);
    return { remote: { kind: 'elsewhere', remote: intent.remote, url: withoutCredentials(url) }, intent, session };
  } catch (error) {
    if (!(error instanceof GitUnavailable) && !(error instanceof HumanError)) throw error;
    return { remote: { kind: 'unknown', reason: error.message }, ...(session !== undefined && { session }) };
  }
}

/** A release of the version as it stands, by the settings alone. */
function questionWithoutGit({ manifest, name, sites, tagFormat }: Package): SetupFacts['question'] {
  const parsed = parseReleaseVersion(agreement(sites).current?.text ?? '');
  const format = tagFormat ?? releaseSettings(manifest).tagFormat;
  return { tag: parsed.ok ? fillTemplate(format, name, parsed.version) : 'v0.1.0', prerelease: parsed.ok && parsed.version.pre !== undefined, releaseEvent: releaseSettings(manifest).githubRelease !== 'none' };
}

function projectFacts(index: ManifestIndex | undefined, { manifest }: Package): SetupFacts['project'] {
  const read = index?.get(manifest);
  const toml = read?.kind === 'pyproject' ? read.pyproject.toml : undefined;
  return { compatibility: toml?.string(['tool', 'maturin', 'compatibility']), requiresPython: toml?.string(['project', 'requires-python']) };
}

async function settingsOf({ gitHub }: SetupServices, address: RepositoryAddress, jobs: readonly UploadJob[]): Promise<SetupFacts['settings']> {
  const client = await gitHub.silentClient(address);
  if (client === undefined) return { state: 'signedOut' };
  const { environmentNames } = await late();
  return await reading(() => readRepositorySettings(client, environmentNames(jobs)));
}

/** The index of the settings, and TestPyPI beside PyPI where a job uploads there. */
async function namesOf({ indexes }: SetupServices, released: Package, jobs: readonly UploadJob[], ask: boolean, before: AskedBefore | undefined): Promise<readonly NameOnIndex[]> {
  let index: PackageIndex | undefined;
  try {
    index = indexes.indexOf({ released });
  } catch (error) {
    if (!hasAdvice(error)) throw error;
    return [{ index: { id: 'other', name: vscode.l10n.t('the package index'), simple: '' }, versions: { state: 'unknown', detail: error.message, advice: error.advice } }];
  }
  if (index === undefined) return [];
  const wanted = index.id === 'pypi' && jobs.some(({ upload }) => upload.index === 'testpypi') ? [index, TESTPYPI] : [index];
  return await Promise.all(wanted.map(async (index): Promise<NameOnIndex> => ({
    index, versions: ask ? await versionsOn(() => indexes.versions(index, released)) : before?.names.find(known => known.index.simple === index.simple)?.versions ?? UNASKED,
  })));
}

async function versionsOn(read: () => Promise<readonly string[] | undefined>): Promise<Asked<readonly string[] | undefined>> {
  try {
    return { state: 'seen', value: await read() };
  } catch (error) {
    if (!hasAdvice(error)) throw error;
    return { state: 'unknown', detail: error.message, advice: error.advice };
  }
}

async function taggedVersions(session: Session | undefined): Promise<readonly WrittenVersion[] | undefined> {
  if (session === undefined) return undefined;
  const { released, repository } = session;
  const tags = await repository.tags().catch(() => undefined);
  return tags && releaseTags(tags, released.name, released.tagFormat ?? releaseSettings(released.manifest).tagFormat).map(({ written }) => written);
}

async function computerOf(index: ManifestIndex | undefined, released: Package, root: string): Promise<SetupFacts['computer']> {
  const isBuilt = index !== undefined && readProject(released, index) !== undefined;
  const needs = isBuilt ? [...BUILD_NEEDS, 'venv' as const] : released.python ? ['python' as const] : ['cargo' as const];
  return { needs, platform: process.platform, tools: await toolsAround(path.dirname(released.manifest), root) };
}
