import * as path from 'node:path';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { git, GIT_ENV } from '../fixtures/git';
import type { FakeGitHub } from '../fakes/github/fakeGitHub';
import { createHostedSample, hostedSettings, type HostedSample } from '../fixtures/hostedSample';
import { createSample, type Sample } from '../fixtures/sample';
import { chooseHost, type Host, type HostWindow, type WindowOptions } from '../harness/host';
import { Workbench } from './workbench';

let host: Promise<Host> | undefined;

async function openWindow(options: WindowOptions): Promise<HostWindow> {
  host ??= chooseHost();
  return await (await host).openWindow(options);
}

/** A window with the extension in it, and what is open there. Everything of it goes with {@link UiBench.dispose}. */
export class UiBench {
  private constructor(
    readonly bench: Workbench,
    readonly sample: Sample,
    private readonly closeAll: () => Promise<void>,
  ) {}

  /** @param prepare changes the sample before it is opened; its result is merged into how the window is opened */
  static async open(
    prepare: (sample: Sample, dir: string) => Partial<WindowOptions> = () => ({}),
  ): Promise<UiBench> {
    const dir = temporaryFolder('ui');
    const sample = createSample(dir);
    const window = await openWindow({
      open: sample.workspace,
      env: GIT_ENV,
      ...prepare(sample, dir),
    });
    const bench = new Workbench(window.page);
    await bench.ready();
    return new UiBench(bench, sample, async () => {
      await window.close();
      removeFolder(dir);
    });
  }

  onRemote(...args: string[]): string {
    return git(this.sample.remote, ...args);
  }

  git(...args: string[]): string {
    return git(this.sample.workspace, ...args);
  }

  file(name: string): string {
    return path.join(this.sample.workspace, name);
  }

  async dispose(): Promise<void> {
    await this.closeAll();
  }
}

/** Defines a test in a window of its own, of which a picture is kept where it fails. */
export function uiTest(
  title: string,
  prepare: ((sample: Sample, dir: string) => Partial<WindowOptions>) | undefined,
  run: (ui: UiBench, bench: Workbench) => Promise<void>,
): void {
  it(title, async function () {
    const ui = await UiBench.open(prepare);
    try {
      await run(ui, ui.bench);
    } catch (error) {
      console.error(
        `    ${await ui.bench.screenshot(`failed-${title.replace(/\W+/g, '-').slice(0, 60)}`)}`,
      );
      throw error;
    } finally {
      await ui.dispose();
    }
  });
}

/** Defines a test in a window of its own, on the sample with its GitHub and its package index. */
export function hostedTest(
  title: string,
  prepare: (sample: HostedSample) => void,
  run: (bench: Workbench, github: FakeGitHub, sample: HostedSample) => Promise<void>,
): void {
  it(title, async () => {
    const dir = temporaryFolder('hosted');
    const sample = await createHostedSample(dir);
    prepare(sample);
    const window = await openWindow({
      open: sample.workspace,
      env: GIT_ENV,
      settings: hostedSettings(sample),
    });
    const bench = new Workbench(window.page);
    try {
      await bench.ready();
      await bench.statusBarItem('budtiktok 0.1.0').waitFor();
      await run(bench, sample.github, sample);
    } catch (error) {
      console.error(
        `    ${await bench.screenshot(`failed-${title.replace(/\W+/g, '-').slice(0, 60)}`)}`,
      );
      throw error;
    } finally {
      await window.close();
      await sample.github.close();
      await sample.index.stop();
      removeFolder(dir);
    }
  });
}
