import * as assert from 'node:assert/strict';
import {
  packagesSetting,
  readEngineSettings,
  readSettingsFile,
  withAnswers,
} from '../../../src/manifests/engineSettings';
import type { Files } from '../../fixtures/files';
import { CRATE } from '../../fixtures/shapes';
import { expectEdits, refusalsOf } from '../support/edits';
import { memoryReader, TOP } from '../support/memory';

const MOVED = { 'Cargo.toml': [['0.1.0', '0.2.0']], 'Cargo.lock': [['0.1.0', '0.2.0']] } as const;

async function expectExtra(
  files: Files,
  extraFiles: unknown,
  file: string,
  edits: readonly (readonly [string, string])[],
): Promise<void> {
  await expectEdits({ ...CRATE, ...files }, { ...MOVED, [file]: edits }, { extraFiles });
}

describe('budtiktok.extraFiles', () => {
  it('finds a version by the text around it', async () => {
    await expectExtra(
      { Dockerfile: 'FROM x:0.1.0\r\nRUN pip install demo==0.1.0 # 0.1.0\r\n' },
      [{ files: 'Dockerfile', search: 'demo==${version}', spelling: 'pep440' }],
      'Dockerfile',
      [['demo==0.1.0', 'demo==0.2.0']],
    );
    await expectExtra(
      { 'README.md': 'Version 0.1.0.\nbadge/v0.1.0-blue' },
      [
        { files: 'README.md', search: 'badge/v${version}-blue' },
        { files: '*.md', search: 'Version ${version}' },
      ],
      'README.md',
      [
        ['Version 0.1.0.', 'Version 0.2.0.'],
        ['v0.1.0-blue', 'v0.2.0-blue'],
      ],
    );
  });

  it('finds a version by its key in JSON, with its comments and bytes', async () => {
    const json =
      '\uFEFF{\r\n  // "version": "9.9.9"\r\n  "other": { "version": "0.1.0" },\r\n  "list": [{ "version": "0.1.0" }, {"version":"0.1.0"}],\r\n\t"version" : "0.1.0", /* 0.1.0 */\r\n}\r\n';
    await expectExtra(
      { 'package.json': json },
      [{ files: 'package.json', key: 'version' }],
      'package.json',
      [['"version" : "0.1.0"', '"version" : "0.2.0"']],
    );
    await expectExtra(
      { 'package.json': json },
      [{ files: 'package.json', key: 'list.1.version' }],
      'package.json',
      [['{"version":"0.1.0"}', '{"version":"0.2.0"}']],
    );
  });

  it('finds a version by its key in YAML', async () => {
    const cff =
      'cff-version: 1.2.0\ntitle: Demo\nversion: 0.1.0 # moves\nreferences:\n  - version: "0.1.0"\n';
    await expectExtra(
      { 'CITATION.cff': cff },
      [{ files: 'CITATION.cff', key: 'version' }],
      'CITATION.cff',
      [['version: 0.1.0 #', 'version: 0.2.0 #']],
    );
    await expectExtra(
      { 'charts/x/Chart.yaml': cff },
      [{ files: '**/Chart.yaml', key: 'references.0.version' }],
      'charts/x/Chart.yaml',
      [['"0.1.0"', '"0.2.0"']],
    );
  });

  it('finds a version by its key and by its text in TOML, comments included', async () => {
    await expectExtra(
      { 'book.toml': '[x]\nversion = "0.1.0"\n[y]\nversion = "0.1.0"\n' },
      [{ files: 'book.toml', key: 'y.version' }],
      'book.toml',
      [['[y]\nversion = "0.1.0"', '[y]\nversion = "0.2.0"']],
    );
    await expectExtra(
      { 'book.toml': '# demo 0.1.0\ntitle = "demo 0.1.0, the book"\n' },
      [{ files: 'book.toml', search: 'demo ${version}', count: 2 }],
      'book.toml',
      [
        ['# demo 0.1.0', '# demo 0.2.0'],
        ['"demo 0.1.0,', '"demo 0.2.0,'],
      ],
    );
    await expectEdits(
      {
        ...CRATE,
        'Cargo.toml': `${CRATE['Cargo.toml']!}[package.metadata.x]\nrelease = "0.1.0"\n`,
      },
      {
        'Cargo.toml': [
          ['version = "0.1.0"', 'version = "0.2.0"'],
          ['release = "0.1.0"', 'release = "0.2.0"'],
        ],
        'Cargo.lock': [['0.1.0', '0.2.0']],
      },
      { extraFiles: [{ files: 'Cargo.toml', key: 'package.metadata.x.release' }] },
    );
  });

  it('is an error where it gives another number of places than expected', async () => {
    const refused = async (files: Files, extra: object) =>
      (await refusalsOf({ ...CRATE, ...files }, { extraFiles: [extra] })).join();
    assert.match(
      await refused({ 'a.txt': 'none' }, { files: 'a.txt', search: 'v${version}' }),
      /^a\.txt:1: budtiktok\.extraFiles: a\.txt with v\$\{version\} gives 0 places, and 1 are expected\.$/,
    );
    assert.match(
      await refused({ 'a.txt': 'v0.1.0 v0.1.0' }, { files: 'a.txt', search: 'v${version}' }),
      /gives 2 places, and 1 are expected/,
    );
    assert.match(await refused({}, { files: 'gone.txt', search: 'v${version}' }), /gives 0 places/);
    assert.match(
      await refused({ 'x.json': '{"version": 1}' }, { files: 'x.json', key: 'version' }),
      /gives 0 places/,
    );
    assert.match(
      await refused({ 'x.json': '{"version": ' }, { files: 'x.json', key: 'version' }),
      /^x\.json:1: Not valid JSON/,
    );
    assert.match(
      await refused({ 'x.yaml': 'a: [' }, { files: 'x.yaml', key: 'a' }),
      /^x\.yaml:\d: Not valid YAML/,
    );
    assert.match(
      await refused({ 'x.yaml': 'a: 1\nb: 2\na: 3\n' }, { files: 'x.yaml', key: 'a' }),
      /^x\.yaml:3: Not valid YAML: Map keys must be unique/,
    );
  });

  it('is for one package where it says so', async () => {
    await expectEdits({ ...CRATE, 'a.txt': 'v0.1.0' }, MOVED, {
      extraFiles: [{ files: 'a.txt', search: 'v${version}', package: 'another' }],
    });
  });
});

