// @ts-check
/**
 * Bundles the extension (`dist/extension.js`, CommonJS, and beside it the libraries that are loaded late), the command line (`dist/cli.js`) and, with --tests, the test programs (`out/test`).
 *
 *   node esbuild.mjs [--production] [--tests] [--watch]
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));

/** The extension host of the lowest VS Code in package.json (1.90) runs Node 20.9. */
const TARGET = 'node20';

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: TARGET,
  format: 'cjs',
  logLevel: 'warning',
  sourcemap: true,
  // Some packages name their ES module first; it is the smaller one to bundle.
  mainFields: ['module', 'main'],
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

/** `yaml` names its ES module for browsers only; it is the same code, without what nothing calls. */
const YAML = './node_modules/yaml/browser/dist/index.js';

/**
 * The command line reads YAML for few repositories; it is a file beside it.
 * @type {esbuild.Plugin}
 */
const yamlBeside = {
  name: 'yaml-beside',
  setup(build) {
    build.onResolve({ filter: /^yaml$/ }, () => ({ path: './yaml.js', external: true }));
  },
};

/**
 * The extension as ES modules, one file for each `import()`.
 *
 * @param {boolean} production
 * @returns {esbuild.BuildOptions & { metafile: true, write: false }}
 */
export function splitBuild(production) {
  return {
    ...common,
    external: ['vscode'],
    minify: production,
    metafile: true,
    alias: { yaml: YAML },
    entryPoints: ['src/extension.ts'],
    outdir: 'dist',
    format: 'esm',
    splitting: true,
    write: false,
    sourcemap: production ? false : 'inline',
    chunkNames: 'part-[hash]',
  };
}

/**
 * Builds `dist/`: the extension, split so that what a window never needs is never read, and the command line in one file.
 * Every dynamic `import()` begins a file of its own. esbuild splits ES modules only, and VS Code loads CommonJS: each
 * file is split first and turned into CommonJS then.
 *
 * @param {{ production?: boolean }} [options]
 */
export async function buildExtension({ production = false } = {}) {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const output = {
    ...common,
    external: ['vscode'],
    minify: production,
    sourcemap: !production,
    metafile: true,
  };
  const [split, cli, yaml] = await Promise.all([
    esbuild.build(splitBuild(production)),
    esbuild.build({
      ...output,
      entryPoints: ['src/cli/main.ts'],
      outfile: 'dist/cli.js',
      plugins: [ownVersion, yamlBeside],
      banner: { js: '#!/usr/bin/env node' },
    }),
    esbuild.build({ ...output, entryPoints: [YAML], outfile: 'dist/yaml.js' }),
  ]);
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  const inputs = [split, cli, yaml].flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  const packages = bundledPackages(inputs);
  writeFileSync(path.join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), noticesOf(packages));
  writeFileSync(path.join(root, 'dist', 'sbom.cdx.json'), sbomOf(packages));
  const files = new Map(
    await Promise.all(
      split.outputFiles.map(async ({ path: file, text }) => {
        const { code } = await esbuild.transform(text, {
          format: 'cjs',
          platform: 'node',
          target: TARGET,
          supported: { 'dynamic-import': false },
          minify: production,
          sourcemap: production ? false : 'inline',
          sourcefile: path.basename(file),
        });
        return /** @type {[string, string]} */ ([path.basename(file), code]);
      }),
    ),
  );
  // Joined files would lose their source maps.
  const written = production ? joinStart(files, split.metafile.outputs) : files;
  for (const [name, code] of written) writeFileSync(path.join(root, 'dist', name), code);
}

/** What is read in one piece after activation. */
const START = { entry: 'src/ui/start.ts', file: 'start.js' };

/**
 * Joins the parts that the start of the extension always needs in one file: finding, reading and compiling some forty
 * files takes a third longer. The other parts ask that file for them.
 *
 * @param {Map<string, string>} files CommonJS by file name
 * @param {esbuild.Metafile['outputs']} outputs
 * @returns {Map<string, string>}
 */
