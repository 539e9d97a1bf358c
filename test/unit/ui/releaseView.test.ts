import assert from 'node:assert/strict';
import '../../fakes/editor';
import { FactNode } from '../../../src/ui/views/factNode';
import { SitesNode } from '../../../src/ui/views/siteNodes';
import type { Observation } from '../../../src/release/fact';
import type { Package } from '../../../src/manifests/package';

describe('The rows of the release view', () => {
  it('call a failed build failed, and offer its explanation and a re-run', () => {
    const fact = (observation: Observation) =>
      new FactNode(
        { manifest: '/w/pyproject.toml' } as Package,
        { id: 'builds', title: 'Platform builds', observation },
        { isUnderWay: true, links: {}, commits: [], crates: [] },
      ).item();
    const failed = fact({ state: 'conflict', detail: 'failed: linux', advice: 'See its log.' });
    assert.equal(failed.accessibilityInformation?.label, 'Platform builds, failed, failed: linux');
    assert.match(failed.contextValue ?? '', /\bfailedBuilds\b/);
    assert.doesNotMatch(fact({ state: 'holds', detail: '' }).contextValue ?? '', /failedBuilds/);
  });

  it('fold version sites that agree once the release is confirmed or public', () => {
    const pkg = {
      manifest: '/w/pyproject.toml',
      sites: [],
      decidedBy: 'files',
    } as unknown as Package;
    // Below 13 rows the fact of the index would be out of sight when it comes true.
    assert.equal(new SitesNode(pkg, true).item().collapsibleState, 1);
    assert.equal(new SitesNode(pkg, false).item().collapsibleState, 2);
  });
});
