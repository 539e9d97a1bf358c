import * as l10n from '@vscode/l10n';
import * as path from 'node:path';
import { positionsIn, type Span } from '../../base/text';
import { type ExtraFile, SETTINGS_FILE } from '../engineSettings';
import { JsonDocument } from '../jsonDocument';
import { type KeyedDocument, keyPath } from '../keyedDocument';
import { type Manifest, textOf } from '../manifest';
import { ManifestError } from '../question';
import { type KeyPath, TomlDocument } from '../toml';
import type { PackageBuilder } from './packageBuilder';

// A version as it may stand in running text: no full stop at its end.
const VERSION = '[0-9][0-9A-Za-z]*(?:[.+!_-][0-9A-Za-z]+)*';

interface Place {
  readonly file: string;
  readonly content: string;
  readonly text: string;
  readonly span: Span;
  readonly key?: KeyPath;
}

/** The places that the setting `budtiktok.extraFiles` names for a package. Another number than it says is an error. */
export function findExtraSites(builder: PackageBuilder, name: string): void {
  const { repository } = builder;
  repository.settings.extraFiles.forEach((extra, index) => {
    if (extra.package !== undefined && extra.package !== name) return;
    const files = repository.listing.extra[index] ?? [];
    const places = files.flatMap(file => {
      const manifest = repository.get(file);
      if (manifest?.kind === 'broken') builder.report(manifest.problem);
      const content = textOf(manifest);
      return content === undefined || manifest === undefined
        ? []
        : findPlaces(builder, file, content, manifest, extra);
    });
    for (const { content, text, ...place } of places) {
      builder.add(
        { kind: 'extra', crates: [], ...place },
        positionsIn(content),
        text,
        extra.spelling,
      );
    }
    if (places.length === extra.count) return;
    builder.report({
      severity: 'error',
      file: files[0] ?? path.join(repository.root, SETTINGS_FILE),
      start: { line: 0, column: 0 },
      message: l10n.t(
        'budtiktok.extraFiles: {0} with {1} gives {2} places, and {3} are expected.',
        extra.files,
        extra.search ?? extra.key ?? '',
        places.length,
        extra.count,
      ),
    });
  });
}

function findPlaces(
  builder: PackageBuilder,
  file: string,
  content: string,
  manifest: Manifest,
  { search, key }: ExtraFile,
): Place[] {
  if (search !== undefined) {
    const [before = '', after = ''] = search.split('${version}');
    const pattern = new RegExp(`(${escape(before)})(${VERSION})${escape(after)}`, 'g');
    return [...content.matchAll(pattern)].map(({ index, 1: lead = '', 2: text = '' }) => {
      const start = index + lead.length;
      return { file, content, text, span: { start, end: start + text.length } };
    });
  }
  try {
    const document = keyed(file, content, manifest);
    const found = keyPath(key ?? '', place => document.value(place));
    const text = document.value(found);
    const span = document.span(found);
    return typeof text === 'string' && span !== undefined
      ? [{ file, content, text, span, key: found }]
      : [];
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    builder.report(error.problem);
    return [];
  }
}

function keyed(
  file: string,
  content: string,
  manifest: Manifest,
): Pick<KeyedDocument, 'value' | 'span'> {
  if (manifest.kind === 'keyed') return manifest.document;
  if (manifest.kind === 'cargo') return manifest.cargo.toml;
  if (manifest.kind === 'pyproject') return manifest.pyproject.toml;
  return isJson(file) ? new JsonDocument(file, content) : new TomlDocument(file, content);
}

export function isJson(file: string): boolean {
  return /\.(?:json|jsonc|json5|code-workspace)$/.test(file);
}

export function isYaml(file: string): boolean {
  return /\.(?:ya?ml|cff)$/.test(file);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
