import * as path from 'node:path';
import * as l10n from '@vscode/l10n';
import { NO_SETTINGS, readEngineSettings, type EngineSettings } from './engineSettings';
import type { FileReader } from './fileReader';
import { withoutComments } from './jsonc';
import type { Problem } from './problem';

export const SETTINGS_FILE = path.join('.vscode', 'settings.json');

/** The engine's settings in a repository's own .vscode/settings.json, for programs that have no editor to ask. */
export async function readSettingsFile(
  root: string,
  reader: Pick<FileReader, 'read'>,
): Promise<{ readonly settings: EngineSettings; readonly problems: readonly Problem[] }> {
  const file = path.join(root, SETTINGS_FILE);
  const text = await reader.read(file);
  if (text === undefined) return { settings: NO_SETTINGS, problems: [] };
  const problem = (message: string): Problem => ({
    severity: 'error',
    file,
    start: { line: 0, column: 0 },
    message,
  });
  let values: unknown;
  try {
    values = JSON.parse(withoutComments(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {
      settings: NO_SETTINGS,
      problems: [problem(l10n.t('Not valid JSON: {0}', error.message))],
    };
  }
  const fields = new Map(
    typeof values === 'object' && values !== null ? Object.entries(values) : [],
  );
  const { settings, mistakes } = readEngineSettings(
    fields.get('budtiktok.extraFiles'),
    fields.get('budtiktok.packages'),
  );
  return { settings, problems: mistakes.map(problem) };
}
