import assert from 'node:assert/strict';
import { git } from '../../fixtures/git';
import { installHook } from '../../fixtures/sample';
import { closeScenes, REPO, refusal, scene, type Scene } from './support';

const create = (
  { octokit }: Pick<Scene, 'octokit'>,
  tag: string,
  more: {
    draft?: boolean;
    prerelease?: boolean;
    make_latest?: 'true' | 'false';
    target_commitish?: string;
    generate_release_notes?: boolean;
    body?: string;
  } = {},
) => octokit.request('POST /repos/{owner}/{repo}/releases', { ...REPO, tag_name: tag, ...more });

describe('Releases of the fake GitHub', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  it('refuses a tag that a published Release has, and one that an immutable Release had', async () => {
    const given = await scene();
    given.pushTag('v1.0.0');
    await create(given, 'v1.0.0');
    const taken = await refusal(create(given, 'v1.0.0'));
    assert.deepEqual(
      [taken.status, taken.response?.data.errors],
      [422, [{ resource: 'Release', code: 'already_exists', field: 'tag_name' }]],
    );
    given.github.burnTag('v0.9.0');
    const burnt = await refusal(create(given, 'v0.9.0'));
    assert.deepEqual(
      [burnt.status, burnt.response?.data.errors?.[0]?.['message']],
      [422, 'tag_name was used by an immutable release'],
    );
  });

  it('lets the notes of an immutable Release change, and its tag not', async () => {
    const given = await scene({ repository: { immutableReleases: true } });
    given.pushTag('v1.0.0');
    const { data } = await create(given, 'v1.0.0');
    assert.equal(data.immutable, true);
    const patch = { ...REPO, release_id: data.id };
    assert.equal(
      (
        await given.octokit.request('PATCH /repos/{owner}/{repo}/releases/{release_id}', {
          ...patch,
          body: 'better',
        })
      ).data.body,
      'better',
    );
    assert.equal(
      (
        await refusal(
          given.octokit.request('PATCH /repos/{owner}/{repo}/releases/{release_id}', {
            ...patch,
            tag_name: 'v1.0.1',
          }),
        )
      ).status,
      422,
    );
  });

  it('shows a draft in the list, to those who may push, and never by its tag', async () => {
    const given = await scene();
    given.github.addToken('reader', { login: 'reader', scopes: ['repo'] });
    given.github.repository().permissions.set('maintainer', 'admin');
    given.pushTag('v1.0.0');
    const { data: draft } = await create(given, 'v1.0.0', { draft: true });
    const listed = async (octokit = given.octokit): Promise<number> =>
      (await octokit.request('GET /repos/{owner}/{repo}/releases', REPO)).data.length;
    assert.deepEqual(
      [await listed(), await listed(given.as('reader')), await listed(given.as())],
      [1, 0, 0],
    );
    assert.equal(
      (
        await refusal(
          given.octokit.request('GET /repos/{owner}/{repo}/releases/tags/{tag}', {
            ...REPO,
            tag: 'v1.0.0',
          }),
        )
      ).status,
      404,
    );
    assert.deepEqual(
      given.github.repository().runs.filter(({ event }) => event === 'release'),
      [],
    );
    await given.octokit.request('PATCH /repos/{owner}/{repo}/releases/{release_id}', {
      ...REPO,
      release_id: draft.id,
      draft: false,
    });
    assert.equal(
      (
        await given.octokit.request('GET /repos/{owner}/{repo}/releases/tags/{tag}', {
          ...REPO,
          tag: 'v1.0.0',
        })
      ).data.draft,
      false,
    );
    assert.deepEqual(
      given.github
        .repository()
        .runs.filter(({ event }) => event === 'release')
        .map(({ headBranch }) => headBranch),
      ['v1.0.0'],
    );
  });

  it('keeps drafts and pre-releases from being the latest', async () => {
    const given = await scene();
    for (const tag of ['v1.0.0', 'v1.1.0', 'v2.0.0-rc.1']) given.pushTag(tag);
    const latest = async (): Promise<string> =>
      (await given.octokit.request('GET /repos/{owner}/{repo}/releases/latest', REPO)).data
        .tag_name;
    assert.equal((await refusal(latest())).status, 404);
    await create(given, 'v1.1.0');
    await create(given, 'v1.0.0', { make_latest: 'false' });
    await create(given, 'v2.0.0-rc.1', { prerelease: true });
    assert.equal(await latest(), 'v1.1.0');
    assert.equal(
      (await refusal(create(given, 'v3.0.0', { draft: true, make_latest: 'true' }))).status,
      422,
    );
  });

  it('hides behind 404 that the scope "workflow" is missing', async () => {
    const given = await scene();
    given.github.addToken('no-workflow', { login: 'maintainer', scopes: ['repo'] });
    given.pushTag('v1.0.0');
    await create({ octokit: given.as('no-workflow') }, 'v1.0.0');
    git(given.workspace, 'checkout', '--quiet', '-b', 'other');
    given.commit({ '.github/workflows/more.yml': 'on: push\njobs: {}\n' }, 'ci: more');
    git(given.workspace, 'tag', 'v1.0.1');
    git(given.workspace, 'push', '--quiet', 'origin', 'v1.0.1');
    assert.equal(
      (await refusal(create({ octokit: given.as('no-workflow') }, 'v1.0.1'))).status,
      404,
    );
    assert.equal((await create(given, 'v1.0.1')).status, 201);
  });

  it('starts no run for a Release that a workflow made', async () => {
    const given = await scene();
    given.pushTag('v1.0.0');
    const [run] = given.github.syncRefs();
    const release = given.github.botRelease(run!.id, { body: 'by the bot' });
    assert.deepEqual(
      [release.author, given.github.repository().runs.length],
      ['github-actions[bot]', 1],
    );
    assert.equal(
      (await refusal(create(given, 'v1.0.0'))).response?.data.errors?.[0]?.['code'],
      'already_exists',
    );
  });

  it('makes the tag that is missing where the target is, and puts our words before the generated notes', async () => {
    const given = await scene();
    const head = given.commit({}, 'fix: read to the end');
    git(given.workspace, 'push', '--quiet', 'origin', 'main');
    const { data } = await create(given, 'v1.0.0', {
      target_commitish: 'main',
      generate_release_notes: true,
      body: 'Our words',
    });
    assert.match(data.body ?? '', /^Our words\n\n## What's Changed\n\* fix: read to the end/);
    assert.equal(git(given.bare, 'rev-parse', 'refs/tags/v1.0.0'), head);
    assert.deepEqual(
      given.github.repository().runs.map(({ event }) => event),
      ['push', 'release'],
    );
    assert.equal(
      (await refusal(create(given, 'v2.0.0', { target_commitish: 'nowhere' }))).status,
      422,
    );
  });

  it('makes no event of more than three tags in one push', async () => {
    const given = await scene({ autoSync: false });
    const tags = ['v1.0.0', 'v1.0.1', 'v1.0.2', 'v1.0.3'];
    for (const tag of tags) git(given.workspace, 'tag', tag);
    git(given.workspace, 'push', '--quiet', 'origin', ...tags);
    assert.deepEqual(given.github.syncRefs(), []);
    given.pushTag('v1.0.4');
    assert.deepEqual(
      given.github.syncRefs().map(({ headBranch }) => headBranch),
      ['v1.0.4'],
    );
  });

  it('hears of a push by its hook', async () => {
    const given = await scene({ autoSync: false });
    installHook(given.bare, 'post-receive', given.github.postReceiveHook());
    const started = new Promise<string>(resolve =>
      given.github.onRun(run => resolve(run.headBranch)),
    );
    given.pushTag('v1.0.0');
    assert.equal(await started, 'v1.0.0');
  });
});
