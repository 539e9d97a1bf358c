import { createServer, type Server } from 'node:http';
import { advance, type Advance } from './actions/control';
import { syncRefs } from './actions/events';
import { makeArtifact, tick, type PlayOptions } from './actions/play';
import { latestAttempt, stateOf, type Job, type JobConclusion, type Run } from './actions/run';
import type { Artifact } from './actions/artifact';
import type { CommitStatus } from './checks';
import { close, openBlobStore } from './blobStore';
import type { Exchange } from './exchange';
import { Faults, type FaultOptions, type InjectedFault } from './faults';
import { readRefs } from './gitMirror';
import { listen } from '../listen';
import type { FakeGitHubOptions, RepositoryOptions } from './options';
import { type ClassicProtection, installProtection, type Ruleset } from './protection';
import {
  mergePullRequest,
  type MergeMethod,
  type PullRequest,
  settlePullRequests,
} from './pullRequests';
import { createRelease, type Release } from './releases';
import {
  addEnvironmentTo,
  fullName,
  type Environment,
  type Repository,
  type WorkflowState,
} from './repository';
import { makeKeyPair } from './secrets';
import { handle } from './server';
import type { Rate, Token, TokenOptions } from './tokens';
import { findRepository, type World } from './world';

const HOUR = 60 * 60 * 1000;

/** A GitHub on loopback, for tests and for the demonstration. Everything it keeps is in memory; git repositories are real. */
export class FakeGitHub {
  /** Every request, oldest first. */
  readonly requests: Exchange[] = [];
  readonly #faults = new Faults();
  readonly #listeners: ((run: Run) => void)[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();

  private constructor(
    readonly world: World,
    private readonly server: Server,
    readonly origin: string,
    private readonly rateLimit: number,
  ) {}

