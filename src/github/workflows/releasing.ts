import { evaluateText, type Contexts } from './expression';
import { type Command } from './shell';
import { toolName } from './commandWords';

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

type Env = Readonly<Record<string, string>>;

/** The Release that an action makes, or undefined. @param env of workflow, job and step together */
export function releaseOfAction(
  uses: string,
  inputs: Readonly<Record<string, string>>,
  contexts: Contexts,
  env: Env,
): ReleaseCreation | undefined {
  const truthOf = (text: string | undefined): boolean | undefined => {
    if (text === undefined) return false;
    const value = evaluateText(text, contexts);
    return value === undefined ? undefined : value === 'true';
  };
  const [name = ''] = uses.split('@', 1);
  const action = ACTIONS[name.toLowerCase()];
  if (action === undefined) return undefined;
  const token =
    action.token.map(input => inputs[input]).find(text => text !== undefined) ??
    env['GITHUB_TOKEN'] ??
    env['GH_TOKEN'];
  return {
    by: name,
    token: tokenOf(token),
    draft: action.draft === true ? truthOf(inputs['publish']) !== true : truthOf(inputs['draft']),
    takesOver:
      action.takesOverInput === undefined
        ? action.takesOver
        : truthOf(inputs[action.takesOverInput]),
  };
}

/** The Release that a command makes, or undefined. */
export function releaseOfCommand(
  { words, env: own }: Pick<Command, 'words' | 'env'>,
  outer: Env,
): ReleaseCreation | undefined {
  const isHub = toolName(words) === 'hub' && words[1] === 'release' && words[2] === 'create';
  const isGh = toolName(words) === 'gh' && words[1] === 'release' && words[2] === 'create';
  if (!isGh && !isHub) return undefined;
  const env = { ...outer, ...own };
  return {
    by: isGh ? 'gh release create' : 'hub release create',
    token: tokenOf(env['GH_TOKEN'] ?? env['GITHUB_TOKEN']),
    takesOver: false,
    draft: words.some(word => /^(?:--draft(?:=true)?|-d)$/.test(word)),
  };
}

function tokenOf(text: string | undefined): ActingToken {
  if (
    text === undefined ||
    /^\$\{\{(?:secrets\.GITHUB_TOKEN|github\.token)\}\}$/i.test(text.replace(/\s/g, ''))
  )
    return { kind: 'github' };
  const secret = /secrets\.(\w+)/i.exec(text)?.[1];
  if (secret?.toUpperCase() === 'GITHUB_TOKEN' && !text.includes('||')) return { kind: 'github' };
  return { kind: 'other', name: secret ?? text.replace('${{', '').replace('}}', '').trim() };
}
