import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { CHECKLIST_SETTINGS, CHECKLIST_TASK_TYPE, COMMANDS } from '../../../src/ids';
import type { Ended } from '../../../src/maturin/runSteps';
import type { ItemState } from '../../../src/release/checklist/state';
import { blockers } from '../../../src/release/releasePlan';
import type { Services } from '../../../src/ui/services/services';
import type { ChecklistState } from '../../../src/ui/store';
import { writeFilesTo } from '../../fixtures/files';
import { untilEnded } from '../../fixtures/processes';
import { installHook } from '../../fixtures/sample';
import { has } from '../../harness/toolchain';
import { HostBench, services, until } from '../support';

const LIB = 'crates/budtiktok-core/src/lib.rs';

describe('The checklist', function () {
  this.timeout(60_000);
  let running: Services;
  let bench: HostBench;
  const pids = path.join(os.tmpdir(), `budtiktok-checklist-${process.pid}`);
  const set = (name: string, value: unknown) =>
    vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);

  const COMMANDS_SET = { cargoTest: 'echo fine' };
  before(async () => {
    running = await services();
    bench = new HostBench(running, vscode.workspace.workspaceFolders![0]!.uri.fsPath);
    await set(CHECKLIST_SETTINGS.commands, COMMANDS_SET);
    await set(CHECKLIST_SETTINGS.items, [
      { title: 'Fails', id: 'fails', command: 'exit 3' },
      { title: 'Waits', id: 'waits', command: `sleep 600 & echo $$ $! > ${pids}; wait` },
      'The team was asked',
    ]);
  });
  beforeEach(() => bench.reset());
  afterEach(async () => {
    const keeper = await running.checklists.keeper;
    for (const { item } of (await look()).items) await keeper.answer(bench.pkg, item.id, undefined);
    await set(CHECKLIST_SETTINGS.required, undefined);
  });
  after(async () => {
    for (const setting of Object.values(CHECKLIST_SETTINGS)) await set(setting, undefined);
    rmSync(pids, { force: true });
    await bench.reset();
  });

  const look = async (): Promise<ChecklistState> =>
    await (await running.checklists.keeper).look(bench.pkg);
  const item = async (id: string): Promise<ItemState> => {
    const found = (await look()).items.find(state => state.item.id === id);
    assert.ok(found, id);
    return found;
  };
  const run = async (id: string): Promise<Ended> =>
    (await running.checklists.tasks).run(bench.pkg, (await item(id)).item);
  const tick = (id: string, command: string = COMMANDS.passChecklistItem) =>
    vscode.commands.executeCommand(command, { pkg: bench.pkg, itemId: id });
  const plan = async () => await running.release.runner.plan(await bench.propose('0.2.0'));
  const gate = async () => {
    const { checks } = await plan();
    const { state, detail } = checks.find(({ id }) => id === 'checklist')!;
    return `${state}: ${detail}`;
  };

  it('has the items that this repository can have', async () => {
    const { items, problems, version } = await look();
    assert.deepEqual(
      items.map(({ item: { id }, state }) => `${id} ${state}`),
      [
        'cargoTest open',
        'versions pass',
        'documentation open',
        'benchmarks open',
        'smokeTest open',
        'fails open',
        'waits open',
        'the-team-was-asked open',
      ],
    );
    assert.deepEqual([problems, version], [[], undefined]);
  });

  it('is read from files that belong together, whatever changes meanwhile', async () => {
    const {
      tree: { index },
    } = await running.workspace.sessions.openFiles(bench.pkg);
    for (let turns = 0; turns < 40; turns++) {
      const looking = look();
      for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve));
      index.changed(bench.pkg.manifest);
      const found = (await looking).items.find(({ item: { id } }) => id === 'smokeTest');
      assert.equal(found?.item.answer.kind, 'task', `changed after ${turns} turns`);
    }
  });

  it('runs what a machine can answer as tasks, and keeps whether it passed', async () => {
    const started: vscode.Task[] = [];
    const subscription = vscode.tasks.onDidStartTask(({ execution }) =>
      started.push(execution.task),
    );
    assert.equal((await run('cargoTest')).kind, 'done');
    const failed = await run('fails');
    subscription.dispose();
    assert.equal(failed.kind === 'failed' && failed.code, 3);
    assert.deepEqual(
      started.map(
        ({ name, definition }) => `${name}: ${definition.type} ${String(definition['item'])}`,
      ),
      [`Rust tests: ${CHECKLIST_TASK_TYPE} cargoTest`, `Fails: ${CHECKLIST_TASK_TYPE} fails`],
    );
    const passed = await item('cargoTest');
    assert.equal(passed.state, 'pass');
    assert.ok(Math.abs(Date.now() - (passed.answer?.at ?? 0)) < 60_000);
    assert.equal((await item('fails')).state, 'fail');
  });

  it('keeps the answer of a task that was run without a command of ours', async () => {
    const [task] = (await vscode.tasks.fetchTasks({ type: CHECKLIST_TASK_TYPE })).filter(
      ({ definition }) => definition['item'] === 'fails',
    );
    assert.ok(task);
    await vscode.tasks.executeTask(task);
    await until(
      running,
      'the answer',
      state =>
        state.checklists
          .get(bench.pkg.manifest)
          ?.items.some(({ item, state }) => item.id === 'fails' && state === 'fail') === true,
      20_000,
    );
  });

  it('asks cargo and pytest where the settings name nothing else', async function () {
    if (!has('cargo') || !hasPytest()) this.skip();
    await set(CHECKLIST_SETTINGS.commands, undefined);
    try {
      assert.equal((await run('cargoTest')).kind, 'done');
      const tests = 'crates/budtiktok-python/tests/test_encode.py';
      const write = (result: string) =>
        writeFilesTo(bench.workspace, { [tests]: `def test_encode():\n    assert ${result}\n` });
      write('True');
      assert.match(
        commandOf(await item('pythonTests')),
        / -m pytest crates\/budtiktok-python\/tests$/,
      );
      assert.equal((await run('pythonTests')).kind, 'done');
      assert.equal((await item('pythonTests')).state, 'pass');
      write('False');
      const failed = await run('pythonTests');
      assert.equal(failed.kind === 'failed' && failed.code, 1);
      bench.replace('crates/budtiktok-core/src/lib.rs', 'usize', 'u32');
      assert.equal((await run('cargoTest')).kind, 'failed', 'it no longer compiles');
      assert.equal((await item('cargoTest')).state, 'fail');
    } finally {
      await set(CHECKLIST_SETTINGS.commands, COMMANDS_SET);
    }
  });

  it('builds a wheel, installs it in a fresh environment and imports it', async function () {
    if (!has('cargo') || !has('maturin')) this.skip();
    this.timeout(300_000);
    // The sample's binding is none that compiles; a program beside the module is, without a crate from a registry.
    const python = 'crates/budtiktok-python';
    bench.replace(
      `${python}/pyproject.toml`,
      'dependencies = [\n    "numpy>=1.20.0",\n]',
      'dependencies = []',
    );
    bench.replace(`${python}/pyproject.toml`, 'features = ["extension-module"]\n', '');
    bench.replace(`${python}/pyproject.toml`, 'bindings = "cffi"', 'bindings = "bin"');
    const module = `${python}/python/budtiktok/__init__.py`;
    bench.replace(module, 'from .budtiktok import Tokenizer\n', '');
    writeFilesTo(bench.workspace, { [`${python}/src/main.rs`]: 'fn main() {}\n' });
    const passed = await run('smokeTest');
    assert.match(
      passed.kind === 'done' ? passed.result.message : JSON.stringify(passed),
      /^budtiktok-0\.1\.0-py3-none-\S+\.whl installs into a fresh environment, and can be imported\.$/,
    );
    assert.equal((await item('smokeTest')).state, 'pass');

    bench.replace(module, '__version__', 'import no_such_module\n\n__version__');
    assert.equal((await item('smokeTest')).state, 'stale');
    assert.equal((await run('smokeTest')).kind, 'failed', 'it can no longer be imported');
    assert.equal((await item('smokeTest')).state, 'fail');
  });

  it('hears how a task ended, also where the editor runs one that it got before', async () => {
    for (let times = 0; times < 3; times++) {
      const [ended] = await Promise.all([
        run('cargoTest'),
        vscode.tasks.fetchTasks({ type: CHECKLIST_TASK_TYPE }),
        vscode.tasks.fetchTasks({ type: CHECKLIST_TASK_TYPE }),
      ]);
      assert.equal(ended.kind, 'done');
    }
  });

  it('ends the whole process tree where its terminal is closed, and keeps no answer', async function () {
    if (process.platform === 'win32') this.skip();
    const ended = run('waits');
    await until(
      running,
      'it runs',
      state => state.checklists.get(bench.pkg.manifest)?.running.includes('waits') === true,
      20_000,
    );
    await assert.rejects(
      (await running.checklists.tasks).run(bench.pkg, (await item('waits')).item),
      /is being run already/,
    );
    const started = await untilWritten(pids);
    const execution = vscode.tasks.taskExecutions.find(
      ({ task }) => task.definition['item'] === 'waits',
    );
    assert.ok(execution);
    execution.terminate();
    assert.equal((await ended).kind, 'stopped');
    await untilEnded(started);
    assert.equal((await item('waits')).state, 'open');
    assert.deepEqual((await look()).running, []);
  });

  it('is stopped by Ctrl+C in its terminal', async function () {
    if (process.platform === 'win32') this.skip();
    rmSync(pids, { force: true });
    const ended = run('waits');
    const started = await untilWritten(pids);
    const terminal = vscode.window.terminals.find(({ name }) => name.includes('Waits'));
    assert.ok(terminal, vscode.window.terminals.map(({ name }) => name).join());
    terminal.sendText('\u0003', false);
    assert.equal((await ended).kind, 'stopped');
    await untilEnded(started);
  });

  it('takes an answer for stale as soon as files have changed since, and not where the release itself bumped them', async () => {
    await run('cargoTest');
    const text = bench.read(LIB);
    bench.replace(LIB, 'text.split_whitespace()', 'text.split(" ")');
    const { state, since, answer } = await item('cargoTest');
    assert.deepEqual([state, since, answer?.outcome], ['stale', 'files', 'pass']);
    bench.replace(LIB, 'text.split(" ")', 'text.split_whitespace()');
    assert.equal(bench.read(LIB), text);
    assert.equal((await item('cargoTest')).state, 'pass');

    installHook(bench.remote, 'pre-receive', 'exit 1');
    const proposal = await bench.propose('0.2.0');
    assert.equal((await bench.release(proposal)).result, 'failed');
    assert.match(bench.read('Cargo.toml'), /version = "0\.2\.0"/);
    assert.equal((await look()).version, '0.2.0', 'its answers have gone along');
    assert.equal((await item('cargoTest')).state, 'pass');

    await running.release.runner.undo(proposal.session, proposal.intent);
    assert.equal((await look()).version, undefined);
    assert.equal((await item('cargoTest')).state, 'pass', 'and come back');
  });

  it('begins anew with the release after one that is public', async () => {
    await tick('documentation');
    assert.equal((await item('documentation')).state, 'pass');
    // No other test plans this version, of which answers are kept.
    assert.equal((await bench.release(await bench.propose('0.5.0'))).result, 'done');
    assert.equal((await item('documentation')).state, 'open');
  });

  it('is ticked by hand, with who and when, and cleared', async () => {
    await tick('documentation');
    const { state, answer } = await item('documentation');
    assert.deepEqual([state, answer?.by], ['pass', 'Maintainer <maintainer@example.invalid>']);
    await tick('documentation', COMMANDS.failChecklistItem);
    assert.equal((await item('documentation')).state, 'fail');
    await tick('documentation', COMMANDS.clearChecklistItem);
    assert.equal((await item('documentation')).state, 'open');
    assert.equal(bench.git('status', '--porcelain'), '', 'answers are nothing of the workspace');
    await assert.rejects(
      (await running.checklists.keeper).tick(bench.pkg, await item('cargoTest'), 'pass'),
      /not answered by hand/,
    );
  });

  it('follows the files while its view is seen, and does not stir what it looks at', async () => {
    await run('cargoTest');
    await vscode.commands.executeCommand('budtiktok.checklist.focus');
    const shown = () =>
      running.store.value.checklists
        .get(bench.pkg.manifest)
        ?.items.find(({ item }) => item.id === 'cargoTest')?.state;
    assert.equal(shown(), 'pass');
    bench.replace(LIB, 'text.split_whitespace()', 'text.split(" ")');
    await until(running, 'it is stale', () => shown() === 'stale', 20_000);
    bench.git('checkout', '--quiet', LIB);
    await until(running, 'it is fresh', () => shown() === 'pass', 20_000);

    let changes = 0;
    const subscription = running.git.onDidChangeRepository(() => changes++);
    try {
      for (let looks = 0; looks < 10; looks++) {
        const before = running.store.value;
        changes = 0;
        await look();
        await look();
        if (changes === 0 && running.store.value === before) return;
      }
      assert.fail(
        `${changes} changes: a look that changes what it looks at would be looked at again, for ever`,
      );
    } finally {
      subscription.dispose();
      await vscode.commands.executeCommand('workbench.view.explorer');
    }
  });

  it('gates the plan by what is required', async () => {
    assert.equal(await gate(), 'ok: 1 of 8 pass; none is required');
    await set(CHECKLIST_SETTINGS.required, ['cargoTest', 'documentation', 'versions']);
    assert.equal(
      await gate(),
      'blocks: Required: Rust tests (not answered), Documentation (not answered)',
    );
    await run('cargoTest');
    await tick('documentation');
    assert.equal(await gate(), 'ok: 3 of 8 pass, and with them all that are required (3)');
    assert.deepEqual(blockers(await plan()), []);
    await set(CHECKLIST_SETTINGS.required, ['cargoTests']);
    assert.equal(
      await gate(),
      'unknown: The checklist has no item "cargoTests" that could be required.',
    );
  });

  it('leaves to the release a version that lags behind, and not one that may be another on purpose', async () => {
    const versions = async () => {
      await running.workspace.manifests.refresh();
      const { state, detail } = await item('versions');
      return [state, detail];
    };
    bench.replace('crates/budtiktok-python/python/budtiktok/__init__.py', '"0.1.0"', '"0.0.9"');
    assert.deepEqual(await versions(), ['due', '1 of 14 places differ from 0.1.0']);
    bench.replace('crates/budtiktok-python/pyproject.toml', '"0.1.0"', '"0.1.1"');
    assert.deepEqual(await versions(), ['fail', '12 of 14 places differ from 0.1.1']);
  });
});

function commandOf({ item: { answer } }: ItemState): string {
  return answer.kind === 'command' ? answer.command : '';
}

function hasPytest(): boolean {
  return spawnSync('python3', ['-c', 'import pytest'], { stdio: 'ignore' }).status === 0;
}

/** The numbers in a file, as soon as a program has written them there. */
async function untilWritten(file: string): Promise<number[]> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
    const numbers = existsSync(file)
      ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number)
      : [];
    if (numbers.length === 2) return numbers;
    await new Promise(resolve => setImmediate(resolve));
  }
  throw new Error(`${file} was not written`);
}
