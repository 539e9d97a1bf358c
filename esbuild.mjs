// @ts-check
/**
 * Bundles the extension (`dist/extension.js`, CommonJS, and beside it the libraries that are loaded late), the command line (`dist/cli.js`) and, with --tests, the test programs (`out/test`).
 *
 *   node esbuild.mjs [--production] [--tests] [--watch]
 */
import { readdirSync, readFileSync } from 'node:fs';
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
 * What most windows never need becomes a file of its own beside the bundle, so that activation does not even read it. It is
 * reached through a dynamic `import()`.
 * @type {readonly { file: string, imports: RegExp, build: esbuild.BuildOptions }[]}
 */
const LATE = [
  { file: './octokit.js', imports: /^@octokit\/core$/, build: { entryPoints: ['@octokit/core'] } },
  // It names its ES module for browsers only; it is the same code, without what nothing calls.
  { file: './yaml.js', imports: /^yaml$/, build: { entryPoints: ['./node_modules/yaml/browser/dist/index.js'] } },
  { file: './late.js', imports: /\/github\/late$/, build: { entryPoints: ['src/github/late.ts'] } },
  { file: './packageIndex.js', imports: /\/packageIndex\/late$/, build: { entryPoints: ['src/packageIndex/late.ts'] } },
];

/** @type {esbuild.Plugin} */
const lateFiles = {
  name: 'late-files',
  setup(build) {
    for (const { file, imports } of LATE) {
      build.onResolve({ filter: imports }, ({ kind }) => (kind === 'entry-point' ? undefined : { path: file, external: true }));
    }
  },
};

/**
 * Of package.json the command line needs the version alone.
 * @type {esbuild.Plugin}
 */
const ownVersion = {
  name: 'own-version',
  setup(build) {
    build.onLoad({ filter: /[\\/]package\.json$/ }, ({ path: file }) => {
      if (path.dirname(file) !== root) return undefined;
      const { version } = JSON.parse(readFileSync(file, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/**
 * @param {{ production?: boolean }} [options]
 * @returns {esbuild.BuildOptions[]}
 */
export function extensionBuilds({ production = false } = {}) {
  const output = { ...common, external: ['vscode'], minify: production, sourcemap: !production };
  return [
    { ...output, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', plugins: [lateFiles] },
    { ...output, entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli.js', plugins: [lateFiles, ownVersion], banner: { js: '#!/usr/bin/env node' } },
    ...LATE.map(({ file, build }) => ({ ...output, plugins: [lateFiles], ...build, outfile: `dist/${file}` })),
  ];
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
  const builds = extensionBuilds({ production: process.argv.includes('--production') });
  if (process.argv.includes('--tests')) builds.push(testBuild());
  if (process.argv.includes('--watch')) {
    for (const build of builds) await (await esbuild.context(build)).watch();
  } else {
    await Promise.all(builds.map(build => esbuild.build(build)));
  }
}
