/** A package ID specification with a version (Cargo reference, "Package ID Specifications"). */
export interface PackageIdSpec {
  readonly name: string;
  /** Which ends the specification. */
  readonly version: string;
}

/** Reads `demo:0.1.0`, `demo@0.1.0`, `https://host/path#demo@0.1.0` and `https://host/demo#0.1.0`; undefined where no version is named. */
export function readPackageIdSpec(text: string): PackageIdSpec | undefined {
  const hash = text.indexOf('#');
  const [, name, version] = /^(?:([^@:#]+)[@:])?(\d[^@:#]*)$/.exec(text.slice(hash + 1)) ?? [];
  const crate =
    name ??
    (hash === -1
      ? undefined
      : /([^/]+?)(?:\.git)?\/?$/.exec(text.slice(0, hash).replace(/\?.*$/, ''))?.[1]);
  return crate === undefined || version === undefined ? undefined : { name: crate, version };
}
