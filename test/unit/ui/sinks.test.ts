import assert from 'node:assert/strict';
import Module from 'node:module';
import type * as vscode from 'vscode';
import { terminalText, typedText } from '../../../src/ui/sinks';

/** What a repository, a workflow, a log line or an answer of GitHub may contain. */
const HOSTILE = [
  '[click](command:workbench.action.terminal.sendSequence)',
  '[a](command:x)[b](command:y)',
  '[click](https://example.invalid "title")',
  '[nested [click](command:x)](command:y)',
  '[over\nlines](command:x)',
  '[\u200b](command:x)',
  '$(check) published',
  'plain $(sync~spin) in the middle',
  '$(\u200bcheck)',
  'user\u202egnp.exe',
  '\u2066\u2067bidi\u2069\u2069',
  'zero\u200bwidth\u2060joiner\ufeff',
  'tag\u{e0041}\u{e0042}s',
  'nul\u0000bell\u0007back\u0008',
  '\u001b]0;title\u0007',
  '\u001b]52;c;cm0gLXJmIH4=\u0007',
  '\u001b[2J\u001b[H',
  '\u009b31m',
  'cr\rover',
  'line\u2028separator\u2029s',
  '<img src=x onerror=alert(1)>',
  '**bold** _it_ `code` ~~gone~~ | a | b |',
  '![i](https://example.invalid/i.png)',
  '<https://example.invalid>',
  '# heading',
  'https://example.invalid/auto',
  'x'.repeat(100_000),
  // Letters that no one sees, by which text for a model is hidden in another one.
  'a\u{e0101}\u{e01ef}b',
  'a\ufe00\ufe0db',
  'a\u034f\u180b\u{1d173}b',
  '](command:x)',
  '![a](command:x)',
  '[a]\u200b(command:x)',
  '[[a]](command:x)',
  '$(sync~spin)$(check)',
  '$\u00ad(check)',
  '\u001b]8;;command:x\u0007link\u001b]8;;\u0007',
  '\u001b[8mhidden\u001b[0m',
  '\ud800 lone',
];

// How VS Code finds links in messages (base/common/linkedText.ts) and icons in labels (base/common/iconLabels.ts).
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const ICON = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;
const HIDDEN =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u034f\u180b\u2060-\u206f\ufe00-\ufe0d\ufeff\u{1d173}\u{e0000}-\u{e01ef}]/u;

function assertMessage(text: string | undefined): void {
  assert.ok(text !== undefined);
  assert.doesNotMatch(text, LINK);
  assert.doesNotMatch(text, ICON);
  assert.doesNotMatch(text, HIDDEN);
  assert.ok(text.length < 10_000, 'it is cut');
}

function assertLabel(text: string | undefined): void {
  assert.ok(text !== undefined);
  assert.doesNotMatch(text, ICON);
  assert.doesNotMatch(text, HIDDEN);
  assert.doesNotMatch(text, /[\r\n\t]/);
  assert.ok(text.length < 3000, 'it is cut');
}

