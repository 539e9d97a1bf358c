import * as l10n from '@vscode/l10n';
import { matchesSpecifier } from '../../versions/pep440';
import type { ReleaseVersion } from '../../versions/releaseVersion';
import { comparatorsMatch } from '../../versions/semver';
import { inFormOf, type WrittenVersion } from '../../versions/writtenVersion';
import { exactPin, specifiersOf } from '../python/dunderVersion';
import type { AnswerOption, Answers, Question } from '../question';
import { isAside } from '../scan/repositoryFiles';
import type { RequirementSite } from '../versionSite';
/** What becomes of a requirement: its new text, with what the user should know, or a question. */
export type UpdatedRequirement =
  { readonly text: string; readonly note?: string } | { readonly question: Question };

/**
 * Moves a requirement to a version in its own form, or asks.
 * @param from the version that the package has now
 * @param relative the name of a file below the repository, for ids that stay
 */
export function updatedRequirement(
  requirement: RequirementSite,
  from: WrittenVersion | undefined,
  to: ReleaseVersion,
  answers: Answers,
  relative: (file: string) => string,
): UpdatedRequirement {
  const { kind, text, file, start, key } = requirement;
  const settle = (
    id: string,
    reason: string,
    options: readonly (AnswerOption & { readonly text: string })[],
  ): UpdatedRequirement => {
    const answer = options.find(({ value }) => value === answers.get(id));
    return (
      answer ?? {
        question: {
          id,
          file,
          start,
          reason,
          options: options.map(({ value, label }) => ({ value, label })),
        },
      }
    );
  };
  const keep = { value: 'keep', label: l10n.t('Leave the requirement as it is'), text };
  const id = `requirement:${relative(file)}:${key.filter(part => part !== 'version').at(-1) ?? ''}`;

  const rangeAfter = (text: string, specifiers: string): UpdatedRequirement => {
    // What still matches is right, and an example or a test is not released.
    if (matchesSpecifier(to.pep440, specifiers) !== false || isAside(relative(file)))
      return { text };
    const reason = l10n.t('"{0}" no longer matches {1}.', text, to.pep440);
    const moved = movedRange(specifiers, from, to);
    if (moved === undefined) return { text, note: reason };
    const after = text.replace(specifiers, () => moved);
    return settle(id, reason, [{ value: 'move', label: after, text: after }, keep]);
  };

  switch (kind) {
    case 'pin':
    case 'poetry': {
      const pin = exactPin(text, kind === 'poetry');
      return {
        text:
          pin === undefined
            ? text
            : text.slice(0, pin.span.start) +
              inFormOf(pin.written.text, 'pep440', to) +
              text.slice(pin.span.end),
      };
    }
    case 'poetryRange': {
      // Poetry reads ^ and ~ as Cargo does, and every other requirement as PEP 440.
      if (/^\s*[\^~]\s*\d/.test(text)) {
        const isFitting =
          from === undefined ||
          (comparatorsMatch(text.replace('~=', '~'), from.text) &&
            !comparatorsMatch(text, to.semver));
        const update = updateRequirement(text, to);
        return isFitting && update.ok && to.pre === undefined ? { text: update.text } : { text };
      }
      if (from?.pep440 === undefined || matchesSpecifier(from.pep440, text) !== true)
        return { text };
      return rangeAfter(text, text);
    }
    case 'range': {
      const specifiers = specifiersOf(text);
      // A range that did not match before is not about this version.
      if (from?.pep440 !== undefined && matchesSpecifier(from.pep440, specifiers) === false)
        return { text };
      return rangeAfter(text, specifiers);
    }
    case 'patched': {
      // While it fits, the crate of this repository is taken; what did not fit before is not about it.
      if (
        from === undefined ||
        !comparatorsMatch(text, from.text) ||
        comparatorsMatch(text, to.semver)
      )
        return { text };
      const update = updateRequirement(text, to);
      return settle(
        `registry:${relative(file)}`,
        l10n.t(
          '[patch] puts the crate of this repository in the place of {0}, as long as "{1}" fits; {2} does not.',
          requirement.crate,
          text,
          to.semver,
        ),
        [
          ...(update.ok
            ? [
                {
                  value: 'move',
                  label: l10n.t('The requirement moves with the crate'),
                  text: update.text,
                },
              ]
            : []),
          keep,
        ],
      );
    }
    case 'replaced':
      if (text === to.semver) return { text };
      return settle(
        `replace:${relative(file)}`,
        l10n.t(
          '[replace] names {0} {1}, and the crate moves to {2}: cargo takes it only for a version of the registry with the same number.',
          requirement.crate,
          text,
          to.semver,
        ),
        [
          { value: 'move', label: l10n.t('The key moves with the crate'), text: to.semver },
          { value: 'keep', label: l10n.t('Leave the key as it is'), text },
        ],
      );
    case 'cargo': {
      const update = updateRequirement(text, to);
      if (update.ok) return { text: update.text };
      const exact = { value: 'exact', label: `=${to.semver}`, text: `=${to.semver}` };
      const caret = { value: 'caret', label: to.semver, text: to.semver };
      switch (update.because) {
        // One answer for all of them: the reason is the same everywhere.
        case 'star':
          return settle('requirement:any', update.reason, [caret, exact]);
        case 'compound':
          return settle(id, update.reason, [
            caret,
            exact,
            ...(comparatorsMatch(text, to.semver) ? [keep] : []),
          ]);
      }
    }
  }
}

