import * as assert from 'node:assert/strict';
import { dispatchFor } from '../../../../src/github/workflows/dispatchInputs';
import { describeVerdict } from '../../../../src/github/workflows/verdictWords';
import {
  analyzeTriggers,
  type ReleaseQuestion,
} from '../../../../src/github/workflows/analyzeTriggers';
import { finder } from '../../../../src/github/workflows/walk';
import type { Workflow } from '../../../../src/github/workflows/workflow';
import { PYTHON_RELEASE, read, TAG_RELEASE } from './support';

function verdicts(
  workflows: readonly Workflow[],
  question: Partial<ReleaseQuestion> = {},
): string[] {
  const tag = question.tag ?? 'v0.2.0';
  return analyzeTriggers(workflows, { prerelease: false, ...question, tag }).verdicts.map(
    verdict => {
      const { state, detail, advice, place } = describeVerdict(verdict, tag);
      return `${verdict.kind} ${state}: ${detail}${advice === undefined ? '' : ` > ${advice}`}${place === undefined ? '' : ` @${place.file.replace(/^.*\//, '')}:${place.start.line + 1}`}`;
    },
  );
}

const publishOn = (
  on: string,
  step = '- uses: pypa/gh-action-pypi-publish@release/v1',
  more = '',
): Workflow =>
  read(
    `name: CI\non:\n${on}jobs:\n  release:\n    runs-on: ubuntu-latest\n${more}    steps:\n      ${step}\n`,
    'CI.yml',
  );

const ON_TAG = '  push:\n    tags: ["v*"]\n';

describe('what a release starts', () => {
  const python = read(PYTHON_RELEASE, 'python-release.yml');
  const tagged = read(TAG_RELEASE);

  it('starts nothing by a push whose commit message skips workflows', () => {
    const message = 'chore: release 0.2.0 [skip ci]';
    assert.deepEqual(
      analyzeTriggers([publishOn(ON_TAG)], {
        tag: 'v0.2.0',
        prerelease: false,
        message,
        branch: 'main',
      }).onTagPush,
      [],
    );
    const [found = ''] = verdicts([publishOn(ON_TAG)], { message });
    assert.match(found, /blocks/);
    assert.match(found, /"\[skip ci\]" in the commit message skips it/);
    assert.match(
      verdicts([publishOn('  release:\n    types: [published]\n')], { message })[0] ?? '',
      /^publishes ok/,
    );
  });

  it('knows that a Release of a bot does not start the workflow that waits for it', () => {
    const found = verdicts([python, tagged]);
    assert.equal(found.length, 2);
    assert.equal(
      found[0],
      'publishes ok: "Build and Publish Python Package" publishes to PyPI when the Release is published (job publish) @python-release.yml:4',
    );
    assert.match(
      found[1] ?? '',
      /^releaseByBot warning: "Release" creates the GitHub Release itself \(softprops\/action-gh-release\)\. Events of GITHUB_TOKEN start no workflow: "Build and Publish Python Package" does not start if that Release is first\. > If the Release exists before ours: Run "Build and Publish Python Package" on the tag with publish=yes\. @release\.yml:12$/,
    );
  });

  it('sees pre-releases through the same filters', () => {
    assert.match(
      verdicts([python, tagged], { tag: 'v0.2.0-rc.1', prerelease: true })[1] ?? '',
      /^releaseByBot/,
    );
    assert.deepEqual(
      verdicts([python, tagged], { tag: '0.2.0' }).map(text => text.split(' ', 1)[0]),
      ['publishes'],
      'the tag does not start release.yml',
    );
  });

  it('accepts a draft, and a token other than GITHUB_TOKEN', () => {
    const draft = read(TAG_RELEASE.replace('generate_release_notes: true', 'draft: true'));
    assert.deepEqual(verdicts([python, draft]).length, 1);
    const pat = read(
      TAG_RELEASE.replace('generate_release_notes: true', 'token: ${{ secrets.RELEASE_PAT }}'),
    );
    assert.match(verdicts([python, pat])[1] ?? '', /^releaseByWorkflow ok/);
    const old = read(
      TAG_RELEASE.replace('softprops/action-gh-release@v2', 'actions/create-release@v1').replace(
        /GITHUB_TOKEN:.*/,
        'GITHUB_TOKEN: ${{ secrets.PAT }}',
      ),
    );
    assert.match(
      verdicts([python, old])[1] ?? '',
      /^releaseByWorkflow warning: .*fails if there is one already/,
    );
    const cli = read(
      TAG_RELEASE.replace(
        /- uses: softprops[^]*$/,
        '- run: |\n          gh release create "$TAG" \\\n            --generate-notes\n        env: { GH_TOKEN: "${{ github.token }}" }\n',
      ),
    );
    assert.match(verdicts([python, cli])[1] ?? '', /^releaseByBot .*gh release create/);
  });

  it('blocks where no filter matches the tag, and names file and line', () => {
    const strict = publishOn('  push:\n    tags:\n      - "v[0-9]+.[0-9]+.[0-9]+"\n');
    assert.deepEqual(verdicts([strict], { tag: 'v0.2.0-rc.1' }), [
      'nothing blocks: No workflow would publish v0.2.0-rc.1. .github/workflows/CI.yml, line 5: no tag filter matches v0.2.0-rc.1 (v[0-9]+.[0-9]+.[0-9]+). > Change the workflow, or the tag, or publish from this computer. @CI.yml:5',
    ]);
    assert.match(
      verdicts([strict])[0] ?? '',
      /^publishes ok: "CI" publishes to PyPI when the tag is pushed/,
    );
    assert.match(
      verdicts([publishOn('  push:\n    tags: ["v*", "!v*-*"]\n')], { tag: 'v0.2.0-rc.1' })[0] ??
        '',
      /the pattern !v\*-\* excludes v0\.2\.0-rc\.1/,
    );
    assert.match(
      verdicts([publishOn('  push:\n    branches: [main]\n')])[0] ?? '',
      /^nothing blocks.*branches only/,
    );
    assert.match(
      verdicts([publishOn('  push:\n    tags-ignore: ["*-rc*"]\n')], { tag: 'v1-rc1' })[0] ?? '',
      /the pattern \*-rc\* excludes v1-rc1/,
    );
    assert.match(
      verdicts([publishOn('  push:\n')])[0] ?? '',
      /^publishes ok/,
      'a push without filters is every push',
    );
    assert.match(
      verdicts([publishOn('  push:\n    paths: ["x"]\n')])[0] ?? '',
      /^publishes ok/,
      'paths do not matter for tags',
    );
    assert.match(verdicts([publishOn('  create:\n')])[0] ?? '', /^publishes ok/);
    assert.match(
      verdicts([publishOn('  schedule:\n    - cron: "0 0 * * *"\n')])[0] ?? '',
      /it starts on schedule only/,
    );
    assert.deepEqual(verdicts([]), [
      'nothing blocks: No workflow publishes to a package index. > Create a workflow that does, or publish from this computer.',
    ]);
  });

  it('names a tag of the same version that the filter lets in', () => {
    assert.match(
      verdicts([publishOn('  push:\n    tags: ["py-v*"]\n')])[0] ?? '',
      /no tag filter matches v0\.2\.0 \(py-v\*\); py-v0\.2\.0 passes\./,
    );
  });

  it('knows the activities of a Release', () => {
    const pkg = publishOn('  release:\n    types: [released]\n');
    assert.match(verdicts([pkg])[0] ?? '', /^publishes ok/);
    assert.match(
      verdicts([pkg], { prerelease: true })[0] ?? '',
      /^nothing blocks: .*it waits for a Release that is released; this one is created, published, prereleased\./,
    );
    const prereleased = publishOn('  release:\n    types: [prereleased]\n');
    assert.match(verdicts([prereleased], { prerelease: true })[0] ?? '', /^publishes ok/);
    assert.match(
      verdicts([prereleased], { prerelease: true, fromDraft: true })[0] ?? '',
      /^nothing blocks/,
    );
    assert.match(
      verdicts([publishOn('  release:\n    types: [created]\n')], { fromDraft: true })[0] ?? '',
      /^nothing blocks/,
    );
    assert.match(verdicts([pkg], { releaseEvent: false })[0] ?? '', /this release creates none/);
    assert.match(
      verdicts([publishOn('  release:\n')])[1] ?? '',
      /^severalRuns warning: "CI" starts 3 runs for one Release: created, published, released/,
    );
  });

  it('follows the conditions of jobs and steps', () => {
    const guarded = publishOn(ON_TAG, undefined, "    if: github.event_name == 'release'\n");
    assert.match(
      verdicts([guarded])[0] ?? '',
      /^nothing blocks: .*the condition of release does not hold: github\.event_name == 'release'/,
    );
    const asked = publishOn(ON_TAG, undefined, "    if: vars.PUBLISH == 'true'\n");
    assert.match(
      verdicts([asked])[0] ?? '',
      /^publishes warning: .* if its condition holds: vars\.PUBLISH == 'true'/,
    );
    const generated = publishOn(
      '  push:\n    branches: [main]\n    tags: ["*"]\n  pull_request:\n  workflow_dispatch:\n',
      "- if: ${{ startsWith(github.ref, 'refs/tags/') }}\n        uses: PyO3/maturin-action@v1\n        with: { command: upload, args: --non-interactive --skip-existing wheels-*/* }",
      "    if: ${{ startsWith(github.ref, 'refs/tags/') || github.event_name == 'workflow_dispatch' }}\n",
    );
    assert.match(verdicts([generated])[0] ?? '', /^publishes ok/);
    const stable = publishOn(
      '  release:\n    types: [published]\n',
      undefined,
      '    if: "!github.event.release.prerelease"\n',
    );
    assert.match(verdicts([stable])[0] ?? '', /^publishes ok/);
    assert.match(verdicts([stable], { prerelease: true })[0] ?? '', /^nothing blocks/);
  });

  it('names only the conditions that are not known to hold, also of the jobs before', () => {
    const gated = read(
      `name: CI
on: { push: { tags: ["v*"] } }
jobs:
  changes: { runs-on: ubuntu-latest, steps: [] }
  build:
    needs: changes
    if: needs.changes.outputs.wheels == 'true'
    runs-on: ubuntu-latest
    steps: []
  release:
    needs: build
    if: startsWith(github.ref, 'refs/tags/v')
    runs-on: ubuntu-latest
    steps: [{ run: uv publish, if: "github.event_name == 'push'" }]
`,
    );
    assert.match(
      verdicts([gated])[0] ?? '',
      /^publishes warning: .*, if its condition holds: needs\.changes\.outputs\.wheels == 'true' > /,
    );
    assert.match(
      verdicts([
        publishOn(
          ON_TAG,
          '- { run: uv publish, if: "github.event_name == \'push\'" }',
          "    if: github.ref == 'refs/heads/main'\n",
        ),
      ])[0] ?? '',
      /the condition of release does not hold: github\.ref == 'refs\/heads\/main'(?! &&)/,
    );
  });

  it('takes a condition with text around its expressions for true, as GitHub does', () => {
    assert.match(
      verdicts([
        publishOn(
          ON_TAG,
          undefined,
          "    if: ${{ github.ref == 'x' }} || ${{ github.event.workflow_dispatch }}\n",
        ),
      ])[0] ?? '',
      /^publishes ok/,
    );
  });

  it('names a publish step that the release does not reach beside what was not read', () => {
    const merged = read(
      'name: Release\non: { pull_request: { types: [closed] } }\njobs:\n  p:\n    runs-on: ubuntu-latest\n    steps: [{ run: uv publish }]\n',
    );
    const build = publishOn(
      ON_TAG,
      '- run: python scripts/prepare.py',
      '    permissions: { id-token: write }\n',
    );
    assert.match(
      verdicts([build, merged])[0] ?? '',
      /^unknown unknown: .*job release runs python scripts\/prepare\.py\. \.github\/workflows\/release\.yml, line 1: it starts on pull_request only\./,
    );
  });

  it('looks at each job of a matrix', () => {
    const matrix = publishOn(
      ON_TAG,
      "- { run: 'twine upload -r ${{ matrix.index }} dist/*', if: 'matrix.go' }",
      '    strategy: { matrix: { index: [testpypi, pypi, other], include: [{ index: testpypi, go: true }, { index: pypi, go: true }, { index: other, go: false }] } }\n',
    );
    const [start] = analyzeTriggers([matrix], { tag: 'v1', prerelease: false }).onTagPush;
    assert.deepEqual(
      start?.effects.uploads.map(({ index, runs }) => `${index} ${runs}`),
      ['testpypi yes', 'pypi yes', 'other no'],
    );
    assert.match(verdicts([matrix])[0] ?? '', /^publishes ok/);
  });

  it('says "twice" only where the same files are known to be uploaded twice', () => {
    const wheels = (name: string, on: string, folder: string) =>
      read(
        `name: ${name}\non:\n${on}jobs:\n  build:\n    runs-on: ubuntu-latest\n    steps: [{ uses: PyO3/maturin-action@v1, with: { target: x86_64, working-directory: ${folder} } }]\n  p:\n    needs: build\n    runs-on: ubuntu-latest\n    steps: [{ run: twine upload dist/* }]\n`,
        `${name}.yml`,
      );
    const onRelease = '  release: { types: [published] }\n';
    assert.match(
      verdicts([wheels('A', ON_TAG, 'py'), wheels('B', onRelease, 'py')])[0] ?? '',
      /^twice warning: .*"A" publishes to PyPI when the tag is pushed \(job p\); "B" publishes to PyPI when the Release is published \(job p\)/,
    );
    assert.match(
      verdicts([wheels('A', ON_TAG, 'py'), wheels('B', onRelease, 'other')])[0] ?? '',
      /^publishes ok: "A" .*; "B" /,
      'different distributions',
    );
    const onBranch = '  push: { branches: [main] }\n';
    assert.match(
      verdicts([wheels('A', ON_TAG, 'py'), wheels('B', onBranch, 'py')], { branch: 'main' })[0] ??
        '',
      /^twice warning: .*"B" publishes to PyPI when the branch is pushed/,
    );
    assert.match(
      verdicts([wheels('B', onBranch, 'py')], { branch: 'main' })[0] ?? '',
      /^publishes ok: "B" publishes to PyPI when the branch is pushed/,
    );
    const filtered = wheels('B', '  push: { branches: [main], paths: [src/**] }\n', 'py');
    assert.match(
      verdicts([wheels('A', ON_TAG, 'py'), filtered], { branch: 'main' })[0] ?? '',
      /^publishes ok: "A"/,
      'what may start is no second upload',
    );
    const other = read(
      `name: Wheels\non: { release: { types: [published] } }\njobs:\n  p:\n    runs-on: ubuntu-latest\n    steps: [{ run: twine upload dist/* }]\n`,
      'wheels.yml',
    );
    assert.match(
      verdicts([publishOn(ON_TAG), other])[0] ?? '',
      /^several unknown: .*"CI" publishes to PyPI when the tag is pushed \(job release\); "Wheels" publishes to PyPI when the Release is published \(job p\)\. Whether they upload the same files is not known/,
    );
    assert.match(
      verdicts([publishOn(`${ON_TAG}  release:\n    types: [published]\n`)])[0] ?? '',
      /^twice warning/,
      'the same workflow, twice',
    );
  });

  it('tells the index that a step uploads to', () => {
    const index = (step: string) =>
      analyzeTriggers([publishOn(ON_TAG, step)], { tag: 'v1', prerelease: false })
        .onTagPush[0]?.effects.uploads.map(({ by, index }) => `${by}: ${index}`)
        .join();
    const cases: readonly (readonly [step: string, expected: string])[] = [
      [
        '- { uses: pypa/gh-action-pypi-publish@v1, with: { repository-url: "https://test.pypi.org/legacy/" } }',
        'pypa/gh-action-pypi-publish: testpypi',
      ],
      [
        '- { uses: pypa/gh-action-pypi-publish@v1, with: { repository_url: "https://example.org/simple" } }',
        'pypa/gh-action-pypi-publish: other',
      ],
      [
        '- { uses: pypa/gh-action-pypi-publish@v1, with: { repository-url: "${{ vars.INDEX }}" } }',
        'pypa/gh-action-pypi-publish: unknown',
      ],
      [
        '- { uses: PyO3/maturin-action@v1, with: { command: publish, args: -r testpypi } }',
        'maturin publish: testpypi',
      ],
      ['- { uses: PyO3/maturin-action@v1, with: { args: --release } }', ''],
      ['- run: python -m twine upload --repository testpypi dist/*', 'twine upload: testpypi'],
      [
        '- { run: "twine upload dist/*", env: { TWINE_REPOSITORY_URL: "https://test.pypi.org/legacy/" } }',
        'twine upload: testpypi',
      ],
      ['- run: echo "twine upload"', ''],
      ['- run: "# twine upload dist/*"', ''],
      ['- run: uv publish --publish-url https://test.pypi.org/legacy/', 'uv publish: testpypi'],
      ['- run: cd dist && uv publish', 'uv publish: pypi'],
      ['- run: poetry publish --build', 'poetry publish: pypi'],
      ['- run: poetry publish --dry-run', ''],
      ['- run: uvx maturin publish --skip-existing', 'maturin publish: pypi'],
      ['- run: if true; then maturin upload target/wheels/*; fi', 'maturin upload: pypi'],
      ['- run: maturin build --release', ''],
      ['- run: "twine upload -u __token__ -p ${{ secrets.TOKEN }} dist/*"', 'twine upload: pypi'],
      ['- { run: "twine upload ${{ vars.ARGS }} dist/*" }', 'twine upload: unknown'],
    ];
    for (const [step, expected] of cases) assert.equal(index(step), expected, step);
    assert.match(
      verdicts([publishOn(ON_TAG, '- run: twine upload -r testpypi dist/*')])[0] ?? '',
      /^notPyPI warning/,
    );
  });

  it('follows workflows of the same repository and names those that it cannot look into', () => {
    const called = read(
      'on:\n  workflow_call:\n    inputs: { index: { type: string, default: pypi } }\njobs:\n  upload:\n    runs-on: ubuntu-latest\n    steps:\n      - run: twine upload -r ${{ inputs.index }} dist/*\n',
      'upload.yml',
    );
    const caller = (uses: string, more = '') =>
      read(
        `name: Main\non: { push: { tags: ["v*"] } }\njobs:\n  publish:\n    uses: ${uses}\n${more}`,
        'main.yml',
      );
    assert.match(
      verdicts([caller('./.github/workflows/upload.yml'), called])[0] ?? '',
      /^publishes ok: "Main" publishes to PyPI when the tag is pushed \(job publish \/ upload\)/,
    );
    assert.match(
      verdicts([
        caller('./.github/workflows/upload.yml', '    with: { index: testpypi }\n'),
        called,
      ])[0] ?? '',
      /^notPyPI/,
    );
    assert.match(
      verdicts([caller('owner/shared/.github/workflows/upload.yml@v1'), called])[0] ?? '',
      /^unknown unknown: .*publish runs owner\/shared/,
    );
    assert.match(
      verdicts([caller('me/it/.github/workflows/upload.yml@main'), called], {
        repository: 'me/it',
      })[0] ?? '',
      /^publishes ok/,
    );
    const unreadable = [
      {
        severity: 'error' as const,
        file: 'x.yml',
        start: { line: 1, column: 0 },
        message: 'Not valid YAML',
      },
    ];
    assert.match(
      verdicts([], { unreadable })[0] ?? '',
      /^unknown unknown: .*x\.yml: Not valid YAML.*@x\.yml:2$/,
    );
  });

  it('does not say "nothing" where a workflow dispatches another one', () => {
    assert.match(
      verdicts([
        publishOn(ON_TAG, '- run: gh workflow run python-release.yml -f publish=yes'),
      ])[0] ?? '',
      /^unknown unknown: .*release runs gh workflow run python-release\.yml/,
    );
    assert.match(verdicts([publishOn(ON_TAG, '- run: gh workflow list')])[0] ?? '', /^nothing/);
  });

  it('follows a workflow that waits for another one', () => {
    const ci = read(
      'name: CI\non: { push: { tags: ["v*"] } }\njobs: { a: { runs-on: ubuntu-latest, steps: [] } }\n',
      'ci.yml',
    );
    const after = read(
      "name: After\non: { workflow_run: { workflows: [CI], types: [completed] } }\njobs:\n  p:\n    if: github.event.workflow_run.conclusion == 'success'\n    runs-on: ubuntu-latest\n    steps: [{ run: uv publish }]\n",
      'after.yml',
    );
    assert.match(
      verdicts([ci, after])[0] ?? '',
      /^publishes warning: "After" publishes to PyPI after another workflow/,
    );
    const never = read(
      "name: After\non: { workflow_run: { workflows: [CI] } }\njobs:\n  p:\n    if: github.ref_type == 'tag'\n    runs-on: ubuntu-latest\n    steps: [{ run: uv publish }]\n",
      'after.yml',
    );
    assert.match(
      verdicts([ci, never])[0] ?? '',
      /^nothing blocks/,
      'it runs on the default branch',
    );
    const both = read(
      'name: CI\non: push\njobs: { a: { runs-on: ubuntu-latest, steps: [] } }\n',
      'ci.yml',
    );
    const onMain = read(
      'name: After\non: { workflow_run: { workflows: [CI], branches: [main] } }\njobs:\n  p: { runs-on: ubuntu-latest, steps: [{ run: uv publish }] }\n',
      'after.yml',
    );
    assert.match(verdicts([both, onMain], { branch: 'main' })[0] ?? '', /^publishes warning/);
    assert.match(
      verdicts([both, onMain], { branch: 'dev' })[0] ?? '',
      /^otherEvents warning: .*it starts on workflow_run only/,
      'runs of other branches start nothing',
    );
  });

  it('offers what can be dispatched', () => {
    const byHand = read(
      PYTHON_RELEASE.replace('  release:\n    types: [published]\n', ''),
      'python-release.yml',
    );
    assert.match(
      verdicts([byHand])[0] ?? '',
      /^dispatchOnly warning: Nothing publishes by itself\. .*it starts on workflow_dispatch only\. > Run "Build and Publish Python Package" on the tag with publish=yes\./,
    );
    const find = finder([byHand]);
    assert.deepEqual(dispatchFor(byHand, 'pypi', 'refs/tags/v1', find)?.inputs, { publish: 'yes' });
    assert.deepEqual(
      dispatchFor(byHand, 'testpypi', 'refs/heads/main', find)?.inputs,
      {},
      '"no" is the default',
    );
    assert.equal(dispatchFor(tagged, 'pypi', 'refs/tags/v1', find), undefined);
    const example = publishOn(
      '  workflow_dispatch:\n    inputs:\n      tag: { required: true, default: v0.1.0 }\n      version: { default: latest }\n',
    );
    const chosen = dispatchFor(example, 'pypi', 'refs/tags/v1.2.3', finder([example]));
    assert.deepEqual(
      [chosen?.inputs, chosen?.ask.map(({ name }) => name)],
      [{ tag: 'v1.2.3' }, ['tag']],
      'a version as the default is an example',
    );
    assert.match(verdicts([example])[0] ?? '', /it needs a value for tag\./);
    const dryRun = publishOn(
      '  workflow_dispatch:\n    inputs:\n      dry-run: { type: boolean, default: true }\n      index: { type: choice, options: [testpypi, pypi] }\n',
      '- run: twine upload -r ${{ inputs.index }} dist/*',
      '    if: ${{ !inputs.dry-run }}\n',
    );
    assert.deepEqual(dispatchFor(dryRun, 'pypi', 'refs/heads/main', find)?.inputs, {
      'dry-run': false,
      index: 'pypi',
    });
  });

  it('publishes by a dispatch that uploads to TestPyPI first, and then to PyPI', () => {
    const both = read(
      `name: CI
on: { workflow_dispatch: {} }
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
        with: { repository-url: 'https://test.pypi.org/legacy/' }
  publish:
    needs: test
    runs-on: ubuntu-latest
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
`,
      'CI.yml',
    );
    const find = finder([both]);
    assert.deepEqual(dispatchFor(both, 'pypi', 'refs/tags/v0.2.0', find)?.inputs, {});
    assert.equal(dispatchFor(both, 'testpypi', 'refs/heads/main', find), undefined);
    assert.match(verdicts([both])[0] ?? '', /^dispatchOnly warning: .* > Run "CI" on the tag/);
  });
});
