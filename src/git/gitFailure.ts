import * as l10n from '@vscode/l10n';
import { relativePath } from '../base/paths';
import { withoutCredentials } from '../base/secrets';
import { plural } from '../base/text';
import { GitFailure, type GitFailureReason, type Locks } from '../release/repository';

/** Patterns over what git, its transports, GitHub and hooks print, first match wins. All are printed in the C locale. */
const REASONS: readonly (readonly [GitFailureReason, RegExp])[] = [
  [
    'remoteLocked',
    /remote: .*(?:cannot lock ref|\.lock': File exists)|\[remote rejected\].*\((?:cannot lock ref|failed to update ref)/i,
  ],
  // A secret in a commit is refused by a rule as well, and a pull request does not help.
  ['refused', /GH009|Push cannot contain secrets/i],
  [
    'protected',
    /GH006|GH013|protected branch|push declined due to repository rule|push code to (?:this|a) protected|modified through pull requests|TF402455|use a pull request/i,
  ],
  ['refused', /hook declined/i],
  ['notFastForward', /\((?:non-fast-forward|fetch first)\)|Updates were rejected because/i],
  ['tagExists', /\(already exists\)|tag '[^']*' already exists|would clobber existing tag/i],
  [
    'authentication',
    /Authentication failed|could not read (?:Username|Password)|Permission (?:to .* )?denied|Invalid username or|returned error: 40[13]|terminal prompts disabled/i,
  ],
  [
    'noSuchRemote',
    /No such remote|does not appear to be a git repository|Repository not found|returned error: 404/i,
  ],
  [
    'unreachable',
    /Could not resolve host|unable to access|Could not read from remote|Connection (?:refused|timed out|reset)|Network is unreachable|Operation timed out|Could not connect/i,
  ],
  [
    'identity',
    /user\.useConfigOnly|empty ident name|tell me who you are|unable to auto-detect email/i,
  ],
  [
    'signing',
    /gpg failed to sign|failed to write commit object|ssh-keygen|error: gpg|no signing key/i,
  ],
  ['sparse', /outside of your sparse-checkout/i],
  ['notOwned', /detected dubious ownership/i],
  ['locked', /\.lock': File exists|Another git process seems to be running|cannot lock ref/i],
  ['hook', /hook/i],
];

/** What was asked of git when it failed. */
export type GitAction = 'commit' | 'tag' | 'push' | 'fetch' | 'undo' | 'read';

/** Turns what git printed into a typed failure with a message for people and what to do about it. */
export function gitFailure(
  action: GitAction,
  output: string,
  subject: string,
  code?: string,
): GitFailure {
  // Git repeats the addresses of remotes, some of which hold a password.
  const said = withoutCredentials(output);
  const reason = reasonOf(action, said, code);
  const { message, advice } = words(reason, action, subject, lastLine(said));
  return new GitFailure(reason, message, said.trim(), advice);
}

function reasonOf(action: GitAction, output: string, code: string | undefined): GitFailureReason {
  // The git extension's own codes (api/git.d.ts, GitErrorCodes), where they say more than the text.
  if (code === 'NoUserNameConfigured' || code === 'NoUserEmailConfigured') return 'identity';
  if (code === 'AuthenticationFailed') return 'authentication';
  if (code === 'RepositoryIsLocked') return 'locked';
  const found = REASONS.find(([, pattern]) => pattern.test(output))?.[0];
  if (found !== undefined) return found;
  // A hook may refuse without a word of git's own: "git commit" then fails with the hook's output alone.
  return action === 'commit' && output.trim() !== '' && !/^(?:fatal|error):/m.test(output)
    ? 'hook'
    : 'other';
}

function words(
  reason: GitFailureReason,
  action: GitAction,
  subject: string,
  said: string,
): { message: string; advice: string } {
  switch (reason) {
    case 'refused':
      return {
        message: l10n.t(
          'The remote refuses the push of {0}: a hook declined it. Git said: {1}',
          subject,
          said,
        ),
        advice: subject.startsWith('refs/tags/')
          ? l10n.t('Ask for the right to push this tag, then try again.')
          : l10n.t('Do what the hook asks for, or release through a pull request.'),
      };
    case 'protected':
      return subject.startsWith('refs/tags/')
        ? {
            message: l10n.t('A rule of the remote protects {0}. Git said: {1}', subject, said),
            advice: l10n.t('Ask an administrator for the right to create this tag.'),
          }
        : {
            message: l10n.t(
              '{0} is protected on the remote. Git said: {1}',
              subject.replace(/^refs\/heads\//, ''),
              said,
            ),
            advice: l10n.t('Release through a pull request.'),
          };
    case 'notFastForward':
      return {
        message: l10n.t(
          'The remote has commits that are not here, so {0} cannot be pushed.',
          subject,
        ),
        advice: l10n.t(
          'Pull them first (git pull --rebase), then try again. Nothing is ever pushed by force.',
        ),
      };
    case 'tagExists':
      return {
        message: l10n.t('The tag {0} exists already.', subject),
        advice: l10n.t('A tag is never moved or reused. Release another version.'),
      };
    case 'authentication':
      return {
        message: l10n.t('The remote does not accept your credentials. Git said: {0}', said),
        advice: l10n.t('Sign in to it, for instance with Git: Fetch, and try again.'),
      };
    case 'noSuchRemote':
      return {
        message: l10n.t('{0} is not a repository that you can reach. Git said: {1}', subject, said),
        advice: l10n.t('Check its address with "git remote -v".'),
      };
    case 'unreachable':
      return {
        message: l10n.t('{0} cannot be reached. Git said: {1}', subject, said),
        advice: l10n.t('Check the network and the address, and try again.'),
      };
    case 'identity':
      return {
        message: l10n.t('Git does not know who you are.'),
        advice: l10n.t('Set user.name and user.email with "git config", and try again.'),
      };
    case 'signing':
      return {
        message: l10n.t('Git could not sign. It said: {0}', said),
        advice: l10n.t(
          'Check user.signingKey and the agent that holds the key, or turn signing off.',
        ),
      };
    case 'locked':
      return {
        message: l10n.t('Another git process is at work in this repository.'),
        advice: l10n.t('Wait for it and try again.'),
      };
    case 'notOwned':
      return {
        message: l10n.t('Git does not use this repository, because another user owns its folder.'),
        advice: l10n.t(
          'Check the folder, then run the "git config" command that git prints: {0}',
          said,
        ),
      };
    case 'sparse':
      return {
        message: l10n.t(
          'A file of the release is outside of the sparse checkout. Git said: {0}',
          said,
        ),
        advice: l10n.t('Add its folder with "git sparse-checkout add", and try again.'),
      };
    case 'remoteLocked':
      return {
        message: l10n.t(
          'The remote is locked by another push to {0}. Git said: {1}',
          subject,
          said,
        ),
        advice: l10n.t('Try again in a moment. If it stays locked, ask who runs the remote.'),
      };
    case 'hook':
      return {
        message: l10n.t('A hook of this repository refused the {0}. It said: {1}', action, said),
        advice: l10n.t('Do what it asks for and try again.'),
      };
    case 'moved':
    case 'other':
      return {
        message: l10n.t('git {0} failed: {1}', action, said),
        advice: l10n.t('See the log for all that git said, and try again.'),
      };
  }
}

/** The line that most likely says why: what git marks as an error, else what the remote says, else the last one. */
function lastLine(output: string): string {
  const lines = output
    .split('\n')
    .map(line => line.trim())
    .filter(
      line =>
        line !== '' &&
        !/^(?:hint|To|remote):?$|^hint:|^To |failed to push some refs|hook declined to update/.test(
          line,
        ),
    );
  return (
    lines.findLast(line => /^(?:remote: )?(?:fatal|error)\b/i.test(line)) ??
    lines.find(line => line.startsWith('remote: ')) ??
    lines.at(-1) ??
    l10n.t('nothing')
  );
}

export function atWork(pid: number): string {
  return l10n.t('Git is at work in this repository (process {0}).', pid);
}

/** A failure for a locked repository that says which files lock it, since when, and whether git still runs. */
export function describeLocks(
  failure: GitFailure,
  { files, processes }: Locks,
  root: string,
): GitFailure {
  if (failure.reason !== 'locked') return failure;
  const [lock] = files;
  const [pid] = processes ?? [];
  if (pid !== undefined)
    return new GitFailure(
      'locked',
      atWork(pid),
      failure.output,
      l10n.t('Wait for it and try again.'),
    );
  if (lock === undefined) return failure;
  return new GitFailure(
    'locked',
    l10n.t(
      'Git is locked by {0}, made {1} ago. {2}',
      relativePath(root, lock.file),
      duration(lock.ageMs),
      processes === undefined
        ? l10n.t('It is not known whether git is still at work here.')
        : l10n.t('No git process is at work here, so a process that ended has left it.'),
    ),
    failure.output,
    l10n.t('Run Remove Git Lock, then try again.'),
  );
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.round(seconds / 60);
  if (seconds < 120) return plural(seconds, l10n.t('1 second'), l10n.t('{0} seconds', seconds));
  return plural(minutes, l10n.t('1 minute'), l10n.t('{0} minutes', minutes));
}
