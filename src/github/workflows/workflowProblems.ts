import * as l10n from '@vscode/l10n';
import { buildsOf, type Build } from './builds';
import { commandsOf } from './shell';
import { reachedJobs, type FindWorkflow } from './walk';
import { effectsOf, type UploadEffect } from './effects';
import type { WorkflowEvent } from './event';
import { systemOf } from './platform';
import type { Permissions, Place, Workflow, WorkflowJob, WorkflowProblem } from './workflow';
import { toolName, withoutRunner } from './commandWords';

/** What pyproject.toml says that a workflow can contradict. */
export interface ProjectFacts {
  /** `[tool.maturin] compatibility`. */
  readonly compatibility: string | undefined;
  /** `[project] requires-python`. */
  readonly requiresPython: string | undefined;
}

export interface SetupProblem extends WorkflowProblem {
  readonly kind:
    'idToken' | 'retiredRunner' | 'manylinux' | 'linuxTag' | 'python' | 'noSdist' | 'passedOver';
}

/** What would make a release fail, or be less than it seems, when an event starts a workflow. */
export function setupProblems(
  workflow: Workflow,
  event: WorkflowEvent,
  project: ProjectFacts,
  find: FindWorkflow = () => undefined,
): readonly SetupProblem[] {
  const { uploads } = effectsOf(workflow, event, find);
  const reached = uploads.filter(({ runs }) => runs !== 'no');
  const builds = buildsOf(workflow, event, find);
  return [
    ...reached.flatMap(upload => idToken(upload, workflow, find)),
    ...reached.flatMap(passedOver),
    ...retiredRunners(workflow),
    ...unique(
      builds.flatMap(build => [...manylinux(build, project), ...interpreters(build, project)]),
    ),
    ...(reached.length > 0 &&
    builds.length > 0 &&
    !mayBuildSdist(workflow, event, find) &&
    builds.every(({ kind, withSdist }) => kind === 'wheel' && !withSdist)
      ? [
          problem(
            'noSdist',
            'warning',
            { file: workflow.path, start: { line: 0, column: 0 } },
            l10n.t(
              'No job builds a source distribution: pip cannot build the package where no wheel fits.',
            ),
          ),
        ]
      : []),
  ];
}

/** Whether a step builds a source distribution, or is not read and may. */
function mayBuildSdist(workflow: Workflow, event: WorkflowEvent, find: FindWorkflow): boolean {
  if (effectsOf(workflow, event, find).opaque.some(({ runs }) => runs !== 'no')) return true;
  return reachedJobs(workflow, event, find).some(({ job }) =>
    job.steps.some(
      ({ run, uses }) =>
        /^hynek\/build-and-inspect-python-package@/i.test(uses ?? '') ||
        commandsOf(run ?? '').some(command => buildsSdist(withoutRunner(command.words))),
    ),
  );
}

function buildsSdist(words: readonly string[]): boolean {
  const name = toolName(words);
  if (words.includes('--wheel') || words.includes('-w')) return false;
  if (name === 'build' || name === 'pyproject-build') return true;
  if (name.startsWith('python')) return words.includes('sdist');
  return (
    ['uv', 'hatch', 'pdm', 'poetry', 'flit', 'rye'].includes(name) &&
    words.slice(1).some(word => word === 'build' || word === 'sdist')
  );
}

function idToken(
  upload: UploadEffect,
  workflow: Workflow,
  find: FindWorkflow,
): readonly SetupProblem[] {
  if (upload.trusted !== true) return [];
  // The step may be in a called workflow.
  const own =
    upload.place.file === workflow.path ? workflow : (find(upload.place.file) ?? workflow);
  const job = own.jobs.find(({ id }) => id === upload.job.split(' / ').at(-1));
  const caller =
    own === workflow
      ? undefined
      : workflow.jobs.find(({ id }) => id === upload.job.split(' / ')[0]);
  const levels: readonly (Permissions | undefined)[] = [
    job?.permissions ?? own.permissions ?? (caller === undefined ? {} : undefined),
    caller === undefined ? undefined : (caller.permissions ?? workflow.permissions ?? {}),
  ];
  if (
    levels.every(
      permissions =>
        permissions === undefined ||
        permissions === 'write-all' ||
        (permissions !== 'read-all' && permissions['id-token'] === 'write'),
    )
  )
    return [];
  return [
    problem(
      'idToken',
      'error',
      upload.place,
      l10n.t(
        'The job "{0}" publishes without a token, and lacks "permissions: id-token: write", which trusted publishing needs.',
        upload.job,
      ),
    ),
  ];
}

