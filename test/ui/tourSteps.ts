import * as path from 'node:path';
import { git } from '../fixtures/git';
import type { HostedSample } from '../fixtures/hostedSample';
import type { Workbench } from './workbench';

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
