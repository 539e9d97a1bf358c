import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** Programs that crash: the tests themselves, emulators, compilers. */
export const CRASH_RULES: readonly Rule[] = [
  {
    id: 'tests.crash',
    pattern:
      /Fatal Python error: ([^\n]{1,80})|Segmentation fault\s{1,20}\(core dumped\) [^\n]{0,120}(?:python|pytest)|process didn't exit successfully: `[^`\n]{0,300}[/\\]deps[/\\][^`\n]{1,200}` \(signal: (\d{1,2}, SIG(?!KILL)[A-Z]{2,6})/,
    cause: ([, error = '', signal = '']) =>
      l10n.t('Python or a test crashed: {0}.', error || signal || 'SIGSEGV'),
    advice: () =>
      l10n.t(
        'Look for unsafe code in the extension module, and at the stack that Python prints (python -X faulthandler).',
      ),
    isAboutFiles: true,
    source: 'https://docs.python.org/3/library/faulthandler.html',
  },
  {
    id: 'runner.crash',
    pattern:
      /qemu: uncaught target signal \d{1,2}|internal compiler error: (?:Segmentation fault|Illegal instruction|Aborted|Killed)|QEMU internal SIG|Segmentation fault \(core dumped\)|\(signal: 11, SIGSEGV|(?:Illegal instruction|Trace\/breakpoint trap) \(core dumped\)|\(signal: 4, SIGILL|rustc interrupted by SIG(?:SEGV|ILL|BUS)|rustup: unknown platform bitness|\/proc\/self\/exe['’]: Bad file descriptor/,
    cause: () =>
      l10n.t(
        'A build tool crashed. In an emulated container (QEMU) this is usually a fault of the emulator.',
      ),
    advice: () =>
      l10n.t(
        'Build on a native runner (ubuntu-24.04-arm), cross-compile without QEMU, or pin another QEMU version.',
      ),
    here: () =>
      l10n.t(
        "Update the compiler that crashed. If the container is emulated, build for this computer's architecture.",
      ),
    action: 'openWorkflow',
    source: 'https://docs.github.com/en/actions/reference/runners/github-hosted-runners',
  },
  {
    id: 'rust.compilerPanic',
    pattern:
      /error: (?:the compiler unexpectedly panicked|internal compiler error: ([^\n]{1,200}))|thread 'rustc'[^\n]{0,30} panicked at/,
    cause: ([, message = '']) =>
      message === ''
        ? l10n.t('The Rust compiler crashed. This is a bug of the compiler.')
        : l10n.t('The Rust compiler crashed: {0}', message),
    advice: () => l10n.t('Use another version of Rust, and run "cargo clean" first.'),
    isAboutFiles: true,
    command: () => 'cargo clean',
    source: 'https://github.com/rust-lang/rust/issues',
  },
];
