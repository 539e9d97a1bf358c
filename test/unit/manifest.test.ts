import * as assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import manifest from '../../package.json';
import nls from '../../package.nls.json';
import {
  CHECKLIST_SETTINGS,
  CHECKLIST_TASK_TYPE,
  CODE_LENS_SETTING,
  COMMANDS,
  CONTEXT_KEYS,
  CRATES_CHECK_SETTING,
  ENGINE_SETTINGS,
  EXTENSION_ID,
  INDEX_CHECK_SETTING,
  INDEX_URL_SETTING,
  INTERNAL_COMMANDS,
  PROBLEM_MATCHER,
  RECENT_RUNS_SETTING,
  RUN_NOTIFICATIONS_SETTING,
  SETTINGS,
  SETTING_RULES,
  SETTINGS_SECTION,
  TASK_TYPE,
  VIEW_CONTAINER,
  VIEWS,
  WALKTHROUGH,
} from '../../src/ids';
import { TASK_COMMANDS } from '../../src/maturin/localTask';
import { COMMAND_IDS, STANDARD_IDS } from '../../src/release/checklist/items';
import { DEFAULT_SETTINGS } from '../../src/release/settings';
import { README, withTables } from '../harness/readme';
import { BUNDLE, collectMessages } from '../harness/messages';
import { ROOT } from '../harness/paths';

const { contributes } = manifest;
const text = JSON.stringify(manifest);

