import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import type { Spelling } from '../versions/writtenVersion';
import { parseJson } from './jsonDocument';
import { type Answers, ManifestError, type Problem } from './question';
import type { FileReader } from './scan/fileReader';

/** An entry of the setting `budtiktok.extraFiles`: further places that hold the version. */
export interface ExtraFile {
  /** Path below the repository's top folder, with `/`; `*`, `?`, `[…]` and `**` as in Cargo's `members`. */
  readonly files: string;
  /** Text around the version, which is in it as `${version}`: `version-${version}-blue`. */
  readonly search?: string;
  /** Path of the key in a TOML, JSON or YAML file, dotted: `project.version`. Exactly one of `search` and `key` is given. */
  readonly key?: string;
  /** How the place spells the version. */
  readonly spelling: Spelling;
  /** How many places there have to be in all files together. */
  readonly count: number;
  /** The package whose version it is; every package where it is left out. */
  readonly package?: string;
}

/** What the setting `budtiktok.packages` says of one package. */
export interface PackageSettings {
  /** Manifest below the repository's top folder, with `/`, where several packages have one name. */
  readonly manifest?: string;
  /** The tag of a release of this package, such as `py-v${version}`. */
  readonly tagFormat?: string;
  /** `false` where the manifest isn't released (an example, a copy); `true` where it is beside the packages found. */
  readonly pkg?: boolean;
  /** Questions that have been answered once. */
  readonly answers: Answers;
}

/** What the repository's settings say to the version engine. */
export interface EngineSettings {
  readonly extraFiles: readonly ExtraFile[];
  /** By name of the package. */
  readonly packages: ReadonlyMap<string, PackageSettings>;
}

export const NO_SETTINGS: EngineSettings = { extraFiles: [], packages: new Map() };

/** Settings with what in them could not be used, in sentences. */
export interface ReadSettings {
  readonly settings: EngineSettings;
  readonly mistakes: readonly string[];
}

/**
 * Reads the values of `budtiktok.extraFiles` (a list) and `budtiktok.packages` (an object by name of the package) as
 * they stand in a settings file. An entry that cannot be used is left out and named, because it must not be passed over.
 */
export function readEngineSettings(extraFiles: unknown, packages: unknown): ReadSettings {
  const mistakes: string[] = [];
  const read = <T>(name: string, value: unknown, make: (entry: Entry) => T): T[] => {
    try {
      return [make(new Entry(name, value))];
    } catch (error) {
      if (!(error instanceof SettingsMistake)) throw error;
      mistakes.push(error.message);
      return [];
    }
  };
  const settings: EngineSettings = {
    extraFiles: listOf('budtiktok.extraFiles', extraFiles, mistakes).flatMap((value, index) =>
      read(`budtiktok.extraFiles[${index}]`, value, readExtraFile),
    ),
    packages: new Map(
      entriesOf('budtiktok.packages', packages, mistakes).flatMap(([name, value]) =>
        read(`budtiktok.packages.${name}`, value, entry => [name, readPackage(entry)] as const),
      ),
    ),
  };
  return { settings, mistakes };
}

/** The settings with further answers for one package, which come before those that are stored. */
export function withAnswers(
  settings: EngineSettings,
  name: string,
  answers: Answers,
): EngineSettings {
  const known = settings.packages.get(name);
  const merged: PackageSettings = {
    ...known,
    answers: new Map([...(known?.answers ?? []), ...answers]),
  };
  return { ...settings, packages: new Map([...settings.packages, [name, merged]]) };
}

/** The value of `budtiktok.packages` as it is stored in a settings file. */
export function packagesSetting({ packages }: EngineSettings): Record<string, object> {
  return Object.fromEntries(
    [...packages].map(([name, { answers, ...rest }]) => [
      name,
      { ...rest, ...(answers.size > 0 && { answers: Object.fromEntries(answers) }) },
    ]),
  );
}

class SettingsMistake extends Error {}

/** One entry of a setting whose fields are of the wrong type, missing or unknown more often than one thinks. */
class Entry {
  readonly #fields: ReadonlyMap<string, unknown>;

