import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';
import { CommandError } from '../notify';
import { tagDecides } from '../labels';
import type { Services } from '../services/services';
import { pick, type PickOptions, follow, type Step } from './dialog';
import { groupsOf, knownVersion, packagesOf, releaseOf } from '../selectors';

/** Something a command was called on: a row of the release view, the status bar, a code lens. */
export interface Target {
  readonly pkg: Pick<Package, 'manifest'>;
}

/**
 * The package that a command is about: the row it was called on, the only one there is, or the one that is chosen.
 * @throws CommandError where the workspace has none
 */
export async function pickPackage(
  services: Services,
  target: unknown,
  accept: (pkg: Package) => boolean = () => true,
): Promise<Package | undefined> {
  const found = await findPackages(services, target, accept);
  const [only] = found;
  if (found.length === 1) return only;
  const answer = await pick(question(services, found));
  return answer.kind === 'picked' ? answer.value : undefined;
}

/** The same as the first step of a dialog, which is left out where there is nothing to choose. @throws CommandError */
export async function packageStep(
  services: Services,
  target: unknown,
  then: (pkg: Package) => Step,
): Promise<Step> {
  const found = await findPackages(services, target, () => true);
  // A release is that of its first package, whichever of its members was asked for.
  const leads = groupsOf(services.store.value).filter(({ lead, members }) =>
    [lead, ...members].some(({ manifest }) => found.some(pkg => pkg.manifest === manifest)),
  );
  const [only] = leads;
  if (leads.length === 1 && only !== undefined) return then(only.lead);
  const names = new Map(
    leads.map(({ lead, members }) => [lead, [lead, ...members].map(({ name }) => name).join(', ')]),
  );
  const asked = question(services, [...names.keys()], names);
  return async dialog => follow(await dialog.pick({ ...asked, ...dialog.position(2) }), then);
}

async function findPackages(
  { store, workspace: { manifests } }: Services,
  target: unknown,
  accept: (pkg: Package) => boolean,
): Promise<readonly Package[]> {
  await manifests.current();
  const packages = packagesOf(store.value).filter(accept);
  const [first] = packages;
  if (first === undefined) {
    throw new CommandError(
      vscode.l10n.t(
        'No package was found in this workspace. See the Problems panel if there should be one.',
      ),
    );
  }
  // A row may be older than the last change of the files.
  const asked = isTarget(target)
    ? packages.find(({ manifest }) => manifest === target.pkg.manifest)
    : undefined;
  return asked === undefined ? packages : [asked];
}

function question(
  { store }: Services,
  packages: readonly Package[],
  names: ReadonlyMap<Package, string> = new Map(),
): PickOptions<Package> {
  const active = vscode.window.activeTextEditor?.document.uri.fsPath ?? '';
  const sorted = [...packages].sort((a, b) => Number(isIn(b, active)) - Number(isIn(a, active)));
  return {
    title: vscode.l10n.t('Which package?'),
    placeholder: vscode.l10n.t('This workspace holds several packages'),
    items: sorted.map(pkg => ({
      label: names.get(pkg) ?? pkg.name,
      description:
        knownVersion(pkg, releaseOf(store.value, pkg.manifest)) ??
        (pkg.decidedBy === 'tag' ? tagDecides(pkg) : ''),
      detail: vscode.workspace.asRelativePath(pkg.manifest),
      value: pkg,
    })),
  };
}

function isTarget(target: unknown): target is Target {
  return typeof target === 'object' && target !== null && 'pkg' in target;
}

function isIn({ manifest }: Package, file: string): boolean {
  return file.startsWith(path.dirname(manifest) + path.sep);
}
