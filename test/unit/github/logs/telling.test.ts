import * as assert from 'node:assert/strict';
import { readLog } from '../../../../src/github/logs/jobLog';
import { tellingLine } from '../../../../src/github/logs/telling';

describe('tellingLine', () => {
  const first = (...lines: string[]) => {
    const log = readLog(lines.join('\n'));
    const line = tellingLine(log);
    return line === undefined ? undefined : log.lines[line];
  };

  it('prefers the error of a tool to the exit code', () => {
    assert.equal(
      first(
        '##[group]Run x',
        'shell: bash',
        '##[endgroup]',
        'error[E0308]: mismatched',
        'error: could not compile',
        '##[error]Process completed with exit code 101.',
      ),
      'error[E0308]: mismatched',
    );
    assert.equal(
      first(
        '##[group]Run x',
        'shell: bash',
        '##[endgroup]',
        '##[error]Process completed with exit code 1.',
      ),
      'Process completed with exit code 1.',
    );
    assert.equal(
      first(
        '##[group]Run x',
        'shell: bash',
        '##[endgroup]',
        "##[error]The process '/usr/bin/maturin' failed with exit code 1",
      ),
      "The process '/usr/bin/maturin' failed with exit code 1",
    );
    assert.equal(
      first(
        '##[group]Run x',
        'shell: bash',
        '##[endgroup]',
        '##[error]it broke',
        '##[error]Process completed with exit code 1.',
      ),
      'it broke',
    );
    assert.equal(
      first(
        '##[group]Run x',
        'shell: bash',
        '##[endgroup]',
        '💥 maturin failed',
        '##[error]Process completed with exit code 1.',
      ),
      '💥 maturin failed',
    );
  });

  it('ignores steps that succeeded', () => {
    assert.equal(
      first(
        '##[group]Run x',
        'shell: bash',
        '##[endgroup]',
        'error: expected, and caught',
        '##[group]Run y',
        'shell: bash',
        '##[endgroup]',
        'ERROR: broken',
        '##[error]Process completed with exit code 1.',
      ),
      'ERROR: broken',
    );
  });

  it('reads the whole log if no line is marked, and falls back to its last line', () => {
    assert.equal(first('a', 'fatal: no', 'b'), 'fatal: no');
    assert.equal(first('a', 'b'), 'b');
    assert.equal(first(), undefined);
  });

  it('follows a chain of causes to its end, but not to a bare system error', () => {
    assert.equal(
      first(
        'error: Failed to publish `dist/a.whl`',
        '  Caused by: Failed to send POST request',
        '  Caused by: Missing credentials',
      ),
      '  Caused by: Missing credentials',
    );
    assert.equal(
      first('error: failed to load `a`', '', 'Caused by:', '  No such file (os error 2)'),
      'error: failed to load `a`',
    );
  });

  it('takes the error inside a warning of cargo, and the line of the linker', () => {
    assert.equal(
      first(
        'warning: ring@0.17.8: gcc: error: unrecognized option',
        'error: could not compile `a`',
      ),
      'warning: ring@0.17.8: gcc: error: unrecognized option',
    );
    assert.equal(
      first('error: linking with `cc` failed', '  = note: /usr/bin/ld: cannot find -lzstd'),
      '  = note: /usr/bin/ld: cannot find -lzstd',
    );
  });
});
