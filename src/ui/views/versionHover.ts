import * as vscode from 'vscode';
import { plural } from '../../base/text';
import type { Package } from '../../manifests/package';
import type { FactId } from '../../release/fact';
import { mismatchOf } from '../mismatch';
import { groupsOf, knownVersion, packagesOf, releaseOf } from '../selectors';
import { markdownText } from '../sinks';
import type { State, Store } from '../store';
import { shownFact } from '../labels';
import { VERSION_FILES } from './diagnostics';

/** The facts that say where a version is, beside the line that holds it. */
const SHOWN: readonly FactId[] = ['locks', 'tag', 'remoteTag', 'index', 'crates'];

/**
 * What is known of the version in a line: the newest tag, the locks, the index and the registry. It is what was last
 * seen; a hover sends no request.
 */
export function hoverLines(state: State, file: string, line: number): readonly string[] {
  const pkg = packagesOf(state).find(({ sites }) =>
    sites.some(site => site.file === file && site.start.line === line),
  );
  if (pkg === undefined) return [];
  const release = releaseOf(state, pkg.manifest);
  const version = knownVersion(pkg, release) ?? vscode.l10n.t('no version');
  return [
    vscode.l10n.t('{0} {1}', pkg.name, version),
    agreementLine(pkg),
    ...togetherLine(state, pkg),
    ...(release?.lastTag === undefined
      ? []
      : [vscode.l10n.t('Newest release tag: {0}', release.lastTag)]),
    ...(release?.facts ?? [])
      .filter(({ id }) => SHOWN.includes(id))
      .map(fact =>
        vscode.l10n.t('{0}: {1}, {2}', fact.title, shownFact(fact).word, fact.observation.detail),
      ),
  ];
}

/** The other packages of its release. */
function togetherLine(state: State, pkg: Package): string[] {
  const group = groupsOf(state).find(({ lead, members }) => [lead, ...members].includes(pkg));
  const others = [group?.lead, ...(group?.members ?? [])].flatMap(other =>
    other === undefined || other === pkg ? [] : other.name,
  );
  return others.length === 0
    ? []
    : [vscode.l10n.t('Released together with {0}', others.join(', '))];
}

function agreementLine(pkg: Package): string {
  const mismatch = mismatchOf(pkg);
  return mismatch === undefined
    ? plural(
        pkg.sites.length,
        vscode.l10n.t('1 place holds the version'),
        vscode.l10n.t('All {0} places agree', pkg.sites.length),
      )
    : vscode.l10n.t(
        'Places that have {1}: {0}. Files that differ: {2}.',
        mismatch.count,
        mismatch.others.written.text,
        mismatch.odd.length,
      );
}

export class VersionHover implements vscode.HoverProvider {
  constructor(private readonly store: Store<State>) {}

  static register(store: Store<State>): vscode.Disposable {
    return vscode.languages.registerHoverProvider(VERSION_FILES, new VersionHover(store));
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const [title, ...lines] = hoverLines(this.store.value, document.uri.fsPath, position.line);
    if (title === undefined) return undefined;
    // A text is untrusted Markdown: no command in it can be run.
    const text = [
      `**${markdownText(title)}**\n`,
      ...lines.map(line => `- ${markdownText(line)}`),
    ].join('\n');
    return new vscode.Hover(text);
  }
}
