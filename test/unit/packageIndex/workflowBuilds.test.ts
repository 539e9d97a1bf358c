import * as assert from 'node:assert/strict';
import { compareFiles } from '../../../src/packageIndex/compareFiles';
import { expectedFiles } from '../../../src/packageIndex/expectedFiles';
import { wheelFacts } from '../../../src/packageIndex/wheelFacts';
import {
  buildsIn,
  interpreterTag,
  type WorkflowBuild,
  workflowBuilds,
} from '../../../src/packageIndex/workflowBuilds';

const wheel = (
  target: string | undefined,
  label: string,
  more: Partial<WorkflowBuild> = {},
): WorkflowBuild => ({
  kind: 'wheel',
  job: 'job',
  target,
  labels: [label],
  manylinux: undefined,
  interpreters: 'default',
  pythonVersions: [],
  withSdist: false,
  certain: true,
  known: true,
  ...more,
});
const SDIST = wheel(undefined, 'ubuntu-latest', { kind: 'sdist' });

describe('workflowBuilds', () => {
  const place = (build: WorkflowBuild) =>
    workflowBuilds([build])
      .wheels.map(({ os, arch }) => `${os} ${arch}`)
      .join();

  it('finds system and architecture in the target, else in the runner', () => {
    assert.deepEqual(
      [
        place(wheel('x86_64', 'ubuntu-latest')),
        place(wheel('aarch64', 'macos-14')),
        place(wheel('x64', 'windows-latest')),
        place(wheel('x86', 'windows-latest')),
        place(wheel('aarch64-unknown-linux-gnu', 'ubuntu-latest')),
        place(wheel('x86_64-unknown-linux-musl', 'ubuntu-latest')),
        place(wheel('universal2-apple-darwin', 'macos-14')),
        place(wheel('armv7', 'ubuntu-22.04')),
        place(wheel(undefined, 'macos-latest')),
        place(wheel(undefined, 'macos-13')),
        place(wheel(undefined, 'macos-15-intel')),
        place(wheel(undefined, 'ubuntu-24.04-arm')),
        place(wheel('', 'windows-11-arm')),
      ],
      [
        'linux x86_64',
        'macos aarch64',
        'windows x86_64',
        'windows i686',
        'linux aarch64',
        'musl x86_64',
        'macos universal2',
        'linux armv7',
        'macos aarch64',
        'macos x86_64',
        'macos x86_64',
        'linux aarch64',
        'windows aarch64',
      ],
    );
  });

  it('is not certain of what only the run can say', () => {
    for (const build of [
      wheel('…', 'ubuntu-latest', { known: false }),
      wheel('x86_64', 'own-machine'),
      wheel('mips64el-unknown-linux-gnuabi64', 'ubuntu-latest'),
      wheel('x86_64', 'ubuntu-latest', { certain: false }),
    ]) {
      assert.equal(workflowBuilds([build, SDIST]).isCertain, false, JSON.stringify(build));
    }
    assert.equal(workflowBuilds([wheel('x86_64', 'ubuntu-latest'), SDIST]).isCertain, true);
    assert.equal(
      compareFiles(expectedFiles(workflowBuilds([SDIST, wheel('…', 'x')]), { binding: 'any' }), [
        { fileName: 'x-1.0.tar.gz', yanked: false },
      ]).exact,
      false,
    );
  });

  it('is not certain where steps were not read, and expects no file of a build that may fail', () => {
    const linux = wheel('x86_64', 'ubuntu-latest');
    assert.equal(workflowBuilds([linux, SDIST], {}, ['make wheels']).isCertain, false);
    const { wheels, isCertain } = workflowBuilds([{ ...linux, continueOnError: true }, SDIST]);
    assert.deepEqual([wheels.map(({ isOptional }) => isOptional), isCertain], [[true], false]);
    assert.equal(workflowBuilds([]).isCertain, false);
  });

  it('lets the features of a build decide', () => {
    const tags = (features: WorkflowBuild['features'], interpreters: string[]) =>
      expectedFiles(
        workflowBuilds([wheel('x86_64', 'ubuntu-latest', { features, interpreters })]),
        options =>
          wheelFacts(
            {
              features: [],
              usesPyo3: true,
              featuresWith: ({ names = [], all = false }) => [
                ...names,
                ...(all ? ['abi3-py39', 'abi3'] : []),
              ],
            },
            options,
          ),
      ).wheels.map(({ interpreter }) => interpreter);
    assert.deepEqual(tags(undefined, ['3.10', '3.14t']), ['cp310', 'cp314t']);
    assert.deepEqual(tags({ names: ['abi3-py311'] }, ['3.10', '3.11', '3.12']), [
      'cp311-abi3',
      'cp310',
    ]);
    assert.deepEqual(tags({ all: true }, ['3.12', 'pypy3.10']), ['cp39-abi3', 'pp310']);
    assert.deepEqual(tags({ names: ['abi3t'] }, ['3.15']), [undefined], 'PEP 803 is open');
    assert.deepEqual(tags({ names: ['core/abi3'] }, ['3.12']), [undefined]);
  });

  it('knows "python" after one setup-python, outside of containers', () => {
    const interpreters = (label: string, more: Partial<WorkflowBuild>) =>
      workflowBuilds([wheel('x64', label, { interpreters: ['python'], ...more })]).wheels[0]
        ?.interpreters;
    assert.deepEqual(interpreters('windows-2022', { pythonVersions: ['3.12.4'] }), ['cp312']);
    assert.equal(interpreters('windows-2022', { pythonVersions: ['3.12', '3.13'] }), undefined);
    assert.equal(interpreters('ubuntu-latest', { pythonVersions: ['3.12'] }), undefined);
  });

  it('knows every system and architecture that wheels have tags for', () => {
    assert.deepEqual(
      [
        place(wheel('arm', 'ubuntu-latest', { manylinux: 'musllinux_1_2' })),
        place(wheel('arm-unknown-linux-musleabihf', 'ubuntu-latest')),
        place(wheel('riscv64gc-unknown-linux-gnu', 'ubuntu-latest')),
        place(wheel('loongarch64', 'ubuntu-latest')),
        place(wheel('aarch64-pc-windows-msvc', 'windows-latest')),
        place(wheel('aarch64-linux-android', 'ubuntu-latest')),
        place(wheel('aarch64-apple-ios', 'macos-15')),
        place(wheel('wasm32-unknown-emscripten', 'ubuntu-latest')),
      ],
      [
        'linux armv6',
        'musl armv6',
        'linux riscv64',
        'linux loongarch64',
        'windows aarch64',
        'android aarch64',
        'ios aarch64',
        'emscripten wasm32',
      ],
    );
  });

  it('knows who makes the source distribution', () => {
    assert.equal(workflowBuilds([SDIST]).sdist, true);
    assert.equal(
      workflowBuilds([wheel('x86_64', 'ubuntu-latest', { withSdist: true })]).sdist,
      true,
    );
    assert.equal(workflowBuilds([wheel('x86_64', 'ubuntu-latest')]).sdist, false);
  });

  it('knows interpreters by their names', () => {
    const names = (more: Partial<WorkflowBuild>, label = 'windows-latest') =>
      workflowBuilds([wheel('x64', label, more)]).wheels[0]?.interpreters;
    assert.deepEqual(
      names({ interpreters: ['3.11', 'python3.12', 'python3.13t', 'pypy3.10', '3.11'] }),
      ['cp311', 'cp312', 'cp313t', 'pp310'],
    );
    assert.equal(names({ interpreters: ['3.11', 'python3'] }), undefined);
    assert.equal(names({ interpreters: 'found', pythonVersions: ['3.11'] }), undefined);
    assert.deepEqual(names({ pythonVersions: ['3.11'] }), ['cp311']);
    assert.equal(names({ pythonVersions: ['3.11', '3.12'] }), undefined);
    assert.equal(names({ pythonVersions: ['3.11'] }, 'ubuntu-latest'), undefined);
    assert.deepEqual(
      [
        '/opt/python/cp311-cp311/bin/python3.11',
        'pp311',
        'cp314t',
        '3.x',
        'graalpy3.11',
        'python',
      ].map(interpreterTag),
      ['cp311', 'pp311', 'cp314t', undefined, undefined, undefined],
    );
  });

  it('expects the six files of the release guide', () => {
    const builds = workflowBuilds([
      wheel('x86_64', 'ubuntu-latest', { manylinux: 'auto' }),
      wheel('aarch64', 'ubuntu-latest', { manylinux: 'auto' }),
      wheel('x86_64', 'macos-latest'),
      wheel('aarch64', 'macos-latest'),
      wheel('x64', 'windows-latest'),
      SDIST,
    ]);
    const facts = wheelFacts({
      features: ['extension-module', 'abi3-py38'],
      compatibility: 'manylinux_2_28',
      usesPyo3: true,
    });
    const { wheels, sdist, isCertain } = expectedFiles(builds, facts);
    assert.deepEqual(
      wheels.map(({ os, arch, interpreter, minimum }) =>
        [os, arch, interpreter, minimum?.join('_')].join(' ').trim(),
      ),
      [
        'linux x86_64 cp38-abi3 2_28',
        'linux aarch64 cp38-abi3 2_28',
        'macos x86_64 cp38-abi3',
        'macos aarch64 cp38-abi3',
        'windows x86_64 cp38-abi3',
      ],
    );
    assert.deepEqual([sdist, isCertain], [true, true]);
  });
});

