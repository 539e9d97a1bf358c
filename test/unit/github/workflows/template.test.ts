import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { buildsOf } from '../../../../src/github/workflows/builds';
import { dispatchFor } from '../../../../src/github/workflows/dispatchInputs';
import { dispatch, type WorkflowEvent } from '../../../../src/github/workflows/event';
import { uploadJobs } from '../../../../src/github/workflows/uploadJobs';
import { evaluateText } from '../../../../src/github/workflows/expression';
import { promisedJobs } from '../../../../src/github/workflows/promisedJobs';
import { setupProblems } from '../../../../src/github/workflows/workflowProblems';
import {
  DEPENDABOT,
  DEPENDABOT_PATH,
  releaseWorkflowTemplate,
  type TemplateOptions,
} from '../../../../src/github/workflows/template';
import { cratesOfRelease } from '../../../../src/github/releaseCrates';
import { analyzeTriggers } from '../../../../src/github/workflows/analyzeTriggers';
import { finder } from '../../../../src/github/workflows/walk';
import { read } from './support';

const BUDTIKTOK: TemplateOptions = {
  distribution: 'budtiktok',
  folder: 'crates/budtiktok-python',
  publishing: 'token',
  compatibility: 'manylinux_2_28',
  abi3: true,
  locked: true,
};
const ROOT: TemplateOptions = {
  distribution: 'demo',
  folder: '',
  publishing: 'trusted',
  compatibility: undefined,
  abi3: false,
  locked: false,
};
const RELEASE: WorkflowEvent = {
  name: 'release',
  ref: 'refs/tags/v0.2.0',
  action: 'published',
  prerelease: false,
};

