import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { removeFolder, temporaryFolder } from '../fixtures/files';
import { REPORT_VARIABLE } from '../harness/canary';
import { ROOT } from '../harness/paths';

/** A program that lets a token out in every way that is watched. The token is put together, so that this file holds none. */
const LEAKS = `
  const token = ['token-of', 'the-sample'].join('-');
  const { spawn, spawnSync } = require('node:child_process');
  const fs = require('node:fs');
  const file = process.argv[1];
  console.log(token);
  console.error(Buffer.from('x ' + token).toString());
  fs.writeFileSync(file, '{"token":"' + token + '"}');
  fs.promises.appendFile(file, Buffer.from(token)).then(() => fs.createWriteStream(file).end(token));
  spawn(process.execPath, ['-e', '', '--', 'x=' + token]);
  spawnSync(process.execPath, ['-e', '', '--', token]);
`;

describe('the watch for tokens of the tests', () => {
  const found = (script: string): readonly string[] => {
    const dir = temporaryFolder('watch');
    try {
      const report = path.join(dir, 'report');
      const hook = path.join(ROOT, 'out', 'test', 'harness', 'canaryWatch.main.js');
      execFileSync(process.execPath, ['--require', hook, '-e', script, path.join(dir, 'file')], {
        env: { ...process.env, NODE_OPTIONS: '', [REPORT_VARIABLE]: report },
        stdio: 'ignore',
      });
      return existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n') : [];
    } finally {
      removeFolder(dir);
    }
  };

  it('finds one in output, files and the arguments of programs', () => {
    const places = found(LEAKS).map(line => / in (?:the )?(\w+)/.exec(line)?.[1]);
    assert.deepEqual([...new Set(places)].sort(), ['arguments', 'file', 'output']);
    assert.ok(places.filter(place => place === 'output').length >= 2);
    assert.ok(places.filter(place => place === 'file').length >= 3);
    assert.equal(places.filter(place => place === 'arguments').length, 2);
  });

  it('finds none in what holds no token', () => {
    assert.deepEqual(found("console.log('token of a sample')"), []);
  });
});
