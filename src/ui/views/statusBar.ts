import * as vscode from 'vscode';
import { isLive } from '../../github/runState';
import { summarize } from '../../github/runSummary';
import { COMMANDS, VIEWS } from '../../ids';
import { agreement, type Package } from '../../manifests/package';
import type { VersionSite } from '../../manifests/versionSite';
import { LINKED_COMMANDS, openSiteLink } from '../commands/versionCommands';
import { siteLabel, sitePlace, tagDecides } from '../labels';
import { labelText, markdownText, textWithIcon } from '../sinks';
import type { Target } from '../pick/pickPackage';
import { type RunView, type State, type Store } from '../store';
import { isMismatched, knownVersion, packagesOf, releaseOf, type Release } from '../selectors';

/** The one item in the status bar: the version, the mismatch, or the release that is being made. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem(
    'budtiktok.version',
    vscode.StatusBarAlignment.Left,
    50,
  );
  readonly #subscriptions: vscode.Disposable;
  #rendered = '';

  constructor(private readonly store: Store<State>) {
    this.#item.name = vscode.l10n.t('BudTikTok Version');
    this.#subscriptions = vscode.Disposable.from(
      store.onDidChange(() => this.#render()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#render()),
    );
  }

  #render(): void {
    const shown = this.#package();
    if (shown === undefined) {
      this.#rendered = '';
      this.#item.hide();
      return;
    }
    const release = releaseOf(this.store.value, shown.manifest);
    const description = describe(
      shown,
      release,
      liveRun(this.store.value, release),
      this.store.value.published.get(shown.manifest)?.index,
    );
    const { icon, text, label, command, isWarning } = description;
    // A command that is replaced while the mouse goes down would swallow the click: change what has changed.
    const tooltipText = tooltip(shown, label);
    const rendered = JSON.stringify([description, shown.manifest, tooltipText]);
    if (rendered === this.#rendered) return;
    this.#rendered = rendered;
    this.#item.text = textWithIcon(icon, text);
    this.#item.accessibilityInformation = { label: labelText(label) };
    const target: Target = { pkg: { manifest: shown.manifest } };
    this.#item.command = { command, title: label, arguments: [target] };
    this.#item.backgroundColor = isWarning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.#item.tooltip = trusted(tooltipText);
    this.#item.show();
  }

  /** The package being released, else one whose versions disagree, else that of the active editor. */
  #package(): Package | undefined {
    const packages = packagesOf(this.store.value);
    const active = vscode.window.activeTextEditor?.document.uri.fsPath;
    return (
      packages.find(({ manifest }) => releaseOf(this.store.value, manifest)?.running === true) ??
      packages.find(isMismatched) ??
      packages.find(({ sites }) => sites.some(({ file }) => file === active)) ??
      packages[0]
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#item.dispose();
  }
}

interface Description {
  /** Name of a codicon. */
  readonly icon: string;
  readonly text: string;
  readonly label: string;
  readonly command: string;
  readonly isWarning: boolean;
}

/** The run of a release that is going on. */
function liveRun({ hosted }: State, release: Release | undefined): RunView | undefined {
  if (release?.root === undefined || release.commit === undefined) return undefined;
  const ofRelease = (hosted.get(release.root)?.ofReleases ?? []).filter(
    ({ run }) => run.headSha === release.commit,
  );
  // What else runs for the commit is of interest only where no run publishes.
  const publishing = ofRelease.filter(({ rows = [] }) =>
    rows.some(({ uploadsTo }) => uploadsTo !== undefined),
  );
  return (publishing.length > 0 ? publishing : ofRelease).find(({ run }) => isLive(run));
}