describe('releaseWorkflowTemplate', () => {
  const both = [BUDTIKTOK, ROOT].flatMap(options =>
    (['trusted', 'token'] as const).map(publishing => ({ ...options, publishing })),
  );
  for (const options of both) {
    describe(`for ${options.distribution}, ${options.publishing}`, () => {
      const text = releaseWorkflowTemplate(options);
      const workflow = read(text, 'python-release.yml');

      it('promises every platform, and publishes where it is asked to', () => {
        const names = (event: WorkflowEvent) =>
          promisedJobs(workflow, event).map(({ name, platform, architecture }) =>
            [name, platform, architecture].filter(Boolean).join(' | '),
          );
        const builds = [
          'linux (ubuntu-latest, x86_64) | linux | x86_64',
          'linux (ubuntu-latest, aarch64) | linux | aarch64',
          'macos (macos-15-intel, x86_64) | macos | x86_64',
          'macos (macos-latest, aarch64) | macos | aarch64',
          'windows (windows-latest, x64) | windows | x86_64',
          'sdist | source',
        ];
        assert.deepEqual(names(RELEASE), [...builds, 'Publish to PyPI | publish']);
        assert.deepEqual(names(dispatch('refs/heads/main', {})), [
          ...builds,
          'Publish to TestPyPI | publish',
        ]);
        assert.deepEqual(names(dispatch('refs/heads/main', { publish: 'yes' })), [
          ...builds,
          'Publish to PyPI | publish',
        ]);
      });

      it('publishes once, and has no problem that is known', () => {
        const { verdicts } = analyzeTriggers([workflow], { tag: 'v0.2.0', prerelease: false });
        assert.deepEqual(
          verdicts.map(({ kind }) => kind),
          ['publishes'],
        );
        assert.deepEqual(
          setupProblems(workflow, RELEASE, {
            compatibility: options.compatibility,
            requiresPython: '>=3.8',
          }),
          [],
        );
        const find = finder([workflow]);
        assert.deepEqual(dispatchFor(workflow, 'pypi', 'refs/tags/v0.2.0', find)?.inputs, {
          publish: 'yes',
        });
        assert.deepEqual(dispatchFor(workflow, 'testpypi', 'refs/heads/main', find)?.inputs, {});
      });

      it('builds in the folder of the package', () => {
        for (const { workingDirectory, kind, interpreters } of buildsOf(workflow, RELEASE)) {
          assert.equal(workingDirectory, options.folder === '' ? undefined : options.folder);
          assert.equal(interpreters, options.abi3 || kind === 'sdist' ? 'default' : 'found');
        }
        assert.ok(
          text.includes(options.folder === '' ? 'path: dist\n' : `path: ${options.folder}/dist\n`),
        );
        assert.deepEqual(
          [RELEASE, dispatch('refs/heads/main', {})].flatMap(event =>
            uploadJobs(workflow, event, finder([workflow])).flatMap(({ secrets }) =>
              secrets.map(({ name }) => name),
            ),
          ),
          options.publishing === 'token' ? ['PYPI_API_TOKEN', 'TEST_PYPI_API_TOKEN'] : [],
        );
      });
    });
  }

  it('quotes a folder that YAML would read otherwise', () => {
    const workflow = read(releaseWorkflowTemplate({ ...ROOT, folder: "1.0: it's #1" }));
    assert.equal(
      workflow.jobs.find(({ id }) => id === 'sdist')?.steps[1]?.with['working-directory'],
      "1.0: it's #1",
    );
  });

  it('takes no expression, no other key and no policy that it does not know from names', () => {
    const folder = 'a ${{ secrets.X }}\nb';
    const text = releaseWorkflowTemplate({
      ...ROOT,
      folder,
      distribution: 'demo\nenv: { A: b }',
      compatibility: 'manylinux_2_28: x',
    });
    const workflow = read(text);
    assert.deepEqual(workflow.env, {});
    const inputs = workflow.jobs[0]!.steps[2]!.with;
    assert.equal(inputs['manylinux'], 'auto');
    const directory = inputs['working-directory']!;
    assert.equal(evaluateText(directory, {}), folder, 'GitHub reads it as the folder');
  });

  it('publishes crates in order, with trusted publishing or a token, and reads as that', () => {
    const crates = [
      { name: 'demo-core', indexPath: 'de/mo/demo-core' },
      { name: 'demo', indexPath: 'de/mo/demo' },
    ];
    for (const publishing of ['trusted', 'token'] as const) {
      const workflow = read(releaseWorkflowTemplate({ ...ROOT, publishing, crates }));
      const uploads = cratesOfRelease([workflow], { tag: 'v0.2.0', prerelease: false });
      assert.deepEqual(
        uploads.map(({ selects, isCertain, isTrusted }) => [selects, isCertain, isTrusted]),
        ['demo-core', 'demo'].map(name => [
          { kind: 'named', names: [name] },
          true,
          publishing === 'trusted',
        ]),
      );
      const { verdicts } = analyzeTriggers([workflow], { tag: 'v0.2.0', prerelease: false });
      assert.deepEqual(
        verdicts.map(({ kind }) => kind),
        ['publishes'],
      );
    }
  });

  describe('in all variants', () => {
    const variants = ['', 'crates/py', '1a', "it's ${{ github.token }} #1"].flatMap(folder =>
      (['trusted', 'token'] as const).flatMap(publishing =>
        [undefined, 'manylinux_2_28', 'manylinux2014', 'musllinux: x'].flatMap(compatibility =>
          [true, false].flatMap(abi3 =>
            [true, false].map(locked => ({
              distribution: 'demo',
              folder,
              publishing,
              compatibility,
              abi3,
              locked,
              ...(abi3 && { crates: [{ name: 'demo-core', indexPath: 'de/mo/demo-core' }] }),
            })),
          ),
        ),
      ),
    );
    const folder = mkdtempSync(path.join(tmpdir(), 'template-'));
    const files = variants.map((options, at) => {
      const file = path.join(folder, '.github/workflows', `${at}.yml`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, releaseWorkflowTemplate(options));
      return file;
    });
    writeFileSync(path.join(folder, DEPENDABOT_PATH), DEPENDABOT);
    after(() => rmSync(folder, { recursive: true, force: true }));

    for (const [tool, args] of [
      ['zizmor', ['--offline', '--persona=auditor', '--color=never', folder]],
      ['actionlint', ['-no-color', ...files]],
    ] as const)
      it(`passes ${tool}`, function () {
        this.timeout(60_000);
        const { error, stdout, stderr, status } = spawnSync(tool, args, { encoding: 'utf8' });
        if (error !== undefined) {
          console.log(`        ${tool} is not installed`);
          this.skip();
        }
        assert.equal(status, 0, stdout + stderr);
      });
  });
});
