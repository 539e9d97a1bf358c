import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule';

/** What C builds say when no rule knows the program or the library. */
export const NATIVE_BUILD_RULES: readonly Rule[] = [
  {
    id: 'tool.configure',
    atEnd: 40,
    pattern: /(?:^|\n)\s{0,12}configure: error: (?!in [`'])([^\n]{3,200})/,
    cause: ([, message = '']) =>
      l10n.t('The script "configure" of a C library stopped: {0}', message),
    advice: () =>
      l10n.t('Install what it asks for before the build. The file config.log has the details.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://www.gnu.org/software/autoconf/manual/',
  },
  {
    id: 'tool.compilerPart',
    atEnd: 40,
    pattern:
      /(?:^|\n)([\w./+-]{1,120}): (?:fatal )?error: (?:cannot execute|error trying to exec|unable to execute) [‘'`"]([^’'`"\n]{1,300})[’'`"]: ?(?:posix_spawnp?|execvp|execv)?/,
    cause: ([, compiler = '', part = '']) =>
      l10n.t(
        "{0} can't start its own program {1}: it is missing, or is for another system.",
        compiler,
        part,
      ),
    advice: () =>
      l10n.t('Install the whole compiler, in a build that runs on this system (glibc or musl).'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://gcc.gnu.org/onlinedocs/gcc/Directory-Options.html',
  },
  {
    id: 'tool.symbol',
    atEnd: 60,
    pattern:
      /(?:\n\s{0,12}"(_[\w.$]{1,120})", referenced from:(?:\n[^\n]{0,400}){1,60}?\n[^\n]{0,40}symbol\(s\) not found|undefined reference to [`'"]([\w.$@:]{1,120})['`"](?:\n[^\n]{0,400}){0,60}?\n[^\n]{0,40}(?:collect2: error: ld returned|clang: error: linker command failed))/,
    cause: ([, referenced = '', reference = '']) =>
      l10n.t('The linker did not find the symbol {0}.', referenced || reference),
    advice: () =>
      l10n.t('Find the library that has it, install it for the target, and name it to the linker.'),
    isAboutFiles: true,
    action: 'openWorkflow',
    source: 'https://sourceware.org/binutils/docs/ld/',
  },
];
