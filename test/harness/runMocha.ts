import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';

/** How a suite ended, as it is handed from one process to another. */
export interface Results {
  readonly passed: number;
  readonly failed: number;
  /** Titles of what was skipped. */
  readonly skipped: readonly string[];
  /** What the reporter printed, where it could not print to the terminal. */
  readonly output?: string;
}

/**
 * Runs test files with mocha in this process. Writes the results to a file and returns them.
 * @param isSilent keeps what the reporter prints for the results, for a process whose console leads nowhere
 */
export async function runMocha(
  files: readonly string[],
  resultsFile: string,
  options: Mocha.MochaOptions = {},
  isSilent = false,
): Promise<Results> {
  const lines: string[] = [];
  if (isSilent) {
    const keep = (...args: unknown[]) => void lines.push(format(...args));
    Mocha.reporters.Base.consoleLog = keep;
    Object.assign(globalThis, { budtiktokOutput: keep });
  }
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    forbidOnly: true,
    color: false,
    ...options,
  });
  for (const file of files) mocha.addFile(file);
  const skipped: string[] = [];
  const results = await new Promise<Results>(resolve => {
    const runner = mocha.run(() =>
      resolve({
        passed: runner.stats?.passes ?? 0,
        failed: runner.stats?.failures ?? 0,
        skipped,
        ...(isSilent && { output: lines.join('\n') }),
      }),
    );
    runner.on('pending', test => skipped.push(test.fullTitle()));
    if (isSilent) passOverForeignErrors(runner);
  });
  writeFileSync(resultsFile, JSON.stringify(results));
  return results;
}

/**
 * Mocha takes whatever is thrown in its process for a failure of the test that runs. In an extension host other extensions
 * run as well: the git extension writes the message of a commit to a git that may have refused it already, and hears of the
 * closed pipe nowhere. VS Code logs that; it says nothing about the test.
 */
function passOverForeignErrors(runner: Mocha.Runner): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- mocha binds it itself, and listens with it
  const { uncaught } = runner;
  const heard = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' || !/[\\/]extensions[\\/]git[\\/]dist[\\/]/.test(error.stack ?? ''))
      uncaught(error);
  };
  process.off('uncaughtException', uncaught);
  process.on('uncaughtException', heard);
  runner.on('end', () => process.off('uncaughtException', heard));
}