  constructor(
    readonly name: string,
    value: unknown,
  ) {
    if (!isObject(value)) throw new SettingsMistake(l10n.t('{0} has to be an object.', name));
    this.#fields = new Map(Object.entries(value));
  }

  allow(...known: readonly string[]): void {
    for (const field of this.#fields.keys()) {
      if (!known.includes(field))
        throw new SettingsMistake(
          l10n.t('{0} has no field "{1}": use {2}.', this.name, field, known.join(', ')),
        );
    }
  }

  text(field: string): string | undefined {
    const value = this.#fields.get(field);
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || value === '')
      throw new SettingsMistake(l10n.t('{0}.{1} has to be a text.', this.name, field));
    return value;
  }

  get(field: string): unknown {
    return this.#fields.get(field);
  }

  mistake(message: string): SettingsMistake {
    return new SettingsMistake(`${this.name}: ${message}`);
  }
}

function readExtraFile(entry: Entry): ExtraFile {
  entry.allow('files', 'search', 'key', 'spelling', 'count', 'package');
  const [files, search, key, spelling = 'semver', name] = [
    'files',
    'search',
    'key',
    'spelling',
    'package',
  ].map(field => entry.text(field));
  const count = entry.get('count') ?? 1;
  if (files === undefined) throw entry.mistake(l10n.t('"files" is missing.'));
  if (files.startsWith('/') || files.split('/').includes('..'))
    throw entry.mistake(l10n.t('"files" has to be a path below the repository.'));
  if ((search === undefined) === (key === undefined))
    throw entry.mistake(l10n.t('give either "search" or "key".'));
  if (search !== undefined && search.split('${version}').length !== 2)
    throw entry.mistake(l10n.t('"search" has to hold ${version} once.'));
  if (spelling !== 'semver' && spelling !== 'pep440')
    throw entry.mistake(l10n.t('"spelling" is semver or pep440.'));
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1)
    throw entry.mistake(l10n.t('"count" has to be a number from 1.'));
  return {
    files,
    spelling,
    count,
    ...(search !== undefined && { search }),
    ...(key !== undefined && { key }),
    ...(name !== undefined && { package: name }),
  };
}

function readPackage(entry: Entry): PackageSettings {
  entry.allow('manifest', 'tagFormat', 'released', 'answers');
  const manifest = entry.text('manifest');
  const tagFormat = entry.text('tagFormat');
  const pkg = entry.get('released');
  if (pkg !== undefined && typeof pkg !== 'boolean')
    throw entry.mistake(l10n.t('"released" is true or false.'));
  if (tagFormat !== undefined && !/\$\{(?:version|pep440)\}/.test(tagFormat))
    throw entry.mistake(l10n.t('"tagFormat" has to hold ${version} or ${pep440}.'));
  const answers = entry.get('answers') ?? {};
  if (!isObject(answers)) throw entry.mistake(l10n.t('"answers" has to be an object.'));
  return {
    ...(manifest !== undefined && { manifest }),
    ...(tagFormat !== undefined && { tagFormat }),
    ...(pkg !== undefined && { pkg }),
    answers: new Map(
      Object.entries(answers).map(([id, value]) => {
        if (typeof value !== 'string')
          throw entry.mistake(l10n.t('the answer to "{0}" has to be a text.', id));
        return [id, value] as const;
      }),
    ),
  };
}

function listOf(name: string, value: unknown, mistakes: string[]): unknown[] {
  if (Array.isArray(value)) return value;
  if (value !== undefined && value !== null) mistakes.push(l10n.t('{0} has to be a list.', name));
  return [];
}

function entriesOf(name: string, value: unknown, mistakes: string[]): [string, unknown][] {
  if (isObject(value)) return Object.entries(value);
  if (value !== undefined && value !== null)
    mistakes.push(l10n.t('{0} has to be an object.', name));
  return [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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
    values = parseJson(file, text);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return { settings: NO_SETTINGS, problems: [error.problem] };
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