function joinStart(files, outputs) {
  const joined = partsOfStart(outputs).later.map(name => path.posix.basename(name));
  const elsewhere = new RegExp(
    `require\\("(\\./(?:${joined.map(name => name.replace('.', '\\.')).join('|')}))"\\)`,
    'g',
  );
  // V8 compiles a function in parentheses at once, and does not look through its text twice.
  const parts = joined.map(
    name => `"./${name}":(function(module,exports,require){${files.get(name) ?? ''}\n})`,
  );
  const loader =
    'const loaded={},get=name=>{if(!(name in parts))return require(name);' +
    'if(!(name in loaded)){const module=loaded[name]={exports:{}};parts[name](module,module.exports,get)}' +
    'return loaded[name].exports};module.exports=get;';
  return new Map([
    ...[...files]
      .filter(([name]) => !joined.includes(name))
      .map(
        ([name, code]) =>
          /** @type {[string, string]} */ ([
            name,
            code.replace(elsewhere, `require("./${START.file}")("$1")`),
          ]),
      ),
    [START.file, `"use strict";const parts={${parts.join(',')}};${loader}`],
  ]);
}

/**
 * The files that are read at activation, and those that are read with the first look.
 *
 * @param {esbuild.Metafile['outputs']} outputs
 */
export function partsOfStart(outputs) {
  /** @param {string} output @param {Set<string>} found */
  const atOnce = (output, found = new Set()) => {
    if (found.has(output)) return found;
    found.add(output);
    for (const { path: imported, kind } of outputs[output]?.imports ?? [])
      if (kind === 'import-statement' && imported in outputs) atOnce(imported, found);
    return found;
  };
  const start = Object.keys(outputs).find(name => outputs[name]?.entryPoint === START.entry);
  if (start === undefined) throw new Error(`${START.entry} is not imported late.`);
  const activation = atOnce('dist/extension.js');
  return {
    activation: [...activation],
    later: [...atOnce(start)].filter(name => !activation.has(name)),
  };
}

/** @typedef {{ name: string, version: string, license: string, folder: string }} Bundled */

/**
 * The packages whose code is in the bundles.
 *
 * @param {string[]} inputs paths of the bundled files, below the top folder
 * @returns {Bundled[]}
 */
function bundledPackages(inputs) {
  const names = new Set(
    inputs.flatMap(file => {
      const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
      return name === undefined ? [] : [name];
    }),
  );
  return [...names].sort().map(name => {
    const folder = path.join(root, 'node_modules', name);
    const { version, license } = JSON.parse(
      readFileSync(path.join(folder, 'package.json'), 'utf8'),
    );
    return { name, version, license, folder };
  });
}

/**
 * Their licence texts, as MIT, ISC, BSD and Apache-2.0 ask for.
 *
 * @param {Bundled[]} packages
 */
function noticesOf(packages) {
  const notices = packages.map(({ name, version, license, folder }) => {
    const file = readdirSync(folder).find(entry => /^(?:licen[cs]e|copying)\b/i.test(entry));
    const text = file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}`.trim();
  });
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return `This extension contains code of the following packages.${rule}${notices.join(rule)}\n`;
}

/**
 * A bill of materials in the format of CycloneDX 1.5. It has no date and no serial number: a build of the same sources is
 * the same file.
 *
 * @param {Bundled[]} packages
 */
function sbomOf(packages) {
  const own = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const component = {
    type: 'application',
    'bom-ref': `${own.name}@${own.version}`,
    name: own.name,
    version: own.version,
    licenses: [{ license: { id: own.license } }],
  };
  const components = packages.map(({ name, version, license }) => {
    const purl = `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
    return {
      type: 'library',
      'bom-ref': purl,
      name,
      version,
      purl,
      licenses: [{ license: { id: license } }],
    };
  });
  return `${JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, metadata: { component }, components }, null, 2)}\n`;
}

/** Builds once, and again after every change below `src`, until it is interrupted. */
async function buildAndWatch() {
  const rebuild = async () => {
    console.log('build started');
    await buildExtension().catch(error => console.error(error.message));
    console.log('build finished');
  };
  await rebuild();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let building = Promise.resolve();
  watch(path.join(root, 'src'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => (building = building.then(rebuild)), 100);
  });
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
    external: [
      'vscode',
      'mocha',
      'playwright-core',
      '@vscode/test-electron',
      'esbuild',
      'typescript',
    ],
    sourcemap: 'inline',
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--watch')) await buildAndWatch();
  else await buildExtension({ production: process.argv.includes('--production') });
  if (process.argv.includes('--tests')) await esbuild.build(testBuild());
}
