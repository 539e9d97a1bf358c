import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import { isInside } from '../../base/paths';
import type { Job, Run } from '../../github/model';
import type { ReleaseCrateUpload } from '../../github/releaseCrates';
import type { RunOrigin } from '../../github/runPlan';
import type { RunRow } from '../../github/runSummary';
import type { PublishedBuilds } from '../../github/workflows/publishedBuilds';
import type { Workflow } from '../../github/workflows/workflow';
import type { WordedVerdict } from '../../github/workflows/verdictWords';
import type { ParsedWorkflow } from '../../github/workflows/parseWorkflow';
import type { DispatchChoice } from '../../github/workflows/dispatchInputs';
import type { ReleaseQuestion } from '../../github/workflows/analyzeTriggers';
import { disk } from '../../manifests/scan/fileReader';
import type { RepositoryReader } from '../../release/repository';

const FOLDER = '.github/workflows';

/** The workflow files of repositories, read when they are needed. The parser is loaded with the first. */
export class WorkflowFiles {
  readonly #parsed = new Map<string, ParsedWorkflow>();
  readonly #atCommits = new Map<string, Promise<readonly Workflow[]>>();

  /** The files as they are on disk, with the actions and scripts of the repository that they use. */
  async read(root: string): Promise<readonly ParsedWorkflow[]> {
    const files = await Promise.all(
      (await fileNames(root)).map(async (name): Promise<ParsedWorkflow> => {
        try {
          return await this.#parse(name, await readInside(root, name));
        } catch (error) {
          const start = { line: 0, column: 0 };
          return {
            workflow: undefined,
            problems: [{ severity: 'error', file: name, start, message: messageOf(error) }],
          };
        }
      }),
    );
    const { withLocalFiles } = await import('../../github/workflows/localFiles');
    const workflows = await withLocalFiles(readable(files), async file => {
      return await readInside(root, file).catch(() => undefined);
    });
    const byPath = new Map(workflows.map(workflow => [workflow.path, workflow]));
    return files.map(({ workflow, problems }) => ({
      workflow: workflow && byPath.get(workflow.path),
      problems,
    }));
  }

  /** What a release starts, in words. */
  async verdicts(
    root: string,
    question: Omit<ReleaseQuestion, 'unreadable'>,
  ): Promise<readonly WordedVerdict[]> {
    const [{ analyzeTriggers }, { describeVerdict }] = await Promise.all([
      import('../../github/workflows/analyzeTriggers'),
      import('../../github/workflows/verdictWords'),
    ]);
    const files = await this.read(root);
    const unreadable = files.flatMap(({ workflow, problems }) =>
      workflow === undefined ? problems : [],
    );
    return analyzeTriggers(readable(files), {
      ...question,
      unreadable,
      otherServices: await otherServices(root),
    }).verdicts.map(verdict => describeVerdict(verdict, question.tag));
  }

  /** The formats of a tag that starts an upload to PyPI, where the default format starts none. */
  async tagFormats(root: string, name: string): Promise<readonly string[]> {
    const { tagFormatsOf } = await import('../../github/workflows/tagFormats');
    return tagFormatsOf(readable(await this.read(root)), name);
  }

  /** Whether the push of a release's tag, and its published Release, start any workflow. */
  async starts(
    root: string,
    question: Pick<ReleaseQuestion, 'tag' | 'prerelease'>,
  ): Promise<{ readonly onTag: boolean; readonly onRelease: boolean }> {
    const { analyzeTriggers } = await import('../../github/workflows/analyzeTriggers');
    const { onTagPush, onRelease } = analyzeTriggers(readable(await this.read(root)), question);
    return { onTag: onTagPush.length > 0, onRelease: onRelease.length > 0 };
  }

  /** How to start a workflow by hand so that it publishes to an index, and to no other. */
  async dispatchTo(
    root: string,
    index: 'pypi',
    ref: string,
    repository: string,
  ): Promise<DispatchChoice | undefined> {
    const [{ dispatchFor }, { finder }] = await Promise.all([
      import('../../github/workflows/dispatchInputs'),
      import('../../github/workflows/walk'),
    ]);
    const workflows = readable(await this.read(root));
    return workflows
      .map(workflow => dispatchFor(workflow, index, ref, finder(workflows), repository))
      .find(choice => choice !== undefined);
  }

  /** The jobs of a run as they are shown. */
  async rows(
    reader: RepositoryReader,
    run: Run,
    jobs: readonly Job[],
    origin: RunOrigin,
  ): Promise<readonly RunRow[]> {
    const { rowsOf } = await import('../../github/runPlan');
    return rowsOf(await this.#at(reader, run), run, jobs, origin);
  }

  /** Those runs whose workflow can publish. */
  async publishingRuns(
    reader: RepositoryReader,
    runs: readonly Run[],
    origin: RunOrigin,
  ): Promise<readonly Run[]> {
    return await this.#those(
      reader,
      runs,
      origin,
      (await import('../../github/runPlan')).canPublish,
    );
  }

