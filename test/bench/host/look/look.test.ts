import { spawnSync } from 'node:child_process';
import * as vscode from 'vscode';
import { services } from '../../../host/support';
import { median, milliseconds } from '../../report';
import { record } from '../../times';

const ROUNDS = 7;

describe('A look at the workspace', () => {
  it('is measured beside git, which lists the same files', async () => {
    const dir = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const {
      workspace: { manifests },
    } = await services();
    const looks: number[] = [],
      lists: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      looks.push(await milliseconds(() => manifests.refresh()));
      lists.push(
        await milliseconds(() =>
          Promise.resolve(
            spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
              cwd: dir,
              maxBuffer: 1e9,
            }),
          ),
        ),
      );
    }
    record('look', median(looks));
    record('list', median(lists));
  }).timeout(120_000);
});
