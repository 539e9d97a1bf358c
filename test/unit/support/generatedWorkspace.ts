import fc from 'fast-check';
import {
  NO_SETTINGS,
  withAnswers,
  type EngineSettings,
} from '../../../src/manifests/engineSettings';
import { PHASES, releaseVersion, type ReleaseVersion } from '../../../src/versions/releaseVersion';
import { readVersion } from '../../../src/versions/writtenVersion';
import type { Files } from '../../fixtures/files';
import { renderLock, type Locked } from './generatedLock';

/**
 * A workspace that is known as what writes it: rendered with a version it is what the files are at that version, to the
 * byte, without any search or edit. A bump from one version to another has to turn one rendering into the other.
 */
export interface GeneratedWorkspace {
  readonly from: ReleaseVersion;
  readonly to: ReleaseVersion;
  readonly render: (version: ReleaseVersion) => Files;
  /** What the settings say: keys of `[replace]` are never moved without it. */
  readonly settings: EngineSettings;
}

interface Look {
  readonly bom: boolean;
  readonly crlf: boolean;
  readonly end: string;
  readonly remark: string;
  readonly quote: string;
  readonly equals: string;
  readonly key: string;
}

interface Dependency {
  /** Index of the crate. */
  readonly on: number;
  readonly table: string;
  readonly form: 'inline' | 'table' | 'quoted' | 'dotted' | 'workspace';
  readonly renamed: boolean;
  readonly requirement: Requirement | null;
}

interface Requirement {
  readonly operator: string;
  readonly parts: number;
  readonly star: boolean;
}

interface Member {
  readonly folder: string;
  readonly own: boolean;
  readonly shape: 'table' | 'dotted' | 'inline';
  readonly look: Look;
  readonly decoys: boolean;
  readonly dependencies: readonly Dependency[];
}

interface Choices {
  readonly from: ReleaseVersion;
  readonly to: ReleaseVersion;
  readonly members: readonly Member[];
  readonly root: Look;
  readonly workspaceRequirement: Requirement | null;
  /** Tables of the root that put the first crate in the place of a registry's. */
  readonly replace: 'inline' | 'table' | 'dotted' | null;
  readonly patch: { readonly requirement: Requirement | null } | null;
  readonly python: {
    readonly version: 'static' | 'dynamic';
    readonly atRoot: boolean;
    readonly look: Look;
    readonly dunder: string | null;
    readonly poetry: boolean;
  };
  readonly uv: { readonly crlf: boolean; readonly pin: string | null } | null;
  readonly lock: {
    readonly crlf: boolean;
    readonly clash: boolean;
    readonly decoy: boolean;
  } | null;
  readonly fuzz: boolean;
}

const UNICODE = [
  '',
  '   ',
  ' # keep in sync',
  ' # Größe 😀 = "1.2.3"',
  '  # 版本 version = "0.1.0"',
  '\t#',
];

const look: fc.Arbitrary<Look> = fc.record({
  bom: fc.boolean(),
  crlf: fc.boolean(),
  end: fc.constantFrom('', '\n', '\n\n', '\n# the end'),
  remark: fc.constantFrom(...UNICODE),
  quote: fc.constantFrom('"', "'", '"""', "'''"),
  equals: fc.constantFrom('=', ' = ', '   =\t', '= '),
  key: fc.constantFrom('version', '"version"', "'version'", '"ver\\u0073ion"'),
});

const requirement: fc.Arbitrary<Requirement> = fc.record({
  operator: fc.constantFrom('', '=', '^', '~', '>=', '^ ', ' = '),
  parts: fc.constantFrom(1, 2, 3, 3, 3),
  star: fc.boolean(),
});