function passedOver(upload: UploadEffect): readonly SetupProblem[] {
  if (upload.continueOnError)
    return [
      problem(
        'passedOver',
        'warning',
        upload.place,
        l10n.t('"continue-on-error": the run is green even if nothing was published.'),
      ),
    ];
  return upload.skipExisting
    ? [
        problem(
          'passedOver',
          'warning',
          upload.place,
          l10n.t(
            'Files that are on the index already are passed over: the run is green even if nothing was published.',
          ),
        ),
      ]
    : [];
}

/** Images that GitHub has shut down; a job that asks for one waits until it times out (actions/runner-images). */
const RETIRED =
  /^(?:ubuntu-(?:16|18|20)\.04|macos-1[0-3](?:\.\d+)?(?:-x?large)?|windows-201[69])$/i;

function retiredRunners(workflow: Workflow): readonly SetupProblem[] {
  return workflow.jobs.flatMap((job: WorkflowJob) =>
    [...new Set([...job.runsOn, ...runnersOf(job)])]
      .filter(label => RETIRED.test(label))
      .map(label =>
        problem(
          'retiredRunner',
          'error',
          { file: workflow.path, start: job.start },
          l10n.t(
            'GitHub has no "{0}" runners any more: the job "{1}" would wait for one until it times out.',
            label,
            job.id,
          ),
        ),
      ),
  );
}

/** The strings of a matrix that `runs-on` takes its label from. */
function runnersOf(job: WorkflowJob): readonly string[] {
  if (!job.runsOn.some(label => label.includes('matrix.'))) return [];
  const strings = (node: typeof job.matrix): readonly string[] =>
    node === undefined
      ? []
      : node.kind === 'scalar'
        ? [String(node.value)]
        : node.kind === 'list'
          ? node.items.flatMap(strings)
          : [...node.entries.values()].flatMap(({ value }) => strings(value));
  return strings(job.matrix);
}

function manylinux(build: Build, { compatibility }: ProjectFacts): readonly SetupProblem[] {
  const linux = systemOf(build.target ?? '') ?? systemOf(build.labels.join(' '));
  if (build.kind !== 'wheel' || linux !== 'linux' || build.manylinux === undefined) return [];
  if (/^(?:off|linux)$/i.test(build.manylinux)) {
    return [
      problem(
        'linuxTag',
        'warning',
        build.place,
        l10n.t(
          'The job "{0}" builds wheels for "linux" without a manylinux tag, which PyPI refuses.',
          build.job,
        ),
      ),
    ];
  }
  const built = glibcOf(build.manylinux);
  const wanted = glibcOf(compatibility ?? '');
  if (built === undefined || wanted === undefined || built === wanted) return [];
  return [
    problem(
      'manylinux',
      'warning',
      build.place,
      l10n.t(
        'The job "{0}" builds for manylinux {1}, pyproject.toml says {2}. The workflow wins.',
        build.job,
        build.manylinux,
        compatibility ?? '',
      ),
    ),
  ];
}

/** The minor version of glibc 2 that a manylinux tag stands for (PEP 600; the older names are PEP 513, 571 and 599). */
function glibcOf(tag: string): number | undefined {
  const minor = /^(?:many-?linux_?)?2_(\d+)$/i.exec(tag)?.[1];
  if (minor !== undefined) return Number(minor);
  switch (/^(?:many-?linux)?(1|2010|2014)$/i.exec(tag)?.[1]) {
    case '1':
      return 5;
    case '2010':
      return 12;
    case '2014':
      return 17;
    case undefined:
    default:
      return undefined;
  }
}

function interpreters(build: Build, { requiresPython }: ProjectFacts): readonly SetupProblem[] {
  const lowest = /(?:^|,)\s*(?:>=|~=)\s*3\.(\d+)/.exec(requiresPython ?? '')?.[1];
  if (lowest === undefined || typeof build.interpreters === 'string') return [];
  return build.interpreters.flatMap(name => {
    const minor = /^(?:python|cp|pypy|pp)?3\.?(\d+)t?$/.exec(name)?.[1];
    return minor === undefined || Number(minor) >= Number(lowest)
      ? []
      : [
          problem(
            'python',
            'warning',
            build.place,
            l10n.t(
              'The job "{0}" builds for {1}, and requires-python is "{2}".',
              build.job,
              name,
              requiresPython ?? '',
            ),
          ),
        ];
  });
}

function problem(
  kind: SetupProblem['kind'],
  severity: SetupProblem['severity'],
  { file, start }: Place,
  message: string,
): SetupProblem {
  return { kind, severity, file, start, message };
}

/** A matrix says the same thing once for each of its jobs. */
function unique(problems: readonly SetupProblem[]): readonly SetupProblem[] {
  return [
    ...new Map(
      problems.map(problem => [`${problem.start.line} ${problem.message}`, problem]),
    ).values(),
  ];
}
