import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { SCREENSHOTS } from '../harness/paths';

/** What a person does in a window of VS Code, by what they see. Every wait is for something to appear or go. */
export class Workbench {
  constructor(readonly page: Page) {
    page.setDefaultTimeout(30_000);
  }

  /** Waits until the window can be used. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    // The commands of extensions are in the palette as soon as their icons are here.
    await this.page
      .locator('.part.activitybar [aria-label^="BudTikTok Release"]')
      .first()
      .waitFor();
  }

  /** Opens the palette and runs a command by the name that it shows. */
  async command(name: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput.locator('input').first().fill(`>${name}`);
    const row = this.quickPickRow(name);
    await row.waitFor();
    await row.click();
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** What a screen reader says of the row that the keys have reached, as soon as it begins with the text. */
  async spokenRow(begin: string): Promise<string> {
    const row = this.quickInput.locator(`.monaco-list-row.focused[aria-label^="${begin}"]`);
    await row.waitFor();
    return (await row.getAttribute('aria-label')) ?? '';
  }

  /** A row of the open list that contains the text. */
  quickPickRow(text: string | RegExp): Locator {
    return this.quickInput
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: text })
      .first();
  }

  async pick(text: string | RegExp): Promise<void> {
    // The rows of the list before stay while the next one is read; a click on them has no effect.
    await this.quickInput
      .locator('.monaco-progress-container.active')
      .waitFor({ state: 'detached' });
    const row = this.quickPickRow(text);
    await row.waitFor();
    await row.click();
  }

  /** The button that leads to the step before. */
  async back(): Promise<void> {
    await this.quickInput
      .locator(
        '.quick-input-left-action-bar .action-item, .quick-input-titlebar .codicon-quick-input-back',
      )
      .first()
      .click();
  }

  async typeAtEnd(text: string): Promise<void> {
    await this.page.locator('.editor-instance .monaco-editor').first().click();
    await this.page.keyboard.press('ControlOrMeta+End');
    await this.page.keyboard.insertText(text);
    await this.page.locator('.tab.active.dirty').waitFor();
  }

  /** Replaces text in the active editor, by the editor's own search. */
  async replaceInEditor(before: string, after: string): Promise<void> {
    const editor = this.page.locator('.editor-instance .monaco-editor').first();
    await editor.click();
    await this.page.keyboard.press('ControlOrMeta+f');
    await this.page.locator('.find-widget.visible textarea').first().fill(before);
    await this.page.keyboard.press('Escape');
    // The search leaves what it found selected.
    await this.page.keyboard.insertText(after);
  }

  /** Waits until the step of a dialog with this title is open: the one before closes a moment later. */
  async untilTitle(text: string | RegExp): Promise<void> {
    await this.quickInput.locator('.quick-input-title').filter({ hasText: text }).waitFor();
  }

  /** The item of the status bar that contains the text. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  /** Types into the open input box and accepts it. */
  async enter(text: string): Promise<void> {
    const input = this.quickInput.locator('input').last();
    await input.waitFor();
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** A command above a line of the editor. */
  codeLens(text: string | RegExp): Locator {
    return this.page
      .locator('.editor-instance .codelens-decoration a')
      .filter({ hasText: text })
      .first();
  }

  /** A heading in the preview of a Markdown document. */
  preview(heading: string): Locator {
    return this.page
      .frameLocator('iframe.webview')
      .frameLocator('iframe')
      .getByRole('heading', { name: heading });
  }

  /** Closes all messages. */
  async dismissNotifications(): Promise<void> {
    await this.command('Notifications: Clear All Notifications');
    await this.page
      .locator('.notifications-toasts .notification-toast')
      .first()
      .waitFor({ state: 'detached' });
  }

  /** A message in the corner. */
  notification(text: string | RegExp): Locator {
    return this.page
      .locator('.notifications-toasts .notification-toast')
      .filter({ hasText: text })
      .first();
  }

  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).locator('.monaco-button', { hasText: button }).first().click();
  }

  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box').filter({ hasText: text });
  }

  async answerDialog(text: string | RegExp, button: string): Promise<void> {
    await this.dialog(text).locator('.monaco-button', { hasText: button }).first().click();
  }

  /** Opens the extension's view from the activity bar. */
  async openReleaseView(): Promise<void> {
    const title = this.page.locator('.part.sidebar .composite.title', {
      hasText: /budtiktok release/i,
    });
    if (!(await title.isVisible()))
      await this.page
        .locator('.part.activitybar [aria-label^="BudTikTok Release"]')
        .first()
        .click();
    await title.waitFor();
  }

  /** A row of the tree in the side bar, by its label and description. */
  viewRow(text: string | RegExp): Locator {
    return this.page.locator('.part.sidebar .monaco-list-row').filter({ hasText: text }).first();
  }

  /** Unfolds views of the side bar and folds the others away, so that their rows fit. */
  async showViews(...names: readonly [string, ...string[]]): Promise<void> {
    const headers = this.page.locator('.part.sidebar .pane-header');
    await headers.filter({ hasText: names[0] }).first().waitFor();
    for (const header of await headers.all()) {
      const title = (await header.textContent()) ?? '';
      const isWanted = names.some(name => title.includes(name));
      if (((await header.getAttribute('aria-expanded')) === 'true') !== isWanted)
        await header.click();
    }
  }

  /** Makes the side bar this wide, in pixels, by dragging its edge. */
  async resizeSideBar(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (box === null) throw new Error('There is no side bar.');
    await this.page.mouse.move(box.x + box.width, box.y + box.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, box.y + box.height / 2, { steps: 5 });
    await this.page.mouse.up();
    // The edge is marked as long as the mouse is on it.
    await this.page.mouse.move(box.x + width + 300, box.y + box.height / 2);
    await this.page.locator('.monaco-sash.hover').first().waitFor({ state: 'detached' });
  }

  /** Runs a command that is offered beside a row. */
  async rowAction(row: string | RegExp, command: string): Promise<void> {
    // What is shown of the row where the mouse is now may cover this one.
    await this.page.mouse.move(900, 250);
    await this.page.locator('.context-view .hover-contents').first().waitFor({ state: 'hidden' });
    await this.viewRow(row).hover();
    await this.viewRow(row).locator(`.action-label[aria-label="${command}"]`).first().click();
  }

  /** What a view says above its rows. */
  viewMessage(text: string | RegExp): Locator {
    return this.page
      .locator('.part.sidebar .tree-explorer-viewlet-tree-view .message')
      .filter({ hasText: text })
      .first();
  }

  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+p');
    await this.quickInput.locator('input').first().fill(name);
    await this.quickPickRow(path.basename(name)).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tab.active', { hasText: path.basename(name) }).waitFor();
  }

  /** Saves what the window shows now. Returns the file. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    const file = path.join(SCREENSHOTS, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }
}
