import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

const GIT = 'https://git-scm.com/docs/';

/** git in a job, and releases on GitHub. */
export const GIT_RULES: readonly Rule[] = [
  {
    id: 'git.dubiousOwnership',
    atEnd: 60,
    pattern: /fatal: detected dubious ownership in repository at '([^'\n]{1,200})'/,
    cause: ([, folder = '']) =>
      l10n.t('git refuses to read {0}, because another user owns the folder.', folder),
    advice: () =>
      l10n.t(
        'Run in the same step or container: git config --global --add safe.directory "$GITHUB_WORKSPACE".',
      ),
    command: ([, folder = '']) => `git config --global --add safe.directory '${folder}'`,
    action: 'openWorkflow',
    source: `${GIT}git-config#Documentation/git-config.txt-safedirectory`,
  },
  {
    id: 'git.tagExists',
    pattern:
      /fatal: tag '([^'\n]{1,120})' already exists|! \[rejected\] +(\S{1,120}) -> \S{1,120} \((?:already exists|would clobber existing tag)\)/,
    cause: ([, tag = '', pushed = '']) => l10n.t('The tag {0} already exists.', tag || pushed),
    advice: () => l10n.t('Release the next version. A published tag should never move.'),
    isAboutFiles: true,
    action: 'bumpVersion',
    source: `${GIT}git-tag`,
  },
  {
    id: 'git.behind',
    pattern: /! \[rejected\] +(\S{1,120}) -> \S{1,120} \((?:fetch first|non-fast-forward)\)/,
    cause: ([, branch = '']) =>
      l10n.t('The branch {0} on GitHub has commits that this clone lacks.', branch),
    advice: () =>
      l10n.t('Let the workflow pull before it pushes, or run it again on the newest commit.'),
    here: () => l10n.t('Pull, then push again.'),
    command: () => 'git pull --rebase',
    action: 'openWorkflow',
    source: `${GIT}git-push#_note_about_fast_forwards`,
  },
  {
    id: 'git.credentials',
    pattern:
      /could not read (?:Username|Password) for 'https?:[^'\n]{1,100}'|remote: Support for password authentication was removed|remote: Invalid username or (?:password|token)|fatal: Authentication failed for|remote: Repository not found|unable to access 'https?:[^'\n]{1,200}': The requested URL returned error: 40[13]|fatal: repository 'https?:[^'\n]{1,200}' not found|git@github\.com: Permission denied \(publickey\)|Host key verification failed/,
    cause: () => l10n.t('git may not read the repository, or it does not exist.'),
    advice: () =>
      l10n.t(
        'Give actions/checkout a token that may read it. The default token reads this repository alone, not private submodules or dependencies.',
      ),
    here: () => l10n.t('Sign in again, for example with "gh auth login".'),
    command: () => 'gh auth login',
    action: 'openWorkflow',
    source: 'https://github.com/actions/checkout#usage',
  },
  {
    id: 'git.identity',
    pattern: /\*\*\* Please tell me who you are|Author identity unknown|empty ident name \(for/,
    cause: () => l10n.t('git has no name and e-mail address for the commit or tag.'),
    advice: () =>
      l10n.t('Set user.name and user.email with "git config" before the step that commits.'),
    here: () => l10n.t('Set user.name and user.email with "git config --global".'),
    action: 'openWorkflow',
    source: `${GIT}git-config`,
  },
  {
    id: 'git.refMissing',
    pattern:
      /A branch or tag with the name '([^'\n]{1,120})' could not be found|fatal: [Cc]ouldn't find remote ref (\S{1,120})|pathspec '([^'\n]{1,120})' did not match any file|fatal: ambiguous argument '([^'\n]{1,120})': unknown revision/,
    cause: match =>
      l10n.t(
        'git found no branch, tag or file {0}.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t('Check the name, and set "fetch-depth: 0" of actions/checkout for tags and history.'),
    here: () => l10n.t('Check the name, and run "git fetch --tags".'),
    command: () => 'git fetch --tags',
    action: 'openWorkflow',
    source: 'https://github.com/actions/checkout#usage',
  },
  {
    id: 'release.versionMismatch',
    pattern:
      /(?:^|\n)(?:[Ee]rror: |❌ )?[Vv]ersion mismatch[.:!]? ?([^\n]{5,200})|(?:^|\n)(?:[Ee]rror: |❌ )?([^\n]{0,120}\b(?:Cargo\.toml|pyproject\.toml|[Pp]ackage|[Tt]ag)\b[^\n]{0,80}(?:does not|doesn't|do not) match (?:the )?[^\n]{0,60}\b(?:tag|version|Cargo\.toml|pyproject\.toml)\b[^\n]{0,80})/,
    cause: ([, mismatch = '', sentence = '']) =>
      l10n.t('A check of the workflow found two versions: {0}', mismatch || sentence),
    advice: () =>
      l10n.t(
        'Make the versions agree (Fix Version Mismatch), commit, and set the tag on that commit.',
      ),
    isAboutFiles: true,
    action: 'bumpVersion',
    source: 'https://www.maturin.rs/metadata.html',
  },
  {
    id: 'git.shallow',
    pattern:
      /object not found - no match for id \([0-9a-f]{7,40}\)|fatal: shallow file has changed|is not an ancestor of [^\n]{1,80} \(shallow clone\)/,
    cause: () => l10n.t('A commit is missing in the clone, which is usually shallow.'),
    advice: () => l10n.t('Set "fetch-depth: 0" of actions/checkout.'),
    here: () => l10n.t('Fetch the whole history.'),
    command: () => 'git fetch --unshallow',
    action: 'openWorkflow',
    source: 'https://github.com/actions/checkout#usage',
  },
  {
    id: 'git.submodule',
    pattern:
      /No url found for submodule path '([^'\n]{1,200})'|[Uu]nable to (?:checkout|find current revision) [^\n]{0,80}in submodule path '([^'\n]{1,200})'|clone of '[^'\n]{1,200}' into submodule path '([^'\n]{1,200})' failed/,
    cause: match =>
      l10n.t(
        'git could not check out the submodule {0}.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t('Check .gitmodules, and that its commit is pushed and readable with this token.'),
    isAboutFiles: true,
    source: `${GIT}gitmodules`,
  },
  {
    id: 'git.longPaths',
    pattern: /: Filename too long|cannot create directory at '[^'\n]{1,300}': Filename too long/,
    cause: () => l10n.t('A path is longer than Windows allows by default.'),
    advice: () => l10n.t('Run "git config --system core.longpaths true" before the checkout.'),
    command: (_, platform) =>
      platform === 'win32' ? 'git config --global core.longpaths true' : undefined,
    action: 'openWorkflow',
    source: `${GIT}git-config`,
  },
  {
    id: 'release.exists',
    pattern:
      /"code": ?"already_exists", ?"field": ?"tag_name"|a release with the same tag name already exists/,
    cause: () => l10n.t('GitHub already has a release for this tag.'),
    advice: () =>
      l10n.t(
        'Delete the old release or draft, or let the step update it (a current softprops/action-gh-release, or "gh release upload --clobber").',
      ),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/repositories/releasing-projects-on-github',
  },
  {
    id: 'release.assetExists',
    pattern:
      /"resource": ?"ReleaseAsset", ?"code": ?"already_exists"|asset under the same name already exists/,
    cause: () => l10n.t('The GitHub release already has a file of this name.'),
    advice: () => l10n.t('Let the step replace it: "gh release upload --clobber", or "overwrite".'),
    action: 'openWorkflow',
    source: 'https://cli.github.com/manual/gh_release_upload',
  },
  {
    id: 'release.immutable',
    pattern: /(?:Cannot|can't|cannot) (?:upload|add|delete)[^\n]{0,60}immutable release/i,
    cause: () => l10n.t('The release is published and immutable: no file can be added.'),
    advice: () => l10n.t('Create the release as a draft, upload the files, and then publish it.'),
    action: 'openWorkflow',
    source:
      'https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/immutable-releases',
  },
  {
    id: 'release.notFound',
    pattern: /^release not found$/m,
    cause: () => l10n.t('GitHub has no release for the tag that the step names.'),
    advice: () => l10n.t('Create the release first, or check the tag. gh does not see drafts.'),
    action: 'openWorkflow',
    source: 'https://cli.github.com/manual/gh_release',
  },
  {
    id: 'release.invalid',
    pattern: /HTTP 422: Validation Failed[^\n]{0,200}\n(?!a release with)([^\n]{3,200})/,
    cause: ([, reason = '']) => l10n.t('GitHub refused the release: {0}', reason),
    advice: () =>
      l10n.t('Correct what it names, such as the tag, the notes or the name of a file.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/rest/releases/releases#create-a-release',
  },
  {
    id: 'release.server',
    pattern:
      /Failed to upload release asset (\S{1,120})\. received status code (5\d\d)|HTTP (5\d\d)[^\n]{0,80}\(https:\/\/(?:api|uploads)\.github\.com\//,
    cause: ([, file = '', status = '', answered = '']) =>
      file === ''
        ? l10n.t('GitHub had a server error ({0}).', answered)
        : l10n.t('GitHub had a server error ({1}) when {0} was uploaded.', file, status),
    advice: () => l10n.t('Run the failed jobs again, and look at githubstatus.com.'),
    here: () => l10n.t('Try again later, and look at githubstatus.com.'),
    action: 'rerunFailedJobs',
    source: 'https://www.githubstatus.com/',
  },
  {
    id: 'release.forbidden',
    pattern: /GitHub release failed with status: 403/,
    cause: () => l10n.t('GITHUB_TOKEN of this job may not create a release.'),
    advice: () => l10n.t('Give the job "permissions: contents: write" in the workflow.'),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/tutorials/authenticate-with-github_token',
  },
];
