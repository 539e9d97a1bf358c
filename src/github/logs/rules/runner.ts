import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** What the machine, the network and GitHub's own actions do. */
export const RUNNER_RULES: readonly Rule[] = [
  {
    id: 'runner.diskFull',
    pattern:
      /[Nn]o space left on device|There is not enough space on the disk|\[Errno 28\]|At least \d{1,9} ?[KMG]B more space needed on/,
    cause: () => l10n.t('The disk is full.'),
    advice: () =>
      l10n.t(
        'Delete what the build does not need before it begins, build fewer targets in one job, or turn debug information off.',
      ),
    here: () => l10n.t('Free space, for example with "cargo clean" in old projects.'),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/reference/runners/github-hosted-runners',
  },
  {
    id: 'runner.outOfMemory',
    pattern:
      /signal: 9, SIGKILL|died with <Signals\.SIGKILL: 9>|(?:fatal error: |: )Killed signal terminated program|LLVM ERROR: out of memory|memory allocation of \d{1,20} bytes failed|ld terminated with signal 9|LNK1102: out of memory|Cannot allocate memory|JavaScript heap out of memory|std::bad_alloc|rustc-LLVM ERROR: out of memory|OOMKilled|collect2: fatal error: ld terminated with signal 9|signal: 9 \(SIGKILL|\nMemoryError\b/,
    cause: () =>
      l10n.t(
        'The system killed a process of the build, which is what happens when memory runs out.',
      ),
    advice: () =>
      l10n.t(
        'Build with fewer jobs at once (CARGO_BUILD_JOBS=1), without link-time optimisation, or on a larger runner.',
      ),
    here: () =>
      l10n.t(
        'Close other programs, and build with fewer jobs (CARGO_BUILD_JOBS=1) or without link-time optimisation.',
      ),
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/cargo/reference/config.html#buildjobs',
  },
  {
    id: 'runner.lost',
    pattern:
      /The (?:hosted |self-hosted )?runner(?:: [^\n]{0,120})? (?:has received a shutdown signal|lost communication with the server)|The self-hosted runner: [^\n]{0,120} lost communication|The operation was canceled because the runner/,
    cause: () => l10n.t('The runner was shut down or lost its connection while the job ran.'),
    advice: () =>
      l10n.t(
        'Run the failed jobs again; if it happens again, the build needs more memory or time than the runner has.',
      ),
    action: 'rerunFailedJobs',
    source: 'https://docs.github.com/en/actions/reference/runners/github-hosted-runners',
  },
  {
    id: 'runner.vanished',
    atEnd: 2,
    pattern: /Job is about to start running on the (?:hosted )?runner: ([^\n]{1,120})/,
    cause: ([, name = '']) =>
      l10n.t(
        'The log ends before the first step: the runner {0} was lost at the start of the job.',
        name,
      ),
    advice: () =>
      l10n.t(
        'Run the failed jobs again. If it happens again, the runner lacks memory or its connection.',
      ),
    action: 'rerunFailedJobs',
    source: 'https://docs.github.com/en/actions/reference/runners/self-hosted-runners',
  },
  {
    id: 'runner.timeout',
    pattern:
      /has exceeded the maximum execution time of ([^\n.]+)|The action '([^'\n]*)' has timed out after (\d+) minutes/,
    cause: () => l10n.t('The job took longer than it is allowed to.'),
    advice: () => l10n.t('Run it again, or raise its "timeout-minutes".'),
    action: 'rerunFailedJobs',
    source:
      'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes',
  },
  {
    id: 'runner.imageGone',
    pattern:
      /This is a scheduled ([\w. -]{1,40}?) brownout|The (\S{1,40}?)(?: based)? (?:runner )?images? (?:is|are) (?:now )?(?:deprecated|retired|unsupported)|The configuration '([\w.-]{1,80})' is not supported|No runner matching the specified labels was found: (\S{1,100})/,
    cause: match =>
      l10n.t(
        'GitHub no longer offers the runner image {0}.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () => l10n.t('Name a current image in "runs-on" of the workflow.'),
    action: 'openWorkflow',
    source: 'https://github.com/actions/runner-images#available-images',
  },
  {
    id: 'runner.actionDeprecated',
    pattern: /automatically failed because it uses a deprecated version of `([^`\n]+)`/,
    cause: ([, action = '']) =>
      l10n.t('The workflow uses {0}, which GitHub no longer runs.', action),
    advice: () => l10n.t('Name its current version in the workflow.'),
    action: 'openWorkflow',
    source:
      'https://github.blog/changelog/2024-04-16-deprecation-notice-v3-of-the-artifact-actions/',
  },
  {
    id: 'runner.actionMissing',
    pattern: /(?:Missing download info for|Unable to resolve action) `?([\w./@-]+)/,
    cause: ([, action = '']) =>
      l10n.t(
        'GitHub finds no action {0}: the name, the version or the right to read it is wrong.',
        action,
      ),
    advice: () => l10n.t('Correct its name and version in the workflow.'),
    action: 'openWorkflow',
    source:
      'https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/find-and-customize-actions',
  },
];
