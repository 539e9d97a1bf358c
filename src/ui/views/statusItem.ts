import * as vscode from 'vscode';
import type { Job, Run } from '../../github/model';
import { isLive } from '../../github/runState';
import { summarize } from '../../github/runSummary';
import { COMMANDS, INTERNAL_COMMANDS, VIEWS } from '../../ids';
import { agreement, type Package } from '../../manifests/package';
import type { VersionSite } from '../../manifests/versionSite';
import type { FactId } from '../../release/fact';
import { shownPhase, siteLabel, tagDecides } from '../labels';
import { type Phase, phaseOf } from '../phase';
import type { RunView, State } from '../store';
import { isMismatched, knownVersion, packagesOf, releaseOf, type Release } from '../selectors';

/** What the status bar says. */
export interface StatusItem {
  readonly pkg: Package;
  /** Name of a codicon. */
  readonly icon: string;
  readonly text: string;
  /** The whole of it, for screen readers and the tooltip. */
  readonly label: string;
  readonly command: string;
  /** What the command is called with; the package where it is left out. */
  readonly target?: { readonly root: string; readonly run: Run; readonly job: Job };
  readonly isWarning: boolean;
}

/** @param active absolute path of the file in the active editor */
export function statusItem(state: State, active: string | undefined): StatusItem | undefined {
  const pkg = shownPackage(state, active);
  if (pkg === undefined) return undefined;
  const release = releaseOf(state, pkg.manifest);
  return { pkg, ...describe(state, pkg, release) };
}

/** The package of a release in progress, else one whose versions disagree or whose release needs a person, else the active one. */
function shownPackage(state: State, active: string | undefined): Package | undefined {
  const packages = packagesOf(state);
  const inPhase = (...phases: readonly Phase[]) =>
    packages.find(({ manifest }) => {
      const release = releaseOf(state, manifest);
      return release !== undefined && phases.includes(phaseOf(release));
    });
  return (
    inPhase('running') ??
    inPhase('building', 'arriving') ??
    packages.find(isMismatched) ??
    inPhase('buildFailed', 'paused') ??
    packages.find(({ sites }) => sites.some(({ file }) => file === active)) ??
    packages[0]
  );
}

type Description = Omit<StatusItem, 'pkg'>;

function describe(state: State, pkg: Package, release: Release | undefined): Description {
  const phase = release === undefined ? 'unseen' : phaseOf(release);
  if (release !== undefined && phase === 'running') return running(pkg, release);
  const isMoving = phase === 'building' || phase === 'arriving';
  const mismatch = isMoving ? undefined : mismatched(pkg);
  if (mismatch !== undefined) return mismatch;
  if (state.looking.has(pkg.manifest)) return looking(pkg, release);
  if (
    release !== undefined &&
    (isMoving || release.intent !== undefined || phase === 'buildFailed')
  )
    return inProgress(state, pkg, release, phase);
  return idle(pkg, release);
}

function running({ name }: Package, { version, facts }: Release): Description {
  const working = facts.find(({ inProgress }) => inProgress === true);
  const done = facts.filter(({ observation }) => observation.state === 'holds').length;
  const text = vscode.l10n.t('{0} {1}: {2} of {3}', name, version, done, facts.length);
  return {
    icon: 'sync~spin',
    text,
    command: COMMANDS.showLogs,
    isWarning: false,
    label:
      working === undefined ? text : vscode.l10n.t('{0}. {1}', text, working.observation.detail),
  };
}

function mismatched({ name, sites }: Package): Description | undefined {
  const { mismatched: differing } = agreement(sites);
  const [first] = differing;
  if (first === undefined) return undefined;
  const reference = sites.find(site => !differing.includes(site));
  const text =
    reference === undefined
      ? siteVersion(first)
      : vscode.l10n.t('{0} ≠ {1}', siteVersion(reference), siteVersion(first));
  return {
    icon: 'warning',
    text,
    command: COMMANDS.fixVersionMismatch,
    isWarning: true,
    label: vscode.l10n.t('{0}: the versions do not agree. {1}', name, text),
  };
}

function looking(pkg: Package, release: Release | undefined): Description {
  const text = vscode.l10n.t('{0} {1}: looking…', pkg.name, knownVersion(pkg, release) ?? '');
  return {
    icon: 'loading~spin',
    text,
    label: text,
    command: `${VIEWS.release}.focus`,
    isWarning: false,
  };
}

