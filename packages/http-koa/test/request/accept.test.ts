import test from 'ava';
import { rawRequest, statusOf } from '../support/raw-request.js';
import { world } from '../support/world.js';

const ADMITS = [
  '*/*',
  '*',
  'application/*',
  'application/json',
  'APPLICATION/JSON',
  'application/json; charset=utf-8',
  'application/json;version=1',
  'application/json;q=0.001',
  'application/json;q=abc',
  'application/json;',
  'application/json;profile="a,b";q=1',
  'text/html, application/xhtml+xml, */*;q=0.8',
  'text/html;q=0, application/json',
  'application/problem+json',
  '*/*;q=0, application/json',
  'application/json;q=0, application/json;charset=utf-8',
  ', application/json',
];

const EXCLUDES = [
  'text/html',
  'application/xml, text/*',
  'application/jsonp',
  'application/json;q=0',
  'application/json;q=0.000, */*',
  'application/*;q=0, */*',
  'application/vnd.api+json',
  'json',
];

test('Accept: JSON with any parameters is accepted; a header that excludes JSON is a 406', async (t) => {
  const { ann, nobody } = await world(t);
  for (const accept of ADMITS) {
    t.is((await ann.get('/me', { accept })).status, 200, accept);
    t.is((await nobody.post('/sessions', {}, { accept })).status, 422, accept);
    t.is((await ann.call('DELETE', '/resources/none', { headers: { accept } })).status, 404, accept);
  }
  for (const accept of EXCLUDES) {
    const reply = await ann.get('/me', { accept });
    t.is(reply.status, 406, accept);
    t.is(reply.body.code, 'not-acceptable', accept);
  }
});

test('Accept: an empty or missing header accepts everything; several lines are one list', async (t) => {
  const { ann, server } = await world(t);
  const ask = async (...lines: string[]) => {
    const head = ['GET /v1/me HTTP/1.1', 'Host: localhost', `Authorization: ${ann.authorization}`];
    return statusOf(await rawRequest(server.port, [...head, ...lines]));
  };
  t.is(await ask(), 200);
  t.is(await ask('Accept:'), 200);
  t.is(await ask('Accept: text/html', 'Accept: application/json'), 200);
  t.is(await ask('Accept: text/html', 'Accept: text/plain'), 406);
});
