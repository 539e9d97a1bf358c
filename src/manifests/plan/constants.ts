import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { type Position, positionsIn, type Span } from '../../base/text';
import { isSemVer } from '../../versions/semver';
import { textOf } from '../manifest';
import type { PackageBuilder } from './packageBuilder';

/** A line outside of the known sites that holds a version. */
export interface VersionLine {
  /** `constant:src/lib.rs#3f2a91`: the file and what its line says beside the version. */
  readonly id: string;
  readonly span: Span;
  readonly start: Position;
  /** The version as it is written. */
  readonly text: string;
  readonly line: string;
}

const PREFIX = 'constant:';

// A version that is not a part of a longer number or word: 1.2.3 in "v1.2.3", but not in "11.2.3" or "1.2.3.4".
const VERSION =
  /(?<![\w.+-]|[0-9])v?(\d+\.\d+\.\d+(?:-?[A-Za-z]+[.-]?\d*)?)(?![\w+-]|\.[0-9A-Za-z])/g;

/** The lines of a text that hold a version for which `wanted` says yes. */
export function* versionLines(
  file: string,
  text: string,
  wanted: (version: string) => boolean,
): Generator<VersionLine> {
  for (const found of text.matchAll(VERSION)) {
    const version = found[1] ?? '';
    if (!wanted(version)) continue;
    const end = found.index + found[0].length;
    const span = { start: end - version.length, end };
    const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
    const lineEnd = text.indexOf('\n', end);
    const line = text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd).trim();
    let row = 0;
    for (let at = text.indexOf('\n'); at !== -1 && at < lineStart; at = text.indexOf('\n', at + 1))
      row++;
    const nth = [...text.slice(lineStart, span.start).matchAll(VERSION)].length;
    yield {
      id: `${PREFIX}${file}#${shape(line, nth)}`,
      span,
      start: { line: row, column: span.start - lineStart },
      text: version,
      line,
    };
  }
}

/**
 * What a line says whatever versions stand in it, and which of them is meant, as six characters that can be typed: FNV-1a,
 * folded to 24 bits (Noll, "FNV Hash"). It tells the lines of a file apart and keeps no secret; loading a library for that
 * takes longer than a plan.
 */
function shape(line: string, nth: number): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${nth} ${line.replace(VERSION, '$').replace(/\s+/g, ' ')}`))
    hash = Math.imul(hash ^ byte, 0x01000193);
  return ((hash >>> 24) ^ (hash & 0xffffff)).toString(16).padStart(6, '0');
}

/** The lines that were confirmed to move with the package. An answer that fits no line any more is an error. */
export function findConfirmed(builder: PackageBuilder): void {
  const { repository } = builder;
  for (const [id, answer] of builder.settings.answers) {
    const name = new RegExp(`^${PREFIX}(.+)#[0-9a-f]{6}$`).exec(id)?.[1];
    if (name === undefined || answer !== 'move') continue;
    const file = path.resolve(repository.root, name);
    const isBelow = file.startsWith(repository.root + path.sep);
    const manifest = isBelow ? repository.get(file) : undefined;
    const text = textOf(manifest);
    if (isBelow && manifest === undefined) continue;
    const lines =
      text === undefined
        ? []
        : [...versionLines(name, text, () => true)].filter(line => line.id === id);
    for (const { span, text: version } of lines) {
      builder.add(
        { kind: 'constant', file, span, crates: [] },
        positionsIn(text ?? ''),
        version,
        spellingOf(file, version),
      );
    }
    if (lines.length === 0) {
      builder.report({
        severity: 'error',
        file: isBelow && text !== undefined ? file : repository.root,
        start: { line: 0, column: 0 },
        message: l10n.t(
          'The line that was confirmed as "{0}" is not there any more: take the answer out of budtiktok.packages.',
          id,
        ),
      });
    }
  }
}

/** How a place outside of the manifests spells versions. A final version is spelt the same in both worlds. */
function spellingOf(file: string, version: string): 'semver' | 'pep440' {
  if (!isSemVer(version)) return 'pep440';
  if (version.includes('-')) return 'semver';
  return ['.py', '.pyi', '.cfg'].includes(path.extname(file)) ? 'pep440' : 'semver';
}
