import * as path from 'node:path';

/** Which lines of a listed file another release tool changes. */
export type Lines =
  | { readonly kind: 'all' }
  /** What is before and after `{current_version}`, on one line or several. */
  | { readonly kind: 'template'; readonly before: string; readonly after: string }
  /** The value at a path of a JSON, YAML or TOML file. */
  | { readonly kind: 'key'; readonly key: readonly string[] }
  /** A pattern of Python or Rust, or a word such as `__version__`. */
  | { readonly kind: 'pattern'; readonly text: string };

/** The version in {@link Lines}. */
export const CURRENT = '{current_version}';

/** Reads what release tools list in a folder; the values are of any shape. */
type Reader = (values: unknown, text: string) => readonly ListedFile[];

export interface ListedFile {
  /** Relative to the folder of the configuration. */
  readonly files: string;
  readonly lines: Lines;
}

const ALL: Lines = { kind: 'all' };

/** Where each tool keeps its list. */
export const CONFIGURATIONS: readonly (readonly [name: string, read: Reader])[] = [
  // bump-my-version, "Configuration file"; bump2version has the INI form.
  ['.bumpversion.toml', values => bumpMyVersion(at(values, 'tool', 'bumpversion'))],
  ['.bumpversion.cfg', (_, text) => bumpVersionIni(text)],
  ['setup.cfg', (_, text) => bumpVersionIni(text)],
  ['.cz.toml', values => commitizen(at(values, 'tool', 'commitizen'))],
  ['cz.toml', values => commitizen(at(values, 'tool', 'commitizen'))],
  ...['.cz.json', 'cz.json', '.cz.yaml', 'cz.yaml'].map(
    name => [name, (values: unknown) => commitizen(at(values, 'commitizen'))] as const,
  ),
  ['tbump.toml', values => tbump(values)],
  ['bumpver.toml', values => bumpver(at(values, 'bumpver'))],
  [
    'knope.toml',
    values =>
      [at(values, 'package'), ...Object.values(record(at(values, 'packages')))].flatMap(knope),
  ],
  ['release.toml', values => cargoRelease(values)],
  ['release-please-config.json', values => releasePlease(values)],
  [
    'pyproject.toml',
    values => {
      const tool = at(values, 'tool');
      return [
        ...bumpMyVersion(at(tool, 'bumpversion')),
        ...commitizen(at(tool, 'commitizen')),
        ...tbump(at(tool, 'tbump')),
        ...semanticRelease(at(tool, 'semantic_release')),
        ...rooster(at(tool, 'rooster')),
        ...bumpver(at(tool, 'bumpver')),
      ];
    },
  ],
  [
    'Cargo.toml',
    values => [
      ...cargoRelease(at(values, 'package', 'metadata', 'release')),
      ...cargoRelease(at(values, 'workspace', 'metadata', 'release')),
    ],
  ],
];

function bumpMyVersion(config: unknown): ListedFile[] {
  const search = at(config, 'search');
  return list(at(config, 'files')).flatMap(entry => {
    const files = [at(entry, 'filename'), at(entry, 'glob')].find(isText);
    const isRegex = [at(entry, 'regex'), at(config, 'regex')].find(is => is !== undefined) === true;
    return files === undefined
      ? []
      : [{ files, lines: isRegex ? ALL : template(at(entry, 'search') ?? search) }];
  });
}

/** `[bumpversion:file:setup.py]` and `[bumpversion:glob:*.md]`, with an optional suffix in parentheses. */
function bumpVersionIni(text: string): ListedFile[] {
  return text.split(/^(?=\[)/m).flatMap(section => {
    const [head = '', ...body] = section.split(/\r?\n/);
    const files = /^\[bumpversion:(?:file|glob)(?:\([^)]*\))?:([^\]]+)\]/.exec(head)?.[1];
    if (files === undefined) return [];
    const at = body.findIndex(line => /^search\s*=/.test(line));
    const further = body.slice(at + 1);
    // A value goes on in the lines that are indented (configparser).
    const end = further.findIndex(line => !/^\s+\S/.test(line));
    const search = [body[at] ?? '', ...further.slice(0, end === -1 ? undefined : end)];
    const text = search
      .join('\n')
      .replace(/^search\s*=/, '')
      .trim();
    return [{ files: files.trim(), lines: template(at === -1 ? undefined : text) }];
  });
}

/** commitizen, "version_files": `src/demo.py:__version__`. */
function commitizen(config: unknown): ListedFile[] {
  return list(at(config, 'version_files')).filter(isText).map(withPattern);
}

