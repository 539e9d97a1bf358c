import * as vscode from 'vscode';
import { CONTEXT_KEYS } from '../../ids';
import { type State, type Store } from '../store';
import { isMismatched, packagesOf, releasesOf } from '../selectors';

/** Keeps the keys of `when` clauses true to the state; each is set only when it changes. */
export class ContextKeys implements vscode.Disposable {
  readonly #set = new Map<string, boolean>();
  readonly #subscription: { dispose(): void };

  constructor(store: Store<State>) {
    this.#subscription = store.onDidChange(state => this.#render(state));
  }

  #render(state: State): void {
    const packages = packagesOf(state);
    this.#put(CONTEXT_KEYS.hasPackages, packages.length > 0);
    this.#put(CONTEXT_KEYS.hasMismatch, packages.some(isMismatched));
    this.#put(
      CONTEXT_KEYS.releaseUnderWay,
      [...releasesOf(state).values()].some(
        ({ intent, running }) => intent !== undefined && running !== true,
      ),
    );
    this.#put(CONTEXT_KEYS.isHosted, state.hosted.size > 0);
    this.#put(
      CONTEXT_KEYS.signedIn,
      [...state.hosted.values()].some(({ isSignedIn }) => isSignedIn === true),
    );
    // Last, because the welcome views go by it.
    this.#put(CONTEXT_KEYS.scanned, state.scans !== undefined);
  }

  #put(key: string, value: boolean): void {
    if (this.#set.get(key) === value) return;
    this.#set.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
