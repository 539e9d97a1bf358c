import * as assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import schema from '../../../src/cli/check.schema.json';
import type { CheckReport } from '../../../src/cli/check';
import { removeFolder, temporaryFolder, writeFilesTo, type Files } from '../../fixtures/files';
import { CRATE, INHERITED, STATIC } from '../../fixtures/shapes';
import { violations } from './jsonSchema';
import { runCli, type Ended } from './runCli';

const with_ = (files: Files, name: string, was: string, is: string): Files => {
  const text = files[name] ?? '';
  assert.ok(text.includes(was), `${name} holds ${was}`);
  return { ...files, [name]: text.replace(was, is) };
};

const LAGGING = with_(STATIC, 'Cargo.lock', '0.1.0', '0.0.9');

describe('budtiktok-release check', function () {
  this.timeout(60_000);
  let dir: string;
  beforeEach(() => {
    dir = temporaryFolder('cli');
  });
  afterEach(() => removeFolder(dir));

  const check = (files: Files, ...args: string[]): Ended => {
    writeFilesTo(dir, files);
    return runCli(['check', ...args], dir);
  };
  const json = (files: Files, ...args: string[]) => {
    const { code, stdout, stderr } = check(files, '--json', ...args);
    const report = JSON.parse(stdout) as CheckReport;
    assert.deepEqual(violations(schema, report), []);
    return { code, stderr, report };
  };

  it('ends with 0 where all sites of every package agree', () => {
    assert.deepEqual(check(STATIC), {
      code: 0,
      stdout: 'demo 0.1.0: 3 sites, all agree\n',
      stderr: '',
    });
    assert.equal(check(INHERITED).code, 0);
  });

  it('compares versions and not their spelling', () => {
    const files = with_(
      with_(
        with_(STATIC, 'pyproject.toml', '0.1.0', '0.2.0rc1'),
        'Cargo.toml',
        '0.1.0',
        '0.2.0-rc.1',
      ),
      'Cargo.lock',
      '0.1.0',
      '0.2.0-rc.1',
    );
    assert.deepEqual(check(files), {
      code: 0,
      stdout: 'demo 0.2.0-rc.1: 3 sites, all agree\n',
      stderr: '',
    });
  });

  it('ends with 1 and names each place that does not agree, counted from one', () => {
    assert.deepEqual(check(LAGGING), {
      code: 1,
      stderr: '',
      stdout:
        'Cargo.lock:7:12: Cargo.lock says 0.0.9, and demo is at 0.1.0 (pyproject.toml:7).\ndemo 0.1.0: 1 of 3 sites does not agree\n',
    });
  });

  it('names a version that is not legal where it stands, once', () => {
    const { code, stdout, stderr } = check(with_(STATIC, 'Cargo.toml', '0.1.0', '0.2.0rc1'));
    assert.deepEqual([code, stderr], [1, '']);
    assert.match(
      stdout,
      /^Cargo\.toml:3:12: "0\.2\.0rc1" is not a SemVer version, so Cargo rejects it\.\nCargo\.lock:7:12: .*\ndemo 0\.1\.0: 2 of 3/,
    );
  });

  it('ends with 2 where a manifest cannot be read, with its place', () => {
    const { code, stdout, stderr } = check({
      ...STATIC,
      'other/Cargo.toml': '[package]\nname = \n',
    });
    assert.equal(code, 2);
    assert.equal(stdout, 'demo 0.1.0: 3 sites, all that could be read agree\n');
    assert.match(stderr, /^other\/Cargo\.toml:2:\d+: error: Not valid TOML: /);
  });

  it('ends with 2 where there is nothing to check', () => {
    const { code, stdout, stderr } = check({ 'README.md': '' });
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^budtiktok-release: No package was found in /);
  });

  it('tells warnings and goes on', () => {
    const { code, stdout } = check(
      with_(
        STATIC,
        'pyproject.toml',
        'version = "0.1.0"',
        'version = "0.1.0"\ndynamic = ["version"]',
      ),
    );
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^pyproject\.toml:7:12: warning: The version is static and listed as dynamic at once/,
    );
  });

  it('looks at the whole workspace around a folder of a repository, and at the packages in the folder', () => {
    mkdirSync(path.join(dir, '.git'));
    writeFilesTo(dir, {
      ...INHERITED,
      'other/pyproject.toml': STATIC['pyproject.toml']!.replace('"demo"', '"other"'),
      'other/Cargo.toml': CRATE['Cargo.toml']!,
    });
    assert.match(
      runCli(['check', 'crates/python'], dir).stdout,
      /^demo 0\.1\.0: 5 sites, all agree\n$/,
    );
    assert.match(
      runCli(['check', '--package', 'other'], dir).stdout,
      /^other 0\.1\.0: 2 sites, all agree\n$/,
    );
  });

  describe('--tag', () => {
    it('compares the tag with the files', () => {
      assert.equal(check(STATIC, '--tag', 'v0.1.0').code, 0);
      assert.equal(check(STATIC, '--tag', '0.1.0').code, 0);
      assert.equal(check(STATIC, '--tag', 'demo-v0.1.0').code, 0);
      const { code, stdout } = check(STATIC, '--tag', 'v0.2.0');
      assert.equal(code, 1);
      assert.equal(
        stdout,
        'demo 0.1.0: 3 sites, all agree\nThe tag v0.2.0 says 0.2.0, and demo is at 0.1.0.\n',
      );
    });

    it('reads a pre-release in either spelling', () => {
      const files = with_(CRATE, 'Cargo.toml', '0.1.0', '0.2.0-rc.1');
      writeFilesTo(dir, with_(files, 'Cargo.lock', '0.1.0', '0.2.0-rc.1'));
      for (const tag of ['v0.2.0-rc.1', 'v0.2.0rc1'])
        assert.equal(runCli(['check', '--tag', tag], dir).code, 0);
      for (const tag of ['v0.2.0', 'v0.2.0-rc.2'])
        assert.equal(runCli(['check', '--tag', tag], dir).code, 1);
    });

    it('follows the tag format of the settings', () => {
      const files = {
        ...STATIC,
        '.vscode/settings.json':
          '{\n  // ours\n  "budtiktok.release.tagFormat": "release/${version}/final",\n}\n',
      };
      assert.equal(check(files, '--tag', 'release/0.1.0/final').code, 0);
      assert.equal(check(files, '--tag', 'release/0.2.0/final').code, 1);
    });

    it('follows the tag format of a package', () => {
      const files = {
        ...STATIC,
        '.vscode/settings.json':
          '{ "budtiktok.packages": { "demo": { "tagFormat": "wheel-${version}" } } }',
      };
      assert.equal(check(files, '--tag', 'wheel-0.2.0').code, 1);
    });

    it('ends with 2 where the tag is of no package here', () => {
      const { code, stderr } = check(STATIC, '--tag', 'other-v0.1.0');
      assert.equal(code, 2);
      assert.match(stderr, /other-v0\.1\.0 is not the tag of a release of any package here/);
    });
  });

  describe('--format github', () => {
    it('prints an annotation for each place, escaped as the runner reads it', () => {
      assert.deepEqual(check(LAGGING, '--format', 'github'), {
        code: 1,
        stderr: '',
        stdout:
          '::error file=Cargo.lock,line=7,col=12,title=Version of demo::Cargo.lock:7:12: Cargo.lock says 0.0.9, and demo is at 0.1.0 (pyproject.toml:7).\nChecked demo 0.1.0: 1 of 3 sites does not agree\n',
      });
    });

    it('escapes what would end a property or the command', () => {
      const { stdout } = check(
        { 'a,b:c%/Cargo.toml': '[package]\nname = "x\\ny"\nversion = "0,1:2"\n' },
        '--format',
        'github',
      );
      assert.match(
        stdout,
        /^::error file=a%2Cb%3Ac%25\/Cargo\.toml,line=3,col=12,title=Version of x%0Ay::a,b:c%25\/Cargo\.toml:3:12: "0,1:2" is not/,
      );
      assert.equal(stdout.split('\n').filter(line => line.startsWith('::')).length, 1);
    });

    it('lets no name become a workflow command or steer a terminal', () => {
      const { stdout } = check(
        {
          'Cargo.toml':
            '[package]\nname = "::stop-commands::x\\r\\n::error::y\\u001B[31m"\nversion = "0.1.0"\n',
        },
        '--format',
        'github',
      );
      assert.equal(
        stdout,
        'Checked ::stop-commands::x\\u000d\\u000a::error::y\\u001b[31m 0.1.0: 1 site, all agree\n',
      );
    });

    it('names files as they stand in the repository', () => {
      mkdirSync(path.join(dir, '.git'));
      writeFilesTo(path.join(dir, 'sub'), LAGGING);
      assert.match(
        runCli(['check', 'sub', '--format', 'github'], dir).stdout,
        /^::error file=sub\/Cargo\.lock,/,
      );
    });

    it('annotates errors, warnings and the tag', () => {
      const { code, stdout } = check(
        { ...STATIC, 'x/Cargo.toml': '=' },
        '--format',
        'github',
        '--tag',
        'v9.9.9',
      );
      assert.equal(code, 2);
      assert.match(stdout, /^::error file=x\/Cargo\.toml,line=1,/);
      assert.match(
        stdout,
        /^::error file=pyproject\.toml,line=1,col=1,title=Tag v9\.9\.9::.*says 9\.9\.9, and demo is at 0\.1\.0/m,
      );
    });
  });

  describe('--json', () => {
    it('lists packages and sites', () => {
      const { code, report } = json(LAGGING);
      assert.equal(code, 1);
      assert.deepEqual(report, {
        root: dir,
        agrees: false,
        tag: null,
        unread: [],
        problems: [],
        packages: [
          {
            name: 'demo',
            manifest: 'pyproject.toml',
            decidedBy: 'files',
            version: '0.1.0',
            crates: [
              {
                name: 'demo',
                problems: [
                  {
                    file: 'Cargo.toml',
                    line: 2,
                    column: 9,
                    message: 'demo has no description',
                  },
                  {
                    file: 'Cargo.toml',
                    line: 2,
                    column: 9,
                    message: 'demo has neither license nor license-file',
                  },
                ],
              },
            ],
            questions: [],
            sites: [
              {
                file: 'pyproject.toml',
                line: 7,
                column: 12,
                kind: 'project',
                version: '0.1.0',
                agrees: true,
              },
              {
                file: 'Cargo.toml',
                line: 3,
                column: 12,
                kind: 'crate',
                version: '0.1.0',
                agrees: true,
              },
              {
                file: 'Cargo.lock',
                line: 7,
                column: 12,
                kind: 'lock',
                version: '0.0.9',
                agrees: false,
              },
            ],
          },
        ],
      });
    });

    it('holds tag, problems and reasons', () => {
      const { code, report } = json(
        { ...with_(STATIC, 'Cargo.toml', '0.1.0', 'x'), 'x/Cargo.toml': '=' },
        '--tag',
        'v0.1.0',
      );
      assert.equal(code, 2);
      assert.deepEqual(report.tag, {
        name: 'v0.1.0',
        packages: [{ name: 'demo', version: '0.1.0', agrees: true }],
      });
      assert.deepEqual(
        report.problems.map(({ severity, file, line }) => [severity, file, line]),
        [['error', 'x/Cargo.toml', 1]],
      );
      assert.match(report.packages[0]?.sites[1]?.reason ?? '', /not a SemVer version/);
    });

    it('is described by the schema that is printed', () => {
      assert.deepEqual(JSON.parse(runCli(['check', '--schema'], dir).stdout), schema);
      assert.notDeepEqual(violations(schema, { root: 1 }), []);
    });
  });
});
