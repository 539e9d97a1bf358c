import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { FLOWS } from '../../interruption/flows';
import { InterruptedFlow } from '../../interruption/interrupt';
import { ROOT } from '../../harness/paths';

/** Moments that are tried of each flow, spread over all of them. `npm run interruption` tries every one. */
const MOMENTS = 3;

describe('A release that is killed', function () {
  this.timeout(300_000);
  const program = path.join(ROOT, 'out', 'test', 'interruption', 'program.main.js');

  for (const flow of FLOWS.filter(({ name }) => ['plain', 'GitHub Release'].includes(name)))
    it(`ends as an uninterrupted one when it is resumed, and is taken back whole: ${flow.name}`, async function () {
      if (process.platform === 'win32') this.skip();
      const { of, cuts } = await InterruptedFlow.prepare(flow, program);
      try {
        assert.ok(cuts.length > 100, `${cuts.length} moments`);
        for (let step = 1; step <= MOMENTS; step++) {
          const cut = cuts[Math.floor((step * (cuts.length - 1)) / MOMENTS)]!;
          assert.deepEqual(await of.interrupt(cut), {
            cut,
            resume: 'identical',
            undo: 'identical',
            detail: '',
          });
        }
      } finally {
        of.dispose();
      }
    });
});
