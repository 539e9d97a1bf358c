import * as assert from 'node:assert/strict';
import { readEngineSettings, type EngineSettings } from '../../../src/manifests/engineSettings';
import type { Files } from '../../fixtures/files';
import { below, planFiles, scanFiles } from './memory';

export type Edits = Readonly<Record<string, readonly (readonly [before: string, after: string])[]>>;

export interface Case {
  readonly to?: string;
  /** Name of the package; the first one where it is left out. */
  readonly name?: string;
  readonly answers?: Readonly<Record<string, string>>;
  readonly extraFiles?: unknown;
}

/** The settings of a case as they would stand in a settings file. */
export function settingsOf(name: string, { answers = {}, extraFiles }: Case): EngineSettings {
  const { settings, mistakes } = readEngineSettings(extraFiles, { [name]: { answers } });
  assert.deepEqual(mistakes, []);
  return settings;
}

async function nameOf(files: Files, { name }: Case): Promise<string> {
  return name ?? (await scanFiles(files)).packages[0]?.name ?? '';
}

/** Plans a version and expects each file to differ by these replacements alone, byte for byte, and no question. */
export async function expectEdits(files: Files, expected: Edits, what: Case = {}): Promise<void> {
  const name = await nameOf(files, what);
  const { after, reasons } = await planFiles(
    files,
    what.to ?? '0.2.0',
    name,
    settingsOf(name, what),
  );
  assert.deepEqual(reasons, []);
  const wanted = Object.fromEntries(
    Object.entries(expected).map(([file, edits]) => {
      let text = files[file] ?? '';
      for (const [was, is] of edits) {
        assert.ok(text.includes(was), `${file} holds ${was}`);
        text = text.replace(was, () => is);
      }
      return [file, text];
    }),
  );
  assert.deepEqual(after, wanted);
}

/** The open questions of a plan, one line each: id, file and line. */
export async function questionsOf(files: Files, what: Case = {}): Promise<string[]> {
  const name = await nameOf(files, what);
  const { questions } = await planFiles(files, what.to ?? '0.2.0', name, settingsOf(name, what));
  return questions.map(({ id, file, start }) => `${id} ${below(file)}:${start.line + 1}`);
}

/** What keeps a plan from being made, one line each. */
export async function refusalsOf(files: Files, what: Case = {}): Promise<string[]> {
  const name = await nameOf(files, what);
  const { refusals } = await planFiles(files, what.to ?? '0.2.0', name, settingsOf(name, what));
  return refusals.map(({ file, start, message }) => `${below(file)}:${start.line + 1}: ${message}`);
}
