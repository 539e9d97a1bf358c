import * as path from 'node:path';
import { normalizedName } from '../../base/names';
import { isDistinctive } from '../../versions/order';
import { compareWritten, readVersion, type WrittenVersion } from '../../versions/writtenVersion';

/** A part of a repository that may have release tags of its own. */
export interface Part {
  readonly names: readonly string[];
  /** Its folder below the root, with `/`. */
  readonly folder: string;
  readonly language: 'python' | 'rust';
}

interface Series {
  readonly tags: ReadonlyMap<string, string>;
  readonly versions: readonly WrittenVersion[];
}

interface NewSeries extends Series {
  readonly tags: Map<string, string>;
  readonly versions: WrittenVersion[];
}

const LANGUAGES = { python: ['python', 'py'], rust: ['rust', 'crates', 'crate', 'cargo'] } as const;
const NONE: Series = { tags: new Map(), versions: [] };

/** The release tags of a repository by what is before the version: `v1.0.0`, `py-v1.0.0` and `demo-core@1.0.0` are three series. */
export class TagSeries {
  readonly #series: ReadonlyMap<string, Series>;

  constructor(tags: readonly string[]) {
    const found = new Map<string, NewSeries>();
    for (const tag of tags) {
      const start = tag.search(/(?<![\d.])\d+\.\d/);
      const written = readVersion(tag.slice(Math.max(0, start)), 'pep440');
      if (start === -1 || written.problem !== undefined) continue;
      // py-v1.0.0, py@1.0.0 and py/v1.0.0 are one series.
      const [name = ''] =
        /^.*[^-_/@.]/.exec(tag.slice(0, start).replace(/(?<![a-z])v$/i, '')) ?? [];
      const known = normalizedName(name.replaceAll('/', '-'));
      const series: NewSeries = found.get(known) ?? { tags: new Map(), versions: [] };
      found.set(known, series);
      series.tags.set(written.key, tag);
      series.versions.push(written);
    }
    this.#series = found;
  }

  /** Whether a version is tagged, and no greater one is: what the files say was released from them. */
  isNewest(written: WrittenVersion): boolean {
    const all = [...this.#series.values()];
    return (
      all.some(({ tags }) => tags.has(written.key)) &&
      all.every(({ versions }) => versions.every(other => compareWritten(other, written) <= 0))
    );
  }

  /**
   * Whether a version follows the releases of a package, of which one has a version that hardly another part has by chance:
   * the package did not begin with it, although it may be 1.0.0.
   */
  follows(main: Part, version: WrittenVersion): boolean {
    const { versions } = this.#of(main);
    return (
      versions.some(isDistinctive) &&
      versions.every(released => compareWritten(released, version) <= 0)
    );
  }

  /**
   * The tag that released a version of `other` in a series that the package does not share; undefined where both have one
   * series, or have tagged the same versions since both series exist.
   */
  tagApart(
    main: Part,
    other: Part,
    version: WrittenVersion,
    mainVersion = version,
  ): string | undefined {
    const [own, others] = [this.#of(main), this.#of(other)];
    const tag = others.tags.get(version.key);
    // A series without the version that the package has now is an old one.
    if (own === others || tag === undefined || !own.tags.has(mainVersion.key)) return undefined;
    if (version.key !== mainVersion.key) return tag;
    const [first, second] = [own, others].map(series =>
      series.versions.filter(({ text }) => /^[\d.]+$/.test(text)).sort(compareWritten),
    );
    const start = [first?.[0], second?.[0]].sort((a, b) =>
      a === undefined || b === undefined ? 0 : compareWritten(a, b),
    )[1];
    const since = (versions: readonly WrittenVersion[] = []) =>
      versions
        .filter(
          one =>
            (start === undefined || compareWritten(one, start) >= 0) &&
            compareWritten(one, version) < 0,
        )
        .map(({ key }) => key)
        .join();
    return since(first) === since(second) ? undefined : tag;
  }

  /** The series that is named after a part, its folder or its language, else the one without a name. */
  #of({ names: own, folder, language }: Part): Series {
    const names = [...own, folder, path.posix.basename(folder), ...LANGUAGES[language]];
    const named = names
      .filter(one => one !== '')
      .map(one => this.#series.get(normalizedName(one.replaceAll('/', '-'))))
      .find(found => found !== undefined);
    return named ?? this.#series.get('') ?? NONE;
  }
}
