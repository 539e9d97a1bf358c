import { compare } from '@renovatebot/pep440/lib/operator';
import { satisfies, validRange } from '@renovatebot/pep440/lib/specifier';
import { explain } from '@renovatebot/pep440/lib/version';

/** The parts of a PEP 440 version. */
export interface Pep440 {
  readonly epoch: number;
  readonly release: readonly number[];
  readonly pre?: { readonly letter: 'a' | 'b' | 'rc'; readonly number: number };
  readonly post?: number;
  readonly dev?: number;
  readonly local?: string;
  /** The normal form: `1.0-alpha.1` becomes `1.0a1`, `01.2` becomes `1.2`; trailing zeros stay. */
  readonly normal: string;
}

/** Reads any legal spelling of a PEP 440 version ("Appendix B: parsing version strings"), or gives undefined. */
export function readPep440(text: string): Pep440 | undefined {
  // The library declares parts that may be null as always present, and `dev` and `post` as lists.
  const parts = explain(text) as {
    epoch: number;
    release: number[];
    pre: [Required<Pep440>['pre']['letter'], number] | null;
    post: number | null;
    dev: number | null;
    local: string | null;
    public: string;
  } | null;
  if (parts === null) return undefined;
  const { epoch, release, pre, post, dev, local } = parts;
  return {
    epoch,
    release,
    ...(pre !== null && { pre: { letter: pre[0], number: pre[1] } }),
    ...(post !== null && { post }),
    ...(dev !== null && { dev }),
    ...(local !== null && { local }),
    // Not the library's `clean()`, which turns the underscore of a local version into a comma.
    normal: parts.public + (local === null ? '' : `+${local}`),
  };
}

/** Orders two PEP 440 versions as pip does: negative where `a` is older. */
export function comparePep440(a: string, b: string): number {
  return compare(a, b);
}

/** Whether a version matches a specifier set such as `>=1.5,<2` (PEP 440, "Version specifiers"); undefined where it is none. */
export function matchesSpecifier(version: string, specifiers: string): boolean | undefined {
  return validRange(specifiers) ? satisfies(version, specifiers, { prereleases: true }) : undefined;
}
