import * as assert from 'node:assert/strict';
import { explainFailure } from '../../../../src/github/logs/explainFailure';
import { readLog } from '../../../../src/github/logs/jobLog';

/** Output that resembles what a rule matches and has another cause, or none. */
const NEIGHBOURS: readonly (readonly [rule: string, output: string])[] = [
  ['account.billing', 'The job was not started because the environment is locked'],
  ['account.storageQuota', 'Artifact storage: 98 % of the quota is used'],
  ['environment.branchNotAllowed', 'Tag "v1" is allowed to deploy to pypi'],
  ['runner.dockerLimit', 'warning: pull rate limit: 87 of 100 left'],
  ['runner.mirrorGone', 'Could not resolve host: example.org'],
  ['runner.nodeGlibc', "/usr/bin/app: /lib/libc.so.6: version `GLIBC_2.34' not found"],
  ['python.olderSystem', "/__e/node20/bin/node: /lib/libc.so.6: version `GLIBC_2.28' not found"],
  ['runner.sccache', 'sccache: Starting the server...'],
  ['runner.crash', 'note: run with `RUST_BACKTRACE=1` to debug a segmentation fault'],
  ['runner.outOfMemory', 'warning: 9 signals were killed by the filter'],
  [
    'runner.vanished',
    'Job is about to start running on the runner: a\nstep one\nstep two\nstep three',
  ],
  ['runner.network', `Connection reset by peer, retrying\n${'Compiling a v1.0.0\n'.repeat(30)}`],
  ['runner.network', 'warning: 503 tests were collected'],
  [
    'trustedPublishing.claimMissing',
    '* `invalid-publisher`: valid token, but no corresponding publisher',
  ],
  [
    'trustedPublishing.reusable',
    '* `invalid-publisher`: valid token\n* `workflow_ref`: `a/b/.github/workflows/r.yml@refs/tags/v1`\n* `job_workflow_ref`: `a/b/.github/workflows/r.yml@refs/tags/v1`',
  ],
  ['upload.toolTooOld', 'InvalidDistribution: Metadata is missing required fields: Version, Name'],
  ['upload.metadataVersion', 'The field license-file was introduced in a later release'],
  ['upload.licenseFile', 'License-File LICENSE was added to the distribution'],
  ['upload.classifier', "Classifier 'Topic :: Utilities' is a valid classifier."],
  ['upload.actionWithoutTwine', 'twine: command not found'],
  ['upload.noFiles', 'Found 3 files to publish in dist'],
  ['pypi.fileExists', 'WARNING  Skipping a-1.0.tar.gz because it appears to already exist'],
  ['pypi.emptyUser', "The user 'maintainer' isn't allowed to upload to project 'a'"],
  [
    'pypi.server',
    `WARNING  Received "503: Service Unavailable"\n${'Uploading a.whl\n'.repeat(20)}`,
  ],
  ['pypi.readOnly', 'mount: /data is in read-only mode'],
  ['permissions.protectedRef', ' ! [rejected] main -> main (non-fast-forward)'],
  ['platform.deploymentTarget', 'MACOSX_DEPLOYMENT_TARGET is set to 11.0'],
  ['platform.delocate', 'INFO:delocate.delocating:Modifying install names'],
  ['python.maturinTooOld', '🐍 Found CPython 3.13t at python3.13t'],
  ['python.virtualenv', 'Using the virtualenv at .venv'],
  ['python.virtualenvConflict', 'VIRTUAL_ENV is set, CONDA_PREFIX is not'],
  ['python.externallyManaged', 'externally managed runners are enabled'],
  ['toolchain.damaged', 'info: installing component rust-std'],
  ['toolchain.none', "info: default toolchain set to 'stable'"],
  ['toolchain.lockVersion', 'lock file version 4 is the default since Cargo 1.83'],
  [
    'toolchain.dependencyEdition',
    'error: failed to parse manifest at `/w/Cargo.toml`\n\nCaused by:\n  feature `edition2024` is required',
  ],
  ['tool.armAssembler', 'warning: __ARM_ARCH is 8'],
  ['tool.perlModule', 'perl: IPC/Cmd.pm is installed'],
  ['tool.protoc', 'protoc 3.21.12 found at /usr/bin/protoc'],
  ['tool.cmake', 'cmake version 3.31.0'],
  ['tool.cCompiler', 'checking for gcc... gcc'],
  ['tool.header', 'warning: Python.h is included twice'],
  [
    'maturin.noVersion',
    '⚠️  Warning: `project.version` field is required in pyproject.toml unless it is dynamic',
  ],
  [
    'maturin.pyproject',
    '⚠️  Warning: `project.version` field is required in pyproject.toml unless it is dynamic',
  ],
  [
    'maturin.pyproject',
    'Failed to parse Cargo.toml at /w/Cargo.toml\nTOML parse error at line 1, column 1',
  ],
  ['maturin.fileTwice', 'warning: file found to be present in multiple build targets'],
  ['maturin.readme', 'Including readme at README.md'],
  ['rust.cdylibTarget', 'warning: dropping unsupported crate type `cdylib` for target wasm32'],
  ['rust.pythonSymbols', "undefined reference to `SSL_new'"],
  ['rust.pythonLibrary', "LINK : fatal error LNK1181: cannot open input file 'psapi.lib'"],
  ['rust.dependencyCompile', 'error[E0308]: mismatched types\n --> src/lib.rs:1:1'],
  [
    'rust.compile',
    'error[E0282]: type annotations needed\n --> /root/.cargo/registry/src/index.crates.io-6f17d22bba15001f/time-0.3.34/src/lib.rs:1:1',
  ],
  ['python.symbolMissing', 'undefined symbol: SSL_new'],
  ['python.nativeImport', "ImportError: cannot import name 'a' from 'b'"],
  ['tests.pytest', 'XFAIL tests/test_a.py::test_b'],
  ['tests.cargo', 'test result: ok. 3 passed; 0 failed; 0 ignored'],
];

