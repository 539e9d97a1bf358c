import * as assert from 'node:assert/strict';
import { releaseWorkflowTemplate } from '../../../src/github/workflows/template';
import { PYPI, TESTPYPI } from '../../../src/packageIndex/packageIndex';
import { setupItems } from '../../../src/setup/setupItems';
import { worst } from '../../../src/setup/setupItem';
import { readVersion } from '../../../src/versions/writtenVersion';
import { PYTHON_RELEASE } from '../github/workflows/support';
import {
  environment,
  facts,
  file,
  itemsOf,
  lines,
  seen,
  secrets,
  settings,
  unknown,
} from './support';

describe('what is set up', () => {
  it('reads at a glance: everything is there', () => {
    const all = setupItems(
      facts({
        settings: seen(
          settings({
            secrets: secrets('PYPI_API_TOKEN', 'TEST_PYPI_API_TOKEN'),
            environments: seen([environment('pypi', { reviewers: ['maintainer'] })]),
            environmentSecrets: new Map([['pypi', secrets()]]),
          }),
        ),
        names: [{ index: PYPI, versions: seen(['0.1.0']) }],
        tagged: [readVersion('0.1.0', 'pep440')],
        workflows: [file(PYTHON_RELEASE.replace('--skip-existing ', ''))],
      }),
    );
    assert.equal(
      worst(all),
      'ok',
      all.map(({ state, title, detail }) => `${state} ${title}: ${detail}`).join('\n'),
    );
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length, 'ids are unique');
    assert.deepEqual(
      lines(
        { workflows: [file(PYTHON_RELEASE)] },
        /^(Repository|Sign-in|Publishes|On GitHub|Starts|Builds|Trial)/,
      ),
      [
        'ok Repository: BudEcosystem/budtiktok',
        'ok Sign-in: may administer the repository',
        'ok Publishes: "Build and Publish Python Package" publishes to PyPI when the Release is published (job publish)',
        'ok On GitHub: python-release.yml is active',
        'info Starts: when a Release is published; by hand (publish = yes | no)',
        'ok Builds: Linux x86_64, aarch64; macOS x86_64, aarch64; Windows x86_64; source distribution',
        'ok Trial on TestPyPI: by hand',
      ],
    );
  });

  it('does not know what was not asked', () => {
    const unasked = setupItems(
      facts({
        settings: { state: 'unasked' },
        names: [{ index: PYPI, versions: { state: 'unasked' } }],
      }),
    );
    const states = unasked
      .filter(({ id }) => /^(?:signIn|secret|environment|name)/.test(id))
      .map(({ state }) => state);
    assert.deepEqual(states, ['unknown', 'unknown', 'unknown', 'unknown', 'unknown']);
  });

  describe('on GitHub', () => {
    const signIn = (more: Parameters<typeof settings>[0]) =>
      lines({ settings: seen(settings(more)) }, /^Sign-in/);

    it('is not elsewhere, archived or unknown', () => {
      assert.match(
        lines(
          { remote: { kind: 'elsewhere', remote: 'origin', url: 'https://example.com/x.git' } },
          /^Repository/,
        )[0] ?? '',
        /^warning .*not on GitHub/,
      );
      assert.match(
        lines({ settings: seen(settings({ isArchived: true })) }, /^Repository/)[0] ?? '',
        /^problem .*archived/,
      );
      assert.deepEqual(
        lines(
          { remote: { kind: 'unknown', reason: 'Git is turned off' } },
          /^(Repository|Sign-in)/,
        ),
        ['unknown Repository: Git is turned off'],
      );
    });

    it('knows who is signed in, and what they lack', () => {
      assert.deepEqual(signIn({ permission: 'write' }), [
        'ok Sign-in: may write to the repository',
      ]);
      assert.deepEqual(signIn({ permission: 'read' }), ['problem Sign-in: may only read']);
      assert.deepEqual(signIn({ scopes: ['public_repo'] }), [
        'warning Sign-in: lacks the scope workflow',
      ]);
      assert.deepEqual(signIn({ scopes: ['public_repo'], isPrivate: true }), [
        'warning Sign-in: lacks the scope repo, workflow',
      ]);
      assert.deepEqual(signIn({ scopes: undefined }), [
        'ok Sign-in: may administer the repository',
      ]);
      const [out] = itemsOf({ settings: { state: 'signedOut' } }, /^Sign-in/);
      assert.deepEqual([out?.state, out?.actions?.[0]?.kind], ['warning', 'signIn']);
      assert.deepEqual(lines({ settings: unknown }, /^Sign-in/), ['unknown Sign-in: refused']);
    });
  });

  describe('in the workflow files', () => {
    it('is missing where nothing publishes, and can be created', () => {
      const [item] = itemsOf({ workflows: [] }, /^Publishes/);
      assert.deepEqual([item?.state, item?.actions], ['problem', [{ kind: 'createWorkflow' }]]);
    });

    it('is turned off, or not on the default branch', () => {
      const state = (of: readonly (readonly [string, string])[]) =>
        lines({ settings: seen(settings({ workflows: seen(new Map(of)) })) }, /^On GitHub/);
      const path = '.github/workflows/python-release.yml';
      assert.deepEqual(state([[path, 'disabled_manually']]), [
        'problem On GitHub: python-release.yml is turned off',
      ]);
      assert.deepEqual(state([[path, 'disabled_inactivity']]), [
        'problem On GitHub: python-release.yml is turned off',
      ]);
      assert.deepEqual(state([]), [
        'warning On GitHub: GitHub does not know python-release.yml yet',
      ]);
      assert.deepEqual(state([[path, 'invented_later']]), [
        'warning On GitHub: python-release.yml: invented_later',
      ]);
    });

    it('has its problems at their lines, those of the trial too, and each once', () => {
      const found = itemsOf(
        { project: { compatibility: 'manylinux2014', requiresPython: '>=3.9' } },
        /^(manylinux|Python versions|Upload result)/,
      );
      assert.deepEqual(
        found.map(({ state, title }) => `${state} ${title}`),
        [
          'warning Upload result, line 65',
          'warning manylinux, line 23',
          'warning Python versions, line 23',
        ],
      );
      const trusted = PYTHON_RELEASE.replace(
        'password: ${{ secrets.TEST_PYPI_API_TOKEN }}',
        'verbose: true',
      );
      assert.match(
        lines({ workflows: [file(trusted)] }, /^Permission/)[0] ?? '',
        /^problem .*"publish-testpypi" publishes without a token/,
      );
      const broken = itemsOf(
        {
          workflows: [
            file(PYTHON_RELEASE),
            file('on: push\njobs:\n  a:\n    needs: b\n    runs-on: x\n', 'other.yml'),
          ],
        },
        /^other\.yml/,
      );
      assert.deepEqual(
        broken.map(({ state, place }) => [state, place?.start.line]),
        [['problem', 3]],
      );
    });

    it('folds rows that say the same, and says nothing of a template', () => {
      const twice = PYTHON_RELEASE.replace(
        'runs-on: macos-latest',
        'runs-on: macos-latest\n    continue-on-error: true',
      ).replace(
        '          args: --non-interactive --skip-existing dist/*\n',
        '          args: --non-interactive --skip-existing dist/*\n      - run: twine upload --skip-existing dist/*\n      - run: twine upload --skip-existing more/*\n',
      );
      assert.deepEqual(
        itemsOf({ workflows: [file(twice)] }, /^Upload result/).map(({ title }) => title),
        ['Upload result, lines 66, 72, 73'],
      );
      assert.deepEqual(
        itemsOf({ name: '{{project-name}}', workflows: [file('on: [', 'x.yml')] }, /./).map(
          ({ id, state }) => `${state} ${id}`,
        ),
        ['info template'],
      );
    });

    it('misses a source distribution only where every step was read', () => {
      const pure = (step: string) =>
        lines(
          {
            workflows: [
              file(
                `on: { push: { tags: ["v*"] } }\njobs:\n  p:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: PyO3/maturin-action@v1\n      - ${step}\n      - run: uv publish\n`,
              ),
            ],
          },
          /^Source distribution/,
        ).length;
      assert.equal(pure('run: ls'), 1);
      for (const step of [
        'run: python -m build',
        'run: uv build --sdist',
        'run: pipx run build -s',
        'run: maturin sdist',
        'run: hatch build',
        'run: pdm build',
        'run: ./ci/build.sh',
        'run: make dist',
        'uses: hynek/build-and-inspect-python-package@v2',
        'uses: ./.github/actions/sdist',
      ])
        assert.equal(pure(step), 0, step);
    });

    it('gives the advice of the generated workflow for others, as information', () => {
      const [item] = itemsOf({}, /^Hardening/);
      assert.equal(item?.state, 'info');
      assert.deepEqual(
        item.children?.map(({ title }) => title),
        ['Pins', 'Credentials', 'Permissions', 'Concurrency'],
      );
      const text = releaseWorkflowTemplate({
        distribution: 'demo',
        folder: '',
        publishing: 'trusted',
        compatibility: undefined,
        abi3: true,
        locked: true,
      });
      assert.deepEqual(itemsOf({ workflows: [file(text)] }, /^Hardening/), []);
    });

    it('has no trial, which a release can do without', () => {
      const text = PYTHON_RELEASE.slice(0, PYTHON_RELEASE.indexOf('  publish-testpypi:'));
      assert.match(lines({ workflows: [file(text)] }, /^Trial/)[0] ?? '', /^info /);
    });
  });

  describe('on the index', () => {
    const name = (versions: string[] | undefined, tags: string[] = []) =>
      lines(
        {
          names: [{ index: PYPI, versions: seen(versions) }],
          tagged: tags.map(tag => readVersion(tag, 'pep440')),
        },
        / on PyPI/,
      );

    it('has a name that is free, its own, or taken', () => {
      assert.deepEqual(name(undefined), [
        'info budtiktok on PyPI: free: there is no such project yet',
      ]);
      assert.deepEqual(name(['0.10.0', '0.9.0'], ['0.9']), [
        'ok budtiktok on PyPI: 2 versions, the newest 0.10.0',
      ]);
      assert.deepEqual(name(['3.1'], ['0.1.0']), [
        'warning budtiktok on PyPI: taken: 1 version, 3.1',
      ]);
      assert.deepEqual(
        lines({ names: [{ index: PYPI, versions: seen(['3.1']) }], tagged: undefined }, / on PyPI/),
        ['info budtiktok on PyPI: 1 version, 3.1'],
        'without git nothing is said of whose it is',
      );
    });
  });

  describe('among the secrets', () => {
    const found = (more: Parameters<typeof settings>[0]) =>
      lines({ settings: seen(settings(more)) }, /API_TOKEN$/).map(line =>
        line.replace(/, set .*/, ''),
      );
    const pypi = { environments: seen([environment('pypi')]) };

    it("takes that of the environment first, then the repository's, then the organisation's", () => {
      const all = {
        secrets: secrets('PYPI_API_TOKEN', 'TEST_PYPI_API_TOKEN'),
        organizationSecrets: secrets('PYPI_API_TOKEN'),
      };
      assert.deepEqual(
        found({
          ...pypi,
          ...all,
          environmentSecrets: new Map([['pypi', secrets('PYPI_API_TOKEN')]]),
        }),
        ['ok PYPI_API_TOKEN: of the environment pypi', 'ok TEST_PYPI_API_TOKEN: of the repository'],
      );
      assert.deepEqual(
        found({ ...pypi, ...all, environmentSecrets: new Map([['pypi', secrets()]]) })[0],
        'ok PYPI_API_TOKEN: of the repository',
      );
      assert.deepEqual(
        found({ organizationSecrets: secrets('PYPI_API_TOKEN') })[0],
        'ok PYPI_API_TOKEN: of the organisation',
      );
    });

    it('misses one of PyPI more than one of TestPyPI', () => {
      const items = itemsOf({}, /API_TOKEN$/);
      assert.deepEqual(
        items.map(({ state, title, detail }) => `${state} ${title}: ${detail}`),
        [
          'problem PYPI_API_TOKEN: missing: the job publish uploads to PyPI with it',
          'warning TEST_PYPI_API_TOKEN: missing: the job publish-testpypi uploads to TestPyPI with it',
        ],
      );
      assert.deepEqual(
        items.map(({ actions }) => actions?.[0]),
        [
          { kind: 'setSecret', secret: 'PYPI_API_TOKEN', environment: 'pypi' },
          { kind: 'setSecret', secret: 'TEST_PYPI_API_TOKEN' },
        ],
      );
    });

    it('warns of one that the upload does without', () => {
      const other = PYTHON_RELEASE.replace(
        '    environment:\n      name: pypi\n    steps:\n',
        '    steps:\n      - run: ./notify\n        env: { HOOK: "${{ secrets.HOOK }}" }\n',
      );
      assert.deepEqual(
        lines({ workflows: [file(other)] }, /^(HOOK|PYPI_API_TOKEN)$/).map(
          line => line.split(':')[0],
        ),
        ['warning HOOK', 'problem PYPI_API_TOKEN'],
      );
    });

    it('does not take what it may not see for missing', () => {
      assert.deepEqual(found({ secrets: unknown }), [
        'unknown PYPI_API_TOKEN: not known: refused',
        'unknown TEST_PYPI_API_TOKEN: not known: refused',
      ]);
      assert.deepEqual(
        found({ ...pypi, environmentSecrets: new Map([['pypi', unknown]]) })[0],
        'unknown PYPI_API_TOKEN: not known: refused',
      );
      assert.deepEqual(
        found({ environments: unknown })[0],
        'unknown PYPI_API_TOKEN: not known: refused',
        'the environment may be there, and have it',
      );
      assert.deepEqual(
        found({
          ...pypi,
          environmentSecrets: new Map([['pypi', unknown]]),
          secrets: secrets('PYPI_API_TOKEN'),
        })[0],
        'ok PYPI_API_TOKEN: of the repository',
        'one of them is there in any case',
      );
    });

    it('is empty where the calling workflow does not hand it on', () => {
      const called = file(
        'on: { workflow_call: {} }\njobs:\n  up:\n    runs-on: x\n    steps: [{ run: twine upload dist/*, env: { TWINE_PASSWORD: "${{ secrets.T }}" } }]\n',
        'up.yml',
      );
      const caller = file(
        'on: { push: { tags: ["v*"] } }\njobs:\n  p:\n    uses: ./.github/workflows/up.yml\n',
        'main.yml',
      );
      assert.deepEqual(lines({ workflows: [called, caller] }, /^T$/), [
        'problem T: .github/workflows/main.yml does not pass it on: it is empty in p / up',
      ]);
    });
  });

  describe('for trusted publishing', () => {
    const trusted = file(
      releaseWorkflowTemplate({
        distribution: 'budtiktok',
        folder: '',
        publishing: 'trusted',
        compatibility: undefined,
        abi3: true,
        locked: false,
      }),
    );

    it('says what has to be entered, and where', () => {
      const publisher = (exists: boolean) =>
        itemsOf(
          {
            workflows: [trusted],
            names: [
              { index: PYPI, versions: seen(exists ? ['1.0'] : undefined) },
              { index: TESTPYPI, versions: seen(undefined) },
            ],
          },
          /^Trusted/,
        );
      const [pypi, testpypi] = publisher(true);
      assert.deepEqual(
        pypi?.children?.map(({ title, detail }) => `${title}: ${detail}`),
        [
          'Owner: BudEcosystem',
          'Repository name: budtiktok',
          'Workflow name: python-release.yml',
          'Environment name: pypi',
        ],
      );
      assert.deepEqual(pypi.actions, [
        { kind: 'open', page: 'https://pypi.org/manage/project/budtiktok/settings/publishing/' },
      ]);
      assert.deepEqual(
        [testpypi?.children?.[0]?.detail, testpypi?.children?.at(-1)?.detail],
        ['budtiktok', 'testpypi'],
      );
      assert.deepEqual(testpypi?.actions, [
        { kind: 'open', page: 'https://test.pypi.org/manage/account/publishing/' },
      ]);
      assert.deepEqual(publisher(false)[0]?.actions, [
        { kind: 'open', page: 'https://pypi.org/manage/account/publishing/' },
      ]);
      assert.deepEqual(lines({ workflows: [trusted] }, /API_TOKEN/), [], 'no secret is asked for');
    });

    it('fails from an Enterprise server, and may fail from a reusable workflow', () => {
      const on = (host: string) =>
        lines(
          {
            workflows: [trusted],
            remote: { kind: 'gitHub', address: { host, owner: 'a', name: 'b' } },
          },
          /^Trusted/,
        );
      assert.match(on('ghe.example.com')[0] ?? '', /^problem .*github\.com alone/);
      assert.match(on('acme.ghe.com')[0] ?? '', /^problem /);
      const called = file(
        'on: { workflow_call: {} }\njobs:\n  up:\n    runs-on: x\n    permissions: { id-token: write }\n    steps: [{ uses: pypa/gh-action-pypi-publish@release/v1 }]\n',
        'up.yml',
      );
      const caller = file(
        'on: { push: { tags: ["v*"] } }\njobs:\n  p:\n    uses: ./.github/workflows/up.yml\n    permissions: { id-token: write }\n',
        'main.yml',
      );
      assert.match(
        lines({ workflows: [called, caller] }, /^Trusted/)[0] ?? '',
        /^warning .*uploads from a reusable workflow/,
      );
    });
  });

  describe('in the environments', () => {
    const pypi = (more: Parameters<typeof environment>[1]) =>
      lines(
        { settings: seen(settings({ environments: seen([environment('pypi', more)]) })) },
        /^Environment/,
      );
    const patterns = (...of: string[]) => ({
      admits: {
        kind: 'patterns' as const,
        patterns: seen(
          of.map(name => ({
            type: name.startsWith('tag:') ? ('tag' as const) : ('branch' as const),
            name: name.replace('tag:', ''),
          })),
        ),
      },
    });

    it('waits for people and time', () => {
      assert.deepEqual(pypi({ reviewers: ['ann', 'team'], waitMinutes: 10 }), [
        'ok Environment pypi: waits for the approval of ann, team; waits 10 minutes',
      ]);
      assert.deepEqual(pypi({}), ['ok Environment pypi: no approval needed']);
      assert.deepEqual(lines({}, /^Environment/), ['info Environment pypi: not there yet']);
      assert.deepEqual(
        lines({ settings: seen(settings({ environments: unknown })) }, /^Environment/),
        ['unknown Environment pypi: not known: refused'],
      );
    });

    it('keeps the tag out where its policies name branches alone', () => {
      assert.deepEqual(pypi(patterns('main')), [
        'problem Environment pypi: does not let in the tag v0.2.0; it takes branches main',
      ]);
      assert.deepEqual(
        pypi(patterns('v*')),
        ['problem Environment pypi: does not let in the tag v0.2.0; it takes branches v*'],
        'a pattern for branches lets no tag in',
      );
      assert.deepEqual(pypi({ admits: { kind: 'protectedBranches' } }), [
        'problem Environment pypi: does not let in the tag v0.2.0; it takes protected branches only',
      ]);
      assert.deepEqual(pypi(patterns('main', 'tag:v*')), [
        'ok Environment pypi: no approval needed; takes branches main, tags v*',
      ]);
      assert.deepEqual(
        pypi(patterns('tag:release/*'))[0]?.split(':')[0],
        'problem Environment pypi',
      );
      assert.deepEqual(pypi({ admits: { kind: 'patterns', patterns: unknown } }), [
        'unknown Environment pypi: no approval needed; takes some branches and tags',
      ]);
    });
  });

  it('says what this computer has for building here', () => {
    const computer = {
      tools: { cargo: '/usr/bin/cargo', uv: '/usr/bin/uv' },
      needs: ['cargo', 'python', 'maturin', 'venv'] as const,
      platform: 'linux' as const,
    };
    assert.deepEqual(lines({ computer }).slice(-4), [
      'ok cargo: /usr/bin/cargo',
      'info python: not found',
      'info maturin: not found',
      'info .venv: not found',
    ]);
    assert.deepEqual(itemsOf({ computer }, /^maturin/)[0]?.actions?.[0], {
      kind: 'install',
      need: 'maturin',
    });
    assert.deepEqual(
      lines({ python: false, workflows: [], computer }, /Publishes|PyPI/),
      [],
      'a crate alone goes to no index',
    );
  });
});
