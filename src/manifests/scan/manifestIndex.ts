import { realpath } from 'node:fs/promises';
import * as path from 'node:path';
import { globMatches } from '../cargo/cargoWorkspaces';
import { type EngineSettings, NO_SETTINGS } from '../engineSettings';
import { type Manifest, problemOf, readManifest, textOf } from '../manifest';
import type { Scan } from '../package';
import { isYaml } from '../plan/extraFiles';
import type { FileReader } from './fileReader';
import { findEverywhere, type ManifestFinder } from './manifestFinder';
import { findPackages } from './findPackages';
import { NamedManifests } from './namedManifests';
import type { Listing } from './repositoryFiles';
import { isManifestName } from './walk';

/** The manifests of a folder, kept as they were read until they are said to have changed. */
export class ManifestIndex {
  readonly #read = new Map<string, Manifest>();
  /** What is being read now. A file that changes meanwhile is taken out, and its old text is not kept. */
  readonly #reading = new Map<string, Promise<Manifest>>();
  /** Python modules that git ignores. */
  readonly #ignored = new Set<string>();
  #listing: Listing = { manifests: [], extra: [], nested: [], ignored: this.#ignored };
  #mustLook = true;
  #settings: EngineSettings;

  /**
   * @param find where the manifests are looked for
   * @param ignoredAmong which of some files git ignores
   */
  constructor(
    readonly root: string,
    readonly reader: FileReader,
    settings: EngineSettings = NO_SETTINGS,
    private readonly find: ManifestFinder = findEverywhere,
    private readonly ignoredAmong?: (
      root: string,
      files: readonly string[],
    ) => Promise<readonly string[]>,
  ) {
    this.#settings = settings;
  }

  get settings(): EngineSettings {
    return this.#settings;
  }

