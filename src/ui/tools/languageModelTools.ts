import * as vscode from 'vscode';
import { blockers } from '../../release/releasePlan';
import { parseReleaseVersion } from '../../versions/releaseVersion';
import { runProposal } from '../commands/runProposal';
import { describeUnprepared } from '../releaseStore';
import { packagesOf, releaseOf } from '../selectors';
import type { Proposal } from '../services/releaseRunner';
import type { Services } from '../services/services';
import type { ToolInput } from './registerTools';
import { planText, statusText } from './toolTexts';

/** The facts of a release, for a model. */
export async function status(services: Services, input: ToolInput): Promise<string> {
  const pkg = await packageOf(services, input);
  if (typeof pkg === 'string') return pkg;
  if (vscode.workspace.isTrusted) await services.release.status.refresh(pkg, false);
  return statusText(pkg.name, releaseOf(services.store.value, pkg.manifest));
}

interface Planned {
  readonly text: string;
  readonly proposal?: Proposal;
  readonly canStart?: boolean;
}

/** The plan of a release, for a model. It changes nothing. */
export async function planned(services: Services, input: ToolInput): Promise<string> {
  return (await plan(services, input)).text;
}

/** Looks at everything and changes nothing. */
async function plan(services: Services, input: ToolInput): Promise<Planned> {
  if (!vscode.workspace.isTrusted) return { text: 'The workspace is not trusted.' };
  const pkg = await packageOf(services, input);
  if (typeof pkg === 'string') return { text: pkg };
  const version = parseReleaseVersion(input.version ?? '');
  if (!version.ok) return { text: version.reason };
  const session = await services.workspace.sessions.open(pkg);
  const prepared = await services.release.intents.prepare(session, version.version, true);
  if (!prepared.ok) return { text: describeUnprepared(prepared) };
  const proposal = await services.release.runner.propose(
    session,
    'release',
    prepared.intent,
    prepared.releaseBranch,
  );
  const found = await services.release.runner.plan(proposal);
  return {
    text: planText(found, prepared.intent),
    proposal,
    canStart: blockers(found).length === 0 && found.entry === undefined,
  };
}

/** Starts a release that the user has confirmed. */
export async function start(services: Services, input: ToolInput): Promise<string> {
  const pkg = await packageOf(services, input);
  if (typeof pkg === 'string') return pkg;
  // What was confirmed may have changed since.
  const { text, proposal, canStart } = await plan(services, input);
  if (proposal === undefined || canStart !== true) return `Not started.\n${text}`;
  await runProposal(services, pkg, proposal);
  return statusText(pkg.name, releaseOf(services.store.value, pkg.manifest));
}

async function packageOf(
  { workspace: { manifests }, store }: Services,
  { package: wanted }: ToolInput,
) {
  await manifests.current();
  const packages = packagesOf(store.value);
  const found = wanted === undefined ? packages : packages.filter(({ name }) => name === wanted);
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only;
  const names = packages.map(({ name }) => name).join(', ');
  return names === '' ? 'No package was found.' : `Name one of these packages: ${names}`;
}
