import * as assert from 'node:assert/strict';
import { gitFailure, type GitAction } from '../../../src/git/gitFailure';
import type { GitFailureReason } from '../../../src/release/repository';

/** What git, GitHub and hooks print, by the reason that it stands for. */
const MESSAGES: readonly (readonly [GitFailureReason, GitAction, string])[] = [
  [
    'notFastForward',
    'push',
    "To /r.git\n ! [rejected]        main -> main (fetch first)\nerror: failed to push some refs to '/r.git'\nhint: Updates were rejected",
  ],
  [
    'notFastForward',
    'push',
    ' ! [rejected]        main -> main (non-fast-forward)\nerror: failed to push some refs',
  ],
  [
    'protected',
    'push',
    'remote: error: GH006: Protected branch update failed for refs/heads/main.\n ! [remote rejected] main -> main (protected branch hook declined)',
  ],
  [
    'protected',
    'push',
    'remote: GitLab: You are not allowed to push code to protected branches on this project.\n ! [remote rejected] main -> main (pre-receive hook declined)',
  ],
  [
    'protected',
    'push',
    'remote: Branch refs/heads/main can only be modified through pull requests.\n ! [remote rejected] main -> main (pre-receive hook declined)',
  ],
  [
    'protected',
    'push',
    'remote: TF402455: Pushes to this branch are not permitted; you must use a pull request to update this branch.\n ! [remote rejected] main -> main (TF402455)',
  ],
  [
    'refused',
    'push',
    'remote: error: GH013: Repository rule violations found for refs/heads/main.\nremote: - GITHUB PUSH PROTECTION\nremote:   - Push cannot contain secrets\n ! [remote rejected] main -> main (push declined due to repository rule violations)',
  ],
  [
    'protected',
    'push',
    'remote: error: GH013: Repository rule violations found for refs/heads/main.\n ! [remote rejected] main -> main (push declined due to repository rule violations)',
  ],
  ['refused', 'push', 'remote: no\n ! [remote rejected] main -> main (pre-receive hook declined)'],
  [
    'refused',
    'push',
    'remote: closed\nremote: error: hook declined to update refs/heads/main\n ! [remote rejected] main -> main (hook declined)',
  ],
  [
    'sparse',
    'commit',
    'The following paths and/or pathspecs matched paths that exist\noutside of your sparse-checkout definition, so will not be\nupdated in the index:\nCargo.toml',
  ],
  ['tagExists', 'tag', "fatal: tag 'v0.2.0' already exists"],
  ['tagExists', 'push', ' ! [rejected]        v0.2.0 -> v0.2.0 (already exists)'],
  ['tagExists', 'fetch', ' ! [rejected]        v0.2.0     -> v0.2.0  (would clobber existing tag)'],
  ['authentication', 'push', "fatal: Authentication failed for 'https://example.invalid/x.git/'"],
  [
    'authentication',
    'push',
    "fatal: could not read Username for 'https://example.invalid': terminal prompts disabled",
  ],
  [
    'authentication',
    'push',
    'git@example.invalid: Permission denied (publickey).\nfatal: Could not read from remote repository.',
  ],
  [
    'authentication',
    'push',
    "remote: Permission to a/b.git denied to c.\nfatal: unable to access 'https://example.invalid/': The requested URL returned error: 403",
  ],
  [
    'noSuchRemote',
    'read',
    "fatal: '/gone.git' does not appear to be a git repository\nfatal: Could not read from remote repository.",
  ],
  ['noSuchRemote', 'read', 'remote: Repository not found.\nfatal: repository not found'],
  [
    'unreachable',
    'read',
    "fatal: unable to access 'https://example.invalid/': Could not resolve host: example.invalid",
  ],
  [
    'unreachable',
    'push',
    'ssh: connect to host example.invalid port 22: Connection timed out\nfatal: Could not read from remote repository.',
  ],
  [
    'identity',
    'commit',
    'fatal: no email was given and auto-detection is disabled (user.useConfigOnly)',
  ],
  [
    'identity',
    'commit',
    'Author identity unknown\n\n*** Please tell me who you are.\nfatal: empty ident name',
  ],
  ['signing', 'commit', 'error: gpg failed to sign the data\nfatal: failed to write commit object'],
  ['locked', 'commit', "fatal: Unable to create '/x/.git/index.lock': File exists."],
  ['hook', 'commit', 'lint: trailing blanks'],
  ['other', 'commit', 'fatal: something nobody has seen'],
];

describe('gitFailure', () => {
  for (const [reason, action, output] of MESSAGES) {
    it(`${action}: ${output.split('\n', 1)[0] ?? ''} is ${reason}`, () => {
      const failure = gitFailure(action, output, 'main');
      assert.equal(failure.reason, reason);
      assert.equal(failure.output, output.trim());
      assert.ok(failure.message.length > 10 && !failure.message.includes('\n'));
      assert.ok(failure.advice.length > 10);
    });
  }

  it('goes by the code of the git extension where the text says nothing', () => {
    assert.equal(gitFailure('commit', '', 'x', 'NoUserNameConfigured').reason, 'identity');
    assert.equal(
      gitFailure('push', 'Failed to execute git', 'x', 'AuthenticationFailed').reason,
      'authentication',
    );
  });

  it('quotes what a hook of the remote says', () => {
    assert.match(
      gitFailure(
        'push',
        "remote: main is closed for the week        \nTo /r.git\n ! [remote rejected] main -> main (pre-receive hook declined)\nerror: failed to push some refs to '/r.git'",
        'main',
      ).message,
      /Git said: remote: main is closed for the week$/,
    );
  });

  it('quotes the line that says why', () => {
    assert.match(
      gitFailure(
        'push',
        'remote: error: GH006: Protected branch update failed for refs/heads/main.\nerror: failed to push some refs to x',
        'main',
      ).message,
      /Git said: remote: error: GH006: Protected branch update failed/,
    );
  });
});
