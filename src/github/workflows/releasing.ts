import { evaluateText, type Contexts } from './expression';
import { commandsOf, isTool } from './shell';
import type { WorkflowStep } from './workflow';

/**
 * With whose token a step works. What GITHUB_TOKEN does starts no other workflow, apart from dispatches; what a personal
 * token or that of an App does, starts them (GitHub docs, "Triggering a workflow from a workflow").
 */
type ActingToken = { readonly kind: 'github' } | { readonly kind: 'other'; readonly name: string };

/** A step that makes a GitHub Release. */
export interface ReleaseCreation {
  /** The action or command, such as `softprops/action-gh-release`. */
  readonly by: string;
  readonly token: ActingToken;
  /** A draft starts nothing until a person publishes it. Undefined where it turns on what the run finds out. */
  readonly draft: boolean | undefined;
  /** Whether a Release that is there already is taken over; otherwise the step fails. Undefined where that is not known. */
  readonly takesOver: boolean | undefined;
}

interface ReleaseAction {
  /** Inputs that hold the token. */
  readonly token: readonly string[];
  /** Makes drafts unless `publish` is set. */
  readonly draft?: boolean;
  readonly takesOver?: boolean;
  /** The input that makes it take over. */
  readonly takesOverInput?: string;
}

/** Actions that make a Release. */
const ACTIONS: Readonly<Record<string, ReleaseAction>> = {
  'softprops/action-gh-release': { token: ['token'], takesOver: true },
  'actions/create-release': { token: [], takesOver: false },
  'ncipollo/release-action': { token: ['token'], takesOverInput: 'allowUpdates' },
  'marvinpinto/action-automatic-releases': { token: ['repo_token'] },
  'taiki-e/create-gh-release-action': { token: ['token'] },
  'googleapis/release-please-action': { token: ['token'] },
  'google-github-actions/release-please-action': { token: ['token'] },
  'release-drafter/release-drafter': { token: ['token'], draft: true },
  'goreleaser/goreleaser-action': { token: [] },
  'svenstaro/upload-release-action': { token: ['repo_token'] },
  'mikepenz/action-gh-release': { token: ['token'] },
  'comnoco/create-release-action': { token: [] },
  'elgohr/github-release-action': { token: [] },
};

/** The Release that a step makes, or undefined. @param env of workflow, job and step together */
export function releaseOf(
  step: WorkflowStep,
  contexts: Contexts,
  env: Readonly<Record<string, string>>,
): ReleaseCreation | undefined {
  const truthOf = (text: string | undefined): boolean | undefined => {
    if (text === undefined) return false;
    const value = evaluateText(text, contexts);
    return value === undefined ? undefined : value === 'true';
  };
  if (step.uses !== undefined) {
    const [name = ''] = step.uses.split('@', 1);
    const action = ACTIONS[name.toLowerCase()];
    if (action === undefined) return undefined;
    const token =
      action.token.map(input => step.with[input]).find(text => text !== undefined) ??
      env['GITHUB_TOKEN'] ??
      env['GH_TOKEN'];
    return {
      by: name,
      token: tokenOf(token),
      draft:
        action.draft === true
          ? truthOf(step.with['publish']) !== true
          : truthOf(step.with['draft']),
      takesOver:
        action.takesOverInput === undefined
          ? action.takesOver
          : truthOf(step.with[action.takesOverInput]),
    };
  }
  for (const command of commandsOf(step.run ?? '')) {
    const { words } = command;
    if (!isTool(command, 'gh', 'release') || words[1] !== 'release' || words[2] !== 'create')
      continue;
    const all = { ...env, ...command.env };
    return {
      by: 'gh release create',
      token: tokenOf(all['GH_TOKEN'] ?? all['GITHUB_TOKEN']),
      takesOver: false,
      draft: words.some(word => /^(?:--draft(?:=true)?|-d)$/.test(word)),
    };
  }
  return undefined;
}

function tokenOf(text: string | undefined): ActingToken {
  if (text === undefined || /^\$\{\{\s*(?:secrets\.GITHUB_TOKEN|github\.token)\s*\}\}$/i.test(text))
    return { kind: 'github' };
  const secret = /secrets\.(\w+)/i.exec(text)?.[1];
  if (secret?.toUpperCase() === 'GITHUB_TOKEN' && !text.includes('||')) return { kind: 'github' };
  return { kind: 'other', name: secret ?? text.replace(/^\$\{\{\s*|\s*\}\}$/g, '') };
}
