import * as assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { fingerprintFiles } from '../../../../src/release/checklist/answers';
import { noRepository } from '../../../../src/release/repository';
import { WorkingTree } from '../../../../src/release/workingTree';
import { writeFilesTo } from '../../../fixtures/files';
import { ReleaseBench } from '../../support/release';

const README = 'README.md';
const LIB = 'crates/budtiktok-core/src/lib.rs';

describe('The fingerprint that answers rest on', function () {
  this.timeout(60_000);
  let bench: ReleaseBench;
  beforeEach(() => {
    bench = new ReleaseBench();
  });
  afterEach(() => bench.dispose());

  const now = async (tree = bench.tree) => await fingerprintFiles(tree);
  const known = async () => {
    const found = await now();
    assert.ok(found);
    return found;
  };

  it('changes with the content of a tracked file, and comes back with it', async () => {
    const before = await known();
    assert.equal(await now(), before, 'a look changes nothing');
    const text = bench.read(LIB);
    bench.write(LIB, `${text}// more\n`);
    const edited = await known();
    assert.notEqual(edited, before);
    bench.git('commit', '--quiet', '-am', 'feat: more');
    assert.equal(await now(), edited, 'a commit is no change of the files');
    bench.write(LIB, text);
    assert.equal(await now(), before);
    rmSync(path.join(bench.workspace, LIB));
    assert.notEqual(await now(), before, 'a file that is gone');
    bench.git('checkout', '--quiet', '.');
    assert.notEqual(await now(), before);
  });

  it('rests on what is on disk, also before an event says that it changed', async () => {
    const before = await known();
    for (const file of ['Cargo.toml', 'crates/budtiktok-python/python/budtiktok/__init__.py']) {
      const text = bench.read(file);
      writeFileSync(path.join(bench.workspace, file), `${text}# more\n`);
      const edited = await known();
      assert.notEqual(edited, before, file);
      bench.tree.index.changed(path.join(bench.workspace, file));
      assert.equal(await now(), edited, file);
      writeFileSync(path.join(bench.workspace, file), text);
      assert.equal(await now(), before, file);
    }
  });

  it('is the same for a file that was touched, and staged', async () => {
    const before = await known();
    bench.write(README, bench.read(README));
    assert.equal(await now(), before);
    bench.write(README, 'mine\n');
    const edited = await known();
    bench.git('add', README);
    assert.equal(await now(), edited);
  });

  it('survives the bump of the release itself, to a pre-release and on to the final one', async () => {
    bench.replace(
      'crates/budtiktok-cli/Cargo.toml',
      'budtiktok-simd = { path',
      'budtiktok-simd = { version = "0.1", path',
    );
    bench.git('commit', '--quiet', '-am', 'fix: require what is there');
    bench.git('push', '--quiet');
    const before = await known();
    for (const version of ['0.2.0-rc.1', '0.2.0']) {
      assert.equal((await bench.release(await bench.context(version))).result, 'done', version);
      assert.match(bench.read('Cargo.toml'), new RegExp(`^version = "${version}"`, 'm'));
      assert.equal(await now(), before, version);
    }
  });

  it('sees every other change in a file that holds the version', async () => {
    const before = await known();
    for (const [name, from, to] of [
      ['Cargo.toml', 'lto = "fat"', 'lto = "thin"'],
      ['crates/budtiktok-python/pyproject.toml', 'numpy>=1.20.0', 'numpy>=2'],
      ['Cargo.lock', 'pin-utils', 'pin-utils2'],
      [
        'crates/budtiktok-python/python/budtiktok/__init__.py',
        'import Tokenizer',
        'import Tokenizer as T',
      ],
    ] as const) {
      const text = bench.read(name);
      bench.replace(name, from, to);
      assert.notEqual(await now(), before, name);
      bench.write(name, text);
      assert.equal(await now(), before, name);
    }
  });

  it('sees a file that holds the version and cannot be read for it', async () => {
    bench.write('Cargo.toml', '[workspace\n');
    const broken = await known();
    bench.write('Cargo.toml', '[workspace\n# other\n');
    assert.notEqual(await now(), broken);
  });

  it('leaves out the changelog, build products and the settings of the editor', async () => {
    for (const [name, text] of [
      ['CHANGELOG.md', '# Changelog\n'],
      ['.vscode/settings.json', '{}\n'],
    ] as const) {
      writeFileIn(bench, name, text);
      bench.git('add', '--force', name);
    }
    bench.git('commit', '--quiet', '-m', 'docs: a changelog');
    const before = await known();
    writeFileIn(bench, 'CHANGELOG.md', '# Changelog\n\n## Unreleased\n\n- x\n');
    writeFileIn(bench, '.vscode/settings.json', '{ "budtiktok.checklist.required": [] }\n');
    writeFileSync(
      path.join(bench.workspace, 'crates/budtiktok-python/python/budtiktok/budtiktok.abi3.so'),
      'rebuilt',
    );
    writeFileIn(bench, 'target/.rustc_info.json', '{"rebuilt":true}');
    writeFileIn(bench, 'untracked.txt', 'notes');
    assert.equal(await now(), before);
  });

  it('goes by the disk, on which the tests ran, and not by an editor', async () => {
    const file = path.join(bench.workspace, 'Cargo.toml');
    const before = await known();
    const typed = new WorkingTree(bench.index, bench.repository, bench.tree.manifest, () => [file]);
    // What the index has read of the file is the editor's text.
    bench.replace('Cargo.toml', 'lto = "fat"', 'lto = "thin"');
    await bench.index.scan();
    writeFileSync(file, bench.read('Cargo.toml').replace('lto = "thin"', 'lto = "fat"'));
    assert.equal(await now(typed), before);
  });

  it('is not known without git, nor with changes in a submodule', async () => {
    const tree = new WorkingTree(
      bench.index,
      noRepository(bench.workspace, 'git is off'),
      bench.tree.manifest,
    );
    assert.equal(await now(tree), undefined);

    bench.git(
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      bench.remote,
      'vendor/sub',
    );
    bench.git('commit', '--quiet', '-m', 'build: a submodule');
    assert.ok(await now());
    writeFileSync(path.join(bench.workspace, 'vendor/sub/README.md'), 'changed\n');
    assert.equal(await now(), undefined);
  });
});

function writeFileIn(bench: ReleaseBench, name: string, text: string): void {
  writeFilesTo(bench.workspace, { [name]: text });
}
