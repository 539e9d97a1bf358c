import * as l10n from '@vscode/l10n';
import { describeProblem, obstacles } from '../../manifests/plan/versionPlan';
import { compareWritten, readVersion } from '../../versions/writtenVersion';
import { type Check, type CheckResult, shorten } from '../check';
import { isHeld } from '../engine';
import { describeItemState, inTheWay } from '../checklist/state';
import { keptChangelog } from '../releaseChangelog';
import { packageTags } from '../releaseTags';
import { short } from '../repository';

/** Whether the package index still takes the version. Once the tag is on the remote the question comes too late. */
export const available: Check = async ({ index: ask, facts }) => {
  if (ask === undefined) return [];
  const title = l10n.t('Free on the package index');
  if (isHeld(facts, 'remoteTag')) {
    return { id: 'index', title, state: 'ok', detail: l10n.t('The release is public already') };
  }
  return (await ask()).map(verdict => ({
    id: 'index',
    title,
    ...verdict,
    ...(verdict.state === 'unknown' && { place: { setting: 'budtiktok.index.check' } }),
  }));
};

/** Whether registries take the crates of the release. Once the tag is on the remote the question comes too late. */
export const crates: Check = async ({ crates: ask, facts }) => {
  if (ask === undefined) return [];
  const title = l10n.t('Crates');
  if (isHeld(facts, 'remoteTag'))
    return { id: 'crates', title, state: 'ok', detail: l10n.t('The release is public already') };
  return (await ask()).map(verdict => ({
    id: 'crates',
    title,
    ...verdict,
    ...(verdict.state === 'unknown' && { place: { setting: 'budtiktok.crates.check' } }),
  }));
};

/** Whether the version is above everything that was released from this branch. */
export const order: Check = async ({ context, settings }) => {
  const { intent, repository, version } = context;
  const title = l10n.t('Above the last release');
  const [newest] = (
    await packageTags(repository, intent.package, settings.tagFormat, intent.from)
  ).filter(({ tag }) => tag !== intent.tag);
  if (newest === undefined)
    return {
      id: 'order',
      title,
      state: 'ok',
      detail: l10n.t('No release tag is on this branch yet'),
    };
  if (compareWritten(newest.written, readVersion(version.pep440, 'pep440')) < 0) {
    return {
      id: 'order',
      title,
      state: 'ok',
      detail: l10n.t('The last release tag is {0}', newest.tag),
    };
  }
  return {
    id: 'order',
    title,
    state: 'warning',
    detail: l10n.t('{0} is not below {1}', newest.tag, version.semver),
    advice: l10n.t('pip and Cargo would go on to prefer the older release.'),
  };
};

/** What is said of a changelog that the release does not write: that the user has to, or that it was left as it is. */
export const changelog: Check = async ({ context, settings }) => {
  const { intent, tree } = context;
  if (settings.changelog === 'off' || intent.changelog !== undefined) return [];
  // No date is written here.
  const kept = await keptChangelog(tree, intent, '');
  if (kept === undefined) return [];
  const title = l10n.t('Changelog');
  if (kept.plan.kind === 'byHand') {
    const { detail, advice } = kept.plan;
    return {
      id: 'changelog',
      title,
      state: 'warning',
      detail,
      advice,
      place: { file: kept.file, start: { line: 0, column: 0 } },
    };
  }
  return {
    id: 'changelog',
    title,
    state: 'ok',
    detail: l10n.t('{0} is left as it is', tree.relative(kept.file)),
  };
};

/** Whether everything that the maintainer wants to be sure of passes. Once the tag is on the remote the question comes too late. */
export const checklist: Check = async ({ checklist: ask, facts }) => {
  if (ask === undefined) return [];
  const title = l10n.t('Checklist');
  if (isHeld(facts, 'remoteTag')) {
    return { id: 'checklist', title, state: 'ok', detail: l10n.t('The release is public already') };
  }
  const { items, problems } = await ask();
  const place = { remedy: { kind: 'checklist' } } as const;
  const open = inTheWay(items);
  if (open.length > 0) {
    return {
      id: 'checklist',
      title,
      state: 'blocks',
      canOverride: true,
      place,
      detail: l10n.t('Required: {0}', open.map(describeItemState).join(', ')),
      advice: l10n.t('Run and answer them in the view Checklist.'),
    };
  }
  if (problems.length > 0) {
    // What is required may be among what cannot be read.
    return {
      id: 'checklist',
      title,
      state: 'unknown',
      canOverride: true,
      place: { setting: 'budtiktok.checklist' },
      detail: problems.join(' '),
      advice: l10n.t('Correct the settings of the checklist.'),
    };
  }
  const passed = items.filter(({ state }) => state === 'pass').length;
  const required = items.filter(({ item }) => item.isRequired).length;
  const standing = l10n.t('{0} of {1} pass', passed, items.length);
  return {
    id: 'checklist',
    title,
    state: 'ok',
    detail:
      required === 0
        ? l10n.t('{0}; none is required', standing)
        : l10n.t('{0}, and with them all that are required ({1})', standing, required),
  };
};

