import { REQUEST_ID_LENGTH_MAX, USER_AGENT_LENGTH_MAX } from '../limits.js';
import { canonicalAddress, type ClientContext } from './client-address.js';

/** What a login keeps of the client that made it; `null`: not known. */
export interface ClientOrigin {
  /** An IP address in its one written form. */
  readonly clientAddress: string | null;
  /** One line, cut to a bound. A client writes into it what it likes. */
  readonly userAgent: string | null;
}

export function originOf({ clientAddress, userAgent }: ClientContext): ClientOrigin {
  return {
    clientAddress: typeof clientAddress === 'string' ? canonicalAddress(clientAddress) : null,
    userAgent: oneLine(userAgent, USER_AGENT_LENGTH_MAX),
  };
}

/** The id of the request as every audit event keeps it; `null`: the host has given none. */
export function requestIdOf({ requestId }: ClientContext): string | null {
  return oneLine(requestId, REQUEST_ID_LENGTH_MAX);
}

/** Control and format characters, unpaired surrogates, and what some readers take for the end of a line. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu;

/** Nearly every request id and user agent is printable ASCII, which needs no cleaning. */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;

/** Without what could forge a line of a log, or hide a part of one from whoever reads it; `null`: nothing is left. */
function oneLine(text: unknown, lengthMax: number): string | null {
  if (typeof text !== 'string') return null;
  if (text.length <= lengthMax && PLAIN.test(text)) return text;
  // A code point is two units at most: a huge text is cut before it is looked at.
  const printable = text.slice(0, lengthMax * 2).replaceAll(UNPRINTABLE, ' ');
  const cut = Array.from(printable.trim()).slice(0, lengthMax).join('').trimEnd();
  return cut === '' ? null : cut;
}