describe('buildsIn', () => {
  const at = (workingDirectory?: string, manifestPath?: string) => ({
    workingDirectory,
    manifestPath,
    certain: true,
  });
  const own = at('crates/python/');
  const others = [at(), at('crates/other'), at(undefined, 'crates/other/Cargo.toml')];

  it('keeps those of one package of several', () => {
    assert.deepEqual(buildsIn([own, ...others], ['crates/python']), [own]);
    assert.deepEqual(buildsIn([own, ...others], ['py', 'crates/other']), others.slice(1));
    assert.deepEqual(buildsIn([own, ...others, at('crates', './other/Cargo.toml')], ['']), [
      others[0],
    ]);
  });

  it('is certain of no build where none names the folder of the package', () => {
    assert.deepEqual(
      buildsIn(others, ['crates/python']),
      others.map(build => ({ ...build, certain: false })),
    );
    assert.deepEqual(buildsIn(others, ['crates/python'], true), others, 'the only package');
    assert.deepEqual(buildsIn([own, ...others], ['crates/python'], true), [own]);
  });
});

describe('wheelFacts', () => {
  const of = (features: string[], more: { bindings?: string; usesPyo3?: boolean } = {}) =>
    wheelFacts({ features, usesPyo3: true, ...more });

  it('reads the stable ABI from the features', () => {
    assert.deepEqual(of(['extension-module']), { binding: 'extension' });
    assert.deepEqual(of(['abi3']), { binding: 'abi3' });
    assert.deepEqual(of(['abi3-py310']), { binding: 'abi3', abi3: 'cp310' });
    assert.deepEqual(of(['pyo3/abi3-py39', 'abi3', 'abi3-py311']), {
      binding: 'abi3',
      abi3: 'cp39',
    });
  });

  it('knows wheels that are bound to no interpreter', () => {
    assert.deepEqual(of([], { usesPyo3: false }), { binding: 'any' });
    assert.deepEqual(of(['abi3'], { bindings: 'bin' }), { binding: 'any' });
    assert.deepEqual(of(['abi3'], { bindings: 'pyo3', usesPyo3: false }), { binding: 'abi3' });
  });
});
