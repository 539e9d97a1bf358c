import assert from 'node:assert/strict';
import '../../fakes/editor';
import { SitesNode } from '../../../src/ui/views/siteNodes';
import type { Package } from '../../../src/manifests/package';

describe('The rows of the release view', () => {
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
