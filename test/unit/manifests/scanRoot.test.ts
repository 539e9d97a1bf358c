import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { findGitRoot, findScanRoot } from '../../../src/manifests/scan/scanRoot';
import { removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';

describe('findScanRoot', () => {
  let dir: string;
  beforeEach(() => {
    dir = temporaryFolder('root');
  });
  afterEach(() => removeFolder(dir));

  it('is the opened folder, or the workspace above it in the same repository', async () => {
    writeFilesTo(dir, { 'Cargo.toml': '', 'repo/.git/HEAD': '', 'repo/a/b/pyproject.toml': '' });
    const opened = path.join(dir, 'repo/a/b');
    assert.equal(await findGitRoot(opened), path.join(dir, 'repo'));
    assert.equal(
      await findScanRoot(opened),
      opened,
      'nothing above, and what is outside of the repository does not count',
    );
    writeFilesTo(dir, { 'repo/a/Cargo.toml': '' });
    assert.equal(await findScanRoot(opened), path.join(dir, 'repo/a'));
    writeFilesTo(dir, { 'repo/Cargo.toml': '' });
    assert.equal(await findScanRoot(opened), path.join(dir, 'repo'));
    assert.equal(await findScanRoot(path.join(dir, 'repo')), path.join(dir, 'repo'));
  });

  it('knows worktrees and submodules, where .git is a file', async () => {
    writeFilesTo(dir, { 'wt/.git': 'gitdir: /elsewhere\n', 'wt/x/pyproject.toml': '' });
    assert.equal(await findGitRoot(path.join(dir, 'wt/x')), path.join(dir, 'wt'));
  });
});
