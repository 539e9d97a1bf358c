// @ts-check
/**
 * Bundles the extension (one CommonJS file, `dist/extension.js`) and, with --tests, the test programs (`out/test`).
 *
 *   node esbuild.mjs [--production] [--tests] [--watch]
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  // The extension host of the lowest VS Code in package.json (1.90) runs Node 20.9.
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
  sourcemap: true,
  // Some packages name their ES module first; it is the smaller one to bundle.
  mainFields: ['module', 'main'],
};

/**
 * @param {{ production?: boolean }} [options]
 * @returns {esbuild.BuildOptions}
 */
export function extensionBuild({ production = false } = {}) {
  return {
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    minify: production,
    sourcemap: !production,
    metafile: true,
  };
}

/** Every test file and test program becomes a bundle of its own, found by its name and never by a list.
 * @returns {esbuild.BuildOptions} */
export function testBuild() {
  const entries = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter(file => /(\.test|\.main)\.ts$/.test(file))
    .map(file => path.join('test', file));
  return {
    ...common,
    entryPoints: entries,
    outdir: 'out/test',
    outbase: 'test',
    external: ['vscode', 'mocha', 'playwright-core', '@vscode/test-electron', 'esbuild', 'typescript'],
    sourcemap: 'inline',
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const builds = [extensionBuild({ production: process.argv.includes('--production') })];
  if (process.argv.includes('--tests')) builds.push(testBuild());
  if (process.argv.includes('--watch')) {
    for (const build of builds) await (await esbuild.context(build)).watch();
  } else {
    await Promise.all(builds.map(build => esbuild.build(build)));
  }
}
