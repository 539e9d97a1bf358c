import * as l10n from '@vscode/l10n';
import { GitFailure, type GitFailureReason } from '../release/repository';

/** Patterns over what git, its transports, GitHub and hooks print, first match wins. All are printed in the C locale. */
const REASONS: readonly (readonly [GitFailureReason, RegExp])[] = [
  ['protectedBranch', /GH006|GH013|protected branch|pre-receive hook declined|push declined due to repository rule/i],
  ['notFastForward', /\((?:non-fast-forward|fetch first)\)|Updates were rejected because/i],
  ['tagExists', /\(already exists\)|tag '[^']*' already exists|would clobber existing tag/i],
  ['authentication', /Authentication failed|could not read (?:Username|Password)|Permission (?:to .* )?denied|Invalid username or|returned error: 40[13]|terminal prompts disabled/i],
  ['noSuchRemote', /No such remote|does not appear to be a git repository|Repository not found|returned error: 404/i],
  ['unreachable', /Could not resolve host|unable to access|Could not read from remote|Connection (?:refused|timed out|reset)|Network is unreachable|Operation timed out|Could not connect/i],
  ['identity', /user\.useConfigOnly|empty ident name|tell me who you are|unable to auto-detect email/i],
  ['signing', /gpg failed to sign|failed to write commit object|ssh-keygen|error: gpg|no signing key/i],
  ['locked', /\.lock': File exists|Another git process seems to be running|cannot lock ref/i],
  ['hook', /hook/i],
];

/** What was asked of git when it failed. */
export type GitAction = 'commit' | 'tag' | 'push' | 'fetch' | 'undo' | 'read';

/** Turns what git printed into a typed failure with a message for people. */
export function gitFailure(action: GitAction, output: string, subject: string, code?: string): GitFailure {
  const reason = reasonOf(action, output, code);
  return new GitFailure(reason, message(reason, action, subject, output), output.trim());
}

function reasonOf(action: GitAction, output: string, code: string | undefined): GitFailureReason {
  // The git extension's own codes (api/git.d.ts, GitErrorCodes), where they say more than the text.
  if (code === 'NoUserNameConfigured' || code === 'NoUserEmailConfigured') return 'identity';
  if (code === 'AuthenticationFailed') return 'authentication';
  if (code === 'RepositoryIsLocked') return 'locked';
  const found = REASONS.find(([, pattern]) => pattern.test(output))?.[0];
  if (found !== undefined) return found;
  // A hook may refuse without a word of git's own: "git commit" then fails with the hook's output alone.
  return action === 'commit' && output.trim() !== '' && !/^(?:fatal|error):/m.test(output) ? 'hook' : 'other';
}

function message(reason: GitFailureReason, action: GitAction, subject: string, output: string): string {
  const said = lastLine(output);
  switch (reason) {
    case 'protectedBranch': return l10n.t('The remote refuses the push of {0}: the branch is protected or a hook declined it. Git said: {1}', subject, said);
    case 'notFastForward': return l10n.t('The remote has commits that are not here, so {0} cannot be pushed. Pull them first; nothing is ever pushed by force.', subject);
    case 'tagExists': return l10n.t('The tag {0} exists already. A tag is never moved or reused: release another version.', subject);
    case 'authentication': return l10n.t('The remote does not accept your credentials. Sign in to it, for instance with Git: Fetch, and try again.');
    case 'noSuchRemote': return l10n.t('{0} is not a repository that you can reach. Check its address with "git remote -v".', subject);
    case 'unreachable': return l10n.t('{0} cannot be reached. Check the network and the address, and try again.', subject);
    case 'identity': return l10n.t('Git does not know who you are. Set user.name and user.email with "git config", and try again.');
    case 'signing': return l10n.t('Git could not sign. Check user.signingKey and the agent that holds the key, or turn signing off. Git said: {0}', said);
    case 'locked': return l10n.t('Another git process is at work in this repository. Wait for it and try again.');
    case 'moved': return l10n.t('The branch has moved in the meantime.');
    case 'cancelled': return l10n.t('Cancelled.');
    case 'hook': return l10n.t('A hook of this repository refused the {0}. It said: {1}', action, said);
    case 'other': return l10n.t('git {0} failed: {1}', action, said);
  }
}

/** The line that most likely says why: the last one that git or a hook marked, else the last one at all. */
function lastLine(output: string): string {
  const lines = output.split('\n').map(line => line.trim()).filter(line => line !== '' && !line.startsWith('hint:'));
  const marked = lines.filter(line => /^(?:remote: )?(?:fatal|error)\b/i.test(line) && !line.includes('failed to push some refs'));
  return marked.at(-1) ?? lines.at(-1) ?? l10n.t('nothing');
}
