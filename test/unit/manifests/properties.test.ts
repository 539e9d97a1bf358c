import fc from 'fast-check';
import * as assert from 'node:assert/strict';
import satisfies from 'semver/functions/satisfies';
import { updateRequirement } from '../../../src/manifests/cargo/requirementUpdate';
import { agreement } from '../../../src/manifests/package';
import { withAnswers } from '../../../src/manifests/engineSettings';
import { searchConstants } from '../../../src/manifests/plan/searchConstants';
import { planVersion, type VersionPlan } from '../../../src/manifests/plan/versionPlan';
import { parseReleaseVersion, type ReleaseVersion } from '../../../src/versions/releaseVersion';
import type { Files } from '../../fixtures/files';
import {
  generatedWorkspace,
  type GeneratedWorkspace,
  version,
} from '../support/generatedWorkspace';
import { below, scanFiles } from '../support/memory';
import { runs, saySeed } from '../support/property';

async function bump(
  { settings }: GeneratedWorkspace,
  files: Files,
  to: ReleaseVersion,
): Promise<{ plan: VersionPlan; after: Files }> {
  const {
    index,
    packages: [pkg, ...more],
    problems,
  } = await scanFiles(files, settings);
  assert.deepEqual(
    problems.map(({ file, start, message }) => `${below(file)}:${start.line + 1}: ${message}`),
    [],
  );
  assert.ok(pkg);
  assert.deepEqual(more, []);
  const plan = planVersion(index, pkg, to);
  assert.deepEqual([plan.refusals, plan.questions], [[], []]);
  return {
    plan,
    after: {
      ...files,
      ...Object.fromEntries(plan.changes.map(({ file, after }) => [below(file), after])),
    },
  };
}

describe('over generated workspaces', function () {
  this.timeout(300_000);
  after(saySeed);

  it('a bump turns the files of one version into those of the other, to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(generatedWorkspace, async workspace => {
        const { from, to, render } = workspace;
        assert.deepEqual((await bump(workspace, render(from), to)).after, render(to));
      }),
      runs(1_000),
    );
  });

  it('a bump and a bump back restore every byte', async () => {
    await fc.assert(
      fc.asyncProperty(generatedWorkspace, async workspace => {
        const { from, to, render } = workspace;
        const files = render(from);
        const there = (await bump(workspace, files, to)).after;
        assert.deepEqual((await bump(workspace, there, from)).after, files);
      }),
      runs(1_000),
    );
  });

  it('all sites agree after a bump, and the same bump has nothing left to do', async () => {
    await fc.assert(
      fc.asyncProperty(generatedWorkspace, async workspace => {
        const { from, to, render, settings } = workspace;
        const { after } = await bump(workspace, render(from), to);
        const {
          packages: [pkg],
        } = await scanFiles(after, settings);
        const { current, mismatched } = agreement(pkg!.sites);
        assert.deepEqual([current?.pep440, mismatched], [to.pep440, []]);
        assert.deepEqual((await bump(workspace, after, to)).plan.changes, []);
      }),
      runs(1_000),
    );
  });

  it('only files that hold a version change, and what is planned is what was read', async () => {
    await fc.assert(
      fc.asyncProperty(generatedWorkspace, async workspace => {
        const { from, to, render } = workspace;
        const files = render(from);
        const { plan } = await bump(workspace, files, to);
        const names = plan.changes.map(({ file }) => below(file));
        assert.deepEqual(
          names.filter(name => files[name] === render(to)[name]),
          [],
        );
        assert.deepEqual(
          plan.changes.map(({ before }) => before),
          names.map(name => files[name]),
        );
        assert.equal(new Set(names).size, names.length);
      }),
      runs(1_000),
    );
  });
});

describe('over generated requirements', () => {
  after(saySeed);

  const operator = fc.constantFrom('', '=', '^', '~', '>=', '^ ', ' ~ ');

  /** A requirement of Cargo as npm writes it: a bare version is a caret requirement. */
  const asNpm = (text: string) =>
    /^\s*\d/.test(text) && !text.includes('*') ? `^${text.trim()}` : text.trim();

  it('a requirement that is moved is met by the version, keeps its form, and moves no further', () => {
    fc.assert(
      fc.property(
        version,
        version,
        operator,
        fc.constantFrom(1, 2, 3),
        fc.boolean(),
        (from, to, operator, parts, star) => {
          const numbers =
            from.pre !== undefined ? from.semver : from.release.slice(0, parts).join('.');
          const text =
            star && parts < 3 && from.pre === undefined && operator === ''
              ? `${numbers}.*`
              : operator + numbers;
          const moved = updateRequirement(text, to);
          assert.ok(moved.ok);
          assert.ok(satisfies(to.semver, asNpm(moved.text)), `${to.semver} meets ${moved.text}`);
          assert.ok(moved.text.startsWith(operator));
          if (to.pre === undefined && from.pre === undefined)
            assert.equal(moved.text.split('.').length, text.split('.').length);
          assert.deepEqual(updateRequirement(moved.text, to), moved);
        },
      ),
      runs(1_000),
    );
  });
});

describe('over generated lines', function () {
  this.timeout(60_000);
  after(saySeed);

  const CRATE = '[package]\nname = "demo"\nversion = "1.43.2"\n';
  // Few words, so that equal lines and equal neighbours occur.
  const line = fc
    .tuple(
      fc.constantFrom('const V = ', 'version: ', 'see v', ''),
      fc.constantFrom('"1.43.2"', '1.43.2', '11.43.2', '9.9.9', '"1.43.2" "1.43.2"'),
      fc.constantFrom('', ';', ' # 1.43.2'),
    )
    .map(parts => parts.join(''));

  it('an answered constant changes exactly one span', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.nat(), async (lines, nth) => {
        const files = { 'Cargo.toml': CRATE, 'a.txt': `${lines.join('\n')}\n` };
        const { index, packages } = await scanFiles(files);
        const [pkg] = packages;
        assert.ok(pkg);
        const questions = await searchConstants(index, pkg);
        const question = questions[nth % Math.max(1, questions.length)];
        if (question === undefined) return;
        assert.equal(new Set(questions.map(({ id }) => id)).size, questions.length);
        index.configure(withAnswers(index.settings, pkg.name, new Map([[question.id, 'move']])));
        const [answered] = (await index.scan()).packages;
        const to = parseReleaseVersion('1.44.0');
        assert.ok(answered !== undefined && to.ok);
        const { changes } = planVersion(index, answered, to.version);
        const after = changes.find(({ file }) => below(file) === 'a.txt')?.after ?? '';
        const { line: row, column } = question.start;
        const expected = lines.map((text, at) =>
          at === row
            ? `${text.slice(0, column)}1.44.0${text.slice(column + '1.43.2'.length)}`
            : text,
        );
        assert.equal(after, `${expected.join('\n')}\n`);
      }),
      runs(500),
    );
  });
});