describe('package.json', () => {
  it('declares the commands that the code has', () => {
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).sort(),
      Object.values(COMMANDS).sort(),
    );
    for (const command of Object.values(INTERNAL_COMMANDS))
      assert.ok(!text.includes(`"${command}"`), `${command} stays out of the palette`);
  });

  it('runs only programs that a fresh clone has after npm ci', () => {
    for (const [name, script] of Object.entries(manifest.scripts)) {
      for (const [program = '', file = '', argument] of script
        .split('&&')
        .map(command => command.trim().split(' '))) {
        if (program === 'npm') continue;
        const needed =
          program !== 'node'
            ? path.join('node_modules', '.bin', program)
            : file.endsWith('run.mjs')
              ? `test/harness/${argument ?? ''}.main.ts`
              : file;
        assert.ok(existsSync(path.join(ROOT, needed)), `npm run ${name} needs ${needed}`);
      }
    }
  });

  it('declares the settings that the code has, with the same defaults', () => {
    const declared = Object.fromEntries(
      Object.entries(contributes.configuration.properties).map(([name, setting]) => [
        name,
        setting.default,
      ]),
    );
    const expected = Object.fromEntries(
      SETTINGS.map(name => [`${SETTINGS_SECTION}.${name}`, DEFAULT_SETTINGS[name]]),
    );
    assert.deepEqual(declared, {
      ...expected,
      [CODE_LENS_SETTING]: true,
      [RUN_NOTIFICATIONS_SETTING]: 'all',
      [RECENT_RUNS_SETTING]: 10,
      [ENGINE_SETTINGS.extraFiles]: [],
      [ENGINE_SETTINGS.packages]: {},
      [INDEX_CHECK_SETTING]: 'on',
      [CRATES_CHECK_SETTING]: 'on',
      [INDEX_URL_SETTING]: '',
      [CHECKLIST_SETTINGS.items]: [],
      [CHECKLIST_SETTINGS.required]: [],
      [CHECKLIST_SETTINGS.commands]: {},
    });
    const { required, commands } = {
      required: contributes.configuration.properties[CHECKLIST_SETTINGS.required],
      commands: contributes.configuration.properties[CHECKLIST_SETTINGS.commands],
    };
    assert.deepEqual(required.items.anyOf[0]?.enum, STANDARD_IDS);
    assert.deepEqual(Object.keys(commands.properties), COMMAND_IDS);
    assert.deepEqual([...SETTINGS].sort(), Object.keys(DEFAULT_SETTINGS).sort());
  });

  it('gives each setting the scope of its rule, and ignores in Restricted Mode what chooses hosts and commands', () => {
    const { properties } = contributes.configuration;
    assert.deepEqual(
      Object.fromEntries(Object.entries(properties).map(([name, { scope }]) => [name, scope])),
      Object.fromEntries(Object.entries(SETTING_RULES).map(([name, { scope }]) => [name, scope])),
    );
    assert.deepEqual(
      [...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(),
      Object.entries(SETTING_RULES)
        .filter(([, { kind }]) => ['destination', 'host', 'command'].includes(kind))
        .map(([name]) => name)
        .sort(),
    );
  });

  it('declares the tasks that the code has, and what reads their output', () => {
    assert.deepEqual(
      contributes.taskDefinitions.map(({ type }) => type),
      [TASK_TYPE, CHECKLIST_TASK_TYPE],
    );
    assert.deepEqual(contributes.taskDefinitions[0]!.properties.command?.enum, [...TASK_COMMANDS]);
    assert.deepEqual(contributes.taskDefinitions[1]!.required, ['item']);
    assert.deepEqual(
      contributes.problemMatchers.map(({ name, pattern }) => [name, pattern]),
      [[PROBLEM_MATCHER, `$${PROBLEM_MATCHER}`]],
    );
    assert.deepEqual(
      contributes.problemPatterns.map(({ name }) => name),
      [PROBLEM_MATCHER],
    );
  });

  it('declares the views that the code has', () => {
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      [VIEW_CONTAINER],
    );
    assert.deepEqual(
      contributes.views.budtiktok.map(({ id }) => id),
      Object.values(VIEWS),
    );
  });

  it('uses only context keys that the code sets', () => {
    const known = new Set<string>([...Object.values(CONTEXT_KEYS), ...Object.values(VIEWS)]);
    const used = new Set<string>();
    const visit = (value: unknown, key: string): void => {
      if (typeof value === 'string' && (key === 'when' || key === 'enablement'))
        for (const [name] of value.matchAll(/budtiktok\.\w+/g)) used.add(name);
      else if (typeof value === 'object' && value !== null)
        for (const [name, inner] of Object.entries(value)) visit(inner, name);
    };
    visit(contributes, '');
    for (const key of used) assert.ok(known.has(key), key);
    for (const key of Object.values(CONTEXT_KEYS)) assert.ok(used.has(key), `${key} is of no use`);
  });

  it('has a text for every key, and no text without one', () => {
    const used = new Set([...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
    assert.deepEqual([...used].sort(), Object.keys(nls).sort());
  });

  it('names commands in texts that exist', () => {
    const known = new Set<string>([
      ...Object.values(COMMANDS),
      ...Object.values(VIEWS).map(view => `${view}.focus`),
      'vscode.openFolder',
      'workbench.action.openSettings',
      'workbench.actions.view.problems',
      'workbench.trust.manage',
    ]);
    for (const [, command = ''] of JSON.stringify(nls).matchAll(/\(command:([\w.]+)/g))
      assert.ok(known.has(command), command);
  });

  it('has a walkthrough whose steps are done by what the code has, and whose pictures are packaged', () => {
    const [walkthrough] = contributes.walkthroughs;
    assert.deepEqual(
      contributes.walkthroughs.map(({ id }) => id),
      [WALKTHROUGH],
    );
    const known = new Set<string>([
      ...Object.values(COMMANDS).map(command => `onCommand:${command}`),
      ...Object.values(VIEWS).map(view => `onView:${view}`),
      ...Object.values(CONTEXT_KEYS).map(key => `onContext:${key}`),
    ]);
    for (const {
      id,
      media: { svg },
      completionEvents,
    } of walkthrough!.steps) {
      assert.ok(completionEvents.length > 0, id);
      for (const event of completionEvents) assert.ok(known.has(event), `${id}: ${event}`);
      const picture = readFileSync(path.join(ROOT, svg), 'utf8');
      // One picture for every theme: no colour but those of the theme, and a fallback where there is none.
      for (const [, colour = ''] of picture.matchAll(/(?:fill|stroke)="([^"]+)"/g))
        assert.match(colour, /^(?:none|var\(--vscode-[\w-]+, [^)]+\))$/, `${svg}: ${colour}`);
    }
    assert.match(
      readFileSync(path.join(ROOT, '.vscodeignore'), 'utf8'),
      /^!media\/walkthrough\/\*\.svg$/m,
    );
  });

  it('starts only where there may be a package', () => {
    for (const event of manifest.activationEvents) {
      assert.match(event, /^workspaceContains:(?:\*\/){0,2}(?:pyproject|Cargo)\.toml$/);
    }
  });

  it('is what the rest of the repository says it is', () => {
    assert.equal(`${manifest.publisher}.${manifest.name}`, EXTENSION_ID);
    for (const file of [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
    ])
      assert.ok(existsSync(path.join(ROOT, file)), file);
    assert.equal(
      manifest.devDependencies['@types/vscode'],
      manifest.engines.vscode.replace('^', ''),
      'no API is used that the lowest version lacks',
    );
    assert.match(
      readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8'),
      new RegExp(`^## \\[${manifest.version.replaceAll('.', '\\.')}\\]`, 'm'),
    );
  });
});

describe('l10n/bundle.l10n.json', () => {
  it('holds every message of the sources ("npm run l10n" writes it)', () => {
    assert.equal(readFileSync(BUNDLE, 'utf8'), collectMessages());
  });
});

describe('README.md', () => {
  it('has the commands and settings of package.json ("npm run l10n" writes them)', () => {
    const readme = readFileSync(README, 'utf8');
    assert.equal(readme, withTables(readme));
  });

  it('has the pictures that it shows', () => {
    for (const [, picture = ''] of readFileSync(README, 'utf8').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g))
      assert.ok(existsSync(path.join(ROOT, picture)), picture);
  });
});
