import * as path from 'node:path';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { ROOT } from './paths';

const VSIX = path.join(ROOT, 'out', 'budtiktok-release.vsix');

/** The packaged extension, made anew where anything that goes into it is younger. */
export async function packageExtension(): Promise<string> {
  if (existsSync(VSIX) && newest() < statSync(VSIX).mtimeMs) return VSIX;
  mkdirSync(path.dirname(VSIX), { recursive: true });
  // The bundle that is packaged is minified; the one that the host tests run is built again afterwards.
  try {
    await promisify(execFile)(
      process.execPath,
      [
        path.join(ROOT, 'node_modules/@vscode/vsce/vsce'),
        'package',
        '--no-dependencies',
        '--out',
        VSIX,
      ],
      { cwd: ROOT },
    );
  } finally {
    await promisify(execFile)(process.execPath, [path.join(ROOT, 'esbuild.mjs')]);
  }
  return VSIX;
}

function newest(): number {
  const inside = ['src', 'media', 'l10n'].flatMap(dir =>
    readdirSync(path.join(ROOT, dir), { recursive: true, encoding: 'utf8' }).map(file =>
      path.join(dir, file),
    ),
  );
  const files = [
    ...inside,
    'package.json',
    'package.nls.json',
    'README.md',
    'CHANGELOG.md',
    'esbuild.mjs',
    '.vscodeignore',
  ];
  return Math.max(...files.map(file => statSync(path.join(ROOT, file)).mtimeMs));
}
