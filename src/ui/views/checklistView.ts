import * as vscode from 'vscode';
import { VIEWS } from '../../ids';
import type { Package } from '../../manifests/package';
import { type ItemState, stateWord } from '../../release/checklist/state';
import { exactTime, relativeTime, type Shown } from '../labels';
import { type ChecklistState, type State, type Store } from '../store';
import { describeItem, MessageNode, NodeTree, type ViewNode } from './nodeTree';
import { packagesOf } from '../selectors';

/** One item of a checklist: how it stands, and who or what said so and when. */
export class ItemNode implements ViewNode {
  /** What commands on this row are about, beside the package. */
  readonly itemId: string;

  constructor(
    readonly pkg: Package,
    private readonly state: ItemState,
    private readonly checklist: Pick<ChecklistState, 'running' | 'changelog'>,
  ) {
    this.itemId = state.item.id;
  }

  item(): vscode.TreeItem {
    const {
      item: { id, title, meaning, isRequired, answer: how },
      answer,
      detail,
    } = this.state;
    const isRunning = this.checklist.running.includes(id);
    const { icon, color, word } = isRunning ? RUNNING() : shownItem(this.state);
    const row = new vscode.TreeItem(title);
    const required = isRequired ? vscode.l10n.t('required') : undefined;
    const when = answer === undefined ? undefined : relativeTime(answer.at);
    // The state is read first, because the rest is cut off in a narrow side bar.
    row.description = parts(
      ' · ',
      detail === undefined ? word : `${word}: ${detail}`,
      required,
      when,
      nameIn(answer?.by),
    );
    row.iconPath = new vscode.ThemeIcon(icon, color);
    row.tooltip = parts(
      '\n',
      meaning === undefined ? title : `${title}: ${meaning}`,
      word,
      detail,
      isRequired ? vscode.l10n.t('Required for a release.') : undefined,
      how.kind === 'command' ? `> ${how.command}` : undefined,
      answer === undefined ? undefined : answeredBy(answer),
      answer === undefined && how.kind === 'byHand'
        ? vscode.l10n.t('Answered by hand.')
        : undefined,
    );
    const command = this.#command();
    if (command !== undefined) row.command = command;
    const isRunnable = how.kind === 'command' || how.kind === 'task';
    row.contextValue = parts(
      ' ',
      'item',
      isRunning ? 'running' : isRunnable ? 'runnable' : undefined,
      how.kind === 'byHand' ? 'byHand' : undefined,
      answer === undefined ? undefined : 'answered',
    );
    return describeItem(
      row,
      `${this.pkg.manifest}#checklist#${id}`,
      parts(', ', title, word, detail, required, when, answer?.by),
    );
  }

  /** Where what is seen of the files can be looked at. */
  #command(): vscode.Command | undefined {
    const { answer } = this.state.item;
    if (answer.kind !== 'fact') return undefined;
    const { changelog } = this.checklist;
    if (answer.fact === 'versions')
      return { command: `${VIEWS.release}.focus`, title: vscode.l10n.t('Show Version Sites') };
    return changelog === undefined
      ? undefined
      : {
          command: 'vscode.open',
          title: vscode.l10n.t('Open'),
          arguments: [vscode.Uri.file(changelog)],
        };
  }

  children(): readonly ViewNode[] {
    return [];
  }
}

function shownItem(state: ItemState): Shown {
  const word = stateWord(state);
  switch (state.state) {
    case 'pass':
      return { icon: 'pass-filled', color: new vscode.ThemeColor('testing.iconPassed'), word };
    case 'fail':
      return { icon: 'error', color: new vscode.ThemeColor('testing.iconFailed'), word };
    case 'stale':
      return { icon: 'history', color: new vscode.ThemeColor('testing.iconQueued'), word };
    case 'due':
      return { icon: 'rocket', word };
    case 'open':
      return { icon: 'circle-large-outline', word };
  }
}

