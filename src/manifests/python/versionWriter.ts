import type { Position } from '../../base/text';
import { textOf } from '../manifest';
import type { RepositoryFiles } from '../scan/repositoryFiles';

/** A line of a workflow that writes a version into a manifest before it builds. */
export interface VersionWriter {
  /** Absolute path. */
  readonly file: string;
  readonly start: Position;
  /** Whether the command itself says that it writes a manifest; a script is known by its name alone. */
  readonly isSure: boolean;
}

/** Commands that write a version: by their own name, or an editor with the manifest. */
const COMMANDS = [
  /\bcargo\s+set-version\b/,
  /\b(?:uv|poetry|hatch|rye)\s+version\s+["'$]/,
  /\b(?:sed|perl|awk|toml|tomlq|dasel|yq)\b[^|]*\b(?:Cargo|pyproject)\.toml\b/,
];

/** Names of scripts that write a version. */
const SCRIPTS = [
  /\b(?:set|bump|update|patch|write)[-_]?(?:package[-_]?)?version[\w-]*(?:\.(?:py|sh|js|mjs|ts))?\b/i,
  /\bversion[-_](?:bumper|setter|writer)\b/i,
];

/** Where a value comes from the tag, from an input or from a step before. */
const FROM_TAG =
  /github\.(?:ref|event\.release)|GITHUB_REF|\$\{?\w*(?:VERSION|TAG)|(?:inputs|outputs|env)\.\w*(?:version|tag)/i;

/**
 * The first line of a workflow or local action that writes the version of the tag into the manifests: the version in the
 * files is a placeholder then. A script that the line runs is not read.
 */
export function findVersionWriter({
  listing,
  get,
}: Pick<RepositoryFiles, 'listing' | 'get'>): VersionWriter | undefined {
  for (const file of listing.workflows ?? []) {
    const lines = textOf(get(file))?.split('\n') ?? [];
    const line = lines.findIndex(
      text =>
        text.length < 1000 &&
        !/^\s*(?:#|- name:|name:|uses:|- uses:)/.test(text) &&
        FROM_TAG.test(text) &&
        [...COMMANDS, ...SCRIPTS].some(command => command.test(text)),
    );
    const found = lines[line];
    if (found === undefined) continue;
    const isSure = COMMANDS.some(command => command.test(found));
    return { file, start: { line, column: found.search(/\S/) }, isSure };
  }
  return undefined;
}