/**
 * The state of CI on the commit that is released, or that the release commit will follow. It is never a trap: what is red,
 * unfinished or silent may be released anyway. Once the tag is on the remote the question comes too late.
 */
export const ci: Check = async ({ ci: ask, context, facts, settings }) => {
  if (ask === undefined || settings.ci === 'off') return [];
  const title = l10n.t('CI on the commit');
  if (isHeld(facts, 'remoteTag')) {
    return { id: 'ci', title, state: 'ok', detail: l10n.t('The release is public already') };
  }
  const found = await context.releaseCommit();
  const commit = found.state === 'found' ? found.commit : (await context.head()).commit;
  if (commit === undefined) return [];
  const name = short(commit);
  const place = { setting: 'budtiktok.release.ci' };
  const stands = (
    state: 'blocks' | 'unknown',
    result: Omit<CheckResult, 'id' | 'title' | 'state'>,
  ): CheckResult => ({
    id: 'ci',
    title,
    place,
    ...result,
    ...(settings.ci === 'block' ? { state, canOverride: true } : { state: 'warning' }),
  });

  const verdict = await ask(commit);
  switch (verdict.state) {
    case 'notAsked':
      return {
        id: 'ci',
        title,
        state: 'warning',
        detail: verdict.detail,
        advice: verdict.advice,
        place: { remedy: { kind: 'signIn' } },
      };
    case 'notPushed':
      return {
        id: 'ci',
        title,
        state: 'warning',
        detail: l10n.t('{0} is not on the remote, so nothing has been built of it yet', name),
        advice: l10n.t('Push the branch first to see how it is built.'),
      };
    case 'unknown':
      return stands('unknown', { detail: verdict.detail, advice: verdict.advice });
    case 'reported': {
      const { passed, pending, failed, url } = verdict;
      if (failed.length > 0) {
        return stands('blocks', {
          detail: l10n.t('Failed on {0}: {1}', name, shorten(failed)),
          advice: l10n.t('See why before it is released: this row opens the page.'),
          place: { url },
        });
      }
      if (pending.length > 0) {
        return stands('blocks', {
          detail: l10n.t('Not finished on {0}: {1}', name, shorten(pending)),
          advice: l10n.t('Wait for it, then check again.'),
          place: { url },
        });
      }
      if (passed.length === 0) {
        return stands('unknown', {
          detail: l10n.t('Nothing was reported for {0}', name),
          advice: l10n.t('CI may not have begun, or there is none for this commit.'),
        });
      }
      return {
        id: 'ci',
        title,
        state: 'ok',
        detail: l10n.t('{0} of {0} succeeded on {1}', passed.length, name),
      };
    }
  }
};

/** Whether every version can be moved without a guess. */
export const manifests: Check = async ({ context }) => {
  const plan = await context.plan();
  const found = obstacles(plan);
  const [first] = found;
  const title = l10n.t('Versions can be moved');
  if (first === undefined && plan.pkg.decidedBy === 'tag')
    return {
      id: 'manifests',
      title,
      state: 'ok',
      detail: l10n.t('The git tag decides the version: no file holds it'),
    };
  if (first === undefined)
    return {
      id: 'manifests',
      title,
      state: 'ok',
      detail: l10n.t('Every edit was parsed again: only versions change'),
    };
  return {
    id: 'manifests',
    title,
    state: 'blocks',
    detail: found.map(problem => describeProblem(context.tree.index.root, problem)).join(' '),
    advice: l10n.t('Change the line by hand, then try again.'),
    place: first,
  };
};

/**
 * Whether what publishes the release has what it needs: secrets, environments that let the tag in. It can be overridden,
 * because a sign-in does not see everything.
 */
export const setup: Check = async ({ setup: ask }) =>
  ask === undefined
    ? []
    : (await ask()).map(verdict => ({ id: 'setup', title: l10n.t('Setup'), ...verdict }));

/** Whether a workflow will publish the release, and only one. Workflow files are read before anything is pushed. */
export const workflows: Check = async ({ workflows: ask, settings }) => {
  if (ask === undefined) return [];
  const title = l10n.t('Publishing workflow');
  return (await ask()).map(verdict => {
    if (verdict.state !== 'blocks' || settings.workflows === 'block')
      return { id: 'workflows', title, ...verdict };
    return { id: 'workflows', title, ...verdict, state: 'warning' };
  });
};
