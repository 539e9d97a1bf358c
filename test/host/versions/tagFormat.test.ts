import * as assert from 'node:assert/strict';
import { services } from '../support';
import { VersionsBench } from '../versionsBench';

describe('The tag of a release', function () {
  this.timeout(60_000);
  let bench: VersionsBench;
  before(async () => {
    bench = new VersionsBench(await services());
  });
  beforeEach(() => bench.reset());
  after(() => bench.reset());

  it('has the format of its package, else that of the repository', async () => {
    await bench.set('budtiktok.packages', {
      coded: { tagFormat: 'coded-v${version}' },
      apart: { tagFormat: '${name}/${pep440}', answers: { crate: 'separate' } },
    });
    const tagOf = async (name: string, to: string) =>
      (await bench.propose(name, to, 'release')).context.intent.tag;
    assert.equal(await tagOf('coded', '1.44.0-rc.1'), 'coded-v1.44.0-rc.1');
    assert.equal(await tagOf('apart', '1.158.0-rc.1'), 'apart/1.158.0rc1');
    assert.equal(await tagOf('cfg', '1.5.0'), 'v1.5.0');
    await bench.set('budtiktok.release.tagFormat', 'release-${version}');
    assert.equal(await tagOf('cfg', '1.5.0'), 'release-1.5.0');
    assert.equal(await tagOf('coded', '1.44.0'), 'coded-v1.44.0');
    await bench.set('budtiktok.release.tagFormat', undefined);
  });
});
