import * as assert from 'node:assert/strict';
import { cibuildwheelBuilds } from '../../../src/packageIndex/cibuildwheel';

const of = (
  label: string,
  options: Record<string, string>,
  project: Parameters<typeof cibuildwheelBuilds>[2] = {},
  version: string | undefined = '3.1.4',
) => {
  const { wheels, isRead } = cibuildwheelBuilds(
    { job: 'wheels', labels: [label], known: true },
    { options, version },
    project,
  );
  return {
    wheels: wheels.map(({ os, arch, interpreters = ['*'] }) =>
      [os, arch, ...interpreters].join(' '),
    ),
    isRead,
  };
};

// Each list is what `cibuildwheel --print-build-identifiers` of that release prints.
describe('cibuildwheelBuilds', () => {
  it('builds the default interpreters of its release', () => {
    const oldest = { requiresPython: '>=3.12' };
    assert.deepEqual(of('ubuntu-latest', {}, oldest).wheels, [
      'linux x86_64 cp312 cp313 cp314 cp314t',
      'musl x86_64 cp312 cp313 cp314 cp314t',
    ]);
    assert.deepEqual(of('ubuntu-latest', {}, oldest, '2.23.3').wheels, [
      'linux x86_64 cp312 cp313',
      'linux i686 cp312 cp313',
      'musl x86_64 cp312 cp313',
      'musl i686 cp312 cp313',
    ]);
    assert.deepEqual(of('macos-14', {}, { requiresPython: '>=3.11' }, '2.23.3').wheels, [
      'macos aarch64 cp311 cp312 cp313 pp311',
    ]);
  });

  it('reads selectors, braces and the table of the project', () => {
    const project = {
      cibuildwheel: {
        build: ['cp3{10,11}-*', 'cp313t-*'],
        skip: '*-musllinux_*',
        enable: ['cpython-freethreading'],
        windows: { archs: ['AMD64', 'ARM64'] },
      },
    };
    assert.deepEqual(of('ubuntu-24.04-arm', {}, project).wheels, [
      'linux aarch64 cp310 cp311 cp313t',
    ]);
    assert.deepEqual(of('windows-2022', {}, project).wheels, [
      'windows x86_64 cp310 cp311 cp313t',
      'windows aarch64 cp310 cp311 cp313t',
    ]);
    assert.deepEqual(
      of('ubuntu-latest', { BUILD: 'cp39-manylinux_*', ARCHS_LINUX: 'aarch64 riscv64' }, project)
        .wheels,
      ['linux aarch64 cp39', 'linux riscv64 cp39'],
      'the environment wins over the table',
    );
  });

  it('reads a single identifier', () => {
    assert.deepEqual(of('ubuntu-latest', { ONLY: 'cp311-musllinux_x86_64' }).wheels, [
      'musl x86_64 cp311',
    ]);
  });

  it('gives no interpreters where the release is not pinned and the selector names none', () => {
    assert.deepEqual(of('windows-2022', { ARCHS: 'AMD64' }, {}, 'main').wheels, [
      'windows x86_64 *',
    ]);
    assert.deepEqual(of('windows-2022', { ARCHS: 'AMD64', BUILD: 'cp311-*' }, {}, 'main').wheels, [
      'windows x86_64 cp311',
    ]);
  });

  it('does not read what it does not know', () => {
    for (const options of [
      { BUILD: 'cp3…' },
      { CONFIG_FILE: 'other.toml' },
      { PLATFORM: 'ios' },
      { ARCHS: 'mips' },
      { BUILD: 'cp3{9' },
    ])
      assert.equal(of('ubuntu-latest', options).isRead, false, JSON.stringify(options));
    assert.equal(of('own-machine', {}).isRead, false);
  });

  it('reads Pyodide, Android, iOS and GraalPy', () => {
    const pyodide = { PLATFORM: 'pyodide' };
    assert.deepEqual(of('ubuntu-latest', pyodide).wheels, ['emscripten wasm32 cp312 cp313']);
    assert.deepEqual(of('ubuntu-latest', pyodide, {}, '2.23.3').wheels, [
      'emscripten wasm32 cp312',
    ]);
    assert.deepEqual(of('ubuntu-latest', pyodide, {}, '4.2').wheels, [
      'emscripten wasm32 cp313 cp314 cp315',
    ]);
    assert.deepEqual(of('ubuntu-latest', { PLATFORM: 'android' }, {}, '3.2.1').wheels, [
      'android x86_64 cp313 cp314',
    ]);
    assert.deepEqual(of('ubuntu-latest', { PLATFORM: 'android', ARCHS: 'all' }).wheels, [
      'android aarch64 cp313',
      'android x86_64 cp313',
    ]);
    assert.deepEqual(of('macos-14', { PLATFORM: 'ios' }).wheels, [
      'ios aarch64 cp313 cp314',
      'ios aarch64-sim cp313 cp314',
    ]);
    assert.deepEqual(
      of('macos-14', { PLATFORM: 'ios', ARCHS: 'arm64_iphoneos x86_64_iphonesimulator' }).wheels,
      ['ios aarch64 cp313 cp314', 'ios x86_64-sim cp313 cp314'],
    );
    assert.deepEqual(
      of('windows-2022', { BUILD: 'gp* cp314-*', ARCHS: 'AMD64', ENABLE: 'graalpy' }).wheels,
      ['windows x86_64 cp314 graalpy311'],
    );
  });

  it('reads the fourth major release', () => {
    assert.deepEqual(of('macos-14', {}, { requiresPython: '>=3.13' }, '4.0.0').wheels, [
      'macos aarch64 cp313 cp314 cp314t',
    ]);
    assert.deepEqual(of('macos-14', {}, { requiresPython: '>=3.14' }, 'v4.2.0').wheels, [
      'macos aarch64 cp314 cp315 cp314t cp315t',
    ]);
  });

  it('keeps to requires-python', () => {
    const macos = (requiresPython: string) =>
      of('macos-14', { BUILD: 'cp3*', SKIP: '*t-*' }, { requiresPython }).wheels;
    assert.deepEqual(macos('>=3.9, <3.13'), ['macos aarch64 cp39 cp310 cp311 cp312']);
    assert.deepEqual(macos('>=3.12,<=3.13'), ['macos aarch64 cp312']);
    assert.deepEqual(macos('~=3.12, !=3.13.*'), ['macos aarch64 cp312 cp314']);
    assert.deepEqual(macos('>=3.12.1,!=3.13.0,<4'), ['macos aarch64 cp312 cp313 cp314']);
    assert.deepEqual(macos('==3.11.*'), ['macos aarch64 cp311']);
    assert.deepEqual(macos('~=3.11.2'), ['macos aarch64 cp311']);
    assert.deepEqual(macos('latest'), []);
  });

  it('reads overrides that change no file name', () => {
    const isRead = (override: Record<string, unknown>) =>
      of('ubuntu-latest', {}, { cibuildwheel: { overrides: [{ select: '*', ...override }] } })
        .isRead;
    assert.equal(isRead({ 'before-test': 'pip install x', 'test-command': 'pytest' }), true);
    assert.equal(isRead({ 'manylinux-x86_64-image': 'manylinux_2_28' }), true);
    assert.equal(isRead({ environment: { CFLAGS: '-O3' } }), true);
    assert.equal(isRead({ environment: { MATURIN_PEP517_ARGS: '--features abi3' } }), false);
    assert.equal(isRead({ 'repair-wheel-command': 'cp {wheel} {dest_dir}' }), false);
    assert.equal(of('ubuntu-latest', {}, { cibuildwheel: { overrides: 'all' } }).isRead, false);
  });
});
