import * as os from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import type { ChecklistVerdict } from '../../release/check';
import {
  type Answer,
  type AnswerBook,
  type AnswerScope,
  answersOf,
  bucketKey,
  handOver,
  readAnswerBook,
  withAnswer,
} from '../../release/checklist/answers';
import type { ChecklistItem } from '../../release/checklist/items';
import { type ItemState, statesOf } from '../../release/checklist/state';
import { GitFailure } from '../../release/repository';
import { CommandError } from '../notify';
import type { ReleaseStore } from '../releaseStore';
import type { Session, Sessions } from './sessions';
import type { ChecklistState, State, Store } from '../store';
import { readChecklist, type Reading } from './readChecklist';

/** Looks at the checklists of packages, and keeps what was answered, for each release, outside of the workspace. */
export class ChecklistKeeper {
  readonly #running = new Map<string, ReadonlySet<string>>();
  readonly #looks = new Map<string, number>();

  constructor(
    private readonly store: Store<State>,
    private readonly sessions: Sessions,
    private readonly intents: ReleaseStore,
    private readonly memento: vscode.Memento,
  ) {}

  /** Looks at the checklist of a package for the views: that of the release in progress, else of the next one. */
  async look(pkg: Package): Promise<ChecklistState> {
    const { manifest, name } = pkg;
    const look = (this.#looks.get(manifest) ?? 0) + 1;
    this.#looks.set(manifest, look);
    const session = await this.sessions.openFiles(pkg);
    const version = (await this.intents.of(pkg))?.version;
    const reading = await readChecklist(session, version);
    const { items, problems, now, changelog } = reading;
    const state: ChecklistState = {
      ...(version !== undefined && { version }),
      items: statesOf(items, answersOf(this.#book(manifest), name, version), now),
      running: [...(this.#running.get(manifest) ?? [])],
      problems,
      ...(changelog !== undefined && { changelog }),
      ...(now.fingerprint === undefined && { note: await reasonOf(session) }),
    };
    // A look that began later has seen more.
    if (this.#looks.get(manifest) === look) this.#show(manifest, state);
    return state;
  }

  /** The checklist of a release that is being planned. */
  async verdict(session: Session, version: string): Promise<ChecklistVerdict> {
    const { items, problems, now } = await readChecklist(session, version);
    const { manifest, name } = session.pkg;
    return {
      items: statesOf(items, answersOf(this.#book(manifest), name, version), now),
      problems,
    };
  }

  /** What an item is answered with and compared with. @throws CommandError where the checklist has no such item */
  async read(
    pkg: Package,
    id: string,
  ): Promise<{ readonly item: ChecklistItem; readonly reading: Reading }> {
    const reading = await readChecklist(
      await this.sessions.openFiles(pkg),
      (await this.intents.of(pkg))?.version,
    );
    const item = reading.items.find(candidate => candidate.id === id);
    if (item === undefined)
      throw new CommandError(
        vscode.l10n.t('The checklist of {0} has no item "{1}".', pkg.name, id),
      );
    return { item, reading };
  }

  /** Keeps an answer for the release in progress, else for the next one; without one the item is open again. */
  async answer(pkg: Package, id: string, answer: Answer | undefined): Promise<void> {
    const { manifest, name } = pkg;
    const key = bucketKey(name, (await this.intents.of(pkg))?.version);
    await this.#keep(manifest, withAnswer(this.#book(manifest), key, id, answer));
    await this.look(pkg);
  }

  /** Keeps what a person judged, with who it was and when. */
  async tick(pkg: Package, { item }: ItemState, outcome: Answer['outcome']): Promise<void> {
    if (item.answer.kind !== 'byHand')
      throw new CommandError(vscode.l10n.t('"{0}" is not answered by hand.', item.title));
    const { repository } = await this.sessions.openFiles(pkg);
    const by = (await repository.identity().catch(() => undefined)) ?? os.userInfo().username;
    await this.answer(pkg, item.id, { outcome, at: Date.now(), by });
  }

  isRunning({ manifest }: Package, id: string): boolean {
    return this.#running.get(manifest)?.has(id) === true;
  }

  /** Shows an item as being run, or no longer. */
  setRunning({ manifest }: Package, id: string, isRunning: boolean): void {
    const running = new Set(this.#running.get(manifest));
    if (isRunning) running.add(id);
    else running.delete(id);
    this.#running.set(manifest, running);
    const shown = this.store.value.checklists.get(manifest);
    if (shown !== undefined) this.#show(manifest, { ...shown, running: [...running] });
  }

  /** The next release has become one of a version, or the other way round: its answers go along. */
  async handOver(
    manifest: string,
    name: string,
    from: AnswerScope,
    to: AnswerScope,
  ): Promise<void> {
    const book = this.#book(manifest);
    const after = handOver(book, name, from, to);
    if (after !== book) await this.#keep(manifest, after);
  }

  #book(manifest: string): AnswerBook {
    return readAnswerBook(this.memento.get(bookKey(manifest)));
  }

  async #keep(manifest: string, book: AnswerBook): Promise<void> {
    await this.memento.update(bookKey(manifest), book);
  }

  #show(manifest: string, state: ChecklistState): void {
    const { checklists } = this.store.value;
    if (!isDeepStrictEqual(checklists.get(manifest), state))
      this.store.update({ checklists: new Map(checklists).set(manifest, state) });
  }
}

/** Why the files could not be compared. */
async function reasonOf({ repository }: Session): Promise<string> {
  try {
    await repository.head();
  } catch (error) {
    if (error instanceof GitFailure) return error.message;
    throw error;
  }
  return vscode.l10n.t('A submodule has changes: the files that the tests ran on are not known.');
}

function bookKey(manifest: string): string {
  return `checklist:${manifest}`;
}
