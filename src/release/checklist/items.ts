import * as l10n from '@vscode/l10n';
import type { Markup } from '../changelog/changelogFile';
import { shellText } from './pythonTests';

/**
 * How an item is answered.
 * - `command`: a command line that passes with exit code 0. It is run by the shell in the repository's top folder, or where
 *   cargo works for the package; `needs` is what has to be installed for it, as far as that is known
 * - `task`: something that the extension does itself, and that passes or fails
 * - `fact`: what is seen of the files anyway
 * - `byHand`: a person ticks it
 */
export type HowAnswered =
  | {
      readonly kind: 'command';
      readonly command: string;
      readonly folder: 'repository' | 'cargo';
      readonly needs?: 'cargo' | 'pytest';
    }
  | { readonly kind: 'task'; readonly task: 'smokeTest' }
  | { readonly kind: 'fact'; readonly fact: 'versions' | 'changelog' }
  | { readonly kind: 'byHand' };

/** One thing to be sure of before a release. */
export interface ChecklistItem {
  /** Stays the same across versions of the extension and of the setting: answers are kept under it. */
  readonly id: string;
  /** A word or two: it stands before how the item stands. */
  readonly title: string;
  /** What is true where it passes, as a sentence without its full stop; absent for items of the user. */
  readonly meaning?: string;
  readonly answer: HowAnswered;
  /** A release is not planned without it, unless its maintainer says so. */
  readonly isRequired: boolean;
}

/** The repository, as far as it decides what there is to check. */
export interface ChecklistFacts {
  /** Whether there is a crate that cargo can test. */
  readonly hasCrate: boolean;
  /** Whether a wheel can be built and tried on this computer. */
  readonly hasWheel: boolean;
  /** The folder of the Python tests below the repository's top folder, with "/"; absent where there are none. */
  readonly pythonTests?: string;
  /** How the changelog is marked up; absent where none is kept. */
  readonly changelog?: Markup;
  /** How Python is started: a path, or a name on PATH. */
  readonly python?: string;
}

/** What the settings say. */
export interface ChecklistSettings {
  /** Items of the user, as they stand in the settings. */
  readonly items: unknown;
  /** Ids of the items that are required, as they stand in the settings. */
  readonly required: unknown;
  /** Command lines for items of the list by their ids, as they stand in the settings. */
  readonly commands: unknown;
}

export interface Checklist {
  readonly items: readonly ChecklistItem[];
  /** What is wrong with the settings, for people. */
  readonly problems: readonly string[];
}

/** The items of a release: the seven of a careful release of a Rust and Python package, and the user's own. */
export function checklistFor(facts: ChecklistFacts, settings: ChecklistSettings): Checklist {
  const problems: string[] = [];
  const required = requiredIds(settings.required, problems);
  const commands = commandLines(settings.commands, problems);
  const item = (
    id: string,
    title: string,
    meaning: string,
    answer: HowAnswered | undefined,
  ): ChecklistItem[] =>
    answer === undefined ? [] : [{ id, title, meaning, answer, isRequired: required.has(id) }];
  const answered = (id: string, otherwise: HowAnswered | undefined): HowAnswered | undefined => {
    const command = commands.get(id);
    return command === undefined
      ? otherwise
      : commandAnswer(command, id === 'cargoTest' ? 'cargo' : 'repository');
  };
  const { hasCrate, hasWheel, pythonTests, python = 'python', changelog } = facts;
  const pytest =
    pythonTests === undefined
      ? undefined
      : `${shellText(python)} -m pytest ${shellText(pythonTests)}`;
  const standard = [
    ...item(
      'cargoTest',
      l10n.t('Rust tests'),
      l10n.t('All Rust tests pass'),
      answered('cargoTest', hasCrate ? commandAnswer('cargo test', 'cargo') : undefined),
    ),
    ...item(
      'pythonTests',
      l10n.t('Python tests'),
      l10n.t('All Python tests pass'),
      answered(
        'pythonTests',
        pytest === undefined
          ? undefined
          : { kind: 'command', command: pytest, folder: 'repository', needs: 'pytest' },
      ),
    ),
    ...item(
      'versions',
      l10n.t('Version sites'),
      l10n.t('All places that hold the version say the same'),
      { kind: 'fact', fact: 'versions' },
    ),
    ...item(
      'changelog',
      l10n.t('Changelog'),
      l10n.t('The changelog says what is new'),
      changelog === undefined
        ? undefined
        : changelog === 'markdown'
          ? { kind: 'fact', fact: 'changelog' }
          : BY_HAND,
    ),
    ...item(
      'documentation',
      l10n.t('Documentation'),
      l10n.t('The documentation is up to date'),
      answered('documentation', BY_HAND),
    ),
    ...item(
      'benchmarks',
      l10n.t('Benchmarks'),
      l10n.t('The benchmarks were run, and nothing has become slower'),
      answered('benchmarks', BY_HAND),
    ),
    ...item(
      'smokeTest',
      l10n.t('Smoke test'),
      hasWheel
        ? l10n.t('A wheel can be built, installs into a fresh environment, and can be imported')
        : l10n.t('What is released was tried by hand'),
      answered('smokeTest', hasWheel ? { kind: 'task', task: 'smokeTest' } : BY_HAND),
    ),
  ];
  const own = ownItems(settings.items, required, new Set(STANDARD_IDS), problems);
  const known = new Set([...STANDARD_IDS, ...own.map(({ id }) => id)]);
  for (const id of required) {
    if (!known.has(id))
      problems.push(l10n.t('The checklist has no item "{0}" that could be required.', id));
  }
  return { items: [...standard, ...own], problems };
}

