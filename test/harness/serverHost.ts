import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser as PlaywrightBrowser, type Page } from 'playwright-core';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { findCanaries, watchingOptions } from './canary';
import { QUIET_SETTINGS, type Host, type HostWindow, type WindowOptions } from './host';
import { packageExtension } from './package';
import { ROOT } from './paths';
import { browser, serverToolchain, type Browser, type ServerToolchain } from './toolchain';

/** VS Code's server with the workbench in a headless browser: the real extension host, git extension and user interface. */
export class ServerHost implements Host {
  /** Ends with this process. */
  #launched: Promise<PlaywrightBrowser> | undefined;
  #extensions: Promise<string> | undefined;

  private constructor(
    readonly name: string,
    private readonly tools: ServerToolchain,
    private readonly browser: Browser,
  ) {}

  static async create(why: string): Promise<ServerHost> {
    const [tools, found] = await Promise.all([serverToolchain(), browser()]);
    const { version } = JSON.parse(
      await readFile(path.join(tools.vscode, 'package.json'), 'utf8'),
    ) as { version: string };
    return new ServerHost(`VS Code server ${version} in ${found.name} (${why})`, tools, found);
  }

  async runSuite(suite: string, options: WindowOptions): Promise<number> {
    const server = await Server.start(this.tools, options);
    const context = await (
      await this.#launch()
    ).newContext({ viewport: { width: 1280, height: 800 } });
    try {
      const page = await context.newPage();
      const exit = new Promise<number>((resolve, reject) => {
        page.on('crash', () => reject(new Error('The window crashed.')));
        void page.exposeFunction('codeAutomationExit', resolve);
      });
      await page.exposeFunction('codeAutomationLog', forward);
      await page.goto(server.address(options.open, suite));
      return await Promise.race([exit, server.died]);
    } finally {
      await context.close();
      await server.stop();
    }
  }

  async openWindow(options: WindowOptions): Promise<HostWindow> {
    const server = await Server.start(this.tools, options, await this.#installed());
    const context = await (
      await this.#launch()
    ).newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
      reducedMotion: 'reduce',
    });
    const page: Page = await context.newPage();
    const address = server.address(options.open);
    await page.goto(address);
    return {
      page,
      address,
      close: async () => {
        await context.close();
        await server.stop();
      },
    };
  }

  /** Serves a window for a browser of the user's. Resolves when the server ends. */
  async serve(options: WindowOptions, tell: (address: string) => void): Promise<void> {
    const server = await Server.start(this.tools, options, await this.#installed());
    tell(server.address(options.open));
    const stop = () => void server.stop();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    await server.died;
  }

  /** A folder in which the packaged extension is installed, as users have it. Goes with this process. */
  #installed(): Promise<string> {
    this.#extensions ??= (async () => {
      const dir = temporaryFolder('extensions');
      process.once('exit', () => removeFolder(dir));
      const args = [
        '--install-extension',
        await packageExtension(),
        '--accept-server-license-terms',
        '--extensions-dir',
        dir,
        '--server-data-dir',
        path.join(dir, 'data'),
      ];
      await promisify(execFile)(this.tools.node, [
        path.join(this.tools.vscode, 'out', 'server-main.js'),
        ...args,
      ]);
      return dir;
    })();
    return this.#extensions;
  }

  #launch(): Promise<PlaywrightBrowser> {
    this.#launched ??= chromium.launch({
      executablePath: this.browser.executable,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-dev-shm-usage',
      ],
    });
    return this.#launched;
  }
}

class Server {
  /** Resolves to a failing exit code when the server ends before it is stopped. */
  readonly died: Promise<number>;

  private constructor(
    private readonly process: ChildProcess,
    private readonly port: number,
    private readonly data: string,
    private readonly errors: string[],
  ) {
    this.died = new Promise(resolve =>
      process.once('exit', code => resolve(code === null || code === 0 ? 1 : code)),
    );
  }

  /**
   * @param extensions the folder of installed extensions. Without it the window may take the extension from this repository
   * and run a suite in it; the smoke test driver, which suites need, would hide notifications.
   */
  static async start(
    { node, vscode }: ServerToolchain,
    { settings = {}, trusted = true, env = {}, extensions: beside = [] }: WindowOptions,
    extensions?: string,
  ): Promise<Server> {
    const data = await mkdtemp(path.join(os.tmpdir(), 'budtiktok-server-'));
    await mkdir(path.join(data, 'data', 'Machine'), { recursive: true });
    await writeFile(
      path.join(data, 'data', 'Machine', 'settings.json'),
      JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2),
    );
    for (const dir of beside)
      await cp(dir, path.join(data, 'extensions', path.basename(dir)), { recursive: true });
    const main = path.join(vscode, 'out', 'server-main.js');
    const port = await freePort();
    const child = spawn(
      node,
      [
        ...watchingOptions(),
        main,
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--without-connection-token',
        '--accept-server-license-terms',
        '--telemetry-level',
        'off',
        '--force-disable-user-env',
        '--server-data-dir',
        data,
        ...(trusted ? ['--disable-workspace-trust'] : []),
        ...(extensions === undefined
          ? ['--enable-smoke-test-driver']
          : ['--extensions-dir', extensions]),
      ],
      { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const errors: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
    const server = new Server(child, port, data, errors);
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('Extension host agent listening')) resolve();
      });
      child.once('exit', () =>
        reject(new Error(`The server did not start: ${server.errors.join('')}`)),
      );
    });
    return server;
  }

  address(open: string | undefined, suite?: string): string {
    const remote = `vscode-remote://127.0.0.1:${this.port}`;
    const payload = [
      ...(suite === undefined
        ? []
        : [
            ['extensionDevelopmentPath', `${remote}${ROOT}`],
            ['extensionTestsPath', `${remote}${suite}`],
          ]),
      ['skipWelcome', 'true'],
    ];
    const what =
      open === undefined || open === ''
        ? 'ew=true'
        : `${open.endsWith('.code-workspace') ? 'workspace' : 'folder'}=${encodeURIComponent(open)}`;
    return `http://127.0.0.1:${this.port}/?${what}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      this.process.kill();
      await this.died;
    }
    const leaks = findCanaries(this.data);
    await rm(this.data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    if (leaks.length > 0) throw new Error(`A token was written: ${leaks.join(', ')}`);
  }
}

/** Prints what the extension host logs, as it is. */
function forward(type: string, args: unknown): void {
  const values = Array.isArray(args) ? args : [args];
  const text = values
    .map(value => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(' ');
  if (type === 'error') console.error(text);
  else if (type !== 'debug' && type !== 'trace') console.log(text);
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() =>
          typeof address === 'object' && address !== null
            ? resolve(address.port)
            : reject(new Error('no port')),
        );
      });
  });
}