  /** Those runs that are releases themselves. */
  async releaseRuns(
    reader: RepositoryReader,
    runs: readonly Run[],
    origin: RunOrigin,
  ): Promise<readonly Run[]> {
    return await this.#those(
      reader,
      runs,
      origin,
      (await import('../../github/runPlan')).isRelease,
    );
  }

  async #those(
    reader: RepositoryReader,
    runs: readonly Run[],
    origin: RunOrigin,
    is: (workflows: readonly Workflow[], run: Run, origin: RunOrigin) => boolean,
  ): Promise<readonly Run[]> {
    const which = await Promise.all(
      runs.map(async run => is(await this.#at(reader, run), run, origin)),
    );
    return runs.filter((_, index) => which[index]);
  }

  /** What a run builds; undefined where its file cannot be read here. */
  async buildsOfRun(
    reader: RepositoryReader,
    run: Run,
    origin: RunOrigin,
  ): Promise<PublishedBuilds | undefined> {
    const { buildsOfRun } = await import('../../github/releaseBuilds');
    return buildsOfRun(await this.#at(reader, run), run, origin);
  }

  /** What the release of a commit builds; undefined where that is not known. */
  async buildsOfRelease(
    reader: RepositoryReader,
    commit: string,
    question: Omit<ReleaseQuestion, 'unreadable'>,
  ): Promise<PublishedBuilds | undefined> {
    const { buildsOfRelease } = await import('../../github/releaseBuilds');
    return buildsOfRelease(await this.#at(reader, { headSha: commit, path: '' }), question);
  }

  /** The steps of a release that publish crates, by the files of a commit or those on disk. */
  async cratesOfRelease(
    reader: RepositoryReader,
    commit: string | undefined,
    question: Omit<ReleaseQuestion, 'unreadable'>,
  ): Promise<readonly ReleaseCrateUpload[]> {
    const { cratesOfRelease } = await import('../../github/releaseCrates');
    const workflows =
      commit === undefined
        ? readable(await this.read(reader.root))
        : await this.#at(reader, { headSha: commit, path: '' });
    return cratesOfRelease(workflows, question);
  }

  /** The files as they were in the commit of a run; none where the commit is not in this clone. */
  #at(
    reader: RepositoryReader,
    { headSha, path: own }: Pick<Run, 'headSha' | 'path'>,
  ): Promise<readonly Workflow[]> {
    const key = `${reader.root}#${headSha}#${own}`;
    const known = this.#atCommits.get(key) ?? this.#readAt(reader, headSha, own);
    this.#atCommits.set(key, known);
    return known;
  }

  async #readAt(
    reader: RepositoryReader,
    commit: string,
    own: string,
  ): Promise<readonly Workflow[]> {
    // Called workflows are files beside it; those that are there now are looked for then.
    const names = [...new Set([own, ...(await fileNames(reader.root))])].filter(name =>
      name.startsWith(`${FOLDER}/`),
    );
    const parsed = await Promise.all(
      names.map(async name => {
        const text = await reader
          .textAt(commit, path.join(reader.root, name))
          .catch(() => undefined);
        return text === undefined ? [] : [await this.#parse(name, text)];
      }),
    );
    const { withLocalFiles } = await import('../../github/workflows/localFiles');
    return await withLocalFiles(readable(parsed.flat()), async file => {
      return await reader.textAt(commit, path.join(reader.root, file)).catch(() => undefined);
    });
  }

  async #parse(name: string, text: string): Promise<ParsedWorkflow> {
    const key = `${name}\0${text}`;
    const known = this.#parsed.get(key);
    if (known !== undefined) return known;
    const { parseWorkflow } = await import('../../github/workflows/parseWorkflow');
    const parsed = parseWorkflow(name, text);
    this.#parsed.set(key, parsed);
    return parsed;
  }
}

/** @throws Error where the file is outside the repository, too long, or no file, such as a pipe */
async function readInside(root: string, name: string): Promise<string> {
  const file = path.join(root, name);
  const text = isInside(root, file) ? await disk.read(file) : undefined;
  if (text === undefined) throw new Error(vscode.l10n.t('The file {0} was not found.', name));
  return text;
}

/** From the root of the repository, with "/". None where there is no such folder. */
async function fileNames(root: string): Promise<string[]> {
  const names = await readdir(path.join(root, FOLDER)).catch(() => []);
  return names
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .map(name => `${FOLDER}/${name}`);
}

/** Configuration files of other CI services, which may publish as well. */
const OTHER_SERVICES = [
  '.ado',
  '.appveyor.yml',
  '.azure-pipelines',
  '.azuredevops',
  '.build.yml',
  '.buildkite',
  '.builds',
  '.circleci',
  '.cirrus.yml',
  '.drone.yml',
  '.forgejo',
  '.gitea',
  '.gitlab-ci.yml',
  '.pipelines',
  '.semaphore',
  '.teamcity',
  '.travis.yml',
  '.woodpecker',
  '.woodpecker.yml',
  '.zuul.d',
  '.zuul.yaml',
  'Jenkinsfile',
  'appveyor.yml',
  'azure-pipelines',
  'azure-pipelines.yaml',
  'azure-pipelines.yml',
  'bitbucket-pipelines.yml',
  'cloudbuild.yaml',
];

async function otherServices(root: string): Promise<readonly string[]> {
  const names = new Set(await readdir(root).catch(() => []));
  return OTHER_SERVICES.filter(name => names.has(name));
}

export function readable(files: readonly ParsedWorkflow[]): readonly Workflow[] {
  return files.flatMap(({ workflow }) => workflow ?? []);
}
