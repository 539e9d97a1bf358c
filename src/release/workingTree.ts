import * as path from 'node:path';
import { isInside, relativePath } from '../base/paths';
import { crateOf } from '../manifests/cargo/cargoWorkspaces';
import type { Package } from '../manifests/package';
import { type FileChange, planVersion, type VersionPlan } from '../manifests/plan/versionPlan';
import { writeFiles } from '../manifests/plan/writeFiles';
import { disk, type FileReader } from '../manifests/scan/fileReader';
import type { ManifestIndex } from '../manifests/scan/manifestIndex';
import type { ReleaseVersion } from '../versions/releaseVersion';
import type { RepositoryReader } from './repository';

/** A package with the files that were read to find it. */
export interface PackageState {
  readonly index: ManifestIndex;
  readonly pkg: Package;
}

/** The files of one package, as they are on disk and as they are in commits. */
export class WorkingTree {
  /**
   * @param manifest absolute path of the package's manifest
   * @param unsaved absolute paths of the files whose text in an editor is not yet on disk
   */
  constructor(
    readonly index: ManifestIndex,
    readonly repository: RepositoryReader,
    readonly manifest: string,
    readonly unsaved: () => readonly string[] = () => [],
  ) {}

  async now(): Promise<PackageState | undefined> {
    return await this.#find(this.index);
  }

  /** The package as it is on disk: under what editors have not saved, and also where no event has said yet that a file changed. */
  async onDisk(): Promise<PackageState | undefined> {
    const state = await this.now();
    const differing = await this.#unlikeDisk(state === undefined ? [] : filesOf(state.pkg));
    return differing.size === 0
      ? state
      : await this.#find(this.index.fork(disk, file => differing.has(file)));
  }

  /** The package as a commit holds it. */
  async at(commit: string): Promise<PackageState | undefined> {
    const { index, repository } = this;
    await index.scan();
    const [differing, tracked, unlikeDisk] = await Promise.all([
      repository.differing(commit, index.files),
      repository.tracked(index.files),
      this.#unlikeDisk(index.files),
    ]);
    for (const file of unlikeDisk) differing.add(file);
    // A file that git does not know, and that the commit does not differ in, is not in the commit.
    const reader: FileReader = {
      read: file =>
        differing.has(file) ? repository.textAt(commit, file) : Promise.resolve(undefined),
      list: () => Promise.resolve([]),
    };
    return await this.#find(index.fork(reader, file => differing.has(file) || !tracked.has(file)));
  }

  /** Names of the other packages that were found beside this one. */
  async otherPackages(): Promise<string[]> {
    const { packages } = await this.index.scan();
    return packages.filter(({ manifest }) => manifest !== this.manifest).map(({ name }) => name);
  }

  /** @throws WriteError */
  async write(changes: readonly FileChange[]): Promise<void> {
    try {
      await writeFiles(changes, this.repository.root);
    } finally {
      for (const { file } of changes) this.index.changed(file);
    }
  }

  /** Another package of the same files. @param manifest absolute path of its manifest */
  of(manifest: string): WorkingTree {
    return new WorkingTree(this.index, this.repository, manifest, this.unsaved);
  }

  relative(file: string): string {
    return relativePath(this.repository.root, file);
  }

  /** @param name as {@link relative} returns it */
  absolute(name: string): string {
    return path.join(this.repository.root, ...name.split('/'));
  }

  /** The files whose known text is not the one on disk: unsaved in an editor, or changed while no event said so. */
  async #unlikeDisk(files: readonly string[]): Promise<Set<string>> {
    const found = new Set(this.unsaved());
    await Promise.all(
      files.map(async file => {
        const text = await disk.read(file).catch(() => undefined);
        if (text !== this.index.text(file)) found.add(file);
      }),
    );
    return found;
  }

  async #find(index: ManifestIndex): Promise<PackageState | undefined> {
    const { packages } = await index.scan();
    const pkg = packages.find(({ manifest }) => manifest === this.manifest);
    // Files go on changing while a release is looked at: what was found belongs to the texts that were read.
    return pkg && { index: index.snapshot(), pkg };
  }
}

export function planFor({ index, pkg }: PackageState, to: ReleaseVersion): VersionPlan {
  return planVersion(index, pkg, to);
}

/**
 * The folders whose commits belong to a package: its own, those of the crates that move with it, and those of the crates
 * on disk that it is built from.
 * @returns undefined where one of them is the top folder, so that every commit counts
 */
export function foldersOf({ index, pkg }: PackageState, root: string): string[] | undefined {
  const moving = index.files.flatMap(file => {
    const manifest = index.get(file);
    return manifest?.kind === 'cargo' && pkg.crates.includes(manifest.cargo.package?.name ?? '')
      ? [manifest.cargo.dir]
      : [];
  });
  const folders = new Set([
    path.dirname(pkg.manifest),
    ...moving,
    ...(crateOf(pkg, index)?.builtFrom ?? []),
  ]);
  return folders.has(root) ? undefined : [...folders].filter(folder => isInside(root, folder));
}

/** Messages of the commits that belong to a package since one of its tags, newest first. @throws GitFailure */
export async function packageCommits(
  tree: WorkingTree,
  since: string | undefined,
  to: string,
): Promise<readonly string[]> {
  const { repository } = tree;
  // In the repository of one package every commit is about it.
  const isAlone = (await tree.otherPackages()).length === 0;
  const state = isAlone ? undefined : await tree.now();
  return await repository.messages(since, to, state && foldersOf(state, repository.root));
}

/** Every file that holds a version of the package or a requirement on it. */
export function filesOf(pkg: Package): string[] {
  return [...new Set([...pkg.sites, ...pkg.requirements].map(({ file }) => file))].sort();
}
