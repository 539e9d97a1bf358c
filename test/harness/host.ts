import type { Page } from 'playwright-core';
import { DesktopHost } from './desktopHost';
import { ServerHost } from './serverHost';

/** How a window of VS Code is to be opened. */
export interface WindowOptions {
  /** What to open: a folder, a .code-workspace file, or nothing where it is absent or empty. */
  readonly open?: string;
  /** Settings of the machine, beside those that keep the window quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Restricted Mode where it is false. */
  readonly trusted?: boolean;
  /** Environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Folders of further extensions that run beside this one in a suite. */
  readonly extensions?: readonly string[];
}

/** A real VS Code with this extension in it. */
export interface Host {
  /** What it is, for people: product, version and why it was chosen. */
  readonly name: string;
  /** Runs a module that exports `run()` inside the extension host. Resolves to its exit code. */
  runSuite(suite: string, options: WindowOptions): Promise<number>;
  /** Opens a window that Playwright can click in. */
  openWindow(options: WindowOptions): Promise<HostWindow>;
}

export interface HostWindow {
  readonly page: Page;
  /** Where the window can be opened in a browser, if it can. */
  readonly address?: string;
  close(): Promise<void>;
}

/** Settings under which every window opens: nothing but the extension asks for attention. */
export const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  // The server's default would save what is typed.
  'files.autoSave': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  // Turned off, it would ask after the first push whether to turn it on.
  'git.autofetch': true,
  'git.autofetchPeriod': 86_400,
  'git.openRepositoryInParentFolders': 'never',
  'chat.disableAIFeatures': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/**
 * The host to use: the one named by BUDTIKTOK_HOST ("desktop" or "server"), else the desktop build where it can be
 * downloaded and shown, else the server.
 */
export async function chooseHost(): Promise<Host> {
  const wanted = process.env['BUDTIKTOK_HOST'];
  if (wanted === 'server') return await ServerHost.create('chosen by BUDTIKTOK_HOST');
  const desktop = await DesktopHost.create(wanted === 'desktop');
  if (typeof desktop !== 'string') return desktop;
  if (wanted === 'desktop') throw new Error(`The desktop build cannot be used: ${desktop}`);
  return await ServerHost.create(`the desktop build cannot be used: ${desktop}`);
}
