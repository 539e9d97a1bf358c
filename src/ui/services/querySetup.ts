import * as vscode from 'vscode';
import { UserFacingError } from '../../base/errors';
import type { RepositoryAddress } from '../../github/address';
import { reading } from '../../github/client';
import { readRepositorySettings } from '../../github/repositorySettings';
import type { UploadJob } from '../../github/workflows/uploadJobs';
import type { Package } from '../../manifests/package';
import { type PackageIndex, TESTPYPI } from '../../packageIndex/packageIndex';
import type { Asked, NameOnIndex, SetupFacts } from '../../setup/setupFacts';
import type { SetupServices } from './setupReader';

/** What was asked over the network, which stays until it is asked again. */
export type AskedBefore = Pick<SetupFacts, 'settings' | 'names'>;

export const UNASKED = { state: 'unasked' } as const;

/** What GitHub says of a repository to the account that is signed in. It never prompts for a sign-in. */
export async function askSettings(
  { github: gitHub }: SetupServices,
  address: RepositoryAddress,
  jobs: readonly UploadJob[],
): Promise<SetupFacts['settings']> {
  const client = await gitHub.silentClient(address);
  if (client === undefined) return { state: 'signedOut' };
  const { environmentNames } = await import('../../setup/environmentItems');
  return await reading(() => readRepositorySettings(client, environmentNames(jobs)));
}

/** The index of the settings, and TestPyPI beside PyPI where a job uploads there. */
export async function askNames(
  { registries: { indexes } }: SetupServices,
  pkg: Package,
  jobs: readonly UploadJob[],
  ask: boolean,
  before: AskedBefore | undefined,
): Promise<readonly NameOnIndex[]> {
  let index: PackageIndex | undefined;
  try {
    index = indexes.indexOf({ pkg });
  } catch (error) {
    if (!(error instanceof UserFacingError)) throw error;
    return [
      {
        index: { id: 'other', name: vscode.l10n.t('the package index'), simple: '' },
        versions: { state: 'unknown', detail: error.message, advice: error.advice },
      },
    ];
  }
  if (index === undefined) return [];
  const wanted =
    index.id === 'pypi' && jobs.some(({ upload }) => upload.index === 'testpypi')
      ? [index, TESTPYPI]
      : [index];
  return await Promise.all(
    wanted.map(async (index): Promise<NameOnIndex> => ({
      index,
      versions: ask
        ? await versionsOn(() => indexes.versions(index, pkg))
        : (before?.names.find(known => known.index.simple === index.simple)?.versions ?? UNASKED),
    })),
  );
}

async function versionsOn(
  read: () => Promise<readonly string[] | undefined>,
): Promise<Asked<readonly string[] | undefined>> {
  try {
    return { state: 'seen', value: await read() };
  } catch (error) {
    if (!(error instanceof UserFacingError)) throw error;
    return { state: 'unknown', detail: error.message, advice: error.advice };
  }
}