describe('settings of the engine', () => {
  it('name what in them cannot be used', () => {
    const { mistakes } = readEngineSettings(
      [
        { files: '../x', key: 'a' },
        { files: 'x' },
        { files: 'x', search: 'none' },
        { files: 'x', key: 'a', count: 0 },
        { files: 'x', key: 'a', spelled: 'semver' },
        7,
      ],
      { a: { tagFormat: 'v1' }, b: { answers: { crate: 1 } }, c: [] },
    );
    assert.deepEqual(mistakes, [
      'budtiktok.extraFiles[0]: "files" has to be a path below the repository.',
      'budtiktok.extraFiles[1]: give either "search" or "key".',
      'budtiktok.extraFiles[2]: "search" has to hold ${version} once.',
      'budtiktok.extraFiles[3]: "count" has to be a number from 1.',
      'budtiktok.extraFiles[4] has no field "spelled": use files, search, key, spelling, count, package.',
      'budtiktok.extraFiles[5] has to be an object.',
      'budtiktok.packages.a: "tagFormat" has to hold ${version} or ${pep440}.',
      'budtiktok.packages.b: the answer to "crate" has to be a text.',
      'budtiktok.packages.c has to be an object.',
    ]);
    assert.deepEqual(readEngineSettings('x', 'y').mistakes, [
      'budtiktok.extraFiles has to be a list.',
      'budtiktok.packages has to be an object.',
    ]);
    assert.deepEqual(readEngineSettings(undefined, undefined).mistakes, []);
  });

  it('are stored and read again with the answers in them', () => {
    const { settings } = readEngineSettings(
      [],
      JSON.parse(
        '{"demo": {"tagFormat": "py-v${version}", "answers": {"crate": "separate"}}, "__proto__": {"answers": {"crate": "together"}}}',
      ),
    );
    const stored = packagesSetting(withAnswers(settings, 'demo', new Map([['lockstep', 'none']])));
    assert.deepEqual(
      readEngineSettings([], JSON.parse(JSON.stringify(stored))).settings.packages.get('demo'),
      {
        tagFormat: 'py-v${version}',
        answers: new Map([
          ['crate', 'separate'],
          ['lockstep', 'none'],
        ]),
      },
    );
    assert.equal(({} as { answers?: unknown }).answers, undefined);
  });

  it('are read from .vscode/settings.json with its comments', async () => {
    const read = async (text: string) =>
      await readSettingsFile(TOP, memoryReader({ '.vscode/settings.json': text }));
    const { settings, problems } = await read(
      '{\n  // "budtiktok.packages": 7,\n  "editor.rulers": [100,], /* , } */\n  "budtiktok.packages": { "demo": { "answers": { "crate": "separate" } } },\n}\n',
    );
    assert.deepEqual(problems, []);
    assert.equal(settings.packages.get('demo')?.answers.get('crate'), 'separate');
    assert.match((await read('{')).problems[0]?.message ?? '', /^Not valid JSON/);
    assert.equal((await read('{ "budtiktok.extraFiles": 1 }')).problems.length, 1);
    assert.deepEqual((await readSettingsFile(TOP, memoryReader({}))).settings.extraFiles, []);
  });
});
