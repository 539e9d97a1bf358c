import * as assert from 'node:assert/strict';
import { diagnostics, services, until } from '../support';
import { VersionsBench } from '../versionsBench';

describe('Files that the setting budtiktok.extraFiles names', function () {
  this.timeout(60_000);
  let bench: VersionsBench;
  before(async () => {
    bench = new VersionsBench(await services());
  });
  beforeEach(() => bench.reset());
  after(() => bench.reset());

  const about = (text: string) => diagnostics().filter(line => line.includes(text));

  it('move with the version, by what stands around it', async () => {
    await bench.set('budtiktok.extraFiles', [
      {
        files: 'docs/install.md',
        search: 'coded==${version}',
        spelling: 'pep440',
        package: 'coded',
      },
    ]);
    assert.deepEqual(
      (await bench.changes('coded', '1.44.0-rc.1')).filter(line => line.startsWith('docs')),
      ['docs/install.md: pip install coded==1.44.0rc1'],
    );
  });

  it('with another number of places than expected are an error at the file, and no version is planned', async () => {
    await bench.set('budtiktok.extraFiles', [
      { files: 'docs/install.md', search: 'coded==${version}', count: 2, package: 'coded' },
    ]);
    await until(bench.services, 'the error', ({ scans }) => scans![0]!.problems.length > 0);
    const siteHasVersion =
      'budtiktok.extraFiles: docs/install.md with coded==${version} gives 1 places, and 2 are expected.';
    assert.deepEqual(about('extraFiles'), [`docs/install.md:1 ${siteHasVersion}`]);
    const { refusals, changes } = await (await bench.propose('coded', '1.44.0')).context.plan();
    assert.deepEqual(
      refusals.map(({ file, message }) => `${bench.below(file)}: ${message}`),
      [`docs/install.md: ${siteHasVersion}`],
    );
    assert.ok(changes.length > 0, 'the rest is planned, and must not be written');
    const { checks } = await bench.services.release.runner.plan(
      await bench.propose('coded', '1.44.0'),
    );
    assert.ok(checks.some(({ state }) => state === 'blocks'));

    bench.write('docs/install.md', `${bench.read('docs/install.md')}    uv add coded==1.43.2\n`);
    await until(bench.services, 'no error', ({ scans }) => scans![0]!.problems.length === 0);
    assert.deepEqual(about('extraFiles'), []);
  });

  it('that are not there are an error at the settings', async () => {
    await bench.set('budtiktok.extraFiles', [
      { files: 'CITATION.cff', key: 'version', package: 'coded' },
    ]);
    await until(bench.services, 'the error', ({ scans }) => scans![0]!.problems.length > 0);
    assert.deepEqual(about('extraFiles'), [
      '.vscode/settings.json:1 budtiktok.extraFiles: CITATION.cff with version gives 0 places, and 1 are expected.',
    ]);
  });

  it('of an entry that makes no sense are reported, and not passed over', async () => {
    await bench.set('budtiktok.extraFiles', [
      { files: '../elsewhere', search: '${version}' },
      { files: 'docs/index.md' },
    ]);
    await until(bench.services, 'the errors', ({ scans }) => scans![0]!.problems.length === 2);
    assert.deepEqual(
      about('extraFiles').map(line => line.replace(/^\S+ /, '')),
      [
        'budtiktok.extraFiles[0]: "files" has to be a path below the repository.',
        'budtiktok.extraFiles[1]: give either "search" or "key".',
      ],
    );
  });
});