/**
 * A range of PEP 440 with its upper bound moved as far as the version: `>=1.5,<2` at 1.5.0 becomes `>=1.5,<3` at 2.0.0.
 * Undefined where no single clause bounds the version.
 */
function movedRange(
  specifiers: string,
  from: WrittenVersion | undefined,
  to: ReleaseVersion,
): string | undefined {
  const before = /^\d+(?:\.\d+)*/
    .exec(from?.pep440 ?? '')?.[0]
    .split('.')
    .map(Number);
  if (before === undefined) return undefined;
  let changed = 0;
  const moved = specifiers.replace(
    /(<|~=|==)(\s*)(\d+(?:\.\d+)*)(\.\*)?(?=\s*(?:,|$))/g,
    (clause, operator: string, blank: string, numbers: string, star = '') => {
      if ((operator === '==') !== (star !== '')) return clause;
      const parts = numbers.split('.').map(Number);
      const zeros = operator === '<' ? parts.length - 1 - parts.findLastIndex(part => part > 0) : 0;
      const length = parts.length - zeros;
      const bound = (release: readonly number[]) =>
        Array.from(
          { length },
          (_, at) => (release[at] ?? 0) + (operator === '<' && at === length - 1 ? 1 : 0),
        );
      if (operator === '<' && bound(before).join() !== parts.slice(0, length).join()) return clause;
      changed++;
      const after = [...bound(to.release), ...Array.from({ length: zeros }, () => 0)];
      return `${operator}${blank}${after.join('.')}${String(star)}`;
    },
  );
  return changed === 1 && matchesSpecifier(to.pep440, moved) === true ? moved : undefined;
}

/** A requirement after a bump, or why a person has to say what it is to be. */
export type RequirementUpdate =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly because: 'star' | 'compound'; readonly reason: string };

// One comparator: operator, one to three numbers or wildcards, pre-release. "=0.1.0", "^0.1", "~ 0.1.2-rc.1", "0.1.*".
const COMPARATOR = /^(\s*(?:(?:=|\^|~|>=)\s*)?)(\d+(?:\.(?:\d+|[*xX]))*)(-[0-9A-Za-z.-]+)?(\s*)$/;

/**
 * Moves the version requirement of a path dependency to a new version and keeps its form: operator, number of parts,
 * wildcards and blanks (Cargo reference, "Version requirement syntax").
 *
 * A pre-release is matched only by a requirement that names it in full, so for one the whole version is written, and on
 * the final release too where the old requirement named a pre-release.
 */
export function updateRequirement(requirement: string, to: ReleaseVersion): RequirementUpdate {
  if (/^\s*\*\s*$/.test(requirement)) {
    if (to.pre === undefined) return { ok: true, text: requirement };
    return {
      ok: false,
      because: 'star',
      reason: l10n.t('"*" does not match the pre-release {0}.', to.semver),
    };
  }
  const found = COMPARATOR.exec(requirement);
  if (found === null) {
    return {
      ok: false,
      because: 'compound',
      reason: l10n.t(
        'The requirement "{0}" has more than one reading after the bump to {1}.',
        requirement,
        to.semver,
      ),
    };
  }
  const [, operator = '', numbers = '', preRelease, trailing = ''] = found;
  if (to.pre !== undefined || preRelease !== undefined)
    return { ok: true, text: operator + to.semver + trailing };
  const parts = numbers
    .split('.')
    .map((part, index) => (/^\d+$/.test(part) ? String(to.release[index] ?? part) : part));
  return { ok: true, text: operator + parts.join('.') + trailing };
}
