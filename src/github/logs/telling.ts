import type { Job } from '../model';
import { failedSteps, type JobLog } from './jobLog';
import { withoutBuildKit } from './stepText';

// What a runner prints for every failed step, whatever the reason.
const GENERIC =
  /^(?:Error: |Error: Error: )?(?:Process completed with exit code \d+|The process '[^']{0,300}' failed with exit code \d+|The operation was canceled|Docker run failed with exit code \d+|Final attempt failed\.)/;

// Follows from an earlier error: names what failed, not why.
const CONSEQUENCE =
  /could not compile|build failed, waiting|error: linking with|error: test failed, to rerun|executor failed running|failed to solve: process|subprocess-exited-with-error|metadata-generation-failed|Failed to build a native library|Cargo build finished with|failed to run custom build command|aborting due to|Failed building wheel|Failed to build (?:installable|one or more)|maturin failed|linker command failed|ld returned \d|Command '\[|process didn't exit successfully|returned non-zero exit status|This is an issue with the package mentioned above|Caused by: (?:Failed to build|Cargo metadata failed|`cargo metadata` exited)|^Traceback|(?:make|gmake|ninja)(?:\[\d+\])?: \*\*\*|Command exited with|Building wheel for|Encountered error while|^\s*$|did not run successfully/;

/** How tools print a cause, the most telling first. `last` takes the innermost of a chain. */
const SIGNS: readonly { readonly pattern: RegExp; readonly last?: boolean }[] = [
  { pattern: /^\s*(?:error(?:\[\w{1,9}\])?: |fatal error: |fatal: |\S{1,200}: fatal error: )/ },
  { pattern: /^(?:docker: |ERROR: )?Error response from daemon: / },
  {
    pattern:
      /No space left on device|error while loading shared libraries: |Library not loaded: |^qemu: |: QEMU internal SIG|: error: (?!linker command|ld returned)|undefined reference to |: cannot find -l|fatal error LNK|No module named |has panicked|had a problem and crashed/,
  },
  { pattern: /^E {2,}\S/ },
  { pattern: /^\s*Caused by: /, last: true },
  { pattern: /^(?:FAILED|ERROR) \S{1,300}(?:::| - )/ },
  { pattern: /^\s*(?:ERROR|Error|CRITICAL)(?: {2,}|: |:\w)/ },
  { pattern: /^\s*(?:[\w.]{0,80}(?:Error|Exception|Interrupt|Failure)): /, last: true },
  {
    pattern:
      /^(?:docker: |remote: error: | ! \[remote rejected\]|\s*panicked at|thread '|curl: |npm (?:ERR!|error) |💥 |⛔|× )/,
  },
  {
    pattern:
      /: (?:command not found|not found|No such file or directory|Permission denied|error: |undefined reference )/,
  },
  {
    pattern: /\b(?:error|failed|cannot|can't|unable to|not found|denied|invalid|missing)\b/i,
    last: true,
  },
  { pattern: /(?:make|gmake|ninja)(?:\[\d+\])?: \*\*\*/ },
];

// cargo repeats what compilers print as warnings: one with an error in it is no noise.
const NOISE =
  /^(?:##\[|⚠️ {1,4}Warning|warning: (?!.*: (?:fatal )?error: )|\s*(?:Running `|Compiling |Fresh ))/;

/** Characters of a line that are searched. */
const LONGEST_SIGN = 500;

/** Lines before the end of a failed step that are searched and shown. */
const SEARCHED = 2_000;

/**
 * The line that most likely says why a job failed, in its first failed step.
 * Lines that only repeat that something failed are used if nothing else is found.
 */
export function tellingLine(log: JobLog, job?: Pick<Job, 'steps'>): number | undefined {
  const [step = { from: 0, to: log.lines.length - 1 }] = failedSteps(log, job);
  const script = log.folds.find(fold => fold.from === step.from && fold.to < step.to);
  const start = script === undefined ? step.from : script.to + 1;
  const { from, to } = { from: Math.max(start, step.to - SEARCHED), to: step.to };
  const found: (number | undefined)[] = SIGNS.map(() => undefined);
  let marked: number | undefined;
  let consequence: number | undefined;
  let generic: number | undefined;
  let last: number | undefined;
  for (let line = from; line <= to; line++) {
    const text = withoutBuildKit(log.lines[line] ?? '').slice(0, LONGEST_SIGN);
    const mark = log.marks.get(line);
    if (mark === 'warning' || mark === 'command' || NOISE.test(text)) continue;
    if (GENERIC.test(text)) {
      if (mark === 'error') generic ??= line;
      continue;
    }
    if (mark === 'error') marked ??= line;
    if (text.trim() !== '') last = line;
    if (CONSEQUENCE.test(text)) {
      if (text.trim() !== '') consequence ??= line;
      continue;
    }
    for (const [rank, { pattern, last: takesLast = false }] of SIGNS.entries()) {
      if (!pattern.test(text)) continue;
      if (takesLast || found[rank] === undefined) found[rank] = line;
      break;
    }
  }
  // A chain of causes: the innermost one says more than the error at its head.
  const first =
    found[0] ??
    found[1] ??
    found[2] ??
    found[3] ??
    marked ??
    found.find(line => line !== undefined) ??
    consequence ??
    last ??
    generic;
  return first === undefined ? undefined : innermost(log, first, to);
}

/** The end of the chain of causes that begins at a line: `Caused by: …`, or `Caused by:` and the next line. */
function innermost({ lines }: JobLog, line: number, to: number): number {
  let at = line;
  for (let next = line + 1; next <= to; next++) {
    const text = lines[next] ?? '';
    if (text.trim() === '') continue;
    const [chained, cause = ''] = /^\s*Caused by:(.*)$/.exec(text) ?? [];
    if (chained === undefined) break;
    const place = cause.trim() === '' ? next + 1 : next;
    const reached = lines[place] ?? '';
    // The number of a system error alone says less than what was tried.
    if (place > to || CONSEQUENCE.test(reached) || /\(os error \d+\)$/.test(reached)) break;
    at = place;
    next = place;
  }
  return at;
}
