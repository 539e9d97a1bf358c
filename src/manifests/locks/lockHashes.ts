import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { normalizedName } from '../../base/names';
import type { PyProject } from '../python/pyproject';
import type { Problem } from '../question';
import type { RepositoryFiles } from '../scan/repositoryFiles';

/** poetry.lock and pdm.lock keep a hash of the requirements; one that does not fit is out of date for its tool. */
export function staleLockHashes({
  listing,
  get,
  pyprojects,
}: Pick<RepositoryFiles, 'listing' | 'get' | 'pyprojects'>): Problem[] {
  const projects = new Map(pyprojects.map(project => [project.dir, project]));
  return listing.manifests.flatMap((file): Problem[] => {
    const manifest = get(file);
    const project = projects.get(path.dirname(file));
    if (manifest?.kind !== 'pythonLock' || project === undefined) return [];
    const { text, positionAt } = manifest.lock;
    const [tool, found, expected] =
      path.basename(file) === 'poetry.lock'
        ? ([
            'poetry',
            /^content-hash = "([0-9a-f]{64})"/m.exec(text),
            poetryHashes(project),
          ] as const)
        : ([
            'pdm',
            /^content_hash = "sha256:([0-9a-f]{64})"/m.exec(text),
            pdmHashes(project),
          ] as const);
    if (found === null || expected.length === 0 || expected.includes(found[1])) return [];
    return [
      {
        severity: 'warning',
        file,
        start: positionAt(found.index),
        message: l10n.t(
          'This lock was made for other requirements than pyproject.toml has now: run {0}.',
          `${tool} lock`,
        ),
      },
    ];
  });
}

const POETRY = ['dependencies', 'source', 'extras', 'dev-dependencies'];

/** The hashes that versions of poetry make (poetry/packages/locker.py); none where a value has no JSON form. */
function poetryHashes({ toml }: PyProject): readonly (string | undefined)[] {
  const poetry = toml.table(['tool', 'poetry']);
  const project = picked(toml.table(['project']), [
    'requires-python',
    'dependencies',
    'optional-dependencies',
  ]);
  const groups = toml.table(['dependency-groups']);
  const table = picked(poetry, [...POETRY, 'group']);
  // Poetry 1, and 2 for a project without [project]: missing keys are null.
  const legacy = { ...Object.fromEntries(POETRY.map(key => [key, null])), ...table };
  const isLegacy = Object.keys(project).length === 0;
  const shapes = [
    legacy,
    ...(isLegacy ? [] : [{ project, tool: { poetry: table } }]),
    ...(Object.keys(groups).length === 0
      ? []
      : [
          {
            ...(!isLegacy && { project }),
            'dependency-groups': groups,
            tool: { poetry: table },
          },
        ]),
  ];
  return hashes(shapes);
}

/** The hash that pdm makes (pdm/project/project_file.py). */
function pdmHashes({ toml }: PyProject): readonly (string | undefined)[] {
  const settings = toml.table(['tool', 'pdm']);
  const project = toml.table(['project']);
  const groups: Record<string, unknown[]> = {};
  for (const table of [
    toml.table(['dependency-groups']),
    toml.table(['tool', 'pdm', 'dev-dependencies']),
  ])
    for (const [name, list] of Object.entries(table))
      if (Array.isArray(list))
        groups[normalizedName(name)] = [
          ...(groups[normalizedName(name)] ?? []),
          ...(list as unknown[]),
        ];
  return hashes([
    {
      sources: settings['source'] ?? [],
      dependencies: project['dependencies'] ?? [],
      'dev-dependencies': groups,
      'optional-dependencies': project['optional-dependencies'] ?? {},
      'requires-python': project['requires-python'] ?? '',
      resolution: settings['resolution'] ?? {},
    },
  ]);
}

function picked(
  table: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    keys.filter(key => table[key] !== undefined).map(key => [key, table[key]]),
  );
}

function hashes(shapes: readonly unknown[]): readonly (string | undefined)[] {
  const texts = shapes.map(pythonJson);
  return texts.every(text => text !== undefined)
    ? texts.map(text => createHash('sha256').update(text).digest('hex'))
    : [];
}

/** What `json.dumps(value, sort_keys=True)` of Python writes; undefined for a value whose text is not certain. */
function pythonJson(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value === 'string') return ascii(value);
  if (Array.isArray(value)) {
    const items = value.map(pythonJson);
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  if (typeof value !== 'object' || value instanceof Date) return undefined;
  // Python sorts by code points.
  const entries = Object.entries(value).sort(([a], [b]) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  const items = entries.map(([key, item]) => {
    const text = pythonJson(item);
    return text === undefined ? undefined : `${ascii(key)}: ${text}`;
  });
  return items.includes(undefined) ? undefined : `{${items.join(', ')}}`;
}

function ascii(text: string): string {
  return JSON.stringify(text).replace(/[\u007F-\uFFFF]/g, found =>
    found === '\u007F' ? found : `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
