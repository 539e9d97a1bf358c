import * as vscode from 'vscode';
import { openPage } from '../openPage';
import { VIEWS } from '../../ids';
import { pageOf } from '../../packageIndex/packageIndex';
import type { FactId } from '../../release/fact';
import { factLinks } from '../factLinks';
import { CommandError } from '../notify';
import { pickPackage, type Target } from '../pick/pickPackage';
import { releaseOf, type Release } from '../selectors';
import type { Services } from '../services/services';

/** A row of the release view: a package and one fact of its release. */
interface FactTarget extends Target {
  readonly id: FactId;
}

/** *Open*: the page of a commit, a tag, a Release or of the files on the index; the runs for the builds. */
export async function openFact(services: Services, target: unknown): Promise<void> {
  const found = await find(services, target);
  if (found === undefined) return;
  const { id, release, links, pkg } = found;
  if (id === 'builds') {
    await vscode.commands.executeCommand(`${VIEWS.runs}.focus`);
    return;
  }
  const page = id === 'index' ? await indexPage(services, pkg, release) : links.page;
  if (page === undefined)
    throw new CommandError(vscode.l10n.t('This fact has no page yet. Check the remote first.'));
  await openPage(page);
}

/** *Copy*: the name of a commit, a branch or a tag. */
export async function copyFact(services: Services, target: unknown): Promise<void> {
  const found = await find(services, target);
  if (found === undefined) return;
  if (found.links.copied === undefined)
    throw new CommandError(vscode.l10n.t('This fact has nothing to copy yet.'));
  await vscode.env.clipboard.writeText(found.links.copied);
}

/** *Compare with the Last Release*: what has changed since the newest release tag. */
export async function compareFact(services: Services, target: unknown): Promise<void> {
  const found = await find(services, target);
  if (found === undefined) return;
  if (found.links.compared === undefined)
    throw new CommandError(
      vscode.l10n.t('There is no earlier release tag to compare with, or nothing was pushed.'),
    );
  await openPage(found.links.compared);
}

async function find(services: Services, target: unknown) {
  const pkg = await pickPackage(services, target);
  const release = pkg && releaseOf(services.store.value, pkg.manifest);
  if (pkg === undefined || release === undefined) return undefined;
  // From a keybinding there is no row: the tag is what most people mean.
  const id = isFactTarget(target) ? target.id : 'remoteTag';
  const address = services.store.value.hosted.get(release.root ?? '')?.address;
  return { pkg, id, release, links: factLinks(id, release, address) };
}

async function indexPage(
  { workspace: { sessions }, registries: { indexes } }: Services,
  pkg: Parameters<Services['workspace']['sessions']['open']>[0],
  { version }: Release,
): Promise<string | undefined> {
  const index = indexes.indexOf(await sessions.open(pkg));
  return index && pageOf(index, pkg.name, version);
}

function isFactTarget(target: unknown): target is FactTarget {
  return typeof target === 'object' && target !== null && 'pkg' in target && 'id' in target;
}
