import * as path from 'node:path';
import type { EngineSettings } from '../manifests/engineSettings';
import { disk } from '../manifests/fileReader';
import { withoutComments } from '../manifests/jsonc';
import type { Problem } from '../manifests/problem';
import { readSettingsFile, SETTINGS_FILE } from '../manifests/settingsFile';
import { DEFAULT_SETTINGS } from '../release/settings';

/** The settings of the extension that decide what belongs to a release, as the repository's `.vscode/settings.json` holds them. */
export interface CliSettings {
  readonly engine: EngineSettings;
  readonly tagFormat: string;
  /** What in the settings could not be used. */
  readonly problems: readonly Problem[];
}

export async function readSettings(root: string): Promise<CliSettings> {
  const { settings, problems } = await readSettingsFile(root, disk);
  const tagFormat = problems.length === 0 ? await releaseTagFormat(root) : undefined;
  return { engine: settings, problems, tagFormat: tagFormat ?? DEFAULT_SETTINGS.tagFormat };
}

async function releaseTagFormat(root: string): Promise<string | undefined> {
  const text = await disk.read(path.join(root, SETTINGS_FILE));
  const values: unknown = JSON.parse(text === undefined ? '{}' : withoutComments(text));
  const [, format] =
    Object.entries(values ?? {}).find(([name]) => name === 'budtiktok.release.tagFormat') ?? [];
  return typeof format === 'string' && format.trim() !== '' ? format.trim() : undefined;
}
