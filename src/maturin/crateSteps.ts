import * as l10n from '@vscode/l10n';
import type { Clock } from '../base/clock';
import { type CrateRow, lookAtCrates, watchCrates } from '../cratesIndex/publishedCrates';
import type { SparseIndex } from '../cratesIndex/sparseIndex';
import { LocalBuildError, type Step, type Steps } from './step';

/** A crate to be published from this computer. */
export interface LocalCrate {
  readonly crate: string;
  /** As SemVer. */
  readonly version: string;
  readonly client: SparseIndex;
  /** Names of the crates of this release that it depends on. */
  readonly needs: readonly string[];
}

/** What cargo is run with. */
export interface CargoFacts {
  /** Absolute path of cargo. */
  readonly cargo: string;
  /** Root of the Cargo workspace. */
  readonly root: string;
  /** Whether Cargo.lock is tracked, and so may not change. */
  readonly isLocked: boolean;
  /** Those that others depend on first. */
  readonly crates: readonly LocalCrate[];
  /** Its version as it prints it, such as `cargo 1.95.0`; absent where it was not asked. */
  readonly said?: string;
}

/** *Check Crates*: packages and builds each crate as `cargo publish` does. Nothing is uploaded. */
export function* checkCratesSteps(
  facts: CargoFacts,
): Generator<Step, { readonly message: string }, void> {
  const names = facts.crates.map(({ crate }) => crate);
  refuseNone(names);
  if (packagesTogether(facts.said)) {
    yield cargoStep(facts, ['package', ...names.flatMap(name => ['-p', name])]);
    return {
      message: l10n.t('{0} can be packaged and built: {1}', names.length, names.join(', ')),
    };
  }
  // This cargo takes siblings from the registry, where they are not before the release.
  const alone = facts.crates.filter(({ needs }) => needs.length === 0).map(({ crate }) => crate);
  for (const name of alone) yield cargoStep(facts, ['package', '-p', name]);
  const others = names.filter(name => !alone.includes(name));
  for (const name of others)
    yield cargoStep(facts, ['package', '-p', name, '--list', '--allow-dirty']);
  return {
    message:
      others.length === 0
        ? l10n.t('{0} can be packaged and built: {1}', names.length, names.join(', '))
        : l10n.t(
            '{0} can be packaged and built. Not built: {1}, because {2} builds a crate together with its siblings only from 1.90 on.',
            alone.join(', '),
            others.join(', '),
            facts.said ?? 'cargo',
          ),
  };
}

/** Whether `cargo package` builds several crates against each other before they are published: stable since cargo 1.90. */
function packagesTogether(said: string | undefined): boolean {
  const [, major = '', minor = ''] = /\bcargo (\d+)\.(\d+)/.exec(said ?? '') ?? [];
  return major === '' || Number(major) > 1 || Number(minor) >= 90;
}

/**
 * *Publish Crates*: uploads what the registries do not serve yet, one crate after the other, and waits for each. Started
 * again after a failure, it goes on with the first crate that is not served.
 *
 * @param confirm shows the crates to upload; answers with a token, with `cargo` where cargo knows one, or undefined where
 *   the user declines
 * @param say shows a line between the programs
 */
export async function* publishCratesSteps(
  facts: CargoFacts,
  clock: Clock,
  confirm: (
    open: readonly LocalCrate[],
    served: readonly LocalCrate[],
  ) => Promise<{ readonly token: string } | 'cargo' | undefined>,
  say: (line: string) => void = () => undefined,
  signal?: AbortSignal,
): Steps {
  const { crates } = facts;
  refuseNone(crates.map(({ crate }) => crate));
  const rows = await lookAtCrates({ crates }, signal);
  const open = crates.filter((_, at) => isOpen(rows[at]));
  const served = crates.filter(crate => !open.includes(crate));
  if (open.length === 0)
    return { message: l10n.t('Every crate is published already: {0}', list(crates)) };
  const answer = await confirm(open, served);
  if (answer === undefined) return { message: '', isDeclined: true };
  for (const crate of open) {
    // Something else may have published it since the question, such as a workflow.
    const [now] = await lookAtCrates({ crates: [crate] }, signal);
    if (isOpen(now)) yield publishStep(facts, crate, answer);
    else say(l10n.t('{0} {1} is published already', crate.crate, crate.version));
    say(l10n.t('Waiting until {0} serves {1}', crate.client.registry.name, crate.crate));
    const [seen] = await watchCrates({ crates: [crate] }, clock, () => undefined, signal);
    if (seen?.state !== 'served')
      throw new LocalBuildError(
        l10n.t(
          '{0} does not serve {1} {2} yet: {3}.',
          crate.client.registry.name,
          crate.crate,
          crate.version,
          seen?.detail ?? '',
        ),
        l10n.t('Run Publish Crates again later. It goes on after the last crate that is served.'),
      );
  }
  return { message: l10n.t('Published: {0}', list(open)) };
}

/** Whether a crate is to be uploaded. @throws LocalBuildError where that is not known, or the version is yanked */
function isOpen(row: CrateRow | undefined): boolean {
  switch (row?.state) {
    case 'missing':
      return true;
    case 'served':
      return false;
    case 'yanked':
      throw new LocalBuildError(
        l10n.t('{0} {1} is yanked on {2}.', row.crate, row.version, row.registry),
        l10n.t('Release the next version, or run cargo yank --undo.'),
      );
    case 'unknown':
    case undefined:
      throw new LocalBuildError(
        l10n.t('Nothing was uploaded: {0}.', row?.detail ?? ''),
        row?.advice ?? l10n.t('Try again later.'),
      );
  }
}

function publishStep(
  facts: CargoFacts,
  { crate, client: { registry } }: LocalCrate,
  answer: { readonly token: string } | 'cargo',
): Step {
  const variable =
    registry.id === 'crates-io'
      ? 'CARGO_REGISTRY_TOKEN'
      : `CARGO_REGISTRIES_${registry.id.toUpperCase().replaceAll('-', '_')}_TOKEN`;
  return {
    // Where a mirror replaces crates.io for reading, cargo publishes only with the name of the registry.
    ...cargoStep(facts, ['publish', '-p', crate, '--registry', registry.id]),
    ...(answer !== 'cargo' && { secrets: { [variable]: answer.token } }),
  };
}

function cargoStep({ cargo, root, isLocked }: CargoFacts, args: readonly string[]): Step {
  return {
    program: cargo,
    args: [...args, ...(isLocked ? ['--locked'] : [])],
    cwd: root,
    rustcRoot: root,
  };
}

function refuseNone(names: readonly string[]): void {
  if (names.length === 0)
    throw new LocalBuildError(
      l10n.t('No crate of this package may be published.'),
      l10n.t('Check the field publish in Cargo.toml.'),
    );
}

function list(crates: readonly LocalCrate[]): string {
  return crates.map(({ crate, version }) => `${crate} ${version}`).join(', ');
}
