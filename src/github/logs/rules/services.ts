import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Accounts and services outside the job: GitHub's own, Docker Hub, caches, mirrors. */
export const SERVICE_RULES: readonly Rule[] = [
  {
    id: 'account.billing',
    pattern:
      /The job was not started because (?:recent account payments have failed|your account is locked due to a billing issue|your spending limit)/,
    cause: () =>
      l10n.t(
        'GitHub did not start the job: the payments or the spending limit of the account stop it.',
      ),
    advice: () => l10n.t('Check "Billing & plans" of the account, then run the failed jobs again.'),
    action: 'rerunFailedJobs',
    source: 'https://docs.github.com/en/billing/concepts/product-billing/github-actions',
  },
  {
    id: 'account.storageQuota',
    pattern: /Artifact storage quota has been hit/,
    cause: () => l10n.t('The artifact storage of the account is used up.'),
    advice: () =>
      l10n.t(
        'Delete old artifacts or shorten their retention. GitHub counts again after 6 to 12 hours.',
      ),
    action: 'openActionsSettings',
    source: 'https://docs.github.com/en/billing/concepts/product-billing/github-actions',
  },
  {
    id: 'workflow.invalid',
    pattern: /(?:Invalid workflow file: |The workflow is not valid\. )([^\n]{0,300})/,
    cause: ([, reason = '']) => l10n.t("GitHub can't read the workflow file: {0}", reason),
    advice: () => l10n.t('Correct the workflow file and push it.'),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax',
  },
  {
    id: 'runner.notStarted',
    pattern:
      /The job was not acquired by Runner of type hosted|The job has exceeded the maximum execution time while awaiting a runner|No runner (?:was|is) available to (?:run|pick up) (?:this|the) job/,
    cause: () => l10n.t('No runner started the job: none with its labels was free in time.'),
    advice: () =>
      l10n.t(
        'Check the labels in "runs-on" and the status page of GitHub, then run the failed jobs again.',
      ),
    action: 'rerunFailedJobs',
    source: 'https://www.githubstatus.com/',
  },
  {
    id: 'runner.dockerLimit',
    pattern: /toomanyrequests: |You have reached your (?:unauthenticated )?pull rate limit/,
    cause: () => l10n.t('Docker Hub refused to serve an image: its pull rate limit is used up.'),
    advice: () =>
      l10n.t(
        'Log in to Docker Hub before the pull, use a mirror such as ghcr.io or quay.io, or run the job later.',
      ),
    here: () => l10n.t('Run "docker login", or try again later.'),
    command: () => 'docker login',
    action: 'rerunFailedJobs',
    source: 'https://docs.docker.com/docker-hub/usage/pulls/',
  },
  {
    id: 'runner.mirrorGone',
    pattern:
      /(?:Could not resolve host|Cannot find a valid baseurl for repo|Could not retrieve mirrorlist|Failed to download metadata)[^\n]{0,200}(?:centos|mirrorlist)|(?:404 +Not Found|does not have a Release file)[^\n]{0,200}(?:debian\.org|ubuntu\.com)|The repository '[^'\n]{0,200}(?:debian\.org|ubuntu\.com)[^'\n]{0,100}' (?:does not have|no longer has) a Release file/,
    cause: () =>
      l10n.t(
        'The container is past its end of life: the package mirrors of its system no longer exist.',
      ),
    advice: () =>
      l10n.t('Use a newer image (manylinux_2_28 in place of manylinux2014). A re-run never helps.'),
    action: 'openWorkflow',
    source: 'https://github.com/pypa/manylinux#readme',
  },
  {
    id: 'runner.nodeGlibc',
    pattern:
      /\/node\d{0,3}(?:_[a-z]{1,9})?\/bin\/node: [^\n]{0,120}version `(GLIBC(?:XX)?_[\d.]{1,12})' not found/,
    cause: ([, symbols = '']) =>
      l10n.t('The container is too old for the Node.js that runs actions: it lacks {0}.', symbols),
    advice: () =>
      l10n.t('Run the actions outside the container, or use a container with glibc 2.28 or newer.'),
    action: 'openWorkflow',
    source:
      'https://github.blog/changelog/2024-03-07-github-actions-all-actions-will-run-on-node20-instead-of-node16-by-default/',
  },
  {
    id: 'runner.cacheService',
    atEnd: 30,
    pattern:
      /This legacy service is shutting down|ArtifactCacheServiceDecommissioned|Cache service responded with 4(?:00|22)|automatically failed because it uses a deprecated version of `actions\/cache/,
    cause: () =>
      l10n.t(
        'GitHub has shut down the cache service that this version of the tool or action uses.',
      ),
    advice: () =>
      l10n.t(
        'Update sccache, actions/cache or the action that installs it, or turn the cache off ("sccache: false").',
      ),
    action: 'openWorkflow',
    source:
      'https://github.blog/changelog/2025-03-20-notification-of-upcoming-breaking-changes-in-github-actions/',
  },
  {
    id: 'runner.sccacheSetup',
    pattern:
      /ACTIONS_CACHE_URL not found|cache url for ghac not found|maybe not in github action environment/,
    cause: () =>
      l10n.t(
        'sccache found no cache service: it is too old for that of GitHub, or the step lacks the variables of it.',
      ),
    advice: () =>
      l10n.t(
        'Use the current mozilla-actions/sccache-action before the build, or turn sccache off. A re-run does not help.',
      ),
    here: () => l10n.t('Unset RUSTC_WRAPPER and SCCACHE_GHA_ENABLED to build without sccache.'),
    action: 'openWorkflow',
    source: 'https://github.com/mozilla-actions/sccache-action#readme',
  },
  {
    id: 'runner.sccache',
    pattern:
      /sccache: error: (?:Server startup failed|(?:couldn't|could not|failed to) (?:connect|start|bind|read|send|spawn)|Timed out|couldn't find config)[^\n]{0,200}|error: Server startup error\n[ \t]{0,8}(?:sccache: )?caused by: Server startup failed|caused by: (error reading compile response from server|Failed to send data to or receive data from server)/i,
    cause: ([, lost = '']) =>
      lost === ''
        ? l10n.t('sccache could not start or reach its cache.')
        : l10n.t('The sccache server stopped answering.'),
    advice: () => l10n.t('Run the failed jobs again, or turn sccache off in the workflow.'),
    here: () => l10n.t('Unset RUSTC_WRAPPER to build without sccache.'),
    action: 'rerunFailedJobs',
    source: 'https://github.com/mozilla/sccache#readme',
  },
  {
    id: 'runner.artifactDownload',
    pattern:
      /Artifact download failed after \d{1,3} retries|Failed to (?:CreateArtifact|FinalizeArtifact|ListArtifacts|GetSignedArtifactURL): (?:Failed to make request|Unable to make request|Received non-retryable error)[^\n]{0,100}|(?:Download|Upload) progress stalled/,
    cause: () =>
      l10n.t('The transfer of an artifact broke off. The artifact itself is not missing.'),
    advice: () => l10n.t('Run the failed jobs again.'),
    action: 'rerunFailedJobs',
    source: 'https://www.githubstatus.com/',
  },
  {
    id: 'runner.maturinLookup',
    step: /maturin-action/,
    pattern:
      /candidates is not iterable|Failed to (?:find|get|resolve) (?:the )?(?:latest )?maturin (?:version|release)/i,
    cause: () =>
      l10n.t(
        'maturin-action could not look up the maturin version: GitHub answered with an error.',
      ),
    advice: () =>
      l10n.t(
        'Run the failed jobs again. Set "maturin-version" to a fixed version to avoid the look-up.',
      ),
    action: 'rerunFailedJobs',
    source: 'https://github.com/PyO3/maturin-action#inputs',
  },
  {
    id: 'runner.cacheExport',
    pattern:
      /error writing layer blob: ([^\n]{1,100})|exporting to GitHub Actions Cache(?:\n[^\n]{0,200}){0,4}?\n(?:#\d{1,4} )?ERROR: ([^\n]{1,100})/,
    cause: ([, blob = '', other = '']) =>
      l10n.t('The image was built, but its cache could not be written: {0}.', blob || other),
    advice: () => l10n.t('Add "ignore-error=true" to "cache-to", or run the failed jobs again.'),
    action: 'openWorkflow',
    source: 'https://docs.docker.com/build/cache/backends/gha/',
  },
];