const member: fc.Arbitrary<Member> = fc.record({
  folder: fc.constantFrom('', 'ä ', '日本-', 'x.y '),
  own: fc.boolean(),
  shape: fc.constantFrom('table', 'table', 'dotted', 'inline'),
  look,
  decoys: fc.boolean(),
  dependencies: fc.uniqueArray(
    fc.record({
      on: fc.nat(3),
      renamed: fc.boolean(),
      requirement: fc.option(requirement, { freq: 3 }),
      form: fc.constantFrom('inline', 'table', 'quoted', 'dotted', 'workspace'),
      table: fc.constantFrom(
        'dependencies',
        'dev-dependencies',
        'build-dependencies',
        "target.'cfg(unix)'.dependencies",
        'target.x86_64-pc-windows-msvc.build-dependencies',
        'target."cfg(target_os = \\"linux\\")".dev-dependencies',
      ),
    }),
    { selector: ({ on }) => on, maxLength: 3 },
  ),
});

export const version: fc.Arbitrary<ReleaseVersion> = fc
  .tuple(
    // 0.0.0 is a placeholder, about which a question is asked.
    fc
      .tuple(fc.nat(30), fc.nat(30), fc.oneof(fc.nat(30), fc.constant(2 ** 31)))
      .filter(numbers => numbers.some(number => number > 0)),
    fc.option(fc.record({ phase: fc.constantFrom(...PHASES), number: fc.nat(12) }), { freq: 2 }),
    fc.constantFrom('dotted', 'joined'),
  )
  .map(([release, pre, style]) => releaseVersion(release, pre ?? undefined, style));

export const generatedWorkspace: fc.Arbitrary<GeneratedWorkspace> = fc
  .record({
    from: version,
    to: version,
    members: fc.array(member, { minLength: 1, maxLength: 4 }),
    root: look,
    workspaceRequirement: fc.option(requirement),
    replace: fc.option(fc.constantFrom('inline', 'table', 'dotted'), { freq: 2 }),
    patch: fc.option(fc.record({ requirement: fc.option(requirement) }), { freq: 2 }),
    python: fc.record({
      version: fc.constantFrom('static', 'dynamic'),
      atRoot: fc.boolean(),
      look,
      poetry: fc.boolean(),
      dunder: fc.option(
        fc.constantFrom(
          '__version__ = "@"\n',
          "__version__: str = '@'  # 0.1.0\r\n",
          '"""\n__version__ = "9.9.9"\n"""\n\n__version__="@"',
          '\uFEFFimport os\n__version__ = "@";\nname = "ß"\n',
        ),
      ),
    }),
    lock: fc.option(fc.record({ crlf: fc.boolean(), clash: fc.boolean(), decoy: fc.boolean() }), {
      freq: 4,
    }),
    uv: fc.option(
      fc.record({
        crlf: fc.boolean(),
        pin: fc.option(
          fc.constantFrom('demo==@', "Demo [fast] == @ ; python_version > '3.8'", 'demo ===@'),
        ),
      }),
    ),
    fuzz: fc.boolean(),
  })
  .filter(
    ({ from, to }) =>
      readVersion(from.pep440, 'pep440').key !== readVersion(to.pep440, 'pep440').key,
  )
  .map(choices => ({
    from: choices.from,
    to: choices.to,
    settings: SETTINGS,
    render: version => new Renderer(choices, version).files(),
    [fc.toStringMethod]: () => JSON.stringify(choices),
  }));

const SETTINGS: EngineSettings = withAnswers(
  NO_SETTINGS,
  'demo',
  new Map([['replace:Cargo.toml', 'move']]),
);

/** The version of crates that do not move. */
const OTHER = '77.8.9';

class Renderer {
  constructor(
    private readonly choices: Choices,
    private readonly version: ReleaseVersion,
  ) {}

