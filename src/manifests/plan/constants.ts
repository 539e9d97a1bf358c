import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { type Position, positionsIn, type Span } from '../../base/text';
import { isSemVer } from '../../versions/semver';
import { readVersion } from '../../versions/writtenVersion';
import { textOf } from '../manifest';
import { agreement } from '../package';
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

// A version that is not a part of a longer number or word: 1.2.3 in "v1.2.3", "badge/version-1.2.3-orange" and
// "demo-1.2.3-cp39-abi3.whl", but not in "11.2.3" or "1.2.3.4". Every part is bounded: a line may hold a megabyte.
const VERSION =
  /(?<![\w.+]|\d-)v?(\d{1,9}\.\d{1,9}\.\d{1,9}(?:(?:-(?:alpha|beta|rc|dev|a|b|c|pre)|\.dev|[abc]|rc)[.-]?\d{0,9})?(?:\+[0-9A-Za-z.]{1,40})?)(?![\w+]|\.[0-9])/g;

/**
 * The lines of a text that hold a version for which `wanted` says yes. Each id is about one line: where several lines of
 * the file have the same words, the line above and then the order distinguish them.
 */
export function versionLines(
  file: string,
  text: string,
  wanted: (version: string) => boolean,
): readonly VersionLine[] {
  const found: (Omit<VersionLine, 'id'> & { shape: string; context: string })[] = [];
  let row = 0;
  let counted = 0;
  for (const match of text.matchAll(VERSION)) {
    const version = match[1] ?? '';
    const end = match.index + match[0].length;
    const span = { start: end - version.length, end };
    const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
    const lineEnd = text.indexOf('\n', end);
    // A line of a megabyte is data.
    if (lineEnd === -1 ? text.length - lineStart > 10_000 : lineEnd - lineStart > 10_000) continue;
    const line = text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd).trim();
    for (
      let at = text.indexOf('\n', counted);
      at !== -1 && at < lineStart;
      at = text.indexOf('\n', counted)
    ) {
      row++;
      counted = at + 1;
    }
    const nth = [...text.slice(lineStart, span.start).matchAll(VERSION)].length;
    const above = text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, Math.max(0, lineStart - 1));
    found.push({
      shape: shape(line, nth),
      context: shape(`${above.trim().slice(0, 1000)} ${line}`, nth),
      span,
      start: { line: row, column: span.start - lineStart },
      text: version,
      line,
    });
  }
  const shapes = counts(found.map(({ shape }) => shape));
  const contexts = counts(found.map(({ context }) => context));
  const seen = new Map<string, number>();
  return found
    .map(({ shape: own, context, ...line }): VersionLine => {
      const isAlone = shapes.get(own) === 1;
      const order = seen.get(context) ?? 0;
      seen.set(context, order + 1);
      const name = isAlone ? own : contexts.get(context) === 1 ? context : shape(context, order);
      return { id: `${PREFIX}${file}#${name}`, ...line };
    })
    .filter(({ text: version }) => wanted(version));
}

function counts(names: readonly string[]): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  for (const name of names) counted.set(name, (counted.get(name) ?? 0) + 1);
  return counted;
}

/**
 * What a line says beside its versions, and which of them is meant, as six characters that can be typed: FNV-1a, folded
 * to 24 bits (Noll, "FNV Hash"). It keeps no secret; loading a library for that takes longer than a plan.
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
    const candidates =
      text === undefined
        ? []
        : [...versionLines(name, text, () => true)].filter(line => line.id === id);
    // An answer is about one line: the one that holds the package's version where several have its words.
    const { current } = agreement(builder.sites);
    const holding = candidates.filter(
      line => readVersion(line.text, spellingOf(file, line.text)).key === current?.key,
    );
    const lines = (holding.length > 0 ? holding : candidates).slice(0, 1);
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

/** How a place outside of the manifests spells versions. A final version is spelt the same in SemVer and PEP 440. */
function spellingOf(file: string, version: string): 'semver' | 'pep440' {
  if (!isSemVer(version)) return 'pep440';
  if (version.includes('-')) return 'semver';
  return ['.py', '.pyi', '.cfg'].includes(path.extname(file)) ? 'pep440' : 'semver';
}
