import * as l10n from '@vscode/l10n';

/**
 * How an item is answered.
 * - `command`: a command line that passes with exit code 0
 * - `task`: something that the extension does itself, and that passes or fails
 * - `fact`: what is seen of the files anyway
 * - `byHand`: a person ticks it
 */
export type HowAnswered =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'task'; readonly task: 'smokeTest' }
  | { readonly kind: 'fact'; readonly fact: 'versions' | 'changelog' }
  | { readonly kind: 'byHand' };

/** One thing to be sure of before a release. */
export interface ChecklistItem {
  /** Stays the same across versions of the extension and of the setting: answers are kept under it. */
  readonly id: string;
  readonly title: string;
  readonly answer: HowAnswered;
  /** A release is not planned without it, unless its maintainer says so. */
  readonly isRequired: boolean;
}

/** The repository, as far as it decides what there is to check. */
export interface ChecklistFacts {
  /** The folder of the Python tests below the repository's top folder, with "/"; absent where there are none. */
  readonly pythonTests?: string;
  readonly keepsChangelog: boolean;
  /** How Python is started. */
  readonly python?: string;
}

/** What the settings say. */
export interface ChecklistSettings {
  /** Items of the user, as they stand in the settings. */
  readonly items: unknown;
  /** Ids of the items that are required, as they stand in the settings. */
  readonly required: unknown;
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
  const python = facts.python ?? 'python';
  const item = (id: string, title: string, answer: HowAnswered): ChecklistItem => ({ id, title, answer, isRequired: required.has(id) });
  const standard = [
    item('cargoTest', l10n.t('All Rust tests pass'), { kind: 'command', command: 'cargo test' }),
    ...(facts.pythonTests === undefined ? [] : [
      item('pythonTests', l10n.t('Python tests pass'), { kind: 'command', command: `${python} -m pytest ${quoted(facts.pythonTests)}` })]),
    item('versions', l10n.t('Every version site says the same'), { kind: 'fact', fact: 'versions' }),
    ...(facts.keepsChangelog ? [item('changelog', l10n.t('The changelog has a section for the version'), { kind: 'fact', fact: 'changelog' })] : []),
    item('documentation', l10n.t('Documentation is up to date'), { kind: 'byHand' }),
    item('benchmarks', l10n.t('Benchmarks were run and looked at'), { kind: 'byHand' }),
    item('smokeTest', l10n.t('The wheel installs and imports'), { kind: 'task', task: 'smokeTest' }),
  ];
  const own = ownItems(settings.items, required, new Set(STANDARD_IDS), problems);
  const known = new Set([...STANDARD_IDS, ...own.map(({ id }) => id)]);
  for (const id of required) {
    if (!known.has(id)) problems.push(l10n.t('The checklist has no item "{0}" that could be required.', id));
  }
  return { items: [...standard, ...own], problems };
}

export const STANDARD_IDS: readonly string[] = ['cargoTest', 'pythonTests', 'versions', 'changelog', 'documentation', 'benchmarks', 'smokeTest'];

function requiredIds(setting: unknown, problems: string[]): Set<string> {
  if (setting === undefined) return new Set();
  if (Array.isArray(setting) && setting.every(id => typeof id === 'string')) return new Set(setting);
  problems.push(l10n.t('The required items of the checklist have to be a list of names.'));
  return new Set();
}

/** Each is a title, or an object with `title`, and where wanted `id`, `command` and `required`. */
function ownItems(setting: unknown, required: ReadonlySet<string>, taken: Set<string>, problems: string[]): ChecklistItem[] {
  if (setting === undefined) return [];
  if (!Array.isArray(setting)) {
    problems.push(l10n.t('The items of the checklist have to be a list.'));
    return [];
  }
  return setting.flatMap((entry: unknown, at): ChecklistItem[] => {
    const fields = typeof entry === 'string' ? { title: entry } : typeof entry === 'object' && entry !== null ? entry as Record<string, unknown> : {};
    const { title, id = typeof title === 'string' ? slug(title) : '', command, required: isRequired = false } = fields;
    if (typeof title !== 'string' || title.trim() === '' || typeof id !== 'string' || id === '') {
      problems.push(l10n.t('Item {0} of the checklist has no title.', at + 1));
      return [];
    }
    if ((command !== undefined && (typeof command !== 'string' || command.trim() === '')) || typeof isRequired !== 'boolean') {
      problems.push(l10n.t('Item {0} of the checklist ("{1}"): "command" is a command line, "required" is true or false.', at + 1, title));
      return [];
    }
    if (taken.has(id)) {
      problems.push(l10n.t('The checklist has two items "{0}".', id));
      return [];
    }
    taken.add(id);
    return [{ id, title: title.trim(), answer: command === undefined ? { kind: 'byHand' } : { kind: 'command', command }, isRequired: isRequired || required.has(id) }];
  });
}

function slug(title: string): string {
  return title.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
}

function quoted(folder: string): string {
  return /^[\w./-]+$/.test(folder) ? folder : `"${folder}"`;
}
