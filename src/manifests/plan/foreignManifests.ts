import type { Position, Span } from '../../base/text';

/** A line with the version of the package, outside the known sites. */
export interface Place {
  readonly file: string;
  /** Path below the root, with `/`. */
  readonly name: string;
  /** The whole file. */
  readonly text: string;
  readonly line: string;
  readonly span: Span;
  readonly start: Position;
  readonly version: string;
}

const QUOTED = String.raw`(["'])[^"']*\1`;

/** Files of other tools that hold one version, with the line that holds it. Nested keys are about something else. */
const MANIFESTS: readonly (readonly [file: RegExp, line: RegExp])[] = [
  // bump-my-version and bumpversion, in a file of any name
  [/\.(?:cfg|toml)$/, /^current_version\s*=/],
  // RubyGems
  [/(?:^|\/)version\.rb$/, /^VERSION\s*=\s*(["'])[^"']*\1(?:\.freeze)?$/],
  [/\.(?:gemspec|podspec)$/, new RegExp(String.raw`^\w+\.version\s*=\s*${QUOTED}$`)],
  // Composer
  [/(?:^|\/)composer\.json$/, /^"version"\s*:/],
  // Julia, Nimble, fpm, Gleam, Typst, Zed
  [/(?:^|\/)(?:Project|fpm|gleam|typst|extension)\.toml$|\.nimble$/, /^version\s*=/],
  // Gradle
  [/(?:^|\/)gradle\.properties$/, /^(?:project|lib(?:rary)?)?\.?version(?:Name)?\s*=/i],
  [/(?:^|\/)build\.gradle(?:\.kts)?$/, new RegExp(String.raw`^version(?: ?= ?| )${QUOTED}$`)],
  // MSBuild
  [
    /(?:\.csproj|(?:^|\/)Directory\.Build\.props)$/,
    /^<((?:Package|Informational)?Version)>[^<]*<\/\1>$/,
  ],
  // Citation File Format, CodeMeta, Zenodo
  [/^CITATION\.cff$/, /^version:/],
  [/^(?:codemeta|\.zenodo)\.json$/, /^"(?:softwareVersion|version)"\s*:/],
  // Sphinx, Doxygen
  [/(?:^|\/)docs?(?:\/source)?\/conf\.py$/, /^(?:release|version)\s*(?::\s*str\s*)?=/],
  [/(?:^|\/)Doxyfile(?:\.in)?$/, /^PROJECT_NUMBER\s*=/],
  // npm and Deno, Tauri, tree-sitter, vcpkg
  [/(?:^|\/)(?:package|deno|jsr|tauri\.conf|tree-sitter)\.json$/, /^"version"\s*:/],
  [/(?:^|\/)vcpkg\.json$/, /^"version(?:-semver|-string)?"\s*:/],
  // snapcraft, Helm, conda (rattler-build), pub, Crystal
  [/(?:^|\/)(?:snapcraft|Chart|recipe|pubspec|shard)\.ya?ml$/, /^(?:version|appVersion):/],
  // conda-build
  [/(?:^|\/)meta\.yaml$/, /^(?:\{%-?\s*set\s+version\s*=|version:\s*["']?\d)/],
  // pixi
  [/(?:^|\/)pixi\.toml$/, /^version\s*=/],
  // Nix: the derivation of a package has one version
  [/(?:^|\/)(?:flake|default|package)\.nix$/, /^version\s*=\s*"[^"]*";$/],
  // CMake: project(demo VERSION 1.2.3), also over several lines; find_package and cmake_minimum_required name others
  [/(?:^|\/)CMakeLists\.txt$/i, /^(?:project\s*\(\s*[\w${}-]+\s+)?VERSION\s+"?\d/i],
  // Meson; a dependency has an operator
  [/(?:^|\/)meson\.build$/, /^(?:project\(.*[\s,])?version\s*:\s*'\d/],
  // make
  [/(?:^|\/)(?:GNU)?[Mm]akefile$/, /^(?:export\s+)?VERSION\s*[:?]{0,2}=\s*v?\d/],
  // Zig
  [/(?:^|\/)build\.zig\.zon$/, /^\.version\s*=/],
  // Arch Linux, RPM, R, Cabal
  [/(?:^|\/)PKGBUILD$/, /^pkgver=/],
  [/\.spec$|(?:^|\/)DESCRIPTION$|\.cabal$/, /^version:\s*\d/i],
  // Elixir
  [/(?:^|\/)mix\.exs$/, /^(?:@version\s+|version:\s*)"/],
  // SonarQube
  [/(?:^|\/)sonar-project\.properties$/, /^sonar\.projectVersion\s*=/],
];

/** Whether the line is where the manifest of another tool holds its version. */
export function isManifestVersion(place: Place): boolean {
  const { name, line, text, version, start } = place;
  if (/(?:^|\/)pom\.xml$/.test(name)) return isProjectVersion(place);
  // A file that holds nothing else.
  if (/(?:^|\/)\.?version(?:\.txt)?$/i.test(name)) return text.trim().replace(/^v/, '') === version;
  // A nested key is about something else; CMake indents arguments.
  return (
    (start.column - line.search(/\d/) <= 4 || /CMakeLists\.txt$/i.test(name)) &&
    MANIFESTS.some(([file, shape]) => file.test(name) && shape.test(line))
  );
}

/** The `<version>` of a Maven project or of its parent: no other element is open around it. */
function isProjectVersion({ text, span }: Place): boolean {
  if (!text.startsWith('</version>', span.end)) return false;
  const open: string[] = [];
  for (const [, comment, close, name, empty] of text
    .slice(0, span.start)
    .matchAll(/(<!--[^]*?-->)|<(\/?)([\w.-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (comment !== undefined || empty === '/') continue;
    if (close === '/') open.pop();
    else if (name !== undefined) open.push(name);
  }
  return ['project version', 'project parent version'].includes(open.join(' '));
}
