import * as assert from 'node:assert/strict';
import { searchConstants } from '../../../src/manifests/plan/searchConstants';
import { services } from '../support';
import { VersionsBench } from '../versionsBench';

/** Something else than this window writes the files: a terminal, another tool, git. */
describe('A version that is changed outside of the editor', function () {
  this.timeout(60_000);
  let bench: VersionsBench;
  before(async () => {
    bench = new VersionsBench(await services());
  });
  beforeEach(() => bench.reset());
  after(() => bench.reset());

  const PLACES: readonly (readonly [
    where: string,
    name: string,
    file: string,
    line: number,
    kind: string,
    was: string,
  ])[] = [
    ['setup.cfg', 'cfg', 'cfg/setup.cfg', 3, 'setup', '1.4.5'],
    ['setup.py', 'script', 'script/setup.py', 4, 'setup', '1.6.5'],
    ['a file that holds nothing else', 'filed', 'filed/VERSION.txt', 1, 'place', '1.5.3'],
    ['an attribute of a module', 'named', 'named/named/about.py', 1, 'place', '1.7.3'],
  ];
  for (const [where, name, file, line, kind, was] of PLACES) {
    it(`in ${where} is seen, and so is its way back`, async () => {
      const crate = `${name}/Cargo.toml:3 crate ${was}`;
      const next = was.replace(/\d$/, digit => String(Number(digit) + 1));
      bench.replace(file, was, next);
      await bench.untilSites(name, [`${file}:${line} ${kind} ${next}`, crate]);
      bench.replace(file, next, was);
      await bench.untilSites(name, [`${file}:${line} ${kind} ${was}`, crate]);
    });
  }

  it('is not seen in a module that git ignores', async () => {
    const sites = bench.sites('named');
    bench.write('.git/info/exclude', '_version.py\n');
    bench.write('named/named/_version.py', '__version__ = "1.7.3"\n');
    await bench.services.workspace.manifests.refresh();
    assert.deepEqual(bench.sites('named'), sites);
    bench.write('.git/info/exclude', '');
    await bench.services.workspace.manifests.refresh();
    assert.ok(bench.sites('named').includes('named/named/_version.py:1 dunder 1.7.3'));
  });

  it('is seen where its file goes away and comes back', async () => {
    const text = bench.read('filed/VERSION.txt');
    bench.remove('filed/VERSION.txt');
    await bench.untilSites('filed', ['filed/Cargo.toml:3 crate 1.5.3']);
    bench.write('filed/VERSION.txt', text);
    await bench.untilSites('filed', [
      'filed/VERSION.txt:1 place 1.5.3',
      'filed/Cargo.toml:3 crate 1.5.3',
    ]);
  });

  const CODED = [
    'coded/pyproject.toml:7 project 1.43.2',
    'coded/Cargo.toml:3 crate 1.43.2',
    'coded/Cargo.lock:7 lock 1.43.2',
  ];

  it('in a line that was confirmed is seen', async () => {
    const { context } = await bench.propose('coded', '1.44.0');
    const { index, pkg } = await context.package();
    const found = await searchConstants(index, pkg, {
      files: [`${bench.workspace}/coded/src/lib.rs`],
    });
    assert.equal(found.length, 1);
    await bench.services.workspace.manifests.answer(
      pkg,
      new Map(found.map(({ id }) => [id, 'move'])),
    );
    assert.deepEqual(bench.sites('coded'), [...CODED, 'coded/src/lib.rs:2 constant 1.43.2']);
    bench.replace('coded/src/lib.rs', '1.43.2', '1.43.1');
    await bench.untilSites('coded', [...CODED, 'coded/src/lib.rs:2 constant 1.43.1']);
  });

  it('in a file that the settings name is seen, also where the file comes and goes', async () => {
    await bench.set('budtiktok.extraFiles', [
      { files: 'docs/**/*.md', search: 'v${version}', package: 'coded' },
      { files: 'CITATION.cff', key: 'version', package: 'filed' },
    ]);
    await bench.untilSites('coded', [...CODED, 'docs/index.md:1 extra 1.43.2']);
    bench.replace('docs/index.md', 'v1.43.2', 'v1.43.0');
    await bench.untilSites('coded', [...CODED, 'docs/index.md:1 extra 1.43.0']);
    bench.write('docs/more.md', 'v1.42.0\n');
    await bench.untilSites('coded', [
      ...CODED,
      'docs/index.md:1 extra 1.43.0',
      'docs/more.md:1 extra 1.42.0',
    ]);
    bench.remove('docs/more.md');
    await bench.untilSites('coded', [...CODED, 'docs/index.md:1 extra 1.43.0']);

    const filed = ['filed/VERSION.txt:1 place 1.5.3', 'filed/Cargo.toml:3 crate 1.5.3'];
    bench.write('CITATION.cff', 'cff-version: 1.2.0\nversion: 1.5.2\n');
    await bench.untilSites('filed', [...filed, 'CITATION.cff:2 extra 1.5.2']);
    bench.replace('CITATION.cff', '1.5.2', '1.5.3');
    await bench.untilSites('filed', [...filed, 'CITATION.cff:2 extra 1.5.3']);
  });
});
