import { readFileAt, readRef, readRefs, listFolderAt, resolveCommit } from '../gitMirror';
import type { Release } from '../releases';
import type { Repository, Workflow } from '../repository';
import { BOT, type World } from '../world';
import type { Run } from './run';
import { startRun } from './startRun';
import { startsOnPush, startsOnRelease } from './triggers';
import { parseWorkflow, type WorkflowFile } from './workflowFile';

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
  const moved = refs.filter(({ name, sha }) => repository.refs.get(name) !== sha);
  repository.refs = new Map(refs.map(({ name, sha }) => [name, sha]));
  const tags = moved.filter(({ name }) => name.startsWith('refs/tags/'));
  return moved
    .filter(ref => tags.length <= MOST_TAGS || !tags.includes(ref))
    .flatMap(({ name, commit }) => emitPush(world, repository, name, commit, actor));
}

export function emitPush(
  world: World,
  repository: Repository,
  ref: string,
  commit: string,
  actor: string,
): Run[] {
  if (actor === BOT || !/^refs\/(?:heads|tags)\//.test(ref)) return [];
  return workflowsAt(world, repository, commit)
    .filter(({ workflow, file }) => workflow.state === 'active' && startsOnPush(file, { ref }))
    .map(({ workflow, file }) =>
      startRun(world, repository, workflow, file, { event: 'push', ref, headSha: commit, actor }),
    );
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