function describe(
  shown: Package,
  release: Release | undefined,
  building: RunView | undefined,
  index = '',
): Description {
  const { mismatched } = agreement(shown.sites);
  if (release?.running === true) {
    const working = release.facts.find(({ inProgress }) => inProgress === true);
    const done = release.facts.filter(({ observation }) => observation.state === 'holds').length;
    const progress = vscode.l10n.t(
      '{0} {1}: {2} of {3}',
      shown.name,
      release.version,
      done,
      release.facts.length,
    );
    return {
      icon: 'sync~spin',
      text: progress,
      command: COMMANDS.showLogs,
      isWarning: false,
      label: working === undefined ? progress : `${progress}. ${working.observation.detail}`,
    };
  }
  const [first] = mismatched;
  if (first !== undefined) {
    const reference = shown.sites.find(site => !mismatched.includes(site));
    const pair =
      reference === undefined
        ? siteVersion(first)
        : vscode.l10n.t('{0} ≠ {1}', siteVersion(reference), siteVersion(first));
    return {
      icon: 'warning',
      text: pair,
      command: COMMANDS.fixVersionMismatch,
      isWarning: true,
      label: vscode.l10n.t('{0}: the versions do not agree. {1}', shown.name, pair),
    };
  }
  if (building !== undefined && release !== undefined) {
    const { done, total, failed } = summarize(building.run, building.rows ?? [], Date.now());
    const progress = vscode.l10n.t(
      '{0} {1}: {2} of {3} jobs',
      shown.name,
      release.version,
      done,
      total,
    );
    return {
      icon: failed.length > 0 ? 'error' : 'sync~spin',
      text: progress,
      command: `${VIEWS.runs}.focus`,
      isWarning: failed.length > 0,
      label:
        failed.length > 0
          ? vscode.l10n.t('{0}. Failed: {1}', progress, failed.map(({ name }) => name).join(', '))
          : progress,
    };
  }
  const arriving = release?.facts.find(
    ({ id, observation }) => id === 'index' && observation.state === 'inProgress',
  );
  if (arriving !== undefined && release !== undefined) {
    const progress = vscode.l10n.t('{0} {1} → {2}', shown.name, release.version, index);
    return {
      icon: 'cloud-upload',
      text: progress,
      command: `${VIEWS.release}.focus`,
      isWarning: false,
      label: `${progress}: ${arriving.observation.detail}`,
    };
  }
  if (release?.intent !== undefined) {
    const label = vscode.l10n.t('{0} {1} is not done', shown.name, release.version);
    return {
      icon: 'debug-pause',
      text: label,
      label,
      command: COMMANDS.resumeRelease,
      isWarning: true,
    };
  }
  const known = knownVersion(shown, release);
  if (known === undefined && shown.decidedBy === 'tag') {
    return {
      icon: 'tag',
      text: shown.name,
      command: COMMANDS.bumpAndRelease,
      isWarning: false,
      label: `${shown.name}: ${tagDecides(shown)}`,
    };
  }
  const version = known ?? vscode.l10n.t('no version');
  return {
    icon: 'versions',
    text: `${shown.name} ${version}`,
    command: COMMANDS.bumpAndRelease,
    isWarning: known === undefined,
    label: vscode.l10n.t('{0} {1}', shown.name, version),
  };
}

function siteVersion(site: VersionSite): string {
  return `${siteLabel(site)} ${site.written.text}`;
}

/** Every place with its version, as Markdown with links. */
function tooltip(shown: Package, label: string): string {
  const text = new vscode.MarkdownString().appendText(labelText(label)).appendMarkdown('\n\n');
  if (shown.decidedBy === 'tag')
    text.appendText(vscode.l10n.t('No file holds the version: {0}.', tagDecides(shown)));
  const seen = new Set<string>();
  for (const site of shown.sites) {
    // One line for a lock, however many of its entries move.
    if (site.kind === 'lock' && seen.has(site.file)) continue;
    seen.add(site.file);
    const place = `${vscode.workspace.asRelativePath(site.file)}:${site.start.line + 1}`;
    text
      .appendMarkdown(`- [${markdownText(place)}](${openSiteLink(sitePlace(site))}) `)
      .appendText(labelText(site.written.text))
      .appendMarkdown('\n');
  }
  return text.value;
}

function trusted(markdown: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(markdown);
  text.isTrusted = { enabledCommands: LINKED_COMMANDS };
  return text;
}
