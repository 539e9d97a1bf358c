import * as vscode from 'vscode';
import { messageOf, UserFacingError } from '../base/errors';
import { messageText } from './sinks';

/** The longest text below the message of a modal dialog: several wheels with their hashes. */
const MOST_DETAIL = 4000;

/** A command that can't go on, for a reason that its user can see to. */
export class CommandError extends UserFacingError<'command'> {
  override readonly name = 'CommandError';

  constructor(message: string, advice = '') {
    super('command', message, advice);
  }
}

/** Shows a message with buttons, and answers with the button that was chosen. */
export interface Notify {
  (message: string, ...buttons: readonly string[]): Promise<string | undefined>;
  (
    message: string,
    options: vscode.MessageOptions,
    ...buttons: readonly string[]
  ): Promise<string | undefined>;
}

export const notifyInfo = notifyWith((message, options, items) =>
  vscode.window.showInformationMessage(message, options, ...items),
);
export const notifyWarning = notifyWith((message, options, items) =>
  vscode.window.showWarningMessage(message, options, ...items),
);
export const notifyError = notifyWith((message, options, items) =>
  vscode.window.showErrorMessage(message, options, ...items),
);

interface Button extends vscode.MessageItem {
  readonly answer: string;
}

type Show = (
  message: string,
  options: vscode.MessageOptions,
  items: readonly Button[],
) => Thenable<Button | undefined>;

/** Everything that is shown goes through {@link messageText}: names and errors in it come from outside. */
function notifyWith(show: Show): Notify {
  return async (message: string, ...rest: readonly (string | vscode.MessageOptions)[]) => {
    const [first] = rest;
    const { detail, ...options } = typeof first === 'object' ? first : {};
    const buttons = rest.filter(button => typeof button === 'string');
    const chosen = await show(
      messageText(message),
      { ...options, ...(detail !== undefined && { detail: messageText(detail, MOST_DETAIL) }) },
      buttons.map(answer => ({ title: messageText(answer), answer })),
    );
    return chosen?.answer;
  };
}

/** Runs a task under a progress notification. */
export function notifyProgress<T>(
  title: string,
  task: (report: (message: string) => void, token: vscode.CancellationToken) => Promise<T>,
  cancellable = false,
): Thenable<T> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable,
      title: messageText(title),
    },
    (progress, token) => task(message => progress.report({ message: messageText(message) }), token),
  );
}

type Problem = string | vscode.InputBoxValidationMessage | undefined;

/** Asks for a text. Its prompt and what is wrong with the text may name things from outside. */
export function promptText({
  title,
  prompt,
  validateInput,
  ...options
}: Omit<vscode.InputBoxOptions, 'validateInput'> & {
  readonly validateInput?: (text: string) => Problem | Promise<Problem>;
}): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    ...options,
    ...(title !== undefined && { title: messageText(title) }),
    ...(prompt !== undefined && { prompt: messageText(prompt) }),
    ...(validateInput !== undefined && {
      validateInput: async text => {
        const problem = await validateInput(text);
        if (typeof problem !== 'object') return problem && messageText(problem);
        return { ...problem, message: messageText(problem.message) };
      },
    }),
  });
}

/** Shows why a command stopped, and logs it with its stack. What is not a {@link UserFacingError} is a bug. */
export async function showError(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  log.error(error instanceof Error ? error : String(error));
  const message =
    error instanceof UserFacingError
      ? error.text
      : vscode.l10n.t('BudTikTok Release has a bug and stopped: {0}', messageOf(error));
  const showLog = vscode.l10n.t('Show Log');
  if ((await notifyError(message, showLog)) === showLog) log.show();
}

/** Refuses to write or to run git for a workspace whose author is not trusted. */
export async function requireTrust(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const answer = await notifyWarning(
    vscode.l10n.t(
      'This workspace is not trusted. Versions can be looked at; writing files and running git needs trust.',
    ),
    manage,
  );
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
