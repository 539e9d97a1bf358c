import * as assert from 'node:assert/strict';
import nacl from 'tweetnacl';
import { isUsableKey, sealedBox } from '../../../src/github/sealedBox';
import {
  listSecrets,
  reasonInvalidSecretName,
  setSecret,
  type SecretPlace,
} from '../../../src/github/secrets';
import { openSealedBox } from '../../fakes/github/secrets';
import { closeScenes, connect, failureOf, requestsOf } from './support';

const REPOSITORY: SecretPlace = { kind: 'repository' };
const VALUE = 'pypi-AgEIcHlwaS5vcmc-Ägypten ✓';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

/** Made and opened by libsodium (PyNaCl 1.6.2); the text is "pypi-Ägypten ✓". */
const LIBSODIUM = {
  id: '1',
  publicKey: bytes('4701d08488451f545a409fb58ae3e58581ca40ac3f7f114698cd71deac73ca01'),
  secretKey: bytes('3d94eea49c580aef816935762be049559d6d1440dede12e6a125f1841fff8e6f'),
  sender: {
    publicKey: bytes('5730800ab340fcb18ce5111eda9d705f91388b41e4544cbd103ba5942db2233e'),
    secretKey: bytes('887af58a36202e05c4c1cfec5bf6c61fad66bca851536004074b31f1b56e4ac9'),
  },
  box: '5730800ab340fcb18ce5111eda9d705f91388b41e4544cbd103ba5942db2233e3568395c7ea2c5b77d68ed34f961530c3465d907c0e27faafeb7e997fb201f476f',
  /** By `crypto_box_seal` itself, with a sender that no one knows. */
  sealed:
    '6ba68f56dedaf73a3208fddf99c3662892f82f5201b0678a79ff57deb07c38081b32118aaf995b332e55255e0775eb2777f74436ea7be1b581c640720c5f1131f5',
};

describe('a public key', () => {
  it('is refused where it makes every sealed box readable', () => {
    assert.ok(isUsableKey(nacl.box.keyPair().publicKey));
    const one = new Uint8Array(32);
    one[0] = 1;
    for (const key of [new Uint8Array(32), one, new Uint8Array(31), new Uint8Array()])
      assert.ok(!isUsableKey(key));
  });
});

describe('sealedBox', () => {
  it('makes byte for byte what libsodium makes', () => {
    assert.equal(
      Buffer.from(sealedBox('pypi-Ägypten ✓', LIBSODIUM.publicKey, LIBSODIUM.sender)).toString(
        'hex',
      ),
      LIBSODIUM.box,
    );
    assert.equal(
      openSealedBox(bytes(LIBSODIUM.sealed), LIBSODIUM),
      'pypi-Ägypten ✓',
      'the fake opens what libsodium has sealed',
    );
  });

  it('is another one each time', () => {
    const [first, second] = [
      sealedBox('a', LIBSODIUM.publicKey),
      sealedBox('a', LIBSODIUM.publicKey),
    ];
    assert.notDeepEqual(first, second);
    assert.deepEqual(
      [openSealedBox(first, LIBSODIUM), openSealedBox(second, LIBSODIUM)],
      ['a', 'a'],
    );
  });
});

describe('secrets', function () {
  this.timeout(30_000);
  afterEach(closeScenes);

  it('are sealed, set and seen by their names alone', async () => {
    const given = await connect();
    await setSecret(given.client, REPOSITORY, 'PYPI_API_TOKEN', VALUE);
    assert.equal(given.github.secret('PYPI_API_TOKEN'), VALUE);
    await setSecret(given.client, REPOSITORY, 'pypi_api_token', 'pypi-second');
    assert.equal(given.github.secret('PYPI_API_TOKEN'), 'pypi-second');
    assert.deepEqual(await listSecrets(given.client, REPOSITORY), [
      { name: 'PYPI_API_TOKEN', updatedAt: given.clock.now },
    ]);
    const sent = JSON.stringify([given.github.requests, given.lines]);
    assert.ok(
      !sent.includes('pypi-second') && !sent.includes(VALUE),
      'the value is nowhere but in the box',
    );
  });

  it('go into an environment whose name has to be encoded', async () => {
    const given = await connect();
    given.github.addEnvironment({ name: 'pypi/production' });
    await setSecret(
      given.client,
      { kind: 'environment', environment: 'pypi/production' },
      'TOKEN',
      VALUE,
    );
    assert.deepEqual(
      [
        given.github.secret('TOKEN', { environment: 'pypi/production' }),
        given.github.secret('TOKEN'),
      ],
      [VALUE, undefined],
    );
    assert.deepEqual(requestsOf(given.github, 'PUT'), [
      'PUT /environments/pypi%2Fproduction/secrets/TOKEN 201',
    ]);
  });

  it('are read to the last page', async () => {
    const given = await connect();
    for (let index = 0; index < 130; index++) given.github.addSecret(`S${index}`, 'x');
    assert.equal((await listSecrets(given.client, REPOSITORY)).length, 130);
    assert.equal(requestsOf(given.github).length, 2);
  });

  it('are not believed to be set before GitHub lists them', async () => {
    const given = await connect();
    given.github.fail({ method: 'PUT', path: /\/secrets\//, with: 500 });
    const failed = await failureOf(setSecret(given.client, REPOSITORY, 'TOKEN', VALUE));
    assert.deepEqual([failed.reason, failed.mayHaveHappened], ['server', true]);
    assert.match(failed.advice, /TOKEN was set is not known\. It does no harm to set it again/);
    assert.ok(!`${failed.message} ${failed.advice} ${String(failed.stack)}`.includes(VALUE));
  });

  it('are not believed to be set where GitHub takes them and does not list them', async () => {
    const given = await connect();
    given.github.fail({ method: 'PUT', path: /\/secrets\//, with: 201 });
    const failed = await failureOf(setSecret(given.client, REPOSITORY, 'TOKEN', VALUE));
    assert.match(failed.message, /took the secret TOKEN and does not list it/);
    assert.equal(given.github.secret('TOKEN'), undefined);
  });

  it('say which right is missing', async () => {
    const given = await connect({
      repository: { permissions: { maintainer: 'admin', reader: 'read' } },
    });
    given.github.addToken('fine', { login: 'maintainer', fineGrained: true, lacks: ['secrets'] });
    given.github.addToken('narrow', { login: 'maintainer', scopes: ['workflow'] });
    given.github.addToken('reader', { login: 'reader', scopes: ['repo'] });
    const refusal = async (token: string) => {
      const { reason, advice } = await failureOf(
        setSecret(await given.clientOf(token), REPOSITORY, 'TOKEN', VALUE),
      );
      return `${reason}: ${advice}`;
    };
    assert.match(await refusal('fine'), /^scope: .*secrets=write/);
    assert.match(await refusal('narrow'), /^scope: Sign in again/);
    assert.match(
      await refusal('reader'),
      /^forbidden: Secrets can be set by those who may administer the repository\. Ask one of them to set TOKEN\.$/,
    );
    assert.equal(given.github.secret('TOKEN'), undefined);
  });

  it('have names that GitHub takes', () => {
    assert.deepEqual(['PYPI_API_TOKEN', 'a1', '_x'].map(reasonInvalidSecretName), [
      undefined,
      undefined,
      undefined,
    ]);
    for (const name of ['', '1A', 'A-B', 'A B', 'GITHUB_TOKEN', 'github_x'])
      assert.notEqual(reasonInvalidSecretName(name), undefined, name);
  });
});
