import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { applyEdits } from '../../../../src/base/text';
import { findChangelog } from '../../../../src/release/changelog/changelogFile';
import type { ChangelogRelease } from '../../../../src/release/changelog/edits';
import {
  planChangelog,
  withEntry,
  type ChangelogPlan,
} from '../../../../src/release/changelog/planChangelog';
import { readChangelog } from '../../../../src/release/changelog/readChangelog';
import { sectionOf, textOf } from '../../../../src/release/changelog/section';
import { releaseVersion } from '../../../../src/versions/releaseVersion';

const RELEASE: ChangelogRelease = {
  version: releaseVersion([0, 2, 0]),
  tag: 'v0.2.0',
  date: '2026-01-31',
};
const COMMITS = ['fix(core): no panic on <unk>', 'chore: tidy', 'feat: a `Vec<T>` of merges'];

function planned<K extends ChangelogPlan['kind']>(
  text: string,
  kind: K,
  commits: readonly string[] = COMMITS,
): Extract<ChangelogPlan, { kind: K }> {
  const plan = planChangelog(text, 'markdown', RELEASE, commits);
  assert.equal(plan.kind, kind);
  return plan as Extract<ChangelogPlan, { kind: K }>;
}

const promoted = (text: string) => applyEdits(text, planned(text, 'promote').edits);
const proposed = (text: string) => applyEdits(text, planned(text, 'propose').edits);

const KEEP = `# Changelog

All notable changes to this project will be documented in this file.

## [Unreleased]

### Added

* BPE merges, [#12].
+ a bullet of another kind   

## [0.1.0] - 2025-12-24

- First release

[#12]: https://github.com/o/r/pull/12
[unreleased]: https://github.com/o/r/compare/v0.1.0...HEAD
[0.1.0]: https://github.com/o/r/releases/tag/v0.1.0
`;

const KEPT = `# Changelog

All notable changes to this project will be documented in this file.

## [Unreleased]

## [0.2.0] - 2026-01-31

### Added

* BPE merges, [#12].
+ a bullet of another kind   

## [0.1.0] - 2025-12-24

- First release

[#12]: https://github.com/o/r/pull/12
[unreleased]: https://github.com/o/r/compare/v0.2.0...HEAD
[0.2.0]: https://github.com/o/r/compare/v0.1.0...v0.2.0
[0.1.0]: https://github.com/o/r/releases/tag/v0.1.0
`;

