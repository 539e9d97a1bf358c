import * as assert from 'node:assert/strict';
import { cratesOfRelease } from '../../../../src/github/releaseCrates';
import { analyzeTriggers } from '../../../../src/github/workflows/analyzeTriggers';
import type { CrateSelection } from '../../../../src/release/crateUpload';
import { read } from './support';

const QUESTION = {
  tag: 'v0.2.0',
  prerelease: false,
  release: 'publish' as const,
  branch: 'main',
};

/** The uploads of a workflow that a tag starts, with one job of these steps. */
function uploads(steps: string, job = '') {
  const text = `on:\n  push:\n    tags: ['v*']\njobs:\n  crates:\n    runs-on: ubuntu-latest\n${indented(job, 4)}    steps:\n${indented(steps, 6)}`;
  return cratesOfRelease([read(text)], QUESTION);
}

function indented(text: string, by: number): string {
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => `${' '.repeat(by)}${line}\n`)
    .join('');
}

const selected = (steps: string, job = ''): readonly CrateSelection[] =>
  uploads(steps, job).map(({ selects }) => selects);

const named = (...names: string[]): CrateSelection => ({ kind: 'named', names });
const folder = (at: string): CrateSelection => ({ kind: 'folder', folder: at });
const UNKNOWN: CrateSelection = { kind: 'unknown' };

