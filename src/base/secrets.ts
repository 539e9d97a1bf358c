/** What is shorter is a word that may be in any text. Tokens of GitHub and PyPI have 40 characters and more. */
const SHORTEST = 8;

/** What is shown in place of a secret. */
const MASK = '***';

/**
 * Removes user names and passwords from the addresses in a text: `https://user:token@host` becomes `https://host`. A
 * password can hold `@` and `/` where it was not encoded: then all up to the last `@` goes. `host:8080/` is a port.
 */
export function withoutCredentials(text: string): string {
  return text
    .split(/(?<=:\/\/)/)
    .map((part, index) => {
      if (index === 0) return part;
      const [address = ''] = part.split(/[\s'"]/, 1);
      const isPassword = /^[^/:@]*:(?!\d+(?:\/|$))/.test(address);
      const [authority = ''] = isPassword ? [address] : address.split('/', 1);
      return part.slice(authority.lastIndexOf('@') + 1);
    })
    .join('');
}

/** A text in which none of the secrets is left, neither as it is nor as HTTP Basic authentication holds it. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter(secret => secret.length >= SHORTEST)
    .flatMap(secret => [secret, ...encoded(secret)])
    .reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}

/**
 * Removes secrets from an error, its causes and their stacks, and what a client keeps of request and answer beside them:
 * logs print all of it.
 */
export function maskError(error: unknown, secrets: readonly string[]): void {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth++) {
    // The message of an error of the platform can't be set (DOMException), and repeats nothing that was sent.
    if (Object.hasOwn(at, 'message')) at.message = withoutSecrets(at.message, secrets);
    if (Object.hasOwn(at, 'stack')) at.stack = withoutSecrets(at.stack ?? '', secrets);
    for (const key of ['request', 'response']) Reflect.deleteProperty(at, key);
  }
}

function encoded(secret: string): string[] {
  return [
    encodeURIComponent(secret),
    // Basic authentication of an index (PyPI documentation, "API tokens") and of git over HTTP.
    ...['__token__:', 'x-access-token:'].map(user => Buffer.from(user + secret).toString('base64')),
  ];
}
