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
      { PLATFORM: 'pyodide' },
      { ARCHS: 'mips' },
      { BUILD: 'cp3{9' },
    ])
      assert.equal(of('ubuntu-latest', options).isRead, false, JSON.stringify(options));
    assert.equal(of('own-machine', {}).isRead, false);
    assert.equal(
      of('ubuntu-latest', {}, { cibuildwheel: { overrides: [{ select: '*' }] } }).isRead,
      false,
    );
  });
});