const RUNNING = (): Shown => ({ icon: 'loading~spin', word: vscode.l10n.t('running') });

function answeredBy({ outcome, at, by }: NonNullable<ItemState['answer']>): string {
  const time = exactTime(at);
  if (by === undefined)
    return outcome === 'pass'
      ? vscode.l10n.t('Passed on {0}.', time)
      : vscode.l10n.t('Failed on {0}.', time);
  return outcome === 'pass'
    ? vscode.l10n.t('Passed by {0} on {1}.', by, time)
    : vscode.l10n.t('Failed by {0} on {1}.', by, time);
}

/** The name without the address: `Maintainer <maintainer@example.org>`. */
function nameIn(identity: string | undefined): string | undefined {
  return identity?.split('<', 1)[0]?.trimEnd();
}

function parts(between: string, ...texts: readonly (string | undefined)[]): string {
  return texts.filter(text => text !== undefined && text !== '').join(between);
}

/** The checklist of one of several packages. */
export class PackageChecklistNode implements ViewNode {
  constructor(
    readonly pkg: Package,
    private readonly checklist: ChecklistState,
  ) {}

  item(): vscode.TreeItem {
    const { name, manifest } = this.pkg;
    const row = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
    row.description = bucketWords(this.checklist);
    row.iconPath = new vscode.ThemeIcon('package');
    row.contextValue = 'package';
    return describeItem(
      row,
      `${manifest}#checklist`,
      vscode.l10n.t('Checklist of {0}, {1}', name, row.description),
    );
  }

  children(): readonly ViewNode[] {
    return rowsOf(this.pkg, this.checklist);
  }
}

/** The rows of a checklist: what is wrong with its settings, then its items. */
export function rowsOf(pkg: Package, checklist: ChecklistState): ViewNode[] {
  return [
    ...checklist.problems.map(
      (problem, at) =>
        new MessageNode(
          `${pkg.manifest}#checklist#problem#${at}`,
          'warning',
          problem,
          vscode.l10n.t('Click to open the settings.'),
          {
            command: 'workbench.action.openSettings',
            title: vscode.l10n.t('Open Settings'),
            arguments: ['budtiktok.checklist'],
          },
        ),
    ),
    ...checklist.items.map(state => new ItemNode(pkg, state, checklist)),
  ];
}

/** Which release the answers belong to. */
export function bucketWords({ version }: ChecklistState): string {
  return version === undefined
    ? vscode.l10n.t('for the next release')
    : vscode.l10n.t('for {0}', version);
}

/** The view *Checklist*: what to be sure of before a release, and how it stands. */
export class ChecklistView implements vscode.Disposable {
  readonly tree = new NodeTree(VIEWS.checklist, () => this.#roots());
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly store: Store<State>) {
    this.#subscriptions = vscode.Disposable.from(
      this.tree,
      store.onDidChange((state, before) => {
        if (state.checklists !== before.checklists || state.scans !== before.scans)
          this.#stateChanged();
      }),
    );
  }

  #roots(): readonly ViewNode[] {
    const all = this.#checklists();
    const [only] = all;
    // The name of the only package is above, in the release view.
    if (all.length === 1 && only !== undefined) return rowsOf(...only);
    return all.map(([pkg, checklist]) => new PackageChecklistNode(pkg, checklist));
  }

  #checklists(): (readonly [Package, ChecklistState])[] {
    const { value } = this.store;
    return packagesOf(value).flatMap(pkg => {
      const checklist = value.checklists.get(pkg.manifest);
      return checklist === undefined ? [] : [[pkg, checklist] as const];
    });
  }

  #stateChanged(): void {
    this.tree.changed();
    const all = this.#checklists().map(([, checklist]) => checklist);
    const [first, second] = all;
    // Several packages each say it themselves.
    this.tree.describe(first !== undefined && second === undefined ? bucketWords(first) : '');
    this.tree.say(all.map(({ note }) => note).find(note => note !== undefined) ?? '');
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
