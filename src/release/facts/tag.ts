import * as l10n from '@vscode/l10n';
import { type Fact, ReleaseError } from '../fact';
import { findTag } from '../record/recogniseOwn';
import { deleteTag } from '../undo';
import { peeled, short } from '../repository';
/** Fact 6: the annotated tag is here, on the release commit. */
export const tag: Fact = {
  id: 'tag',

  title: ({ intent }) => l10n.t('Tag {0}', intent.tag),

  async observe(context) {
    const { intent } = context;
    const found = await context.releaseCommit();
    const here = await context.localTag();
    if (here === undefined) {
      const tagged = await context.taggedCommit();
      if (tagged !== undefined && (found.state !== 'found' || tagged !== found.commit)) {
        return {
          state: 'conflict',
          detail: l10n.t(
            '{0} is on {1} already, on another commit ({2})',
            intent.tag,
            intent.remote,
            short(tagged),
          ),
          advice: NEVER_MOVED(),
        };
      }
      return {
        state: 'missing',
        detail: l10n.t('Create the annotated tag {0}, "{1}"', intent.tag, intent.tagMessage),
      };
    }
    if (found.state !== 'found' || here.commit !== found.commit) {
      return {
        state: 'conflict',
        detail: l10n.t(
          '{0} exists already, on another commit ({1})',
          intent.tag,
          short(here.commit),
        ),
        advice: NEVER_MOVED(),
      };
    }
    if (here.annotated) return { state: 'holds', detail: l10n.t('on {0}', short(here.commit)) };
    // A lightweight tag that others may already have fetched cannot be replaced; one that is here alone can.
    const remote = await context.remote();
    if (remote.state === 'seen' && peeled(remote.refs, intent.tag) === here.commit) {
      return { state: 'holds', detail: l10n.t('on {0}, lightweight', short(here.commit)) };
    }
    if (remote.state === 'unknown') return remote;
    return {
      state: 'conflict',
      detail: l10n.t('{0} is a lightweight tag, not an annotated one', intent.tag),
      advice: l10n.t('Delete it with "git tag -d {0}" and try again.', intent.tag),
    };
  },

  async make(context) {
    const { repository, intent, journal } = context;
    const found = await context.releaseCommit();
    if (found.state !== 'found')
      throw new ReleaseError(
        l10n.t('There is no commit to tag.'),
        l10n.t('Make the release commit first.'),
      );
    if ((await context.taggedCommit()) === found.commit) {
      // The user pushed it from elsewhere: take that tag, a new one of the same name would be another object.
      await repository.fetch(intent.remote, `refs/tags/${intent.tag}:refs/tags/${intent.tag}`);
    } else {
      const tagging = { parent: found.commit, at: Math.floor(Date.now() / 1000) };
      await journal.note({ tagging });
      let isReported = false;
      try {
        await repository.tag(intent.tag, intent.tagMessage, found.commit);
        isReported = true;
      } finally {
        context.forget('here');
        // Where git failed, the tag may be one that the user made at the same moment.
        const made = isReported
          ? (await context.localTag())?.object
          : await findTag(context, tagging);
        await journal.note({ tag: made, tagging: undefined });
      }
    }
  },

  undo: deleteTag,
};

const NEVER_MOVED = () => l10n.t('A tag is never moved or reused. Release another version.');

/** Fact 7: the tag on the remote leads to the release commit. */
export const remoteTag: Fact = {
  id: 'remoteTag',

  title: ({ intent }) => l10n.t('Tag on {0}', intent.remote),

  async observe(context) {
    const { intent } = context;
    const remote = await context.remote();
    if (remote.state === 'unknown') return remote;
    const there = peeled(remote.refs, intent.tag);
    if (there === undefined)
      return { state: 'missing', detail: l10n.t('Push {0} to {1}', intent.tag, intent.remote) };
    const found = await context.releaseCommit();
    if (found.state === 'found' && found.commit === there) {
      return {
        state: 'holds',
        detail: l10n.t('{0} on {1} leads to {2}', intent.tag, intent.remote, short(there)),
      };
    }
    return {
      state: 'conflict',
      detail: l10n.t(
        '{0} on {1} leads to another commit ({2})',
        intent.tag,
        intent.remote,
        short(there),
      ),
      advice: l10n.t('A tag is never moved or reused. Release another version.'),
    };
  },

  async make({ repository, intent }) {
    // One tag alone: GitHub starts no workflow for a push of more than three.
    await repository.push(intent.remote, `refs/tags/${intent.tag}:refs/tags/${intent.tag}`);
  },
};
