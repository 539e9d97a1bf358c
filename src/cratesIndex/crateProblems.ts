import * as l10n from '@vscode/l10n';
import type { Position } from '../base/text';
import type { KeyPath } from '../manifests/toml';
import type { CrateVerdict } from '../release/check';
import { CRATES_IO, registryTitle } from './crateRegistry';
import type { SelectedCrate, SelectedCrates } from './expectedCrates';
import type { MemberCrate, MemberDependency } from './memberCrates';

/** What would make `cargo publish` refuse a crate of the release, read from the manifests and the workflow. */
export function crateProblems(
  { crates, forbidden, strangers, unread }: SelectedCrates,
  members: readonly MemberCrate[],
): readonly CrateVerdict[] {
  return [
    ...strangers.map((name): CrateVerdict => ({
      state: 'warning',
      detail: l10n.t('The workflow publishes {0}, and no crate has this name', name),
      advice: l10n.t('Correct the name in the workflow. Its step fails.'),
    })),
    ...forbidden.map(({ crate, registry }) =>
      problemAt(
        crate,
        ['package', 'publish'],
        l10n.t('publish in Cargo.toml forbids {0} on {1}', crate.name, registryTitle(registry)),
        l10n.t('Change the field publish, or leave the crate out of the workflow.'),
      ),
    ),
    ...crates.flatMap(selected => refusedByCargo(selected, crates, members, unread.length > 0)),
    ...neededFirst(crates, members),
  ];
}

/**
 * What has to be on a registry before the wheels are built: a crate of this version that another crate of the release
 * takes from there and not from its folder.
 */
function neededFirst(
  crates: readonly SelectedCrate[],
  members: readonly MemberCrate[],
): readonly PlacedVerdict[] {
  return members
    .filter(({ isMoving }) => isMoving)
    .flatMap(member =>
      member.dependencies
        .filter(
          ({ isInRepository, isForTests, isPatched }) =>
            !isInRepository && !isForTests && !isPatched,
        )
        .flatMap(({ crate: name, key }): PlacedVerdict[] => {
          const first = crates.find(({ crate }) => crate.name === name && crate !== member);
          if (first === undefined || crates.some(({ crate }) => crate === member)) return [];
          const registry = registryTitle(first.registry);
          return [
            {
              ...problemAt(
                member,
                key,
                l10n.t(
                  '{0} takes {1} from {2}: it has to be there before the wheels are built',
                  member.name,
                  name,
                  registry,
                ),
                l10n.t('Let the jobs that build wheels need the one that publishes crates.'),
              ),
              state: 'warning',
            },
          ];
        }),
    );
}

/** A problem of a manifest, with its place. */
type PlacedVerdict = CrateVerdict & { readonly file: string; readonly start: Position };

/**
 * What cargo or crates.io refuse of one crate.
 *
 * @param crates those that are published, in their order
 * @param isMoreUnread whether further crates may be published
 */
export function refusedByCargo(
  selected: SelectedCrate,
  crates: readonly SelectedCrate[],
  members: readonly MemberCrate[],
  isMoreUnread = false,
): readonly PlacedVerdict[] {
  return [
    ...lacking(selected),
    ...selected.crate.dependencies.flatMap(dependency => [
      ...unversioned(selected.crate, dependency),
      ...unpublished(selected, dependency, crates, members, isMoreUnread),
    ]),
  ];
}

/** crates.io takes no crate without them (Cargo reference, "Publishing on crates.io"). */
function lacking({ crate, registry }: SelectedCrate): PlacedVerdict[] {
  if (registry !== CRATES_IO) return [];
  return crate.lacks.map(field =>
    problemAt(
      crate,
      ['package', 'name'],
      field === 'license'
        ? l10n.t('{0} has neither license nor license-file', crate.name)
        : l10n.t('{0} has no description', crate.name),
      l10n.t('crates.io requires it. Add it to Cargo.toml.'),
    ),
  );
}

function unversioned(crate: MemberCrate, dependency: MemberDependency): PlacedVerdict[] {
  if (dependency.hasRequirement || dependency.isForTests) return [];
  return [
    problemAt(
      crate,
      dependency.key,
      l10n.t('{0} requires {1} without a version', crate.name, dependency.crate),
      l10n.t('cargo publish refuses that. Add version to the dependency.'),
    ),
  ];
}

/** A dependency on a crate of the repository that is not on the registry by the time it is needed. */
function unpublished(
  { crate, registry }: SelectedCrate,
  dependency: MemberDependency,
  crates: readonly SelectedCrate[],
  members: readonly MemberCrate[],
  isMoreUnread: boolean,
): PlacedVerdict[] {
  const { crate: name, hasRequirement, isInRepository, isForTests, key } = dependency;
  const other = members.find(member => member.name === name);
  if (!isInRepository || !hasRequirement || isForTests || other === undefined) return [];
  if (other.registries?.length === 0)
    return [
      problemAt(
        crate,
        key,
        l10n.t('{0} requires {1}, which is never published', crate.name, name),
        l10n.t('Remove publish = false from {0}, or the dependency on it.', name),
      ),
    ];
  if (!other.isMoving) return [];
  const order = (wanted: MemberCrate) =>
    crates.findIndex(found => found.crate === wanted && found.registry === registry);
  const [own, first] = [order(crate), order(other)];
  if (first > own)
    return [
      problemAt(
        crate,
        key,
        l10n.t('The workflow publishes {0} before {1}, which it requires', crate.name, name),
        l10n.t('Publish {0} first.', name),
      ),
    ];
  return first === -1 && !isMoreUnread
    ? [
        {
          ...problemAt(
            crate,
            key,
            l10n.t('{0} requires {1}, and no workflow publishes it', crate.name, name),
            l10n.t('Publish {0} of the same version first.', name),
          ),
          state: 'warning',
        },
      ]
    : [];
}

function problemAt(
  { manifest: { toml } }: MemberCrate,
  key: KeyPath,
  detail: string,
  advice: string,
): PlacedVerdict {
  const { file } = toml;
  const start = toml.positionAt(toml.span(key)?.start ?? 0);
  return {
    state: 'blocks',
    canOverride: true,
    detail,
    advice,
    place: { file, start },
    file,
    start,
  };
}
