import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import picomatch from 'picomatch';
import type { Repository } from './repository';

/** What keeps people from pushing to branches or from creating tags. */
export interface Ruleset {
  readonly id: number;
  readonly name: string;
  readonly target: 'branch' | 'tag';
  /** Full ref names or patterns, `~DEFAULT_BRANCH`, `~ALL`. */
  readonly include: readonly string[];
  readonly rules: readonly Rule[];
  readonly bypass: 'always' | 'pull_requests_only' | 'never' | 'exempt';
  readonly createdAt: number;
}

export type Rule =
  'creation' | 'update' | 'deletion' | 'non_fast_forward' | 'pull_request' | 'required_signatures';

/** Protection of a branch in its older form, whose settings only an administrator can read. */
export interface ClassicProtection {
  readonly branch: string;
  /** Whether administrators have to keep to it. */
  readonly enforceAdmins: boolean;
}

/** Whether a ruleset is about a ref. */
export function covers({ target, include }: Ruleset, ref: string, repository: Repository): boolean {
  if (!ref.startsWith(target === 'branch' ? 'refs/heads/' : 'refs/tags/')) return false;
  return include.some(
    pattern =>
      pattern === '~ALL' ||
      (pattern === '~DEFAULT_BRANCH'
        ? ref === `refs/heads/${repository.defaultBranch}`
        : picomatch.isMatch(ref, pattern)),
  );
}

const REASONS: Readonly<Record<Rule, string | undefined>> = {
  creation: 'Cannot create ref due to creations being restricted.',
  update: 'Cannot update this protected ref.',
  pull_request: 'Changes must be made through a pull request.',
  required_signatures: 'Commits must have verified signatures.',
  deletion: undefined,
  non_fast_forward: undefined,
};

/** Makes git itself refuse what the rules forbid, in the words of GitHub. */
export function installProtection(repository: Repository): void {
  const { bare, rulesets, classic, webUrl } = { ...repository, webUrl: 'https://github.com' };
  const name = `${repository.owner}/${repository.name}`;
  const cases = [
    ...classic.map(
      ({ branch }) =>
        `refs/heads/${branch}) refuse "error: GH006: Protected branch update failed for $ref." "" "- Changes must be made through a pull request.";;`,
    ),
    ...rulesets
      .filter(({ bypass }) => bypass !== 'always' && bypass !== 'exempt')
      .flatMap(({ target, include, rules }) =>
        include.flatMap(pattern => {
          const reasons = rules.flatMap(rule => REASONS[rule] ?? []);
          const ref =
            pattern === '~ALL'
              ? `refs/${target === 'branch' ? 'heads' : 'tags'}/*`
              : pattern === '~DEFAULT_BRANCH'
                ? `refs/heads/${repository.defaultBranch}`
                : pattern;
          return reasons.length === 0
            ? []
            : `${ref}) refuse "error: GH013: Repository rule violations found for $ref." "Review all repository rules at ${webUrl}/${name}/rules" "" ${reasons.map(reason => `"- ${reason}"`).join(' ')};;`;
        }),
      ),
  ];
  const hooks = path.join(bare, 'hooks');
  mkdirSync(hooks, { recursive: true });
  const file = path.join(hooks, 'update');
  writeFileSync(
    file,
    `#!/bin/sh\nref=$1\nrefuse() { for line in "$@"; do echo "$line" >&2; done; exit 1; }\ncase $ref in\n${cases.join('\n')}\nesac\nexit 0\n`,
  );
  chmodSync(file, 0o755);
}