describe('Rules and their neighbours', () => {
  for (const [rule, output] of NEIGHBOURS) {
    it(`does not say ${rule} of: ${output.slice(0, 50).replaceAll('\n', ' ')}`, async () => {
      const log = readLog(
        `##[group]Run ./build\nshell: sh\n##[endgroup]\n${output}\n##[error]Process completed with exit code 1.`,
      );
      const seen = await explainFailure(log);
      assert.notEqual(seen.kind === 'explained' ? seen.rule : '', rule);
    });
  }

  it('takes the first failed step that a rule explains', async () => {
    const step = (output: string) =>
      `##[group]Run ./x\nshell: sh\n##[endgroup]\n${output}\n##[error]failed\n`;
    const log = readLog(step('maturin: command not found') + step('No space left on device'));
    const seen = await explainFailure(log);
    assert.equal(seen.kind === 'explained' && seen.rule, 'maturin.notFound');
  });

  it('takes the last answer of an upload', async () => {
    const log = readLog(
      '400 File already exists\nUploading b.whl\nInvalid or non-existent authentication information',
    );
    const seen = await explainFailure(log);
    assert.equal(seen.kind === 'explained' && seen.rule, 'pypi.invalidToken');
  });

  it('reads no step out of a group that a script prints', () => {
    const { steps } = readLog(
      '##[group]Run ./all\n./all\nshell: sh\n##[endgroup]\n##[group]Run tests\nok\n##[endgroup]\n##[error]x',
    );
    assert.deepEqual(
      steps.map(({ title }) => title),
      ['Run ./all'],
    );
  });

  it('explains a job without a log by its annotations', async () => {
    const annotations = [
      'The job was not started because your account is locked due to a billing issue.',
    ];
    const job = { steps: [], status: 'completed', conclusion: 'failure' };
    const seen = await explainFailure(undefined, { job, annotations });
    assert.equal(seen.kind === 'explained' && seen.rule, 'account.billing');
  });

  it('explains jobs that stay queued', async () => {
    const of = async (labels: string[], minutes: number) => {
      const seen = await explainFailure(undefined, {
        job: { steps: [], status: 'queued', conclusion: null, labels, startedAt: 0 },
        now: minutes * 60_000,
      });
      return seen.kind === 'explained' ? seen.rule : seen.kind;
    };
    assert.equal(await of(['ubuntu-20.04'], 1), 'job.retiredLabel');
    assert.equal(await of(['self-hosted', 'gpu'], 30), 'job.queued');
    assert.equal(await of(['ubuntu-latest'], 1), 'unknown');
  });

  it('gives advice for this computer without a workflow, a secret or a re-run', async () => {
    const log = readLog('error: externally-managed-environment');
    const seen = await explainFailure(log, { place: 'computer' });
    assert.ok(seen.kind === 'explained');
    assert.match(seen.advice, /venv/);
    assert.equal(seen.action, undefined);
  });
});
