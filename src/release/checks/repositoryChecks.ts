import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { SETTINGS_FILE } from '../../manifests/engineSettings';
import { isBuildProduct } from '../../manifests/scan/walk';
import { type Check, type CheckResult, shorten } from '../check';
import type { FactReport } from '../engine';
import type { FactId } from '../fact';
import { releaseTags } from '../releaseTags';
import { abortCommand } from '../repository';
import { earlierSpelling } from '../tagFormat';

const SOURCE_CONTROL = { remedy: { kind: 'sourceControl' } } as const;

/** Whether the branch that releases are made from is checked out. */
export const branch: Check = async ({ context, releaseBranch }) => {
  const title = l10n.t('On the release branch');
  const place = { setting: 'budtiktok.release.branch' };
  const { branch: current } = await context.head();
  if (releaseBranch === undefined) {
    const remote = await context.remote();
    if (remote.state === 'unknown') return { id: 'branch', title, ...remote };
    return {
      id: 'branch',
      title,
      state: 'unknown',
      detail: l10n.t('{0} does not name its default branch', context.intent.remote),
      advice: l10n.t('Name the branch in the setting budtiktok.release.branch.'),
      place,
    };
  }
  if (current === releaseBranch) return { id: 'branch', title, state: 'ok', detail: current };
  return {
    id: 'branch',
    title,
    state: 'blocks',
    detail:
      current === undefined ? l10n.t('HEAD is detached') : l10n.t('{0} is checked out', current),
    advice: l10n.t(
      'Switch to {0}, or name another branch in the setting budtiktok.release.branch.',
      releaseBranch,
    ),
    place: { remedy: { kind: 'switchBranch', branch: releaseBranch } },
  };
};

/** Whether the working tree holds changes that a release would leave out, or take in by mistake. */
export const changes: Check = async ({ context, contents, settings }) => {
  const title = l10n.t('Working tree is clean');
  const names = (files: readonly string[]) =>
    shorten(files.map(file => context.tree.relative(file)));
  if (contents.foreign.length > 0) {
    return {
      id: 'changes',
      title,
      state: 'blocks',
      detail: l10n.t('Other changes beside the version in {0}', names(contents.foreign)),
      advice: l10n.t(
        'Commit or stash them first. The release commit takes in what the plan changes, and nothing else.',
      ),
      place: SOURCE_CONTROL,
    };
  }
  const ours = new Set([...contents.files, ...contents.untracked]);
  const others = (await context.repository.status()).filter(
    ({ file, staged }) => !ours.has(file) && !staged,
  );
  // Answers about versions are remembered in the editor's settings, which no build reads.
  const settingsFile = path.join(context.repository.root, SETTINGS_FILE);
  const changed = others
    .filter(({ changed, file }) => changed && file !== settingsFile && !isBuildProduct(file))
    .map(({ file }) => file);
  if (changed.length > 0) {
    return {
      id: 'changes',
      title,
      state: settings.uncommittedChanges === 'warn' ? 'warning' : 'blocks',
      detail: l10n.t('Changed and not committed: {0}', names(changed)),
      advice: l10n.t(
        'The release would be built without them. Commit or stash them, or allow it in the setting budtiktok.release.uncommittedChanges.',
      ),
      place: SOURCE_CONTROL,
    };
  }
  if (others.length > 0) {
    return {
      id: 'changes',
      title,
      state: 'warning',
      detail: l10n.t('Not part of the release: {0}', names(others.map(({ file }) => file))),
      advice: l10n.t('Add what belongs to the package to git; the rest can stay.'),
    };
  }
  return { id: 'changes', title, state: 'ok', detail: l10n.t('Nothing but the plan changes') };
};

/** Whether git knows who commits and tags. */
export const identity: Check = async ({ context }) => {
  const title = l10n.t('Git identity');
  const found = await context.repository.identity();
  if (found !== undefined) return { id: 'identity', title, state: 'ok', detail: found };
  return {
    id: 'identity',
    title,
    state: 'blocks',
    detail: l10n.t('Git has no name or e-mail address for you'),
    advice: l10n.t('Set user.name and user.email with "git config".'),
  };
};

/** Checks that no git operation is in progress that a commit would end or become part of. */
export const operation: Check = async ({ context }) => {
  const title = l10n.t('No merge or rebase is in progress');
  const found = await context.repository.operation();
  if (found === undefined)
    return {
      id: 'operation',
      title,
      state: 'ok',
      detail: l10n.t('No git operation is in progress'),
    };
  return {
    id: 'operation',
    title,
    state: 'blocks',
    detail: l10n.t('git {0} is in progress', found),
    advice: l10n.t('Finish it, or abort it with "{0}".', abortCommand(found)),
    place: SOURCE_CONTROL,
  };
};

/** Whether what is here builds on what the remote has. The fact of the remote branch has seen it. */
export const upToDate: Check = ({ context, facts }) =>
  Promise.resolve({
    id: 'upToDate',
    title: l10n.t('Up to date with {0}/{1}', context.intent.remote, context.intent.remoteBranch),
    ...fromFacts(facts, ['remoteBranch'], l10n.t('Nothing on the remote is missing here')),
  });

