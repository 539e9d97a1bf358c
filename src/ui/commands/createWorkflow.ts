import { access, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { openPage } from '../openPage';
import { relativePath } from '../../base/paths';
import { kindOfHost } from '../../github/address';
import { COMMANDS } from '../../ids';
import type { TemplateCrate } from '../../github/workflows/template';
import type { Package } from '../../manifests/package';
import type { ManifestIndex } from '../../manifests/scan/manifestIndex';
import { wheelManifest } from '../../manifests/python/wheelManifest';
import { findGitRoot } from '../../manifests/scan/scanRoot';
import { lockOf, readProject } from '../../maturin/project';
import { accountPage } from '../../setup/indexPages';
import type { WorkflowDraft } from '../documents/workflowDrafts';
import { CommandError, notifyInfo, notifyWarning, promptText } from '../notify';
import { pickPackage } from '../pick/pickPackage';
import type { Choice } from '../pick/choice';
import { pick } from '../pick/dialog';
import type { Services } from '../services/services';
import { readSetup } from '../services/readSetup';

/** *Create Release Workflow…*: proposes a workflow for a package, shown as a difference. Nothing is written before it is confirmed. */
export async function createReleaseWorkflow(services: Services, target: unknown): Promise<void> {
  const pkg = await pickPackage(services, target, ({ python }) => python);
  if (pkg === undefined) return;
  const { root, facts } = await readSetup(services, pkg, false, undefined);
  const { TEMPLATE_PATH, releaseWorkflowTemplate } =
    await import('../../github/workflows/template');
  const options = await optionsOf(services, pkg, root);
  const existing = (await import('../../setup/setupItems')).uploadsOf(facts)[0]?.workflow.path;
  // The index trusts no other host.
  const mayBeTrusted =
    facts.remote.kind !== 'gitHub' || kindOfHost(facts.remote.address.host, undefined) === 'dotcom';
  const publishing = await pickPublishing(pkg, mayBeTrusted);
  if (publishing === undefined) return;
  const crates = await pickCrates(pkg, options.crates);
  if (crates === undefined) return;
  const file = await chooseFile(
    path.join(root, ...path.posix.dirname(TEMPLATE_PATH).split('/')),
    path.posix.basename(TEMPLATE_PATH),
    pkg.name,
  );
  if (file === undefined) return;
  const draft: WorkflowDraft = {
    pkg,
    root,
    file,
    publishing,
    text: releaseWorkflowTemplate({ ...options, publishing, crates }),
  };
  const uri = await services.documents.workflowDrafts.show(
    draft,
    existing === undefined ? undefined : path.join(root, existing),
  );
  // Not awaited: the message stays while the proposal is read.
  void confirm(uri, draft, existing).catch((error: unknown) => services.log.error(String(error)));
}

async function confirm(
  uri: vscode.Uri,
  { file }: WorkflowDraft,
  existing: string | undefined,
): Promise<void> {
  const create = vscode.l10n.t('Create File');
  const name = path.basename(file);
  const answer =
    existing === undefined
      ? await notifyInfo(
          vscode.l10n.t('{0} is a proposal: nothing has been written yet.', name),
          create,
        )
      : await notifyWarning(
          vscode.l10n.t(
            '{0} publishes already. With {1} beside it a release would be published twice: remove one of them before the next.',
            path.basename(existing),
            name,
          ),
          create,
        );
  if (answer === create) await vscode.commands.executeCommand(COMMANDS.createWorkflowFile, uri);
}

async function optionsOf({ workspace: { manifests }, git }: Services, pkg: Package, root: string) {
  const index = await manifests.indexOf(pkg);
  const project = index && readProject(pkg, index);
  const manifest = index && wheelManifest(index, pkg);
  if (project === undefined || manifest === undefined) {
    throw new CommandError(
      vscode.l10n.t('{0} is not built by maturin, which the workflow is made for.', pkg.name),
    );
  }
  const { wheelFacts } = await import('../../packageIndex/wheelFacts');
  // Without git it is not known; a workflow that is not held to the lock builds all the same.
  const tracked =
    (await findGitRoot(root)) === undefined
      ? undefined
      : await git
          .repository(root)
          .then(repository => repository.tracked([lockOf(project)]))
          .catch(() => undefined);
  return {
    distribution: pkg.name,
    folder: relativePath(root, project.dir),
    compatibility: manifest.compatibility,
    abi3: wheelFacts(manifest).binding !== 'extension',
    locked: (tracked?.size ?? 0) > 0,
    crates: index === undefined ? [] : await cratesOf(index, pkg),
  };
}

/** The crates that may go to crates.io, those that others depend on first. */
async function cratesOf(index: ManifestIndex, pkg: Package): Promise<readonly TemplateCrate[]> {
  const [{ memberCrates, publishable }, { indexPath }, { CRATES_IO }] = await Promise.all([
    import('../../cratesIndex/memberCrates'),
    import('../../cratesIndex/sparseIndex'),
    import('../../cratesIndex/crateRegistry'),
  ]);
  return publishable(memberCrates(index, pkg.crates)).flatMap(({ name, registries }) => {
    const file = indexPath(name);
    return file === undefined || registries?.includes(CRATES_IO) === false
      ? []
      : [{ name, indexPath: file }];
  });
}

/** Whether the workflow publishes the crates as well. @returns undefined where the user goes back */
async function pickCrates(
  { name }: Package,
  crates: readonly TemplateCrate[],
): Promise<readonly TemplateCrate[] | undefined> {
  if (crates.length === 0) return [];
  const names = crates.map(crate => crate.name).join(', ');
  const answer = await pick<'wheels' | 'all'>({
    title: vscode.l10n.t('What does the workflow of {0} publish?', name),
    placeholder: vscode.l10n.t('Crates are published in the order of their dependencies'),
    items: [
      { icon: 'package', label: vscode.l10n.t('Wheels to PyPI'), value: 'wheels' },
      {
        icon: 'layers',
        label: vscode.l10n.t('Wheels to PyPI and crates to crates.io'),
        detail: names,
        value: 'all',
      },
    ],
  });
  if (answer.kind !== 'picked') return undefined;
  return answer.value === 'all' ? crates : [];
}

async function pickPublishing(
  { name }: Package,
  mayBeTrusted: boolean,
): Promise<'trusted' | 'token' | undefined> {
  const trusted: Choice<'trusted'> = {
    icon: 'verified',
    label: vscode.l10n.t('Trusted publishing'),
    description: mayBeTrusted
      ? vscode.l10n.t('recommended')
      : vscode.l10n.t('only from github.com'),
    detail: vscode.l10n.t('GitHub vouches for the workflow, and no token is kept.'),
    value: 'trusted',
  };
  const token: Choice<'token'> = {
    icon: 'key',
    label: vscode.l10n.t('API token'),
    detail: vscode.l10n.t(
      'Kept as the secrets PYPI_API_TOKEN and TEST_PYPI_API_TOKEN of the repository.',
    ),
    value: 'token',
  };
  const answer = await pick<'trusted' | 'token'>({
    title: vscode.l10n.t('How does the workflow of {0} sign in to PyPI?', name),
    placeholder: vscode.l10n.t('Both are made ready on PyPI before the first release'),
    items: mayBeTrusted ? [trusted, token] : [token, trusted],
  });
  return answer.kind === 'picked' ? answer.value : undefined;
}

/** The usual name, or where a file has it another one that the user may change. Trusted publishing is bound to it. */
async function chooseFile(
  folder: string,
  usual: string,
  distribution: string,
): Promise<string | undefined> {
  if (!(await isThere(path.join(folder, usual)))) return path.join(folder, usual);
  const stem = `${distribution}-release`.replace(/[^\w.-]/g, '-');
  let free = `${stem}.yml`;
  for (let number = 2; await isThere(path.join(folder, free)); number++)
    free = `${stem}-${number}.yml`;
  const name = await promptText({
    title: vscode.l10n.t('Name of the workflow file'),
    value: free,
    valueSelection: [0, free.length - '.yml'.length],
    prompt: vscode.l10n.t('{0} is there already, and is not overwritten.', usual),
    validateInput: async text => {
      if (!/^[\w.-]+\.ya?ml$/.test(text.trim()))
        return vscode.l10n.t('A file name that ends with .yml.');
      return (await isThere(path.join(folder, text.trim())))
        ? vscode.l10n.t('{0} is there already.', text.trim())
        : undefined;
    },
  });
  return name === undefined ? undefined : path.join(folder, name.trim());
}

async function isThere(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}

/** *Create Workflow File*: writes the proposed workflow that is shown, and says what is next. */
export async function createWorkflowFile(services: Services, target: unknown): Promise<void> {
  const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
  const draft = uri && services.documents.workflowDrafts.draftOf(uri);
  if (uri === undefined || draft === undefined)
    throw new CommandError(
      vscode.l10n.t(
        'Run Create Release Workflow… first: there is no proposed workflow in this editor.',
      ),
    );
  await services.documents.workflowDrafts.create(uri, draft);
  await vscode.window.showTextDocument(vscode.Uri.file(draft.file), { preview: false });
  void services.setup.refreshFiles().catch((error: unknown) => services.log.error(String(error)));
  // Not awaited: the message stays while the file is read.
  void sayNext(draft).catch((error: unknown) => services.log.error(String(error)));
}

async function sayNext({ pkg, root, file, publishing }: WorkflowDraft): Promise<void> {
  const { DEPENDABOT, DEPENDABOT_PATH } = await import('../../github/workflows/template');
  const config = path.join(root, DEPENDABOT_PATH);
  const hasConfig = (await isThere(config)) || (await isThere(config.replace(/\.yml$/, '.yaml')));
  const [setUp, publisher, secret, dependabot] = [
    vscode.l10n.t('Set Up Release'),
    vscode.l10n.t('Open Trusted Publishers'),
    vscode.l10n.t('Set Secret…'),
    vscode.l10n.t('Create dependabot.yml'),
  ];
  const more = hasConfig ? [] : [dependabot];
  const name = path.basename(file);
  const answer =
    publishing === 'trusted'
      ? await notifyInfo(
          vscode.l10n.t(
            '{0} was written. Commit it to the default branch, and enter it as a trusted publisher before the first release; Set Up Release shows the values.',
            name,
          ),
          setUp,
          publisher,
          ...more,
        )
      : await notifyInfo(
          vscode.l10n.t(
            '{0} was written. Commit it to the default branch, and set the secrets PYPI_API_TOKEN and TEST_PYPI_API_TOKEN before the first release.',
            name,
          ),
          secret,
          setUp,
          ...more,
        );
  if (answer === setUp) await vscode.commands.executeCommand(COMMANDS.setUpRelease);
  if (answer === secret) await vscode.commands.executeCommand(COMMANDS.setSecret, { pkg });
  if (answer === dependabot) {
    // It keeps the pinned actions up to date.
    await writeFile(config, DEPENDABOT, { flag: 'wx' });
    await vscode.window.showTextDocument(vscode.Uri.file(config), { preview: false });
  }
  if (answer === publisher) await openPage(accountPage('pypi', 'pendingPublisher', pkg.name));
}
