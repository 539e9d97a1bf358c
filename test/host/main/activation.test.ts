import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS } from '../../../src/ids';
import { agreement } from '../../../src/manifests/package';
import { SAMPLE_CRATES } from '../../fixtures/sample';
import { services } from '../support';
import { packagesOf } from '../../../src/ui/selectors';

describe('In a workspace like budtiktok, the extension', () => {
  it('registers every command that it declares', async () => {
    await services();
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const command of [...Object.values(COMMANDS), ...Object.values(INTERNAL_COMMANDS)])
      assert.ok(registered.has(command), command);
  });

  it('finds the package, its version sites and nothing of the environment and build folder', async () => {
    const { store } = await services();
    const packages = packagesOf(store.value);
    assert.deepEqual(
      packages.map(({ name }) => name),
      ['budtiktok'],
    );
    const [pkg] = packages;
    assert.ok(pkg);
    assert.deepEqual(pkg.crates, SAMPLE_CRATES);
    assert.deepEqual(
      pkg.sites
        .map(
          ({ kind, file, start }) =>
            `${vscode.workspace.asRelativePath(file)}:${start.line + 1} ${kind}`,
        )
        .filter(line => !line.endsWith('lock')),
      [
        'crates/budtiktok-python/pyproject.toml:7 project',
        'Cargo.toml:17 workspace',
        'crates/budtiktok-python/python/budtiktok/__init__.py:5 dunder',
      ],
    );
    assert.equal(pkg.sites.filter(({ kind }) => kind === 'lock').length, 11);
    assert.equal(agreement(pkg.sites).current?.text, '0.1.0');
  });
});
