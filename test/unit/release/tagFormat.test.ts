import * as assert from 'node:assert/strict';
import { DEFAULT_SETTINGS } from '../../../src/release/settings';
import { packageTagFormat } from '../../../src/release/releaseTags';
import { earlierSpelling, tagFormatOf } from '../../../src/release/tagFormat';

const DEFAULT = DEFAULT_SETTINGS.tagFormat;

describe('tagFormatOf', () => {
  const format = (tags: readonly string[], current?: string, name = 'my-demo') =>
    tagFormatOf(DEFAULT, tags, name, current);

  it('is the setting where it is set', () => {
    assert.equal(tagFormatOf('rel-${version}', ['v1.0.0'], 'demo', '1.0.0'), 'rel-${version}');
  });

  it('is the spelling of the earlier tags', () => {
    for (const [tag, wanted] of [
      ['1.0.0', '${version}'],
      ['v1.0.0', 'v${version}'],
      ['my-demo-v1.0.0', 'my-demo-v${version}'],
      ['my_demo-1.0.0', 'my_demo-${version}'],
      ['python-v1.0.0', 'python-v${version}'],
      ['releases/tag/py/v1.0.0', DEFAULT],
      ['release/1.0.0', 'release/${version}'],
    ] as const)
      assert.equal(format([tag, tag.replace('1.0.0', '0.9.0')]), wanted, tag);
    assert.equal(format(['0.0.1']), DEFAULT);
    assert.equal(format(['0.0.1'], '0.0.1'), '${version}');
  });

  it('is the series that holds the current version, and that of the package where several do', () => {
    const tags = ['rust-v1.4.0', 'js@2.0.0', 'sdk@0.9.0', 'py-v1.4.0', 'v0.1.0'];
    assert.equal(format(tags, '0.9.0'), 'sdk@${version}');
    assert.equal(format(tags, '1.4.0'), 'py-v${version}');
  });

  it('stays the default where no series is known to be that of the package', () => {
    assert.equal(format(['core-v1.0.0', 'cli-v1.0.0'], '1.0.0'), DEFAULT);
    assert.equal(format(['core-v1.0.0'], '0.9.0'), DEFAULT);
    assert.equal(format(['nightly', 'x']), DEFAULT);
  });

  it('writes pre-releases as the earlier tags do', () => {
    assert.equal(format(['v1.0.0', 'v1.1.0rc1']), 'v${pep440}');
    assert.equal(format(['v1.0.0', 'v1.1.0-rc.1']), 'v${version}');
  });
});

describe('packageTagFormat', () => {
  const format = (tags: readonly string[], setting = DEFAULT) =>
    packageTagFormat({ tags: () => Promise.resolve([...tags]) }, setting, 'demo', '1.0.0', () =>
      Promise.resolve(['py-v${version}', 'py-${version}']),
    );

  it('asks the publishing workflow where neither the settings nor earlier tags say it', async () => {
    assert.equal(await format([]), 'py-v${version}');
    assert.equal(await format(['v1.0.0', 'v0.9.0']), 'v${version}');
    assert.equal(await format([], 'rel-${version}'), 'rel-${version}');
  });
});

describe('earlierSpelling', () => {
  const tags = [{ tag: 'py-v0.2.0' }, { tag: 'py-v0.1.0' }];

  it('names the newest tag where a new one is spelled otherwise than all earlier ones', () => {
    assert.equal(earlierSpelling('v0.3.0', '0.3.0', tags), 'py-v0.2.0');
    assert.equal(earlierSpelling('py-v0.3.0', '0.3.0', tags), undefined);
    assert.equal(earlierSpelling('v0.3.0', '0.3.0', [...tags, { tag: 'v0.0.1' }]), undefined);
    assert.equal(earlierSpelling('v0.3.0', '0.3.0', [{ tag: '0.0.1' }]), undefined);
  });
});
