import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import '../../fakes/editor';
import type { Package } from '../../../src/manifests/package';
import type { FactReport } from '../../../src/release/engine';
import type { Observation } from '../../../src/release/fact';
import { groupsOf, releaseOf } from '../../../src/ui/selectors';
import { INITIAL_STATE, type SeenRelease, type State, Store } from '../../../src/ui/store';
import { PackageNode } from '../../../src/ui/views/releaseView';
import { FRONT_AND_RUNTIMES, THREE_DISTRIBUTIONS } from '../../fixtures/releaseShapes';
import type { Files } from '../../fixtures/files';
import { scanFiles, TOP } from '../support/memory';

const MISSING: Observation = { state: 'missing', detail: 'Nothing there yet' };
const HOLDS: Observation = { state: 'holds', detail: '2 files' };

async function stateOf(files: Files): Promise<State & { readonly packages: readonly Package[] }> {
  const { packages, problems } = await scanFiles(files);
  return { ...INITIAL_STATE, scans: [{ root: TOP, packages, problems }], packages };
}

const seen = (tag: string, version: string, more: Partial<SeenRelease> = {}): SeenRelease => ({
  version,
  tag,
  root: TOP,
  facts: [],
  ...more,
});

const names = (state: State) =>
  groupsOf(state).map(({ lead, members }) => [lead, ...members].map(({ name }) => name).join(' '));

function labelOf({ label }: vscode.TreeItem): string {
  return typeof label === 'string' ? label : (label?.label ?? '');
}

describe('packages that are released together, as the editor shows them', () => {
  it('are one row, with the other distributions below it', async () => {
    const { packages, ...state } = await stateOf(FRONT_AND_RUNTIMES);
    assert.deepEqual(names(state), ['demo demo-runtime-32 demo-runtime-64']);
    const lead = packages.find(({ name }) => name === 'demo');
    assert.ok(lead);
    const node = new PackageNode(new Store<State>(state), lead);
    assert.match(
      String(node.item().description),
      /^1\.4\.0 with demo-runtime-32, demo-runtime-64$/,
    );
    assert.deepEqual(
      node.children().map(child => labelOf(child.item())),
      ['Version sites', 'demo-runtime-32', 'demo-runtime-64'],
    );
  });

  it('stay one while a release is made, although the tag of the others is the one before', async () => {
    const { packages, ...state } = await stateOf(THREE_DISTRIBUTIONS);
    const releases = new Map(
      packages.map(({ manifest }, at) => [
        manifest,
        at === 0 ? seen('v1.5.0', '1.5.0') : seen('v1.4.0', '1.4.0'),
      ]),
    );
    assert.deepEqual(names({ ...state, releases }), ['alpha beta gamma']);
  });

  it('are several where their tags are named apart, or one is being released alone', async () => {
    const { packages, ...state } = await stateOf(THREE_DISTRIBUTIONS);
    const apart = new Map(
      packages.map(({ manifest, name }) => [manifest, seen(`${name}-v1.4.0`, '1.4.0')]),
    );
    assert.deepEqual(names({ ...state, releases: apart }), ['alpha', 'beta', 'gamma']);
    const beta = packages.find(({ name }) => name === 'beta');
    assert.ok(beta);
    const intent = { package: 'beta' } as SeenRelease['intent'];
    const alone = new Map([
      [beta.manifest, seen('v1.5.0', '1.5.0', intent === undefined ? {} : { intent })],
    ]);
    assert.deepEqual(names({ ...state, releases: alone }), ['alpha gamma', 'beta']);
  });

  it('have a fact for each distribution, with its own newest look', async () => {
    const { packages, ...state } = await stateOf(THREE_DISTRIBUTIONS);
    const [alpha, beta] = packages;
    assert.ok(alpha && beta);
    const facts: FactReport[] = [
      { id: 'index', member: beta, title: 'On PyPI: beta', observation: MISSING },
      { id: 'index', title: 'On PyPI: alpha', observation: MISSING },
    ];
    const releases = new Map([[alpha.manifest, seen('v1.4.0', '1.4.0', { facts })]]);
    const published = (pkg: Package) =>
      new Map([
        [
          pkg.manifest,
          { version: '1.4.0', index: 'PyPI', places: [], observation: HOLDS, seenAt: 1 },
        ],
      ]);
    const states = (given: State) =>
      releaseOf(given, alpha.manifest)?.facts.map(({ observation }) => observation.state);
    const base = { ...state, releases };
    assert.deepEqual(states(base), ['missing', 'missing']);
    assert.deepEqual(states({ ...base, published: published(beta) }), ['holds', 'missing']);
    assert.deepEqual(states({ ...base, published: published(alpha) }), ['missing', 'holds']);
  });
});
