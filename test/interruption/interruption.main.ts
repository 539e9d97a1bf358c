import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { FLOWS } from './flows';
import { InterruptedFlow, type Result } from './interrupt';

/**
 * Interrupts releases in many moments and prints what came of it.
 *
 *   npm run interruption -- [--flow NAME]… [--every N] [--only outside:12]
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      flow: { type: 'string', multiple: true },
      every: { type: 'string', default: '1' },
      only: { type: 'string' },
    },
  });
  const program = path.join(__dirname, 'program.main.js');
  const every = Number(values.every);
  const rows: string[] = [];
  let [cuts, faults] = [0, 0];
  for (const flow of FLOWS.filter(({ name }) => values.flow?.includes(name) ?? true)) {
    const { of, cuts: all } = await InterruptedFlow.prepare(flow, program);
    const chosen = all.filter(({ where, number }, index) =>
      values.only === undefined ? index % every === 0 : values.only === `${where}:${number}`,
    );
    const results: Result[] = [];
    for (const cut of chosen) {
      const result = await of.interrupt(cut);
      results.push(result);
      if (result.detail !== '')
        console.log(`${flow.name} ${cut.where}:${cut.number} ${result.detail}`);
    }
    of.dispose();
    const count = (kind: 'resume' | 'undo', state: string) =>
      results.filter(result => result[kind] === state).length;
    const numbers = (kind: 'resume' | 'undo') =>
      ['identical', 'different', 'stuck'].map(state => count(kind, state)).join(' / ');
    rows.push(
      `| ${flow.name} | ${chosen.length} of ${all.length} | ${numbers('resume')} | ${numbers('undo')} |`,
    );
    console.log(rows.at(-1));
    cuts += chosen.length;
    faults += results.filter(
      ({ resume, undo }) => resume !== 'identical' || undo !== 'identical',
    ).length;
  }
  console.log('\n| flow | cuts | resume: identical / different / stuck | undo |');
  console.log('|---|---|---|---|');
  for (const row of rows) console.log(row);
  console.log(`\n${cuts} cuts, ${faults} with another end`);
  process.exitCode = faults === 0 ? 0 : 1;
}

void main();
