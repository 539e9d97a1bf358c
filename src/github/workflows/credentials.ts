import { evaluatePartly } from './expression';
import type { ReachedJob } from './walk';
import type { Permissions, WorkflowJob } from './workflow';

/** What a job can sign in with, apart from what a program brings along itself. */
export interface Credentials {
  /** Whether it can sign in to a package index: with a secret, an identity token, or what its own machine keeps. */
  readonly forIndex: boolean;
  /** Whether its GITHUB_TOKEN can write: make a Release or a tag, or start a workflow. */
  readonly forGitHub: boolean;
  /** Whether its file hands GITHUB_TOKEN to a step. Actions can take it without. */
  readonly namesToken: boolean;
}

/**
 * What a job can sign in with. It has no secret that its file does not name, and no identity token that its permissions
 * do not grant (GitHub docs, "Secrets", "permissions"); a machine of one's own may keep others.
 */
export function credentialsOf(reached: ReachedJob): Credentials {
  const { job, workflow, contexts } = reached;
  const permissions = permissionsOf(reached);
  const labels = job.runsOn.map(label => evaluatePartly(label, contexts));
  return {
    forIndex:
      hasIdToken(permissions) ||
      namesSecret(job, workflow.env) ||
      labels.some(label => !isHosted(label)),
    forGitHub: permissions === undefined || canWrite(permissions),
    namesToken: textsOf(job, workflow.env).some(text => /GITHUB_TOKEN|github\.token/.test(text)),
  };
}

/** Labels of the runners that GitHub, or a service that rents them out, makes anew for each job. */
const HOSTED =
  /^(?:ubuntu|macos|windows|depot|blacksmith|namespace|nscloud|buildjet|warp|ubicloud|runs-on|codspeed)\b|^(?:linux|x64|arm64)$/i;

export function isHosted(label: string): boolean {
  return HOSTED.test(label);
}

/** The permissions of a job: its own, else those of its workflow, else those of the job that calls it. */
export function permissionsOf({ job, workflow, callers }: ReachedJob): Permissions | undefined {
  const own = job.permissions ?? workflow.permissions;
  const caller = callers.at(-1);
  if (caller === undefined) return own;
  const outer = permissionsOf(caller);
  // A called workflow can take permissions away, and add none.
  return own === undefined || (outer !== undefined && !canWrite(outer) && !hasIdToken(outer))
    ? outer
    : own;
}

export function hasIdToken(permissions: Permissions | undefined): boolean {
  return typeof permissions === 'object'
    ? permissions['id-token'] === 'write'
    : permissions === 'write-all';
}

function canWrite(permissions: Permissions): boolean {
  return typeof permissions === 'object'
    ? Object.values(permissions).includes('write')
    : permissions === 'write-all';
}

function namesSecret(job: WorkflowJob, env: Readonly<Record<string, string>>): boolean {
  return textsOf(job, env).some(text => {
    if (!text.includes('secrets')) return false;
    return [...text.matchAll(/\bsecrets\b(?:\.(\w+))?/g)].some(
      ([, name]) => name?.toUpperCase() !== 'GITHUB_TOKEN',
    );
  });
}

function textsOf(job: WorkflowJob, env: Readonly<Record<string, string>>): readonly string[] {
  return [
    ...Object.values(env),
    ...Object.values(job.env),
    ...Object.values(job.containerEnv),
    ...job.services.flatMap(service => Object.values(service.env)),
    ...Object.values(job.with).map(String),
    ...(job.secrets === 'inherit' ? ['secrets[0]'] : Object.values(job.secrets)),
    ...job.steps.flatMap(({ run, env, with: inputs }) => [
      run ?? '',
      ...Object.values(env),
      ...Object.values(inputs),
    ]),
  ];
}
