import * as assert from 'node:assert/strict';
import { searchConstants } from '../../../src/manifests/plan/searchConstants';
import type { Files } from '../../fixtures/files';
import { below, scanFiles } from '../support/memory';

/** A package at a version that hardly occurs by chance. */
const PACKAGE: Files = {
  'pyproject.toml':
    '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "demo"\nversion = "1.43.2"\n[tool.maturin]\npython-source = "py"\n',
  'Cargo.toml': '[package]\nname = "demo"\nversion = "1.43.2"\n',
};

/** The lines that move without a question. */
async function certain(files: Files, version = '1.43.2'): Promise<string[]> {
  const { index, packages } = await scanFiles(
    Object.fromEntries(
      Object.entries({ ...PACKAGE, ...files }).map(([name, text]) => [
        name,
        text.replaceAll('1.43.2', version),
      ]),
    ),
  );
  const [pkg] = packages;
  assert.ok(pkg);
  return (await searchConstants(index, pkg))
    .filter(({ isCertain }) => isCertain)
    .map(({ file, start }) => `${below(file)}:${start.line + 1}`);
}

describe('files that another release tool is configured to change', () => {
  const files = { 'a.md': 'demo 1.43.2\nother 1.43.2\n', 'b/c.txt': '1.43.2\n' };
  const cases: readonly (readonly [tool: string, Files, wanted: readonly string[]])[] = [
    [
      'bump-my-version',
      {
        '.bumpversion.toml':
          '[[tool.bumpversion.files]]\nfilename = "a.md"\nsearch = "\\ndemo {current_version}"\n[[tool.bumpversion.files]]\nglob = "b/*.txt"\n',
      },
      ['a.md:1', 'b/c.txt:1'],
    ],
    [
      'bump2version',
      {
        '.bumpversion.cfg':
          '[bumpversion]\ncurrent_version = 1.43.2\n[bumpversion:file:a.md]\nsearch = other {current_version}\n',
      },
      ['.bumpversion.cfg:2', 'a.md:2'],
    ],
    [
      'commitizen',
      { '.cz.toml': '[tool.commitizen]\nversion_files = ["a.md:demo"]\n' },
      ['a.md:1'],
    ],
    [
      'commitizen, with its own copy of the version',
      {
        'pyproject.toml': `${PACKAGE['pyproject.toml'] ?? ''}[tool.commitizen]\nversion = "1.43.2"\n`,
      },
      ['pyproject.toml:10'],
    ],
    [
      'knope, for one package',
      {
        'knope.toml':
          '[package]\nversioned_files = ["Cargo.toml", { path = "a.md", regex = "demo (?<version>.+)" }]\n',
      },
      ['a.md:1'],
    ],
    [
      'release-please, between its marks',
      {
        'a.md':
          '<!-- x-release-please-start-version -->\nuse 1.43.2\n<!-- x-release-please-end -->\nold 1.43.2\n',
      },
      ['a.md:2'],
    ],
    [
      'tbump',
      { 'tbump.toml': '[[file]]\nsrc = "a.md"\nsearch = "other {current_version}"\n' },
      ['a.md:2'],
    ],
    [
      'Python Semantic Release',
      {
        'pyproject.toml': `${PACKAGE['pyproject.toml'] ?? ''}[tool.semantic_release]\nversion_variables = ["a.md:other"]\n`,
      },
      ['a.md:2'],
    ],
    [
      'rooster, except where it replaces another text',
      {
        'pyproject.toml': `${PACKAGE['pyproject.toml'] ?? ''}[tool.rooster]\nversion_files = ["b/c.txt", { target = "a.md", replace = "next" }]\n`,
      },
      ['b/c.txt:1'],
    ],
    [
      'cargo-release',
      {
        'Cargo.toml': `${PACKAGE['Cargo.toml'] ?? ''}[package.metadata.release]\npre-release-replacements = [{ file = "a.md", search = "demo \\\\d+\\\\.\\\\d+\\\\.\\\\d+", replace = "demo {{version}}" }]\n`,
      },
      ['a.md:1'],
    ],
    [
      'release-please, by its marker',
      {
        'release-please-config.json': '{"packages": {".": {"extra-files": ["a.md"]}}}',
        'a.md': 'demo 1.43.2 <!-- x-release-please-version -->\nother 1.43.2\n',
      },
      ['a.md:1'],
    ],
    ['knope', { 'knope.toml': '[packages.demo]\nversioned_files = ["b/c.txt"]\n' }, ['b/c.txt:1']],
    [
      'bump2version, by a search of two lines',
      {
        '.bumpversion.cfg':
          '[bumpversion:file:v.txt]\nsearch = name = demo\n\tversion = {current_version}\nreplace = x\n',
        'v.txt': 'name = demo\n  version = 1.43.2\nname = other\n  version = 1.43.2\n',
      },
      ['v.txt:2'],
    ],
    [
      'commitizen, in YAML',
      { '.cz.yaml': 'commitizen:\n  version: 1.43.2\n  version_files:\n    - a.md:demo\n' },
      ['.cz.yaml:2', 'a.md:1'],
    ],
    [
      'commitizen, in JSON',
      { 'cz.json': '{"commitizen": {\n"version": "1.43.2",\n"version_files": ["a.md:other"]}}' },
      ['a.md:2', 'cz.json:2'],
    ],
    [
      'bumpver, by a pattern',
      {
        'bumpver.toml':
          '[bumpver]\ncurrent_version = "1.43.2"\n[bumpver.file_patterns]\n"a.md" = ["^demo {version}$"]\n',
      },
      ['a.md:1', 'bumpver.toml:2'],
    ],
    [
      'tbump, with its own copy of the version',
      { 'tbump.toml': '[version]\ncurrent = "1.43.2"\n[other]\ncurrent = "1.43.2"\n' },
      ['tbump.toml:2'],
    ],
    [
      'release-please, by the path of a value on a line with others',
      {
        'release-please-config.json':
          '{"packages": {".": {"extra-files": [{"type": "json", "path": "a.json", "jsonpath": "$.app[\'version\']"}, {"type": "yaml", "path": "b.yaml", "jsonpath": "$.image.tag"}]}}}',
        'a.json': '{"dependencies": {"version": "1.43.2"}, "app": {"version": "1.43.2"}}',
        'b.yaml': 'proxy:\n  tag: 1.43.2\nimage:\n  tag: 1.43.2\n',
      },
      ['a.json:1', 'b.yaml:4'],
    ],
  ];
  for (const [tool, config, wanted] of cases) {
    it(`move with the package: ${tool}`, async () => {
      assert.deepEqual(await certain({ ...files, ...config }), wanted);
    });
  }

  it('move at a version that occurs everywhere, too', async () => {
    const config = '[[tool.bumpversion.files]]\nfilename = "b/c.txt"\n';
    assert.deepEqual(await certain({ ...files, '.bumpversion.toml': config }, '0.1.0'), [
      'b/c.txt:1',
    ]);
  });

  it('release-please counts its components at such a version, in one line, too', async () => {
    const files = { '.release-please-manifest.json': '{"js":"1.43.2",".":"1.43.2"}' };
    const { index, packages } = await scanFiles(
      Object.fromEntries(
        Object.entries({ ...PACKAGE, ...files }).map(([name, text]) => [
          name,
          text.replaceAll('1.43.2', '1.1.2'),
        ]),
      ),
    );
    const found = (await searchConstants(index, packages[0]!)).filter(({ isCertain }) => isCertain);
    assert.deepEqual(
      found.map(({ start }) => start.column),
      [19],
    );
  });

  it('count for nothing where the list cannot be read', async () => {
    assert.deepEqual(await certain({ ...files, '.bumpversion.toml': '[[' }), []);
  });
});

