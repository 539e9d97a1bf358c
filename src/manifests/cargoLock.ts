import * as l10n from '@vscode/l10n';
import compareBuild from 'semver/functions/compare-build';
import { ManifestError } from './problem';
import { applyEdits, type Span, type TextEdit } from './text';
import { isTable, parseToml, type TomlTable } from './toml';

/** A `[[package]]` of a Cargo.lock. Without a source it is a crate on this disk. */
export interface LockEntry {
  readonly name: string;
  readonly version: string;
  readonly source?: string;
  /** The characters of the version between its quotes. */
  readonly versionSpan: Span;
  /** The dependencies: the text between the quotes and where it stands. */
  readonly dependencies: readonly { readonly text: string; readonly span: Span }[];
  /** From `[[package]]` to the end of its last line that is not blank. */
  readonly span: Span;
}

/**
 * A Cargo.lock, scanned rather than parsed: Cargo alone writes this file, always in one shape, and a scan of 12,000
 * lines costs less than a millisecond. {@link CargoLock.checked} compares the scan with a real parser before an edit.
 */
export class CargoLock {
  readonly entries: readonly LockEntry[];
  #values: TomlTable | undefined;
  #local: Map<string, LockEntry[]> | undefined;

  constructor(readonly file: string, readonly text: string) {
    this.entries = scan(text);
  }

  /** The file as a TOML parser reads it. @throws ManifestError where it is not TOML */
  get values(): TomlTable {
    this.#values ??= parseToml(this.file, this.text);
    return this.#values;
  }

  /** The `[[package]]` tables as a TOML parser reads them. @throws ManifestError where the file is not TOML */
  get packages(): readonly TomlTable[] {
    const { package: packages } = this.values;
    return Array.isArray(packages) ? packages.filter(isTable) : [];
  }

  /** @throws ManifestError where the file is not TOML or the scan read it otherwise than a TOML parser does. */
  checked(): this {
    const parsed = this.packages;
    const differs = parsed.length !== this.entries.length || this.entries.some((entry, index) => {
      const { name, version, source, dependencies } = parsed[index] ?? {};
      return entry.name !== name || entry.version !== version || entry.source !== source
        || JSON.stringify(entry.dependencies.map(({ text }) => text)) !== JSON.stringify(dependencies ?? []);
    });
    if (differs) {
      throw new ManifestError({
        severity: 'error', file: this.file, start: { line: 0, column: 0 },
        message: l10n.t('This lock file is not in the form that Cargo writes. Run "cargo update --workspace" once, then try again.'),
      });
    }
    return this;
  }

  /** The entries of crates on this disk with a name. More than one is possible, with different versions. */
  local(name: string): readonly LockEntry[] {
    if (this.#local === undefined) {
      this.#local = new Map();
      for (const entry of this.entries) {
        if (entry.source === undefined) this.#local.set(entry.name, [...(this.#local.get(entry.name) ?? []), entry]);
      }
    }
    return this.#local.get(name) ?? [];
  }

  /**
   * The edits that give local entries new versions, as Cargo would then write the file: the strings in `dependencies`
   * that name a version too, and the order of packages and dependencies.
   *
   * Rules from Cargo's encoder (cargo/core/resolver/encode.rs): a dependency is `name`, with the version where the lock
   * holds several versions of that name, with the source where it holds that version twice; lists are sorted.
   */
  move(versions: ReadonlyMap<LockEntry, string>): TextEdit[] {
    const after = this.entries.map(entry => ({ ...entry, version: versions.get(entry) ?? entry.version }));
    const encode = encoder(after, this.#isFirstFormat());
    const renamed = new Map(this.entries.map((entry, index) => [entry, after[index] ?? entry]));

    const edits: TextEdit[] = [];
    for (const [entry, version] of versions) {
      if (entry.version !== version) edits.push({ ...entry.versionSpan, text: version });
    }
    const byName = this.#byName();
    for (const entry of this.entries) {
      const texts = entry.dependencies.map(({ text }) => {
        const target = resolve(byName, text);
        // A string that no entry answers to: left as it is for Cargo to report.
        return target === undefined ? text : encode(renamed.get(target) ?? target);
      });
      // Only a list that the move touches is sorted again; any other stays as it was found.
      if (texts.every((text, index) => text === entry.dependencies[index]?.text)) continue;
      texts.sort(compareDependencies);
      entry.dependencies.forEach(({ text, span }, index) => {
        const next = texts[index] ?? text;
        if (next !== text) edits.push({ ...span, text: next });
      });
    }
    return this.#inOrder(after, edits);
  }

  #byName(): Map<string, LockEntry[]> {
    const byName = new Map<string, LockEntry[]>();
    for (const entry of this.entries) byName.set(entry.name, [...(byName.get(entry.name) ?? []), entry]);
    return byName;
  }

  /** Where the move changes the order of packages, the edits of those blocks become one that also moves them. */
  #inOrder(after: readonly LockEntry[], edits: TextEdit[]): TextEdit[] {
    const wanted = after.map((_, index) => index).sort((a, b) => compareEntries(after[a], after[b]) || a - b);
    const first = wanted.findIndex((from, to) => from !== to);
    // A lock that was not in order before is not put in order now.
    if (first === -1 || !isSorted(this.entries)) return edits;
    const last = wanted.findLastIndex((from, to) => from !== to);

