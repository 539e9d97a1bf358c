import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { CargoConfig } from '../../../src/cratesIndex/cargoConfig';
import { IndexFailure } from '../../../src/packageIndex/packageIndex';

const FOLDER = path.resolve('/work/demo/crates/core');
const HOME = path.resolve('/home/dev/.cargo');

function read(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  isTrusted = true,
): Promise<CargoConfig> {
  const texts = new Map(
    Object.entries(files).map(([file, text]) => [path.resolve(file), text] as const),
  );
  return CargoConfig.read({
    folder: FOLDER,
    isTrusted,
    env: { CARGO_HOME: HOME, ...env },
    reader: { read: file => Promise.resolve(texts.get(file)) },
  });
}

const isBad = (error: unknown) =>
  error instanceof IndexFailure && error.reason === 'badAddress' && error.advice !== '';

describe('the registries of cargo’s configuration', () => {
  it('without files, crates.io is its own index', async () => {
    const config = await read({});
    assert.deepEqual(config.registry('crates-io'), {
      id: 'crates-io',
      name: 'crates.io',
      index: 'https://index.crates.io/',
      isMirror: false,
    });
    assert.equal(config.defaultRegistry, 'crates-io');
  });

  it('a deeper folder comes before one above it, and the environment before both', async () => {
    const files = {
      '/work/demo/crates/core/.cargo/config.toml':
        '[registries.own-crates]\nindex = "sparse+https://deep.example.com/index"',
      '/work/demo/.cargo/config.toml':
        '[registries.own-crates]\nindex = "sparse+https://above.example.com/"\n[registry]\ndefault = "own-crates"',
      '/home/dev/.cargo/config.toml':
        '[registries.home]\nindex = "sparse+https://home.example.com/"',
    };
    const config = await read(files);
    assert.equal(config.registry('own-crates').index, 'https://deep.example.com/index/');
    assert.equal(config.registry('home').index, 'https://home.example.com/');
    assert.equal(config.defaultRegistry, 'own-crates');
    const set = await read(files, {
      CARGO_REGISTRIES_OWN_CRATES_INDEX: 'sparse+https://env.example.com/',
      CARGO_REGISTRY_DEFAULT: 'home',
    });
    assert.equal(set.registry('own-crates').index, 'https://env.example.com/');
    assert.equal(set.defaultRegistry, 'home');
  });

  it('without trust, the files of the workspace choose no host', async () => {
    const files = {
      '/work/demo/.cargo/config.toml':
        '[source.crates-io]\nreplace-with = "evil"\n[source.evil]\nregistry = "sparse+https://evil.example.com/"\n[registries.own]\nindex = "sparse+https://evil.example.com/"',
    };
    assert.equal((await read(files)).registry('crates-io').index, 'https://evil.example.com/');
    const config = await read(files, {}, false);
    assert.equal(config.registry('crates-io').index, 'https://index.crates.io/');
    assert.throws(() => config.registry('own'), isBad);
  });

  it('follows source replacement to its end, and says that a copy is read', async () => {
    const config = await read({
      '/home/dev/.cargo/config.toml': [
        '[source.crates-io]\nreplace-with = "near"',
        '[source.near]\nreplace-with = "mirror"\nregistry = "sparse+https://near.example.com/"',
        '[registries.mirror]\nindex = "sparse+https://mirror.example.com/crates/"',
        '[registries.own]\nindex = "sparse+https://own.example.com/"',
        '[source.mine]\nregistry = "sparse+https://own.example.com/"\nreplace-with = "mirror"',
      ].join('\n'),
    });
    assert.deepEqual(config.registry('crates-io'), {
      id: 'crates-io',
      name: 'crates.io',
      index: 'https://mirror.example.com/crates/',
      isMirror: true,
    });
    assert.deepEqual(config.registry('own').index, 'https://mirror.example.com/crates/');
  });

  it('asks the registry itself where a folder of vendored crates replaces it', async () => {
    const config = await read({
      '/work/demo/.cargo/config.toml':
        '[source.crates-io]\nreplace-with = "vendored-sources"\n[source.vendored-sources]\ndirectory = "vendor"',
    });
    const { index, isMirror } = config.registry('crates-io');
    assert.deepEqual([index, isMirror], ['https://index.crates.io/', false]);
  });

  it('ends where replacements go round in a circle', async () => {
    const config = await read({
      '/work/demo/.cargo/config.toml':
        '[source.crates-io]\nreplace-with = "a"\n[source.a]\nreplace-with = "crates-io"\nregistry = "sparse+https://a.example.com/"',
    });
    assert.equal(config.registry('crates-io').id, 'crates-io');
  });

  it('takes the old git index of crates.io for crates.io, and reads no other git index', async () => {
    const config = await read({
      '/work/demo/.cargo/config.toml': [
        '[registries.old]\nindex = "https://github.com/rust-lang/crates.io-index"',
        '[registries.git]\nindex = "https://git.example.com/index"',
        '[registries.secret]\nindex = "sparse+https://me:hunter2@example.com/"',
      ].join('\n'),
    });
    assert.equal(config.registry('old').index, 'https://index.crates.io/');
    assert.throws(() => config.registry('git'), isBad);
    assert.throws(() => config.registry('none'), isBad);
    assert.throws(
      () => config.registry('secret'),
      (error: unknown) => isBad(error) && !String(error).includes('hunter2'),
    );
  });

  it('reads config before config.toml, as cargo does, and says which file is not TOML', async () => {
    const config = await read({
      '/work/demo/.cargo/config': '[registry]\ndefault = "one"',
      '/work/demo/.cargo/config.toml': '[registry]\ndefault = "two"',
    });
    assert.equal(config.defaultRegistry, 'one');
    await assert.rejects(read({ '/work/demo/.cargo/config.toml': '[registry' }), isBad);
  });
});