describe('the changelog of a release', () => {
  it('gives what is unreleased to the version', () => {
    assert.equal(promoted(KEEP), KEPT);
    assert.equal(
      planned(KEEP, 'promote').notes,
      '### Added\n\n* BPE merges, [#12].\n+ a bullet of another kind\n\n[#12]: https://github.com/o/r/pull/12',
    );
  });

  it('keeps CRLF, a byte order mark and a missing final newline', () => {
    const windows = (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    assert.equal(promoted(windows(KEEP)), windows(KEPT));
    assert.equal(promoted(KEEP.trimEnd()), KEPT.trimEnd());
    const last = '## Unreleased\n- x\n\n[Unreleased]: https://x/compare/v0.1.0...HEAD';
    assert.equal(
      promoted(last),
      '## Unreleased\n\n## 0.2.0 - 2026-01-31\n- x\n\n[Unreleased]: https://x/compare/v0.2.0...HEAD\n[0.2.0]: https://x/compare/v0.1.0...v0.2.0',
    );
  });

  it('has nothing to do where the section is there, in any spelling', () => {
    assert.equal(
      planned(KEPT, 'present').notes,
      '### Added\n\n* BPE merges, [#12].\n+ a bullet of another kind\n\n[#12]: https://github.com/o/r/pull/12',
    );
    const plan = planChangelog(
      '# 0.2.0rc1\n\nx\n',
      'markdown',
      { ...RELEASE, version: releaseVersion([0, 2, 0], { phase: 'rc', number: 1 }) },
      [],
    );
    assert.deepEqual(plan, { kind: 'present', notes: 'x' });
  });

  // Headings as they are found: what stands there, and what the new one looks like.
  const styles: readonly (readonly [unreleased: string, newest: string, added: string])[] = [
    ['## [Unreleased]', '## [0.1.0] - 2025-12-24', '## [0.2.0] - 2026-01-31'],
    ['## Unreleased', '## 0.1.0 (2025-12-24)', '## 0.2.0 (2026-01-31)'],
    ['# Unreleased', '# 0.1.0', '# 0.2.0'],
    ['## Unreleased', '## 0.1.0 *(2025-12-24)*', '## 0.2.0 *(2026-01-31)*'],
    ['## Unreleased', '## v0.1.0', '## v0.2.0'],
    ['## UNRELEASED', '## v0.1.0 – 2025/12/24', '## v0.2.0 – 2026/01/31'],
    ['## [Unreleased] - ReleaseDate', '## [0.1.0] - 2025-12-24', '## [0.2.0] - 2026-01-31'],
    [
      '## [Unreleased] - ReleaseDate',
      '## [0.1.0] - 2025-12-24 [YANKED]',
      '## [0.2.0] - 2026-01-31',
    ],
    ['### Unreleased', '### Version 0.1.0, 2025-12-24', '### Version 0.2.0, 2026-01-31'],
    ['## Unreleased changes', '## budtiktok 0.1.0', '## budtiktok 0.2.0'],
    ['## [Unreleased]', '## [v0.1.0]', '## [v0.2.0]'],
    ['## Unreleased ##', '## 0.1.0 ##', '## 0.2.0'],
    [
      '## [Unreleased](https://x/compare/v0.1.0...main)',
      '## [0.1.0](https://x/compare/v0.0.9...v0.1.0) (2025-12-24)',
      '## [0.2.0](https://x/compare/v0.1.0...v0.2.0) (2026-01-31)',
    ],
    [
      'Unreleased\n----------',
      '0.1.0 (2025-12-24)\n------------------',
      '0.2.0 (2026-01-31)\n------------------',
    ],
  ];
  for (const [unreleased, newest, added] of styles) {
    it(`writes "${added.replaceAll('\n', '|')}" after "${newest.replaceAll('\n', '|')}"`, () => {
      const rest = `\n\n- x\n\n${newest}\n\n- y\n`;
      assert.equal(
        promoted(`${unreleased}${rest}`),
        `${unreleased.replace('/v0.1.0...main', '/v0.2.0...main')}\n\n${added}${rest}`,
      );
    });
  }

  it('learns from Keep a Changelog where there is no version yet', () => {
    assert.equal(
      promoted('# Changelog\n\n## [Unreleased]\n\n- x\n'),
      '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-01-31\n\n- x\n',
    );
    assert.equal(
      promoted('# Changelog\n\n## Unreleased\n- x'),
      '# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-01-31\n- x',
    );
  });

  it('writes a pre-release as the file writes them', () => {
    const release = { ...RELEASE, version: releaseVersion([0, 2, 0], { phase: 'rc', number: 2 }) };
    const heading = (newest: string) => {
      const text = `## Unreleased\n- x\n## ${newest}\n`;
      const plan = planChangelog(text, 'markdown', release, []);
      return plan.kind === 'promote' ? applyEdits(text, plan.edits).split('\n')[2] : plan.kind;
    };
    assert.equal(heading('0.2.0rc1'), '## 0.2.0rc2');
    assert.equal(heading('0.2.0-rc.1'), '## 0.2.0-rc.2');
    assert.equal(heading('0.1.0'), '## 0.2.0-rc.2');
  });

  it('proposes an entry from the commits where nothing was written', () => {
    assert.equal(
      proposed(
        '# Changelog\n\n## [Unreleased]\n\n### Added\n\n### Fixed\n<!-- nothing yet -->\n\n## [0.1.0] - 2025-12-24\n\n* First\n',
      ),
      '# Changelog\n\n## [Unreleased]\n\n### Added\n\n### Fixed\n<!-- nothing yet -->\n\n## [0.2.0] - 2026-01-31\n\n' +
        '### Added\n\n* a `Vec<T>` of merges\n\n### Fixed\n\n* core: no panic on \\<unk>\n\n## [0.1.0] - 2025-12-24\n\n* First\n',
    );
  });

  it('adds a section before the newest one, with its anchor and link', () => {
    assert.equal(
      proposed(
        '<a name="0.1.0"></a>\n## [0.1.0](https://x/compare/0.0.9...v0.1.0) (2025-12-24)\n\n- x\n',
      ),
      '## [0.2.0](https://x/compare/v0.1.0...v0.2.0) (2026-01-31)\n\n### Added\n\n- a `Vec<T>` of merges\n\n### Fixed\n\n- core: no panic on \\<unk>\n\n' +
        '<a name="0.1.0"></a>\n## [0.1.0](https://x/compare/0.0.9...v0.1.0) (2025-12-24)\n\n- x\n',
    );
    assert.match(
      proposed('## [0.1.0]\r\n\r\n- x\r\n\r\n[0.1.0]: https://x/-/tags/v0.1.0\r\n'),
      /^## \[0\.2\.0\]\r\n\r\n### Added[^]*\r\n\r\n## \[0\.1\.0\]\r\n\r\n- x\r\n\r\n\[0\.2\.0\]: https:\/\/x\/-\/tags\/v0\.2\.0\r\n\[0\.1\.0\]: https:\/\/x\/-\/tags\/v0\.1\.0\r\n$/,
    );
  });

  it('begins a changelog that has no section yet', () => {
    const added = '## [0.2.0] - 2026-01-31\n\n### Fixed\n\n- x\n';
    for (const [text, whole] of [
      ['', added],
      ['# Changelog', `# Changelog\n\n${added}`],
      ['# Changelog\n', `# Changelog\n\n${added}`],
      ['# Changelog\n\n', `# Changelog\n\n${added}`],
      ['# Changelog\n\n## [Unreleased]', `# Changelog\n\n## [Unreleased]\n\n${added}`],
    ] as const) {
      assert.equal(applyEdits(text, planned(text, 'propose', ['fix: x']).edits), whole);
    }
  });

  it('takes another entry than the proposed one', () => {
    const text = '## 0.1.0\r\n- x\r\n';
    const written = (entry: string) => {
      const plan = withEntry(text, RELEASE, entry);
      return plan.kind === 'propose' ? applyEdits(text, plan.edits) : plan.kind;
    };
    assert.equal(
      written('\n- one\n- two\n\n'),
      '## 0.2.0\r\n\r\n- one\r\n- two\r\n\r\n## 0.1.0\r\n- x\r\n',
    );
    assert.equal(written(' '), '## 0.2.0\r\n\r\n## 0.1.0\r\n- x\r\n');
  });

  it('puts the date in place of the word that says it is not released', () => {
    for (const [heading, dated] of [
      ['## [0.2.0] - Unreleased', '## [0.2.0] - 2026-01-31'],
      ['## 0.2.0 (unreleased)', '## 0.2.0 (2026-01-31)'],
      ['## v0.2.0 - TBD', '## v0.2.0 - 2026-01-31'],
      ['## 0.2.0 - YYYY-MM-DD', '## 0.2.0 - 2026-01-31'],
      ['## [0.2.0] - ReleaseDate', '## [0.2.0] - 2026-01-31'],
      ['0.2.0 (not released yet)\n----', '0.2.0 (2026-01-31)\n----'],
    ] as const) {
      const text = `# Log\n\n${heading}\n\n- x, Unreleased\n\n## 0.1.0\n\n- Unreleased\n`;
      const plan = planned(text, 'date');
      assert.equal(applyEdits(text, plan.edits), text.replace(heading, dated));
      assert.equal(plan.notes, '- x, Unreleased');
    }
    for (const heading of ['## 0.2.0 - 2026-01-30', '## 0.2.0', '## 0.2.0 - The Unreleasedness'])
      planned(`${heading}\n\n- x\n`, 'present');
  });

  describe('that several packages share', () => {
    const ours: ChangelogRelease = { ...RELEASE, name: 'alpha', others: ['beta', 'gamma-ray'] };
    const kind = (text: string) => planChangelog(text, 'markdown', ours, []).kind;

    it('has the sections of those whose name is in the heading', () => {
      for (const heading of [
        '## beta 0.2.0',
        '## [beta-v0.2.0]',
        '## Gamma_Ray 0.2.0',
        '## beta@0.2.0 (2026-01-31)',
      ])
        assert.equal(kind(`${heading}\n\n- x\n`), 'propose', heading);
      for (const heading of [
        '## alpha 0.2.0',
        '## 0.2.0',
        '## v0.2.0',
        '## Version 0.2.0',
        '## BudTikTok 0.2.0',
      ])
        assert.equal(kind(`${heading}\n\n- x\n`), 'present', heading);
    });

    it('gets a section that is written like the last one of the package, before all others', () => {
      const written = (text: string) => {
        const plan = withEntry(text, ours, '- y');
        return plan.kind === 'propose' ? applyEdits(text, plan.edits) : plan.kind;
      };
      const rest = '## beta 0.2.0 (2026-01-02)\n\n- x\n\n## alpha-v0.1.0 - 2026-01-01\n\n- x\n';
      assert.equal(written(rest), `## alpha-v0.2.0 - 2026-01-31\n\n- y\n\n${rest}`);
      const first =
        '## [beta-v0.2.0](https://x/compare/beta-v0.1.0...beta-v0.2.0) (2026-01-02)\n\n- x\n';
      assert.equal(written(first), `## [alpha-v0.2.0] (2026-01-31)\n\n- y\n\n${first}`);
    });
  });

  it('sees what the user has written where it cannot write', () => {
    const rst = (text: string) => planChangelog(text, 'restructuredText', RELEASE, []).kind;
    assert.equal(rst('Log\n===\n\n0.2.0 (2026-01-31)\n------------------\n\n* x\n'), 'present');
    assert.equal(rst('Version 0.2.0\n-------------\n\n* x\n'), 'present');
    assert.equal(rst('0.2.01\n------\n\n0.1.0\n-----\n\n* as in 0.2.0\n'), 'byHand');
    for (const line of ['- 0.2.0: second', '**0.2.0** - second', '* v0.2.0'])
      planned(`${line}\n- 0.1.0: first\n`, 'present');
    planned('- 0.1.0: first, before 0.2.0\n', 'byHand');
  });

  it('leaves to people what it cannot write', () => {
    const rst = planChangelog('0.1.0\n=====\n', 'restructuredText', RELEASE, []);
    assert.ok(rst.kind === 'byHand');
    assert.match(rst.detail, /reStructuredText/);
    assert.match(
      planned('# Log\n\n```\nnever closed\n', 'byHand').detail,
      /cannot be edited safely/,
    );
    assert.match(
      planned('## 0.0.1\n- a\n## 0.1.0\n- b\n', 'byHand').detail,
      /oldest version first/,
    );
  });

  it('knows a changelog that lists old series after new ones for what it is', () => {
    planned('## 2.0.0\n- a\n## 1.9.1\n- b\n## 1.9.2\n- c\n## 1.9.0\n- d\n## 3.0\n', 'propose');
    for (const text of [
      '- 0.1.0: first\n',
      '**0.1.0**\n\nfirst\n',
      '# Log\n\n## The first one\n',
      '0.1.0 first\n',
    ]) {
      assert.match(planned(text, 'byHand').detail, /^No heading/);
    }
  });

  it('is not misled by code, comments and other headings', () => {
    const text =
      '# Log\n\n```md\n## [Unreleased]\n- no\n```\n<!--\n## [Unreleased]\n- no\n-->\n## 3.11 is supported\n\n## Unreleased\n- yes\n';
    assert.equal(
      promoted(text),
      text.replace('## Unreleased', '## Unreleased\n\n## 0.2.0 - 2026-01-31'),
    );
  });

  it('touches nothing but what it adds and where "Unreleased" begins to compare', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        '- x',
        '* `<!--` y',
        '### Added',
        '## [Unreleased]',
        '## 0.1.0 - 2025-12-24',
        '# 0.0.9',
        '```',
        '<!-- z -->',
        'text',
        '---',
        '\ttab  ',
        '[Unreleased]: https://x/compare/v0.1.0...HEAD',
        '[0.1.0]: https://x/compare/v0.0.9...v0.1.0',
        '[a]: <b>',
      ),
      fc.string({ maxLength: 12 }).map(text => text.replace(/[\r\n]/g, '')),
    );
    const document = fc
      .tuple(
        fc.constantFrom('', '\uFEFF'),
        fc.array(line, { maxLength: 25 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
      )
      .map(
        ([mark, lines, lineEnd, isEnded]) => mark + lines.join(lineEnd) + (isEnded ? lineEnd : ''),
      );
    let written = 0;
    fc.assert(
      fc.property(document, text => {
        const plan = planChangelog(text, 'markdown', RELEASE, COMMITS);
        if (plan.kind === 'present' || plan.kind === 'byHand') return;
        written++;
        for (const { start, end } of plan.edits) {
          const replaced = text.slice(start, end);
          assert.ok(
            replaced === '' ||
              (replaced === 'v0.1.0' && text.slice(0, start).endsWith('/compare/')),
            replaced,
          );
        }
        const after = applyEdits(text, plan.edits);
        assert.equal(after.startsWith('\uFEFF'), text.startsWith('\uFEFF'));
        if (text.includes('\r\n') && !/(?<!\r)\n/.test(text))
          assert.ok(!/(?<!\r)\n/.test(after), 'line ends stay of one kind');
        assert.equal(planChangelog(after, 'markdown', RELEASE, COMMITS).kind, 'present', after);
      }),
      {
        numRuns: 2000,
        examples: [
          // The version that is added makes the heading below it one of unreleased changes.
          ['# 0.0.9\n[Unreleased]: https://x/compare/v0.1.0...HEAD\n---\n## [Unreleased]\n$'],
        ],
      },
    );
    assert.ok(written > 200, String(written));
  });
});

