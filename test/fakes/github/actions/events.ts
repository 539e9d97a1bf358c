import {
  readCommit,
  readFileAt,
  readRef,
  readRefs,
  listFolderAt,
  resolveCommit,
} from '../gitMirror';
import type { Release } from '../releases';
import type { Repository, Workflow } from '../repository';
import { BOT, type World } from '../world';
import { latestAttempt, stateOf, type Run } from './run';
import { startRun } from './startRun';
import { settle } from './settle';
import { matchesFilter, startsOnPush, startsOnRelease } from './triggers';
import { BROKEN, parseWorkflow, tree, type WorkflowFile, words } from './workflowFile';

const FOLDER = '.github/workflows';

/** More tags than this in one push, and GitHub creates no event for any of them. */
const MOST_TAGS = 3;

/** Workflow files of a commit, with what GitHub knows about each. A file that it has not seen becomes known. */
export function workflowsAt(
  world: World,
  repository: Repository,
  revision: string,
): { readonly workflow: Workflow; readonly file: WorkflowFile }[] {
  const commit = resolveCommit(repository.bare, revision) ?? revision;
  return listFolderAt(repository.bare, commit, FOLDER)
    .filter(({ path, type }) => type === 'blob' && /\.ya?ml$/.test(path))
    .flatMap(({ path }) => {
      const file = parseWorkflow(readFileAt(repository.bare, commit, path)?.toString('utf8') ?? '');
      return file === undefined ? [] : [{ workflow: knownWorkflow(world, repository, path), file }];
    });
}

function knownWorkflow(world: World, repository: Repository, path: string): Workflow {
  const known = repository.workflows.find(workflow => workflow.path === path);
  if (known !== undefined) return known;
  const workflow: Workflow = {
    id: world.nextId(),
    path,
    createdAt: world.now(),
    state: 'active',
    runCount: 0,
  };
  repository.workflows.push(workflow);
  return workflow;
}

/** Looks at the git repository again: refs that are new or have moved since are pushes. @returns the runs that they started */
export function syncRefs(world: World, repository: Repository, actor: string): Run[] {
  const refs = readRefs(repository.bare);
  const before = repository.refs;
  const moved = refs.filter(({ name, sha }) => repository.refs.get(name) !== sha);
  repository.refs = new Map(refs.map(({ name, sha }) => [name, sha]));
  const tags = moved.filter(({ name }) => name.startsWith('refs/tags/'));
  return moved
    .filter(ref => tags.length <= MOST_TAGS || !tags.includes(ref))
    .flatMap(({ name, commit }) => [
      ...(before.has(name) ? [] : emitCreate(world, repository, name, commit, actor)),
      ...emitPush(world, repository, name, commit, actor),
    ]);
}

export function emitPush(
  world: World,
  repository: Repository,
  ref: string,
  commit: string,
  actor: string,
): Run[] {
  if (actor === BOT || !/^refs\/(?:heads|tags)\//.test(ref)) return [];
  if (SKIPS.test(readCommit(repository.bare, commit)?.message ?? '')) return [];
  const cause = { event: 'push', ref, headSha: commit, actor };
  const broken = brokenAt(repository, commit).map(path =>
    startRun(world, repository, knownWorkflow(world, repository, path), BROKEN, {
      ...cause,
      isBroken: true,
    }),
  );
  const started = workflowsAt(world, repository, commit)
    .filter(({ workflow, file }) => workflow.state === 'active' && startsOnPush(file, { ref }))
    .map(({ workflow, file }) => startRun(world, repository, workflow, file, cause));
  return [...broken, ...started];
}

/** Directives in the message of the pushed commit (GitHub docs, "Skipping workflow runs"). */
const SKIPS = /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]|^skip-checks: ?true$/m;

/** Workflow files that do not parse. A push starts them all, because what starts them can't be read. */
function brokenAt(repository: Repository, commit: string): readonly string[] {
  return listFolderAt(repository.bare, commit, FOLDER)
    .filter(({ path, type }) => type === 'blob' && /\.ya?ml$/.test(path))
    .map(({ path }) => path)
    .filter(
      path =>
        parseWorkflow(readFileAt(repository.bare, commit, path)?.toString('utf8') ?? '') ===
        undefined,
    );
}

/** A branch or tag that is new. */
export function emitCreate(
  world: World,
  repository: Repository,
  ref: string,
  commit: string,
  actor: string,
): Run[] {
  if (actor === BOT || !/^refs\/(?:heads|tags)\//.test(ref)) return [];
  return workflowsAt(world, repository, commit)
    .filter(({ workflow, file }) => workflow.state === 'active' && 'create' in file.on)
    .map(({ workflow, file }) =>
      startRun(world, repository, workflow, file, { event: 'create', ref, headSha: commit, actor }),
    );
}

/** What the end of a run starts: workflows that wait for it, and the next run of its concurrency group. */
export function afterRun(world: World, run: Run): void {
  if (run.isAnnounced || stateOf(run).status !== 'completed') return;
  run.isAnnounced = true;
  const { repository } = run;
  const next = repository.runs.findLast(
    other =>
      other.group !== undefined &&
      other.group === run.group &&
      other.isPending &&
      !latestAttempt(other).cancelled,
  );
  if (next !== undefined) {
    next.isPending = false;
    settle(world, next);
  }
  const ref = `refs/heads/${repository.defaultBranch}`;
  const headSha = readRef(repository.bare, ref)?.commit;
  if (headSha === undefined) return;
  for (const { workflow, file } of workflowsAt(world, repository, headSha)) {
    const trigger = tree(file.on['workflow_run']);
    const branches = trigger['branches'];
    const types = words(trigger['types']);
    if (
      workflow.state === 'active' &&
      words(trigger['workflows']).includes(run.file.name ?? run.workflow.path) &&
      (types.length === 0 || types.includes('completed')) &&
      (branches === undefined || matchesFilter(run.headBranch, words(branches)))
    )
      startRun(world, repository, workflow, file, {
        event: 'workflow_run',
        ref,
        headSha,
        actor: run.actor,
      });
  }
}

export function emitRelease(
  world: World,
  repository: Repository,
  release: Release,
  commit: string,
  activities: readonly string[],
): Run[] {
  const ref =
    readRef(repository.bare, `refs/tags/${release.tag}`)?.name ?? `refs/tags/${release.tag}`;
  return activities.flatMap(activity =>
    workflowsAt(world, repository, commit)
      .filter(
        ({ workflow, file }) => workflow.state === 'active' && startsOnRelease(file, activity),
      )
      .map(({ workflow, file }) =>
        startRun(world, repository, workflow, file, {
          event: 'release',
          ref,
          headSha: commit,
          actor: release.author,
          release,
        }),
      ),
  );
}
