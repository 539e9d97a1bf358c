import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { normalizedName } from '../../src/base/names';
import { buildsOfRelease } from '../../src/github/releaseBuilds';
import { wheelManifest } from '../../src/manifests/python/wheelManifest';
import { disk } from '../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../src/manifests/scan/manifestIndex';
import { compareFiles, filesOfVersion } from '../../src/packageIndex/compareFiles';
import { expectedFiles } from '../../src/packageIndex/expectedFiles';

import { IndexClient } from '../../src/packageIndex/indexClient';
import { observed } from '../../src/packageIndex/observed';
import { IndexFailure, PYPI } from '../../src/packageIndex/packageIndex';
import { wheelFacts } from '../../src/packageIndex/wheelFacts';
import { buildsIn, workflowBuilds } from '../../src/packageIndex/workflowBuilds';
import { ClonedRepository, workflowsIn } from './clonedRepository';
import { say } from './report';

/**
 * Compares the files that the workflow of a release builds with those that the index serves of it.
 *
 * @param list a file with one release a line: the project, a clone of its repository, and a tag; without a tag the newest
 * releases that the index serves are compared
 */
export async function benchPublishedReleases(list: string, each = 3): Promise<void> {
  const counts = new Map<string, number>();
  for (const line of readFileSync(list, 'utf8').split('\n')) {
    const [project, clone, tag] = line.trim().split(/\s+/);
    if (project === undefined || project === '' || clone === undefined || line.startsWith('#'))
      continue;
    const client = new IndexClient(PYPI, { userAgent: 'budtiktok-release bench' });
    const files = await client.project(project).then(
      found => found.files,
      (error: unknown) =>
        error instanceof IndexFailure ? undefined : Promise.reject(error as Error),
    );
    if (files === undefined) {
      say(`${project}: not on the index`);
      continue;
    }
    const repository = new ClonedRepository(clone);
    const tags =
      tag === undefined
        ? repository
            .tags()
            .filter(
              name =>
                /^(?:v|.*py.*|release-)?\d|^(?:[\w-]*py[\w-]*|release)[-/@]v?\d/i.test(name) &&
                filesOfVersion(files, project, versionOf(name)).length > 1,
            )
            .slice(0, each)
        : [tag];
    if (tags.length === 0) say(`${project}: no tag with files on the index`);
    for (const name of tags) {
      const served = filesOfVersion(files, project, versionOf(name));
      const { state, detail } = await repository.at(name, folder =>
        outcome(folder, { project, tag: name, repository: repository.name }, served),
      );
      counts.set(state, (counts.get(state) ?? 0) + 1);
      say(`${project} ${name}: ${state} (${served.length} files): ${detail}`);
    }
  }
  say([...counts].map(([state, count]) => `${state}: ${count}`).join(', '));
}

function versionOf(tag: string): string {
  return tag.replace(/^.*?(?=\d+\.\d)/, '');
}

async function outcome(
  dir: string,
  {
    project,
    tag,
    repository,
  }: {
    readonly project: string;
    readonly tag: string;
    readonly repository: string | undefined;
  },
  served: ReturnType<typeof filesOfVersion>,
): Promise<{ readonly state: string; readonly detail: string }> {
  const index = new ManifestIndex(dir, disk);
  const { packages } = await index.scan();
  const python = packages.filter(({ python }) => python);
  const pkg = python.find(({ name }) => normalizedName(name) === normalizedName(project));
  if (pkg === undefined) return { state: 'noPackage', detail: 'no such package in the manifests' };
  const manifest = wheelManifest(index, pkg);
  const { workflows } = await workflowsIn(dir);
  const builds = buildsOfRelease(workflows, {
    tag,
    ...(repository !== undefined && { repository }),
    prerelease: /\d(?:a|b|rc|-)/.test(versionOf(tag)),
  });
  if (builds === undefined || manifest === undefined)
    return {
      state: 'unread',
      detail: builds === undefined ? 'no single publishing workflow' : 'no manifest',
    };
  const own = buildsIn(
    builds.builds,
    manifest.dirs.map(folder => path.relative(dir, folder).split(path.sep).join('/')),
    python.length < 2,
  );
  const expected = expectedFiles(workflowBuilds(own, manifest, builds.unread), features =>
    wheelFacts(manifest, features),
  );
  const comparison = compareFiles(expected, served);
  const seen = observed(
    { state: comparison.complete ? 'live' : 'partial', comparison, files: served },
    { expected, waiting: 'timedOut', now: Date.now() },
  );
  assert.ok(seen.state !== 'missing');
  const cells = (state: string) =>
    comparison.cells
      .filter(cell => cell.state === state)
      .map(({ os, arch, interpreter = '*' }) => `${os}/${arch}/${interpreter}`)
      .join(' ');
  return {
    state: seen.state,
    detail: `${comparison.served} of ${comparison.expected}, certain=${String(expected.isCertain)}, exact=${String(comparison.exact)}; ${
      'detail' in seen ? seen.detail : ''
    }; unread: ${builds.unread.join(' | ').replaceAll('\n', ' ')}; missing: ${cells('missing')}; unexpected: ${cells('unexpected')}`,
  };
}
