import * as path from 'node:path';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { git, GIT_ENV } from '../fixtures/git';
import { createHostedSample, hostedSettings, type HostedSample } from '../fixtures/hostedSample';
import type { Host } from '../harness/host';
import { Workbench } from './workbench';

/**
 * Opens the sample beside the fake GitHub and index, with the environment and the secrets that its workflow needs, and
 * ends all of it afterwards.
 *
 * @param prepare changes the sample before it is opened
 */
export async function inHostedWindow<T>(
  host: Host,
  settings: Readonly<Record<string, unknown>>,
  prepare: (sample: HostedSample) => void,
  run: (bench: Workbench, sample: HostedSample) => Promise<T>,
): Promise<T> {
  const dir = temporaryFolder('tour');
  const sample = await createHostedSample(dir);
  prepare(sample);
  sample.github.addEnvironment({ name: 'pypi' });
  for (const name of ['PYPI_API_TOKEN', 'TEST_PYPI_API_TOKEN'])
    sample.github.addSecret(name, 'pypi-of-the-tour');
  const window = await host.openWindow({
    open: sample.workspace,
    env: GIT_ENV,
    settings: { ...hostedSettings(sample), ...settings },
  });
  try {
    return await run(new Workbench(window.page), sample);
  } finally {
    await window.close();
    await sample.github.close();
    await sample.index.stop();
    removeFolder(dir);
  }
}

/** What the tours have in common: numbered steps, each with a picture and what git shows on the remote. */
export class TourSteps {
  #step = 0;

  /** @param name begins the names of the pictures */
  constructor(
    private readonly bench: Workbench,
    private readonly sample: HostedSample,
    private readonly name: string,
  ) {}

  async show(what: string): Promise<void> {
    const number = ++this.#step;
    const picture = await this.bench.screenshot(`${this.name}-${number}`);
    console.log(`\n${number}. ${what}`);
    console.log(`   picture: ${path.relative(process.cwd(), picture)}`);
    for (const line of this.onRemote(
      'for-each-ref',
      '--format=%(refname) %(objecttype) %(objectname:short) %(subject)',
    ).split('\n'))
      console.log(`   remote: ${line}`);
  }

  onRemote(...args: string[]): string {
    return git(this.sample.remote, ...args);
  }

  /** Signs in to the fake GitHub. */
  async useToken(): Promise<void> {
    const { bench, sample } = this;
    await bench.command('BudTikTok: Use a GitHub Token…');
    await bench.enter(sample.token);
    await bench.notification('can see 127.0.0.1').waitFor();
    await bench.dismissNotifications();
  }
}
