import { type Artifact, type Download, globMatches, holds, mayMatch, normal } from './artifacts';
import { type Build, buildsOf, buildsOfJob } from './builds';
import { readCommands } from './commands';
import { effectsOf } from './effects';
import type { WorkflowEvent } from './event';
import { evaluatePartly } from './expression';
import {
  buildsOrChanges,
  changesFiles,
  isBuild,
  isCleanup,
  isContainerRun,
  isLocalAction,
  isUnknownAction,
} from './fileChanges';
import { folderOfStep, type JobStep, stepsOfJob } from './jobSteps';
import { isMaturinAction } from './publishing';
import { type FindWorkflow, type ReachedJob, reachedJobs } from './walk';
import type { Workflow } from './workflow';

/** What a workflow puts on a package index. */
export interface PublishedBuilds {
  readonly builds: readonly Build[];
  /** The steps that may add, rename or leave out files and that can't be read from here. Empty where all was read. */
  readonly unread: readonly string[];
}

/**
 * The builds whose files reach a job that uploads to an index: those of this job, and those of the jobs whose artifacts it
 * downloads. A build that only a test uses is left out.
 */
export function publishedBuilds(
  workflow: Workflow,
  event: WorkflowEvent,
  find: FindWorkflow = () => undefined,
): PublishedBuilds {
  const all = buildsOf(workflow, event, find);
  const uploads = effectsOf(workflow, event, find).uploads.filter(({ runs }) => runs !== 'no');
  const jobs = reachedJobs(workflow, event, find)
    .filter(({ runs }) => runs !== 'no')
    .map(
      reached =>
        new JobFiles(
          reached,
          uploads.filter(({ job }) => job === reached.path).map(({ index }) => index),
          event.repository,
        ),
    );
  const publishing = ['yes', 'trial']
    .map(kind => jobs.filter(({ uploads }) => uploads === kind))
    .find(({ length }) => length > 0);
  // Something that can't be read uploads: it may take the files of every job.
  if (publishing === undefined) return { builds: all, unread: [workflow.path] };
  // An upload of files that no step of its job is seen to fetch may have those of any job.
  const unclear = publishing.find(
    ({ path, downloads }) => downloads.length === 0 && !all.some(({ job }) => job === path),
  );
  if (unclear !== undefined) return { builds: all, unread: [unclear.path] };
  const taken = new Set(publishing);
  for (const job of taken) {
    for (const other of jobs) if (!taken.has(other) && job.mayTake(other)) taken.add(other);
  }
  const unread = [...taken].flatMap(job =>
    job.unread(all.some(({ job: path }) => path === job.path)),
  );
  const result: Build[] = [];
  for (const build of all) {
    const owners = [...taken].filter(job => job.path === build.job && job.has(build));
    if (owners.length === 0) continue;
    const reaches = owners.map(owner => owner.reach(build, [...taken]));
    if (reaches.every(reach => reach === 'no')) continue;
    result.push(reaches.includes('yes') ? build : { ...build, certain: false });
  }
  return { builds: result, unread: [...new Set(unread)] };
}

/** What a job makes, uploads and downloads. */
class JobFiles {
  readonly path: string;
  readonly #steps: readonly JobStep[];
  /** Whether it uploads to an index, and whether that may be another than TestPyPI. */
  readonly uploads: 'no' | 'trial' | 'yes';
  readonly artifacts: readonly Artifact[];
  readonly downloads: readonly Download[];
  readonly #builds: ReadonlySet<string>;
  /** The places of the steps that build. */
  readonly #places: ReadonlySet<string>;

  constructor(
    readonly reached: ReachedJob,
    indexes: readonly string[],
    repository: string | undefined,
  ) {
    const { workflow, job, contexts } = reached;
    this.path = reached.path;
    this.#steps = stepsOfJob(workflow, job, contexts, repository);
    this.uploads =
      indexes.length === 0 ? 'no' : indexes.every(index => index === 'testpypi') ? 'trial' : 'yes';
    this.artifacts = this.#steps.flatMap(step => {
      const lines = this.#fill(step, 'path').split('\n');
      const paths = lines.flatMap(line => line.trim() || []);
      if (isAction(step, 'actions/upload-artifact'))
        return [{ name: this.#fill(step, 'name') || 'artifact', paths }];
      return isAction(step, MERGE)
        ? [{ name: this.#fill(step, 'name') || 'merged-artifacts', paths: [] }]
        : [];
    });
    this.downloads = this.#steps.flatMap(step => {
      if (isAction(step, MERGE)) return [{ name: this.#fill(step, 'pattern') || undefined }];
      if (!isAction(step, 'actions/download-artifact')) return [];
      const name = this.#fill(step, 'name') || this.#fill(step, 'pattern');
      if (!this.#mayPublishFrom(this.#fill(step, 'path'))) return [];
      return [{ name: name === '' ? undefined : name }];
    });
    const builds = buildsOfJob(workflow, job, contexts, repository);
    this.#builds = new Set(builds.map(keyOf));
    this.#places = new Set(builds.map(({ place }) => `${place.file} ${place.start.line}`));
  }

  #fill({ step, contexts }: JobStep, input: string): string {
    const text = (step.with[input] ?? '').replace(
      /\$\{\{\s*github\.job\s*\}\}/g,
      () => this.reached.job.id,
    );
    return evaluatePartly(text, contexts);
  }

  /** Whether files in a folder may be uploaded: the action of PyPA takes them from one folder alone. */
  #mayPublishFrom(path: string): boolean {
    const actions = this.#steps.filter(step => isAction(step, 'pypa/gh-action-pypi-publish'));
    const others = this.#steps.some(
      ({ step }) => step.run !== undefined || isMaturinAction(step.uses),
    );
    if (actions.length === 0 || others || path === '' || path.includes('…')) return true;
    return actions.some(step => {
      const folder = normal(
        this.#fill(step, 'packages-dir') || this.#fill(step, 'packages_dir') || 'dist',
      );
      const at = normal(path);
      return (
        folder.includes('…') ||
        at === folder ||
        at === '.' ||
        `${folder}/`.startsWith(`${at}/`) ||
        at.startsWith(`${folder}/`)
      );
    });
  }

