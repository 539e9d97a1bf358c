import * as l10n from '@vscode/l10n';
import type { Fact, FactId } from './fact';
import { ownMembers } from './intent';
import type { ReleaseContext } from './releaseContext';

/** Facts of the files, which each version of a release has. */
const OF_FILES: readonly FactId[] = ['versions', 'locks', 'changelog'];
const OF_TAG: readonly FactId[] = ['tag', 'remoteTag'];

/**
 * The facts of a release with those of its members that keep a version of their own: their files before the one commit,
 * their tags after it. Each tag is pushed before the next is made: with `push.followTags` the push of one takes every
 * other along, and GitHub starts no workflow for more than three.
 */
export function withMembers(
  facts: readonly Fact[],
  { intent, parts }: Pick<ReleaseContext, 'intent' | 'parts'>,
): readonly Fact[] {
  if (parts.length === 0) return facts;
  const first = new Set(
    ownMembers(intent).flatMap(({ own: { tag, isFirst } }) => (isFirst === true ? tag : [])),
  );
  const tags = (wanted: readonly ReleaseContext[]) =>
    wanted.flatMap(part =>
      facts.filter(({ id }) => OF_TAG.includes(id)).map(fact => factOf(fact, part)),
    );
  return facts.flatMap((fact): readonly Fact[] => {
    if (fact.member !== undefined) return [fact];
    if (OF_FILES.includes(fact.id)) return [fact, ...parts.map(part => factOf(fact, part))];
    if (fact.id === 'tag') return [...tags(parts.filter(part => first.has(part.intent.tag))), fact];
    if (fact.id === 'remoteTag')
      return [fact, ...tags(parts.filter(part => !first.has(part.intent.tag)))];
    return [fact];
  });
}

/** A fact about one member. */
function factOf(fact: Fact, part: ReleaseContext): Fact {
  const { package: name } = part.intent;
  return {
    id: fact.id,
    member: { name, manifest: part.tree.manifest },
    title: () =>
      fact.id === 'tag' ? fact.title(part) : l10n.t('{0}: {1}', fact.title(part), name),
    isPartOf: async () => (await fact.isPartOf?.(part)) ?? true,
    observe: () => fact.observe(part),
    make: () => fact.make(part),
    undo: async () =>
      // The edits of all files are taken back at once.
      (OF_TAG.includes(fact.id) ? await fact.undo?.(part) : undefined) ?? { state: 'nothing' },
  };
}
