import * as path from 'node:path';
import type { Asks, SetupVerdict, WorkflowVerdict } from '../../release/check';
import type { Intent } from '../../release/intent';
import type { Checklists } from './checklists';
import { type HostedPackage, releaseQuestion } from './hostedPackage';
import type { Hosts } from './hosts';
import type { WorkflowFiles } from './workflowFiles';
import type { Crates } from './crates';
import type { Indexes, Publication } from './indexes';
import type { Session } from './sessions';

/** Who answers what a plan asks beyond the repository. */
export class CheckSources {
  constructor(
    private readonly hosts: Hosts,
    private readonly workflows: WorkflowFiles,
    private readonly indexes: Indexes,
    private readonly crates: Crates,
    private readonly checklists: Checklists,
    private readonly setupVerdicts: (hosted: HostedPackage) => Promise<readonly SetupVerdict[]>,
  ) {}

  /** What the checklist says, and where the remote is on GitHub, the workflow files, the setup, CI and the package index. */
  async of(session: Session, intent: Intent): Promise<Asks> {
    const { repository, tree } = session;
    const checklist = () => this.checklists.verdict(session, intent.version);
    const address = await this.hosts.addressOf(repository, intent.remote);
    const protection = () => this.hosts.protection(repository, address, intent);
    if (address === undefined) return { checklist, protection };
    const workflows = async () =>
      (
        await this.workflows.verdicts(
          repository.root,
          await withMessage(releaseQuestion(intent, tree.manifest, address), session, intent),
        )
      ).map(({ place, canCreate, ...verdict }): WorkflowVerdict => ({
        ...verdict,
        ...(place !== undefined
          ? { place: { ...place, file: path.join(repository.root, place.file) } }
          : canCreate === true && { place: { remedy: { kind: 'createWorkflow' } } }),
      }));
    return {
      checklist,
      protection,
      workflows,
      setup: () => this.setupVerdicts({ session, intent, address }),
      ci: commit => this.hosts.ci(repository, address, commit),
      index: this.#available({ session, intent }),
      crates: this.crates.verdicts({ session, intent }),
    };
  }

  /** A version that one distribution cannot have is free on none: the next one is that of all distributions and crates. */
  #available(publication: Publication): Asks['index'] {
    const ask = this.indexes.available(publication);
    if (ask === undefined) return undefined;
    return async () => {
      const verdicts = await ask();
      if (verdicts.every(({ state }) => state !== 'blocks')) return verdicts;
      const next = await this.crates.nextFree(publication);
      return verdicts.map(verdict =>
        verdict.state === 'blocks' && next !== '' ? { ...verdict, advice: next } : verdict,
      );
    };
  }
}

/** A version that is released as it stands has the message of the commit that is there. */
async function withMessage(
  question: ReturnType<typeof releaseQuestion>,
  { repository }: Session,
  { from, version }: Intent,
): Promise<ReturnType<typeof releaseQuestion>> {
  if (from !== version) return question;
  const [message] = await repository.messages('HEAD^', 'HEAD').catch(() => []);
  return message === undefined ? question : { ...question, message };
}
