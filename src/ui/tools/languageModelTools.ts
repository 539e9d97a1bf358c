import * as vscode from 'vscode';
import { blockers } from '../../release/releasePlan';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import { runProposal } from '../commands/runProposal';
import { describeUnprepared } from '../releaseStore';
import { packagesOf, releaseOf } from '../selectors';
import type { Proposal } from '../services/releaseRunner';
import type { Services } from '../services/services';
import { planText, statusText } from './toolTexts';

/** What a model gives to a tool. The manifest has the schema. */
interface ToolInput {
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

/** Registers the tools where the editor has the API. Two of them only read; the third one asks with the whole plan. */
export function registerTools(
  services: Services,
  { lm, LanguageModelToolResult: Result, LanguageModelTextPart: Text }: ToolApi = vscode as ToolApi,
): vscode.Disposable {
  const register = lm?.registerTool;
  if (register === undefined || Result === undefined || Text === undefined)
    return vscode.Disposable.from();
  const answer = (text: string) => new Result([new Text(text)]);
  return vscode.Disposable.from(
    register(TOOLS.status, {
      invoke: async ({ input }) => answer(await status(services, input)),
    }),
    register(TOOLS.plan, {
      invoke: async ({ input }) => answer((await plan(services, input)).text),
    }),
    register(TOOLS.start, {
      prepareInvocation: async ({ input }) => ({
        confirmationMessages: {
          title: vscode.l10n.t('Start this release?'),
          message: (await plan(services, input)).text,
        },
      }),
      invoke: async ({ input }) => answer(await start(services, input)),
    }),
  );
}

async function status(services: Services, input: ToolInput): Promise<string> {
  const pkg = await packageOf(services, input);
  if (typeof pkg === 'string') return pkg;
  if (vscode.workspace.isTrusted) await services.status.refresh(pkg, false);
  return statusText(pkg.name, releaseOf(services.store.value, pkg.manifest));
}

interface Planned {
  readonly text: string;
  readonly proposal?: Proposal;
  readonly canStart?: boolean;
}

/** Looks at everything and changes nothing. */
async function plan(services: Services, input: ToolInput): Promise<Planned> {
  if (!vscode.workspace.isTrusted) return { text: 'The workspace is not trusted.' };
  const pkg = await packageOf(services, input);
  if (typeof pkg === 'string') return { text: pkg };
  const version = parseReleaseVersion(input.version ?? '');
  if (!version.ok) return { text: version.reason };
  const session = await services.sessions.open(pkg);
  const prepared = await services.intents.prepare(session, version.version, true);
  if (!prepared.ok) return { text: describeUnprepared(prepared) };
  const proposal = await services.releases.propose(
    session,
    'release',
    prepared.intent,
    prepared.releaseBranch,
  );
  const found = await services.releases.plan(proposal);
  return {
    text: planText(found, prepared.intent),
    proposal,
    canStart: blockers(found).length === 0 && found.entry === undefined,
  };
}

async function start(services: Services, input: ToolInput): Promise<string> {
  const pkg = await packageOf(services, input);
  if (typeof pkg === 'string') return pkg;
  // What was confirmed may have changed since.
  const { text, proposal, canStart } = await plan(services, input);
  if (proposal === undefined || canStart !== true) return `Not started.\n${text}`;
  await runProposal(services, pkg, proposal);
  return statusText(pkg.name, releaseOf(services.store.value, pkg.manifest));
}

async function packageOf({ manifests, store }: Services, { package: wanted }: ToolInput) {
  await manifests.current();
  const packages = packagesOf(store.value);
  const found = wanted === undefined ? packages : packages.filter(({ name }) => name === wanted);
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only;
  const names = packages.map(({ name }) => name).join(', ');
  return names === '' ? 'No package was found.' : `Name one of these packages: ${names}`;
}
