import * as path from 'node:path';
import * as vscode from 'vscode';
import { type GitService, GitUnavailable } from '../../git/gitService';
import type { Package } from '../../manifests/package';
import { findGitRoot } from '../../manifests/scan/scanRoot';
import { noRepository, type Repository } from '../../release/repository';
import { WorkingTree } from '../../release/workingTree';
import { type Intent, memberIntent } from '../../release/intent';
import type { Manifests } from './manifests';

/** A package together with the repository that it is released from. */
export interface Session {
  readonly pkg: Package;
  readonly repository: Repository;
  readonly tree: WorkingTree;
}

/** A package of a release, with what was confirmed of it. */
export interface ReleasedSession extends Session {
  readonly intent: Intent;
}

/** The other distributions of a release, in the repository of the first; those that are gone are left out. */
export async function memberSessions(
  { repository, tree }: Session,
  intent: Intent,
): Promise<readonly ReleasedSession[]> {
  const { members = [] } = intent;
  if (members.length === 0) return [];
  const { packages } = await tree.index.scan();
  return members.flatMap((member): ReleasedSession[] => {
    const pkg = packages.find(found => tree.relative(found.manifest) === member.manifest);
    return pkg === undefined
      ? []
      : [
          {
            pkg,
            repository,
            tree: tree.of(pkg.manifest),
            intent: memberIntent(intent, member),
          },
        ];
  });
}

/** Opens packages for what is to be done with them. */
export class Sessions {
  constructor(
    private readonly manifests: Manifests,
    private readonly git: GitService,
  ) {}

  /** @throws GitUnavailable */
  async open(pkg: Package): Promise<Session> {
    const root = await findGitRoot(path.dirname(pkg.manifest));
    if (root === undefined) {
      throw new GitUnavailable(
        'noRepository',
        vscode.l10n.t('{0} is in no git repository.', path.dirname(pkg.manifest)),
      );
    }
    return await this.#session(pkg, await this.git.repository(root));
  }

  /** As {@link open}, for what needs the files alone: without git it still works. */
  async openFiles(pkg: Package): Promise<Session> {
    try {
      return await this.open(pkg);
    } catch (error) {
      if (!(error instanceof GitUnavailable)) throw error;
      // Its files may stand above the folder of the package: up to the repository, or to what was looked through.
      const folder = path.dirname(pkg.manifest);
      const top =
        (await findGitRoot(folder)) ?? (await this.manifests.indexOf(pkg))?.root ?? folder;
      return await this.#session(pkg, noRepository(top, error.message));
    }
  }

  async #session(pkg: Package, repository: Repository): Promise<Session> {
    const index = await this.manifests.indexOf(pkg);
    if (index === undefined) throw new Error(`${pkg.manifest} is not being watched`);
    return {
      pkg,
      repository,
      tree: new WorkingTree(index, repository, pkg.manifest, () => this.manifests.unsaved()),
    };
  }
}
