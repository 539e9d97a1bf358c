import { blake2b } from '@noble/hashes/blake2.js';
import nacl from 'tweetnacl';

/** A Curve25519 key pair to which secrets are sealed. */
export interface KeyPair {
  readonly id: string;
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

export interface Secret {
  readonly name: string;
  readonly value: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export function makeKeyPair(): KeyPair {
  const { publicKey, secretKey } = nacl.box.keyPair();
  return {
    id: BigInt(`0x${Buffer.from(publicKey.subarray(0, 8)).toString('hex')}`).toString(),
    publicKey,
    secretKey,
  };
}

/**
 * Opens a libsodium sealed box: a public key made for this message, then a box whose nonce is BLAKE2b-24 of both public keys.
 * @returns undefined where it was not sealed to this key
 */
export function openSealedBox(
  sealed: Uint8Array,
  { publicKey, secretKey }: KeyPair,
): string | undefined {
  const sender = sealed.subarray(0, nacl.box.publicKeyLength);
  if (sender.length < nacl.box.publicKeyLength) return undefined;
  const nonce = blake2b(Buffer.concat([sender, publicKey]), { dkLen: nacl.box.nonceLength });
  const opened = nacl.box.open(sealed.subarray(nacl.box.publicKeyLength), nonce, sender, secretKey);
  return opened === null ? undefined : Buffer.from(opened).toString('utf8');
}
