import * as path from 'node:path';
import * as vscode from 'vscode';
import {
  CHECKLIST_SETTINGS,
  ENGINE_SETTINGS,
  CRATES_CHECK_SETTING,
  INDEX_CHECK_SETTING,
  INDEX_URL_SETTING,
  SETTINGS_SECTION,
} from '../ids';
import {
  packagesSetting,
  readEngineSettings,
  type ReadSettings,
  withAnswers,
} from '../manifests/engineSettings';
import type { Package } from '../manifests/package';
import type { Answers, Problem } from '../manifests/question';
import type { ChecklistSettings } from '../release/checklist/items';
import {
  CI,
  DEFAULT_SETTINGS,
  GITHUB_RELEASE,
  PULL_REQUEST,
  type ReleaseSettings,
} from '../release/settings';

/** The settings that hold for a file. Values of the wrong type and empty templates are as if they were not set. */
export function releaseSettings(file: string): ReleaseSettings {
  const section = vscode.workspace.getConfiguration(SETTINGS_SECTION, vscode.Uri.file(file));
  const text = (key: keyof ReleaseSettings) => {
    const value = section.get<unknown>(key);
    return typeof value === 'string' ? value : DEFAULT_SETTINGS[key];
  };
  // Without a message git would make a lightweight tag.
  const template = (key: keyof ReleaseSettings) =>
    text(key).trim() === '' ? DEFAULT_SETTINGS[key] : text(key);
  return {
    branch: text('branch').trim(),
    remote: text('remote').trim(),
    commitMessage: template('commitMessage'),
    tagFormat: template('tagFormat').trim(),
    tagMessage: template('tagMessage'),
    uncommittedChanges: text('uncommittedChanges') === 'warn' ? 'warn' : 'block',
    githubRelease:
      GITHUB_RELEASE.find(value => value === text('githubRelease')) ??
      DEFAULT_SETTINGS.githubRelease,
    changelog: text('changelog') === 'off' ? 'off' : 'update',
    workflows: text('workflows') === 'warn' ? 'warn' : 'block',
    ci: CI.find(value => value === text('ci')) ?? DEFAULT_SETTINGS.ci,
    pullRequest:
      PULL_REQUEST.find(value => value === text('pullRequest')) ?? DEFAULT_SETTINGS.pullRequest,
  };
}

/** The settings that hold for a package, with what the setting `budtiktok.packages` says of it. */
export function packageSettings({
  manifest,
  tagFormat,
}: Pick<Package, 'manifest' | 'tagFormat'>): ReleaseSettings {
  const settings = releaseSettings(manifest);
  return { ...settings, tagFormat: tagFormat ?? settings.tagFormat };
}

/** Which package index is asked, and whether at all. An empty address is that of PyPI. */
export interface IndexSettings {
  readonly url: string;
  readonly check: 'on' | 'off';
}

export function indexSettings(file: string): IndexSettings {
  const section = vscode.workspace.getConfiguration(undefined, vscode.Uri.file(file));
  const url = section.get<unknown>(INDEX_URL_SETTING);
  return {
    url: typeof url === 'string' ? url.trim() : '',
    check: section.get<unknown>(INDEX_CHECK_SETTING) === 'off' ? 'off' : 'on',
  };
}

/** Whether registries of crates are asked. */
export function cratesCheck(file: string): 'on' | 'off' {
  const section = vscode.workspace.getConfiguration(undefined, vscode.Uri.file(file));
  return section.get<unknown>(CRATES_CHECK_SETTING) === 'off' ? 'off' : 'on';
}

/** What the settings say of the checklist, as it is in them. */
export function checklistSettings(file: string): ChecklistSettings {
  const section = vscode.workspace.getConfiguration(undefined, vscode.Uri.file(file));
  return {
    items: section.get<unknown>(CHECKLIST_SETTINGS.items),
    required: section.get<unknown>(CHECKLIST_SETTINGS.required),
    commands: section.get<unknown>(CHECKLIST_SETTINGS.commands),
  };
}

/** What the settings that hold for a folder say to the version engine. */
export function engineSettings(root: string): ReadSettings {
  const settings = vscode.workspace.getConfiguration(undefined, vscode.Uri.file(root));
  return readEngineSettings(
    settings.get(ENGINE_SETTINGS.extraFiles),
    settings.get(ENGINE_SETTINGS.packages),
  );
}

/** Adds answers to what the workspace's settings say of a package; where a folder of several is meant, to that folder's. */
export async function rememberAnswers(root: string, name: string, answers: Answers): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(root));
  const target =
    folder !== undefined && (vscode.workspace.workspaceFolders?.length ?? 0) > 1
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : vscode.ConfigurationTarget.Workspace;
  const { settings } = engineSettings(root);
  await vscode.workspace
    .getConfiguration(undefined, folder)
    .update(
      ENGINE_SETTINGS.packages,
      packagesSetting(withAnswers(settings, name, answers)),
      target,
    );
}

/** An entry of the settings that cannot be used, for the Problems panel. */
export function inSettings(root: string, message: string): Problem {
  return {
    severity: 'error',
    file: path.join(root, '.vscode', 'settings.json'),
    start: { line: 0, column: 0 },
    message,
  };
}
