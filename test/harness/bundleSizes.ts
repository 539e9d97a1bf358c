import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Bundling from '../../esbuild.mjs';
import { ROOT } from './paths';

/** The extension, bundled and minified: bytes, and the source files below the top folder. */
export interface BundleSizes {
  /** What activation reads. */
  readonly activation: number;
  /** What is read in one piece with the first look at the workspace. */
  readonly start: number;
  /** What is read when it is needed, and the number of its files. */
  readonly rest: number;
  readonly restFiles: number;
  /** The sources of `activation` and `start`. */
  readonly early: readonly string[];
  readonly late: readonly string[];
}

/** Bundles the extension in memory. */
export async function bundleSizes(): Promise<BundleSizes> {
  const { build } = await import('esbuild');
  const { splitBuild, partsOfStart } = (await import(
    pathToFileURL(path.join(ROOT, 'esbuild.mjs')).href
  )) as typeof Bundling;
  const { outputs } = (await build(splitBuild(true))).metafile;
  const { activation, later } = partsOfStart(outputs);
  const atOnce = new Set([...activation, ...later]);
  const rest = Object.keys(outputs).filter(name => !atOnce.has(name));
  const bytes = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + (outputs[name]?.bytes ?? 0), 0);
  const sources = (names: readonly string[]) =>
    names.flatMap(name => Object.keys(outputs[name]?.inputs ?? {}));
  return {
    activation: bytes(activation),
    start: bytes(later),
    rest: bytes(rest),
    restFiles: rest.length,
    early: sources([...atOnce]),
    late: sources(rest),
  };
}
