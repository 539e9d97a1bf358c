import * as assert from 'node:assert/strict';
import { findRelease, generatedNotes, publishRelease } from '../../../src/github/releases';
import type { Publication } from '../../../src/release/hosting';
import {
  closeScenes,
  connect,
  failureOf,
  requestsOf,
  type Connection,
  type ConnectOptions,
} from './support';

const PUBLICATION: Publication = {
  title: 'wheels 1.0.0',
  notes: '## Changes\n\n- faster\n',
  draft: false,
  prerelease: false,
  latest: true,
};

/** A repository whose tag v1.0.0 is on the remote, and has started no workflow. */
async function tagged(options: ConnectOptions = {}): Promise<Connection> {
  const given = await connect(options);
  given.pushTag('v1.0.0');
  given.github.syncRefs();
  given.github.repository().runs.length = 0;
  return given;
}

/** The Releases as the fake has them. */
function releasesOf({ github }: Connection): unknown[] {
  return github.repository().releases.map(({ tag, name, body, draft, prerelease, author }) => ({
    tag,
    name,
    body,
    draft,
    prerelease,
    author,
  }));
}

const OURS = {
  tag: 'v1.0.0',
  name: PUBLICATION.title,
  body: PUBLICATION.notes,
  draft: false,
  prerelease: false,
  author: 'maintainer',
};

/** The runs that the publication started: each would upload. */
function startedBy({ github }: Connection): string[] {
  return github.repository().runs.map(({ event, headBranch }) => `${event} ${headBranch}`);
}

