import * as l10n from '@vscode/l10n';
import { ReleaseError, type Fact, type Observation } from '../fact';
import { fulfils, type HostedRelease } from '../hosting';

/** Fact 8: a Release with our notes exists for the tag; published, or a draft where that was asked for. */
export const hostedRelease: Fact = {
  id: 'hostedRelease',

  title: () => l10n.t('GitHub Release'),

  async observe({ hosting, intent }): Promise<Observation> {
    if (hosting === undefined) return NOT_HOSTED();
    if (hosting.state === 'unknown') return hosting;
    const found = await hosting.host.release(intent.tag);
    if (found === undefined)
      return { state: 'missing', detail: l10n.t('Publish the Release {0}', intent.tag) };
    const { publication } = intent;
    if (found.draft && publication?.draft !== true)
      return { state: 'missing', detail: l10n.t('Publish the draft of {0}', intent.tag) };
    if (publication !== undefined && !fulfils(found, publication) && !found.immutable) {
      return {
        state: 'missing',
        detail: l10n.t('Put the notes into the Release {0} that exists', intent.tag),
      };
    }
    return { state: 'holds', detail: describe(found) };
  },

  async make({ hosting, intent }) {
    if (hosting?.state !== 'seen')
      throw new ReleaseError(l10n.t('GitHub could not be asked.'), hosting?.advice ?? '');
    if (intent.publication === undefined)
      throw new ReleaseError(
        l10n.t('The release notes have not been written.'),
        l10n.t('Run Publish GitHub Release… and publish from the notes.'),
      );
    await hosting.host.publish(intent.tag, intent.publication);
  },
};

const NOT_HOSTED = (): Observation => ({
  state: 'unknown',
  detail: l10n.t('the remote is not on GitHub'),
  advice: l10n.t('Publish the release where the repository is hosted.'),
});

function describe({ draft, prerelease, immutable, byWorkflow }: HostedRelease): string {
  const what = draft
    ? l10n.t('draft')
    : prerelease
      ? l10n.t('published as pre-release')
      : l10n.t('published');
  if (immutable) return l10n.t('{0}, immutable', what);
  return byWorkflow ? l10n.t('{0} by a workflow', what) : what;
}
