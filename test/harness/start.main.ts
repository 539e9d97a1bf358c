import * as path from 'node:path';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { GIT_ENV } from '../fixtures/git';
import { createSample } from '../fixtures/sample';
import { tour } from '../ui/tour';
import { chooseHost } from './host';
import { ServerHost } from './serverHost';

/**
 * `npm start [-- --workspace DIR | --tour]`: opens VS Code with the extension on a sample workspace or on DIR. With
 * --tour, or where neither a terminal nor a display is attached, makes one whole release of the sample by clicking.
 */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const at = args.indexOf('--workspace');
  const workspace = at === -1 ? undefined : args[at + 1];
  if (at !== -1 && workspace === undefined) throw new Error('--workspace needs a folder.');

  const host = await chooseHost();
  console.log(`Host: ${host.name}`);
  const isAttached = process.stdout.isTTY || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  if (args.includes('--tour') || (!isAttached && workspace === undefined)) {
    await tour(host);
    return;
  }

  const dir = temporaryFolder('start');
  try {
    const open = workspace === undefined ? createSample(dir).workspace : path.resolve(workspace);
    // Somebody's own repository is opened with their own git settings.
    const options = { open, ...(workspace === undefined && { env: GIT_ENV }) };
    console.log(`Workspace: ${open}`);
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

void main().then(() => process.exit(0), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
