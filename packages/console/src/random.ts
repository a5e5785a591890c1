/** Without the letters and digits that are taken for each other when a password is read aloud. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** A password of nearly 100 bits, in groups that can be read: `k7wm-…`. */
export function newPassword(): string {
  const groups = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET[below(ALPHABET.length)]).join(''),
  );
  return groups.join('-');
}

/** A key that no other request has. `randomUUID` is there on https and on this machine only. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** Draws again where a remainder would make some letters more likely. */
function below(bound: number): number {
  for (;;) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 256 - (256 % bound)) return byte % bound;
  }
}
