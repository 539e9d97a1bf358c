import { normalizedName } from '../../base/names';
import type { Place } from './foreignManifests';

const DOCUMENT = /\.(?:md|mdx|markdown|rst|adoc)$/i;

/** What is between the name of a package and its version where a project declares that it depends on it. */
const DECLARATIONS: readonly RegExp[] = [
  // Cargo: demo = "1.2.3", demo = { version = "1.2.3" }
  /^\s*([\w-]+)\s*=\s*(?:\{[^{}]*?\bversion\s*=\s*)?"[=^~]?$/,
  // Maven: the version follows the artifact
  /<artifactId>([\w.-]+)<\/artifactId>\s*<version>$/,
  // Gradle: "org.demo:demo:1.2.3"
  /["'][\w.-]+:([\w.-]+):$/,
  // RubyGems: gem "demo", "~> 1.2.3"
  /\bgem\s*\(?["']([\w.-]+)["'],\s*["'](?:[~>=]+\s*)?$/,
  // Hex: {:demo, "~> 1.2.3"}
  /\{:(\w+),\s*"(?:[~>=]+\s*)?$/,
  // Swift Package Manager: .package(url: "https://example.org/demo", from: "1.2.3")
  /\burl:\s*"[^"]*\/([\w.-]+?)(?:\.git)?",\s*(?:from|exact):\s*"$/,
  // NuGet: <PackageReference Include="Demo" Version="1.2.3"
  /\bInclude="([\w.-]+)"\s+Version="$/,
];

/** How far before a version its name is looked for. */
const BEFORE = 300;

/** Words that a binding adds to the name of the library. */
const AFFIX =
  /^(?:py|python|rust|rs|lib)-|-(?:py|python|rust|rs|core|lib|ffi|cli|sys|bindings?|node|wasm|sdk)$/g;

/**
 * Whether a place in a document is the version in the declaration of a dependency on a package of this repository: the text
 * that users copy to install the newest release. `pip install demo==1.2.3` may be about any release, and is not one.
 *
 * @param names of the packages and crates that move, in normal form
 */
export function isInstallSnippet({ name, text, span }: Place, names: readonly string[]): boolean {
  if (!DOCUMENT.test(name)) return false;
  const before = text.slice(Math.max(0, span.start - BEFORE), span.start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const declared = DECLARATIONS.map(
    shape => (shape.source.startsWith('^') ? shape.exec(line) : shape.exec(before))?.[1],
  ).find(found => found !== undefined);
  if (declared === undefined) return false;
  const own = stem(normalizedName(declared));
  return names.some(known => {
    const base = stem(known);
    return own === base || own.startsWith(`${base}-`) || base.startsWith(`${own}-`);
  });
}

function stem(name: string): string {
  const cut = name.replace(AFFIX, '');
  return cut === '' ? name : cut;
}