  static async start(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
    const now = options.now ?? Date.now;
    const base = options.base ?? (options.enterprise === true ? '/api/v3' : '');
    const rate = (limit: number): Rate => ({ limit, used: 0, reset: now() + HOUR });
    const blobs = await openBlobStore(now);
    const users = new Map<string, number>();
    let id = 1000;
    let started: (run: Run) => void = () => undefined;
    const world: World = {
      url: '',
      webUrl: '',
      enterprise: options.enterprise === true,
      now,
      tokens: new Map(),
      devices: new Map(),
      repositories: [],
      anonymousRate: rate(60),
      blobs,
      logsAfter: options.logsAfter ?? 'job',
      logsExpireAfter: options.logsExpireAfter ?? Number.POSITIVE_INFINITY,
      runsAppearAfter: options.runsAppearAfter ?? 0,
      keptJobsListed: options.keptJobsListed ?? true,
      nextId: () => ++id,
      userId: login => users.get(login) ?? users.set(login, users.size + 1).get(login)!,
      runStarted: run => started(run),
      grant: (login, scopes) => github.addToken(`gho_${String(++id)}`, { login, scopes }).value,
    };
    const server = createServer();
    const origin = await listen(server);
    const github: FakeGitHub = new FakeGitHub(world, server, origin, options.rateLimit ?? 5000);
    started = run => {
      for (const listener of github.#listeners) listener(run);
    };
    world.url = origin + base;
    world.webUrl = origin;
    const parts = {
      world,
      faults: github.#faults,
      exchanges: github.requests,
      autoSync: options.autoSync ?? true,
      base,
    };
    server.on('request', (request, response) => {
      handle(parts, request, response).catch((error: unknown) => {
        console.error(error);
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    });
    return github;
  }

  /** Base of the API. */
  get url(): string {
    return this.world.url;
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all([close(this.server), this.world.blobs.close()]);
  }

  addToken(value: string, options: TokenOptions): Token {
    const sameUser = [...this.world.tokens.values()].find(({ login }) => login === options.login);
    const token: Token = {
      value,
      login: options.login,
      scopes: options.scopes ?? [],
      fineGrained: options.fineGrained ?? false,
      lacks: options.lacks ?? [],
      ssoRequired: options.ssoRequired ?? false,
      expired: options.expired ?? false,
      // The limit belongs to the user, whichever token is used.
      rate: sameUser?.rate ?? { limit: this.rateLimit, used: 0, reset: this.world.now() + HOUR },
    };
    this.world.tokens.set(value, token);
    return token;
  }

  /** Lets a user confirm a sign-in, by the code that a program has shown. @throws where no program has shown it */
  enterCode(
    userCode: string,
    login = [...this.world.tokens.values()][0]?.login ?? 'maintainer',
  ): void {
    const device = [...this.world.devices.values()].find(known => known.userCode === userCode);
    if (device === undefined) throw new Error(`No sign-in has shown the code ${userCode}`);
    device.login = login;
  }

  /** All tokens are expired from now on. */
  revoke(): void {
    for (const token of this.world.tokens.values()) token.expired = true;
  }

  addRepository(options: RepositoryOptions): Repository {
    const repository: Repository = {
      id: this.world.nextId(),
      owner: options.owner,
      name: options.name,
      bare: options.bare,
      private: options.private ?? false,
      defaultBranch: options.defaultBranch ?? 'main',
      ownerIsOrganization: options.ownerIsOrganization ?? false,
      formerNames: options.formerNames ?? [],
      permissions: new Map(Object.entries(options.permissions ?? {})),
      createdAt: this.world.now(),
      immutableReleases: options.immutableReleases ?? false,
      burntTags: new Set(),
      releases: [],
      latestReleaseId: undefined,
      workflows: [],
      runs: [],
      artifacts: [],
      environments: [],
      checks: [],
      statuses: [],
      pullRequests: [],
      rulesets: [],
      classic: [],
      keys: makeKeyPair(),
      secrets: new Map(),
      organizationSecrets: new Map(),
      pusher: options.pusher ?? [...this.world.tokens.values()][0]?.login ?? options.owner,
      // What exists already was not pushed just now.
      refs: new Map(readRefs(options.bare).map(({ name, sha }) => [name, sha])),
    };
    this.world.repositories.push(repository);
    return repository;
  }

  /** A repository by `owner/name`; without a name the only one. */
  repository(name?: string): Repository {
    const found =
      name === undefined ? this.world.repositories[0] : findRepository(this.world, name);
    if (found === undefined) throw new Error(`The fake has no repository ${name ?? ''}`);
    return found;
  }

  /** An environment; with reviewers or a wait (minutes), jobs that deploy to it wait. `admits` are patterns, `tag:` before those of tags. */
  addEnvironment(
    options: {
      readonly name: string;
      readonly reviewers?: readonly string[];
      readonly waitTimer?: number;
      readonly admits?: 'protected' | readonly string[];
    },
    repository?: string,
  ): Environment {
    const { admits, ...rest } = options;
    const branchPolicy =
      typeof admits !== 'object'
        ? admits
        : admits.map(pattern => ({
            id: this.world.nextId(),
            name: pattern.replace(/^tag:/, ''),
            type: pattern.startsWith('tag:') ? ('tag' as const) : ('branch' as const),
          }));
    return addEnvironmentTo(this.repository(repository), {
      ...rest,
      ...(branchPolicy !== undefined && { branchPolicy }),
      id: this.world.nextId(),
      now: this.world.now(),
      keys: makeKeyPair(),
    });
  }

  addSecret(
    name: string,
    value: string,
    from: 'repository' | 'organization' | { readonly environment: string } = 'repository',
    repository?: string,
  ): void {
    this.#secretsOf(from, repository).set(name, {
      name,
      value,
      createdAt: this.world.now(),
      updatedAt: this.world.now(),
    });
  }

  /** The value of a secret as it was sealed. */
  secret(
    name: string,
    from: 'repository' | 'organization' | { readonly environment: string } = 'repository',
    repository?: string,
  ): string | undefined {
    return this.#secretsOf(from, repository).get(name)?.value;
  }

  #secretsOf(
    from: 'repository' | 'organization' | { readonly environment: string },
    name: string | undefined,
  ): Environment['secrets'] {
    const repository = this.repository(name);
    if (from === 'repository') return repository.secrets;
    if (from === 'organization') return repository.organizationSecrets;
    return addEnvironmentTo(repository, {
      id: this.world.nextId(),
      name: from.environment,
      now: this.world.now(),
      keys: makeKeyPair(),
    }).secrets;
  }

  /** A check of another app than Actions; `null` while it runs. The jobs of runs are checks without this. */
  addCheck(sha: string, name: string, conclusion: JobConclusion | null, repository?: string): void {
    this.repository(repository).checks.push({
      id: this.world.nextId(),
      sha,
      name,
      conclusion,
      time: this.world.now(),
    });
  }

  addStatus(sha: string, context: string, state: CommitStatus['state'], repository?: string): void {
    this.repository(repository).statuses.push({
      id: this.world.nextId(),
      sha,
      context,
      state,
      time: this.world.now(),
    });
  }

  /** Rules for branches or tags; git refuses what they forbid. */
  addRuleset(
    options: Pick<Ruleset, 'target' | 'include' | 'rules'> & Partial<Ruleset>,
    repository?: string,
  ): void {
    const found = this.repository(repository);
    found.rulesets.push({
      id: this.world.nextId(),
      name: options.target === 'branch' ? 'Protect main' : 'Protect tags',
      bypass: 'never',
      createdAt: this.world.now(),
      ...options,
    });
    installProtection(found);
  }

  /** Protects a branch in the older form. */
  protectBranch(options: ClassicProtection, repository?: string): void {
    const found = this.repository(repository);
    found.classic.push(options);
    installProtection(found);
  }

  /** The newest pull request. @throws where there is none */
  pullRequest(repository?: string): PullRequest {
    const found = this.repository(repository);
    settlePullRequests(this.world, found);
    const pull = found.pullRequests.at(-1);
    if (pull === undefined) throw new Error('The fake has no pull request');
    return pull;
  }

