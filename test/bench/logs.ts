import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { explainFailure } from '../../src/github/logs/explainFailure';
import { readLog } from '../../src/github/logs/jobLog';

/**
 * Explains every log of a folder and compares with `causes.tsv` in it: name of the log, the true cause, rules that are
 * right, rules that are near (both separated by spaces, "-" for none), and words of the line that shows the cause. Where
 * no rule speaks, "none" counts as shown if these words are among the lines that are shown.
 */
export async function benchLogs(folder: string): Promise<string> {
  const causes = new Map(
    readFileSync(path.join(folder, 'causes.tsv'), 'utf8')
      .split('\n')
      .slice(1)
      .filter(line => line !== '')
      .map(line => {
        const [name = '', cause = '', right = '', near = '', telling = ''] = line.split('\t');
        return [name, { cause, right: right.split(' '), near: near.split(' '), telling }] as const;
      }),
  );
  const counts = { right: 0, near: 0, wrong: 0, none: 0, shown: 0 };
  const rows: string[] = [];
  for (const name of readdirSync(folder)
    .filter(file => file.endsWith('.log'))
    .sort()) {
    const id = path.basename(name, '.log');
    const known = causes.get(id);
    if (known === undefined) continue;
    const log = readLog(readFileSync(path.join(folder, name), 'utf8'));
    const seen = await explainFailure(log);
    const rule = seen.kind === 'explained' ? seen.rule : '';
    const verdict =
      seen.kind === 'unknown'
        ? 'none'
        : known.right.includes(rule)
          ? 'right'
          : known.near.includes(rule)
            ? 'near'
            : 'wrong';
    counts[verdict]++;
    if (seen.kind === 'unknown') {
      const { from, to } = seen.context ?? { from: 0, to: -1 };
      const isShown = log.lines.slice(from, to + 1).some(line => line.includes(known.telling));
      if (known.telling !== '' && isShown) counts.shown++;
    }
    const line = seen.kind === 'unknown' ? log.lines[seen.line ?? -1] : seen.cause;
    rows.push([id, verdict, rule, (line ?? '').trim(), known.cause].join('\t'));
  }
  const total = Object.entries(counts).map(([verdict, count]) => `${verdict} ${count}`);
  return [...rows, total.join(', ')].join('\n');
}
