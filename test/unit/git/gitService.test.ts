import assert from 'node:assert/strict';
import { FakeEvent, ui } from '../../fakes/editor';
import { GitService } from '../../../src/git/gitService';

/** The git extension, as far as it is asked whether it can be used. */
function gitExtension() {
  const enablement = new FakeEvent<boolean>();
  const opened = new FakeEvent<unknown>();
  const api = {
    state: 'initialized',
    git: { path: 'git' },
    onDidOpenRepository: opened.event,
    onDidChangeState: new FakeEvent<string>().event,
    getRepository: () => null,
    openRepository: () => Promise.resolve(null),
  };
  const git = { enabled: true, onDidChangeEnablement: enablement.event, getAPI: () => api };
  return { extension: { activate: () => Promise.resolve(git) }, git, enablement, opened };
}

describe('GitService', () => {
  const service = () => {
    const git = new GitService(() => undefined);
    let times = 0;
    git.onDidChangeAvailability(() => times++);
    return { git, times: () => times };
  };
  afterEach(() => {
    ui.extension = undefined;
  });

  it('says when the git extension appears, as it does after trust is granted', async () => {
    const { git, times } = service();
    await assert.rejects(git.repository('/w'), { reason: 'disabled' });
    ui.extension = gitExtension().extension;
    ui.extensionsChanged();
    assert.equal(times(), 1);
    await assert.rejects(git.repository('/w'), { reason: 'noRepository' });
    git.dispose();
  });

  it('says when git is turned on, and when a repository is opened late', async () => {
    const { git, times } = service();
    const { extension, git: exported, enablement, opened } = gitExtension();
    ui.extension = extension;
    exported.enabled = false;
    await assert.rejects(git.repository('/w'));
    exported.enabled = true;
    enablement.fire(true);
    assert.equal(times(), 1);
    opened.fire({});
    assert.equal(times(), 2);
    git.dispose();
    opened.fire({});
    assert.equal(times(), 2);
  });
});
