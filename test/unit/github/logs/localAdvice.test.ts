import * as assert from 'node:assert/strict';
import { explainFailure, type Explanation } from '../../../../src/github/logs/explainFailure';
import { readLog } from '../../../../src/github/logs/jobLog';

type Explained = Extract<Explanation, { kind: 'explained' }>;

/** Why a command failed on this computer: advice and command, without an action on GitHub. */
async function explainedHere(output: string): Promise<Explained> {
  const seen = await explainFailure(readLog(output), { place: 'computer' });
  assert.ok(seen.kind === 'explained', output);
  assert.equal(seen.action, undefined);
  return seen;
}

const ROWS: readonly (readonly [rule: string, output: string, cause: RegExp, advice: RegExp])[] = [
  [
    'python.libpythonMissing',
    'dyld[812]: Library not loaded: @rpath/Python3.framework/Versions/3.9/Python3',
    /linked with @rpath\/Python3\.framework\/Versions\/3\.9\/Python3,/,
    /rpath: "-C link-args=-Wl,-rpath,FOLDER" in RUSTFLAGS\.$/,
  ],
  [
    'python.libpythonMissing',
    'dyld[812]: Library not loaded: /opt/homebrew/Frameworks/Python.framework/Versions/3.12/Python',
    /linked with \/opt\/homebrew\/Frameworks\/Python\.framework\/Versions\/3\.12\/Python,/,
    /^Install the Python that has it, or remove target\//,
  ],
  [
    'python.libpythonMissing',
    'target/debug/budtiktok: error while loading shared libraries: libpython3.12.so.1.0: cannot open shared object file: No such file or directory',
    /linked with libpython3\.12\.so\.1\.0,/,
    /^Set LD_LIBRARY_PATH/,
  ],
  [
    'runner.sccache',
    'sccache: error: failed to execute compile\nsccache: caused by: error reading compile response from server',
    /^The sccache server stopped answering\.$/,
    /^Unset RUSTC_WRAPPER/,
  ],
  [
    'runner.sccache',
    'sccache: error: Server startup failed: Address in use',
    /^sccache could not start or reach its cache\.$/,
    /^Unset RUSTC_WRAPPER/,
  ],
  [
    'platform.delvewheel',
    'finding DLL dependencies\nFileNotFoundError: Unable to find library: budtik_core.dll',
    /^delvewheel did not find budtik_core\.dll,/,
    /^If the wheel contains this DLL, add "--ignore-existing" to "delvewheel repair"\. If not, .* "--add-path"\.$/,
  ],
  [
    'toolchain.none',
    'error: no override and no default toolchain set',
    /^rustup has no default toolchain\.$/,
    /rustup default stable/,
  ],
  [
    'platform.tooRecentSymbols',
    'Your library is not manylinux compliant because it links the following forbidden libraries: ["libm.so.6 offending versions: 2.27, 2.29"]',
    /newer C library than manylinux allows: libm\.so\.6 offending versions: 2\.27, 2\.29\.$/,
    /--zig/,
  ],
  ['python.externallyManaged', 'error: externally-managed-environment', /PEP 668|system/, /venv/],
];

describe('Advice for this computer', () => {
  for (const [rule, output, cause, advice] of ROWS)
    it(`fits ${rule}: ${output.slice(0, 60).split('\n', 1)[0] ?? ''}`, async () => {
      const seen = await explainedHere(output);
      assert.equal(seen.rule, rule, seen.cause);
      assert.match(seen.cause, cause);
      assert.match(seen.advice, advice);
      assert.doesNotMatch(seen.advice, /failed jobs|secret|runs-on|before-script/);
    });
});
