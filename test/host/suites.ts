import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import { writeFilesTo } from '../fixtures/files';
import { GIT_ENV } from '../fixtures/git';
import { createRepository, SCM } from '../fixtures/repository';
import { createSample } from '../fixtures/sample';
import { STATIC } from '../fixtures/shapes';
import { createVersionsSample } from '../fixtures/versionsSample';
import type { WindowOptions } from '../harness/host';

/** The folders of test/host, each run in a window of its own. `dir` is a new folder for what the window opens. */
export const SUITES: Readonly<Record<string, (dir: string) => WindowOptions>> = {
  main: dir => ({ open: createSample(dir).workspace, env: GIT_ENV }),
  // The index has tests of its own; no other is asked.
  github: dir => ({
    open: createSample(dir).workspace,
    env: GIT_ENV,
    settings: { 'budtiktok.index.check': 'off' },
  }),
  versions: dir => ({ open: createVersionsSample(dir).workspace, env: GIT_ENV }),
  subfolder: dir => ({
    open: path.join(createSample(dir).workspace, 'crates', 'budtiktok-python'),
    env: GIT_ENV,
  }),
  multiRoot: dir => {
    createSample(dir);
    writeFilesTo(path.join(dir, 'other'), { ...STATIC, 'broken/pyproject.toml': '[project\n' });
    writeFilesTo(dir, {
      'two.code-workspace': JSON.stringify({ folders: [{ path: 'budtiktok' }, { path: 'other' }] }),
    });
    return { open: path.join(dir, 'two.code-workspace'), env: GIT_ENV };
  },
  tagDecides: dir => ({ open: createRepository(dir, 'budtiktok', SCM).workspace, env: GIT_ENV }),
  noFolder: () => ({ env: GIT_ENV }),
  empty: dir => {
    writeFilesTo(path.join(dir, 'empty'), { 'README.md': '# Nothing to release\n' });
    return { open: path.join(dir, 'empty'), env: GIT_ENV };
  },
  gitDisabled: dir => ({
    open: createSample(dir).workspace,
    env: GIT_ENV,
    settings: { 'git.enabled': false },
  }),
  gitMissing: dir => {
    mkdirSync(path.join(dir, 'bin'));
    return { open: createSample(dir).workspace, env: { ...GIT_ENV, PATH: path.join(dir, 'bin') } };
  },
  untrusted: dir => ({ open: createSample(dir).workspace, env: GIT_ENV, trusted: false }),
};
