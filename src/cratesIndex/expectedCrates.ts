import * as path from 'node:path';
import type { CrateUpload } from '../release/crateUpload';
import { CRATES_IO } from './crateRegistry';
import { inOrder, type MemberCrate, publishable } from './memberCrates';

/** A step that publishes crates when a release is made. */
export interface PublishingStep extends CrateUpload {
  readonly isCertain: boolean;
  readonly continueOnError: boolean;
}

/** A crate and the registry that a step publishes it to. */
export interface SelectedCrate {
  readonly crate: MemberCrate;
  readonly registry: string;
  /** Whether it is known that the step runs. */
  readonly isCertain: boolean;
}

/** What the steps of a release publish. */
export interface SelectedCrates {
  /** Crates of the release, in the order of the steps. */
  readonly crates: readonly SelectedCrate[];
  /** The steps that may publish further crates, by their command. */
  readonly unread: readonly string[];
  /** Names that a step publishes and no crate of the repository has. */
  readonly strangers: readonly string[];
  /** Crates that a step names and Cargo.toml forbids to publish there. */
  readonly forbidden: readonly SelectedCrate[];
}

/**
 * The crates that the steps of a release publish. Crates with a version of their own are no part of it.
 *
 * @param members all crates of the repository
 * @param root its top folder
 * @param defaultRegistry the registry of cargo without `--registry`
 */
export function selectedCrates(
  steps: readonly PublishingStep[],
  members: readonly MemberCrate[],
  root: string,
  defaultRegistry: string = CRATES_IO,
): SelectedCrates {
  const crates: SelectedCrate[] = [];
  const forbidden: SelectedCrate[] = [];
  const unread: string[] = [];
  const strangers: string[] = [];
  for (const { by, selects, isCertain, registry = defaultRegistry } of steps) {
    const found =
      selects.kind === 'unknown' || registry.includes('$')
        ? undefined
        : chosen(selects, members, root);
    if (found === undefined) unread.push(by);
    if (selects.kind === 'named')
      strangers.push(...selects.names.filter(name => !members.some(crate => crate.name === name)));
    for (const crate of found ?? []) {
      const selected = { crate, registry, isCertain };
      if (crate.registries?.includes(registry) === false) {
        if (selects.kind !== 'workspace') forbidden.push(selected);
      } else if (crate.isMoving && !crates.some(other => isSame(other, selected)))
        crates.push(selected);
    }
  }
  return { crates, forbidden, unread: [...new Set(unread)], strangers: [...new Set(strangers)] };
}

function isSame(one: SelectedCrate, other: SelectedCrate): boolean {
  return one.crate === other.crate && one.registry === other.registry;
}

/** The members that a step chooses; undefined where there is no manifest in the folder. */
function chosen(
  selects: Exclude<CrateUpload['selects'], { readonly kind: 'unknown' }>,
  members: readonly MemberCrate[],
  root: string,
): readonly MemberCrate[] | undefined {
  switch (selects.kind) {
    case 'named':
      return selects.isSequence === true
        ? selects.names.flatMap(name => members.filter(member => member.name === name))
        : inOrder(members.filter(({ name }) => selects.names.includes(name)));
    case 'workspace':
      return publishable(members).filter(({ name }) => !selects.exclude.includes(name));
    case 'folder': {
      const dir = path.resolve(root, selects.folder);
      const own = members.find(({ manifest }) => manifest.dir === dir);
      if (own !== undefined) return [own];
      // A workspace without a crate of its own: cargo takes its members.
      const below = members.filter(({ workspace }) => workspace === dir);
      return below.length === 0 ? undefined : publishable(below);
    }
  }
}
