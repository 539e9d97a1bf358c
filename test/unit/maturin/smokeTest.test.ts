import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runSteps, type Ended } from '../../../src/maturin/runSteps';
import { findTools } from '../../../src/maturin/tools';
import { smokeTestSteps } from '../../../src/maturin/venvSteps';
import { explainFailure } from '../../../src/github/logs/explainFailure';
import { readLog } from '../../../src/github/logs/jobLog';
import { indexAt } from '../../../src/packageIndex/packageIndex';
import { zip } from '../../fakes/github/zip';
import { listen } from '../../fakes/listen';

/** A wheel with one module (PEP 427). */
function wheel(version: string, module: string): Buffer {
  const info = `demo-${version}.dist-info`;
  return zip({
    'demo_inner/__init__.py': module,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: demo\nVersion: ${version}\n`,
    [`${info}/WHEEL`]:
      'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: `demo_inner/__init__.py,,\n${info}/METADATA,,\n${info}/WHEEL,,\n${info}/RECORD,,\n`,
  });
}

const FILES: Readonly<Record<string, Buffer>> = {
  'demo-0.2.0rc1-py3-none-any.whl': wheel('0.2.0rc1', ''),
  'demo-0.2.0-py3-none-any.whl': wheel('0.2.0', 'import no_such_module\n'),
};

describe('smokeTestSteps', function () {
  this.timeout(180_000);
  let server: Server;
  let noProxy: string | undefined;

  before(async function () {
    try {
      execFileSync('python3', ['-c', 'import venv, ensurepip'], { stdio: 'ignore' });
    } catch {
      console.log('    skipped: python3 with venv is not installed');
      this.skip();
    }
    noProxy = process.env['NO_PROXY'];
    process.env['NO_PROXY'] = '127.0.0.1';
    server = createServer(({ url = '' }, response) => {
      const file = FILES[url.replace('/files/', '')];
      if (file !== undefined) response.end(file);
      else if (url === '/simple/demo/')
        response.setHeader('content-type', 'text/html').end(
          Object.keys(FILES)
            .map(name => `<a href="/files/${name}">${name}</a>`)
            .join('\n'),
        );
      else response.writeHead(404).end();
    });
    await listen(server);
  });
  after(async () => {
    if (noProxy === undefined) delete process.env['NO_PROXY'];
    else process.env['NO_PROXY'] = noProxy;
    // Not there where the tests were skipped.
    if (server as Server | undefined) await new Promise(resolve => server.close(resolve));
  });

  async function test(version: string): Promise<{ ended: Ended; lines: string[] }> {
    const lines: string[] = [];
    const tools = await findTools({
      path: process.env['PATH'] ?? '',
      platform: process.platform,
      dir: '/',
      top: '/',
    });
    const index = indexAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`);
    const steps = smokeTestSteps(
      { name: 'demo', module: 'demo_inner' },
      { index, version },
      tools,
      { platform: process.platform },
    );
    const ended = await runSteps(
      steps,
      line => void lines.push(line),
      new AbortController().signal,
      true,
    );
    return { ended, lines };
  }

  it('installs exactly the version that is asked for, and imports it', async () => {
    const { ended, lines } = await test('0.2.0-rc.1');
    assert.equal(ended.kind, 'done', lines.join('\n'));
    assert.ok(lines.includes('demo 0.2.0rc1'), lines.join('\n'));
    assert.ok(lines.some(line => /^demo_inner is imported from .*site-packages/.test(line)));
  });

  it('fails where what is installed cannot be imported', async () => {
    const { ended, lines } = await test('0.2.0');
    assert.ok(ended.kind === 'failed');
    assert.ok(lines.includes('demo 0.2.0'), lines.join('\n'));
    assert.match(lines.join('\n'), /No module named 'no_such_module'/);
    const explanation = await explainFailure(readLog(ended.output.join('\n')), {
      place: 'computer',
    });
    assert.ok(explanation.kind === 'explained', 'what Python says is known to the rules');
    assert.equal(
      explanation.cause,
      'Python finds no module no_such_module where the package is imported.',
    );
  });

  it('refuses what is no version before anything is run', async () => {
    await assert.rejects(test('0.2.0; ls'));
  });
});
