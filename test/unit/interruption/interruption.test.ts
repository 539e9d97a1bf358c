import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { FLOWS } from '../../interruption/flows';
import { type Cut, InterruptedFlow } from '../../interruption/interrupt';
import { ROOT } from '../../harness/paths';

type Wanted = (moments: {
  readonly cuts: readonly Cut[];
  readonly faults: readonly Cut[];
}) => Cut[];

/** Kills at these parts of a flow. */
const killed = (cuts: readonly Cut[], ...parts: readonly number[]): Cut[] =>
  parts.map(part => cuts[Math.floor(part * (cuts.length - 1))]!);

const failing = (faults: readonly Cut[], fault: Cut['fault'], step: string): Cut[] => [
  faults.find(found => found.fault === fault && found.step?.includes(step) === true)!,
];

/** Moments that are tried of each flow. `npm run interruption` tries every one. */
const TRIED: Readonly<Record<string, Wanted>> = {
  plain: ({ cuts, faults }) => [
    ...killed(cuts, 0.33, 0.67),
    ...failing(faults, 'full', 'write text'),
    ...failing(faults, 'refuse', 'git add'),
  ],
  'GitHub Release': ({ cuts, faults }) => [
    ...killed(cuts, 1),
    ...failing(faults, 'lost', 'request POST'),
  ],
};

describe('A release that is killed, or in which a step fails', function () {
  this.timeout(300_000);
  const program = path.join(ROOT, 'out', 'test', 'interruption', 'program.main.js');

  for (const [name, wanted] of Object.entries(TRIED))
    it(`ends as an uninterrupted one when it is resumed, and is taken back whole: ${name}`, async function () {
      if (process.platform === 'win32') this.skip();
      const flow = FLOWS.find(found => found.name === name)!;
      const { of, ...moments } = await InterruptedFlow.prepare(flow, program);
      try {
        assert.ok(moments.cuts.length > 100, `${moments.cuts.length} moments`);
        for (const cut of wanted(moments)) {
          const { resume, undo, detail } = await of.interrupt(cut);
          assert.deepEqual(
            { cut, resume, undo, detail },
            { cut, resume: 'identical', undo: 'identical', detail: '' },
          );
        }
      } finally {
        of.dispose();
      }
    });
});