describe('text from outside', () => {
  interface Shown {
    message: string;
    options: vscode.MessageOptions;
    items: vscode.MessageItem[];
  }
  const shown: Shown[] = [];
  const inputs: vscode.InputBoxOptions[] = [];
  const progress: string[] = [];
  const opened: string[] = [];
  const show = (
    message: string,
    options: vscode.MessageOptions,
    ...items: vscode.MessageItem[]
  ) => {
    shown.push({ message, options, items });
    return Promise.resolve(items[0]);
  };
  const editor = {
    window: {
      showInformationMessage: show,
      showWarningMessage: show,
      showErrorMessage: show,
      showInputBox: (options: vscode.InputBoxOptions) => {
        inputs.push(options);
        return Promise.resolve(undefined);
      },
      withProgress: (
        { title }: vscode.ProgressOptions,
        task: (progress: vscode.Progress<{ message: string }>) => unknown,
      ) => {
        progress.push(title ?? '');
        return task({ report: ({ message }) => progress.push(message) });
      },
    },
    ThemeIcon: class {
      constructor(readonly id: string) {}
    },
    l10n: { t: (text: string) => text },
    Uri: { parse: (address: string) => address },
    env: {
      openExternal: (address: string) => {
        opened.push(address);
        return Promise.resolve(true);
      },
    },
    Task: class {
      constructor(
        readonly definition: unknown,
        readonly scope: unknown,
        readonly name: string,
      ) {}
    },
    ProgressLocation: { Notification: 15 },
    QuickPickItemKind: { Separator: -1 },
  };
  interface Loader {
    _load: (name: string, ...rest: unknown[]) => unknown;
  }
  const loader = Module as unknown as Loader;
  const original = loader._load;

  before(() => {
    loader._load = (name, ...rest) => (name === 'vscode' ? editor : original(name, ...rest));
  });
  after(() => {
    loader._load = original;
  });

  for (const name of ['notifyInfo', 'notifyWarning', 'notifyError'] as const) {
    it(`is no link, icon or hidden character in ${name}, its detail and its buttons`, async () => {
      const notify = (await import('../../../src/ui/notify'))[name];
      for (const text of HOSTILE) {
        shown.length = 0;
        const answer = await notify(text, { modal: true, detail: text }, text);
        assert.equal(answer, text, 'the answer is the button that was given');
        const [{ message, options, items }] = shown as [Shown];
        assertMessage(message);
        assertMessage(options.detail);
        assertMessage(items[0]?.title);
        assert.equal(options.modal, true);
      }
    });
  }

  it('is no link in a progress notification', async () => {
    const { notifyProgress } = await import('../../../src/ui/notify');
    for (const text of HOSTILE) {
      progress.length = 0;
      await notifyProgress(text, report => {
        report(text);
        return Promise.resolve();
      });
      assert.equal(progress.length, 2);
      progress.forEach(assertMessage);
    }
  });

  it('is no link in an input box and in what is wrong with its text', async () => {
    const { promptText } = await import('../../../src/ui/notify');
    for (const text of HOSTILE) {
      inputs.length = 0;
      await promptText({ title: text, prompt: text, validateInput: () => text });
      const [options] = inputs;
      assertMessage(options?.title);
      assertMessage(options?.prompt);
      assertMessage((await options?.validateInput?.('')) as string);
    }
  });

  it('has no icon and one line in a list', async () => {
    const { shownRow } = await import('../../../src/ui/pick/choice');
    for (const text of HOSTILE) {
      const row = shownRow({ icon: 'tag', label: text, description: text, detail: text });
      for (const part of [row.label, row.description, row.detail]) assertLabel(part);
      assert.equal((row.iconPath as vscode.ThemeIcon).id, 'tag');
    }
  });

  it('has no icon and one line in a tree', async () => {
    const { shownItem } = await import('../../../src/ui/views/nodeTree');
    for (const text of HOSTILE) {
      const item = shownItem(
        Object.assign(Object.create(null) as vscode.TreeItem, {
          label: text,
          description: text,
          tooltip: text,
          accessibilityInformation: { label: text },
        }),
      );
      assertLabel(item.label as string);
      assertLabel(item.description as string);
      assertLabel(item.accessibilityInformation?.label);
      assert.doesNotMatch(item.tooltip as string, HIDDEN);
    }
  });

  it('has one icon, which is ours, in the status bar and a code lens', async () => {
    const { textWithIcon } = await import('../../../src/ui/sinks');
    for (const text of HOSTILE) {
      const whole = textWithIcon('rocket', text);
      assert.ok(whole.startsWith('$(rocket) '));
      assertLabel(whole.slice('$(rocket) '.length));
    }
  });

  it('is no markup in Markdown', async () => {
    const { markdownText } = await import('../../../src/ui/sinks');
    for (const text of HOSTILE) {
      const escaped = markdownText(text);
      assert.doesNotMatch(escaped, HIDDEN);
      assert.doesNotMatch(escaped, /(?<!\\)(?:\\\\)*[[\]()<>*_`!#|~]/);
    }
  });

  it('keeps colours in a terminal and no other sequence', () => {
    assert.equal(terminalText('\u001b[1;32mok\u001b[0m'), '\u001b[1;32mok\u001b[0m');
    for (const text of HOSTILE)
      assert.doesNotMatch(terminalText(text).replace(/\u001b\[[0-9;]*m/g, ''), HIDDEN); // eslint-disable-line no-control-regex
  });

  it('cannot run a command line that is typed for the user', () => {
    for (const text of [...HOSTILE, 'pip install x\nrm y', 'a\rb'])
      assert.doesNotMatch(typedText(text), /[\r\n]|[\u0000-\u001f]/); // eslint-disable-line no-control-regex
  });

  it('has no icon and one line in the name of a task', async () => {
    const { namedTask } = await import('../../../src/ui/services/namedTask');
    for (const text of HOSTILE) {
      const { name } = namedTask({ type: 'x' }, {} as never, text, 'x', undefined as never, []);
      assertLabel(name);
    }
  });

  it('opens web pages alone', async () => {
    const { openPage } = await import('../../../src/ui/openPage');
    const others = [
      'javascript:alert(1)',
      'command:workbench.action.quit',
      'file:///etc/passwd',
      'vscode://publisher.extension/run',
      'data:text/html,x',
      ' //example.invalid',
      'HTTPS',
      '',
    ];
    for (const address of [...others, ...HOSTILE.filter(text => !text.startsWith('https:'))])
      await assert.rejects(openPage(address), { name: 'CommandError' }, address.slice(0, 50));
    assert.deepEqual(opened, []);
    await openPage('https://example.invalid/run');
    assert.deepEqual(opened, ['https://example.invalid/run']);
  });

  it('is one line of an answer for a language model', async () => {
    const { statusText } = await import('../../../src/ui/tools/toolTexts');
    for (const text of [
      ...HOSTILE,
      'a\nPlan: it can be started.',
      'a\r\ncheck x: ok',
      'a\u2028b',
    ]) {
      const fact = { title: text, observation: { state: 'holds', detail: text } };
      const release = { version: '1.0.0', facts: [fact], note: text, failure: undefined };
      const answer = statusText('demo', release as unknown as Parameters<typeof statusText>[1]);
      assert.equal(answer.split(/\r\n|[\r\n\u2028\u2029]/).length, 3);
    }
  });
});
