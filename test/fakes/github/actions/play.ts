import { createRelease } from '../releases';
import type { World } from '../world';
import { smallWheel, type Artifact } from './artifact';
import { advance } from './control';
import { interpolate } from './expression';
import { latestAttempt, stateOf, type Job, type Run } from './run';
import { expressionContext } from './settle';
import { scalar } from './workflowFile';
import { zip } from '../zip';

export interface PlayOptions {
  /** Names of jobs that do not succeed in the first attempt. */
  readonly failFirstAttempt?: readonly string[];
  /** Name of the wheel in an artifact. */
  readonly wheel?: (artifact: string, run: Run) => string;
}

/** One moment of a run that goes on by itself: each job begins, goes to its next step, or ends. Jobs that wait for approval stay. */
export function tick(world: World, run: Run, options: PlayOptions = {}): void {
  if (stateOf(run).status === 'completed') return;
  for (const job of [...latestAttempt(run).jobs]) {
    if (job.status === 'queued') advance(world, run, job, { status: 'in_progress' });
    else if (job.status === 'in_progress') nextStep(world, run, job, options);
  }
}

function nextStep(world: World, run: Run, job: Job, options: PlayOptions): void {
  const next = job.steps.find(({ status }) => status === 'queued');
  if (next !== undefined && next.name !== 'Complete job') {
    advance(world, run, job, { step: { name: next.name } });
    return;
  }
  if (job.attempt === 1 && options.failFirstAttempt?.includes(job.name) === true) {
    advance(world, run, job, { conclusion: 'failure' });
    return;
  }
  const context = expressionContext(run, 'success', { matrix: job.matrix });
  for (const step of job.definition.steps) {
    if (step.uses.startsWith('actions/upload-artifact@')) {
      const name = interpolate(scalar(step.with['name']), context) || 'artifact';
      const wheel = options.wheel?.(name, run) ?? 'budtiktok-0.0.0-py3-none-any.whl';
      run.repository.artifacts.push(makeArtifact(world, run, name, { [wheel]: smallWheel(wheel) }));
    }
    if (
      createsRelease(step.uses, step.run) &&
      !run.repository.releases.some(({ tag, draft }) => !draft && tag === run.headBranch)
    ) {
      createRelease(world, run.repository, undefined, {
        tag_name: run.headBranch,
        generate_release_notes: true,
      });
    }
  }
  advance(world, run, job, { conclusion: 'success' });
}

function createsRelease(uses: string, script: string): boolean {
  return (
    /^(?:softprops\/action-gh-release|ncipollo\/release-action|actions\/create-release)@/.test(
      uses,
    ) || script.includes('gh release create')
  );
}

export function makeArtifact(
  world: World,
  run: Run,
  name: string,
  files: Readonly<Record<string, string | Buffer>>,
): Artifact {
  return {
    id: world.nextId(),
    run,
    name,
    archive: zip(files),
    createdAt: world.now(),
    expired: false,
  };
}
