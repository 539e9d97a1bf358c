import { normalizedName } from '../base/names';
import * as path from 'node:path';
import { positionsIn, type Span } from '../base/text';

/** A `[[package]]` of a uv.lock, poetry.lock or pdm.lock that stands for a folder of this disk. */
export interface LocalEntry {
  /** PEP 503 normal form. */
  readonly name: string;
  /** Absolute path of the project's folder. */
  readonly dir: string;
  readonly version: string;
  /** The characters of the version between its quotes. */
  readonly span: Span;
  /** Which `[[package]]` of the file it is. */
  readonly index: number;
}

/** File names of Python's locks, which all hold their packages in `[[package]]` tables. */
export const PYTHON_LOCKS = ['uv.lock', 'poetry.lock', 'pdm.lock'] as const;

/**
 * A lock of Python, scanned rather than parsed: these files may have megabytes, and their tools write them in one shape.
 * An edit is proven with a real parser.
 *
 * The own projects of uv have `source = { editable | virtual | directory = "…" }`, those of poetry `[package.source]`
 * with `type = "directory"` and `url`, those of pdm `path`. A project with a dynamic version has none in uv.lock.
 */
export class PythonLock {
  readonly local: readonly LocalEntry[];
  /** Where an offset of the text is shown. */
  readonly positionAt: ReturnType<typeof positionsIn>;

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    this.local = scan(text, path.dirname(file));
    this.positionAt = positionsIn(text);
  }
}

// uv; pdm; poetry
const FOLDER =
  /^source = \{ (?:editable|virtual|directory) = "([^"\\]*)"|^path = "([^"\\]*)"|^\[package\.source\]\r?\ntype = "directory"\r?\nurl = "([^"\\]*)"/m;

function scan(text: string, dir: string): LocalEntry[] {
  const starts = [...text.matchAll(/^\[\[package\]\][ \t]*\r?$/gm)].map(found => found.index);
  return starts.flatMap((start, index) => {
    const block = text.slice(start, starts[index + 1] ?? text.length);
    const folder = FOLDER.exec(block);
    const name = /^name = "([^"\\]*)"/m.exec(block)?.[1];
    const version = /^version = "([^"\\]*)"/m.exec(block);
    if (folder === null || name === undefined || version === null) return [];
    const at = start + version.index + 'version = "'.length;
    const found = version[1] ?? '';
    return [
      {
        name: normalizedName(name),
        dir: path.resolve(dir, folder[1] ?? folder[2] ?? folder[3] ?? ''),
        version: found,
        span: { start: at, end: at + found.length },
        index,
      },
    ];
  });
}
