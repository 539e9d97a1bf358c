import * as assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import schema from '../../../src/cli/plan.schema.json';
import type { PlanReport } from '../../../src/cli/plan';
import { removeFolder, temporaryFolder, writeFilesTo, type Files } from '../../fixtures/files';
import { FRONT_AND_RUNTIMES, TWO_SERIES } from '../../fixtures/releaseShapes';
import { CRATE, INHERITED, STATIC } from '../../fixtures/shapes';
import { violations } from './jsonSchema';
import { runCli, type Ended } from './runCli';

const UNCLEAR: Files = {
  ...INHERITED,
  'Cargo.toml': INHERITED['Cargo.toml']!.replace('=0.1.0', '>=0.1, <0.2'),
};

describe('budtiktok-release plan and bump', function () {
  this.timeout(60_000);
  let dir: string;
  beforeEach(() => {
    dir = temporaryFolder('cli');
  });
  afterEach(() => removeFolder(dir));

  const run = (command: 'plan' | 'bump', ...args: string[]): Ended =>
    runCli([command, ...args], dir);
  const json = (command: 'plan' | 'bump', ...args: string[]) => {
    const { code, stdout, stderr } = run(command, '--json', ...args);
    const report = JSON.parse(stdout) as PlanReport;
    assert.deepEqual(violations(schema, report), []);
    return { code, stderr, report };
  };
  const files = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(dir, { recursive: true, encoding: 'utf8' })
        .filter(name => statSync(path.join(dir, name)).isFile())
        .map(name => [name.split(path.sep).join('/'), readFileSync(path.join(dir, name), 'utf8')]),
    );
  const at = (version: string): Files =>
    Object.fromEntries(
      Object.entries(CRATE).map(([name, text]) => [name, text.replace('0.1.0', version)]),
    );
  const next = (...args: string[]) => {
    const { code, report } = json('plan', ...args);
    return [code, report.to?.semver ?? report.refusals.map(({ reason }) => reason).join()];
  };

  describe('plan', () => {
    it('takes packages whose versions move together for one release', () => {
      writeFilesTo(dir, FRONT_AND_RUNTIMES);
      const { code, report } = json('plan', '--bump', 'minor');
      assert.equal(code, 0);
      assert.equal(report.package, 'demo');
      assert.deepEqual(report.distributions, ['demo', 'demo-runtime-32', 'demo-runtime-64']);
      assert.match(
        run('plan', '--bump', 'minor').stdout,
        /^One release of demo, demo-runtime-32, demo-runtime-64$/m,
      );
    });

    it('asks which package is meant where each has a version of its own', () => {
      writeFilesTo(dir, TWO_SERIES);
      const { code, stderr } = run('plan', '--bump', 'minor');
      assert.equal(code, 2);
      assert.match(stderr, /Several packages are meant/);
      assert.deepEqual(json('plan', '--bump', 'minor', '--package', 'beta').report.distributions, [
        'beta',
      ]);
    });

    it('lists every place that changes and writes nothing', () => {
      writeFilesTo(dir, STATIC);
      assert.deepEqual(run('plan', '--bump', 'minor'), {
        code: 0,
        stderr: '',
        stdout: [
          'pyproject.toml:7:12: project 0.1.0 -> 0.2.0',
          'Cargo.toml:3:12: crate 0.1.0 -> 0.2.0',
          'Cargo.lock:7:12: lock 0.1.0 -> 0.2.0',
          'demo 0.1.0 -> 0.2.0: 3 sites in 3 files',
          '',
        ].join('\n'),
      });
      assert.deepEqual(files(), STATIC);
    });

    it('is JSON with both spellings, places, crates and files', () => {
      writeFilesTo(dir, INHERITED);
      const { code, report } = json('plan', '--to', '0.2.0-rc.1');
      assert.equal(code, 0);
      assert.deepEqual(report, {
        root: dir,
        package: 'demo',
        distributions: ['demo'],
        with: [],
        decidedBy: 'files',
        notes: [],
        from: '0.1.0',
        to: { semver: '0.2.0-rc.1', pep440: '0.2.0rc1' },
        sites: [
          {
            file: 'crates/python/pyproject.toml',
            line: 7,
            column: 12,
            kind: 'project',
            from: '0.1.0',
            to: '0.2.0rc1',
          },
          {
            file: 'Cargo.toml',
            line: 6,
            column: 12,
            kind: 'workspace',
            from: '0.1.0',
            to: '0.2.0-rc.1',
          },
          {
            file: 'crates/python/python/demo/__init__.py',
            line: 1,
            column: 16,
            kind: 'dunder',
            from: '0.1.0',
            to: '0.2.0rc1',
          },
          {
            file: 'Cargo.lock',
            line: 7,
            column: 12,
            kind: 'lock',
            from: '0.1.0',
            to: '0.2.0-rc.1',
          },
          {
            file: 'Cargo.lock',
            line: 18,
            column: 12,
            kind: 'lock',
            from: '0.1.0',
            to: '0.2.0-rc.1',
          },
          {
            file: 'Cargo.toml',
            line: 9,
            column: 48,
            kind: 'requirement',
            from: '=0.1.0',
            to: '=0.2.0-rc.1',
          },
          {
            file: 'crates/own/Cargo.toml',
            line: 7,
            column: 62,
            kind: 'requirement',
            from: '0.1',
            to: '0.2.0-rc.1',
          },
        ],
        crates: ['demo-core', 'demo-python'],
        files: [
          'Cargo.toml',
          'crates/own/Cargo.toml',
          'crates/python/pyproject.toml',
          'crates/python/python/demo/__init__.py',
          'Cargo.lock',
        ],
        questions: [],
        refusals: [],
      });
      assert.deepEqual(files(), INHERITED);
    });

    it('is described by the schema that is printed', () => {
      for (const command of ['plan', 'bump'] as const)
        assert.deepEqual(JSON.parse(run(command, '--schema').stdout), schema);
      assert.notDeepEqual(violations(schema, { root: '', package: '', sites: [{ line: 0 }] }), []);
    });

    it('knows the bumps', () => {
      writeFilesTo(dir, at('0.1.2'));
      assert.deepEqual(next('--bump', 'patch'), [0, '0.1.3']);
      assert.deepEqual(next('--bump', 'minor'), [0, '0.2.0']);
      assert.deepEqual(next('--bump', 'major'), [0, '1.0.0']);
      assert.deepEqual(next('--bump', 'minor-rc'), [0, '0.2.0-rc.1']);
      assert.deepEqual(next('--bump', 'major-alpha'), [0, '1.0.0-alpha.1']);
      assert.deepEqual(next('--to', '0.3.0b2'), [0, '0.3.0-beta.2']);
    });

    it('knows the bumps of a pre-release', () => {
      writeFilesTo(dir, at('0.2.0-beta.1'));
      assert.deepEqual(next('--bump', 'prerelease'), [0, '0.2.0-beta.2']);
      assert.deepEqual(next('--bump', 'beta'), [0, '0.2.0-beta.2']);
      assert.deepEqual(next('--bump', 'rc'), [0, '0.2.0-rc.1']);
      assert.deepEqual(next('--bump', 'final'), [0, '0.2.0']);
      assert.deepEqual(next('--bump', 'patch'), [0, '0.2.0']);
      assert.deepEqual(next('--bump', 'minor'), [0, '0.2.0']);
      assert.deepEqual(next('--bump', 'major'), [0, '1.0.0']);
    });

    it('keeps the form of pre-releases that the repository has', () => {
      writeFilesTo(dir, at('0.2.0-rc1'));
      assert.deepEqual(next('--bump', 'prerelease'), [0, '0.2.0-rc2']);
    });

    it('takes what PEP 440 alone allows where no Cargo.toml holds the version', () => {
      writeFilesTo(dir, {
        'pyproject.toml':
          '[build-system]\nrequires = ["hatchling"]\n[project]\nname = "demo"\nversion = "5.24.0.0"\n',
      });
      const written = (...args: string[]) => json('plan', ...args).report.sites[0]?.to;
      assert.equal(written('--to', '5.24.0.1'), '5.24.0.1');
      assert.equal(written('--to', '5.24.0.0.post1'), '5.24.0.0.post1');
      assert.equal(written('--bump', 'minor'), '5.25.0.0');
    });

    it('refuses with the reason and ends with 3', () => {
      writeFilesTo(dir, at('0.1.2'));
      const refused = (...args: string[]) => {
        const [code, reason] = next(...args);
        assert.equal(code, 3);
        return reason;
      };
      assert.match(
        String(refused('--bump', 'prerelease')),
        /^0\.1\.2 isn.t a pre-release.*--bump minor-rc/,
      );
      assert.match(String(refused('--bump', 'final')), /final already/);
      assert.match(String(refused('--bump', 'rc')), /name a level, too, such as --bump minor-rc/);
      writeFilesTo(dir, at('0.5.0-rc.1'));
      assert.match(
        String(refused('--bump', 'minor-rc')),
        /^0\.5\.0-rc\.1 is already a pre-release of the next minor version: use --bump rc/,
      );
      writeFilesTo(dir, at('0.1.2'));
      assert.match(String(refused('--to', '0.1.1')), /^0\.1\.1 is lower than 0\.1\.2\.$/);
      assert.match(String(refused('--to', '0.2.0-1')), /0\.2\.0\.post1, a final release/);
      assert.match(String(refused('--to', 'v0.2.0')), /without the "v"/);
      const { stdout, stderr } = run('plan', '--to', '0.2.0-nightly.1');
      assert.equal(stdout, '');
      assert.match(stderr, /^Python has no spelling for "-nightly\.1"/);
    });

    it('asks about an ambiguous requirement at its line', () => {
      writeFilesTo(dir, UNCLEAR);
      const { code, stderr } = run('plan', '--bump', 'minor');
      assert.equal(code, 3);
      assert.match(
        stderr,
        /^Cargo\.toml:9:48: The requirement ">=0\.1, <0\.2".*\n {2}--answer requirement:Cargo\.toml:demo-core=caret {2}/,
      );
      assert.match(
        stderr,
        /demo 0\.1\.0 -> 0\.2\.0: 1 to be settled first; nothing was written\.\n$/,
      );
    });

    it('refuses while a manifest cannot be read, because a version in it would be passed over', () => {
      const broken: Files = {
        ...INHERITED,
        'crates/own/Cargo.toml': `${INHERITED['crates/own/Cargo.toml']}=`,
      };
      writeFilesTo(dir, broken);
      const { code, stderr } = run('bump', '--bump', 'minor');
      assert.equal(code, 3);
      assert.match(stderr, /^crates\/own\/Cargo\.toml:8:1: Not valid TOML: /);
      assert.equal(readFileSync(path.join(dir, 'Cargo.toml'), 'utf8'), broken['Cargo.toml']);
    });

    it('refuses settings that it cannot use', () => {
      writeFilesTo(dir, { ...STATIC, '.vscode/settings.json': '{ "budtiktok.packages": [] }' });
      const { code, report } = json('plan', '--bump', 'minor');
      assert.equal(code, 3);
      assert.deepEqual(
        report.refusals.map(({ file }) => file),
        ['.vscode/settings.json'],
      );
    });

    it('says so where an answer has no question', () => {
      writeFilesTo(dir, STATIC);
      const { code, stderr } = run('plan', '--bump', 'minor', '--answer', 'x=1');
      assert.equal(code, 2);
      assert.match(stderr, /x is not asked here\. No question is open\./);
    });

    it('asks for the package where there are several', () => {
      for (const name of ['a', 'b'])
        writeFilesTo(path.join(dir, name), {
          ...STATIC,
          'pyproject.toml': STATIC['pyproject.toml']!.replace('"demo"', `"${name}"`),
        });
      const { code, stderr } = run('plan', '--bump', 'minor');
      assert.equal(code, 2);
      assert.match(
        stderr,
        /name one with --package, by its name or its manifest\. Found: a \(a\/pyproject\.toml\), b \(b\/pyproject\.toml\)\./,
      );
      for (const name of ['b', 'b/pyproject.toml']) {
        const { report } = json('plan', '--bump', 'minor', '--package', name);
        assert.deepEqual(report.files, ['b/Cargo.toml', 'b/pyproject.toml', 'b/Cargo.lock']);
      }
    });
  });

  describe('bump', () => {
    it('writes what plan says', () => {
      writeFilesTo(dir, INHERITED);
      const planned = json('plan', '--bump', 'minor').report;
      const { code, stdout } = run('bump', '--bump', 'minor');
      assert.equal(code, 0);
      assert.match(
        stdout,
        /demo 0\.1\.0 -> 0\.2\.0: 7 sites in 5 files, 2 crates move; written\n$/,
      );
      const after = files();
      for (const { file, line, column, to } of planned.sites) {
        assert.equal(
          after[file]!.split('\n')[line - 1]!.slice(column - 1, column - 1 + to.length),
          to,
          `${file}:${line}:${column}`,
        );
      }
      assert.deepEqual(
        Object.keys(after)
          .filter(name => after[name] !== INHERITED[name])
          .sort(),
        [...planned.files].sort(),
      );
      assert.equal(runCli(['check'], dir).code, 0);
    });

    it('writes packages with versions of their own in one run, each beside the one before', () => {
      const lock = (alpha: string, beta: string) =>
        `version = 4\n\n[[package]]\nname = "alpha"\nversion = "${alpha}"\n\n[[package]]\nname = "beta"\nversion = "${beta}"\n`;
      writeFilesTo(dir, { ...TWO_SERIES, 'Cargo.lock': lock('1.4.0', '0.3.2') });
      const args = ['--package', 'alpha', '--bump', 'minor', '--with', 'beta=patch'];
      const { code, report } = json('plan', ...args);
      assert.equal(code, 0);
      assert.deepEqual(
        report.with.map(({ package: name, to, files: changed }) => [name, to?.semver, changed]),
        [['beta', '0.3.3', ['beta/Cargo.toml', 'Cargo.lock']]],
      );
      assert.equal(
        run('bump', ...args)
          .stdout.split('\n')
          .at(-2),
        'beta 0.3.2 -> 0.3.3: 2 sites in 2 files; written',
      );
      assert.equal(files()['Cargo.lock'], lock('1.5.0', '0.3.3'));
      // One that is refused keeps all of them from being written.
      const refused = run('bump', ...args.slice(0, 4), '--with', 'beta=0.1.0');
      assert.equal(refused.code, 3, refused.stderr);
      assert.equal(files()['Cargo.lock'], lock('1.5.0', '0.3.3'));
      for (const wrong of ['beta', '=minor', 'beta=', 'alpha=minor', 'gamma=minor'])
        assert.equal(run('plan', ...args.slice(0, 4), '--with', wrong).code, 2, wrong);
    });

    it('changes nothing the second time', () => {
      writeFilesTo(dir, STATIC);
      assert.equal(run('bump', '--to', '0.2.0').code, 0);
      const once = files();
      assert.deepEqual(run('bump', '--to', '0.2.0'), {
        code: 0,
        stderr: '',
        stdout: 'demo 0.2.0 -> 0.2.0: nothing to change\n',
      });
      assert.deepEqual(files(), once);
    });

    it('completes a half-made bump, or takes it back', () => {
      const half = {
        ...STATIC,
        'pyproject.toml': STATIC['pyproject.toml']!.replace('0.1.0', '0.2.0'),
      };
      writeFilesTo(dir, half);
      assert.deepEqual(json('bump', '--to', '0.2.0').report.files, ['Cargo.toml', 'Cargo.lock']);
      writeFilesTo(dir, half);
      writeFilesTo(dir, {
        'Cargo.toml': STATIC['Cargo.toml']!,
        'Cargo.lock': STATIC['Cargo.lock']!,
      });
      assert.equal(run('bump', '--to', '0.1.0').code, 0);
      assert.deepEqual(files(), STATIC);
    });

    it('writes nothing while a question is open, and says so with 3', () => {
      writeFilesTo(dir, UNCLEAR);
      const { code, report } = json('bump', '--bump', 'minor');
      assert.equal(code, 3);
      assert.deepEqual(
        report.questions.map(({ id, file, line, options }) => [
          id,
          file,
          line,
          options.map(({ value }) => value),
        ]),
        [['requirement:Cargo.toml:demo-core', 'Cargo.toml', 9, ['caret', 'exact']]],
      );
      assert.deepEqual(files(), UNCLEAR);
    });

    it('writes what the answers settle', () => {
      writeFilesTo(dir, UNCLEAR);
      const { code, report } = json(
        'bump',
        '--bump',
        'minor',
        '--answer',
        'requirement:Cargo.toml:demo-core=exact',
      );
      assert.equal(code, 0);
      assert.deepEqual(report.sites.at(-2), {
        file: 'Cargo.toml',
        line: 9,
        column: 48,
        kind: 'requirement',
        from: '>=0.1, <0.2',
        to: '=0.2.0',
      });
      assert.equal(
        files()['Cargo.toml'],
        UNCLEAR['Cargo.toml']!.replace('0.1.0" #', '0.2.0" #').replace('>=0.1, <0.2', '=0.2.0'),
      );
      assert.equal(runCli(['check'], dir).code, 0);
    });

    it('takes the answers of the settings', () => {
      const settings = {
        'budtiktok.packages': {
          demo: { answers: { 'requirement:Cargo.toml:demo-core': 'caret' } },
        },
      };
      writeFilesTo(dir, { ...UNCLEAR, '.vscode/settings.json': JSON.stringify(settings) });
      assert.equal(run('bump', '--bump', 'minor').code, 0);
      assert.match(files()['Cargo.toml']!, /version = "0\.2\.0" \}/);
    });

    it('refuses an answer that is none', () => {
      writeFilesTo(dir, UNCLEAR);
      const { code, stderr } = run(
        'bump',
        '--bump',
        'minor',
        '--answer',
        'requirement:Cargo.toml:demo-core=maybe',
      );
      assert.equal(code, 2);
      assert.match(
        stderr,
        /"maybe" does not answer requirement:Cargo\.toml:demo-core: it is one of caret, exact\./,
      );
      assert.match(
        run('bump', '--bump', 'minor', '--answer', 'x=1').stderr,
        /x is not asked here\. Open: requirement:Cargo\.toml:demo-core\./,
      );
      assert.deepEqual(files(), UNCLEAR);
    });

    it('settles questions that only an answer opens', () => {
      const [crate, pin] = ['crates/own/Cargo.toml', 'crates/core/Cargo.toml'];
      writeFilesTo(dir, {
        ...INHERITED,
        [pin]: INHERITED[pin]!.replace('version.workspace = true', 'version = "0.1.0"'),
        [crate]: INHERITED[crate]!.replace('"0.1"', '">=0.1, <0.2"'),
      });
      const first = json('plan', '--bump', 'minor').report.questions.map(({ id }) => id);
      assert.deepEqual(first, ['lockstep']);
      assert.deepEqual(json('plan', '--bump', 'minor', '--answer', 'lockstep=none').code, 0);
      const second = json(
        'plan',
        '--bump',
        'minor',
        '--answer',
        'lockstep=all',
      ).report.questions.map(({ id }) => id);
      assert.deepEqual(second, ['requirement:crates/own/Cargo.toml:core']);
      const { code, report } = json(
        'bump',
        '--bump',
        'minor',
        '--answer',
        'requirement:crates/own/Cargo.toml:core=caret',
        '--answer',
        'lockstep=all',
      );
      assert.equal(code, 0);
      assert.deepEqual(report.crates, ['demo-core', 'demo-python']);
      assert.match(files()[crate]!, /version = "0\.2\.0"/);
    });

    it('searches other files for the version where a setting asks for it', () => {
      writeFilesTo(dir, { ...STATIC, 'src/lib.rs': 'const VERSION: &str = "0.1.0";\n' });
      assert.match(
        run('plan', '--bump', 'minor').stdout,
        /^1 other line holds 0\.1\.0 \(src\/lib\.rs\): --search asks about it\.$/m,
      );
      const { code, report } = json('plan', '--bump', 'minor', '--search');
      assert.equal(code, 3);
      const [question] = report.questions;
      assert.deepEqual([question?.file, question?.line], ['src/lib.rs', 1]);
      assert.equal(
        run('bump', '--bump', 'minor', '--search', '--answer', `${question?.id ?? ''}=move`).code,
        0,
      );
      assert.equal(files()['src/lib.rs'], 'const VERSION: &str = "0.2.0";\n');
    });

    it('edits no file where the tag decides', () => {
      const scm = {
        'pyproject.toml':
          '[build-system]\nrequires = ["setuptools", "setuptools-scm"]\nbuild-backend = "setuptools.build_meta"\n\n[project]\nname = "demo"\ndynamic = ["version"]\n',
      };
      writeFilesTo(dir, scm);
      const { code, report } = json('bump', '--to', '0.2.0');
      assert.deepEqual([code, report.decidedBy, report.files], [0, 'tag', []]);
      assert.match(
        run('plan', '--to', '0.2.0').stdout,
        /the git tag decides this version; no file holds it/,
      );
      assert.match(run('plan', '--bump', 'minor').stderr, /use --to/);
      assert.equal(runCli(['check', '--tag', 'v7.0.0'], dir).code, 0);
      assert.deepEqual(files(), scm);
    });

    it('writes nothing where one of the files cannot be written, and says so with 2', () => {
      writeFilesTo(dir, STATIC);
      chmodSync(path.join(dir, 'Cargo.lock'), 0o444);
      const { code, stdout, stderr } = run('bump', '--bump', 'minor');
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(
        stderr,
        /^budtiktok-release: Cargo\.lock is read-only\. Nothing was written: make the file writable and try again\.\n$/,
      );
      assert.deepEqual(files(), STATIC);
    });

    it('works from a folder inside of the workspace', () => {
      mkdirSync(path.join(dir, '.git'));
      writeFilesTo(dir, INHERITED);
      assert.equal(runCli(['bump', 'crates/python', '--bump', 'patch'], dir).code, 0);
      assert.equal(runCli(['check', '--tag', 'v0.1.1'], dir).code, 0);
    });
  });
});
