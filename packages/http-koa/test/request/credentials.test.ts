import test from 'ava';
import type { Listening } from '../support/listen.js';
import { rawRequest, statusOf } from '../support/raw-request.js';
import { basic, PASSWORD, world } from '../support/world.js';

const BEARER = 'WWW-Authenticate: Bearer realm="bailiwick"\r\n';
const INVALID_TOKEN = 'WWW-Authenticate: Bearer realm="bailiwick", error="invalid_token"\r\n';
const BASIC = 'WWW-Authenticate: Basic realm="bailiwick", charset="UTF-8"\r\n';

/** Returns the challenges in the answer to GET /v1/me. */
async function challenges({ port }: Listening, ...headers: string[]): Promise<string> {
  const answer = await rawRequest(port, ['GET /v1/me HTTP/1.1', 'Host: localhost', ...headers]);
  return (answer.match(/^WWW-Authenticate: .*\r\n/gm) ?? []).join('');
}

/** Makes a Basic credential with exactly these bytes. */
function encoded(bytes: string): string {
  return `Basic ${Buffer.from(bytes, 'latin1').toString('base64')}`;
}

test('credentials: R16 a request without any gets a challenge without an error code, for both schemes', async (t) => {
  const { server } = await world(t);
  t.is(await challenges(server), BEARER + BASIC);
});

test('credentials: R16 an unknown scheme is answered like a missing credential', async (t) => {
  const { server, nobody, clientWith } = await world(t);
  for (const scheme of [
    'Digest username="ann"',
    'Negotiate abc',
    'bearer',
    '',
    ' ',
    'BearerX abc',
    'Basic',
  ]) {
    const status = scheme.toLowerCase() === 'bearer' ? INVALID_TOKEN : BEARER;
    t.is(await challenges(server, `Authorization: ${scheme}`), status + BASIC, scheme);
  }
  t.is((await clientWith('Digest x').get('/me')).text, (await nobody.get('/me')).text);
});

test('credentials: R16 R17 a wrong token is invalid_token, whatever is wrong with it', async (t) => {
  const { server, ann } = await world(t);
  for (const token of [
    'x',
    ann.token.slice(0, -1),
    `${ann.token}A`,
    `${ann.token}=`,
    ann.token.toLowerCase() === ann.token ? ann.token.toUpperCase() : ann.token.toLowerCase(),
    `${ann.token} ${ann.token}`,
    '%E0%A4%A',
    '\u00e9',
    'a'.repeat(8000),
    '"quoted"',
  ]) {
    t.is(await challenges(server, `Authorization: Bearer ${token}`), INVALID_TOKEN + BASIC, token);
  }
});

test('credentials: the name of the scheme may be written in any case', async (t) => {
  const { ann, clientWith } = await world(t);
  t.is((await clientWith(`bEARER  ${ann.token}`).get('/me')).status, 200);
  t.is(
    (await clientWith(basic('ann@example.com', PASSWORD).replace('Basic', 'BASIC')).get('/me')).status,
    200,
  );
});

test('credentials: R15 Basic splits at the first colon and reads UTF-8', async (t) => {
  const { admin, ann, clientWith } = await world(t);
  const password = 'pässwörter: mit: Doppelpunkten 🔑';
  await admin.put(`/users/${ann.user.id}/password`, { password });
  t.is((await clientWith(basic('ann@example.com', password)).get('/me')).status, 200);
  t.is((await clientWith(encoded(`ann@example.com:${password}`)).get('/me')).status, 401);
});

test('credentials: R15 R17 Basic that cannot be read is a wrong credential', async (t) => {
  const { clientWith, server } = await world(t);
  const wrong = await clientWith(basic('ann@example.com', 'not her password')).get('/me');
  for (const value of [
    'Basic !!!!',
    'Basic a b',
    'Basic =',
    encoded('no colon'),
    encoded(':'),
    encoded('ann@example.com:'),
    encoded(`ann@example.com:${PASSWORD}\0`),
    encoded(`ann@example.com\n:${PASSWORD}`),
    encoded('\xff\xfe:\xff'),
    encoded(`ann@example.com:${'x'.repeat(5000)}`),
  ]) {
    const reply = await clientWith(value).get('/me');
    t.is(reply.status, 401, value);
    t.is(reply.text, wrong.text, value);
    t.is(await challenges(server, `Authorization: ${value}`), BEARER + BASIC, value);
  }
});

test('credentials: R15 Basic with a control character is refused, even if the password has one', async (t) => {
  const { admin, ann, nobody, clientWith } = await world(t);
  const password = 'tabulated\tand then some';
  await admin.put(`/users/${ann.user.id}/password`, { password });
  t.is((await nobody.post('/sessions', { email: 'ann@example.com', password })).status, 201);
  t.is((await clientWith(basic('ann@example.com', password)).get('/me')).status, 401);
});

test('credentials: R15 Basic that is not UTF-8 is refused, not repaired', async (t) => {
  const { admin, ann, clientWith } = await world(t);
  const password = 'the replacement character \ufffd';
  await admin.put(`/users/${ann.user.id}/password`, { password });
  t.is((await clientWith(basic('ann@example.com', password)).get('/me')).status, 200);
  t.is((await clientWith(encoded('ann@example.com:the replacement character \xff')).get('/me')).status, 401);
});

test('credentials: R15 if Basic is turned off, it is an unknown scheme, and is not offered', async (t) => {
  const { server, clientWith } = await world(t, { router: { basic: false } });
  const authorization = basic('ann@example.com', PASSWORD);
  t.is((await clientWith(authorization).get('/me')).body.code, 'authentication-required');
  t.is(await challenges(server, `Authorization: ${authorization}`), BEARER);
});

test('credentials: a browser shows its dialog for a page, and not for a request of a script', async (t) => {
  const { server } = await world(t);
  for (const header of [
    'Sec-Fetch-Mode: cors',
    'Sec-Fetch-Mode: same-origin',
    'X-Requested-With: XMLHttpRequest',
  ]) {
    t.is(await challenges(server, header), BEARER, header);
  }
  t.is(await challenges(server, 'Sec-Fetch-Mode: navigate'), BEARER + BASIC);
});

test('credentials: R16 two Authorization, Host or Content-Type lines are a 400, also where none is needed', async (t) => {
  const { server, ann } = await world(t);
  const authorization = `Authorization: ${ann.authorization}`;
  for (const path of ['GET /v1/me', 'POST /v1/sessions', 'GET /v1/resources/x']) {
    const line = `${path} HTTP/1.1`;
    const twice = await rawRequest(server.port, [line, 'Host: localhost', authorization, authorization]);
    t.is(statusOf(twice), 400, path);
    t.regex(twice, /"code":"malformed-request"/);
    t.is(statusOf(await rawRequest(server.port, [line, 'Host: a', authorization, 'host: b'])), 400, path);
    const types = ['Content-Type: application/json', 'content-type: text/plain'];
    t.is(statusOf(await rawRequest(server.port, [line, 'Host: a', authorization, ...types])), 400, path);
  }
});

test('headers: more than Node reads are a 400, so that none is ignored', async (t) => {
  const { server, ann } = await world(t);
  const fillers = Array.from({ length: 1010 }, () => 'a:');
  const line = 'POST /v1/resources HTTP/1.1';
  const lines = [line, 'Host: localhost', `Authorization: ${ann.authorization}`, ...fillers, 'If-Match: "x"'];
  const answer = await rawRequest(server.port, lines);
  t.is(statusOf(answer), 400);
  t.regex(answer, /"detail":"The request must have at most 500 header lines\."/);
});
