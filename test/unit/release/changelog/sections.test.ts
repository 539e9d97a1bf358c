import * as assert from 'node:assert/strict';
import { applyEdits } from '../../../../src/base/text';
import { waitingFragments } from '../../../../src/release/changelog/fragments';
import { planChangelog } from '../../../../src/release/changelog/planChangelog';
import { readTitle, writeTitle } from '../../../../src/release/changelog/titles';
import { releaseVersion } from '../../../../src/versions/releaseVersion';

function plan(
  text: string,
  { name, others, tag = 'v1.2.0' }: { name?: string; others?: string[]; tag?: string } = {},
) {
  const release = {
    version: releaseVersion([1, 2, 0]),
    tag,
    date: '2026-11-27',
    ...(name !== undefined && { name }),
    ...(others !== undefined && { others }),
  };
  const found = planChangelog(text, 'markdown', release, ['fix: from a commit']);
  return { ...found, after: 'edits' in found ? applyEdits(text, found.edits) : undefined };
}

const notesOf = (found: ReturnType<typeof plan>) => ('notes' in found ? found.notes : undefined);
const OLD = '\n## 1.1.0 - 2026-01-05\n\n- Old.\n';

describe('the level of versions in a changelog', () => {
  it('leaves headings of other things to the section above them', () => {
    const found = plan(
      `# Changelog\n\n## [Unreleased]\n\n### Python 3.13\n\n- Wheels.\n\n### numpy 2.0\n\n- Moved.\n${OLD}`,
    );
    assert.equal(found.kind, 'promote');
    assert.equal(notesOf(found), '### Python 3.13\n\n- Wheels.\n\n### numpy 2.0\n\n- Moved.');
  });

  it('reads versions of several levels where they are dated, as standard-version writes them', () => {
    const found = plan(
      '# Changelog\n\n### [1.2.0](https://h/o/r/compare/v1.1.0...v1.2.0) (2026-02-05)\n\n### Bug Fixes\n\n* b\n\n' +
        '## [1.1.0](https://h/o/r/compare/v1.0.0...v1.1.0) (2026-01-05)\n\n### Features\n\n* a\n',
    );
    assert.equal(found.kind, 'present');
    assert.equal(notesOf(found), '### Bug Fixes\n\n* b');
  });

  it('leaves a heading above the newest version that it does not know to a person', () => {
    const found = plan(`# Changelog\n\n## Preview\n\n- Written by hand.\n${OLD}`);
    assert.equal(found.kind, 'byHand');
    assert.match('detail' in found ? found.detail : '', /The heading "Preview" is above/);
  });

  it('passes over an introduction', () => {
    const found = plan(`# Changelog\n\n## Types of changes\n\n- Added\n- Fixed\n${OLD}`);
    assert.equal(found.kind, 'propose');
  });
});

