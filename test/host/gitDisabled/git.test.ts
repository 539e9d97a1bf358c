import * as assert from 'node:assert/strict';
import { agreement } from '../../../src/manifests/package';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';
import { services } from '../support';
import { packagesOf } from '../../../src/ui/selectors';

describe('Where git is turned off, the extension', () => {
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
        error.message.includes('turned off by the setting git.enabled'),
    );
    await looks.refresh(pkg, false);
    assert.match(store.value.releases.get(pkg.manifest)?.note ?? '', /git\.enabled/);

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
});
