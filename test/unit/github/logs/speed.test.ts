import * as assert from 'node:assert/strict';
import { explainFailure } from '../../../../src/github/logs/explainFailure';
import { readInSlices, readLog, readLongLog, SLICE } from '../../../../src/github/logs/jobLog';
import { RULES } from '../../../../src/github/logs/rule';
import { chunksOf } from '../../../../src/github/logs/stepText';
import { tellingLine } from '../../../../src/github/logs/telling';

const MEGABYTE = 1_000_000;
const fill = (text: string, size = MEGABYTE) => text.repeat(Math.ceil(size / text.length));

/** Milliseconds of processor time: other programs on a busy machine do not count. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The longest time that nothing else could run while `work` did, in milliseconds of processor time. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  let last = processorTime();
  let longest = 0;
  const state = { isDone: false };
  const watch = (async () => {
    while (!state.isDone) {
      await new Promise(resolve => setImmediate(resolve));
      const now = processorTime();
      longest = Math.max(longest, now - last);
      last = now;
    }
  })();
  await work();
  state.isDone = true;
  await watch;
  return longest;
}

/** The literal text of a rule's alternatives, whole and in parts: what makes a backtracking pattern slow. */
function adversarial(pattern: RegExp): string[] {
  const heads = pattern.source
    .split('|')
    .map(part =>
      part
        .replace(/\\n/g, '\n')
        .replace(/\\s[+*]?|\(\?[:!=]/g, ' ')
        .replace(/\[\^?[^\]]*\]/g, 'a')
        .replace(/[\\()^$?]|\{[^}]*\}/g, ''),
    )
    .filter(head => head.length > 3);
  return heads.flatMap(head =>
    [head, head.slice(0, head.length / 2)].map(text => fill(`${text} `, MEGABYTE / 10)),
  );
}

/** A text as the engine searches it: its lines cut, some hundred at a time. */
function partsOf(text: string): { readonly text: string; readonly parts: readonly string[] } {
  const { lines } = readLog(text.slice(0, MEGABYTE));
  const parts: string[] = [];
  for (let from = 0; from < lines.length; from += 300)
    parts.push(
      lines
        .slice(from, from + 300)
        .join('\n')
        .slice(0, 24_000),
    );
  return { text, parts };
}

describe('Speed of explanations', () => {
  it('runs each rule on one megabyte of adversarial text in linear time', function () {
    this.timeout(300_000);
    const slow: string[] = [];
    const common = ['error: x', 'error[E0001]: a\n = '].map(text => fill(text)).map(partsOf);
    for (const { id, pattern } of RULES) {
      for (const { text, parts } of [...common, ...adversarial(pattern).map(partsOf)]) {
        const started = processorTime();
        for (const part of parts) pattern.exec(part);
        const took = processorTime() - started;
        if (took > 600)
          slow.push(
            `${id}: ${String(Math.round(took))} ms of ${JSON.stringify(text.slice(0, 30))}`,
          );
      }
    }
    assert.deepEqual(slow, []);
  });

  for (const [name, line] of [['repeated errors', 'error: x\n']] as const) {
    it(`reads and explains 4 MB of ${name} without blocking`, async function () {
      this.timeout(300_000);
      const text = fill(line, 4 * MEGABYTE);
      const longest = await longestBlock(async () => {
        const log = await readLongLog(text);
        await explainFailure(log);
        tellingLine(log);
      });
      // 50 ms is the aim; a slow machine and the garbage collector get some room.
      assert.ok(longest < 150, `blocked for ${String(Math.round(longest))} ms`);
    });
  }

  for (const [name, line] of [
    ['short lines', 'error: x\n'],
    ['long coloured lines', `${'\u001B[1m\u001B[31merror\u001B[0m: '.repeat(400)}\n`],
    ['progress bars', `${' 50%\r'.repeat(20_000)}100%\n`],
  ] as const)
    it(`lets other code run after a bounded part of a log with ${name}`, () => {
      const text = fill(line, 4 * MEGABYTE);
      const offsets: number[] = [0];
      const slices = readInSlices(text);
      let slice = slices.next();
      for (; slice.done !== true; slice = slices.next()) offsets.push(slice.value);
      const log = slice.value;
      const parts = offsets.slice(1).map((to, index) => to - (offsets[index] ?? 0));
      assert.ok(Math.max(...parts) <= SLICE + line.length, `${String(Math.max(...parts))} read`);
      assert.ok(parts.length >= Math.floor(text.length / (SLICE + line.length)));
      assert.equal(log.lines.length, text.length / line.length);
      // A rule searches one of these parts before other code may run.
      const chunks = [...chunksOf(log, { from: 0, to: Math.min(2_000, log.lines.length - 1) })];
      assert.ok(Math.max(...chunks.map(chunk => chunk.text.length)) <= 24_000 + 4_001);
    });

  it('cuts long lines, and removes control and direction characters', () => {
    const { lines } = readLog(`${'a'.repeat(9_000)}\n\u0007b\u202Ec\u001B[31md\u001B[0m`);
    assert.deepEqual([lines[0]?.length, lines[1]], [4_000, 'bcd']);
  });
});