describe('publishing a Release', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  it('creates it, which starts the workflow once', async () => {
    const given = await tagged();
    assert.equal(await findRelease(given.client, 'v1.0.0'), undefined);
    await publishRelease(given.client, 'v1.0.0', PUBLICATION);
    assert.deepEqual(releasesOf(given), [OURS]);
    assert.deepEqual(startedBy(given), ['release v1.0.0']);
    const found = await findRelease(given.client, 'v1.0.0');
    const { id } = given.github.repository().releases[0]!;
    assert.deepEqual(found, {
      id,
      url: `${given.github.origin}/octo/wheels/releases/tag/v1.0.0`,
      title: PUBLICATION.title,
      notes: PUBLICATION.notes,
      draft: false,
      prerelease: false,
      immutable: false,
      byWorkflow: false,
    });
  });

  it('writes nothing where it is as it should be', async () => {
    const given = await tagged();
    await publishRelease(given.client, 'v1.0.0', PUBLICATION);
    await publishRelease(given.client, 'v1.0.0', PUBLICATION);
    assert.deepEqual(
      requestsOf(given.github).filter(line => !line.startsWith('GET')),
      ['POST /releases 201'],
    );
    assert.deepEqual(startedBy(given), ['release v1.0.0']);
  });

  it('takes notes for the same that GitHub keeps with other line ends', async () => {
    const given = await tagged();
    await publishRelease(given.client, 'v1.0.0', PUBLICATION);
    given.github.repository().releases[0]!.body = '## Changes\r\n\r\n- faster';
    await publishRelease(given.client, 'v1.0.0', PUBLICATION);
    assert.deepEqual(requestsOf(given.github, 'PATCH'), []);
  });

  it('finds a draft by listing, and publishes that one', async () => {
    const given = await tagged();
    await publishRelease(given.client, 'v1.0.0', { ...PUBLICATION, draft: true, notes: 'soon' });
    assert.deepEqual(startedBy(given), []);
    const draft = await findRelease(given.client, 'v1.0.0');
    assert.equal(draft?.draft, true);
    await publishRelease(given.client, 'v1.0.0', PUBLICATION);
    assert.deepEqual(releasesOf(given), [OURS]);
    assert.equal((await findRelease(given.client, 'v1.0.0'))?.id, draft.id);
    assert.deepEqual(startedBy(given), ['release v1.0.0']);
    assert.deepEqual(requestsOf(given.github, 'POST'), ['POST /releases 201']);
  });

  it('puts the notes into one that a workflow made, and tells who made it', async () => {
    const given = await connect();
    given.pushTag('v1.0.0');
    const [run] = given.github.syncRefs();
    given.github.botRelease(run!.id, { body: 'by a robot' });
    assert.equal((await findRelease(given.client, 'v1.0.0'))?.byWorkflow, true);
    await publishRelease(given.client, 'v1.0.0', PUBLICATION);
    assert.deepEqual(releasesOf(given), [{ ...OURS, author: 'github-actions[bot]' }]);
    assert.deepEqual(
      requestsOf(given.github)
        .filter(line => !line.startsWith('GET'))
        .map(line => line.replace(/\d+ /, '')),
      ['PATCH /releases/200'],
    );
    assert.deepEqual(startedBy(given), ['push v1.0.0'], 'what a workflow publishes starts none');
  });

  it('gives way to the user who was faster between look and creation', async () => {
    const given = await connect();
    given.pushTag('v1.0.0');
    const [run] = given.github.syncRefs();
    // The answer to the last look comes late: meanwhile the workflow creates the Release.
    const late = given.github.fail({ method: 'GET', path: /\/releases$/, with: { delay: 50 } });
    const publishing = publishRelease(given.client, 'v1.0.0', PUBLICATION);
    while (late.hits === 0) await new Promise(resolve => setImmediate(resolve));
    given.github.botRelease(run!.id, { body: 'by a robot' });
    await publishing;
    assert.deepEqual(releasesOf(given), [{ ...OURS, author: 'github-actions[bot]' }]);
    assert.deepEqual(requestsOf(given.github, 'POST'), ['POST /releases 422']);
    assert.equal(requestsOf(given.github, 'PATCH').length, 1);
  });

  it('publishes nothing twice where the answer was lost', async () => {
    for (const fault of ['cut', 'cutBody', 502] as const) {
      const given = await tagged();
      given.github.fail({ method: 'POST', path: /\/releases$/, with: fault, after: 'effect' });
      await publishRelease(given.client, 'v1.0.0', PUBLICATION);
      assert.deepEqual(releasesOf(given), [OURS]);
      assert.deepEqual(startedBy(given), ['release v1.0.0']);
      assert.equal(requestsOf(given.github, 'POST').length, 1);
      assert.deepEqual(requestsOf(given.github, 'PATCH'), []);
    }
  });

  it('publishes nothing where the request was lost, and says so', async () => {
    for (const [fault, reason] of [
      ['cut', 'offline'],
      [502, 'server'],
    ] as const) {
      const given = await tagged();
      given.github.fail({ method: 'POST', path: /\/releases$/, with: fault });
      assert.equal(
        (await failureOf(publishRelease(given.client, 'v1.0.0', PUBLICATION))).reason,
        reason,
      );
      assert.deepEqual(releasesOf(given), []);
      assert.equal(requestsOf(given.github, 'POST').length, 1);
      await publishRelease(given.client, 'v1.0.0', PUBLICATION);
      assert.deepEqual(releasesOf(given), [OURS]);
      assert.deepEqual(startedBy(given), ['release v1.0.0']);
    }
  });

  it('does not publish where it could not look', async () => {
    const given = await tagged();
    given.github.fail({ method: 'GET', path: /\/releases\/tags\//, with: 503 });
    assert.equal(
      (await failureOf(publishRelease(given.client, 'v1.0.0', PUBLICATION))).reason,
      'server',
    );
    given.github.fail({ method: 'GET', path: /\/releases$/, with: 'cut' });
    assert.equal(
      (await failureOf(publishRelease(given.client, 'v1.0.0', PUBLICATION))).reason,
      'offline',
    );
    assert.deepEqual(releasesOf(given), []);
    assert.deepEqual(requestsOf(given.github, 'POST'), []);
  });

  it('does not publish a tag twice that an immutable Release had', async () => {
    const given = await tagged();
    given.github.burnTag('v1.0.0');
    const failure = await failureOf(publishRelease(given.client, 'v1.0.0', PUBLICATION));
    assert.equal(failure.reason, 'immutable');
    assert.match(failure.advice, /another version/);
    assert.deepEqual(releasesOf(given), []);
  });

  it('leaves an immutable Release as it is', async () => {
    const given = await tagged({ repository: { immutableReleases: true } });
    await publishRelease(given.client, 'v1.0.0', PUBLICATION);
    assert.equal((await findRelease(given.client, 'v1.0.0'))?.immutable, true);
    await publishRelease(given.client, 'v1.0.0', { ...PUBLICATION, notes: 'other' });
    assert.deepEqual(releasesOf(given), [OURS]);
    assert.deepEqual(requestsOf(given.github, 'PATCH'), []);
  });

  it('hides nothing that is published', async () => {
    const given = await tagged();
    await publishRelease(given.client, 'v1.0.0', PUBLICATION);
    await publishRelease(given.client, 'v1.0.0', { ...PUBLICATION, draft: true, notes: 'other' });
    assert.deepEqual(releasesOf(given), [{ ...OURS, body: 'other' }]);
    await publishRelease(given.client, 'v1.0.0', { ...PUBLICATION, draft: true, notes: 'other' });
    assert.equal(
      requestsOf(given.github, 'PATCH').length,
      1,
      'a published Release is more than the draft that was asked for',
    );
  });

  const kinds: readonly (readonly [
    kind: string,
    publication: Partial<Publication>,
    latest: string,
  ])[] = [
    ['a Release', {}, 'v1.0.0'],
    ['a Release that is not latest', { latest: false }, 'v0.9.0'],
    ['a pre-release', { prerelease: true }, 'v0.9.0'],
    ['a draft', { draft: true }, 'v0.9.0'],
    ['a draft of a pre-release', { draft: true, prerelease: true }, 'v0.9.0'],
  ];
  for (const [kind, more, latest] of kinds) {
    it(`makes latest what can be: ${kind}`, async () => {
      const given = await tagged();
      given.pushTag('v0.9.0');
      await publishRelease(given.client, 'v0.9.0', PUBLICATION);
      await publishRelease(given.client, 'v1.0.0', { ...PUBLICATION, ...more });
      const { data } = await given.octokit.request('GET /repos/{owner}/{repo}/releases/latest', {
        owner: 'octo',
        repo: 'wheels',
      });
      assert.equal(data.tag_name, latest);
      const { draft, prerelease } = given.github.repository().releases.at(-1)!;
      assert.deepEqual([draft, prerelease], [more.draft ?? false, more.prerelease ?? false]);
    });
  }

  it('proposes the notes that GitHub would write, and saves nothing', async () => {
    const given = await tagged();
    given.commit({}, 'feat: much faster');
    given.pushTag('v1.1.0');
    const notes = await generatedNotes(given.client, 'v1.1.0', 'main', 'v1.0.0');
    assert.match(notes, /^## What's Changed\n\* feat: much faster by /);
    assert.match(notes, /compare\/v1\.0\.0\.\.\.v1\.1\.0$/);
    assert.match(
      await generatedNotes(given.client, 'v1.2.0', 'main', undefined),
      /feat: much faster|Full Changelog/,
    );
    assert.equal(
      (await failureOf(generatedNotes(given.client, 'v1.1.0', 'main', 'v0.0.0'))).reason,
      'invalid',
    );
    assert.deepEqual(releasesOf(given), []);
  });
});
