import { blake2b } from '@noble/hashes/blake2.js';
import nacl from 'tweetnacl';

/** Whether a public key can seal: with a point of small order every key of a sender gives the same, known secret. */
export function isUsableKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== nacl.box.publicKeyLength) return false;
  const { secretKey } = nacl.box.keyPair();
  return nacl.scalarMult(secretKey, publicKey).some(byte => byte !== 0);
}

/**
 * Seals a text so that only the owner of a Curve25519 key can read it: libsodium's `crypto_box_seal`, which GitHub wants
 * secrets in. The public key of a sender made for this text, then a box whose nonce is BLAKE2b-24 of both public keys.
 *
 * @param publicKey 32 bytes
 * @param sender makes the result repeatable, for tests alone
 */
export function sealedBox(
  text: string,
  publicKey: Uint8Array,
  sender: nacl.BoxKeyPair = nacl.box.keyPair(),
): Uint8Array {
  const nonce = blake2b(Buffer.concat([sender.publicKey, publicKey]), {
    dkLen: nacl.box.nonceLength,
  });
  return Buffer.concat([
    sender.publicKey,
    nacl.box(Buffer.from(text, 'utf8'), nonce, publicKey, sender.secretKey),
  ]);
}
