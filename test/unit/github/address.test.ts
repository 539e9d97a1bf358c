import * as assert from 'node:assert/strict';
import { apiOf, describeAddress, kindOfHost, parseRemoteUrl } from '../../../src/github/address';

describe('The address of a remote', () => {
  const found: readonly (readonly [url: string, address: string])[] = [
    ['https://github.com/BudEcosystem/budtiktok.git', 'github.com BudEcosystem/budtiktok'],
    ['https://github.com/BudEcosystem/budtiktok/', 'github.com BudEcosystem/budtiktok'],
    [
      'https://somebody:secret@github.com/BudEcosystem/bud.tik.tok',
      'github.com BudEcosystem/bud.tik.tok',
    ],
    ['http://127.0.0.1:8080/owner/name.git', '127.0.0.1:8080 owner/name'],
    ['https://GHE.example.com:8443/owner/name', 'ghe.example.com:8443 owner/name'],
    ['git@github.com:owner/name.git', 'github.com owner/name ssh'],
    ['github-work:owner/name', 'github-work owner/name ssh'],
    ['org-123@github.com:owner/name.git', 'github.com owner/name ssh'],
    ['ssh://git@ssh.github.com:443/owner/name.git', 'github.com owner/name ssh'],
    ['git+ssh://git@acme.ghe.com/owner/name', 'acme.ghe.com owner/name ssh'],
    ['git://github.com/owner/name.git', 'github.com owner/name'],
  ];
  for (const [url, expected] of found) {
    it(url, () => {
      const address = parseRemoteUrl(url);
      assert.ok(address);
      assert.equal(
        `${address.host} ${address.owner}/${address.name}${address.isSsh ? ' ssh' : ''}`,
        expected,
      );
    });
  }

  for (const url of [
    '/srv/git/name.git',
    '../name.git',
    'file:///srv/git/owner/name.git',
    'C:\\git\\name',
    'https://github.com/name',
    'https://github.com/a/b/c',
    'https://',
    'https://github.com/../name',
    'https://github.com/%2e%2e/name',
    'git@github.com:../name',
    'git@github.com:owner/..',
    'git@github.com:owner/...git',
    'git@github.com:owner/.git',
    'git@github.com:own%2fer%2fx/name',
    'git@github.com:-owner/name',
    'git@github.com:owner/na me',
    'git@github.com:owner/na?me=x#y',
    'git@github.com:own\u202eer/name',
    'git@github.com:owner/name\u0000',
    'https://github.com/owner/[x](command:y)',
    `git@github.com:${'o'.repeat(101)}/name`,
    '',
  ]) {
    it(`none: "${url}"`, () => assert.equal(parseRemoteUrl(url), undefined));
  }
});

describe('A host', () => {
  it('is GitHub only where the user says so', () => {
    assert.equal(kindOfHost('github.com', undefined), 'dotcom');
    assert.equal(kindOfHost('acme.ghe.com', undefined), 'tenant');
    assert.equal(kindOfHost('git.example.com', undefined), undefined);
    assert.equal(kindOfHost('git.example.com', 'https://git.example.com/'), 'server');
    assert.equal(kindOfHost('gitlab.com', 'https://git.example.com/'), undefined);
    assert.equal(kindOfHost('github.com.evil.example', 'not an address'), undefined);
    assert.equal(kindOfHost('evil-ghe.com', undefined), undefined);
  });

  it('has its API where GitHub puts it', () => {
    assert.equal(apiOf('github.com'), 'https://api.github.com');
    assert.equal(apiOf('acme.ghe.com'), 'https://api.acme.ghe.com');
    assert.equal(apiOf('git.example.com:8443'), 'https://git.example.com:8443/api/v3');
    assert.equal(apiOf('127.0.0.1:8080'), 'http://127.0.0.1:8080/api/v3');
    assert.equal(describeAddress({ host: 'github.com', owner: 'o', name: 'n' }), 'o/n');
  });
});
