import { readdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { composeNotes } from '../../github/notes';
import { generatedNotes } from '../../github/releases';
import { releaseTags } from '../../release/releaseTags';
import type { Services } from '../services';
import { releaseSettings } from '../settings';
import type { HostedPackage } from './hostedPackage';
import { late } from './late';

/** The first text of the notes of a release: changelog, what GitHub proposes, or the commits since the last release. */
export async function firstNotes({ gitHub, log }: Services, { session, intent, address }: HostedPackage): Promise<string> {
  const { repository, released } = session;
  const { tagFormat } = releaseSettings(released.manifest);
  const previous = releaseTags(await repository.tags(), intent.package, tagFormat).find(({ tag }) => tag !== intent.tag)?.tag;
  const messages = await repository.messages(previous, intent.tag).catch(() => []);
  const subjects = messages.map(message => message.split('\n', 1)[0] ?? '').filter(subject => subject !== '' && subject !== intent.commitMessage.split('\n', 1)[0]);
  const client = await gitHub.silentClient(address);
  const generated = await (client === undefined ? undefined : generatedNotes(client, intent.tag, intent.branch, previous))?.catch((error: unknown) => {
    // The commits do as well; whoever wants GitHub's notes sees in the log why they are not there.
    log.warn('GitHub proposed no notes.', error instanceof Error ? error.message : String(error));
    return undefined;
  });
  return composeNotes({ changelog: await changelogOf(session.tree.manifest, repository.root, intent.version), generated, commits: subjects });
}

/** The section of the nearest changelog, from the package's folder up to the top of the repository. */
async function changelogOf(manifest: string, root: string, version: string): Promise<string | undefined> {
  const { changelogSection, findChangelog } = await late();
  for (let dir = path.dirname(manifest); ; dir = path.dirname(dir)) {
    const found = findChangelog(await readdir(dir).catch(() => []));
    if (found?.markup === 'markdown') return changelogSection(await readFile(path.join(dir, found.name), 'utf8'), version);
    if (dir === root || dir === path.dirname(dir)) return undefined;
  }
}