    const blocks = this.entries.slice(first, last + 1).map(({ span }) => span);
    const start = blocks[0]?.start ?? 0;
    const end = blocks.at(-1)?.end ?? start;
    const inside = (edit: TextEdit, span: Span) => edit.start >= span.start && edit.end <= span.end;
    const edited = (span: Span) => applyEdits(this.text.slice(span.start, span.end),
      edits.filter(edit => inside(edit, span)).map(edit => ({ start: edit.start - span.start, end: edit.end - span.start, text: edit.text })));

    let text = '';
    blocks.forEach((block, index) => {
      const from = this.entries[wanted[first + index] ?? first + index];
      if (from === undefined) return;
      text += edited(from.span) + this.text.slice(block.end, blocks[index + 1]?.start ?? block.end);
    });
    return [...edits.filter(edit => !inside(edit, { start, end })), { start, end, text }];
  }

  /** The format before Cargo 1.41, which keeps checksums in `[metadata]` and spells every dependency in full. */
  #isFirstFormat(): boolean {
    return !/^version = \d+/m.test(this.text) && /^\[metadata\]/m.test(this.text);
  }
}

function scan(text: string): LockEntry[] {
  const entries: LockEntry[] = [];
  const header = /^\[.*$/gm;
  for (let found = header.exec(text); found !== null;) {
    const next = header.exec(text);
    if (found[0].trimEnd() === '[[package]]') entries.push(scanEntry(text, found.index, next?.index ?? text.length));
    found = next;
  }
  return entries;
}

const FIELDS = { name: /^name = "([^"\\]*)"/m, version: /^version = "([^"\\]*)"/m, source: /^source = "([^"\\]*)"/m };

function scanEntry(text: string, start: number, limit: number): LockEntry {
  const block = text.slice(start, limit);
  const field = (name: keyof typeof FIELDS) => {
    const found = FIELDS[name].exec(block);
    if (found === null) return undefined;
    const value = found[1] ?? '';
    const at = start + found.index + name.length + 4;
    return { value, span: { start: at, end: at + value.length } };
  };
  const dependencies: { text: string; span: Span }[] = [];
  const list = /^dependencies = \[([^\]]*)\]/m.exec(block);
  if (list !== null) {
    const listStart = start + list.index + list[0].indexOf('[') + 1;
    for (const item of (list[1] ?? '').matchAll(/"([^"\\]*)"/g)) {
      const at = listStart + item.index + 1;
      dependencies.push({ text: item[1] ?? '', span: { start: at, end: at + (item[1] ?? '').length } });
    }
  }
  const version = field('version');
  const source = field('source');
  return {
    name: field('name')?.value ?? '',
    version: version?.value ?? '',
    ...(source !== undefined && { source: source.value }),
    versionSpan: version?.span ?? { start, end: start },
    dependencies,
    span: { start, end: start + block.trimEnd().length },
  };
}

function resolve(byName: ReadonlyMap<string, readonly LockEntry[]>, dependency: string): LockEntry | undefined {
  const [, name = '', version, source] = /^(\S+)(?: (\S+))?(?: \((.*)\))?$/.exec(dependency) ?? [];
  const named = (byName.get(name) ?? []).filter(entry => version === undefined || entry.version === version);
  // Without a source, a version that stands twice means the crate on this disk.
  return named.find(entry => entry.source === source) ?? (named.length === 1 ? named[0] : undefined);
}

function encoder(entries: readonly LockEntry[], inFull: boolean): (entry: LockEntry) => string {
  const counts = new Map<string, Map<string, number>>();
  for (const { name, version } of entries) {
    const versions = counts.get(name) ?? new Map<string, number>();
    counts.set(name, versions.set(version, (versions.get(version) ?? 0) + 1));
  }
  return ({ name, version, source }) => {
    const versions = counts.get(name);
    const unique = versions?.get(version) === 1 && !inFull;
    if (unique && versions.size === 1) return name;
    return unique || source === undefined ? `${name} ${version}` : `${name} ${version} (${source})`;
  };
}

/** Cargo compares names, then versions as text, then sources; what is absent comes first. */
function compareDependencies(a: string, b: string): number {
  const [left, right] = [a.split(' '), b.split(' ')];
  for (let part = 0; part < 3; part++) {
    const order = compareText(left[part] ?? '', right[part] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** Cargo compares names, then versions as SemVer, then sources with folders of this disk first. */
function compareEntries(a: LockEntry | undefined, b: LockEntry | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return compareText(a.name, b.name) || compareVersions(a.version, b.version) || compareText(a.source ?? '', b.source ?? '');
}

function compareVersions(a: string, b: string): number {
  return a === b ? 0 : compareBuild(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isSorted(entries: readonly LockEntry[]): boolean {
  return entries.every((entry, index) => index === 0 || compareEntries(entries[index - 1], entry) <= 0);
}

