import * as path from 'node:path';
import { type EngineSettings, NO_SETTINGS } from '../../../src/manifests/engineSettings';
import type { Package, Scan } from '../../../src/manifests/package';
import { obstacles, planVersion, type VersionPlan } from '../../../src/manifests/plan/versionPlan';
import type { FileReader } from '../../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../../src/manifests/scan/manifestIndex';
import { parseReleaseVersion } from '../../../src/versions/releaseVersion';
import type { Files } from '../../fixtures/files';

/** Where the files of a test stand, as an absolute path of this system. */
export const TOP = path.resolve('/repository');

export function memoryReader(files: Files): FileReader {
  const texts = new Map(Object.entries(files).map(([name, text]) => [path.join(TOP, name), text]));
  return {
    read: file => Promise.resolve(texts.get(file)),
    list: dir => {
      const below = [...texts.keys()]
        .filter(file => file.startsWith(dir + path.sep))
        .map(file => file.slice(dir.length + 1).split(path.sep));
      const names = new Map(below.map(([name = '', ...rest]) => [name, rest.length > 0]));
      return Promise.resolve([...names].map(([name, isDirectory]) => ({ name, isDirectory })));
    },
  };
}

export async function scanFiles(
  files: Files,
  settings: EngineSettings = NO_SETTINGS,
): Promise<Scan & { index: ManifestIndex }> {
  const index = new ManifestIndex(TOP, memoryReader(files), settings);
  return { ...(await index.scan()), index };
}

/** Plans a version for the only package of the files. Paths of the result are below {@link TOP}, with "/". */
export async function planFiles(
  files: Files,
  to: string,
  name?: string,
  settings: EngineSettings = NO_SETTINGS,
): Promise<VersionPlan & { after: Record<string, string>; reasons: string[] }> {
  const { index, packages } = await scanFiles(files, settings);
  const pkg = packages.find(found => name === undefined || found.name === name);
  const version = parseReleaseVersion(to);
  if (pkg === undefined || !version.ok) throw new Error('no such package or version');
  const plan = planVersion(index, pkg, version.version);
  return {
    ...plan,
    after: Object.fromEntries(plan.changes.map(({ file, after }) => [below(file), after])),
    reasons: obstacles(plan).map(
      ({ file, start, message }) => `${below(file)}:${start.line + 1}: ${message}`,
    ),
  };
}

/** The sites of a package, one line each: file, line, column, kind and text. */
export function siteLines({ sites }: Package): string[] {
  return sites.map(
    ({ file, start, kind, written }) =>
      `${below(file)}:${start.line + 1}:${start.column + 1} ${kind} ${written.text}`,
  );
}

export function below(file: string): string {
  return path.relative(TOP, file).split(path.sep).join('/');
}
