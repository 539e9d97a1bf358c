/** The commands that look at a repository. */
export type CommandName = 'check' | 'plan' | 'bump';

export const COMMANDS: readonly CommandName[] = ['check', 'plan', 'bump'];

const TARGETS =
  'patch, minor, major, final, prerelease, alpha, beta, rc, dev, or a level with a phase such as minor-rc';

const FILES = `Files: what git tracks, what it does not know yet, and what a manifest names. A folder in which git tracks files but
no manifest is not looked through; without git, every folder is.`;

const CHECK = `Usage: budtiktok-release check [DIR] [options]

Says whether every version site of every package agrees. DIR is the folder to look in (default: the current one).

  --package NAME         only this package: its name, or the path of its manifest
  --answer ID=VALUE      settle a question (repeatable); ID and the values are in the output
  --tag TAG              compare the tag of a release with the files, too
  --format FORMAT        text (default), github (workflow annotations) or json
  --json                 the same as --format json
  --schema               print the JSON Schema of the JSON output

${FILES}

Exit code: 0 all agree, 1 some do not, 2 an error, 3 all agree and there are questions.`;

const planLike = (
  command: 'plan' | 'bump',
  about: string,
) => `Usage: budtiktok-release ${command} [DIR] (--bump BUMP | --to VERSION) [options]

${about} DIR is the folder to look in (default: the current one).

  --bump BUMP            ${TARGETS}
  --to VERSION           a version in SemVer or PEP 440 spelling
  --package NAME         which package, where there are several: its name, or the path of its manifest
  --with NAME=BUMP       another package that keeps its own version, in the same run (repeatable); BUMP or a version
  --answer ID=VALUE      settle a question (repeatable); ID and the values are in the plan
  --search               ask about every line of other tracked files that holds the version; without it, only places
                         that are the package's by their file move (current_version, CITATION.cff, package.json)
  --json                 JSON instead of text
  --schema               print the JSON Schema of the JSON output

${FILES}

Exit code: 0 ${command === 'plan' ? 'the plan can be written' : 'written, or nothing to write'}, 2 an error, 3 there are questions or refusals.`;

const MAIN = `Usage: budtiktok-release COMMAND [DIR] [options]

  check      say whether all version sites agree
  plan       show what a bump would change; nothing is written
  bump       write what plan shows: all files or none

  --help     this text, or the options of a command
  --version  the version of this program`;

export function usage(command?: CommandName): string {
  switch (command) {
    case undefined:
      return MAIN;
    case 'check':
      return CHECK;
    case 'plan':
      return planLike('plan', 'Shows what a bump would change. Nothing is written.');
    case 'bump':
      return planLike(
        'bump',
        'Writes what plan shows: all files or none. With questions or refusals nothing is written.',
      );
  }
}

/** How a command ends, as other programs see it. */
export const EXIT = {
  /** Everything agrees, or was planned or written. */
  ok: 0,
  /** `check`: at least one site says another version. */
  disagrees: 1,
  /** The command could not be understood or carried out. */
  error: 2,
  /** `plan` and `bump`: there are questions or refusals, so nothing may be written. */
  undecided: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A reason to stop that the caller can fix: it is printed without a stack, and the exit code is 2. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
}
