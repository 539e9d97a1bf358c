import * as vscode from 'vscode';
import { pickRun } from '../../pick/pickRun';
import type { Services } from '../../services';
import type { JobTarget } from '../../view/runs/jobNode';

/** *Open on GitHub*: the page of a run or job. */
export async function openOnGitHub(services: Services, target: unknown): Promise<void> {
  const url = await pageOf(services, target);
  if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url));
}

/** *Copy Link*: to the page of a run or job. */
export async function copyLink(services: Services, target: unknown): Promise<void> {
  const url = await pageOf(services, target);
  if (url !== undefined) await vscode.env.clipboard.writeText(url);
}

async function pageOf(services: Services, target: unknown): Promise<string | undefined> {
  const found = await pickRun(services, target, () => true);
  return (found as Partial<JobTarget> | undefined)?.job?.url ?? found?.run.url;
}
