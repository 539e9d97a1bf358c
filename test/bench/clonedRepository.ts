import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { withLocalFiles } from '../../src/github/workflows/localFiles';
import { parseWorkflow } from '../../src/github/workflows/parseWorkflow';
import type { Workflow, WorkflowProblem } from '../../src/github/workflows/workflow';
import { removeFolder, temporaryFolder } from '../fixtures/files';

const NEEDED =
  /(?:^|\/)(?:pyproject\.toml|Cargo\.toml|Cargo\.lock|setup\.cfg|setup\.py|__init__\.py|action\.ya?ml|[^/]*\.(?:sh|ps1))$|^\.github\/|^(?:justfile|Makefile|noxfile\.py|\.travis\.yml|\.gitlab-ci\.yml|azure-pipelines\.yml|Jenkinsfile)$/;

/** A clone without a working tree, of which single commits are read. */
export class ClonedRepository {
  constructor(private readonly dir: string) {}

  /** `owner/name`, where a folder of the path is called `owner+name`. */
  get name(): string | undefined {
    return this.dir
      .split('/')
      .find(part => part.includes('+'))
      ?.replace('+', '/');
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', ['-C', this.dir, ...args], { encoding: 'utf8', maxBuffer: 1e9 });
  }

  /** Newest first. */
  tags(): readonly string[] {
    return this.git('for-each-ref', '--sort=-creatordate', '--format=%(refname:short)', 'refs/tags')
      .split('\n')
      .filter(name => name !== '');
  }

  /** Calls with a folder that holds the manifests and workflows of a commit. */
  async at<T>(commit: string, use: (folder: string) => Promise<T>): Promise<T> {
    const folder = temporaryFolder('bench');
    try {
      const names = this.git('ls-tree', '-r', '--name-only', commit)
        .split('\n')
        .filter(file => NEEDED.test(file));
      const archive = execFileSync(
        'git',
        ['-C', this.dir, 'archive', '--format=tar', commit, '--', ...names],
        { maxBuffer: 1e9 },
      );
      execFileSync('tar', ['-x', '-C', folder], { input: archive });
      return await use(folder);
    } finally {
      removeFolder(folder);
    }
  }
}

/** The workflows in a folder, with the actions and scripts that they use. */
export async function workflowsIn(folder: string): Promise<{
  readonly workflows: readonly Workflow[];
  readonly unreadable: readonly WorkflowProblem[];
}> {
  const dir = path.join(folder, '.github', 'workflows');
  const parsed = (existsSync(dir) ? readdirSync(dir) : [])
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .map(name =>
      parseWorkflow(`.github/workflows/${name}`, readFileSync(path.join(dir, name), 'utf8')),
    );
  return {
    workflows: await withLocalFiles(
      parsed.flatMap(({ workflow }) => workflow ?? []),
      file => {
        const found = path.join(folder, file);
        return Promise.resolve(existsSync(found) ? readFileSync(found, 'utf8') : undefined);
      },
    ),
    unreadable: parsed.flatMap(({ workflow, problems }) =>
      workflow === undefined ? problems : [],
    ),
  };
}
