import * as vscode from 'vscode';
import { labelText } from '../sinks';

/** A task whose name may hold the name of a package: lists of tasks show icons and hidden characters. */
export function namedTask(
  definition: vscode.TaskDefinition,
  scope: vscode.TaskScope | vscode.WorkspaceFolder,
  name: string,
  source: string,
  execution: vscode.CustomExecution,
  matchers: string | string[],
): vscode.Task {
  return new vscode.Task(definition, scope, labelText(name), source, execution, matchers);
}
