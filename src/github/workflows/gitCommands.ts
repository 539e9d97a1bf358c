/** What a git command does: nothing outside of the runner, a push, or something that its words alone don't say. */
export type GitCommand = 'harmless' | 'push' | 'runs';

/** Options of git itself that have a value after them (git(1), "OPTIONS"). */
const WITH_VALUE = new Set([
  '-C',
  '-c',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--exec-path',
  '--super-prefix',
  '--config-env',
  '--attr-source',
]);

const HARMLESS = new Set(
  `add am apply archive blame branch bundle cat-file check-ignore check-attr checkout cherry-pick clean clone
  commit commit-tree count-objects describe diff diff-index diff-tree fetch for-each-ref format-patch fsck gc grep
  hash-object init log ls-files ls-remote ls-tree merge merge-base mktree mv name-rev notes pull range-diff read-tree
  reflog remote repack reset restore rev-list rev-parse revert rm shortlog show show-ref sparse-checkout stash status
  switch symbolic-ref tag update-index update-ref var verify-commit verify-tag version whatchanged worktree
  write-tree --version --help`.split(/\s+/),
);

/** Settings that name no program. */
const HARMLESS_SETTING =
  /^(?:user\.|safe\.directory|advice\.|init\.|fetch\.|pull\.|push\.|http\.|url\.|protocol\.|gc\.|merge\.|branch\.|remote\.|submodule\.|color\.|core\.(?:autocrlf|eol|longpaths|symlinks|filemode|quotepath|ignorecase|compression)|commit\.gpgsign|tag\.gpgsign|log\.|diff\.renames?|index\.|feature\.|pack\.|checkout\.)/i;

/** Reads the words of a git command. A subcommand that git doesn't have is an alias or a program. */
export function gitCommand(words: readonly string[]): GitCommand {
  let at = 1;
  for (; words[at]?.startsWith('-') === true; at++) {
    const option = words[at] ?? '';
    if (/^--(?:version|help)$/.test(option)) return 'harmless';
    if (option === '-c' && !HARMLESS_SETTING.test(words[at + 1] ?? '')) return 'runs';
    if (/^--(?:exec-path|config-env)/.test(option)) return 'runs';
    if (WITH_VALUE.has(option)) at++;
  }
  const [sub = '--help', ...rest] = words.slice(at);
  switch (sub) {
    case 'push':
    case 'send-pack':
    case 'send-email':
      return 'push';
    case 'lfs':
    case 'subtree':
    case 'svn':
    case 'p4':
      return actionOf(rest[0] ?? '');
    case 'config': {
      const key = rest.find(word => !word.startsWith('-') && word.includes('.'));
      const isRead = rest.some(word =>
        /^(?:--get|--list$|-l$|--unset|get$|list$|unset$)/.test(word),
      );
      return isRead || key === undefined || HARMLESS_SETTING.test(key) ? 'harmless' : 'runs';
    }
    case 'submodule':
      return /^(?:update|init|sync|status|deinit|summary|add|)$/.test(rest[0] ?? '') ||
        rest[0]?.startsWith('-') === true
        ? 'harmless'
        : 'runs';
    case 'rebase':
      return rest.some(word => /^(?:-x|--exec)/.test(word)) ? 'runs' : 'harmless';
    case 'bisect':
      return rest[0] === 'run' ? 'runs' : 'harmless';
    default:
      return HARMLESS.has(sub) ? 'harmless' : 'runs';
  }
}

function actionOf(action: string): GitCommand {
  if (/^(?:push|dcommit|submit)$/.test(action)) return 'push';
  return /^(?:pull|fetch|install|checkout|ls-files|env|status|split|add|merge|version)$/.test(
    action,
  )
    ? 'harmless'
    : 'runs';
}

/** Whether a git command puts other files into the working tree than those of the commit that the run is for. */
export function changesTree(words: readonly string[]): boolean {
  return words.some(word =>
    /^(?:checkout|switch|pull|merge|reset|apply|am|cherry-pick|restore|revert|clone|rebase|read-tree)$/.test(
      word,
    ),
  );
}
