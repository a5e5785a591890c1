import { createBailiwick, limits, type ClientContext } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import test, { type ExecutionContext } from 'ava';
import { PASSWORD } from '../support/start-library.js';

const ANN = { email: 'ann@example.com', password: PASSWORD };

async function logInFrom(t: ExecutionContext, client: ClientContext) {
  const bailiwick = createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher });
  const system = bailiwick.system('test');
  await bailiwick.users.create(system, ANN);
  const { session, actor } = await bailiwick.sessions.logIn(ANN, client);
  const { clientAddress, userAgent } = session;
  t.like((await bailiwick.sessions.list(actor))[0], { clientAddress, userAgent });
  const [event] = (await bailiwick.auditEvents.list(system)).items;
  t.like(event, { action: 'session:create', details: { clientAddress, userAgent } });
  return { clientAddress, userAgent, requestId: event?.requestId };
}

const ADDRESSES: readonly (readonly [given: string | undefined, kept: string | null])[] = [
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['64:ff9b::192.0.2.1', '192.0.2.1'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['localhost', null],
  ['192.0.2.1\r\nX: 1', null],
  ['x'.repeat(100_000), null],
  [undefined, null],
];

for (const [given, kept] of ADDRESSES) {
  test(`sessions.logIn: from the client address ${JSON.stringify(given)?.slice(0, 40)}, a session keeps ${kept}`, async (t) => {
    t.is((await logInFrom(t, { clientAddress: given })).clientAddress, kept);
  });
}

const LONG = 'x'.repeat(limits.USER_AGENT_LENGTH_MAX);
const TEXTS: readonly (readonly [title: string, given: string | undefined, kept: string | null])[] = [
  ['a browser', 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0)', 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0)'],
  ['lines', 'a\r\nb\tc\u2028d', 'a b c d'],
  ['escapes of a terminal', '\u001b[2Ja\u0000b\u0085c', '[2Ja b c'],
  ['what turns the reading around', 'a\u202eb\u2066c\u200bd', 'a b c d'],
  ['half a character', 'a\ud800', 'a'],
  ['spaces and nothing else', ' \r\n ', null],
  ['no text', '', null],
  ['nothing', undefined, null],
  ['too long a text', `${LONG}y`, LONG],
  ['a huge one', 'x'.repeat(10_000_000), LONG],
  ['many wide characters', '\u{1f600}'.repeat(1000), '\u{1f600}'.repeat(limits.USER_AGENT_LENGTH_MAX)],
];

for (const [title, given, kept] of TEXTS) {
  test(`sessions.logIn: the user agent and the request id are kept in one line and within a bound: ${title}`, async (t) => {
    const { userAgent, requestId } = await logInFrom(t, { userAgent: given, requestId: given });
    t.is(userAgent, kept);
    t.is(requestId, kept === null ? null : Array.from(kept).slice(0, limits.REQUEST_ID_LENGTH_MAX).join(''));
  });
}