describe('constants that hold the version of the package', () => {
  it('move where their name says so: in a module of the package, in Rust and in C', async () => {
    assert.deepEqual(
      await certain({
        'py/demo/service.py': 'import os\n__version__ = "1.43.2"\n',
        'py/demo/limits.py': 'MIN_VERSION = "1.43.2"\nif True:\n    __version__ = "1.43.2"\n',
        'other/service.py': '__version__ = "1.43.2"\n',
        'src/lib.rs':
          'm.add("__version_ex__", "1.43.2")?;\npub static DEMO_VERSION: &str = "1.43.2";\nconst PROTOCOL_VERSION: &str = "1.43.2";\n#[since("1.43.2")]\n',
        'c/demo.h': '#define DEMO_VERSION "1.43.2"\n',
        'js/index.ts': 'export const __version__ = "1.43.2";\n',
        'version.bzl': 'VERSION = "1.43.2"\n',
      }),
      [
        'c/demo.h:1',
        'js/index.ts:1',
        'py/demo/service.py:2',
        'src/lib.rs:1',
        'src/lib.rs:2',
        'version.bzl:1',
      ],
    );
  });

  it('stay in examples and at a version that occurs everywhere', async () => {
    const files = { 'src/lib.rs': 'pub const VERSION: &str = "1.43.2";\n' };
    assert.deepEqual(await certain(files, '0.1.0'), []);
    assert.deepEqual(await certain({ 'examples/lib.rs': files['src/lib.rs'] }), []);
  });
});