describe('the crates that a workflow publishes', () => {
  for (const [what, steps, expected] of [
    ['-p', '- run: cargo publish -p core', [named('core')]],
    [
      '--package= and a toolchain',
      '- run: cargo +stable publish --locked --package=core',
      [named('core')],
    ],
    [
      'several packages, one with its version',
      '- run: cargo publish -p core@0.2.0 -p derive',
      [named('core', 'derive')],
    ],
    ['the crate in the root', '- run: cargo publish --token ${CRATES_TOKEN}', [folder('.')]],
    [
      'a manifest',
      '- run: cargo publish --manifest-path crates/core/Cargo.toml',
      [folder('crates/core')],
    ],
    [
      'a folder of the step',
      '- run: cargo publish\n  working-directory: ./crates/core/',
      [folder('crates/core')],
    ],
    ['cd', '- run: |\n    cd crates\n    cd core && cargo publish', [folder('crates/core')]],
    [
      'a workspace',
      '- run: cargo publish --workspace --exclude python --exclude bench',
      [{ kind: 'workspace', exclude: ['python', 'bench'] }],
    ],
    [
      'cargo-workspaces',
      '- run: cargo workspaces publish --from-git',
      [{ kind: 'workspace', exclude: [] }],
    ],
    ['cargo-release', '- run: cargo release publish --execute -p core', [named('core')]],
    [
      'katyo/publish-crates',
      '- uses: katyo/publish-crates@v2\n  with:\n    path: ./crates',
      [folder('crates')],
    ],
    ['release-plz', '- uses: release-plz/action@v0.5\n  with:\n    command: release', [UNKNOWN]],
    [
      'actions that say so by their name',
      '- uses: someone/actions/publish-crates@v1\n- uses: someone/ci/publish-crates-github@main',
      [UNKNOWN, UNKNOWN],
    ],
    [
      'a loop over names',
      '- run: |\n    for crate in core derive; do\n      cargo publish -p "$crate"\n    done',
      [{ ...named('core', 'derive'), isSequence: true }],
    ],
    [
      'a loop over an array',
      '- run: |\n    CRATES=(\n      core # first\n      derive\n    )\n    for c in "${CRATES[@]}"; do cargo publish -p ${c} || true; done',
      [{ ...named('core', 'derive'), isSequence: true }],
    ],
    ['a name that only the run knows', '- run: cargo publish -p "$NAME"', [UNKNOWN]],
    [
      'a loop that only the run knows',
      '- run: for c in $(ls crates); do cargo publish -p $c; done',
      [UNKNOWN],
    ],
    [
      'another registry by its address',
      '- run: cargo publish --index https://example.com/index',
      [UNKNOWN],
    ],
  ] as const)
    it(`reads ${what}`, () => assert.deepEqual(selected(steps), expected));

  it('leaves out trials', () => {
    for (const command of [
      'cargo publish --dry-run -p core',
      'cargo publish -n',
      'cargo release publish -p core',
      'cargo package --workspace',
      'cargo workspaces list',
      'echo cargo publish',
    ])
      assert.deepEqual(selected(`- run: ${command}`), [], command);
    assert.deepEqual(
      selected('- uses: release-plz/action@v0.5\n  with:\n    command: release-pr'),
      [],
    );
  });

  it('fills in the values of a matrix', () => {
    assert.deepEqual(
      selected(
        '- run: cargo publish -p ${{ matrix.crate }}',
        'strategy:\n  matrix:\n    crate: [core, derive]',
      ),
      [named('core'), named('derive')],
    );
  });

  it('tells a token from trusted publishing, and names the registry', () => {
    const [trusted] = uploads(
      '- uses: rust-lang/crates-io-auth-action@v1\n  id: auth\n- run: cargo publish -p core\n  env:\n    CARGO_REGISTRY_TOKEN: ${{ steps.auth.outputs.token }}',
    );
    assert.deepEqual([trusted?.isTrusted, trusted?.registry], [true, undefined]);
    const [token] = uploads(
      '- run: cargo publish -p core --registry own\n  env:\n    CARGO_REGISTRIES_OWN_TOKEN: ${{ secrets.OWN }}',
    );
    assert.deepEqual([token?.isTrusted, token?.registry], [false, 'own']);
    assert.equal(
      uploads('- run: cargo publish -p core --token ${{ secrets.T }}')[0]?.isTrusted,
      false,
    );
    assert.equal(uploads('- run: cargo publish -p core')[0]?.isTrusted, undefined);
    assert.deepEqual(token?.secrets, ['OWN']);
    assert.deepEqual(trusted?.secrets, []);
    assert.deepEqual(
      uploads('- run: cargo publish -p core --token "${{ secrets.crates }}"')[0]?.secrets,
      ['CRATES'],
    );
  });

  it('what has a token and cannot be read may publish any crate', () => {
    const found = uploads(
      '- run: python scripts/publish.py\n  env:\n    CARGO_REGISTRY_TOKEN: ${{ secrets.CRATES }}\n- run: python scripts/build.py',
    );
    assert.deepEqual(
      found.map(({ by, selects }) => [by, selects]),
      [['python scripts/publish.py', UNKNOWN]],
    );
  });

  it('is sure only where the release reaches the step, and says where a failure is passed over', () => {
    const [upload] = uploads(
      "- run: cargo publish -p core\n  if: vars.CRATES == 'yes'\n  continue-on-error: true",
    );
    assert.deepEqual([upload?.isCertain, upload?.continueOnError], [false, true]);
    assert.equal(uploads('- run: cargo publish -p core')[0]?.isCertain, true);
    assert.deepEqual(
      uploads("- run: cargo publish -p core\n  if: github.ref == 'refs/heads/x'"),
      [],
    );
  });

  it('wheels and crates from two workflows of one tag are not the same thing twice', () => {
    const wheels = read(
      "on:\n  push:\n    tags: ['v*']\njobs:\n  wheels:\n    runs-on: ubuntu-latest\n    steps:\n      - run: maturin publish\n",
      'wheels.yml',
    );
    const crates = read(
      "on:\n  push:\n    tags: ['v*']\njobs:\n  crates:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo publish --workspace\n        env:\n          CARGO_REGISTRY_TOKEN: ${{ secrets.CRATES }}\n",
      'crates.yml',
    );
    const { verdicts } = analyzeTriggers([wheels, crates], QUESTION);
    assert.deepEqual(
      verdicts.map(verdict =>
        'publishers' in verdict
          ? [verdict.kind, verdict.publishers.map(({ start }) => start.workflow.path)]
          : verdict.kind,
      ),
      [['publishes', ['.github/workflows/wheels.yml']]],
    );
    assert.equal(cratesOfRelease([wheels, crates], QUESTION).length, 1);
  });

  it('takes a workflow that is only dispatched for one that may publish', () => {
    const text =
      'on: workflow_dispatch\njobs:\n  crates:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo publish -p core\n';
    const [upload] = cratesOfRelease([read(text)], QUESTION);
    assert.deepEqual([upload?.selects, upload?.isCertain], [named('core'), false]);
  });

  it('finds them behind an input whose default publishes nothing, in a called workflow', () => {
    const release = read(
      "on:\n  workflow_dispatch:\n    inputs:\n      tag: { required: true, default: dry-run }\njobs:\n  crates:\n    if: inputs.tag != 'dry-run'\n    uses: $/.github/workflows/crates.yml\n",
    );
    const called = read(
      'on: workflow_call\njobs:\n  upload:\n    runs-on: ubuntu-latest\n    steps:\n      - { id: auth, uses: rust-lang/crates-io-auth-action@v1 }\n      - run: python3 scripts/publish-crates.py\n        env: { CARGO_REGISTRY_TOKEN: "${{ steps.auth.outputs.token }}" }\n',
      'crates.yml',
    );
    const found = cratesOfRelease([release, called], QUESTION);
    assert.deepEqual(
      found.map(({ by, selects, isCertain, job }) => [by, selects.kind, isCertain, job]),
      [['python3 scripts/publish-crates.py', 'unknown', false, 'crates / upload']],
    );
  });

  it('takes a request that only reads for no upload', () => {
    assert.deepEqual(
      selected(
        '- run: curl -s -XGET https://example.org/crates\n  env:\n    CARGO_REGISTRY_TOKEN: ${{ secrets.CRATES }}',
      ),
      [],
    );
  });
});
