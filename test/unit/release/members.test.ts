import * as assert from 'node:assert/strict';
import type { Package } from '../../../src/manifests/package';
import { releaseGroups, requiredBy } from '../../../src/release/members';
import { tagFormatOf } from '../../../src/release/tagFormat';
import { DEFAULT_SETTINGS } from '../../../src/release/settings';
import type { Files } from '../../fixtures/files';
import {
  FIVE_CRATES,
  FRONT_AND_RUNTIMES,
  LIBRARY_AND_CLI,
  THREE_DISTRIBUTIONS,
  TWO_SERIES,
  TWO_SERIES_TAGS,
} from '../../fixtures/releaseShapes';
import { scanFiles } from '../support/memory';

/** The groups as `lead: members`. */
async function groups(files: Files, tags: readonly string[] = []): Promise<string[]> {
  const { packages } = await scanFiles(files);
  const format = ({ name, sites }: Package) =>
    tagFormatOf(DEFAULT_SETTINGS.tagFormat, tags, name, sites[0]?.written.text);
  return releaseGroups(packages, (one, other) => format(one) === format(other)).map(
    ({ lead, members }) => [lead, ...members].map(({ name }) => name).join(' '),
  );
}

describe('the members of a release', () => {
  it('are the distributions whose version and tag are one', async () => {
    assert.deepEqual(await groups(THREE_DISTRIBUTIONS), ['alpha beta gamma']);
    assert.deepEqual(await groups(LIBRARY_AND_CLI), ['demo demo-cli']);
    assert.deepEqual(await groups(FIVE_CRATES), ['demo-py']);
  });

  it('has the front package as its lead, and its runtimes as what has to be there first', async () => {
    assert.deepEqual(await groups(FRONT_AND_RUNTIMES), ['demo demo-runtime-32 demo-runtime-64']);
    const { packages } = await scanFiles(FRONT_AND_RUNTIMES);
    const front = packages.find(({ name }) => name === 'demo');
    assert.ok(front);
    assert.deepEqual(
      requiredBy(front, packages).map(({ name }) => name),
      ['demo-runtime-32', 'demo-runtime-64'],
    );
  });

  it('has the one that the others are named after as its lead', async () => {
    const crate = (name: string) => `[package]\nname = "${name}"\nversion = "0.43.0"\n`;
    assert.deepEqual(
      await groups({
        'Cargo.toml': '[workspace]\nmembers = ["config", "core", "lib"]\n',
        'config/Cargo.toml': crate('demo-config'),
        'core/Cargo.toml': crate('demo-core'),
        'lib/Cargo.toml': crate('demo'),
      }),
      ['demo demo-config demo-core'],
    );
  });

  it('leaves out packages with a version and a series of tags of their own', async () => {
    assert.deepEqual(await groups(TWO_SERIES, TWO_SERIES_TAGS), ['alpha', 'beta']);
  });

  it('leaves out packages whose tags were named apart, although their version is one', async () => {
    assert.deepEqual(
      await groups(THREE_DISTRIBUTIONS, [
        'alpha-v1.3.0',
        'alpha-v1.4.0',
        'beta-v1.3.0',
        'beta-v1.4.0',
        'v1.4.0',
      ]),
      ['alpha', 'beta', 'gamma'],
    );
  });
});
