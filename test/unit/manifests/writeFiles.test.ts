import * as assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import * as path from 'node:path';
import { temporaryName } from '../../../src/base/paths';
import {
  sweepTemporaryFiles,
  WriteError,
  writeFiles,
} from '../../../src/manifests/plan/writeFiles';
import { removeFolder, temporaryFolder } from '../../fixtures/files';

describe('writeFiles', () => {
  let dir: string;
  const at = (name: string) => path.join(dir, name);
  const change = (name: string, before: string, after: string) => ({
    file: at(name),
    before,
    after,
  });
  const fails = async (changes: Parameters<typeof writeFiles>[0]): Promise<WriteError> => {
    try {
      await writeFiles(changes);
    } catch (error) {
      assert.ok(error instanceof WriteError);
      return error;
    }
    return assert.fail('it was written');
  };

  beforeEach(() => {
    dir = temporaryFolder('write');
    writeFileSync(at('a'), 'a1');
    writeFileSync(at('b'), 'b1');
  });
  afterEach(() => removeFolder(dir));

  it('writes all files and leaves nothing else behind', async () => {
    await writeFiles([change('a', 'a1', 'a2'), change('b', 'b1', '\uFEFFb2\r\n')]);
    assert.equal(readFileSync(at('a'), 'utf8'), 'a2');
    assert.deepEqual(readFileSync(at('b')), Buffer.from('\uFEFFb2\r\n'));
    assert.deepEqual(readdirSync(dir).sort(), ['a', 'b']);
  });

  it('removes temporary files that a killed program left, and no file that may be in use', async () => {
    const [left, inUse] = [temporaryName(at('a')), temporaryName(at('a'))];
    const others = [`${at('a')}.tmp`, temporaryName(at('elsewhere'))];
    for (const file of [left, inUse, ...others]) writeFileSync(file, 'half');
    const longAgo = Date.now() / 1_000 - 120;
    for (const file of [left, ...others]) utimesSync(file, longAgo, longAgo);
    await sweepTemporaryFiles([at('a'), at('b')]);
    const kept = ['a', 'b', ...[inUse, ...others].map(file => path.basename(file))];
    assert.deepEqual(readdirSync(dir).sort(), kept.sort());
  });

  it('keeps the mode and writes through links', async () => {
    if (process.platform === 'win32') return;
    mkdirSync(at('real'));
    writeFileSync(at('real/c'), 'c1');
    chmodSync(at('real/c'), 0o754);
    symlinkSync('real/c', at('link'));
    await writeFiles([change('link', 'c1', 'c2')]);
    assert.equal(readFileSync(at('real/c'), 'utf8'), 'c2');
    assert.equal(statSync(at('real/c')).mode & 0o777, 0o754);
    assert.equal(readFileSync(at('link'), 'utf8'), 'c2');
  });

  it('writes one file of two names once, and refuses two texts for it', async () => {
    if (process.platform === 'win32') return;
    symlinkSync('a', at('link'));
    await writeFiles([change('a', 'a1', 'a2'), change('link', 'a1', 'a2')]);
    assert.equal(readFileSync(at('a'), 'utf8'), 'a2');
    assert.match(
      (await fails([change('a', 'a2', 'a3'), change('link', 'a2', 'a4')])).message,
      /the same file/,
    );
    assert.equal(readFileSync(at('a'), 'utf8'), 'a2');
  });

  it('does not write through a link that leads out of the repository', async () => {
    if (process.platform === 'win32') return;
    mkdirSync(at('repository'));
    symlinkSync('../a', at('repository/link'));
    const refused = await writeFiles(
      [change('repository/link', 'a1', 'a2')],
      at('repository'),
    ).then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(refused instanceof WriteError);
    assert.equal(refused.reason, 'outside');
    assert.equal(readFileSync(at('a'), 'utf8'), 'a1');
  });

  it('writes nothing where one file has changed, is gone or is read-only', async () => {
    writeFileSync(at('b'), 'other');
    assert.equal(
      (await fails([change('a', 'a1', 'a2'), change('b', 'b1', 'b2')])).reason,
      'changed',
    );
    rmSync(at('b'));
    const missing = await fails([change('a', 'a1', 'a2'), change('b', 'b1', 'b2')]);
    assert.equal(missing.reason, 'missing');
    assert.match(missing.message, /^b is no longer there\. Nothing was written/);
    writeFileSync(at('b'), 'b1');
    chmodSync(at('b'), 0o444);
    const readOnly = await fails([change('a', 'a1', 'a2'), change('b', 'b1', 'b2')]);
    assert.equal(readOnly.reason, 'readOnly');
    assert.match(readOnly.message, /^b is read-only\. Nothing was written/);
    assert.equal(readFileSync(at('a'), 'utf8'), 'a1');
    assert.deepEqual(readdirSync(dir).sort(), ['a', 'b']);
  });

  it('puts back what it had replaced when a later file cannot be', async () => {
    // A folder cannot be replaced by a file: make the target one between reading and renaming.
    const changes = [change('a', 'a1', 'a2'), change('b', 'b1', 'b2')];
    const racing = {
      ...changes[1]!,
      get after(): string {
        rmSync(at('b'), { recursive: true, force: true });
        mkdirSync(at('b/full'), { recursive: true });
        return 'b2';
      },
    };
    const error = await fails([changes[0]!, racing]);
    assert.equal(error.reason, 'failed');
    assert.match(error.message, /No file was changed/);
    assert.equal(readFileSync(at('a'), 'utf8'), 'a1');
    assert.deepEqual(readdirSync(dir).sort(), ['a', 'b']);
  });
});
