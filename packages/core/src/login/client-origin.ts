import { REQUEST_ID_LENGTH_MAX, USER_AGENT_LENGTH_MAX } from '../limits.js';
import { canonicalAddress, type ClientContext } from './client-address.js';

/** The facts about a client that its login keeps; `null` if they are unknown. */
export interface ClientOrigin {
  /** An IP address in its canonical form. */
  readonly clientAddress: string | null;
  /** One line of bounded length. The client chooses its content. */
  readonly userAgent: string | null;
}

export function originOf({ clientAddress, userAgent }: ClientContext): ClientOrigin {
  return {
    clientAddress: typeof clientAddress === 'string' ? canonicalAddress(clientAddress) : null,
    userAgent: oneLine(userAgent, USER_AGENT_LENGTH_MAX),
  };
}

/** Returns the id of the request as audit events keep it, or `null` if the host gave none. */
export function requestIdOf({ requestId }: ClientContext): string | null {
  return oneLine(requestId, REQUEST_ID_LENGTH_MAX);
}

/** Control and format characters, unpaired surrogates, and characters that some programs treat as the end of a line. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu;

/** Nearly every request id and user agent is printable ASCII, which needs no cleaning. */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;

/** Removes characters that could forge a line of a log or hide a part of one; returns `null` if nothing is left. */
function oneLine(text: unknown, lengthMax: number): string | null {
  if (typeof text !== 'string') return null;
  if (text.length <= lengthMax && PLAIN.test(text)) return text;
  // A code point has at most two units, so a huge text can be cut before it is cleaned.
  const printable = text.slice(0, lengthMax * 2).replaceAll(UNPRINTABLE, ' ');
  const cut = Array.from(printable.trim()).slice(0, lengthMax).join('').trimEnd();
  return cut === '' ? null : cut;
}
