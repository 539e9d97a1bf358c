import Module from 'node:module';
import type * as vscode from 'vscode';

/**
 * The part of the `vscode` module that views and dialogs use, for tests in plain Node. Import it before anything that
 * imports `vscode`. It keeps what it is given; what a user does is a call of the test.
 */

type Listener<T> = (event: T) => void;

export class FakeEvent<T> {
  readonly #listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(event: T): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

/** A list or an input box. Of all inputs one is visible: the one that was shown last (VS Code has one quick input). */
export class FakeInput {
  title = '';
  placeholder = '';
  prompt = '';
  value = '';
  valueSelection: readonly [number, number] | undefined;
  validationMessage: { message: string; severity: number } | undefined;
  items: readonly (vscode.QuickPickItem & { value?: unknown })[] = [];
  activeItems: readonly vscode.QuickPickItem[] = [];
  selectedItems: readonly vscode.QuickPickItem[] = [];
  canSelectMany = false;
  ignoreFocusOut = false;
  busy = false;
  step: number | undefined;
  totalSteps: number | undefined;
  buttons: readonly unknown[] = [];
  readonly #accept = new FakeEvent<void>();
  readonly #hide = new FakeEvent<void>();
  readonly #button = new FakeEvent<unknown>();
  readonly #change = new FakeEvent<string>();
  readonly onDidAccept = this.#accept.event;
  readonly onDidHide = this.#hide.event;
  readonly onDidTriggerButton = this.#button.event;
  readonly onDidChangeValue = this.#change.event;

  constructor(readonly kind: 'list' | 'box') {}

  show(): void {
    if (ui.visible === this) return;
    const before = ui.visible;
    ui.visible = this;
    ui.shown.push(this);
    if (before !== undefined) before.#hide.fire();
  }

  hide(): void {
    if (ui.visible !== this) return;
    ui.visible = undefined;
    ui.gaps++;
    this.#hide.fire();
  }

  dispose(): void {
    this.hide();
  }

  get labels(): string[] {
    return this.items.map(({ label }) => label);
  }

  /** Chooses the row whose label begins with the text. */
  choose(label: string): void {
    const row = this.items.find(item => item.label.startsWith(label));
    if (row === undefined) throw new Error(`No row ${label} among ${this.labels.join(', ')}`);
    this.selectedItems = [row];
    this.#accept.fire();
  }

  type(text: string): void {
    this.value = text;
    this.#change.fire(text);
  }

  enter(): void {
    this.#accept.fire();
  }

  back(): void {
    this.#button.fire(this.buttons[0]);
  }

  escape(): void {
    this.hide();
  }
}

const extensionsChanged = new FakeEvent<void>();

/** What the window shows. */
export const ui = {
  visible: undefined as FakeInput | undefined,
  shown: [] as FakeInput[],
  /** The language of the editor. */
  translate: (message: string) => message,
  /** The extension that is asked for. */
  extension: undefined as unknown,
  extensionsChanged: () => extensionsChanged.fire(),
  /** How often no input was visible after one was: then the focus is in the editor. */
  gaps: 0,
  reset(): void {
    ui.visible = undefined;
    ui.shown = [];
    ui.gaps = 0;
  },
};

class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(line: number, column: number, endLine: number, endColumn: number) {
    this.start = new Position(line, column);
    this.end = new Position(endLine, endColumn);
  }
}

const editor = {
  l10n: {
    t: (message: string, ...values: readonly unknown[]) =>
      ui
        .translate(message)
        .replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
  },
  window: {
    createQuickPick: () => new FakeInput('list'),
    createInputBox: () => new FakeInput('box'),
  },
  workspace: {
    isTrusted: true,
    asRelativePath: (file: string) => file.replace(/^\/w\//, ''),
    getConfiguration: () => ({ get: (_: string, value?: unknown) => value }),
  },
  extensions: { getExtension: () => ui.extension, onDidChange: extensionsChanged.event },
  env: { language: 'en' },
  Position,
  Range,
  EventEmitter: FakeEvent,
  Disposable: { from: () => ({ dispose: () => undefined }) },
  Uri: { file: (file: string) => ({ fsPath: file }) },
  ThemeIcon: class {
    constructor(
      readonly id: string,
      readonly color?: unknown,
    ) {}
  },
  ThemeColor: class {
    constructor(readonly id: string) {}
  },
  TreeItem: class {
    constructor(
      readonly label: string,
      readonly collapsibleState = 0,
    ) {}
  },
  TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
  QuickPickItemKind: { Separator: -1, Default: 0 },
  QuickInputButtons: { Back: 'back' },
  InputBoxValidationSeverity: { Info: 1, Warning: 2, Error: 3 },
  ProgressLocation: { Window: 10, Notification: 15 },
  StatusBarAlignment: { Left: 1, Right: 2 },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  Diagnostic: class {
    constructor(
      readonly range: Range,
      readonly message: string,
      readonly severity: number,
    ) {}
  },
  DiagnosticRelatedInformation: class {
    constructor(
      readonly location: unknown,
      readonly message: string,
    ) {}
  },
  Location: class {
    constructor(
      readonly uri: unknown,
      readonly range: unknown,
    ) {}
  },
  CodeActionKind: { QuickFix: 'quickfix' },
  CancellationError: class extends Error {},
};

interface Loader {
  _load: (name: string, ...rest: unknown[]) => unknown;
}
const loader = Module as unknown as Loader;
const original = loader._load;
loader._load = (name, ...rest) => (name === 'vscode' ? editor : original(name, ...rest));