  /** Merges the newest pull request, as another user does on its page. @returns the merged commit */
  merge(method: MergeMethod, login = 'reviewer', repository?: string): string {
    const pull = this.pullRequest(repository);
    mergePullRequest(this.world, this.repository(repository), pull, method, login);
    return pull.mergeCommit!;
  }

  /** A tag that an immutable Release had, which is gone. */
  burnTag(tag: string, repository?: string): void {
    this.repository(repository).burntTags.add(tag);
  }

  /** Looks at the refs now: what is new was pushed. @returns the runs that this started */
  syncRefs(repository?: string): Run[] {
    const found = this.repository(repository);
    return syncRefs(this.world, found, found.pusher);
  }

  /** A `post-receive` hook that tells the fake of a push. It does not wait, so that a push in the fake's own process cannot wait for itself. */
  postReceiveHook(repository?: string): string {
    const url = `${this.origin}/_fake/pushed?repository=${encodeURIComponent(fullName(this.repository(repository)))}`;
    return `cat >/dev/null\n'${process.execPath}' -e "fetch('${url}', { method: 'POST' }).catch(() => 0)" >/dev/null 2>&1 &`;
  }

  setWorkflowState(file: string, state: WorkflowState, repository?: string): void {
    const found = this.repository(repository);
    const path = `.github/workflows/${file}`;
    const workflow = found.workflows.find(known => known.path === path);
    if (workflow === undefined)
      found.workflows.push({
        id: this.world.nextId(),
        path,
        createdAt: this.world.now(),
        state,
        runCount: 0,
      });
    else workflow.state = state;
  }

  /** The next requests that fit meet this fault. */
  fail(options: FaultOptions): InjectedFault {
    return this.#faults.add(options);
  }

  /** Called for every run that begins. */
  onRun(listener: (run: Run) => void): void {
    this.#listeners.push(listener);
  }

  run(id: number): Run {
    const run = this.world.repositories.flatMap(({ runs }) => runs).find(known => known.id === id);
    if (run === undefined) throw new Error(`The fake has no run ${String(id)}`);
    return run;
  }

  /** Gives a run a status that GitHub does not document yet; undefined gives it its own again. */
  setOddStatus(id: number, status: string | undefined): void {
    this.run(id).oddStatus = status;
  }

  /** Status and conclusion of a run. */
  state(id: number): { readonly status: string; readonly conclusion: string | null } {
    return stateOf(this.run(id));
  }

  /** A job of the latest attempt. @throws where there is none of that name, with those that there are */
  job(runId: number, name: string): Job {
    const { jobs } = latestAttempt(this.run(runId));
    const job = jobs.find(known => known.name === name);
    if (job === undefined)
      throw new Error(
        `Run ${String(runId)} has no job ${name}, but ${jobs.map(known => known.name).join(', ')}`,
      );
    return job;
  }

  /** Moves a job of the latest attempt on; what follows from it happens too. */
  advance(runId: number, jobName: string, change: Advance): void {
    advance(this.world, this.run(runId), this.job(runId, jobName), change);
  }

  /** Completes all jobs of a run, those that follow too, except those that wait for approval. */
  finish(runId: number, options: { readonly failing?: readonly string[] } = {}): void {
    const run = this.run(runId);
    for (let job = open(run); job !== undefined; job = open(run)) {
      advance(this.world, run, job, {
        conclusion: options.failing?.includes(job.name) === true ? 'failure' : 'success',
      });
    }
  }

  /** One moment of a run that goes on by itself. */
  tick(runId: number, options: PlayOptions = {}): void {
    tick(this.world, this.run(runId), options);
  }

  /** Lets a run go on by itself, through all its attempts, until it is stopped or the fake is closed. */
  play(
    runId: number,
    { tickMs = 1000, ...options }: PlayOptions & { readonly tickMs?: number } = {},
  ): { stop(): void } {
    const timer = setInterval(() => this.tick(runId, options), tickMs);
    timer.unref();
    this.#timers.add(timer);
    return {
      stop: () => {
        clearInterval(timer);
        this.#timers.delete(timer);
      },
    };
  }

  addArtifact(
    runId: number,
    name: string,
    files: Readonly<Record<string, string | Buffer>>,
  ): Artifact {
    const run = this.run(runId);
    const artifact = makeArtifact(this.world, run, name, files);
    run.repository.artifacts.push(artifact);
    return artifact;
  }

  /** What a step of a run with GITHUB_TOKEN does when it creates the Release of the run's tag: it starts no workflow. */
  botRelease(
    runId: number,
    fields: {
      readonly tag_name?: string;
      readonly name?: string;
      readonly body?: string;
      readonly draft?: boolean;
      readonly prerelease?: boolean;
    } = {},
  ): Release {
    const run = this.run(runId);
    return createRelease(this.world, run.repository, undefined, {
      tag_name: run.headBranch,
      ...fields,
    });
  }
}

function open(run: Run): Job | undefined {
  return latestAttempt(run).jobs.find(
    ({ status }) => status === 'queued' || status === 'in_progress',
  );
}
