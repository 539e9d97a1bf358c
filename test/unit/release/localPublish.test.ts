import * as assert from 'node:assert/strict';
import { publishDoubts } from '../../../src/release/localPublish';
import { CliRepository } from '../../fixtures/cliRepository';
import { removeFolder, temporaryFolder, writeFilesTo } from '../../fixtures/files';
import { configureIdentity, git } from '../../fixtures/git';

describe('publishDoubts', () => {
  let dir: string;
  beforeEach(() => {
    dir = temporaryFolder('doubts');
    git(dir, 'init', '--quiet', '--initial-branch=main');
    configureIdentity(dir);
    writeFilesTo(dir, { 'pyproject.toml': 'x = 1\n' });
    git(dir, 'add', '-A');
    git(dir, 'commit', '--quiet', '-m', 'first');
  });
  afterEach(() => removeFolder(dir));

  const doubts = (version = '0.2.0') =>
    publishDoubts(new CliRepository(dir), { name: 'demo', version, tagFormat: 'v${version}' });

  it('has none on the clean commit of the tag', async () => {
    git(dir, 'tag', '-a', 'v0.2.0', '-m', 'x');
    assert.deepEqual(await doubts(), []);
    git(dir, 'tag', 'v0.3.0-rc.1');
    assert.deepEqual(await doubts('0.3.0rc1'), []);
  });

  it('names what is not committed, also files that git does not know', async () => {
    git(dir, 'tag', '-a', 'v0.2.0', '-m', 'x');
    writeFilesTo(dir, { 'demo/new.py': '' });
    assert.deepEqual(await doubts(), ['A file has changes that are not committed: demo.']);
    writeFilesTo(dir, { 'pyproject.toml': 'x = 2\n' });
    assert.deepEqual(await doubts(), [
      '2 files have changes that are not committed: pyproject.toml, demo.',
    ]);
  });

  it('says that HEAD is on another commit than the tag, or that no tag was found', async () => {
    assert.deepEqual(await doubts(), ['No tag of version 0.2.0 was found on this branch.']);
    git(dir, 'tag', '-a', 'v0.2.0', '-m', 'x');
    git(dir, 'commit', '--quiet', '--allow-empty', '-m', 'second');
    assert.deepEqual(await doubts(), ['HEAD is not the commit of the tag v0.2.0.']);
  });

  it('knows the tags of the package by the spelling of its earlier ones', async () => {
    for (const tag of ['sdk@0.1.0', 'sdk@0.2.0', 'other@7.0.0']) git(dir, 'tag', tag);
    assert.deepEqual(await doubts(), []);
  });

  it('doubts where git fails', async () => {
    removeFolder(`${dir}/.git`);
    assert.match((await doubts()).join(), /^Git could not say/);
  });
});
