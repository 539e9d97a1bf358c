import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { ROOT } from './paths';

/** Languages beside English, as VS Code names them. */
export const LANGUAGES = ['zh-cn', 'ja', 'de'] as const;

/** Texts by key. */
export type Texts = Readonly<Record<string, string>>;

export function readTexts(file: string): Texts {
  return JSON.parse(readFileSync(file, 'utf8')) as Texts;
}

/** One text of a file, on a line of its own. */
const LINE = /^\s*("(?:[^"\\]|\\.)*"): ("(?:[^"\\]|\\.)*"),?$/gm;

/** The texts of a file after a merge that kept the lines of both sides, which may be no JSON until it is written again. */
export function readMergedTexts(text: string): Texts {
  return Object.fromEntries(
    [...text.matchAll(LINE)].map(([, key = '""', value = '""']) => [
      JSON.parse(key) as string,
      JSON.parse(value) as string,
    ]),
  );
}

/** The files of a language, each with the English one that it translates. */
export function translatedFiles(language: string): readonly (readonly [string, string])[] {
  return [
    [path.join(ROOT, 'package.nls.json'), path.join(ROOT, `package.nls.${language}.json`)],
    [
      path.join(ROOT, 'l10n', 'bundle.l10n.json'),
      path.join(ROOT, 'l10n', `bundle.l10n.${language}.json`),
    ],
  ];
}

/** The keys of the English file that a language lacks. */
export function untranslated(english: Texts, translated: Texts): string[] {
  return Object.keys(english).filter(key => translated[key] === undefined);
}

/** The translations of keys that still exist, in the order of the English file. */
export function pruned(english: Texts, translated: Texts): string {
  const kept = Object.keys(english).filter(key => translated[key] !== undefined);
  return `${JSON.stringify(Object.fromEntries(kept.map(key => [key, translated[key]])), null, 2)}\n`;
}
