import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { composeNotes } from '../../../src/github/notes';

const GENERATED =
  "## What's Changed\n* Faster by @somebody in https://github.com/o/n/pull/7\n\n**Full Changelog**: https://github.com/o/n/compare/v1...v2";
const LINK = '**Full Changelog**: https://github.com/o/n/compare/v1...v2';

describe('the first text of release notes', () => {
  const cases: readonly (readonly [
    why: string,
    sources: Parameters<typeof composeNotes>[0],
    text: string,
  ])[] = [
    ['nothing is known', { commits: [] }, ''],
    ['only blanks are known', { changelog: ' \n', generated: '\n', commits: [] }, ''],
    ['commits alone', { commits: ['feat: b', 'fix: a'] }, '## Changes\n\n- feat: b\n- fix: a\n'],
    [
      'the changelog alone',
      { changelog: '\n### Added\n- b\n\n', commits: ['feat: b'] },
      '### Added\n- b\n',
    ],
    ['what GitHub proposes', { generated: GENERATED, commits: ['feat: b'] }, `${GENERATED}\n`],
    [
      'changelog and proposal',
      { changelog: '### Added\n- b', generated: GENERATED, commits: ['feat: b'] },
      `### Added\n- b\n\n${GENERATED}\n`,
    ],
    [
      'a proposal that is a link',
      { generated: LINK, commits: ['feat: b'] },
      '## Changes\n\n- feat: b\n',
    ],
    [
      'a changelog and a link',
      { changelog: '- b', generated: LINK, commits: ['feat: b'] },
      `- b\n\n${LINK}\n`,
    ],
    [
      'several packages',
      { commits: ['fix: a'], packages: ['demo 0.2.0', 'demo-cli 0.2.0'] },
      '## Changes\n\n- fix: a\n\n## Packages\n\n- demo 0.2.0\n- demo-cli 0.2.0\n',
    ],
    [
      'one package, which the title names',
      { commits: ['fix: a'], packages: ['demo 0.2.0'] },
      '## Changes\n\n- fix: a\n',
    ],
    ['a link alone', { generated: LINK, commits: [] }, `${LINK}\n`],
  ];
  for (const [why, sources, text] of cases)
    it(why, () => assert.equal(composeNotes(sources), text));

  it('says nothing twice, and ends with one line break', () => {
    const text = fc.option(fc.stringMatching(/^[ -~\n]{0,60}$/), { nil: undefined });
    fc.assert(
      fc.property(
        text,
        text,
        fc.array(fc.stringMatching(/^[a-z]{1,20}: [a-z]{1,20}$/), { maxLength: 4 }),
        (changelog, generated, commits) => {
          const notes = composeNotes({ changelog, generated, commits });
          if (notes !== '') assert.match(notes, /\S\n$/);
          if ((changelog ?? '').trim() !== '') {
            assert.ok(notes.startsWith((changelog ?? '').trim()));
            assert.equal(notes, composeNotes({ changelog, generated, commits: [] }));
          }
        },
      ),
    );
  });
});
