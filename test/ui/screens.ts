import * as path from 'node:path';
import type { HostedSample } from '../fixtures/hostedSample';
import type { Host } from '../harness/host';
import { inHostedWindow } from './tourSteps';
import type { Workbench } from './workbench';

/** The themes in which every screen is pictured, by the name of the picture. */
export const THEMES = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  contrast: 'Default High Contrast',
} as const;

const WINDOW = { width: 1280, height: 800 };
/** What is left of the window at a zoom of 150 %. */
const ZOOMED = { width: 853, height: 533 };
const SIDE_BAR = 300;
const NARROW = 200;

/** Takes a picture of each screen of one release, in one theme: as it is, with a narrow side bar, and at 150 %. */
export async function pictureScreens(host: Host, theme: keyof typeof THEMES): Promise<string[]> {
  return await inHostedWindow(
    host,
    { 'workbench.colorTheme': THEMES[theme] },
    () => undefined,
    (bench, sample) => new Screens(bench, sample, theme).take(),
  );
}

class Screens {
  readonly #files: string[] = [];

  constructor(
    private readonly bench: Workbench,
    private readonly sample: HostedSample,
    private readonly theme: string,
  ) {}

  /** @returns the pictures at the usual size, in the order of the release */
  async take(): Promise<string[]> {
    const { bench } = this;
    // Nothing is measured here: a slow computer may take its time.
    bench.page.setDefaultTimeout(120_000);
    await bench.ready();
    await bench.openReleaseView();
    await bench.viewRow('3 of 9, not released').waitFor();
    await this.#view('view');
    await bench.command('BudTikTok: Use a GitHub Token…');
    await bench.enter(this.sample.token);
    await bench.notification('can see 127.0.0.1').waitFor();
    await bench.dismissNotifications();
    await bench.command('BudTikTok: Set Up Release');
    await bench.showViews('Setup');
    await bench.viewRow(/^GitHubin order/).waitFor();
    await this.#view('setup');
    await bench.showViews('Checklist');
    await bench.viewRow('Documentation').waitFor();
    await this.#view('checklist');
    await bench.showViews('Release', 'Workflow Runs');
    await this.#mismatch();
    await this.#plan();
    await this.#builds();
    return this.#files;
  }

  async #mismatch(): Promise<void> {
    const { bench } = this;
    await bench.openFile('crates/budtiktok-python/pyproject.toml');
    await bench.replaceInEditor('version = "0.1.0"', 'version = "0.2.0"');
    await bench.statusBarItem('pyproject 0.2.0 ≠ Cargo 0.1.0').waitFor();
    await this.#view('mismatch');
    await bench.replaceInEditor('version = "0.2.0"', 'version = "0.1.0"');
    await bench.statusBarItem('budtiktok 0.1.0').waitFor();
    await bench.page.keyboard.press('ControlOrMeta+s');
    await bench.viewRow('3 of 9, not released').waitFor();
  }

  async #plan(): Promise<void> {
    const { bench } = this;
    await bench.command('BudTikTok: Bump & Release');
    await bench.quickPickRow('Minor').waitFor();
    await bench.page.locator('.context-view .hover-contents').first().waitFor({ state: 'hidden' });
    await this.#list('versions');
    await bench.pick('Minor');
    await bench.quickPickRow('Set versions, set locks').waitFor();
    await this.#list('plan');
    await bench.pick('Set versions, set locks');
    await bench.notification('the tag v0.2.0 is on origin').waitFor();
    await this.#view('notes');
  }

  async #builds(): Promise<void> {
    const {
      bench,
      sample: { github, publish },
    } = this;
    await bench.dismissNotifications();
    await bench.codeLens('Publish v0.2.0').click();
    await bench.notification('The Release v0.2.0 is published').waitFor();
    await bench.dismissNotifications();
    await bench.viewRow('0 of 7').waitFor();
    const playing = github
      .repository()
      .runs.map(({ id }) =>
        github.play(id, { tickMs: 700, failFirstAttempt: ['linux (aarch64)'] }),
      );
    await bench.notification(/failed: linux \(aarch64\)/).waitFor({ timeout: 90_000 });
    await this.#view('failed');
    await bench.answerNotification(/failed: linux \(aarch64\)/, 'Re-run Failed Jobs');
    publish('0.2.0');
    await bench
      .notification(/budtiktok 0\.2\.0 is on 127\.0\.0\.1:\d+: 6 files/)
      .waitFor({ timeout: 120_000 });
    for (const play of playing) play.stop();
    await bench.viewRow(/^On 127\.0\.0\.1.*6 files/).waitFor();
    await this.#view('published');
  }

  /** A screen beside the side bar: also with a narrow one. */
  async #view(name: string): Promise<void> {
    await this.#list(name);
    await this.bench.resizeSideBar(NARROW);
    await this.#picture(`${name}-narrow`);
    await this.bench.resizeSideBar(SIDE_BAR);
  }

  /** A screen as it is and at 150 %: a list that is open would close with a click beside it. */
  async #list(name: string): Promise<void> {
    this.#files.push(await this.#picture(name));
    await this.bench.page.setViewportSize(ZOOMED);
    await this.#picture(`${name}-150`);
    await this.bench.page.setViewportSize(WINDOW);
  }

  async #picture(name: string): Promise<string> {
    const file = await this.bench.screenshot(`screen-${this.theme}-${name}`);
    console.log(path.relative(process.cwd(), file));
    return file;
  }
}
