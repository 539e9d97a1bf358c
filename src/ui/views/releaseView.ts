import * as path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS, VIEWS } from '../../ids';
import type { RepositoryAddress } from '../../github/address';
import type { Package } from '../../manifests/package';
import { factLinks } from '../factLinks';
import { shownPhase } from '../labels';
import { isPublic, phaseOf } from '../phase';
import type { PublishedCratesState, PublishedState, State, Store } from '../store';
import { FactNode } from './factNode';
import { describeItem, MessageNode, NodeTree, type ViewNode } from './nodeTree';
import { SitesNode } from './siteNodes';
import {
  groupsOf,
  knownVersion,
  offlineCause,
  packagesOf,
  releaseOf,
  releasesOf,
  type Release,
} from '../selectors';

/** The facts of a release: the one in progress, or that of the version that is in the files. */
export class ReleaseNode implements ViewNode {
  constructor(
    readonly pkg: Package,
    private readonly release: Release,
    /** Its other distributions. */
    private readonly members: readonly Package[] = [],
    private readonly address?: RepositoryAddress,
    private readonly published: ReadonlyMap<string, PublishedState> = new Map(),
    private readonly crates?: PublishedCratesState,
  ) {}

  item(): vscode.TreeItem {
    const { version, intent, running } = this.release;
    const isUnderWay = intent !== undefined;
    const label = vscode.l10n.t('Release {0}', version);
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
    item.description = this.#standing();
    const { icon, color } = shownPhase(phaseOf(this.release));
    item.iconPath = new vscode.ThemeIcon(icon, color);
    item.contextValue = isUnderWay && running !== true ? 'release underWay' : 'release';
    return describeItem(item, `${this.pkg.manifest}#release`, `${label}, ${item.description}`);
  }

  #standing(): string {
    const { facts } = this.release;
    const phase = phaseOf(this.release);
    const { word } = shownPhase(phase);
    if (phase === 'unseen' || phase === 'done') return word;
    const held = facts.filter(({ observation }) => observation.state === 'holds').length;
    return vscode.l10n.t('{0} of {1}, {2}', held, facts.length, word);
  }

  children(): readonly ViewNode[] {
    const { facts, failure, intent, version } = this.release;
    const publishedOf = (manifest: string) => {
      const found = this.published.get(manifest);
      return found?.version === version ? found : undefined;
    };
    const crates = this.crates?.version === version ? this.crates.rows : [];
    const nodes: ViewNode[] = facts.map(fact => {
      const owner =
        this.members.find(({ manifest }) => manifest === fact.member?.manifest) ?? this.pkg;
      return new FactNode(owner, fact, {
        isUnderWay: intent !== undefined,
        links: factLinks(fact.id, this.release, this.address),
        commits: this.release.commits ?? [],
        published: publishedOf(owner.manifest),
        crates,
        said: offlineCause(this.release),
        failure: failure?.fact === fact.id ? failure : undefined,
      });
    });
    // A failure before its fact was looked at has no row.
    if (failure !== undefined && !facts.some(({ id }) => id === failure.fact)) {
      nodes.push(
        new MessageNode(`${this.pkg.manifest}#failure`, 'error', failure.message, failure.advice, {
          command: COMMANDS.showLogs,
          title: vscode.l10n.t('Show Logs'),
        }),
      );
    }
    return nodes;
  }
}

/** A package. It looks itself up in the state, so that one row can be refreshed without the others. */
export class PackageNode implements ViewNode {
  constructor(
    private readonly store: Store<State>,
    private shown: Package,
  ) {}

  get pkg(): Package {
    this.shown =
      packagesOf(this.store.value).find(({ manifest }) => manifest === this.shown.manifest) ??
      this.shown;
    return this.shown;
  }

  item(): vscode.TreeItem {
    const { pkg } = this;
    const { name, manifest, decidedBy } = pkg;
    const others = this.members.map(member => member.name).join(', ');
    const version =
      knownVersion(pkg, releaseOf(this.store.value, manifest)) ??
      (decidedBy === 'tag'
        ? vscode.l10n.t('version from the git tag')
        : vscode.l10n.t('no version'));
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
    const folder = path.dirname(vscode.workspace.asRelativePath(manifest));
    item.description =
      others !== ''
        ? vscode.l10n.t('{0} with {1}', version, others)
        : folder === '.'
          ? version
          : `${version} · ${folder}`;
    item.iconPath = new vscode.ThemeIcon('package');
    item.contextValue = 'package';
    const label = vscode.l10n.t('Package {0}, version {1}', name, version);
    return describeItem(
      item,
      manifest,
      others === '' ? label : vscode.l10n.t('{0}, released with {1}', label, others),
    );
  }

  /** The distributions that are released with it. */
  private get members(): readonly Package[] {
    const { manifest } = this.pkg;
    return groupsOf(this.store.value).find(({ lead }) => lead.manifest === manifest)?.members ?? [];
  }

