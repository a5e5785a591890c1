import test from 'ava';
import { api } from '../src/api/api.js';

test('api: a query has only what was given', (t) => {
  const { path } = api('get', '/users', { query: { q: 'a b', role: undefined, cursor: '', over: true } });
  t.is(path, '/users?q=a+b&over=true');
});

test('api: what the document of the API does not have does not compile', (t) => {
  // @ts-expect-error -- There is no such operation.
  api('get', '/user', {});
  // @ts-expect-error -- The operation has no such method.
  api('delete', '/users', {});
  // @ts-expect-error -- The list has no such filter.
  api('get', '/users', { query: { emial: 'a' } });
  // @ts-expect-error -- The body has no such member.
  api('put', '/users/{id}/quotas/{meter}', { path: { id: '', meter: '' }, body: { limits: 1 } });
  // @ts-expect-error -- The path has a parameter.
  api('get', '/users/{id}', {});
  t.pass();
});
