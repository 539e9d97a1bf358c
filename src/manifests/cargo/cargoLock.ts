import * as l10n from '@vscode/l10n';
import compareBuild from 'semver/functions/compare-build';
import { applyEdits, positionsIn, type Span, type TextEdit } from '../../base/text';
import { ManifestError } from '../question';
import { isTable, parseToml, type TomlTable } from '../toml';
import { type LockDependency, type LockEntry, scanLock } from './cargoLockScan';

export type { LockEntry };

/**
 * A Cargo.lock, scanned rather than parsed: Cargo alone writes this file, always in one shape, and a scan of 12,000
 * lines costs a few milliseconds. What is not in that shape is compared with what a real parser reads before an edit.
 */
export class CargoLock {
  readonly entries: readonly LockEntry[];
  /** Whether the scan is known to read what a TOML parser would. */
  readonly isPlain: boolean;
  /** Where an offset of the text is shown. */
  readonly positionAt: ReturnType<typeof positionsIn>;
  #values: TomlTable | undefined;
  #byName: ReadonlyMap<string, readonly LockEntry[]> | undefined;

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    ({ entries: this.entries, isPlain: this.isPlain } = scanLock(text));
    this.positionAt = positionsIn(text);
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
    if (this.isPlain) return this;
    const parsed = this.packages;
    const differs =
      parsed.length !== this.entries.length ||
      this.entries.some((entry, index) => {
        const { name, version, source, dependencies } = parsed[index] ?? {};
        return (
          entry.name !== name ||
          entry.version !== version ||
          entry.source !== source ||
          JSON.stringify(entry.dependencies.map(({ text }) => text)) !==
            JSON.stringify(dependencies ?? [])
        );
      });
    if (differs) {
      throw new ManifestError({
        severity: 'error',
        file: this.file,
        start: { line: 0, column: 0 },
        message: l10n.t(
          'This lock file is not in the form that Cargo writes. Run "cargo update --workspace" once, then try again.',
        ),
      });
    }
    return this;
  }

  /** The entries with a name, in the order of the file. */
  named(name: string): readonly LockEntry[] {
    this.#byName ??= byName(this.entries);
    return this.#byName.get(name) ?? [];
  }

  /** The entries of crates on this disk with a name. More than one is possible, with different versions. */
  local(name: string): readonly LockEntry[] {
    return this.named(name).filter(({ source }) => source === undefined);
  }

  /** The first entry of a registry whose place one of the crates takes by `[replace]`. */
  replacedBy(crates: ReadonlyMap<LockEntry, unknown>): LockEntry | undefined {
    return this.entries.find(({ replace }) => {
      const by = replace === undefined ? undefined : this.#resolve(replace);
      return by !== undefined && crates.has(by);
    });
  }

  /**
   * The edits that give local entries new versions, as Cargo would then write the file: the strings in `dependencies`
   * that name a version too, and the order of packages and dependencies.
   *
   * Rules from Cargo's encoder (cargo/core/resolver/encode.rs): a dependency is `name`, with the version where the lock
   * holds several versions of that name, with the source where it holds that version twice; lists are sorted.
   */
  move(versions: ReadonlyMap<LockEntry, string>): TextEdit[] {
    const edits: TextEdit[] = [];
    for (const [entry, version] of versions) {
      if (entry.version !== version) edits.push({ ...entry.versionSpan, text: version });
    }
    // What is said of a crate depends on its namesakes alone.
    const moved = new Set([...versions.keys()].map(({ name }) => name));
    const encode = this.#encoder(versions);
    const encoded = ({ text }: LockDependency) => {
      if (!moved.has(nameIn(text))) return text;
      const target = this.#resolve(text);
      // A string that no entry answers to: left as it is for Cargo to report.
      return target === undefined ? text : encode(target);
    };
    for (const { dependencies } of this.entries) {
      if (!dependencies.some(dependency => encoded(dependency) !== dependency.text)) continue;
      // A list that names a moved crate is written again; any other stays as it was found.
      const texts = dependencies.map(encoded).sort(compareDependencies);
      dependencies.forEach(({ text, ...span }, index) => {
        const next = texts[index] ?? text;
        if (next !== text) edits.push({ ...span, text: next });
      });
    }
    // Names come first in the order, so it stays where no moved crate has a namesake.
    return [...moved].every(name => this.named(name).length === 1)
      ? edits
      : this.#inOrder(versions, edits);
  }

  #encoder(versions: ReadonlyMap<LockEntry, string>): (entry: LockEntry) => string {
    const inFull = this.#isFirstFormat();
    const after = (entry: LockEntry) => versions.get(entry) ?? entry.version;
    return entry => {
      const { name, source } = entry;
      const namesakes = this.named(name);
      const version = after(entry);
      const isUnique = namesakes.filter(other => after(other) === version).length === 1 && !inFull;
      if (isUnique && namesakes.every(other => after(other) === version)) return name;
      return isUnique || source === undefined
        ? `${name} ${version}`
        : `${name} ${version} (${source})`;
    };
  }

  #resolve(dependency: string): LockEntry | undefined {
    const [, name = '', version, source] =
      /^(\S+)(?: (\S+))?(?: \((.*)\))?$/.exec(dependency) ?? [];
    const named = this.named(name).filter(
      entry => version === undefined || entry.version === version,
    );
    // Without a source, a version that stands twice means the crate on this disk.
    return (
      named.find(entry => entry.source === source) ?? (named.length === 1 ? named[0] : undefined)
    );
  }

  /** Where the move changes the order of packages, the edits of those blocks become one that also moves them. */
  #inOrder(versions: ReadonlyMap<LockEntry, string>, edits: TextEdit[]): TextEdit[] {
    const after = this.entries.map(entry => ({
      ...entry,
      version: versions.get(entry) ?? entry.version,
    }));
    const wanted = after
      .map((_, index) => index)
      .sort((a, b) => compareEntries(after[a], after[b]) || a - b);
    const first = wanted.findIndex((from, to) => from !== to);
    // A lock that was not in order before is not put in order now.
    if (first === -1 || !isSorted(this.entries)) return edits;
    const last = wanted.findLastIndex((from, to) => from !== to);

    const blocks = this.entries.slice(first, last + 1).map(({ span }) => span);
    const start = blocks[0]?.start ?? 0;
    const end = blocks.at(-1)?.end ?? start;
    const inside = (edit: TextEdit, span: Span) => edit.start >= span.start && edit.end <= span.end;
    const edited = (span: Span) =>
      applyEdits(
        this.text.slice(span.start, span.end),
        edits
          .filter(edit => inside(edit, span))
          .map(edit => ({
            start: edit.start - span.start,
            end: edit.end - span.start,
            text: edit.text,
          })),
      );

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

/** The name of the crate that a dependency string starts with. */
function nameIn(dependency: string): string {
  const end = dependency.indexOf(' ');
  return end === -1 ? dependency : dependency.slice(0, end);
}

function byName(entries: readonly LockEntry[]): Map<string, LockEntry[]> {
  const named = new Map<string, LockEntry[]>();
  for (const entry of entries) {
    const same = named.get(entry.name);
    if (same === undefined) named.set(entry.name, [entry]);
    else same.push(entry);
  }
  return named;
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
  return (
    compareText(a.name, b.name) ||
    compareVersions(a.version, b.version) ||
    compareText(a.source ?? '', b.source ?? '')
  );
}

function compareVersions(a: string, b: string): number {
  return a === b ? 0 : compareBuild(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isSorted(entries: readonly LockEntry[]): boolean {
  return entries.every(
    (entry, index) => index === 0 || compareEntries(entries[index - 1], entry) <= 0,
  );
}
