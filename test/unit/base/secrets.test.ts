import * as assert from 'node:assert/strict';
import { withoutCredentials, withoutSecrets } from '../../../src/base/secrets';

describe('withoutCredentials', () => {
  for (const [text, expected] of [
    ['https://user:token@host/a', 'https://host/a'],
    ['https://token@host/a', 'https://host/a'],
    ['https://user:p@ss@host/', 'https://host/'],
    ['https://user:pa/ss@host', 'https://host'],
    ['https://user:pa/s@s@host/a b', 'https://host/a b'],
    ['ssh://git@host:22/a', 'ssh://host:22/a'],
    ['https://host:8080/a@v1', 'https://host:8080/a@v1'],
    ['https://host/a/b@v1', 'https://host/a/b@v1'],
    ["fatal: 'https://u:t@h/a': x@y", "fatal: 'https://h/a': x@y"],
    ['https://a:b@c/ and http://d:e@f/', 'https://c/ and http://f/'],
    ['mail a@b.example', 'mail a@b.example'],
    ['', ''],
  ] as const)
    it(text, () => assert.equal(withoutCredentials(text), expected));
});

describe('withoutSecrets', () => {
  it('masks a secret and what HTTP Basic makes of it, and no word of a short one', () => {
    const secret = 'pypi-AgEIcHlwaS5vcmc';
    const basic = Buffer.from(`__token__:${secret}`).toString('base64');
    assert.equal(withoutSecrets(`a ${secret} b ${basic} c`, [secret]), 'a *** b *** c');
    assert.equal(withoutSecrets('was revoked', ['revoked', '']), 'was revoked');
  });
});
