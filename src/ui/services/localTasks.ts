import * as path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { GitService } from '../../git/gitService';
import { PROBLEM_MATCHER, TASK_TYPE } from '../../ids';
import type { Package } from '../../manifests/package';
import { findGitRoot } from '../../manifests/scan/scanRoot';
import { BUILD_NEEDS, buildSteps, developSteps, requireTools } from '../../maturin/buildSteps';
import { type LocalTask, readTask, TASK_COMMANDS, taskTitle } from '../../maturin/localTask';
import { type LocalProject, lockOf, readProject } from '../../maturin/project';
import {
  publishSteps,
  UPLOAD_TO_PYPI,
  UPLOAD_TO_TESTPYPI,
  type UploadIndex,
} from '../../maturin/publishSteps';
import type { AnySteps, BuildFacts, Ended } from '../../maturin/runSteps';
import { readHost } from '../../maturin/tools';
import { smokeTestSteps, testWheelSteps } from '../../maturin/venvSteps';
import { PYPI, TESTPYPI } from '../../packageIndex/packageIndex';
import { publishDoubts } from '../../release/localPublish';
import { indexSettings, packageSettings } from '../configuration';
import { CommandError } from '../notify';
import { namedTask } from './namedTask';
import type { Manifests } from './manifests';
import { type State, type Store } from '../store';
import { confirmDoubts, confirmPublish, type IndexTokens } from './indexTokens';
import { tellUnprepared, toolsAround } from './installTools';
import { isNamed, nameFor, scopeOf, TaskEnds } from './localBuilds';
import type { LocalCrates } from './localCrates';
import { StepTerminal } from './stepTerminal';
import { packagesOf } from '../selectors';

/** Tasks of type `maturin`: in *Run Task*, in tasks.json, and behind the commands. */
export class LocalTasks {
  readonly #ends = new TaskEnds();

  constructor(
    private readonly store: Store<State>,
    private readonly manifests: Manifests,
    private readonly git: GitService,
    private readonly tokens: IndexTokens,
    private readonly crates: LocalCrates,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async provideTasks(): Promise<vscode.Task[]> {
    await this.manifests.current();
    const packages = await this.#built();
    // A smoke test needs a version, which the command asks for.
    return packages.flatMap(pkg =>
      TASK_COMMANDS.filter(command => command !== 'smokeTest').map(command =>
        this.#task(pkg, { command, package: nameFor(pkg, packages) }),
      ),
    );
  }

  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    const read = readTask(task.definition);
    if (read === undefined) return undefined;
    await this.manifests.current();
    const isOfCrates = read.command === 'checkCrates' || read.command === 'publishCrates';
    const packages = isOfCrates ? packagesOf(this.store.value) : await this.#built();
    const [pkg, other] =
      read.package === undefined
        ? packages
        : packages.filter(candidate => isNamed(candidate, read.package ?? ''));
    if (pkg === undefined || other !== undefined) return undefined;
    // The editor wants its own definition back, and knows the task by it.
    return this.#task(pkg, read, task.definition, task.scope);
  }

  /** Runs a task in its terminal, and waits until it is over. */
  async run(pkg: Package, task: LocalTask): Promise<Ended> {
    // The crates of a package need no maturin.
    const packages = packagesOf(this.store.value);
    const named = { ...task, package: nameFor(pkg, packages) };
    return await this.#ends.run(keyOf(pkg, named), this.#task(pkg, named));
  }