describe('manifests of other tools', () => {
  it('move where they hold the version of the project, and not that of a dependency', async () => {
    assert.deepEqual(
      await certain({
        'js/package-lock.json':
          '{\n  "name": "demo",\n  "version": "1.43.2",\n  "packages": {\n    "": { "version": "1.43.2" },\n    "node_modules/x": { "version": "1.43.2" }\n  }\n}\n',
        'js/package.json':
          '{\n  "name": "@demo/all",\n  "optionalDependencies": {\n    "@demo/linux": "1.43.2",\n    "@other/linux": "1.43.2"\n  }\n}\n',
        'java/pom.xml':
          '<project>\n<parent><a/>\n<version>1.43.2</version>\n</parent>\n<version>1.43.2</version>\n<!-- <x> -->\n<dependencies><dependency>\n<version>1.43.2</version>\n</dependency></dependencies>\n</project>\n',
        'snap/snapcraft.yaml': 'name: demo\nversion: "1.43.2"\n',
        'docs/conf.py': 'release = "1.43.2"\n',
        'ruby/demo.gemspec': '  spec.version = "1.43.2"\n',
        'tools/versions/python.cfg': '[bumpversion]\ncurrent_version = 1.43.2\n',
        '.release-please-manifest.json': '{\n  "js": "1.43.2",\n  ".": "1.43.2"\n}\n',
        'flake.nix': 'x {\n  pname = "demo";\n  version = "1.43.2";\n}\n',
      }),
      [
        '.release-please-manifest.json:3',
        'docs/conf.py:1',
        'flake.nix:3',
        'java/pom.xml:3',
        'java/pom.xml:5',
        'js/package-lock.json:3',
        'js/package-lock.json:5',
        'js/package.json:4',
        'ruby/demo.gemspec:1',
        'snap/snapcraft.yaml:2',
        'tools/versions/python.cfg:2',
      ],
    );
  });
});

