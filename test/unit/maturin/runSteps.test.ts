import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { commandLine, type Ended, runSteps } from '../../../src/maturin/runSteps';
import {
  LocalBuildError,
  type Result,
  type Step,
  type Steps,
  withTemporaryFolder,
} from '../../../src/maturin/step';
import { untilEnded } from '../../fixtures/processes';

/** A step that runs a script of Node. */
function node(script: string, more: Partial<Step> = {}): Step {
  return { program: process.execPath, args: ['-e', script], cwd: os.tmpdir(), ...more };
}

function* of(...steps: readonly Step[]): Generator<Step, Result, void> {
  yield* steps;
  return { message: 'over' };
}

async function run(
  steps: Parameters<typeof runSteps>[0],
  signal = new AbortController().signal,
): Promise<{ ended: Ended; lines: string[] }> {
  const lines: string[] = [];
  const ended = await runSteps(steps, line => void lines.push(line), signal, true);
  return { ended, lines: lines.filter(line => !line.startsWith('> ')) };
}

describe('runSteps', function () {
  this.timeout(20_000);

  it('runs one after the other, and shows whole lines of both streams', async () => {
    const { ended, lines } = await run(
      of(
        node(
          'process.stdout.write("a"); setTimeout(() => { process.stdout.write("b\\r\\nc\\n"); console.error("ü"); }, 20)',
        ),
        node('process.stdout.write(process.env.GIVEN)', { env: { GIVEN: 'last' } }),
      ),
    );
    assert.deepEqual(ended, { kind: 'done', result: { message: 'over' } });
    assert.deepEqual([...lines.slice(0, 3)].sort(), ['ab', 'c', 'ü']);
    assert.equal(lines[3], 'last');
  });

  it('stops at the first that fails', async () => {
    const { ended, lines } = await run(of(node('process.exit(7)'), node('console.log("not run")')));
    assert.equal(ended.kind === 'failed' && ended.code, 7);
    assert.deepEqual(lines, []);
  });

  it('keeps what the step that failed printed last, and no secret of it', async () => {
    const { ended } = await run(
      of(
        node('console.log("of the step before")'),
        node(
          'for (let i = 0; i < 5000; i++) console.log(i); console.log(process.env.TOKEN); process.exitCode = 3',
          { secrets: { TOKEN: 'pypi-secret' } },
        ),
      ),
    );
    assert.ok(ended.kind === 'failed');
    assert.equal(ended.output.length, 2_000);
    assert.ok(ended.output.includes('4999') && ended.output.includes('***'));
    assert.doesNotMatch(ended.output.join('\n'), /before|pypi-secret/);
  });

  it('passes arguments as they are, whatever a shell would read in them', async () => {
    const args = ['a b', '$HOME', '"; echo x', '*', '%PATH%', ''];
    const { lines } = await run(
      of({
        ...node(''),
        args: ['-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', ...args],
      }),
    );
    assert.deepEqual(JSON.parse(lines[0]!), args);
  });

  it('never shows a secret, neither in the command nor in what is printed', async () => {
    const step = node(
      'console.log(process.env.TOKEN + "!" + process.env.TOKEN); console.error("x" + process.env.TOKEN)',
      { secrets: { TOKEN: 'pypi-secret' } },
    );
    const lines: string[] = [];
    await runSteps(of(step), line => void lines.push(line), new AbortController().signal, true);
    assert.deepEqual([...lines.slice(1)].sort(), ['***!***', 'x***']);
    assert.ok(!lines.join().includes('pypi-secret'));
    assert.ok(!commandLine(step).includes('pypi-secret'));
  });

  it('ends a program and its children when it is stopped', async function () {
    if (process.platform === 'win32') this.skip();
    const stop = new AbortController();
    const pids: number[] = [];
    const script =
      'const child = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]); console.log(process.pid + " " + child.pid); setInterval(() => {}, 1000)';
    const ended = await runSteps(
      of(node(script), node('console.log("not run")')),
      line => {
        if (line.startsWith('> ')) return;
        pids.push(...line.split(' ').map(Number));
        stop.abort();
      },
      stop.signal,
      true,
    );
    assert.deepEqual(ended, { kind: 'stopped' });
    assert.equal(pids.length, 2);
    await untilEnded(pids);
  });

  it('runs nothing when it is stopped before', async () => {
    const stop = new AbortController();
    stop.abort();
    assert.deepEqual(await run(of(node('console.log("not run")')), stop.signal), {
      ended: { kind: 'stopped' },
      lines: [],
    });
  });

  it('says which program could not be started', async () => {
    const program = path.join(os.tmpdir(), 'no-such-program');
    await assert.rejects(
      run(of({ program, args: [], cwd: os.tmpdir() })),
      (error: unknown) => error instanceof Error && error.message.includes(program),
    );
  });

  it('removes the temporary folder, however it ends', async () => {
    const seen: string[] = [];
    const steps = (then: Step | Error): Steps =>
      withTemporaryFolder('test', async function* (dir) {
        seen.push(dir);
        yield node('require("fs").writeFileSync("left", "")', { cwd: dir });
        assert.ok(await Promise.resolve(existsSync(path.join(dir, 'left'))));
        if (then instanceof Error) throw then;
        yield then;
        return { message: 'over' };
      });
    assert.equal((await run(steps(node('')))).ended.kind, 'done');
    assert.equal((await run(steps(node('process.exit(1)')))).ended.kind, 'failed');
    await assert.rejects(run(steps(new LocalBuildError('no', 'advice'))), LocalBuildError);
    assert.equal(seen.length, 3);
    for (const dir of seen) assert.ok(!existsSync(dir), dir);
  });
});