  #task(
    pkg: Package,
    task: LocalTask,
    definition: vscode.TaskDefinition = { type: TASK_TYPE, ...task },
    scope?: vscode.Task['scope'],
  ): vscode.Task {
    const execution = new vscode.CustomExecution(() =>
      Promise.resolve(
        new StepTerminal(
          (stop, say) => this.#prepare(pkg, task, stop, say),
          error => void tellUnprepared(error, pkg, this.log),
          ended => this.#ends.notify(keyOf(pkg, task), ended),
        ),
      ),
    );
    const result = namedTask(
      definition,
      scope ?? scopeOf(pkg),
      taskTitle(task.command, pkg.name),
      'maturin',
      execution,
      `$${PROBLEM_MATCHER}`,
    );
    if (task.command === 'build' || task.command === 'buildAll')
      result.group = vscode.TaskGroup.Build;
    if (task.command === 'test' || task.command === 'smokeTest')
      result.group = vscode.TaskGroup.Test;
    result.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      panel: vscode.TaskPanelKind.Dedicated,
      clear: true,
    };
    return result;
  }

  /** @returns undefined where the user decides against it */
  async #prepare(
    pkg: Package,
    task: LocalTask,
    stop: AbortSignal,
    say: (line: string) => void,
  ): Promise<AnySteps | undefined> {
    // Building runs what the workspace holds; a task can be started without any command.
    if (!vscode.workspace.isTrusted)
      throw new CommandError(
        vscode.l10n.t('This workspace is not trusted, so nothing of it is run.'),
      );
    if (task.command === 'checkCrates' || task.command === 'publishCrates')
      return await this.crates.prepare(pkg, task.command, stop, say);
    const facts = await this.#facts(pkg, task);
    switch (task.command) {
      case 'develop':
        return developSteps(facts, false);
      case 'developRelease':
        return developSteps(facts, true);
      case 'build':
        return buildSteps(facts, false, task.interpreters);
      case 'buildAll':
        return buildSteps(facts, true, task.interpreters);
      case 'test':
        return testWheelSteps(facts);
      case 'smokeTest':
        return smokeTestSteps(
          facts.project,
          {
            index: task.index === 'testpypi' ? TESTPYPI : PYPI,
            version: task.version ?? versionOf(facts.project),
          },
          facts.tools,
          facts.host,
        );
      case 'publishTest':
        return await this.#publish(pkg, facts, UPLOAD_TO_TESTPYPI);
      case 'publish':
        return await this.#publish(pkg, facts, UPLOAD_TO_PYPI);
    }
  }

  async #publish(pkg: Package, facts: BuildFacts, to: UploadIndex): Promise<AnySteps | undefined> {
    // No question is asked before the programs are there.
    requireTools(facts, BUILD_NEEDS);
    const { name } = facts.project;
    const version = versionOf(facts.project);
    const doubts = await this.#doubts(pkg, to, version);
    if (!(await confirmDoubts(to.index, name, version, doubts))) return undefined;
    return publishSteps(facts, to, version, async files =>
      (await confirmPublish(to.index, name, version, files))
        ? await this.tokens.asking(to.index, name)
        : undefined,
    );
  }

  /** Why what would be built may not be the release, or may not belong on this index. */
  async #doubts(pkg: Package, { index }: UploadIndex, version: string): Promise<string[]> {
    const { url } = indexSettings(pkg.manifest);
    const doubts =
      url === '' || url === index.simple
        ? []
        : [
            vscode.l10n.t(
              'The setting budtiktok.index.url names another index for this package: {0}.',
              url,
            ),
          ];
    const root = await findGitRoot(path.dirname(pkg.manifest));
    if (root === undefined)
      return [...doubts, vscode.l10n.t('The package is in no git repository.')];
    const { tagFormat } = packageSettings(pkg);
    try {
      const repository = await this.git.repository(root);
      const publication = { name: pkg.name, version, tagFormat };
      return [...doubts, ...(await publishDoubts(repository, publication))];
    } catch (error) {
      return [...doubts, messageOf(error)];
    }
  }

  async #facts(pkg: Package, { args }: LocalTask): Promise<BuildFacts> {
    const index = await this.manifests.indexOf(pkg);
    const project = index === undefined ? undefined : readProject(pkg, index);
    if (project === undefined)
      throw new CommandError(
        vscode.l10n.t(
          '{0} is not built by maturin: its pyproject.toml names another build backend.',
          pkg.name,
        ),
      );
    return {
      project,
      tools: await toolsAround(project.dir, project.cargoRoot),
      host: await readHost(),
      isLocked: await this.#isLocked(project),
      ...(args && { extra: args }),
    };
  }

  /** Whether Cargo.lock is in git. Where git cannot be asked, cargo may write it. */
  async #isLocked(project: LocalProject): Promise<boolean> {
    const root = await findGitRoot(project.cargoRoot);
    if (root === undefined) return false;
    try {
      return (await (await this.git.repository(root)).tracked([lockOf(project)])).size > 0;
    } catch (error) {
      this.log.warn(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  /** The packages that maturin builds. */
  async #built(): Promise<Package[]> {
    const packages = packagesOf(this.store.value);
    const indexes = await Promise.all(packages.map(pkg => this.manifests.indexOf(pkg)));
    return packages.filter((pkg, at) => {
      const index = indexes[at];
      return index !== undefined && readProject(pkg, index) !== undefined;
    });
  }
}

/** Equal for the same task of a package, in whatever order tasks.json has its parts. */
function keyOf(
  { manifest }: Package,
  { command, interpreters, args, version, index }: LocalTask,
): string {
  return JSON.stringify([manifest, command, interpreters, args, version, index]);
}

/** @throws CommandError */
function versionOf({ name, version }: LocalProject): string {
  if (version === undefined)
    throw new CommandError(vscode.l10n.t('No version of {0} was found.', name));
  return version;
}
