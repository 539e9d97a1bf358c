import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION_ID } from '../../../src/ids';
import { milliseconds, row, say } from '../report';

/** Extensions that VS Code ships and that have not started in an empty folder: what others cost in the same host. */
const YARDSTICKS = [
  'vscode.npm',
  'vscode.emmet',
  'vscode.gulp',
  'vscode.grunt',
  'vscode.jake',
  'vscode.references-view',
];

describe('Activation', () => {
  it('is measured from the call to the end, with loading the bundle', async () => {
    const idle = YARDSTICKS.map(id => vscode.extensions.getExtension(id)).filter(
      extension => extension?.isActive === false,
    );
    const [first, ...others] = idle;
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension !== undefined && first !== undefined);
    const measure = (found: vscode.Extension<unknown>) =>
      milliseconds(() => Promise.resolve(found.activate()));
    say('Activation inside the host: loading the bundle from disk and activate()');
    // The first activation of all waits for the host itself to be ready.
    say(
      `  (first in line, waits for the host: ${first.id} ${(await measure(first)).toFixed(1)} ms)`,
    );
    row('this extension', await measure(extension));
    for (const other of others) if (other !== undefined) row(other.id, await measure(other));
  });
});
