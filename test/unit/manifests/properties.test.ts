import fc from 'fast-check';
import * as assert from 'node:assert/strict';
import satisfies from 'semver/functions/satisfies';
import { updateRequirement } from '../../../src/manifests/cargo/requirementUpdate';
import { agreement } from '../../../src/manifests/package';
import { planVersion, type VersionPlan } from '../../../src/manifests/plan/versionPlan';
import type { ReleaseVersion } from '../../../src/versions/releaseVersion';
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
      runs(3_000),
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
      runs(2_000),
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
      runs(2_000),
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
      runs(2_000),
    );
  });
});
