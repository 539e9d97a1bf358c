import * as assert from 'node:assert/strict';
import { readIntent } from '../../../src/release/intent';
import { releaseTags } from '../../../src/release/releaseTags';
import { fillTemplate } from '../../../src/release/settings';
import { readConventionalCommit } from '../../../src/release/commits';
import { suggestBump } from '../../../src/release/suggestBump';
import { releaseVersion } from '../../../src/versions/releaseVersion';

describe('readConventionalCommit', () => {
  it('reads type, scope, "!" and breaking footers', () => {
    assert.deepEqual(readConventionalCommit('feat: x'), { type: 'feat', isBreaking: false });
    assert.deepEqual(readConventionalCommit('FIX(core)!: x'), { type: 'fix', isBreaking: true });
    assert.deepEqual(readConventionalCommit('refactor(a, b): x\n\nBREAKING CHANGE: y'), {
      type: 'refactor',
      isBreaking: true,
    });
    assert.deepEqual(readConventionalCommit('feat: x\n\nBREAKING-CHANGE: y'), {
      type: 'feat',
      isBreaking: true,
    });
    assert.deepEqual(readConventionalCommit('feat: x\n\nnot a BREAKING CHANGE: y'), {
      type: 'feat',
      isBreaking: false,
    });
  });

  it('reads nothing into other messages', () => {
    for (const message of ['Merge branch main', 'feat x', 'feat:x', 'feat(: x', ': x', ''])
      assert.equal(readConventionalCommit(message), undefined, message);
  });
});

describe('suggestBump', () => {
  const suggest = (major: number, ...messages: string[]) => suggestBump(messages, major, 'v0.1.0');

  it('follows Conventional Commits', () => {
    assert.equal(suggest(1, 'fix: a', 'feat: b', 'feat!: c')?.level, 'major');
    assert.equal(suggest(1, 'fix: a', 'feat: b')?.level, 'minor');
    assert.equal(suggest(1, 'perf: a', 'docs: b')?.level, 'patch');
    assert.equal(suggest(1, 'docs: b', 'whatever'), undefined);
  });

  it('takes a breaking change below 1.0.0 for a minor version, and says why', () => {
    assert.deepEqual(suggest(0, 'feat!: c'), {
      level: 'minor',
      reason: '1 breaking commit since v0.1.0; below 1.0.0 that is a minor version',
    });
    assert.deepEqual(suggest(0, 'feat: c'), {
      level: 'minor',
      reason: '1 feat commit since v0.1.0',
    });
  });
});

describe('releaseTags', () => {
  const names = (tags: string[], name = 'budtiktok', format = 'v${version}') =>
    releaseTags(tags, name, format).map(({ tag }) => tag);

  it('sorts by version and not by text', () => {
    assert.deepEqual(names(['v0.9.0', 'v0.10.0', 'v0.10.0-rc.1', '0.0.1']), [
      'v0.10.0',
      'v0.10.0-rc.1',
      'v0.9.0',
      '0.0.1',
    ]);
  });

  it('knows the schemes of a history, and leaves out the tags of other packages', () => {
    assert.deepEqual(
      names([
        'py-v0.3.0',
        'budtiktok-v0.2.0',
        'python-0.1.0',
        'js-v9.0.0',
        'other-v8.0.0',
        'nightly',
        'v1',
        '2024-01-01',
        'budtiktok/v0.0.2',
      ]),
      ['py-v0.3.0', 'budtiktok-v0.2.0', 'python-0.1.0', 'budtiktok/v0.0.2'],
    );
  });

  it('reads the format of the settings', () => {
    assert.deepEqual(names(['rel/0.2.0/x', 'v0.1.0'], 'a-b', 'rel/${version}/x'), [
      'rel/0.2.0/x',
      'v0.1.0',
    ]);
    assert.deepEqual(names(['a-b@0.2.0rc1'], 'a-b', '${name}@${pep440}'), ['a-b@0.2.0rc1']);
  });
});

describe('fillTemplate', () => {
  it('fills what it knows and keeps the rest', () => {
    const version = releaseVersion([0, 2, 0], { phase: 'rc', number: 1 });
    assert.equal(
      fillTemplate('${name} v${version} (${pep440}) ${other} $version', 'budtiktok', version),
      'budtiktok v0.2.0-rc.1 (0.2.0rc1) ${other} $version',
    );
  });
});

describe('readIntent', () => {
  const intent = {
    manifest: 'pyproject.toml',
    package: 'x',
    version: '0.2.0',
    from: '0.1.0',
    branch: 'main',
    remote: 'origin',
    remoteBranch: 'main',
    commitMessage: 'c',
    tag: 'v0.2.0',
    tagMessage: 't',
  };

  it('reads what was decided about a changelog, as long as it is in the repository', () => {
    const changelog = { file: 'crates/x/CHANGELOG.md', date: '2026-01-31' };
    for (const read of [
      changelog,
      { ...changelog, entry: '' },
      { ...changelog, file: '..x/a..md' },
    ])
      assert.deepEqual(readIntent({ ...intent, changelog: read })?.changelog, read);
    for (const other of [
      null,
      'x',
      {},
      { ...changelog, date: 'today' },
      { ...changelog, date: '2026-01-31\n' },
      { ...changelog, entry: 1 },
      { ...changelog, file: '' },
      { ...changelog, file: '../CHANGELOG.md' },
      { ...changelog, file: 'a/../../b.md' },
      { ...changelog, file: '/etc/passwd' },
      { ...changelog, file: 'C:\\x.md' },
      { ...changelog, file: '..\\x.md' },
    ])
      assert.equal(readIntent({ ...intent, changelog: other }), undefined, JSON.stringify(other));
  });

  it('reads what was stored, and nothing else', () => {
    assert.deepEqual(readIntent(JSON.parse(JSON.stringify(intent))), intent);
    for (const other of [
      undefined,
      null,
      'x',
      {},
      { ...intent, tag: 1 },
      { ...intent, version: 'latest' },
      { ...intent, commit: 1 },
    ])
      assert.equal(readIntent(other), undefined);
  });
});
