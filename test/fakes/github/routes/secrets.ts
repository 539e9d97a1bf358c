import {
  isoTime,
  ok,
  paginate,
  textField,
  validationFailed,
  type Json,
  type Reply,
  type RepositoryCall,
} from '../http';
import { get, put, type RepositoryRoute } from '../router';
import { openSealedBox, type KeyPair, type Secret } from '../secrets';
import { namedEnvironment } from './deployments';

// Names of secrets are for those who may push; their values are never served.
export const secretRoutes: readonly RepositoryRoute[] = [
  get('/actions/secrets', 'write', call => list(call, call.repository.secrets)),
  get('/actions/secrets/public-key', 'write', ({ repository }) => ok(keyJson(repository.keys))),
  put('/actions/secrets/{secret_name}', 'write', call =>
    store(call, call.repository.secrets, call.repository.keys),
  ),
  get('/actions/organization-secrets', 'write', call =>
    list(call, call.repository.organizationSecrets),
  ),
  get('/environments/{environment_name}/secrets', 'write', call =>
    list(call, namedEnvironment(call).secrets),
  ),
  get('/environments/{environment_name}/secrets/public-key', 'write', call =>
    ok(keyJson(namedEnvironment(call).keys)),
  ),
  put('/environments/{environment_name}/secrets/{secret_name}', 'write', call =>
    store(call, namedEnvironment(call).secrets, namedEnvironment(call).keys),
  ),
];

function keyJson({ id, publicKey }: KeyPair): Json {
  return { key_id: id, key: Buffer.from(publicKey).toString('base64') };
}

function list(call: RepositoryCall, secrets: ReadonlyMap<string, Secret>): Reply {
  const { page, headers } = paginate(call, [...secrets.values()]);
  return ok(
    {
      total_count: secrets.size,
      secrets: page.map(({ name, createdAt, updatedAt }) => ({
        name,
        created_at: isoTime(createdAt),
        updated_at: isoTime(updatedAt),
      })),
    },
    headers,
  );
}

function store(
  { world, params, body }: RepositoryCall,
  secrets: Map<string, Secret>,
  keys: KeyPair,
): Reply {
  const name = params['secret_name']!.toUpperCase();
  if (!/^[A-Z_][A-Z0-9_]*$/.test(name) || name.startsWith('GITHUB_'))
    throw validationFailed({
      resource: 'Secret',
      code: 'invalid',
      field: 'name',
      message: 'Secret names can only contain alphanumeric characters or underscores',
    });
  const sealed = textField(body, 'encrypted_value');
  if (sealed === undefined || textField(body, 'key_id') !== keys.id)
    throw validationFailed({
      resource: 'Secret',
      code: 'invalid',
      field: 'key_id',
      message: 'key_id does not match the public key',
    });
  const value = openSealedBox(Buffer.from(sealed, 'base64'), keys);
  if (value === undefined)
    throw validationFailed({
      resource: 'Secret',
      code: 'invalid',
      field: 'encrypted_value',
      message: 'encrypted_value is not sealed to the public key',
    });
  const known = secrets.get(name);
  secrets.set(name, {
    name,
    value,
    createdAt: known?.createdAt ?? world.now(),
    updatedAt: world.now(),
  });
  return known === undefined ? { status: 201, body: {} } : { status: 204 };
}
