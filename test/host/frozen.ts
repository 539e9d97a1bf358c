import * as assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/ids';
import { removeFolder, writeFilesTo } from '../fixtures/files';

/** A pattern, a glob and a filter that a regular expression needs longer than a lifetime for. */
const FROZEN = {
  'frozen/pyproject.toml': `[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "frozen"
dynamic = ["version"]

[tool.hatch.version]
path = "version.txt"
pattern = "(?P<version>(a+)+)$x"
`,
  'frozen/version.txt': `${'a'.repeat(60)}\n`,
  'frozen/Cargo.toml': `[workspace]\nmembers = ["${'*a'.repeat(200)}", "${'['.repeat(5_000)}"]\n`,
  '.github/workflows/frozen.yml': `on: { push: { tags: ["${'*a'.repeat(200)}b", "*+!"] } }\njobs: {}\n`,
};

/** Milliseconds for which the extension host may stand still: the limit of one pattern, twice, on a busy computer. */
const MOST_MS = 5_000;

/** Reads a workspace with hostile files anew, and asserts that the extension host answers all the while. */
export async function assertNotFrozen(workspace: string): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  try {
    writeFilesTo(workspace, FROZEN);
    delay.enable();
    await vscode.commands.executeCommand(COMMANDS.refresh);
    delay.disable();
    assert.ok(delay.max / 1e6 < MOST_MS, `blocked for ${Math.round(delay.max / 1e6)} ms`);
  } finally {
    removeFolder(path.join(workspace, 'frozen'));
    removeFolder(path.join(workspace, '.github', 'workflows', 'frozen.yml'));
    await vscode.commands.executeCommand(COMMANDS.refresh);
  }
}