  /** The settings have changed, or a question was answered: holds from the next scan on. */
  configure(settings: EngineSettings): void {
    const isSame =
      JSON.stringify(settings.extraFiles) === JSON.stringify(this.#settings.extraFiles);
    this.#settings = settings;
    if (!isSame) this.filesChanged();
  }

  /**
   * An index over the same manifests as another reader sees them. What this one has read is taken over, except for the
   * files that the other reader may see differently.
   */
  fork(reader: FileReader, isDifferent: (file: string) => boolean): ManifestIndex {
    const fork = new ManifestIndex(this.root, reader, this.#settings, this.find, this.ignoredAmong);
    for (const file of this.#ignored) fork.#ignored.add(file);
    fork.#listing = { ...this.#listing, ignored: fork.#ignored };
    fork.#mustLook = false;
    for (const [file, manifest] of this.#read)
      if (!isDifferent(file)) fork.#read.set(file, manifest);
    return fork;
  }

  /** The index as it is now, which later changes of files do not touch. */
  snapshot(): ManifestIndex {
    return this.fork(this.reader, () => false);
  }

  /** Reads what is new or has changed, and finds the packages. Never throws: what cannot be read is a problem. */
  async scan(): Promise<Scan> {
    while (this.#mustLook) {
      this.#mustLook = false;
      this.#listing = await this.#look();
    }
    await this.#readAll(this.#listing.manifests);
    // Which Python modules and which path dependencies to look at is known only when the manifests have been read.
    for (;;) {
      const wanted = new Set<string>();
      const result = findPackages(this.root, this.#listing, this.#settings, file => {
        const manifest = this.#read.get(file);
        if (manifest === undefined) wanted.add(file);
        return manifest;
      });
      if (wanted.size === 0) return result;
      await this.#readAll([...wanted]);
      await this.#askAboutIgnored([...wanted]);
    }
  }

  /** Asks git about the modules that are there. */
  async #askAboutIgnored(files: readonly string[]): Promise<void> {
    const modules = files.filter(
      file => file.endsWith('.py') && textOf(this.#read.get(file)) !== undefined,
    );
    if (modules.length === 0 || this.ignoredAmong === undefined) return;
    for (const file of modules) this.#ignored.delete(file);
    for (const file of await this.ignoredAmong(this.root, modules)) this.#ignored.add(file);
  }

  /** The files that the last scan read. */
  get files(): string[] {
    return [...this.#read].filter(([, { kind }]) => kind !== 'absent').map(([file]) => file);
  }

  /** The files that were asked for, be they there or not. */
  get asked(): string[] {
    return [...this.#read.keys()];
  }

  /** The files that the settings name, as absolute paths that may have wildcards. */
  get patterns(): string[] {
    return this.#settings.extraFiles.map(({ files }) => path.join(this.root, files));
  }

  /** Whether a file has a part in what is known or being read, be it as one that was looked for and is absent. */
  has(file: string): boolean {
    return this.#read.has(file) || this.#reading.has(file);
  }

  /** The text of a file as the last scan saw it. */
  text(file: string): string | undefined {
    return textOf(this.#read.get(file));
  }

  get(file: string): Manifest | undefined {
    return this.#read.get(file);
  }

  /** Forgets what was read of a file: it has changed. */
  changed(file: string): void {
    this.#read.delete(file);
    this.#reading.delete(file);
  }

  /** Forgets which files there are: a manifest came or went. */
  filesChanged(): void {
    this.#mustLook = true;
  }

  /** What the packages of the last scan would be with other files in place of those that were read. */
  reconsider(others: ReadonlyMap<string, Manifest>): Scan {
    return findPackages(
      this.root,
      this.#listing,
      this.#settings,
      file => others.get(file) ?? this.#read.get(file) ?? { kind: 'absent' },
    );
  }

  #isReadByKey(file: string): boolean {
    return this.#settings.extraFiles.some(
      ({ files, key }) => key !== undefined && globMatches(path.join(this.root, files), file),
    );
  }

  /** Looks for manifests and for the files that the settings name. */
  async #look(): Promise<Listing> {
    const { patterns } = this;
    const { files, nested, isAll, tags, links } = await this.find(this.root, this.reader, patterns);
    const manifests = files.filter(file => isManifestName(path.basename(file)));
    const extra = patterns.map(pattern => files.filter(file => globMatches(pattern, file)));
    const known = {
      ignored: this.#ignored,
      ...(tags && { tags }),
      ...(links.length > 0 && { links: await followed(links, manifests) }),
      workflows: await this.#lookForWorkflows(),
    };
    if (isAll) return { manifests, extra, nested, ...known };
    const named = await this.#lookForNamed(manifests);
    return {
      manifests: named.manifests,
      extra,
      ...known,
      nested: [...new Set([...nested, ...named.nested])].sort(),
    };
  }

  async #lookForWorkflows(): Promise<readonly string[]> {
    const github = path.join(this.root, '.github');
    const dirs = [path.join(github, 'workflows')];
    const actions = path.join(github, 'actions');
    for (const { name, isDirectory } of await this.reader.list(actions))
      if (isDirectory) dirs.push(path.join(actions, name));
    const listed = await Promise.all(
      dirs.map(async dir =>
        (await this.reader.list(dir))
          .filter(({ name, isDirectory }) => !isDirectory && /\.ya?ml$/.test(name))
          .map(({ name }) => path.join(dir, name)),
      ),
    );
    return listed.flat().sort();
  }

  /** Adds the manifests that those that were found name, and those that these name, until there are no more. */
  async #lookForNamed(found: readonly string[]): Promise<Pick<Listing, 'manifests' | 'nested'>> {
    const named = new NamedManifests(this.root, this.reader);
    const manifests = new Set(found);
    for (let more = found; more.length > 0;) {
      await this.#readAll(more);
      const read = [...manifests].flatMap(file => this.#read.get(file) ?? []);
      more = await named.by(read, manifests);
      for (const file of more) manifests.add(file);
    }
    return { manifests: [...manifests].sort(), nested: [...named.nested] };
  }

  async #readAll(files: readonly string[]): Promise<void> {
    await Promise.all(
      files
        .filter(file => !this.#read.has(file))
        .map(async file => {
          const reading = this.#reading.get(file) ?? this.#readOne(file);
          this.#reading.set(file, reading);
          const manifest = await reading;
          if (this.#reading.get(file) !== reading) return;
          this.#reading.delete(file);
          this.#read.set(file, manifest);
        }),
    );
  }

  async #readOne(file: string): Promise<Manifest> {
    try {
      const text = await this.reader.read(file);
      if (text === undefined) return { kind: 'absent' };
      if (!isYaml(file) || !this.#isReadByKey(file)) return readManifest(file, text);
      const { YamlDocument } = await import('../yamlDocument');
      return { kind: 'keyed', document: new YamlDocument(file, text) };
    } catch (error) {
      return { kind: 'broken', problem: problemOf(file, error) };
    }
  }
}

/** The links that lead to another manifest of the list. */
async function followed(
  links: readonly string[],
  manifests: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const real = async (file: string) => await realpath(file).catch(() => file);
  const targets = new Map(
    await Promise.all(
      manifests
        .filter(file => !links.includes(file))
        .map(async file => [await real(file), file] as const),
    ),
  );
  const pairs = await Promise.all(
    links.map(async link => [link, targets.get(await real(link))] as const),
  );
  return new Map(pairs.flatMap(([link, target]) => (target === undefined ? [] : [[link, target]])));
}