describe('unreleased changes under other names', () => {
  for (const title of [
    'Next',
    'Upcoming release',
    'In development',
    'HEAD',
    'main',
    'TBD',
    '(unreleased)',
    '\\[Unreleased\\]',
    'Not yet released',
    '[Unreleased] - ReleaseDate',
    'Next version',
  ])
    it(`reads "${title}"`, () => {
      const found = plan(`# Changelog\n\n## ${title}\n\n- Written.\n${OLD}`);
      assert.equal(found.kind, 'promote');
      assert.equal(notesOf(found), '- Written.');
    });

  it('does not take "Next steps" for unreleased changes', () => {
    assert.equal(readTitle('Next steps'), undefined);
    assert.equal(readTitle('Main changes'), undefined);
  });

  it('takes the planned version out of the heading', () => {
    const { after } = plan(`# Changelog\n\n## [Unreleased] (1.2.0)\n\n- New.\n${OLD}`);
    assert.match(after ?? '', /## \[Unreleased\]\n\n## 1\.2\.0 - 2026-11-27\n\n- New\./);
  });

  for (const body of [
    '- Nothing yet.',
    '_Nothing yet._',
    '### Added\n\n-\n\n### Fixed\n\n-',
    '---',
    '- None',
    'N/A',
    '- No changes.',
    'TBD',
  ])
    it(`finds nothing in ${JSON.stringify(body)}`, () => {
      assert.equal(plan(`# Changelog\n\n## [Unreleased]\n\n${body}\n${OLD}`).kind, 'propose');
    });
});

describe('sections of the version', () => {
  it('joins several', () => {
    const found = plan(
      `# Changelog\n\n## 1.2.0 - 2026-11-20\n\n- Second.\n\n## 1.2.0 - 2026-11-01\n\n- First.\n${OLD}`,
    );
    assert.equal(notesOf(found), '- Second.\n\n- First.');
  });

  it('leaves one that stays beside unreleased changes to a person', () => {
    const found = plan(
      `# Changelog\n\n## Unreleased\n\n- Late.\n\n## 1.2.0 - 2026-11-20\n\n- Half.\n${OLD}`,
    );
    assert.equal(found.kind, 'byHand');
  });

  it('keeps to the part of the package', () => {
    const text =
      '# demo-core\n\n## Unreleased\n\n- Core.\n\n## 0.4.0 - 2026-01-05\n\n- Old core.\n\n' +
      '# demo-cli\n\n## Unreleased\n\n- Cli.\n\n## 1.1.0 - 2026-01-05\n\n- Old cli.\n';
    const cli = plan(text, { name: 'demo-cli', others: ['demo-core'] });
    assert.equal(notesOf(cli), '- Cli.');
    const core = plan(text, { name: 'demo_core', others: ['demo-cli'] });
    assert.equal(notesOf(core), '- Core.');
    assert.ok((core.after ?? '').endsWith(text.slice(text.indexOf('# demo-cli'))));
  });

  it('adds the first section of a package to its part', () => {
    const text = '# demo-core\n\nText.\n\n# demo-cli\n\n## 1.1.0 - 2026-01-05\n\n- Old cli.\n';
    const { after = '' } = plan(text, { name: 'demo-core', others: ['demo-cli'] });
    assert.ok(after.startsWith('# demo-core\n\nText.\n\n## '), after);
    assert.ok(after.endsWith(text.slice(text.indexOf('# demo-cli'))), after);
  });
});

describe('titles of versions', () => {
  for (const [title, expected] of [
    ['1.1.0 - January 5, 2026', '1.2.0 - November 27, 2026'],
    ['1.1.0 (5 Jan 2026)', '1.2.0 (27 Nov 2026)'],
    ['1.1.0 - 05.01.2026', '1.2.0 - 27.11.2026'],
    ['1.1.0 - 25/01/2026', '1.2.0 - 27/11/2026'],
    ['1.1.0 - 01/25/2026', '1.2.0 - 11/27/2026'],
    ['1.1.0 - 05/01/2026', '1.2.0 - 2026-11-27'],
    ['[1.1.0] - 2026/01/05', '[1.2.0] - 2026/11/27'],
    ['\\[1.1.0\\] - 2026-01-05', '\\[1.2.0\\] - 2026-11-27'],
    ['v1.1.0', 'v1.2.0'],
    [':rocket: v1.1.0 (2026-01-05)', 'v1.2.0 (2026-11-27)'],
    ['🚀 1.1.0', '1.2.0'],
  ] as const)
    it(`writes the next of "${title}"`, () => {
      const { style } = readTitle(title) ?? {};
      assert.ok(style);
      const before = style.isBracketed ? { ...style } : style;
      assert.equal(writeTitle(before, '1.2.0', '2026-11-27'), expected);
    });

  it('keeps a tag with "/" in a link', () => {
    for (const [url, expected] of [
      ['https://h/o/r/releases/tag/py/v1.1.0', 'https://h/o/r/releases/tag/py/v1.2.0'],
      ['https://h/o/r/releases/tag/py%2Fv1.1.0', 'https://h/o/r/releases/tag/py%2Fv1.2.0'],
    ] as const) {
      const text = `# Changelog\n\n## [Unreleased]\n\n- New.\n\n## [1.1.0] - 2026-01-05\n\n- Old.\n\n[1.1.0]: ${url}\n`;
      const { after = '' } = plan(text, { tag: 'py/v1.2.0' });
      assert.ok(after.includes(`[1.2.0]: ${expected}\n`), after);
    }
  });
});

describe('waitingFragments', () => {
  const reader = (folders: Readonly<Record<string, readonly string[]>>) => ({
    list: (dir: string) =>
      Promise.resolve([
        ...(folders[dir] ?? []).map(name => ({
          name,
          isDirectory: Object.keys(folders).some(other => other === `${dir}/${name}`),
        })),
      ]),
  });
  const find = async (folders: Readonly<Record<string, readonly string[]>>) => {
    const found = await waitingFragments(reader(folders), '/r/py', '/r');
    return found && `${found.tool} ${found.count} ${found.folder}`;
  };

  it('finds those of towncrier, scriv, changie and reno', async () => {
    assert.equal(
      await find({
        '/r': ['newsfragments', 'py'],
        '/r/newsfragments': ['12.feature.md', '+x.bugfix', 'README.md', '.gitignore'],
      }),
      'towncrier 2 /r/newsfragments',
    );
    assert.equal(
      await find({ '/r': ['changelog.d'], '/r/changelog.d': ['20261101_a_b.md', 'README.md'] }),
      'scriv 1 /r/changelog.d',
    );
    assert.equal(
      await find({
        '/r': ['.changes'],
        '/r/.changes': ['unreleased'],
        '/r/.changes/unreleased': ['Fixed-1.yaml'],
      }),
      'changie 1 /r/.changes/unreleased',
    );
    assert.equal(
      await find({
        '/r': ['releasenotes'],
        '/r/releasenotes': ['notes'],
        '/r/releasenotes/notes': ['a-1.yaml'],
      }),
      'reno 1 /r/releasenotes/notes',
    );
  });

  it('finds none in an empty folder, and none in a folder of other files', async () => {
    assert.equal(
      await find({ '/r': ['newsfragments'], '/r/newsfragments': ['README.rst', '.gitkeep'] }),
      undefined,
    );
    assert.equal(await find({ '/r': ['news'], '/r/news': ['2026.md', 'index.html'] }), undefined);
  });
});
