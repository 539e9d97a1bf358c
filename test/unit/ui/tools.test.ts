import assert from 'node:assert/strict';
import '../../fakes/editor';
import * as vscode from 'vscode';
import manifest from '../../../package.json';
import type { Package } from '../../../src/manifests/package';
import type { ReleasePlan } from '../../../src/release/releasePlan';
import type { Intent } from '../../../src/release/intent';
import type { Services } from '../../../src/ui/services/services';
import { INITIAL_STATE } from '../../../src/ui/store';
import { registerTools, TOOLS } from '../../../src/ui/tools/registerTools';
import { planText } from '../../../src/ui/tools/toolTexts';
import { hoverLines } from '../../../src/ui/views/versionHover';
import { readVersion } from '../../../src/versions/writtenVersion';

const PKG = {
  manifest: '/w/pyproject.toml',
  name: 'budtiktok',
  decidedBy: 'files',
  requirements: [],
  sites: [
    {
      file: '/w/pyproject.toml',
      span: { start: 0, end: 1 },
      kind: 'project',
      isOwn: true,
      written: readVersion('0.1.0', 'semver'),
      start: { line: 2, column: 0 },
      crates: [],
    },
  ],
} as unknown as Package;
const STATE = {
  ...INITIAL_STATE,
  scans: [{ root: '/w', packages: [PKG], problems: [] }],
  releases: new Map([
    [
      PKG.manifest,
      {
        version: '0.1.0',
        lastTag: 'v0.0.1',
        facts: [
          {
            id: 'tag',
            title: 'Tag v0.1.0',
            observation: { state: 'missing', detail: 'Create it' },
          },
          { id: 'index', title: 'On PyPI', observation: { state: 'missing', detail: 'no files' } },
        ],
      } as const,
    ],
  ]),
};
const INTENT = { package: 'budtiktok', version: '0.2.0', remote: 'origin' } as unknown as Intent;
const PLAN: ReleasePlan = {
  scope: 'release',
  facts: [
    { id: 'commit', title: 'Commit', observation: { state: 'missing', detail: 'Commit it' } },
  ],
  checks: [
    { id: 'changes', title: 'Clean', state: 'blocks', detail: 'README.md', advice: 'Commit it.' },
    { id: 'identity', title: 'Identity', state: 'ok', detail: 'me' },
  ],
  changes: [],
  crates: [],
};

describe('The tools for language models', () => {
  it('are those of the manifest, with a description and a schema', () => {
    const declared = manifest.contributes.languageModelTools;
    assert.deepEqual(declared.map(({ name }) => name).sort(), Object.values(TOOLS).sort());
    for (const { name, modelDescription, inputSchema } of declared) {
      assert.ok(modelDescription.length > 80, name);
      assert.equal(inputSchema.type, 'object');
    }
  });

  it('are not registered where the editor has no API for them', () => {
    registerTools(Promise.resolve({} as Services), {});
  });

  it('answer with the facts and nothing else', async () => {
    const tools = new Map<string, { invoke(options: unknown): Promise<unknown> }>();
    registerTools(
      Promise.resolve({
        workspace: { manifests: { current: () => Promise.resolve() } },
        release: { status: { refresh: () => Promise.resolve() } },
        store: { value: STATE },
      } as unknown as Services),
      {
        lm: {
          registerTool: (name, tool) => {
            tools.set(name, tool);
            return vscode.Disposable.from();
          },
        },
        LanguageModelToolResult: class {
          constructor(readonly parts: readonly unknown[]) {}
        },
        LanguageModelTextPart: class {
          constructor(readonly text: string) {}
        },
      },
    );
    const ask = async (input: object) =>
      JSON.parse(JSON.stringify(await tools.get(TOOLS.status)?.invoke({ input }))) as {
        parts: { text: string }[];
      };
    assert.equal(
      (await ask({})).parts[0]?.text,
      [
        'budtiktok 0.1.0',
        'newest release tag: v0.0.1',
        'Tag v0.1.0: missing: Create it',
        'On PyPI: missing: no files',
      ].join('\n'),
    );
    assert.match((await ask({ package: 'other' })).parts[0]?.text ?? '', /budtiktok/);
  });

  it('say of a plan what keeps it from being started', () => {
    assert.equal(
      planText(PLAN, INTENT),
      [
        'Plan: budtiktok 0.2.0 to origin',
        'It cannot be started yet.',
        'Commit: missing: Commit it',
        'check Clean: blocks: README.md (Commit it.)',
        'files that change: 0',
      ].join('\n'),
    );
    assert.match(planText({ ...PLAN, checks: [] }, INTENT), /It can be started\./);
    const own = { version: '0.4.0', from: '0.3.0', tag: 'cli-v0.4.0', tagMessage: '' };
    const members = [
      { manifest: 'py/pyproject.toml', package: 'demo' },
      { manifest: 'cli/pyproject.toml', package: 'demo-cli', own },
    ];
    assert.equal(
      planText(PLAN, { ...INTENT, members }).split('\n')[1],
      'released together: budtiktok 0.2.0, demo 0.2.0, demo-cli 0.4.0',
    );
  });
});

describe('The hover on a version', () => {
  it('says what the newest tag and the index have, on the line of a version alone', () => {
    assert.deepEqual(hoverLines(STATE, '/w/pyproject.toml', 2), [
      'budtiktok 0.1.0',
      '1 place holds the version',
      'Newest release tag: v0.0.1',
      'Tag v0.1.0: missing, Create it',
      'On PyPI: missing, no files',
    ]);
    assert.deepEqual(hoverLines(STATE, '/w/pyproject.toml', 3), []);
    const member = { ...PKG, name: 'budtiktok-cli', manifest: '/w/cli/pyproject.toml' };
    const state = {
      ...STATE,
      scans: [{ root: '/w', packages: [PKG, member], problems: [] }],
    };
    assert.equal(
      hoverLines(state, '/w/pyproject.toml', 2)[2],
      'Released together with budtiktok-cli',
    );
  });
});
