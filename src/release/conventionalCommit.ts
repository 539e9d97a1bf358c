/** What a commit message says by Conventional Commits 1.0.0. */
export interface ConventionalCommit {
  /** In lower case, such as `feat`. */
  readonly type: string;
  readonly isBreaking: boolean;
}

// type, optional scope, "!" for a breaking change, description (specification, items 1 to 5 and 13)
const HEADER = /^(\w[\w-]*)(?:\([^()\r\n]*\))?(!)?: \S/;

// The footer of a breaking change: in capitals, with a colon, or " #" as other footers have (items 9, 12 and 16)
const BREAKING_FOOTER = /^BREAKING[ -]CHANGE(?:: | #)/m;

/** Reads a commit message; undefined where it is not a conventional one. */
export function readConventionalCommit(message: string): ConventionalCommit | undefined {
  const [, type, mark] = HEADER.exec(message) ?? [];
  if (type === undefined) return undefined;
  return {
    type: type.toLowerCase(),
    isBreaking: mark !== undefined || BREAKING_FOOTER.test(message),
  };
}
