import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { _electron } from 'playwright-core';
import { QUIET_SETTINGS, type Host, type HostWindow, type WindowOptions } from './host';
import { CACHE, ROOT } from './paths';

/** The desktop build of VS Code, downloaded by @vscode/test-electron. */
export class DesktopHost implements Host {
  private constructor(
    readonly name: string,
    private readonly executable: string,
  ) {}

  /** The host, or why there is none. */
  static async create(isWanted: boolean): Promise<DesktopHost | string> {
    if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
      return 'there is no display';
    const version = process.env['BUDTIKTOK_VSCODE'] ?? 'stable';
    try {
      // A machine without a way to the download must not wait for it.
      const executable = await downloadAndUnzipVSCode({
        version,
        cachePath: CACHE,
        timeout: isWanted ? 120_000 : 10_000,
      });
      return new DesktopHost(`VS Code desktop (${version})`, executable);
    } catch (error) {
      return `it could not be downloaded (${error instanceof Error ? error.message : String(error)})`;
    }
  }

  async runSuite(suite: string, options: WindowOptions): Promise<number> {
    const data = await userData(options);
    try {
      return await runTests({
        vscodeExecutablePath: this.executable,
        extensionDevelopmentPath: [ROOT, ...(options.extensions ?? [])],
        extensionTestsPath: suite,
        extensionTestsEnv: { ...options.env },
        launchArgs: launchArgs(data, options),
      });
    } catch (error) {
      console.error(error);
      return 1;
    } finally {
      await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  }

  async openWindow(options: WindowOptions): Promise<HostWindow> {
    const data = await userData(options);
    const app = await _electron.launch({
      executablePath: this.executable,
      args: [`--extensionDevelopmentPath=${ROOT}`, ...launchArgs(data, options)],
      env: { ...(process.env as Record<string, string>), ...options.env },
    });
    const page = await app.firstWindow();
    await page.setViewportSize({ width: 1280, height: 800 });
    return {
      page,
      close: async () => {
        await app.close();
        await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      },
    };
  }
}

async function userData({ settings = {} }: WindowOptions): Promise<string> {
  const data = await mkdtemp(path.join(os.tmpdir(), 'budtiktok-desktop-'));
  await mkdir(path.join(data, 'User'), { recursive: true });
  await writeFile(
    path.join(data, 'User', 'settings.json'),
    JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2),
  );
  return data;
}

function launchArgs(data: string, { open, trusted = true }: WindowOptions): string[] {
  return [
    ...(open === undefined || open === '' ? [] : [open]),
    `--user-data-dir=${data}`,
    '--disable-extensions',
    '--skip-welcome',
    '--skip-release-notes',
    '--disable-updates',
    '--disable-telemetry',
    '--force-disable-user-env',
    '--no-sandbox',
    ...(trusted ? ['--disable-workspace-trust'] : []),
  ];
}