  /** Whether a build is one of this job of a matrix. */
  has(build: Build): boolean {
    return this.#builds.has(keyOf(build));
  }

  /** Whether this job may work on what another one makes. */
  mayTake(other: JobFiles): boolean {
    // A local action may upload an artifact; a job without one hands no file to another.
    if (other.artifacts.length === 0)
      return (
        this.downloads.length > 0 && other.#steps.some(({ step: { uses } }) => isLocalAction(uses))
      );
    return other.artifacts.some(artifact => this.takes(artifact) !== 'no');
  }

  /** Whether this job downloads an artifact. */
  takes({ name }: Artifact): 'yes' | 'no' | 'maybe' {
    const known = this.downloads.map(download => {
      if (download.name === undefined) return 'yes';
      if (!name.includes('…') && !download.name.includes('…'))
        return globMatches(download.name, name);
      if (download.name.startsWith('!'))
        return mayMatch(download.name.slice(1), name) ? 'maybe' : 'yes';
      // What comes after a known beginning does not matter to `wheels-*`.
      const [, start] = /^([^*?[\]{}()!+@…]*)\*$/.exec(download.name) ?? [];
      if (start !== undefined && (name.split('…', 1)[0] ?? '').startsWith(start)) return 'yes';
      return mayMatch(download.name, name) ? 'maybe' : 'no';
    });
    return known.includes('yes') ? 'yes' : known.includes('maybe') ? 'maybe' : 'no';
  }

  /** Whether the files of a build get to a job that uploads. */
  reach(build: Build, takers: readonly JobFiles[]): 'yes' | 'no' | 'maybe' {
    if (this.uploads !== 'no') return 'yes';
    const fates = this.artifacts.map(artifact => {
      const held = holds(artifact, build);
      const taken = takers.map(taker => (taker === this ? 'no' : taker.takes(artifact)));
      const best = taken.includes('yes') ? 'yes' : taken.includes('maybe') ? 'maybe' : 'no';
      if (held === 'no' || best === 'no') return 'no';
      return held === 'yes' && best === 'yes' ? 'yes' : 'maybe';
    });
    if (fates.length === 0) return 'maybe';
    if (fates.includes('yes')) return 'yes';
    return fates.includes('maybe') ? 'maybe' : 'no';
  }

  /** The steps that can't be read. @param builds whether a build of this job is known */
  unread(builds: boolean): readonly string[] {
    const { workflow, job } = this.reached;
    const first = this.#steps.findIndex(({ file, step: { start } }) =>
      this.#places.has(`${file} ${start.line}`),
    );
    const found = this.#steps.flatMap((jobStep, at) => {
      const { step, contexts } = jobStep;
      if (isMaturinAction(step.uses) || isAction(jobStep, 'pypa/cibuildwheel')) return [];
      const { commands } = readCommands(
        evaluatePartly(step.run ?? step.with['run'] ?? '', contexts),
        { local: workflow.local, folder: folderOfStep(jobStep, workflow, job) },
      );
      const { uses } = step;
      if (uses === undefined) {
        // A folder that is emptied before the build misses nothing.
        const end = at < first ? Infinity : at === first ? commands.findIndex(isBuild) : 0;
        const kept = commands.filter((command, index) => index >= end || !isCleanup(command));
        return changesFiles(kept, builds);
      }
      if (!isContainerRun(uses)) return isUnknownAction(uses) ? [uses] : [];
      return commands.length === 0 || !builds || buildsOrChanges(commands) ? [uses] : [];
    });
    if (job.uses !== undefined) return [job.uses];
    // What a job uploads without a build that can be read, and without another's files, something else made.
    const isSource = this.artifacts.length > 0 || this.uploads !== 'no';
    return found.length === 0 && isSource && !builds && this.downloads.length === 0
      ? [this.path]
      : found;
  }
}

const MERGE = 'actions/upload-artifact/merge';

function keyOf({
  place: { file, start },
  kind,
  target,
  interpreters,
  workingDirectory,
}: Pick<Build, 'place' | 'kind' | 'target' | 'interpreters' | 'workingDirectory'>): string {
  return JSON.stringify([file, start.line, kind, target, interpreters, workingDirectory]);
}

function isAction({ step: { uses = '' } }: JobStep, name: string): boolean {
  return uses.toLowerCase().startsWith(`${name}@`);
}
