import type { FindWorkflow } from './walk';
import { effectsOf, type UploadEffect } from './effects';
import type { WorkflowEvent } from './event';
import type { Place, Workflow, WorkflowJob } from './workflow';

/** A secret that a job which uploads names. */
export interface UsedSecret {
  /** As the repository or the environment has to have it, in capital letters. */
  readonly name: string;
  readonly place: Place;
  /** Whether the calling workflow hands it to the job: one that it does not hand on is empty there. */
  readonly isHanded: boolean;
  /** Whether a secret of the job's environment comes first. One that a caller hands on under its name is taken from the repository. */
  readonly isOfEnvironment: boolean;
  /** Whether the step that uploads has it, by itself or from the environment of its job. Other steps have secrets of their own. */
  readonly isForUpload: boolean;
}

/** A job that uploads to a package index, and what it signs in with. */
export interface UploadJob {
  readonly upload: UploadEffect;
  /** The workflow that is started, whose file the job may not be in. */
  readonly workflow: Workflow;
  readonly isCalled: boolean;
  /** Undefined where it has none; `expression` where its name is known only when the workflow runs. */
  readonly environment: string | { readonly expression: string } | undefined;
  readonly secrets: readonly UsedSecret[];
  /** Whether it signs in by OpenID Connect (trusted publishing) and no token. */
  readonly isTrusted: boolean;
}

/** The jobs of a workflow that an event reaches and that upload, one for each index. */
export function uploadJobs(
  workflow: Workflow,
  event: WorkflowEvent,
  find: FindWorkflow,
): readonly UploadJob[] {
  const reached = effectsOf(workflow, event, find).uploads.filter(({ runs }) => runs !== 'no');
  const first = new Map(
    reached.toReversed().map(upload => [`${upload.job} ${upload.index}`, upload]),
  );
  return [...first.values()].toReversed().map(upload => {
    const own =
      upload.place.file === workflow.path ? workflow : (find(upload.place.file) ?? workflow);
    const ids = upload.job.split(' / ');
    const job = own.jobs.find(({ id }) => id === ids.at(-1));
    const caller = own === workflow ? undefined : workflow.jobs.find(({ id }) => id === ids[0]);
    const secrets = job === undefined ? [] : usedSecrets(own, job, caller, upload);
    const { environment, trusted } = upload;
    return {
      upload,
      workflow,
      isCalled: own !== workflow,
      secrets,
      environment:
        environment?.includes('${{') === true ? { expression: environment } : environment,
      isTrusted: trusted ?? !secrets.some(({ isForUpload }) => isForUpload),
    };
  });
}

function usedSecrets(
  own: Workflow,
  job: WorkflowJob,
  caller: WorkflowJob | undefined,
  { environment, place }: UploadEffect,
): readonly UsedSecret[] {
  const step = job.steps.find(
    ({ start }) => start.line === place.start.line && start.column === place.start.column,
  );
  const ofUpload = secretsIn([
    ...Object.values(own.env),
    ...Object.values(job.env),
    ...(step === undefined
      ? []
      : [step.run, ...Object.values(step.env), ...Object.values(step.with)]),
  ]);
  const ofFile = secretsIn(Object.values(own.env)).map(name => ({
    name,
    place: { file: own.path, start: { line: 0, column: 0 } },
  }));
  return [...secretsOfJob(own, job), ...ofFile].flatMap(
    ({ name, place }): readonly UsedSecret[] => {
      const used = {
        name,
        place,
        isHanded: true,
        isOfEnvironment: environment !== undefined,
        isForUpload: ofUpload.includes(name),
      };
      if (caller === undefined || caller.secrets === 'inherit') return [used];
      const handed = Object.entries(caller.secrets).find(
        ([key]) => key.toUpperCase() === name,
      )?.[1];
      if (handed === undefined) return [{ ...used, isHanded: false }];
      return secretsIn([handed]).map(outer => ({ ...used, name: outer, isOfEnvironment: false }));
    },
  );
}

interface NamedSecret {
  readonly name: string;
  /** The first place that names it. */
  readonly place: Place;
}

/** The secrets that a job names, or hands to the workflow that it calls. */
function secretsOfJob({ path: file }: Workflow, job: WorkflowJob): readonly NamedSecret[] {
  const handed = job.secrets === 'inherit' ? [] : Object.values(job.secrets);
  return firstOfEach([
    ...named(
      [job.if?.text, ...Object.values(job.env), ...Object.values(job.with).map(String), ...handed],
      { file, start: job.start },
    ),
    ...job.steps.flatMap(step =>
      named([step.if?.text, step.run, ...Object.values(step.env), ...Object.values(step.with)], {
        file,
        start: step.start,
      }),
    ),
  ]);
}

/** The secrets that texts name, in capital letters: to GitHub all spellings are one. */
function secretsIn(texts: readonly (string | undefined)[]): readonly string[] {
  const found = [
    ...texts.join('\n').matchAll(/\bsecrets(?:\.([A-Za-z_]\w*)|\[\s*'([^']+)'\s*\])/g),
  ].map(([, dotted, quoted]) => (dotted ?? quoted ?? '').toUpperCase());
  return [...new Set(found)].filter(name => name !== 'GITHUB_TOKEN');
}

function named(texts: readonly (string | undefined)[], place: Place): readonly NamedSecret[] {
  return secretsIn(texts).map(name => ({ name, place }));
}

function firstOfEach(things: readonly NamedSecret[]): readonly NamedSecret[] {
  return [...new Map(things.toReversed().map(thing => [thing.name, thing])).values()].toReversed();
}
