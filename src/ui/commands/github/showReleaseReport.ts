import * as path from 'node:path';
import * as vscode from 'vscode';
import { releaseReport } from '../../../github/report';
import { listArtifacts } from '../../../github/runs';
import { findRelease } from '../../../github/releases';
import { rowState } from '../../../github/runSummary';
import { clientOf, pickRun } from '../../pick/pickRun';
import { platformName, shownRun } from '../../runWords';
import type { Services } from '../../services';
import { packagesOf } from '../../state';

/** *Show Release Report*: a run as a Markdown document, to be read and to be saved. */
export async function showReleaseReport(services: Services, target: unknown): Promise<void> {
  const found = await pickRun(services, target, () => true);
  if (found === undefined) return;
  const { store, runs } = services;
  const { root, run } = found;
  const client = await clientOf(services, found);
  const { ofReleases = [], recent = [] } = store.value.hosted.get(root) ?? {};
  const view = [...ofReleases, ...recent].find(shown => shown.run.id === run.id);
  const [rows, before, artifacts] = await Promise.all([
    view?.rows ?? runs.readJobs(root, run),
    runs.before(root, run),
    listArtifacts(client, run.id),
  ]);
  const pkg = packagesOf(store.value).find(
    ({ manifest }) => store.value.releases.get(manifest)?.commit === run.headSha,
  );
  const release = pkg && store.value.releases.get(pkg.manifest);
  const tag = run.headBranch ?? '';
  const hosted = await findRelease(client, tag).catch(() => undefined);
  const title =
    pkg === undefined || release === undefined ? run.title : `${pkg.name} ${release.version}`;
  const content = releaseReport({
    title,
    run,
    rows,
    before,
    artifacts,
    releaseUrl: hosted?.url,
    now: Date.now(),
    words: { platform: platformName, state: row => shownRun(rowState(row)).word },
  });
  // A document with a proposed name: saving it asks where, and writes nothing before.
  const uri = vscode.Uri.file(
    path.join(root, `release-report-${tag.replaceAll('/', '-') || run.number}.md`),
  ).with({ scheme: 'untitled' });
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), content);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { preview: false });
  await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
}
