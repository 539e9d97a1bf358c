import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { analyzeTriggers } from '../../src/github/workflows/analyzeTriggers';
import { tagFormatsOf } from '../../src/github/workflows/tagFormats';
import { describeVerdict } from '../../src/github/workflows/verdictWords';
import { agreement, type Package } from '../../src/manifests/package';
import { disk } from '../../src/manifests/scan/fileReader';
import { ManifestIndex } from '../../src/manifests/scan/manifestIndex';
import { DEFAULT_SETTINGS, fillTemplate } from '../../src/release/settings';
import { knownTagFormat } from '../../src/release/tagFormat';
import { parseReleaseVersion } from '../../src/versions/releaseVersion';
import { ClonedRepository, workflowsIn } from './clonedRepository';
import { say } from './report';

/**
 * Says what the next release of each package would start.
 *
 * @param list a file with one clone of a repository a line, and optionally the branch or commit to read
 */
export async function benchWorkflowVerdicts(list: string): Promise<void> {
  for (const line of readFileSync(list, 'utf8').split('\n')) {
    const [clone, commit = 'HEAD'] = line.trim().split(/\s+/);
    if (clone === undefined || clone === '' || clone.startsWith('#')) continue;
    const repository = new ClonedRepository(clone);
    say(`== ${path.basename(clone) === 'repo' ? path.basename(path.dirname(clone)) : clone}`);
    await repository.at(commit, async folder => {
      const { packages } = await new ManifestIndex(folder, disk).scan();
      const read = await workflowsIn(folder);
      for (const pkg of packages.filter(({ python }) => python))
        for (const text of verdictsOf(pkg, repository, read)) say(`  ${pkg.name} ${text}`);
    });
  }
}

function verdictsOf(
  { name, sites, decidedBy }: Package,
  repository: ClonedRepository,
  { workflows, unreadable }: Awaited<ReturnType<typeof workflowsIn>>,
): readonly string[] {
  const current = decidedBy === 'tag' ? undefined : agreement(sites).current?.text;
  const tags = repository.tags();
  const setting = DEFAULT_SETTINGS.tagFormat;
  const format =
    knownTagFormat(setting, tags, name, current) ?? tagFormatsOf(workflows, name)[0] ?? setting;
  const parsed = parseReleaseVersion((current ?? '0.1.0').replace(/[-+].*|[a-z].*/, ''));
  const tag = parsed.ok ? fillTemplate(format, name, parsed.version) : `v${current ?? '?'}`;
  const branch = repository.git('rev-parse', '--abbrev-ref', 'HEAD').trim();
  return analyzeTriggers(workflows, {
    tag,
    branch,
    ...(repository.name !== undefined && { repository: repository.name }),
    prerelease: false,
    message: 'chore: bump version',
    unreadable,
  }).verdicts.map(verdict => {
    const { state, detail, advice } = describeVerdict(verdict, tag);
    return `[${tag}] ${verdict.kind} ${state}: ${detail} > ${advice ?? ''}`;
  });
}
