import { analyzeTriggers } from './analyzeTriggers';
import { matchesFilter } from './filterPattern';
import type { Workflow } from './workflow';

/** Where the version is in the format of a tag, as the settings have it. */
const VERSION = '${version}';

/** Formats that are tried where no filter or condition names one. */
const COMMON = ['v', '', 'python-v', 'py-v', 'release-', 'release/'];

/**
 * The formats of a tag whose push starts an upload, where a tag such as `v1.2.3` starts none. Empty where it does, and
 * where no tag is known to.
 * @param name of the package, which may be a part of its tags
 */
export function tagFormatsOf(workflows: readonly Workflow[], name: string): readonly string[] {
  const publishes = (before: string): boolean => {
    const question = { tag: `${before}1.2.3`, prerelease: false };
    const { onTagPush, onRelease } = analyzeTriggers(workflows, question);
    return [...onTagPush, ...onRelease].some(({ effects }) =>
      effects.uploads.some(
        ({ runs, index }) => runs !== 'no' && (index === 'pypi' || index === 'unknown'),
      ),
    );
  };
  if (publishes('v')) return [];
  const own = [`${name}-v`, `${name}-`, `${name}/v`, `${name}@`, `${name}@v`];
  const candidates = [...own, ...workflows.flatMap(beginningsOf), ...COMMON];
  return [...new Set(candidates)]
    .slice(0, MOST)
    .filter(publishes)
    .map(before => `${before}${VERSION}`);
}

/** So many formats are tried. */
const MOST = 40;

/** A tag that passes filters which keep another one out; undefined where none is found. */
export function passingTag(patterns: readonly string[], tag: string): string | undefined {
  const version = tag.slice(Math.max(tag.search(/\d/), 0));
  return patterns
    .filter(pattern => !pattern.startsWith('!'))
    .flatMap(beginningsOfPattern)
    .map(before => `${before}${version}`)
    .find(candidate => candidate !== tag && matchesFilter(patterns, candidate));
}

function beginningsOf({ triggers: { push }, jobs }: Workflow): readonly string[] {
  const conditions = jobs.flatMap(({ if: own, steps }) => [own, ...steps.map(step => step.if)]);
  return [
    ...(push?.tags ?? []).flatMap(({ text }) => beginningsOfPattern(text)),
    ...conditions.flatMap(condition =>
      [...(condition?.text ?? '').matchAll(/'(?:refs\/tags\/)?([\w@./-]{1,60})'/g)].map(
        ([, text = '']) => text,
      ),
    ),
  ];
}

/** What is before the version in tags that a pattern lets in: `py-` or `py-v` of `py-*`. */
function beginningsOfPattern(pattern: string): readonly string[] {
  const [head = ''] = pattern.split(/[*?+[\]!\\\d]/, 1);
  return /v$/i.test(head) ? [head] : [`${head}v`, head];
}
