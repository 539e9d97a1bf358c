import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Secrets and the rights of GITHUB_TOKEN. */
export const PERMISSION_RULES: readonly Rule[] = [
  {
    id: 'permissions.protectedRef',
    pattern:
      /GH006: Protected (?:branch|tag) update failed for ([^\s.]{1,200})|GH013: Repository rule violations found for ([^\s.]{1,200})|\(protected (?:branch|tag) hook declined\)|\(push declined due to repository rule violations\)/,
    cause: ([, branch = '', rule = '']) =>
      branch || rule
        ? l10n.t('GitHub refused the push: {0} is protected.', branch || rule)
        : l10n.t('GitHub refused the push: the branch or tag is protected.'),
    advice: () =>
      l10n.t(
        'Open a pull request instead of pushing, or let this app or user bypass the rule in the repository settings.',
      ),
    isAboutFiles: true,
    source:
      'https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches',
  },
  {
    id: 'permissions.uvCredentials',
    pattern: /Missing credentials for (https?:\/\/[^\s`]{1,200})/,
    cause: ([, address = '']) =>
      l10n.t('uv has no credentials for {0}: neither a token nor trusted publishing.', address),
    advice: () =>
      l10n.t(
        'Set UV_PUBLISH_TOKEN, or give the job "permissions: id-token: write" and "--trusted-publishing always", which prints why it fails. Check the address as well.',
      ),
    here: () => l10n.t('Set UV_PUBLISH_TOKEN to a token of this index, and check the address.'),
    action: 'setSecret',
    source: 'https://docs.astral.sh/uv/guides/package/#publishing-your-package',
  },
  {
    id: 'permissions.secretMissing',
    pattern:
      /(?:Credentials not found and non-interactive mode is enabled|NonInteractive:\s+Credential\s+not\s+found\s+for\s+(?:password|username)|It looks like you're trying to use password-based authentication without|you haven't set the (?:password|user)|Input required and not supplied: (?:token|password|api[_-]token)|error: a value is required for '--(?:password|token) |Username and password not (?:found|provided))/,
    cause: () =>
      l10n.t(
        'The job has no token to upload with: the secret is missing, empty, or not visible to this job.',
      ),
    advice: () =>
      l10n.t(
        'Set the secret under the name that the workflow uses. Secrets of an environment are visible to jobs of that environment alone.',
      ),
    here: () =>
      l10n.t(
        'Set MATURIN_PYPI_TOKEN, UV_PUBLISH_TOKEN or TWINE_PASSWORD to a token, or enter it when asked.',
      ),
    action: 'setSecret',
    source:
      'https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets',
  },
  {
    id: 'permissions.badCredentials',
    pattern: /(?:Error: |HttpError: |"message": ?"|HTTP 401: )Bad credentials/,
    cause: () =>
      l10n.t('GitHub does not accept the token: it is wrong, has expired or was revoked.'),
    advice: () => l10n.t('Create a new token and put it into the secret, or use GITHUB_TOKEN.'),
    here: () => l10n.t('Sign in again.'),
    command: () => 'gh auth login',
    action: 'setSecret',
    source:
      'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens',
  },
  {
    id: 'permissions.githubToken',
    pattern:
      /Resource not accessible by integration|Resource not accessible by personal access token|remote: Permission to (\S+) denied to github-actions\[bot\]|remote: Write access to repository not granted/,
    cause: () =>
      l10n.t(
        'GITHUB_TOKEN of this job may not do what a step asks of GitHub, such as creating a release.',
      ),
    advice: () =>
      l10n.t(
        'Give the job the permission in the workflow ("permissions: contents: write" for releases), or allow it in the settings of the repository.',
      ),
    here: () => l10n.t('Sign in with an account that may write to the repository: gh auth login.'),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/tutorials/authenticate-with-github_token',
  },
  {
    id: 'permissions.noToken',
    pattern:
      /set the GH_TOKEN environment variable|GITHUB_TOKEN environment variable (?:is )?(?:not set|missing)|HTTP 401: Bad credentials/,
    cause: () => l10n.t('A step talks to GitHub without a valid token.'),
    advice: () => l10n.t('Pass it to the step: "env: GH_TOKEN: ${{ github.token }}".'),
    here: () => l10n.t('Sign in with "gh auth login", or set GH_TOKEN.'),
    action: 'openWorkflow',
    source:
      'https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-github-cli',
  },
];
