import * as path from 'node:path';
import * as vscode from 'vscode';
import { SYSTEM_CLOCK } from '../../base/clock';
import { messageOf } from '../../base/errors';
import { runProgram } from '../../base/processes';
import { CargoConfig } from '../../cratesIndex/cargoConfig';
import { memberCrates, publishable } from '../../cratesIndex/memberCrates';
import { SparseIndex } from '../../cratesIndex/sparseIndex';
import type { GitService } from '../../git/gitService';
import { crateOf } from '../../manifests/cargo/cargoWorkspaces';
import { agreement, type Package } from '../../manifests/package';
import { findGitRoot } from '../../manifests/scan/scanRoot';
import {
  type CargoFacts,
  checkCratesSteps,
  type LocalCrate,
  publishCratesSteps,
} from '../../maturin/crateSteps';
import { missingTools, ToolsMissing } from '../../maturin/missing';
import type { AnySteps } from '../../maturin/runSteps';
import { publishDoubts } from '../../release/localPublish';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import { packageSettings } from '../configuration';
import { CommandError } from '../notify';
import { confirmCrates, confirmDoubts, type IndexTokens } from './indexTokens';
import { toolsAround } from './installTools';
import type { Manifests } from './manifests';

/** The tasks *Check Crates* and *Publish Crates*. */
export class LocalCrates {
  constructor(
    private readonly manifests: Manifests,
    private readonly git: GitService,
    private readonly userAgent: string,
    private readonly tokens: IndexTokens,
  ) {}

  /** @returns undefined where the user decides against it */
  async prepare(
    pkg: Package,
    command: 'checkCrates' | 'publishCrates',
    stop: AbortSignal,
    say: (line: string) => void,
  ): Promise<AnySteps | undefined> {
    const facts = await this.#facts(pkg);
    if (command === 'checkCrates') return checkCratesSteps(facts);
    const registries = new Set(facts.crates.map(({ client }) => client.registry.name));
    const names = [...registries].join(', ');
    const version = facts.crates[0]?.version ?? '';
    const doubts = await this.#doubts(pkg, version);
    if (!(await confirmDoubts({ name: names }, pkg.name, version, doubts))) return undefined;
    return publishCratesSteps(
      facts,
      SYSTEM_CLOCK,
      async (open, served) => {
        const answer = await confirmCrates(names, open, served);
        if (answer !== 'token') return answer;
        const [first] = open;
        // One token is for one registry.
        if (first === undefined || registries.size > 1)
          throw new CommandError(
            vscode.l10n.t('The crates go to several registries. Log in to each with cargo login.'),
          );
        const token = await this.tokens.askingForCrates(first.client.registry);
        return token === undefined ? undefined : { token };
      },
      say,
      stop,
    );
  }

  async #facts(pkg: Package): Promise<CargoFacts> {
    const index = await this.manifests.indexOf(pkg);
    const folder = path.dirname(pkg.manifest);
    const root = (index && crateOf(pkg, index)?.root) ?? folder;
    const tools = await toolsAround(folder, root);
    if (tools.cargo === undefined)
      throw new ToolsMissing(missingTools(['cargo'], tools, process.platform));
    const parsed = parseReleaseVersion(agreement(pkg.sites).current?.text ?? '');
    if (index === undefined || !parsed.ok)
      throw new CommandError(vscode.l10n.t('No version of {0} was found.', pkg.name));
    const version = parsed.version.semver;
    const config = await CargoConfig.read({
      folder: root,
      isTrusted: vscode.workspace.isTrusted,
    });
    const published = publishable(memberCrates(index, pkg.crates));
    const crates = published.map(({ name, registries, dependencies }): LocalCrate => ({
      crate: name,
      version,
      client: new SparseIndex(config.registry(registries?.[0] ?? config.defaultRegistry), {
        userAgent: this.userAgent,
      }),
      needs: dependencies
        .filter(({ isForTests, hasRequirement }) => !isForTests || hasRequirement)
        .map(({ crate }) => crate)
        .filter(crate => crate !== name && published.some(other => other.name === crate)),
    }));
    const said = await this.#cargoVersion(tools.cargo, root);
    return {
      cargo: tools.cargo,
      root,
      isLocked: await this.#isLocked(root),
      crates,
      ...(said !== undefined && { said }),
    };
  }

  async #cargoVersion(program: string, root: string): Promise<string | undefined> {
    const { code, stdout } = await runProgram('readCargoVersion', {
      args: [],
      program,
      cwd: root,
      workspace: (await findGitRoot(root)) ?? root,
      isTrusted: vscode.workspace.isTrusted,
    });
    return code === 0 ? /^cargo \d+\.\d+\.\d+/.exec(stdout.toString())?.[0] : undefined;
  }

  async #isLocked(root: string): Promise<boolean> {
    const top = await findGitRoot(root);
    if (top === undefined) return false;
    const repository = await this.git.repository(top);
    return (await repository.tracked([path.join(root, 'Cargo.lock')])).size > 0;
  }

  /** Why what would be published may not be the release. */
  async #doubts(pkg: Package, version: string): Promise<string[]> {
    const root = await findGitRoot(path.dirname(pkg.manifest));
    if (root === undefined) return [vscode.l10n.t('The package is in no git repository.')];
    try {
      const repository = await this.git.repository(root);
      const { tagFormat } = packageSettings(pkg);
      return [...(await publishDoubts(repository, { name: pkg.name, version, tagFormat }))];
    } catch (error) {
      return [messageOf(error)];
    }
  }
}
