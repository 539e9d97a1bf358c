import assert from 'node:assert/strict';
import { ui } from '../../fakes/editor';
import type { Package } from '../../../src/manifests/package';
import type { FactReport } from '../../../src/release/engine';
import type { Intent } from '../../../src/release/intent';
import { planRows } from '../../../src/ui/pick/planSheet';
import { offers } from '../../../src/ui/pick/versionOffers';
import { INITIAL_STATE } from '../../../src/ui/store';
import { FactNode } from '../../../src/ui/views/factNode';
import { SitesNode } from '../../../src/ui/views/siteNodes';
import { statusItem } from '../../../src/ui/views/statusItem';
import { bumpsFrom } from '../../../src/versions/bumps';
import { readVersion } from '../../../src/versions/writtenVersion';

/** What tests give as data, and names that no language translates. */
const DATA = new Set([
  'Commit',
  'Commit it',
  'README.md',
  'Clean',
  'Commit or stash.',
  'budtiktok',
  '0.2.0',
  '1.0.0',
]);

/** The parts of a text that no message holds: an untranslated word would be among them. */
function untranslated(text: string | undefined): string[] {
  let rest = text ?? '';
  // Messages may hold messages.
  while (/⟦[^⟦⟧]*⟧/.test(rest)) rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '');
  return rest
    .split(/[·,:\n]/)
    .map(part => part.trim())
    .filter(part => part !== '' && !DATA.has(part));
}

describe('In a pseudo-language, no English text is left', () => {
  before(() => {
    ui.translate = message => `⟦${message}⟧`;
  });
  after(() => {
    ui.translate = message => message;
  });

  const TODO: FactReport = {
    id: 'commit',
    title: 'Commit',
    observation: { state: 'missing', detail: 'Commit it' },
  };

  it('in the rows of a plan', () => {
    const rows = planRows(
      {
        scope: 'release',
        facts: [TODO],
        checks: [
          {
            id: 'changes',
            title: 'Clean',
            state: 'blocks',
            detail: 'README.md',
            advice: 'Commit or stash.',
            place: { remedy: { kind: 'sourceControl' } },
          },
        ],
        changes: [{ file: '/w/a', before: '', after: '' }] as never,
        crates: [],
      },
      { version: '0.2.0', package: 'budtiktok', remote: 'origin' } as unknown as Intent,
      { canConfirm: true, afterTagPushed: true, isResumed: true, later: [] },
    );
    assert.ok(rows.length > 5);
    for (const { label, description, detail } of rows)
      assert.deepEqual([label, description, detail].flatMap(untranslated), []);
  });

  it('in the list of versions', () => {
    const current = readVersion('0.1.0', 'semver');
    const rows = offers(
      {
        name: 'budtiktok',
        current,
        style: 'dotted',
        bumps: bumpsFrom(current).filter(({ kind }) => kind !== 'pre'),
        newestTag: undefined,
        asItStands: undefined,
        namedIn: undefined,
        suggestion: undefined,
      },
      true,
      new Map(),
    );
    for (const { label, detail } of rows)
      assert.deepEqual([label, detail].flatMap(untranslated), []);
  });

  it('in the rows of the view and in the status bar', () => {
    const pkg = {
      manifest: '/w/pyproject.toml',
      name: 'budtiktok',
      sites: [],
      crates: [],
      decidedBy: 'files',
    } as unknown as Package;
    const nodes = [
      new SitesNode(pkg, false),
      new FactNode(pkg, TODO, { isUnderWay: false, links: {}, commits: [], crates: [] }),
    ];
    for (const item of nodes.map(node => node.item()))
      assert.deepEqual(
        [item.label as string, item.description as string, item.tooltip as string].flatMap(
          untranslated,
        ),
        [],
      );
    const shown = statusItem(
      { ...INITIAL_STATE, scans: [{ root: '/w', packages: [pkg], problems: [] }] },
      undefined,
    );
    assert.deepEqual([shown?.text, shown?.label].flatMap(untranslated), []);
  });
});
