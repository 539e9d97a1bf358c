import * as path from 'node:path';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { GIT_ENV } from '../fixtures/git';
import { createHostedSample, hostedSettings } from '../fixtures/hostedSample';
import { protectedTour } from '../ui/protectedTour';
import { tour } from '../ui/tour';
import { startCanaryWatch } from './canary';
import { chooseHost, type WindowOptions } from './host';
import { ServerHost } from './serverHost';

/**
 * `npm start [-- --workspace DIR | --tour [--protected] | --fail]`: opens VS Code with the extension on a sample workspace or on DIR. With
 * --fail one platform of the sample fails at its first attempt. With --tour, or where neither a terminal nor a display is attached, makes one whole release of the sample by clicking;
 * with --protected one whose branch takes changes through pull requests alone.
 */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const at = args.indexOf('--workspace');
  const workspace = at === -1 ? undefined : args[at + 1];
  if (at !== -1 && workspace === undefined) throw new Error('--workspace needs a folder.');

  const host = await chooseHost();
  console.log(`Host: ${host.name}`);
  const isAttached =
    process.stdout.isTTY || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  if (args.includes('--tour') || (!isAttached && workspace === undefined)) {
    const canaries = startCanaryWatch();
    await (args.includes('--protected') ? protectedTour(host) : tour(host));
    if (canaries().length > 0) throw new Error(`A token got out: ${canaries().join(', ')}`);
    return;
  }

  const dir = temporaryFolder('start');
  try {
    // A user's own repository is opened with their own git settings.
    const options =
      workspace === undefined
        ? await sampleWindow(dir, args.includes('--fail'))
        : { open: path.resolve(workspace) };
    console.log(`Workspace: ${options.open}`);
    if (host instanceof ServerHost) {
      await host.serve(options, address => console.log(`Open ${address}\nEnd with Ctrl+C.`));
    } else {
      const window = await host.openWindow(options);
      await window.page.waitForEvent('close', { timeout: 0 });
      await window.close();
    }
  } finally {
    removeFolder(dir);
  }
}

/** The sample on a GitHub and a package index of its own, on which the builds of a release go on by themselves. */
async function sampleWindow(
  dir: string,
  isFailing: boolean,
): Promise<WindowOptions & { readonly open: string }> {
  const sample = await createHostedSample(dir);
  sample.github.onRun(({ id, event, headBranch }) => {
    sample.github.play(id, {
      tickMs: 2_000,
      failFirstAttempt: isFailing ? ['linux (aarch64)'] : [],
    });
    // The index is asked when the builds have succeeded.
    if (event === 'release') sample.publish(headBranch.replace(/^v/, ''));
  });
  console.log(
    `Its GitHub: ${sample.github.origin}. To sign in, run "BudTikTok: Use a GitHub Token…" and enter ${sample.token}`,
  );
  return { open: sample.workspace, env: GIT_ENV, settings: hostedSettings(sample) };
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
