import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Rules that quote what a tool says of itself. They come last, and match near the end of the step. */
export const FALLBACK_RULES: readonly Rule[] = [
  {
    id: 'tool.notFound',
    atEnd: 25,
    pattern:
      /(?:line \d{1,5}|sh: \d{1,5}|bash|sh|zsh): ([\w.+-]{1,60}): (?:command )?not found$|^([\w.+-]{1,60}): command not found$|zsh: command not found: ([\w.+-]{1,60})$|'([\w.+-]{1,60})' is not recognized as an internal or external command|The term '([\w.+-]{1,60})' is not recognized|[Uu]nable to locate executable file: ([\w.+-]{1,60})|spawn ([\w.+-]{1,60}) ENOENT|FileNotFoundError: \[Errno 2\] No such file or directory: '([\w+-]{1,40})'|Failed to spawn: `([\w.+-]{1,60})`/m,
    cause: match =>
      l10n.t(
        'The program {0} is not installed where the step runs.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t('Install it in an earlier step, inside the container with "before-script-linux".'),
    here: () => l10n.t('Install it, and check that its folder is in PATH.'),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/reference/runners/github-hosted-runners',
  },
  {
    id: 'rust.subcommand',
    pattern: /error: no such (?:sub)?command: `([\w-]{1,60})`/,
    cause: ([, name = '']) => l10n.t('cargo has no command {0}: cargo-{0} is not installed.', name),
    advice: ([, name = '']) => l10n.t('Install it before: cargo install cargo-{0} --locked.', name),
    command: ([, name = '']) => `cargo install cargo-${name} --locked`,
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/cargo/commands/cargo-install.html',
  },
  {
    id: 'tool.argument',
    atEnd: 25,
    pattern:
      /error: (?:the argument '([^'\n]{1,80})' cannot be used with|unexpected argument '([^'\n]{1,80})' found|Found argument '([^'\n]{1,80})' which wasn't expected|unrecognized subcommand '([^'\n]{1,80})'|invalid value '([^'\n]{1,80})' for '[^'\n]{1,80}'|unrecognized arguments: ([^\n]{1,120})|argument [^\n:]{1,60}: invalid choice: '([^'\n]{1,60})'|the following required arguments were not provided:\s{1,8}([^\n]{1,80}))|no such option: (\S{1,60})|curl: option (\S{1,40}): is unknown/,
    cause: match =>
      l10n.t(
        'A tool does not accept its arguments: {0}.',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () =>
      l10n.t(
        'Correct the arguments. If they are right, the installed version is too old or too new.',
      ),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://www.maturin.rs/',
  },
  {
    id: 'runner.notFound',
    atEnd: 25,
    pattern:
      /curl: \(22\) The requested URL returned error: (404|410)|HTTP Error (404|410): |ERROR (404): Not Found|Unexpected HTTP response: (404)|(404) Client Error: Not Found for url/,
    cause: match =>
      l10n.t(
        'A download failed, because the server does not have the file ({0}).',
        match.slice(1).find(text => text !== '') ?? '',
      ),
    advice: () => l10n.t('Correct the address or the version in it. A re-run does not help.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Status/404',
  },
  {
    id: 'runner.downloadRefused',
    atEnd: 25,
    pattern:
      /curl: \(22\) The requested URL returned error: (40[13]|429)|HTTP Error (40[13]|429): |(?:Unexpected response:?|Request failed with status code) (40[13]|429)\b/,
    cause: match =>
      l10n.t('A server refused a request ({0}).', match.slice(1).find(text => text !== '') ?? ''),
    advice: () =>
      l10n.t(
        'Check the address and the credentials. GitHub limits requests without a token: pass GITHUB_TOKEN to the step, or run the failed jobs later.',
      ),
    here: () => l10n.t('Check the address and the credentials, or run the command again later.'),
    action: 'rerunFailedJobs',
    source: 'https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api',
  },
  {
    id: 'tool.archive',
    atEnd: 25,
    pattern:
      /tar(?: \(child\))?: ([^\n:]{1,200}): Cannot open: No such file|gzip: stdin: not in gzip format|End-of-central-directory signature not found|(?:tar|xz|gzip|bsdtar): (?:[^\n:]{1,200}: )?Unexpected (?:EOF|end of (?:file|input))|is not a (?:zip|gzip) (?:file|archive)|Invalid or unsupported zip format/,
    cause: ([, file = '']) =>
      file === ''
        ? l10n.t('A downloaded archive is incomplete, or is not an archive.')
        : l10n.t('The archive {0} is missing: its download failed before.', file),
    advice: () =>
      l10n.t('Look at the download before it: the address may answer with an error page.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://www.gnu.org/software/tar/manual/',
  },
  {
    id: 'runner.killed',
    atEnd: 25,
    pattern:
      /exit(?:ed with)? code 137\b|` failed with code -9\b|(?:^|\s)Killed\s*$|failed with code 137\b/m,
    cause: () => l10n.t('A process was killed from outside, usually because memory ran out.'),
    advice: () =>
      l10n.t(
        'Build with fewer jobs at once (CARGO_BUILD_JOBS=1), without link-time optimisation, or on a larger runner.',
      ),
    here: () => l10n.t('Close other programs, or build with fewer jobs (CARGO_BUILD_JOBS=1).'),
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/cargo/reference/config.html#buildjobs',
  },
  {
    id: 'runner.terminated',
    atEnd: 3,
    pattern: /exit code 143\b/,
    cause: () => l10n.t('A process was ended from outside (SIGTERM), not by an error of its own.'),
    advice: () =>
      l10n.t(
        'Check whether the job was cancelled or timed out. Else the runner ran out of memory or was shut down: run it again.',
      ),
    here: () => l10n.t('Run the command again, and leave more memory free.'),
    action: 'rerunFailedJobs',
    source: 'https://docs.github.com/en/actions/reference/runners/github-hosted-runners',
  },
  {
    id: 'tool.crashed',
    atEnd: 8,
    pattern:
      /exit code (?:139|134|132)\b|` failed with code -(?:4|6|7|8|11)\b|exit code:? (?:-1073741819|3221225477|0xc0000005)/i,
    cause: () => l10n.t('A program crashed: it was ended by a signal such as SIGSEGV or SIGABRT.'),
    advice: () =>
      l10n.t(
        'Look at the last lines before it. In tests, look for unsafe code in the extension module (python -X faulthandler).',
      ),
    isAboutFiles: true,
    source: 'https://docs.python.org/3/library/faulthandler.html',
  },
  {
    id: 'maturin.other',
    pattern:
      /💥 maturin failed\n(?:\s{1,8}Caused by: [^\n]{1,600}\n){0,8}?(?:\s{1,8}Caused by: ([^\n]{1,300})\n)?\s{1,8}Caused by: (?!Cargo build finished|Failed to build a native|Cargo metadata failed|`cargo metadata` exited)([^\n]{3,400})(?!\n\s{1,8}Caused by: )(?:\n|$)/,
    cause: ([, before = '', message = '']) =>
      before !== '' && /\(os error \d|^unexpected end|: EOF$/.test(message)
        ? l10n.t('maturin stopped: {0}: {1}', before, message)
        : l10n.t('maturin stopped: {0}', message),
    advice: () =>
      l10n.t('Check what the message names in pyproject.toml, Cargo.toml and the arguments.'),
    isAboutFiles: true,
    action: 'openPyproject',
    source: 'https://www.maturin.rs/',
  },
  {
    id: 'rust.cdylibDropped',
    pattern: /dropping unsupported crate type `cdylib` for target `([\w.-]{1,60}-musl\w{0,10})`/,
    cause: ([, target = '']) =>
      l10n.t('cargo built no extension module, because {0} links C statically by default.', target),
    advice: () => l10n.t('Set RUSTFLAGS to "-C target-feature=-crt-static".'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://doc.rust-lang.org/reference/linkage.html#static-and-dynamic-c-runtimes',
  },
  {
    id: 'system.fileMissing',
    atEnd: 25,
    pattern:
      /(?:^|\n)\s{0,8}(?:cp|mv|ls|cat|rm|chmod|strip|tar|install|cd): (?:cannot (?:stat|access|open|remove) )?['‘]?([^'’\n:]{1,200})['’]?: No such file or directory/,
    cause: ([, file = '']) => l10n.t('A script expects {0}, which does not exist.', file),
    advice: () =>
      l10n.t('Check the path, and whether the step that makes the file did so for this target.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax',
  },
  {
    id: 'python.scriptMissing',
    atEnd: 25,
    pattern: /python[\d.]{0,5}(?:\.exe)?: can't open file '([^'\n]{1,300})': \[Errno 2\]/,
    cause: ([, file = '']) => l10n.t('Python was started with {0}, which does not exist.', file),
    advice: () =>
      l10n.t(
        'Check the path and the working directory. If it is the file of an action, do not nest that action in another one.',
      ),
    here: () => l10n.t('Check the path and the working directory.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://docs.python.org/3/using/cmdline.html',
  },
  {
    id: 'git.noRepository',
    atEnd: 25,
    pattern:
      /fatal: not a git repository \(or any (?:of the parent directories|parent up to mount point)/,
    cause: () => l10n.t('The step runs git in a folder that is no clone.'),
    advice: () =>
      l10n.t(
        'Check out the code first, and do not leave .git out of the container or the archive.',
      ),
    here: () => l10n.t('Run the command in the clone.'),
    action: 'openWorkflow',
    source: 'https://git-scm.com/docs/git',
  },
  {
    id: 'git.noTags',
    atEnd: 25,
    pattern: /No names found, cannot describe anything/,
    cause: () => l10n.t('The clone has no tags.'),
    advice: () => l10n.t('Set "fetch-depth: 0" and "fetch-tags: true" of actions/checkout.'),
    here: () => l10n.t('Fetch the tags.'),
    command: () => 'git fetch --tags',
    action: 'openWorkflow',
    source: 'https://github.com/actions/checkout#usage',
  },
  {
    id: 'tool.npm',
    atEnd: 40,
    pattern: /npm (?:ERR!|error) code (\w{1,40})\nnpm (?:ERR!|error) ([^\n]{1,200})/,
    cause: ([, code = '', message = '']) => l10n.t('npm stopped ({0}): {1}', code, message),
    advice: () => l10n.t('Look up the code in the documentation of npm.'),
    isAboutFiles: true,
    source: 'https://docs.npmjs.com/common-errors',
  },
  {
    id: 'tool.causedBy',
    atEnd: 25,
    pattern:
      /(?:^|\n)\s{0,8}error: (?!could not compile|failed to run custom|failed to compile)([^\n]{3,300})\n\n?(?:\s{1,10}Caused by:?\s{1,8}[^\n]{1,600}\n\n?){0,8}?(?:\s{0,10}Caused by:?\s{1,8}([^\n]{1,400})\n\n?)?\s{0,10}Caused by:?\s{1,8}(?!Cargo build finished|process didn't exit|error from command|`cargo metadata`)([^\n]{3,400})(?!\n\n?\s{0,10}Caused by)(?:\n|$)/,
    cause: ([, message = '', before = '', reason = '']) =>
      before !== '' && /\(os error \d/.test(reason)
        ? l10n.t('The step stopped with "{0}", because of: {1}: {2}', message, before, reason)
        : l10n.t('The step stopped with "{0}", because of: {1}', message, reason),
    advice: () => l10n.t('Look up the second message; it is the innermost one.'),
    isAboutFiles: true,
    source: 'https://docs.astral.sh/uv/reference/troubleshooting/',
  },
  {
    id: 'tool.emptyAddress',
    atEnd: 25,
    pattern:
      /curl: \(3\) [^\n]{0,80}|Could not resolve host: (?:null|undefined|None)\b|Invalid URL '([^'\n]{0,80})': No (?:host|scheme) supplied/,
    cause: () =>
      l10n.t(
        'A script asked for an address that is empty or malformed: a variable in it is unset.',
      ),
    advice: () =>
      l10n.t(
        'Print the variable before. ACTIONS_ID_TOKEN_REQUEST_URL is empty without "permissions: id-token: write".',
      ),
    here: () => l10n.t('Print the variable that the address is made of.'),
    action: 'openWorkflow',
    source: 'https://curl.se/libcurl/c/libcurl-errors.html',
  },
  {
    id: 'runner.cancelled',
    atEnd: 3,
    pattern: /(?:^|\n)(?:Error: )?The operation was canceled\.(?:\n|$)/,
    cause: () =>
      l10n.t('The job was cancelled: by a person, by a newer run, or because another job failed.'),
    advice: () =>
      l10n.t(
        'Look at the jobs of the run that failed first. "fail-fast: false" lets the others end.',
      ),
    here: () => l10n.t('Run the command again.'),
    action: 'rerunFailedJobs',
    source:
      'https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations#handling-failures',
  },
];
