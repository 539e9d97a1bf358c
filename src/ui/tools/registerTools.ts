import * as vscode from 'vscode';
import { visibleText } from '../../base/visibleText';
import { messageText } from '../sinks';
import type { Services } from '../services/services';

/** What a model gives to a tool. The manifest has the schema. */
export interface ToolInput {
  readonly package?: string;
  readonly version?: string;
}

interface Invocation {
  readonly input: ToolInput;
}

interface Confirmation {
  readonly confirmationMessages: { readonly title: string; readonly message: string };
}

/** VS Code has these since 1.95; the types of the lowest supported version do not. */
interface LanguageModelTool {
  invoke(options: Invocation): Promise<unknown>;
  prepareInvocation?(options: Invocation): Promise<Confirmation | undefined>;
}

interface ToolApi {
  readonly lm?: {
    readonly registerTool?: (name: string, tool: LanguageModelTool) => vscode.Disposable;
  };
  readonly LanguageModelToolResult?: new (parts: readonly unknown[]) => unknown;
  readonly LanguageModelTextPart?: new (text: string) => unknown;
}

export const TOOLS = {
  status: 'budtiktok_release_status',
  plan: 'budtiktok_plan_release',
  start: 'budtiktok_start_release',
} as const;

/** The longest texts of an answer and of the question whether a release may be started. */
const MOST_ANSWERED = 50_000;
const MOST_ASKED = 4_000;

/**
 * Registers the tools where the editor has the API. Two of them only read; the third one asks with the whole plan.
 * Read at activation: what they do is read when a model calls one.
 */
export function registerTools(
  starting: Promise<Services>,
  { lm, LanguageModelToolResult: Result, LanguageModelTextPart: Text }: ToolApi = vscode as ToolApi,
): vscode.Disposable {
  const register = lm?.registerTool;
  if (register === undefined || Result === undefined || Text === undefined)
    return vscode.Disposable.from();
  const answer = (text: string) => new Result([new Text(visibleText(text, MOST_ANSWERED))]);
  const tools = () => import('./languageModelTools');
  return vscode.Disposable.from(
    register(TOOLS.status, {
      invoke: async ({ input }) => answer(await (await tools()).status(await starting, input)),
    }),
    register(TOOLS.plan, {
      invoke: async ({ input }) => answer(await (await tools()).planned(await starting, input)),
    }),
    register(TOOLS.start, {
      prepareInvocation: async ({ input }) => ({
        confirmationMessages: {
          title: vscode.l10n.t('Start this release?'),
          // The editor may take it for Markdown.
          message: messageText(await (await tools()).planned(await starting, input), MOST_ASKED),
        },
      }),
      invoke: async ({ input }) => answer(await (await tools()).start(await starting, input)),
    }),
  );
}