  files(): Files {
    const { members, python, lock, fuzz, uv } = this.choices;
    const files: Record<string, string> = { 'Cargo.toml': this.#root() };
    members.forEach((_, index) => {
      files[`${this.#folder(index)}/Cargo.toml`] = this.#crate(index);
    });
    const project = python.atRoot ? '' : `${this.#folder(0)}/`;
    files[`${project}pyproject.toml`] = this.#pyproject();
    if (python.dunder !== null)
      files[`${project}python/demo/__init__.py`] = python.dunder.replace('@', this.version.pep440);
    if (uv !== null) this.#uv(uv, files);
    if (lock !== null)
      files['Cargo.lock'] = this.#lock(
        members.map((_, index) => index),
        lock,
        false,
      );
    if (fuzz) {
      files['fuzz/Cargo.toml'] =
        `[package]\nname = "fuzz"\nversion = "0.0.0"\n\n[workspace]\n\n[dependencies.demo]\npackage = "${this.#name(0)}"\npath = "../${this.#folder(0)}"\n`;
      if (lock !== null) files['fuzz/Cargo.lock'] = this.#lock(this.#reach([0]), lock, true);
    }
    return files;
  }

  /** Whether the crate's version is the one that is released: the first crate's own one, or the one that it inherits. */
  #moves(index: number): boolean {
    const { members } = this.choices;
    return index === 0 || (members[0]?.own === false && members[index]?.own === false);
  }

  /** What a crate says itself; undefined where it inherits. */
  #own(index: number): string | undefined {
    if (this.choices.members[index]?.own !== true) return undefined;
    return index === 0 ? this.version.semver : OTHER;
  }

  #name(index: number): string {
    return `demo-${'abcd'[index] ?? ''}`;
  }

  #folder(index: number): string {
    return `crates/${this.choices.members[index]?.folder ?? ''}${index}`;
  }

  #dependencies(index: number): Dependency[] {
    return (this.choices.members[index]?.dependencies ?? []).filter(
      ({ on }) => on !== index && on < this.choices.members.length,
    );
  }

  #reach(start: readonly number[]): number[] {
    const reached = new Set(start);
    for (const index of reached) for (const { on } of this.#dependencies(index)) reached.add(on);
    return [...reached];
  }

  #requirement(on: number, { operator, parts, star }: Requirement): string {
    const { from, to } = this.choices;
    if (!this.#moves(on))
      return `${operator}${this.choices.members[on]?.own === true ? OTHER : '55.0.0'}`;
    // A pre-release is named in full, and stays so: only requirements of two final versions keep their number of parts.
    if (from.pre !== undefined || to.pre !== undefined) return operator + this.version.semver;
    if (star && parts === 1) return '*';
    const numbers = this.version.release.slice(0, parts).join('.');
    // Cargo has no wildcard after an operator of its own.
    return star && parts === 2 && operator === '' ? `${numbers}.*` : operator + numbers;
  }

  #root(): string {
    const { root, members } = this.choices;
    const inherited = members[0]?.own === false ? this.version.semver : '55.0.0';
    const used = [
      ...new Set(
        members
          .flatMap((_, index) => this.#dependencies(index))
          .filter(({ form }) => form === 'workspace')
          .map(({ on }) => on),
      ),
    ];
    return text(root, [
      ...this.#overrides(),
      '[workspace]',
      'resolver = "2"',
      'members = ["crates/*"]',
      'exclude = ["fuzz"]',
      `# version = "${OTHER}"`,
      '',
      '[workspace.package]',
      'edition = "2021"',
      this.#pair(root, inherited),
      '',
      '[workspace.dependencies]',
      'serde = { version = "1", features = ["derive"] }',
      ...this.#shared(used),
    ]);
  }

  /** The crates that members inherit, every other one in a table of its own. */
  #shared(used: readonly number[]): string[] {
    const { root, workspaceRequirement } = this.choices;
    const fields = (on: number) => [
      `path = "${this.#folder(on)}"`,
      ...(workspaceRequirement === null
        ? []
        : [`version = "${this.#requirement(on, workspaceRequirement)}"`]),
    ];
    const inline = used
      .filter(on => on % 2 === 0)
      .map(on => `${this.#name(on)} = { ${fields(on).join(', ')} }${root.remark}`);
    return [
      ...inline,
      ...used
        .filter(on => on % 2 === 1)
        .flatMap(on => [`[workspace.dependencies.${this.#name(on)}]`, ...fields(on)]),
    ];
  }

  #overrides(): string[] {
    const { replace, patch } = this.choices;
    const name = this.#name(0),
      path = `path = "${this.#folder(0)}"`;
    const keys = {
      inline: `"${name}:${this.version.semver}"`,
      table: `'${name}@${this.version.semver}'`,
      dotted: `"https://github.com/rust-lang/crates.io-index#${name}:${this.version.semver}"`,
    };
    const replaced = {
      inline: ['[replace]', `${keys.inline} = { ${path} } # ours`],
      table: [`[replace.${keys.table}]`, path],
      dotted: ['[replace]', `${keys.dotted}.${path}`],
    };
    const requirement =
      patch?.requirement == null ? '' : `, version = "${this.#requirement(0, patch.requirement)}"`;
    return [
      ...(replace === null ? [] : [...replaced[replace], '']),
      ...(patch === null ? [] : ['[patch.crates-io]', `${name} = { ${path}${requirement} }`, '']),
    ];
  }

  #pair({ key, equals, quote, remark }: Look, value: string): string {
    return `${key}${equals}${quote}${value}${quote}${remark}`;
  }

  #crate(index: number): string {
    const { look, shape, decoys, own } = this.choices.members[index]!;
    const version = this.#own(index);
    const decoy = decoys
      ? [
          '[package.metadata.x]',
          `version = "${OTHER}"`,
          `text = '''`,
          'version = "1.0.0"',
          '[package]',
          "'''",
          '',
        ]
      : [];
    const head = {
      table: [
        '[package]',
        `name = "${this.#name(index)}"`,
        version === undefined ? 'version.workspace = true' : this.#pair(look, version),
        'edition = "2021"',
        '',
      ],
      dotted: [
        `package.name = '${this.#name(index)}'`,
        version === undefined
          ? 'package . version = { workspace = true }'
          : `package.${this.#pair(look, version)}`,
        '',
      ],
      // An inline table cannot be extended below, so it has no metadata.
      inline: [
        `package = { name = "${this.#name(index)}", ${own ? `version = "${version ?? ''}"` : 'version = { workspace = true }'}, edition = "2021" }${look.remark}`,
        '',
      ],
    }[shape];
    return text(look, [
      '# Größe: 😀',
      ...head,
      ...(shape === 'inline' ? [] : decoy),
      ...this.#tables(index),
    ]);
  }

  #tables(index: number): string[] {
    const lines: string[] = [];
    const dependencies = this.#dependencies(index);
    for (const table of new Set(dependencies.map(dependency => dependency.table))) {
      const listed = dependencies.filter(dependency => dependency.table === table);
      lines.push(`[${table}]`, 'serde = { workspace = true }');
      const isTable = ({ form }: Dependency) => form === 'table' || form === 'quoted';
      for (const dependency of listed.filter(found => !isTable(found)))
        lines.push(...this.#dependency(dependency));
      for (const dependency of listed.filter(isTable)) lines.push(...this.#dependency(dependency));
      lines.push('');
    }
    return lines;
  }

  #dependency({ on, form, renamed, requirement, table }: Dependency): string[] {
    const name = this.#name(on);
    const key = renamed ? `other-${on}` : name;
    const path = `../${this.#folder(on).slice('crates/'.length)}`;
    const version =
      requirement === null ? [] : [`version = "${this.#requirement(on, requirement)}"`];
    const fields = [`path = "${path}"`, ...version, ...(renamed ? [`package = "${name}"`] : [])];
    switch (form) {
      case 'workspace':
        return [`${name} = { workspace = true }`];
      case 'inline':
        return [`${key} = { ${fields.join(', ')} } # local`];
      case 'dotted':
        return fields.map(field => `${key}.${field}`);
      case 'table':
        return [`[${table}.${key}]`, ...fields];
      case 'quoted':
        return [`[ ${table} . '${key}' ]`, '# between header and key', ...fields];
    }
  }

  #pyproject(): string {
    const {
      python: { look, version, atRoot, poetry },
      uv,
    } = this.choices;
    return text(look, [
      '[build-system]',
      'requires = ["maturin>=1,<2"]',
      'build-backend = "maturin"',
      '',
      '[project]',
      'name = "demo"',
      version === 'dynamic' ? 'dynamic = ["version"]' : this.#pair(look, this.version.pep440),
      'description = """',
      'version = "0.0.0"',
      '"""',
      '',
      ...(poetry && version === 'static'
        ? ['[tool.poetry]', this.#pair(look, this.version.pep440), '']
        : []),
      ...(uv !== null && atRoot ? ['[tool.uv.workspace]', 'members = ["tools/*"]', ''] : []),
      '[tool.maturin]',
      'python-source = "python"',
      ...(atRoot ? [`manifest-path = "${this.#folder(0)}/Cargo.toml"`] : []),
    ]);
  }

  /** A workspace of uv with its lock at the root, whose entry of the project has a version where that is static. */
  #uv({ crlf, pin }: NonNullable<Choices['uv']>, files: Record<string, string>): void {
    const { python, from } = this.choices;
    const folder = python.atRoot ? '.' : this.#folder(0);
    if (!python.atRoot)
      files['pyproject.toml'] = `[tool.uv.workspace]\nmembers = ["${folder}", "tools/*"]\n`;
    files['tools/pinned/pyproject.toml'] =
      `[project]\nname = "pinned"\nversion = "${OTHER}"\ndependencies = [\n  "numpy==${from.pep440}",\n${pin === null ? '' : `  "${pin.replace('@', this.version.pep440)}", # ours\n`}]\n`;
    const entry = (name: string, version: string | undefined, source: string) => [
      '[[package]]',
      `name = "${name}"`,
      ...(version === undefined ? [] : [`version = "${version}"`]),
      `source = { ${source} }`,
      '',
    ];
    files['uv.lock'] = [
      'version = 1',
      'revision = 3',
      '',
      ...entry('by-chance', from.pep440, 'registry = "https://index.example/simple"'),
      ...entry(
        'demo',
        python.version === 'static' ? this.version.pep440 : undefined,
        `editable = "${folder}"`,
      ),
      ...entry('demo', from.pep440, 'registry = "https://index.example/simple"'),
      ...entry('pinned', OTHER, 'virtual = "tools/pinned"'),
    ].join(crlf ? '\r\n' : '\n');
  }

  #lock(
    indexes: readonly number[],
    { crlf, clash, decoy }: NonNullable<Choices['lock']>,
    fuzz: boolean,
  ): string {
    const registry = (name: string, version: string, dependencies: Locked[] = []): Locked => ({
      name,
      version,
      registry: true,
      dependencies,
    });
    const serde = registry('serde', '1.0.219');
    // An older version of the first crate, from the registry, and a crate that is at the very version by chance.
    const old = registry(this.#name(0), '0.0.1', [serde]);
    const foreign = [
      serde,
      ...(clash ? [old, registry('user-of-old', '2.0.0', [old])] : []),
      ...(decoy ? [registry('by-chance', this.choices.from.semver)] : []),
    ];
    const own = new Map<number, Locked & { dependencies: Locked[] }>();
    for (const index of indexes) {
      const version = this.#moves(index) ? this.version.semver : (this.#own(index) ?? '55.0.0');
      own.set(index, { name: this.#name(index), version, registry: false, dependencies: [] });
    }
    for (const [index, locked] of own) {
      locked.dependencies.push(
        ...this.#dependencies(index).flatMap(({ on }) => own.get(on) ?? []),
        serde,
        ...(clash && index === 1 ? [old] : []),
      );
    }
    const [first] = own.values();
    const top: Locked[] =
      fuzz && first !== undefined
        ? [{ name: 'fuzz', version: '0.0.0', registry: false, dependencies: [first] }]
        : [];
    return renderLock([...top, ...own.values(), ...foreign], crlf ? '\r\n' : '\n');
  }
}

function text({ bom, crlf, end }: Look, lines: readonly string[]): string {
  const joined = `${bom ? '\uFEFF' : ''}${lines.join('\n').trimEnd()}${end}`;
  return crlf ? joined.replaceAll('\n', '\r\n') : joined;
}
