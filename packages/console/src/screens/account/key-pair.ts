import * as text from '../../text.js';

interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Makes an Ed25519 pair in the browser, both halves as PEM. Browsers offer this on https and on this machine only. */
export async function newKeyPair(): Promise<KeyPair> {
  const { subtle } = crypto as { readonly subtle?: SubtleCrypto };
  if (subtle === undefined) throw new Error(text.accountNoPairHere);
  const pair = await subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const [spki, pkcs8] = await Promise.all([
    subtle.exportKey('spki', pair.publicKey),
    subtle.exportKey('pkcs8', pair.privateKey),
  ]);
  return { publicKey: pemOf('PUBLIC KEY', spki), privateKey: pemOf('PRIVATE KEY', pkcs8) };
}

/** A key of this sort is shorter than the 64 characters of a line. */
function pemOf(label: string, der: ArrayBuffer): string {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(der)));
  return `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`;
}