  children(): readonly ViewNode[] {
    const { pkg, members } = this;
    const release = releaseOf(this.store.value, pkg.manifest);
    // Of a version that no one knows there is nothing to show.
    return [
      new SitesNode(
        pkg,
        release !== undefined && (release.intent !== undefined || isPublic(release.facts)),
      ),
      ...members.map(member => new MemberNode(member)),
      ...(release === undefined || release.version === ''
        ? []
        : [
            new ReleaseNode(
              pkg,
              release,
              members,
              this.store.value.hosted.get(release.root ?? '')?.address,
              this.store.value.published,
              this.store.value.publishedCrates.get(pkg.manifest),
            ),
          ]),
    ];
  }
}

/** A distribution that is released with another package. Its row offers what is done with one distribution. */
class MemberNode implements ViewNode {
  constructor(readonly pkg: Package) {}

  item(): vscode.TreeItem {
    const { name, manifest } = this.pkg;
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
    item.description = path.dirname(vscode.workspace.asRelativePath(manifest));
    item.iconPath = new vscode.ThemeIcon('archive');
    item.contextValue = 'package';
    return describeItem(
      item,
      `${manifest}#member`,
      vscode.l10n.t('Distribution {0} of this release', name),
    );
  }

  children(): readonly ViewNode[] {
    return [];
  }
}

/** The view *Release*: packages, their version sites, and the facts of their release. */
export class ReleaseView implements vscode.Disposable {
  readonly tree = new NodeTree(VIEWS.release, () => this.#roots(), { showCollapseAll: true });
  readonly #packages = new Map<string, PackageNode>();
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly store: Store<State>) {
    this.#subscriptions = vscode.Disposable.from(
      this.tree,
      store.onDidChange((state, before) => this.#stateChanged(state, before)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#showMessage()),
    );
    this.#showMessage();
  }

  #roots(): ViewNode[] {
    const { value } = this.store;
    const packages = packagesOf(value);
    const known = new Set(packages.map(({ manifest }) => manifest));
    for (const manifest of this.#packages.keys())
      if (!known.has(manifest)) this.#packages.delete(manifest);
    for (const pkg of packages) {
      if (!this.#packages.has(pkg.manifest))
        this.#packages.set(pkg.manifest, new PackageNode(this.store, pkg));
    }
    const problems = (value.scans ?? [])
      .flatMap(({ problems }) => problems)
      .filter(({ severity }) => severity === 'error');
    return [
      ...problems.map(
        ({ file, start, message }, index) =>
          new MessageNode(
            `problem#${file}#${index}`,
            'error',
            `${vscode.workspace.asRelativePath(file)}:${start.line + 1}`,
            message,
            {
              command: INTERNAL_COMMANDS.openVersionSite,
              title: vscode.l10n.t('Open'),
              arguments: [{ file, line: start.line, column: start.column, length: 0 }],
            },
          ),
      ),
      ...groupsOf(value).flatMap(({ lead }) => this.#packages.get(lead.manifest) ?? []),
    ];
  }

  #stateChanged(state: State, before: State): void {
    this.#showMessage();
    if (state.scans !== before.scans) {
      this.tree.changed();
      return;
    }
    const leadsOf = (shown: State) =>
      groupsOf(shown)
        .map(({ lead }) => lead.manifest)
        .join('\n');
    if (leadsOf(state) !== leadsOf(before)) {
      this.tree.changed();
      return;
    }
    for (const [manifest, release] of releasesOf(state)) {
      const node = this.#packages.get(manifest);
      const isChanged =
        release !== releaseOf(before, manifest) ||
        state.publishedCrates.get(manifest) !== before.publishedCrates.get(manifest);
      if (isChanged && node !== undefined) this.tree.changed(node);
    }
  }

  /** What blocks the release, above the rows and in full: rows are cut off in a narrow side bar. */
  #showMessage(): void {
    if (vscode.workspace.isTrusted) this.tree.say(this.#obstacle());
    else this.tree.sayRestricted(vscode.l10n.t('Restricted Mode: versions are shown.'));
  }

  #obstacle(): string {
    for (const { name, manifest } of packagesOf(this.store.value)) {
      const release = releaseOf(this.store.value, manifest);
      if (release?.failure !== undefined && release.running !== true) {
        return vscode.l10n.t(
          '{0} {1} is not done. {2} {3}',
          name,
          release.version,
          release.failure.message,
          release.failure.advice,
        );
      }
      if (release?.note !== undefined) return release.note;
      const cause = release && offlineCause(release);
      if (cause !== undefined)
        return vscode.l10n.t(
          '{0}. Versions, Bump Version and the facts of this computer still work.',
          cause,
        );
    }
    return '';
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
