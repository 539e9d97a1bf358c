import * as assert from 'node:assert/strict';
import { entryFromCommits } from '../../../../src/release/changelog/planChangelog';

const entry = (...messages: string[]) => entryFromCommits(messages, { bullet: '-', level: 2 });

describe('entryFromCommits', () => {
  it('groups conventional commits, oldest first', () => {
    assert.equal(
      entry(
        'fix: b',
        'perf(bpe): faster',
        'feat: c',
        'fix: a',
        'docs: no',
        'refactor: no',
        'ci(deps): no',
      ),
      '### Added\n\n- c\n\n### Changed\n\n- bpe: faster\n\n### Fixed\n\n- a\n- b',
    );
  });

  it('marks what breaks', () => {
    assert.equal(
      entry('refactor!: gone', 'feat(api)!: new\n\nbody', 'chore: x\n\nBREAKING CHANGE: y'),
      '### Changed\n\n- **Breaking:** x\n- **Breaking:** api: new\n- **Breaking:** gone',
    );
  });

  it('lists other commits as they are, but for merges and versions', () => {
    assert.equal(
      entry(
        'Merge branch x',
        'Speed up <unk>\n\nmore',
        'Bump version',
        'Release 0.2.0',
        'chore: bump version to 0.2.0',
        'fixup! x',
        '',
      ),
      '### Changed\n\n- Speed up \\<unk>',
    );
  });

  it('writes headings below that of the version', () => {
    assert.equal(entryFromCommits(['fix: a'], { bullet: '*', level: 3 }), '#### Fixed\n\n* a');
    assert.equal(entryFromCommits(['fix: a'], { bullet: '*', level: 1 }), '### Fixed\n\n* a');
  });

  it('says each thing once, and nothing where there is nothing', () => {
    assert.equal(entry('fix: a', 'fix: a'), '### Fixed\n\n- a');
    assert.equal(entry('docs: a'), '');
  });
});