describe('places of other package managers', () => {
  const cases: readonly (readonly [file: string, text: string, lines: readonly number[]])[] = [
    ['ruby/lib/version.rb', 'module Demo\n  VERSION = "1.43.2"\nend\n', [2]],
    ['composer.json', '{\n  "name": "a/demo",\n  "version": "1.43.2"\n}\n', [3]],
    ['julia/Project.toml', 'name = "Demo"\nversion = "1.43.2"\n[compat]\nOther = "1.43.2"\n', [2]],
    ['java/gradle.properties', 'projectVersion=1.43.2\nkotlinVersion=1.43.2\n', [1]],
    ['net/Directory.Build.props', '<Project>\n  <Version>1.43.2</Version>\n</Project>\n', [2]],
    [
      'npm/package.json',
      '{\n  "name": "demo",\n  "version": "1.43.2",\n  "optionalDependencies": {\n    "demo-linux-x64": "1.43.2",\n    "other": "1.43.2"\n  }\n}\n',
      [3, 5],
    ],
    [
      'wasm/demo.js',
      'const A = "demo-1.43.2-cp39-abi3-any.whl";\nconst B = "other-1.43.2-cp39-abi3-any.whl";\n',
      [1],
    ],
    ['py/docs/source/conf.py', "release = '1.43.2'\n", [1]],
    ['docs/install.md', 'pip install demo-1.43.2-cp39-abi3-any.whl\n', []],
    ['docs/conf.py', 'release: str = "1.43.2"\n', [1]],
    ['VERSION', '1.43.2\n', [1]],
    ['ci/version', 'v1.43.2\n', [1]],
    ['CMakeLists.txt', 'find_package(X 1.43.2)\nproject(demo VERSION 1.43.2 LANGUAGES C)\n', [2]],
    ['c/CMakeLists.txt', 'project(demo\n        VERSION "1.43.2"\n        LANGUAGES C)\n', [2]],
    ['Makefile', 'VERSION := 1.43.2\nOTHER_VERSION := 1.43.2\n', [1]],
    [
      'meson.build',
      "dependency('x', version: '>=1.43.2')\nproject('demo', version: '1.43.2')\n",
      [2],
    ],
    ['build.zig.zon', '.{\n    .name = .demo,\n    .version = "1.43.2",\n}\n', [3]],
    ['PKGBUILD', 'pkgname=demo\npkgver=1.43.2\n', [2]],
    ['demo.spec', 'Name: demo\nVersion: 1.43.2\nRequires: x = 1.43.2\n', [2]],
    ['conda/meta.yaml', 'package:\n  name: demo\n  version: "1.43.2"\nrun:\n  - x ==1.43.2\n', [3]],
    ['java/build.gradle.kts', 'plugins { id("x") version "1.43.2" }\nversion = "1.43.2"\n', [2]],
    ['elixir/mix.exs', '@version "1.43.2"\n{:other, "1.43.2"}\n', [1]],
    ['Demo.podspec', '  s.version      = "1.43.2"\n  s.dependency "X", "1.43.2"\n', [1]],
    ['docs/Doxyfile', 'PROJECT_NUMBER = 1.43.2\n', [1]],
    ['codemeta.json', '{\n  "version": "1.43.2"\n}\n', [2]],
    ['net/Demo.csproj', '<X>\n<InformationalVersion>1.43.2</InformationalVersion>\n</X>\n', [2]],
    [
      'java/src/main/java/demo/V.java',
      'public static final String VERSION = "1.43.2";\nprivate static final String MIN_VERSION = "1.43.2";\n',
      [1],
    ],
    [
      'package-lock.json',
      '{\n"packages": {\n"js": {"version": "1.43.2"},\n"node_modules/x": {"version": "1.43.2"},\n"js/node_modules/y": {"version": "1.43.2"}\n}\n}\n',
      [3],
    ],
    [
      'bun.lock',
      '{\n"workspaces": {\n"js": {"version": "1.43.2",},\n},\n"packages": {\n"x": ["x@1.43.2", "", {}, ""],\n},\n}\n',
      [3],
    ],
    [
      'ruby/Gemfile.lock',
      'PATH\n  remote: .\n  specs:\n    demo (1.43.2)\n      rb_sys (1.43.2)\n\nGEM\n  specs:\n    other (1.43.2)\n',
      [4],
    ],
  ];
  for (const [file, text, lines] of cases) {
    it(`${file} move without a question where they are the package's`, async () => {
      assert.deepEqual(
        await certain({ [file]: text }),
        lines.map(line => `${file}:${line}`),
      );
    });
  }
});

