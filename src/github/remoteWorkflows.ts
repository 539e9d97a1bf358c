import type { GitHubClient } from './client';
import { GitHubFailure } from './failure';
import { withLocalFiles } from './workflows/localFiles';
import { parseWorkflow, type ParsedWorkflow } from './workflows/parseWorkflow';

const FOLDER = '.github/workflows';

/**
 * The workflow files of a branch as they are on GitHub, with the actions and scripts that they use, all of one commit: what
 * a run that is started there reads.
 * @throws GitHubFailure
 */
export async function remoteWorkflows(
  client: GitHubClient,
  branch: string,
): Promise<readonly ParsedWorkflow[]> {
  const { data } = await client.rest.repos.getBranch({ ...client.repository, branch });
  const { sha } = data.commit;
  const names = await listFolder(client, sha);
  const files = await Promise.all(
    names.map(async name => parseWorkflow(name, (await readFile(client, sha, name)) ?? '')),
  );
  const workflows = await withLocalFiles(
    files.flatMap(({ workflow }) => workflow ?? []),
    async file => await readFile(client, sha, file),
  );
  const byPath = new Map(workflows.map(workflow => [workflow.path, workflow]));
  return files.map(({ workflow, problems }) => ({
    workflow: workflow && byPath.get(workflow.path),
    problems,
  }));
}

async function listFolder(client: GitHubClient, ref: string): Promise<readonly string[]> {
  const data = await contents(client, ref, FOLDER);
  return Array.isArray(data)
    ? data.flatMap(({ path }: { readonly path: string }) => (/\.ya?ml$/.test(path) ? [path] : []))
    : [];
}

async function readFile(
  client: GitHubClient,
  ref: string,
  path: string,
): Promise<string | undefined> {
  const data = await contents(client, ref, path);
  const text = (data as { readonly content?: unknown } | undefined)?.content;
  return typeof text === 'string' ? Buffer.from(text, 'base64').toString('utf8') : undefined;
}

async function contents(client: GitHubClient, ref: string, path: string): Promise<unknown> {
  try {
    return (await client.rest.repos.getContent({ ...client.repository, path, ref })).data;
  } catch (error) {
    if (error instanceof GitHubFailure && error.reason === 'notFound') return undefined;
    throw error;
  }
}
