import * as path from 'node:path';
import * as vscode from 'vscode';
import { GitUnavailable, type GitService } from '../git/gitService';
import type { Package } from '../manifests/package';
import { findGitRoot } from '../manifests/scanRoot';
import { noRepository, type Repository } from '../release/repository';
import { WorkingTree } from '../release/workingTree';
import type { Manifests } from './manifests';

/** A package together with the repository that it is released from. */
export interface Session {
  readonly released: Package;
  readonly repository: Repository;
  readonly tree: WorkingTree;
}

/** Opens packages for what is to be done with them. */
export class Sessions {
  constructor(
    private readonly manifests: Manifests,
    private readonly git: GitService,
  ) {}

  /** @throws GitUnavailable */
  async open(released: Package): Promise<Session> {
    const root = await findGitRoot(path.dirname(released.manifest));
    if (root === undefined) {
      throw new GitUnavailable(
        'noRepository',
        vscode.l10n.t('{0} is in no git repository.', path.dirname(released.manifest)),
      );
    }
    return await this.#session(released, await this.git.repository(root));
  }

  /** As {@link open}, for what needs the files alone: without git it still works. */
  async openFiles(released: Package): Promise<Session> {
    try {
      return await this.open(released);
    } catch (error) {
      if (!(error instanceof GitUnavailable)) throw error;
      // Its files may stand above the folder of the package: up to the repository, or to what was looked through.
      const folder = path.dirname(released.manifest);
      const top =
        (await findGitRoot(folder)) ?? (await this.manifests.indexOf(released))?.root ?? folder;
      return await this.#session(released, noRepository(top, error.message));
    }
  }

  async #session(released: Package, repository: Repository): Promise<Session> {
    const index = await this.manifests.indexOf(released);
    if (index === undefined) throw new Error(`${released.manifest} is not being watched`);
    return {
      released,
      repository,
      tree: new WorkingTree(index, repository, released.manifest, () => this.manifests.unsaved()),
    };
  }
}