describe('the sections of a changelog', () => {
  const CONVENTIONAL = `# [1.1.0](https://x) (2026-01-02)

### Features

* a [b][c]

## [1.0.1](https://x) (2026-01-01)

### Bug Fixes

* d

[c]: https://c
[1.1.0]: https://x`;

  it('end at the next version, whatever its level', () => {
    const changelog = readChangelog(CONVENTIONAL);
    const notes = (version: string) => {
      const section = sectionOf(changelog, version);
      return section && textOf(changelog, section);
    };
    assert.equal(notes('1.1.0'), '### Features\n\n* a [b][c]\n\n[c]: https://c');
    assert.equal(notes('1.0.1'), '### Bug Fixes\n\n* d');
    assert.equal(notes('1.0.0'), undefined);
  });
});

describe('findChangelog', () => {
  it('finds it by the names in use', () => {
    assert.deepEqual(findChangelog(['README.md', 'changelog.md', 'HISTORY.md']), {
      name: 'changelog.md',
      markup: 'markdown',
    });
    assert.deepEqual(findChangelog(['CHANGES.rst']), {
      name: 'CHANGES.rst',
      markup: 'restructuredText',
    });
    assert.deepEqual(findChangelog(['CHANGELOG']), { name: 'CHANGELOG', markup: 'markdown' });
    assert.equal(findChangelog(['README.md', 'changelog.d', 'mychangelog.md']), undefined);
  });
});