function inProgress(state: State, pkg: Package, release: Release, phase: Phase): Description {
  const { name } = pkg;
  const { version } = release;
  if (phase === 'building' || phase === 'buildFailed') return builds(state, pkg, release, phase);
  if (phase === 'arriving') {
    const index = state.published.get(pkg.manifest)?.index ?? '';
    const text = vscode.l10n.t('{0} {1} → {2}', name, version, index);
    const arriving = release.facts.find(({ id }) => id === 'index');
    return {
      icon: 'cloud-upload',
      text,
      command: `${VIEWS.release}.focus`,
      isWarning: false,
      label: vscode.l10n.t('{0}: {1}', text, arriving?.observation.detail ?? ''),
    };
  }
  if (phase === 'paused') {
    const text = isMerged(release)
      ? vscode.l10n.t('{0} {1}: merged, resume', name, version)
      : vscode.l10n.t('{0} {1} is not done', name, version);
    return {
      icon: 'debug-pause',
      text,
      label: vscode.l10n.t('{0}. Click to resume.', text),
      command: COMMANDS.resumeRelease,
      isWarning: true,
    };
  }
  const { icon, word } = shownPhase(phase);
  const text = vscode.l10n.t('{0} {1}: {2}', name, version, word);
  if (phase === 'inReview') {
    const waiting = release.facts.find(({ id }) => id === 'remoteBranch');
    return {
      icon,
      text,
      label: vscode.l10n.t('{0}. {1}', text, waiting?.observation.detail ?? ''),
      command: `${VIEWS.release}.focus`,
      isWarning: false,
    };
  }
  return { icon, text, label: text, command: `${VIEWS.release}.focus`, isWarning: false };
}

/** Whether the pull request of a release was merged, and its commit is still to be fetched and tagged. */
function isMerged({ intent, facts }: Release): boolean {
  const state = (wanted: FactId) => facts.find(({ id }) => id === wanted)?.observation.state;
  return (
    intent?.pullRequest !== undefined &&
    state('releaseBranch') === 'holds' &&
    // Without GitHub, no one knows of a pull request.
    (state('pullRequest') ?? 'holds') === 'holds' &&
    ['missing', 'holds'].includes(state('remoteBranch') ?? '')
  );
}

/** The builds of a release: how many jobs have succeeded, or the first one that failed. */
function builds(
  state: State,
  { name }: Package,
  release: Release,
  phase: 'building' | 'buildFailed',
): Description {
  const { version, root = '' } = release;
  const view = runOf(state, release, phase);
  if (view === undefined) {
    const text = vscode.l10n.t('{0} {1}: {2}', name, version, shownPhase(phase).word);
    const icon = phase === 'building' ? 'sync~spin' : 'error';
    const command = `${VIEWS.runs}.focus`;
    return { icon, text, label: text, command, isWarning: phase === 'buildFailed' };
  }
  const { done, total, failed } = summarize(view.run, view.rows ?? [], Date.now());
  const [first] = failed;
  if (first === undefined) {
    const text = vscode.l10n.t('{0} {1}: {2} of {3} jobs', name, version, done, total);
    return {
      icon: 'sync~spin',
      text,
      label: text,
      command: `${VIEWS.runs}.focus`,
      isWarning: false,
    };
  }
  const text =
    failed.length === 1
      ? vscode.l10n.t('{0} {1}: {2} failed', name, version, first.name)
      : vscode.l10n.t('{0} {1}: {2} jobs failed', name, version, failed.length);
  return {
    icon: 'error',
    text,
    label: vscode.l10n.t(
      '{0}. Failed: {1}. Click for the log.',
      text,
      failed.map(row => row.name).join(', '),
    ),
    isWarning: true,
    ...(first.job === undefined
      ? { command: `${VIEWS.runs}.focus` }
      : {
          command: INTERNAL_COMMANDS.openJobLog,
          target: { root, run: view.run, job: first.job },
        }),
  };
}

/** The run that builds a release: one that publishes, if there is one; the live or the failed one first. */
function runOf(
  { hosted }: State,
  { root = '', commit }: Release,
  phase: 'building' | 'buildFailed',
): RunView | undefined {
  const ofRelease = (hosted.get(root)?.ofReleases ?? []).filter(
    ({ run }) => run.headSha === commit,
  );
  const publishing = ofRelease.filter(
    ({ rows = [], canPublish }) =>
      canPublish === true || rows.some(({ uploadsTo }) => uploadsTo !== undefined),
  );
  const found = publishing.length > 0 ? publishing : ofRelease;
  return phase === 'building'
    ? found.find(({ run }) => isLive(run))
    : found.find(({ run, rows = [] }) => summarize(run, rows, 0).failed.length > 0);
}

function idle(pkg: Package, release: Release | undefined): Description {
  const known = knownVersion(pkg, release);
  if (known === undefined && pkg.decidedBy === 'tag') {
    return {
      icon: 'tag',
      text: pkg.name,
      command: COMMANDS.bumpAndRelease,
      isWarning: false,
      label: vscode.l10n.t('{0}: {1}. Click to release.', pkg.name, tagDecides(pkg)),
    };
  }
  const text = vscode.l10n.t('{0} {1}', pkg.name, known ?? vscode.l10n.t('no version'));
  return {
    icon: 'versions',
    text,
    command: COMMANDS.bumpAndRelease,
    isWarning: known === undefined,
    label:
      release?.lastTag === undefined
        ? vscode.l10n.t('{0}. Click to release.', text)
        : vscode.l10n.t('{0}. The newest release is {1}. Click to release.', text, release.lastTag),
  };
}

function siteVersion(site: VersionSite): string {
  return `${siteLabel(site)} ${site.written.text}`;
}
