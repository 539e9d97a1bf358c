import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Package } from '../../manifests/package';

/** Its name, or where several have one, the path of its manifest. */
export function nameFor(pkg: Package, packages: readonly Package[]): string {
  const isAlone = packages.filter(({ name }) => name === pkg.name).length <= 1;
  return isAlone ? pkg.name : vscode.workspace.asRelativePath(pkg.manifest);
}

export function isNamed({ name, manifest }: Package, text: string): boolean {
  const relative = vscode.workspace.asRelativePath(manifest);
  return [name, manifest, relative, path.posix.dirname(relative)].includes(
    text.replace(/^\.\/|\/$/g, ''),
  );
}

/** The folder that the task belongs to; the manifest may stand above or beside it. */
export function scopeOf({
  manifest,
}: Package): vscode.WorkspaceFolder | vscode.TaskScope.Workspace {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return (
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(manifest)) ??
    folders.find(({ uri }) => uri.fsPath.startsWith(path.dirname(manifest))) ??
    folders[0] ??
    vscode.TaskScope.Workspace
  );
}
