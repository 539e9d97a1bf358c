import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { CargoManifest } from '../../../src/manifests/cargo/cargoManifest';
import { CargoWorkspaces, globMatches } from '../../../src/manifests/cargo/cargoWorkspaces';
import { TomlDocument } from '../../../src/manifests/toml';
import type { Files } from '../../fixtures/files';
import { below, TOP } from '../support/memory';

function workspaces(files: Files) {
  const manifests = Object.entries(files).map(
    ([name, text]) => new CargoManifest(new TomlDocument(path.join(TOP, name), text)),
  );
  const all = new CargoWorkspaces(manifests);
  const at = (dir: string) => {
    const found = all.at(path.join(TOP, dir));
    assert.ok(found);
    return found;
  };
  return {
    rootOf: (dir: string) => {
      const root = all.rootOf(at(dir));
      return root === undefined ? undefined : below(root.dir);
    },
    members: (dir: string) =>
      all
        .members(at(dir))
        .map(crate => below(crate.dir))
        .sort(),
    locked: (dir: string) =>
      all
        .locked(at(dir))
        .map(crate => below(crate.dir))
        .sort(),
  };
}

const crate = (name: string, rest = '') =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\n${rest}`;

describe('CargoWorkspaces', () => {
  it('finds members by glob, less what is excluded, and path dependencies of members', () => {
    const { members, rootOf } = workspaces({
      'Cargo.toml':
        '[workspace]\nmembers = ["crates/*", "bindings/python"]\nexclude = ["crates/old"]\n',
      'crates/a/Cargo.toml': crate(
        'a',
        '[dependencies]\nhidden = { path = "../../internal/hidden" }\n',
      ),
      'crates/old/Cargo.toml': crate('old'),
      'internal/hidden/Cargo.toml': crate(
        'hidden',
        '[target."cfg(unix)".build-dependencies]\ndeep = { path = "../deep" }\n',
      ),
      'internal/deep/Cargo.toml': crate('deep'),
      'internal/alone/Cargo.toml': crate('alone'),
      'bindings/python/Cargo.toml': crate('python'),
    });
    assert.deepEqual(members(''), [
      'bindings/python',
      'crates/a',
      'internal/deep',
      'internal/hidden',
    ]);
    assert.equal(rootOf('crates/a'), '');
    assert.equal(rootOf('crates/old'), undefined);
  });

  it('follows workspace = true to the path in the root', () => {
    const { members } = workspaces({
      'Cargo.toml':
        '[workspace]\nmembers = ["a"]\n[workspace.dependencies]\nb = { path = "b", package = "real-b" }\n',
      'a/Cargo.toml': crate('a', '[dev-dependencies]\nb.workspace = true\n'),
      'b/Cargo.toml': crate('real-b'),
    });
    assert.deepEqual(members(''), ['a', 'b']);
  });

  it('follows workspace = true in the workspace that the crate is in, also from a lock outside of it', () => {
    const { locked } = workspaces({
      'Cargo.toml':
        '[workspace]\nmembers = ["a", "b"]\nexclude = ["fuzz"]\n[workspace.dependencies]\nb = { path = "b" }\n',
      'a/Cargo.toml': crate('a', '[dependencies]\nb.workspace = true\n'),
      'b/Cargo.toml': crate('b'),
      'fuzz/Cargo.toml': crate(
        'fuzz',
        '[dependencies]\na = { path = "../a" }\n[workspace]\n[workspace.dependencies]\nb = { path = "../wrong" }\n',
      ),
      'wrong/Cargo.toml': crate('b'),
    });
    assert.deepEqual(locked('fuzz'), ['a', 'b', 'fuzz']);
  });

  it('knows nested workspaces, package.workspace and a root that is a crate itself', () => {
    const { members, rootOf, locked } = workspaces({
      'Cargo.toml': `${crate('root', '[dependencies]\ncore = { path = "core" }\n')}[workspace]\n`,
      'core/Cargo.toml': crate('core'),
      'core/fuzz/Cargo.toml': crate(
        'fuzz',
        '[dependencies.core]\npath = ".."\n[workspace]\nmembers = ["."]\n',
      ),
      'elsewhere/Cargo.toml': crate('elsewhere', 'workspace = "../core/fuzz"\n'),
    });
    assert.deepEqual(members(''), ['', 'core']);
    assert.equal(rootOf('core/fuzz'), 'core/fuzz');
    assert.equal(rootOf('elsewhere'), 'core/fuzz');
    assert.deepEqual(members('core/fuzz'), ['core/fuzz']);
    assert.deepEqual(
      locked('core/fuzz'),
      ['core', 'core/fuzz'],
      'its lock records the crate of the other workspace',
    );
  });

  it('survives path dependencies that go round in circles', () => {
    const { locked } = workspaces({
      'a/Cargo.toml': crate('a', '[dependencies]\nb = { path = "../b" }\n'),
      'b/Cargo.toml': crate('b', '[dev-dependencies]\na = { path = "../a" }\n'),
    });
    assert.deepEqual(locked('a'), ['a', 'b']);
  });
});

describe('globMatches', () => {
  const matches = (pattern: string, dir: string) =>
    globMatches(path.join(TOP, pattern), path.join(TOP, dir));

  it("reads patterns as Rust's glob crate does", () => {
    assert.ok(matches('crates/*', 'crates/a'));
    assert.ok(matches('crates/*', 'crates/.hidden'));
    assert.ok(!matches('crates/*', 'crates/a/b'));
    assert.ok(!matches('crates/*', 'crates'));
    assert.ok(matches('crates/**', 'crates/a/b'));
    assert.ok(matches('**/fuzz', 'a/b/fuzz'));
    assert.ok(matches('crates/lib-?', 'crates/lib-a'));
    assert.ok(matches('crates/[ab]*', 'crates/bench'));
    assert.ok(!matches('crates/[!ab]*', 'crates/bench'));
    assert.ok(!matches('crates/{a,b}', 'crates/a'), 'braces have no meaning');
    assert.ok(matches('crates/a.b/*', 'crates/a.b/c'));
    assert.ok(!matches('crates/a.b/*', 'crates/axb/c'));
  });
});
