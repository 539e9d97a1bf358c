import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CHECKLIST_SETTINGS } from '../../../src/ids';
import { agreement } from '../../../src/manifests/package';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';
import { services } from '../support';
import { packagesOf } from '../../../src/ui/selectors';

describe('Where git is not installed, the extension', () => {
  it('still shows versions, says why it cannot release, and sets versions', async () => {
    const {
      store,
      workspace: { sessions },
      release: { intents, runner: releases, status: looks },
    } = await services();
    const [pkg] = packagesOf(store.value);
    assert.ok(pkg);
    await assert.rejects(
      sessions.open(pkg),
      (error: unknown) =>
        error instanceof Error &&
        error.name === 'GitUnavailable' &&
        error.message.includes('No git program was found'),
    );
    await looks.refresh(pkg, false);
    assert.match(store.value.releases.get(pkg.manifest)?.note ?? '', /No git program/);

    const version = parseReleaseVersion('0.2.0');
    assert.ok(version.ok);
    const session = await sessions.openFiles(pkg);
    const proposal = await releases.propose(
      session,
      'files',
      intents.ofFiles(session, version.version),
      undefined,
    );
    const outcome = await releases.run(proposal, new AbortController().signal, () => undefined);
    assert.equal(outcome.result, 'done', JSON.stringify(outcome));
    const [after] = packagesOf(store.value);
    assert.deepEqual(
      [agreement(after!.sites).current?.text, agreement(after!.sites).mismatched],
      ['0.2.0', []],
    );
  });

  it('takes no answer of a machine for fresh, because no one knows what it was given for', async () => {
    const { store, checklists } = await services();
    const [pkg] = packagesOf(store.value);
    assert.ok(pkg);
    const keeper = await checklists.keeper;
    const before = await keeper.look(pkg);
    assert.match(before.note ?? '', /No git program was found/);
    assert.deepEqual(
      before.items.map(({ item: { id }, state }) => `${id} ${state}`),
      [
        'cargoTest open',
        'versions pass',
        'documentation open',
        'benchmarks open',
        'smokeTest open',
      ],
    );

    await vscode.workspace
      .getConfiguration()
      .update(
        CHECKLIST_SETTINGS.commands,
        { cargoTest: 'exit 0' },
        vscode.ConfigurationTarget.Global,
      );
    const stateOf = async (id: string) =>
      (await keeper.look(pkg)).items.find(({ item }) => item.id === id)!;
    assert.equal(
      (await (await checklists.tasks).run(pkg, (await stateOf('cargoTest')).item)).kind,
      'done',
    );
    const answered = await stateOf('cargoTest');
    assert.deepEqual(
      [answered.state, answered.since, answered.answer?.outcome],
      ['stale', 'unknown', 'pass'],
    );
    await vscode.workspace
      .getConfiguration()
      .update(CHECKLIST_SETTINGS.commands, undefined, vscode.ConfigurationTarget.Global);

    // Nothing is on this PATH, and so no cargo: it is said, and is no answer.
    await keeper.answer(pkg, 'cargoTest', undefined);
    assert.equal(
      (await (await checklists.tasks).run(pkg, (await stateOf('cargoTest')).item)).kind,
      'refused',
    );
    assert.equal((await stateOf('cargoTest')).state, 'open');
    await keeper.tick(pkg, await stateOf('documentation'), 'pass');
    assert.equal(
      (await stateOf('documentation')).state,
      'pass',
      'what a person judged rests on no file',
    );
  });
});
