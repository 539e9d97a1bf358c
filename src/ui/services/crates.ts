import * as vscode from 'vscode';
import { SYSTEM_CLOCK } from '../../base/clock';
import { UserFacingError } from '../../base/errors';
import type { CrateRegistry } from '../../cratesIndex/crateRegistry';
import type { CratesLook, ReleaseCrates } from '../../cratesIndex/releaseCrates';
import type { SparseIndex } from '../../cratesIndex/sparseIndex';
import { crateOf } from '../../manifests/cargo/cargoWorkspaces';
import type { CrateVerdict } from '../../release/check';
import type { Publishing } from '../../release/hosting';
import { intendedVersion, type Intent } from '../../release/intent';
import type { GitHub } from './gitHub';
import type { Indexes } from './indexes';
import { releaseQuestion } from './hostedPackage';
import type { WorkflowFiles } from './workflowFiles';
import type { Session } from './sessions';
import { cratesCheck } from '../configuration';
import type { State, Store } from '../store';

/** A package with what was confirmed of its release. */
interface CratesPublication {
  readonly session: Session;
  readonly intent: Intent;
}

/** The crates of releases on crates.io and other registries. No registry is asked before the user looks or acts. */
export class Crates {
  /** Kept, so that a second question sends the ETag of the first answer. */
  readonly #clients = new Map<string, SparseIndex>();

  constructor(
    private readonly store: Store<State>,
    private readonly gitHub: GitHub,
    private readonly workflows: WorkflowFiles,
    private readonly indexes: Indexes,
    private readonly userAgent: string,
  ) {}

  /** The registries as the facts of a release see them; undefined where it publishes no crate. */
  async publishing(
    publication: CratesPublication,
    mayAsk: boolean,
  ): Promise<Publishing | undefined> {
    if (!mayHaveCrates(publication)) return undefined;
    try {
      const crates = await this.of(publication);
      const selected = await crates.selected();
      if (selected === undefined) return undefined;
      const { ReleaseCrates } = await import('../../cratesIndex/releaseCrates');
      const name = ReleaseCrates.titleOf(selected);
      return mayAsk
        ? { state: 'seen', name, index: crates }
        : {
            state: 'unknown',
            name,
            detail: vscode.l10n.t('{0} has not been asked', name),
            advice: vscode.l10n.t('Check the remote to see its state.'),
          };
    } catch (error) {
      if (!(error instanceof UserFacingError)) throw error;
      return {
        state: 'unknown',
        name: 'crates.io',
        detail: error.message,
        advice: error.advice,
      };
    }
  }

  /** What the registries and the manifests say of a release before it is made. */
  verdicts(publication: CratesPublication): (() => Promise<readonly CrateVerdict[]>) | undefined {
    if (!mayHaveCrates(publication)) return undefined;
    return async () => {
      try {
        return await (await this.of(publication)).verdicts(intendedVersion(publication.intent));
      } catch (error) {
        const { configVerdict } = await import('../../cratesIndex/releaseCrates');
        return [configVerdict(error)];
      }
    };
  }

  /** Advice that names the next version which no index of the release has; empty where that is not known. */
  async nextFree(publication: CratesPublication): Promise<string> {
    try {
      return await (await this.of(publication)).nextFree(intendedVersion(publication.intent));
    } catch (error) {
      if (error instanceof UserFacingError) return '';
      throw error;
    }
  }

  /** Looks once at the crates of a released commit; undefined where the release publishes none. */
  async look(publication: CratesPublication, commit: string): Promise<CratesLook | undefined> {
    if (!mayHaveCrates(publication)) return undefined;
    const crates = await this.of(publication);
    if ((await crates.selected()) === undefined) return undefined;
    return await crates.look(commit, intendedVersion(publication.intent));
  }

  /** Watches the crates of a released commit until the registries serve them; undefined where it publishes none. */
  async watch(
    publication: CratesPublication,
    commit: string,
    signal: AbortSignal,
  ): Promise<CratesLook | undefined> {
    if (!mayHaveCrates(publication)) return undefined;
    const crates = await this.of(publication);
    if ((await crates.selected()) === undefined) return undefined;
    return await crates.watch(commit, intendedVersion(publication.intent), SYSTEM_CLOCK, signal);
  }

  async of({ session, intent }: CratesPublication): Promise<ReleaseCrates> {
    const { pkg, tree, repository } = session;
    const [{ ReleaseCrates }, { CargoConfig }, { SparseIndex }] = await Promise.all([
      import('../../cratesIndex/releaseCrates'),
      import('../../cratesIndex/cargoConfig'),
      import('../../cratesIndex/sparseIndex'),
    ]);
    const address = await this.gitHub.addressOf(repository, intent.remote);
    const question = releaseQuestion(intent, pkg.manifest, address);
    const now = await tree.now();
    const folder = (now && crateOf(now.pkg, now.index)?.root) ?? repository.root;
    const clientOf = (registry: CrateRegistry) => {
      const key = `${registry.id} ${registry.index}`;
      const client =
        this.#clients.get(key) ?? new SparseIndex(registry, { userAgent: this.userAgent });
      this.#clients.set(key, client);
      return client;
    };
    return new ReleaseCrates(
      {
        root: repository.root,
        stepsAt: commit => this.workflows.cratesOfRelease(repository, commit, question),
        stateAt: commit => (commit === undefined ? tree.now() : tree.at(commit)),
        config: () => CargoConfig.read({ folder, isTrusted: vscode.workspace.isTrusted }),
        clientOf,
        pythonVersions: async () => {
          const distributions = [
            session,
            ...(await this.indexes.builtMembers({ session, intent })),
          ];
          const served = await Promise.all(
            distributions.map(async found => {
              const index = this.indexes.indexOf(found);
              return index === undefined ? [] : await this.indexes.versions(index, found.pkg);
            }),
          );
          return served.flatMap(versions => versions ?? []);
        },
      },
      look => this.#put(pkg.manifest, look),
    );
  }

  #put(manifest: string, { version, rows, observation }: CratesLook): void {
    const { publishedCrates } = this.store.value;
    this.store.update({
      publishedCrates: new Map(publishedCrates).set(manifest, {
        version: version.semver,
        rows,
        observation,
        seenAt: Date.now(),
      }),
    });
  }
}

function mayHaveCrates({ session: { pkg } }: CratesPublication): boolean {
  return pkg.crates.length > 0 && cratesCheck(pkg.manifest) === 'on';
}