export const STANDARD_IDS: readonly string[] = [
  'cargoTest',
  'pythonTests',
  'versions',
  'changelog',
  'documentation',
  'benchmarks',
  'smokeTest',
];

/** Those of them that a command line may answer; the others are seen in the files. */
export const COMMAND_IDS: readonly string[] = STANDARD_IDS.filter(
  id => id !== 'versions' && id !== 'changelog',
);

const BY_HAND: HowAnswered = { kind: 'byHand' };

function commandAnswer(command: string, folder: 'repository' | 'cargo'): HowAnswered {
  return { kind: 'command', command, folder, ...(/^cargo\s/.test(command) && { needs: 'cargo' }) };
}

function requiredIds(setting: unknown, problems: string[]): Set<string> {
  if (setting === undefined) return new Set();
  if (Array.isArray(setting) && setting.every(id => typeof id === 'string'))
    return new Set(setting);
  problems.push(l10n.t('The required items of the checklist have to be a list of names.'));
  return new Set();
}

function commandLines(setting: unknown, problems: string[]): Map<string, string> {
  if (setting === undefined) return new Map();
  if (typeof setting !== 'object' || setting === null || Array.isArray(setting)) {
    problems.push(
      l10n.t('The commands of the checklist have to be command lines by the names of items.'),
    );
    return new Map();
  }
  return new Map(
    Object.entries(setting).flatMap(([id, command]: [string, unknown]) => {
      if (!COMMAND_IDS.includes(id)) {
        problems.push(l10n.t('The checklist has no item "{0}" that a command could answer.', id));
        return [];
      }
      if (typeof command !== 'string' || command.trim() === '') {
        problems.push(
          l10n.t('The command of "{0}" in the checklist has to be a command line.', id),
        );
        return [];
      }
      return [[id, command.trim()] as const];
    }),
  );
}

/** Each is a title, or an object with `title`, and where wanted `id`, `command` and `required`. */
function ownItems(
  setting: unknown,
  required: ReadonlySet<string>,
  taken: Set<string>,
  problems: string[],
): ChecklistItem[] {
  if (setting === undefined) return [];
  if (!Array.isArray(setting)) {
    problems.push(l10n.t('The items of the checklist have to be a list.'));
    return [];
  }
  return setting.flatMap((entry: unknown, at): ChecklistItem[] => {
    const fields =
      typeof entry === 'string'
        ? { title: entry }
        : typeof entry === 'object' && entry !== null
          ? (entry as Record<string, unknown>)
          : {};
    const {
      title,
      id = typeof title === 'string' ? slug(title) : '',
      command,
      required: isRequired = false,
    } = fields;
    if (typeof title !== 'string' || title.trim() === '' || typeof id !== 'string' || id === '') {
      problems.push(l10n.t('Item {0} of the checklist has no title.', at + 1));
      return [];
    }
    if (
      (command !== undefined && (typeof command !== 'string' || command.trim() === '')) ||
      typeof isRequired !== 'boolean'
    ) {
      problems.push(
        l10n.t(
          'Item {0} of the checklist ("{1}"): "command" is a command line, "required" is true or false.',
          at + 1,
          title,
        ),
      );
      return [];
    }
    if (taken.has(id)) {
      problems.push(l10n.t('The checklist has two items "{0}".', id));
      return [];
    }
    taken.add(id);
    return [
      {
        id,
        title: title.trim(),
        answer: command === undefined ? BY_HAND : commandAnswer(command.trim(), 'repository'),
        isRequired: isRequired || required.has(id),
      },
    ];
  });
}

function slug(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