/** Whether the tag's name is legal and free here and on the remote, or already stands where it should. */
export const tag: Check = async ({ context, facts, settings }) => {
  const { intent, repository } = context;
  const title = l10n.t('Tag {0} is free', intent.tag);
  if (!/\$\{(?:version|pep440)\}/.test(settings.tagFormat)) {
    return {
      id: 'tag',
      title,
      state: 'blocks',
      detail: l10n.t('The tag format "{0}" has no place for the version', settings.tagFormat),
      advice: l10n.t('Change the setting budtiktok.release.tagFormat.'),
      place: { setting: 'budtiktok.release.tagFormat' },
    };
  }
  if (!(await repository.isTagName(intent.tag))) {
    return {
      id: 'tag',
      title,
      state: 'blocks',
      detail: l10n.t('"{0}" is not a legal tag name', intent.tag),
      advice: l10n.t('Change the setting budtiktok.release.tagFormat.'),
      place: { setting: 'budtiktok.release.tagFormat' },
    };
  }
  const free = fromFacts(
    facts,
    ['tag', 'remoteTag'],
    l10n.t('Neither here nor on {0} does another commit have it', intent.remote),
  );
  const tags = await repository.tags();
  const earlier = releaseTags(tags, intent.package, settings.tagFormat).filter(
    other => other.tag !== intent.tag,
  );
  const spelling = tags.includes(intent.tag)
    ? undefined
    : earlierSpelling(intent.tag, intent.version, earlier);
  if (free.state !== 'ok' || spelling === undefined) return { id: 'tag', title, ...free };
  return {
    id: 'tag',
    title,
    state: 'warning',
    detail: l10n.t('Every earlier release tag has another spelling, such as {0}', spelling),
    advice: l10n.t(
      'A workflow that waits for tags may not start: change budtiktok.release.tagFormat, or continue if the new spelling is right.',
    ),
    place: { setting: 'budtiktok.release.tagFormat' },
  };
};

/** Whether the push of the branch would publish other tags, perhaps old and forgotten ones. */
export const otherTags: Check = async ({ context }) => {
  const title = l10n.t('No other tags are pushed');
  if (!(await context.repository.followsTags()))
    return {
      id: 'otherTags',
      title,
      state: 'ok',
      detail: l10n.t('A push takes along what it names'),
    };
  return {
    id: 'otherTags',
    title,
    state: 'warning',
    detail: l10n.t('push.followTags is set'),
    advice: l10n.t(
      'The push takes along every annotated tag that {0} lacks. GitHub starts no workflow for more than three at once.',
      context.intent.remote,
    ),
  };
};

function fromFacts(
  facts: readonly FactReport[],
  ids: readonly FactId[],
  ok: string,
): Pick<CheckResult, 'state' | 'detail' | 'advice'> {
  const seen = facts.filter(({ id }) => ids.includes(id)).map(({ observation }) => observation);
  for (const observation of seen) {
    if (observation.state === 'conflict')
      return { state: 'blocks', detail: observation.detail, advice: observation.advice };
  }
  for (const observation of seen) {
    if (observation.state === 'unknown')
      return { state: 'unknown', detail: observation.detail, advice: observation.advice };
  }
  return { state: 'ok', detail: ok };
}

/** Whether the index holds something that the release commit would take along. */
export const staged: Check = async ({ context, contents }) => {
  const title = l10n.t('Nothing else is staged');
  const ours = new Set(contents.files);
  const foreign = (await context.repository.status()).filter(
    ({ file, staged, conflicted }) => (staged || conflicted) && !ours.has(file),
  );
  if (foreign.length === 0)
    return {
      id: 'staged',
      title,
      state: 'ok',
      detail: l10n.t('The index is as HEAD, apart from the plan'),
    };
  return {
    id: 'staged',
    title,
    state: 'blocks',
    detail: l10n.t(
      'Staged: {0}',
      foreign.map(({ file }) => context.tree.relative(file)).join(', '),
    ),
    advice: l10n.t('Commit or unstage it first.'),
    place: SOURCE_CONTROL,
  };
};

/** Whether git knows every file of the release. One that it does not know is edited and not committed. */
export const tracked: Check = async ({ context, contents }) => {
  if ((await context.files()).length === 0) return [];
  const title = l10n.t('Version files are tracked');
  const [first] = contents.untracked;
  if (first === undefined)
    return { id: 'tracked', title, state: 'ok', detail: l10n.t('Git tracks all of them') };
  return {
    id: 'tracked',
    title,
    state: 'warning',
    detail: l10n.t(
      'Not tracked: {0}',
      contents.untracked.map(file => context.tree.relative(file)).join(', '),
    ),
    advice: l10n.t(
      'They are set to the new version and left out of the commit. Add them to git if they belong to it.',
    ),
  };
};

/** Whether a file of the release is open with changes that are not on disk. */
export const unsaved: Check = async ({ context }) => {
  const ours = new Set(await context.files());
  const dirty = context.tree.unsaved().filter(file => ours.has(file));
  const title = l10n.t('Editors are saved');
  const [first] = dirty;
  if (first === undefined)
    return {
      id: 'unsaved',
      title,
      state: 'ok',
      detail: l10n.t('No file of the release has unsaved changes'),
    };
  return {
    id: 'unsaved',
    title,
    state: 'warning',
    detail: l10n.t('Unsaved: {0}', dirty.map(file => context.tree.relative(file)).join(', ')),
    advice: l10n.t('You will be asked to save before anything is written.'),
    place: { file: first, start: { line: 0, column: 0 } },
  };
};
