import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { explainFailure } from '../../../../src/github/logs/explainFailure';
import { readLog } from '../../../../src/github/logs/jobLog';
import { RULES } from '../../../../src/github/logs/rule';
import { ROOT } from '../../../harness/paths';

const FIXTURES = path.join(ROOT, 'test', 'fixtures');

interface Sample {
  readonly rule: string;
  /** Output that the rule explains; empty if a whole log in `fixtures/logs` shows it. */
  readonly output: string;
  /** Output that resembles it and has another cause, or none. */
  readonly neighbours: readonly string[];
}

/** `=== rule`, the output, then `--- not` and output that the rule must not explain. */
const samples = readdirSync(path.join(FIXTURES, 'failures')).flatMap(file =>
  readFileSync(path.join(FIXTURES, 'failures', file), 'utf8')
    .split(/^=== /m)
    .slice(1)
    .map((part): Sample => {
      const [head = '', ...neighbours] = part.split(/^--- not\n/m);
      const [rule = '', ...output] = head.split('\n');
      return { rule, output: output.join('\n').trimEnd(), neighbours };
    }),
);

async function explained(output: string): Promise<{ rule: string; cause: string }> {
  const log = readLog(
    `##[group]Run ./build\n./build\nshell: sh\n##[endgroup]\n${output}\n##[error]Process completed with exit code 1.`,
  );
  const seen = await explainFailure(log);
  return seen.kind === 'explained' ? seen : { rule: 'none', cause: '' };
}

describe('Rules of Explain Failure', () => {
  for (const { rule, output, neighbours } of samples) {
    if (output !== '')
      it(`explains ${rule}`, async () => {
        const seen = await explained(output);
        assert.equal(seen.rule, rule, seen.cause);
        assert.match(seen.cause, /^[^{}]{15,}$/);
        assert.doesNotMatch(seen.cause, /undefined|\[\]|\(\)|: \.$/);
      });
    for (const neighbour of neighbours)
      it(`does not take for ${rule}: ${neighbour.slice(0, 60).split('\n', 1)[0] ?? ''}`, async () =>
        assert.notEqual((await explained(neighbour)).rule, rule));
  }

  it('has an output and a neighbour for every rule', () => {
    const ids = RULES.map(({ id }) => id);
    const logs = readdirSync(path.join(FIXTURES, 'logs')).map(name =>
      name.split('.').slice(0, 2).join('.'),
    );
    const shown = new Set([
      ...logs,
      ...samples.flatMap(({ rule, output }) => (output === '' ? [] : rule)),
    ]);
    const besides = new Set(
      samples.flatMap(({ rule, neighbours }) => (neighbours.length > 0 ? rule : [])),
    );
    assert.deepEqual(
      ids.filter(id => !shown.has(id)),
      [],
    );
    assert.deepEqual(
      ids.filter(id => !besides.has(id)),
      [],
    );
    assert.deepEqual(
      samples.map(({ rule }) => rule).filter(rule => !ids.includes(rule)),
      [],
    );
    assert.equal(new Set(ids).size, ids.length);
  });
});
