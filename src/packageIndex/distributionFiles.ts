import { type ExpectedFiles, expectedFiles } from './expectedFiles';
import type { CibuildwheelProject } from './cibuildwheel';
import { type ProjectFacts, wheelFacts } from './wheelFacts';
import { buildsIn, type Placed, workflowBuilds, type WorkflowBuild } from './workflowBuilds';

/** What the manifests of a distribution say of its files. */
interface DistributionManifest extends ProjectFacts, CibuildwheelProject {
  /** Absolute folders of pyproject.toml and of the crate. */
  readonly dirs: readonly string[];
  /** Whether its build backend makes one wheel of Python alone. */
  readonly isPure: boolean;
}

/**
 * The files that the builds of a release put on an index for one of its distributions.
 *
 * @param unread steps that may add or change files and were not read
 * @param relative makes a folder relative to the root of the repository
 * @param isOnly whether the repository has no other distribution
 */
export function filesOfDistribution(
  {
    builds,
    unread,
  }: { readonly builds: readonly (WorkflowBuild & Placed)[]; readonly unread: readonly string[] },
  manifest: DistributionManifest,
  { relative, isOnly }: { readonly relative: (folder: string) => string; readonly isOnly: boolean },
): ExpectedFiles {
  const own = buildsIn(
    builds,
    manifest.dirs.map(dir => relative(dir)),
    isOnly,
  );
  if (manifest.isPure && own.length > 0 && own.every(({ tool }) => tool === 'frontend'))
    return pureFiles(own, unread);
  return expectedFiles(workflowBuilds(own, manifest, unread), features =>
    wheelFacts(manifest, features),
  );
}

/** One wheel for every system, and the sdist unless the frontend makes the wheel alone. */
function pureFiles(builds: readonly WorkflowBuild[], unread: readonly string[]): ExpectedFiles {
  const { sdist, isCertain = true } = workflowBuilds(
    builds.map(build => ({ ...build, labels: ['ubuntu-latest'], known: true })),
    {},
    unread,
  );
  const sure = builds.some(({ certain, continueOnError }) => certain && continueOnError !== true);
  const [wheel] = builds.filter(({ kind }) => kind === 'wheel');
  return {
    wheels:
      wheel === undefined
        ? []
        : [
            {
              os: 'any',
              arch: 'any',
              interpreter: 'py3',
              job: wheel.job,
              ...(!sure && { isOptional: true }),
            },
          ],
    sdist,
    isCertain,
  };
}
