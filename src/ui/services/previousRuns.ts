import type * as vscode from 'vscode';
import type { RepositoryAddress } from '../../github/address';
import type { Run } from '../../github/model';
import { listJobs, successfulRuns } from '../../github/runs';
import { runElapsed } from '../../github/runState';
import { jobDurations } from '../../github/runSummary';
import type { RunView } from '../store';
import type { GitHub } from './gitHub';

/** How long workflows took when they last succeeded: an estimate for a live run. */
export class PreviousRuns {
  readonly #durations = new Map<number, Promise<RunView['before']>>();

  constructor(
    private readonly gitHub: GitHub,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** The durations of the last successful run before `run`, requested once. Undefined if there is none or the request fails. */
  durations(address: RepositoryAddress, run: Run): Promise<RunView['before']> {
    const known = this.#durations.get(run.id);
    if (known !== undefined) return known;
    const reading = this.#read(address, run).catch((error: unknown) => {
      this.log.debug('The last successful run could not be read.', String(error));
      return undefined;
    });
    this.#durations.set(run.id, reading);
    return reading;
  }

  async #read(address: RepositoryAddress, { id, workflowId }: Run): Promise<RunView['before']> {
    const client = await this.gitHub.signedInClient(address);
    const last = (await successfulRuns(client, workflowId, 2)).find(run => run.id < id);
    if (last === undefined) return undefined;
    const jobs = await listJobs(client, last.id);
    return { total: runElapsed(last, last.updatedAt), jobs: jobDurations(jobs) };
  }
}
