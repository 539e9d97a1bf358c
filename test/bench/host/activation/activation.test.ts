import * as assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import type { Started } from '../../../../src/extension';
import { EXTENSION_ID } from '../../../../src/ids';
import { milliseconds } from '../../report';
import { record } from '../../times';

/** Ships with VS Code and does not start in an empty folder. The first activation of all waits for the host to be ready. */
const FIRST = 'vscode.gulp';

/** Ids of extensions to measure before this one, and after it. */
const { BUDTIKTOK_BESIDE: beside = '', BUDTIKTOK_PEER: peer = '' } = process.env;

describe('Activation', () => {
  it('is measured from the call to the end, with loading the bundle', async () => {
    await extension(FIRST).activate();
    record('empty', await milliseconds(() => Promise.resolve(extension(beside).activate())));
    const collect = garbageCollector();
    collect();
    const heap = process.memoryUsage().heapUsed;
    record('own', await milliseconds(() => Promise.resolve(extension(EXTENSION_ID).activate())));
    const { services } = extension<Started>(EXTENSION_ID).exports;
    record('start', await milliseconds(() => services));
    await (await services).workspace.manifests.current();
    collect();
    record('heap', process.memoryUsage().heapUsed - heap);
    if (peer !== '')
      record('peer', await milliseconds(() => Promise.resolve(extension(peer).activate())));
  });
});

function extension<Exports>(id: string): vscode.Extension<Exports> {
  const found = vscode.extensions.getExtension<Exports>(id);
  assert.ok(found !== undefined, `${id} is there`);
  assert.ok(id === EXTENSION_ID || !found.isActive, `${id} has not started`);
  return found;
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  return collect;
}