/** Python Semantic Release: `version_toml = ["Cargo.toml:package.version"]`, `version_variables = ["src/a.py:__version__"]`. */
function semanticRelease(config: unknown): ListedFile[] {
  return ['version_toml', 'version_variables']
    .flatMap(name => list(at(config, name)))
    .filter(isText)
    .map(entry => {
      const { files, lines } = withPattern(entry.split(':').slice(0, 2).join(':'));
      return {
        files,
        // The last part of a dotted key is what the line says.
        lines:
          lines.kind === 'pattern' ? { ...lines, text: lines.text.split('.').at(-1) ?? '' } : lines,
      };
    });
}

function withPattern(entry: string): ListedFile {
  const colon = entry.indexOf(':');
  return colon === -1
    ? whole(entry)
    : {
        files: entry.slice(0, colon),
        lines: { kind: 'pattern', text: entry.slice(colon + 1) },
      };
}

function tbump(config: unknown): ListedFile[] {
  return list(at(config, 'file')).flatMap(entry => {
    const files = at(entry, 'src');
    return isText(files) ? [{ files, lines: template(at(entry, 'search')) }] : [];
  });
}

/** bumpver: a pattern is a text with `{version}`, where `^` and `$` are the ends of a line and brackets are optional. */
function bumpver(config: unknown): ListedFile[] {
  return Object.entries(record(at(config, 'file_patterns'))).flatMap(([files, patterns]) =>
    list(patterns)
      .filter(isText)
      .map(pattern => ({
        files,
        lines: /[[\]\\]/.test(pattern) ? ALL : template(pattern.replace(/^\^|\$$/g, '')),
      })),
  );
}

function knope(config: unknown): ListedFile[] {
  return list(at(config, 'versioned_files')).flatMap(entry => {
    if (isText(entry)) return [whole(entry)];
    const files = at(entry, 'path');
    const pattern = at(entry, 'regex');
    if (!isText(files)) return [];
    return [
      {
        files,
        lines: isText(pattern) ? { kind: 'pattern', text: pattern } : ALL,
      },
    ];
  });
}

/** cargo-release, "pre-release-replacements": the pattern is one of Rust's. */
function cargoRelease(config: unknown): ListedFile[] {
  return list(at(config, 'pre-release-replacements')).flatMap(entry => {
    const files = at(entry, 'file');
    const search = at(entry, 'search');
    return isText(files) && isText(search)
      ? [{ files, lines: { kind: 'pattern', text: withCurrent(search) } as const }]
      : [];
  });
}

/** release-please, "extra-files", of the root and of each component; a path from the root begins with a slash. */
function releasePlease(config: unknown): ListedFile[] {
  const components = Object.entries(record(at(config, 'packages')));
  return ([['.', config], ...components] as const).flatMap(([dir, component]) =>
    list(at(component, 'extra-files')).flatMap(entry => {
      const files = isText(entry) ? entry : at(entry, 'path');
      if (!isText(files)) return [];
      return [
        {
          files: files.startsWith('/') ? files : path.posix.join(dir, files),
          lines: jsonPath(at(entry, 'jsonpath')),
        },
      ];
    }),
  );
}

/** The lines of a JSONPath: one value where it names keys alone, else every line with its last word. */
function jsonPath(text: unknown): Lines {
  // A generic file is changed where a marker is.
  if (!isText(text)) return { kind: 'pattern', text: 'x-release-please' };
  const key = /^\$(?:\.[\w-]+|\[(["'])[^"'[\]]+\1\])+$/.test(text)
    ? (text.slice(1).match(/[^.[\]"']+/g) ?? [])
    : [];
  return key.length > 0
    ? { kind: 'key', key }
    : { kind: 'pattern', text: text.match(/\w+/g)?.at(-1) ?? text };
}

/** rooster: `version_files = ["README.md", { target = "Cargo.toml" }]`; with `replace` it changes another text. */
function rooster(config: unknown): ListedFile[] {
  return list(at(config, 'version_files')).flatMap(entry => {
    const files = isText(entry) ? entry : at(entry, 'target');
    return isText(files) && at(entry, 'replace') === undefined ? [whole(files)] : [];
  });
}

function whole(files: string): ListedFile {
  return { files, lines: ALL };
}

/** What a search text says around the version, up to the next placeholder on either side. */
function template(search: unknown): Lines {
  if (!isText(search)) return ALL;
  const text = withCurrent(search);
  const at = text.indexOf(CURRENT);
  return at === -1
    ? ALL
    : {
        kind: 'template',
        before: text.slice(0, at).split('}').at(-1) ?? '',
        after: text.slice(at + CURRENT.length).split(/[{]/, 1)[0] ?? '',
      };
}

function withCurrent(text: string): string {
  return text.replace(/\{\{(?:prev_)?version\}\}|\{(?:pep440_)?version\}/g, CURRENT);
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (found, key) => (isRecord(found) && Object.hasOwn(found, key) ? found[key] : undefined),
    value,
  );
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
