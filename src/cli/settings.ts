import * as path from 'node:path';
import { disk } from '../manifests/fileReader';
import { DEFAULT_SETTINGS } from '../release/settings';
import { CliError } from './exitCode';
import { parseJsonc } from './jsonc';

/** The settings of the extension that decide what belongs to a release, as the repository's `.vscode/settings.json` holds them. */
export interface CliSettings {
  readonly tagFormat: string;
}

/**
 * Reads the settings of the nearest `.vscode/settings.json`, from a folder upwards to the repository's top folder.
 * @throws CliError where it is there and is not JSON with comments
 */
export async function readSettings(dir: string, top: string): Promise<CliSettings> {
  const values = await nearest(dir, top);
  const tagFormat = values['budtiktok.release.tagFormat'];
  return {
    tagFormat: typeof tagFormat === 'string' && tagFormat.trim() !== '' ? tagFormat.trim() : DEFAULT_SETTINGS.tagFormat,
  };
}

async function nearest(dir: string, top: string): Promise<Readonly<Record<string, unknown>>> {
  for (let at = dir; ; at = path.dirname(at)) {
    const file = path.join(at, '.vscode', 'settings.json');
    const text = await disk.read(file);
    if (text !== undefined) return settingsOf(file, text);
    if (at === top || at === path.dirname(at)) return {};
  }
}

function settingsOf(file: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const value = parseJsonc(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : {};
  } catch (error) {
    throw new CliError(`${file}: not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