describe('the table of another release tool', () => {
  it('holds the version for certain, also at one that many places have', async () => {
    for (const table of ['[tool.bumpversion]\ncurrent_version', '[tool.commitizen]\nversion']) {
      const files = {
        'pyproject.toml': `${PACKAGE['pyproject.toml'] ?? ''}${table} = "1.43.2"\n[tool.other]\nversion = "1.43.2"\n`,
      };
      assert.deepEqual(await certain(files, '0.0.2'), ['pyproject.toml:10'], table);
    }
  });
});

describe('a document that shows how to depend on the package', () => {
  it('moves in the form of each package manager, and not where it is about something else', async () => {
    const lines: readonly (readonly [text: string, isMoved: boolean])[] = [
      ['demo = "1.43.2"', true],
      ['demo-core = { version = "1.43.2", features = ["x"] }', true],
      ['other = "1.43.2"', false],
      ['<artifactId>demo-java</artifactId> <version>1.43.2</version>', true],
      ['<artifactId>other</artifactId> <version>1.43.2</version>', false],
      ["implementation 'org.demo:demo:1.43.2'", true],
      ["gem 'demo', '~> 1.43.2'", true],
      ['{:demo, "~> 1.43.2"}', true],
      ['.package(url: "https://example.org/demo.git", from: "1.43.2")', true],
      ['<PackageReference Include="Demo" Version="1.43.2" />', true],
      ['pip install demo==1.43.2', false],
      ['Since demo 1.43.2 there is more.', false],
    ];
    assert.deepEqual(
      await certain({ 'README.md': lines.map(([text]) => text).join('\n') }),
      lines.flatMap(([, isMoved], at) => (isMoved ? [`README.md:${at + 1}`] : [])),
    );
  });
});

describe('a manifest of another tool that names the package or describes the repository', () => {
  it('moves at 1.2.0, too, and stays at a version that packages begin with', async () => {
    const files = {
      'CITATION.cff': 'cff-version: 1.43.2\nversion: 1.43.2\n',
      'js/package.json': '{\n"name": "@org/demo",\n"version": "1.43.2"\n}\n',
      'ui/package.json': '{\n"name": "other",\n"version": "1.43.2"\n}\n',
    };
    assert.deepEqual(await certain(files, '1.2.0'), ['CITATION.cff:2', 'js/package.json:3']);
    assert.deepEqual(await certain(files, '0.1.0'), []);
  });
});

describe('the places of a large lock of another language', () => {
  const entries = (count: number, wrap: (entries: string) => string) =>
    wrap(
      Array.from({ length: count }, (_, at) => `"node_modules/x${at}": {"version": "1.43.2"}`).join(
        ',\n',
      ),
    );
  const lists: readonly (readonly [name: string, file: string, text: (count: number) => Files])[] =
    [
      [
        'package-lock.json',
        'package-lock.json',
        count => ({
          'package-lock.json': entries(
            count,
            all => `{"version": "1.43.2", "packages": {\n${all}\n}}\n`,
          ),
        }),
      ],
      [
        'a file that another tool changes by a key',
        'x.json',
        count => ({
          'release-please-config.json':
            '{"extra-files": [{"type": "json", "path": "x.json", "jsonpath": "$.version"}]}',
          'x.json': entries(count, all => `{"version": "1.43.2",\n${all}}\n`),
        }),
      ],
    ];
  for (const [name, file, files] of lists) {
    it(`take a time that grows with its length: ${name}`, async () => {
      const seconds = async (count: number) => {
        const before = process.cpuUsage();
        assert.deepEqual(await certain(files(count)), [`${file}:1`]);
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1e6;
      };
      await seconds(500);
      // Reading the file once for each place takes 64 times as long.
      assert.ok((await seconds(8_000)) < 24 * Math.max(await seconds(1_000), 0.02));
    });
  }
});
