import * as path from 'node:path';
import { parse } from 'smol-toml';
import { toolName, withoutRunner } from './commandWords';
import type { Command } from './shell';
import type { LocalFile, Workflow } from './workflow';

/** URLs that packages are uploaded to, by the name of the index. An index without one has no `publish-url`. */
export type IndexUrls = Readonly<Record<string, string>>;

/** The files in which uv looks up the index that `uv publish --index` names, for a script in a folder. */
export function indexFilesOf(script: string, folder: string | undefined): readonly string[] {
  if (!script.includes('uv') || !script.includes('publish')) return [];
  const folders = new Set(['', folder === undefined ? '' : path.posix.normalize(folder)]);
  return [...folders].flatMap(at =>
    ['uv.toml', 'pyproject.toml'].map(name => path.posix.join(at, name)),
  );
}

export function isIndexFile(file: string): boolean {
  return /(?:^|\/)(?:uv|pyproject)\.toml$/.test(file);
}

/** Reads `[[tool.uv.index]]` of pyproject.toml, or `[[index]]` of uv.toml. A file that isn't there has none. */
export function parseIndexFile(file: string, text: string | undefined): LocalFile | undefined {
  if (text === undefined) return { kind: 'indexes', urls: {} };
  try {
    const root = parse(text);
    const settings = file.endsWith('uv.toml') ? root : tableOf(tableOf(root['tool'])['uv']);
    const indexes = Array.isArray(settings['index']) ? settings['index'].map(tableOf) : [];
    return {
      kind: 'indexes',
      urls: Object.fromEntries(
        indexes.flatMap(({ name, 'publish-url': url }) =>
          typeof name === 'string' ? [[name, typeof url === 'string' ? url : '']] : [],
        ),
      ),
    };
  } catch {
    // Not valid, or nested too deeply: what uv does with it is not known.
    return undefined;
  }
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** The indexes of uv that the files of a folder name, as `uv name`; none where a file was not read or the files differ. */
export function uvIndexes(
  { local }: Workflow,
  script: string,
  folder: string | undefined,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  // In another folder other files count.
  if (/\b(?:cd|pushd|--directory|--project|--config-file|--no-config)\b/.test(script)) return found;
  for (const file of indexFilesOf(script, folder)) {
    const read = local?.get(file);
    if (read?.kind !== 'indexes') return new Map();
    for (const [name, url] of Object.entries(read.urls)) {
      const key = `uv ${name}`;
      found.set(key, url === '' || (found.get(key) ?? url) !== url ? '…' : url);
    }
  }
  return found;
}

/** An index that a command configures by its name: `poetry config repositories.test https://…`. */
export function configuredIndex({
  words: given,
}: Command): { readonly name: string; readonly url: string } | undefined {
  const words = withoutRunner(given);
  const tool = toolName(words);
  if (!/^(?:poetry|pdm|hatch|rye)$/.test(tool) || !words.includes('config')) return undefined;
  const pattern = /^(?:repositor(?:y|ies)|publish\.index\.repos)\.([\w-]+)(?:\.url)?$/;
  const at = words.findIndex(word => pattern.test(word));
  const index = pattern.exec(words[at] ?? '')?.[1];
  return index === undefined ? undefined : { name: `${tool} ${index}`, url: words[at + 1] ?? '…' };
}
