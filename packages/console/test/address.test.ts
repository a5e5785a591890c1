import test from 'ava';
import { hrefOf, matchPath, parseAddress } from '../src/address.js';

test('hrefOf: one state has one URL, which parseAddress reads back', (t) => {
  const href = hrefOf('/console', '/users', { role: 'admin', q: 'a&b', over: null, near: '' });
  t.is(href, '/console/users?q=a%26b&role=admin');
  t.is(hrefOf('/console', '/users', { q: 'a&b', role: 'admin' }), href);
  const { path, query } = parseAddress(new URL(href, 'http://localhost'), '/console');
  t.deepEqual([path, query], ['/users', { q: 'a&b', role: 'admin' }]);
});

test('parseAddress: the console itself is the first screen, with a slash and without', (t) => {
  for (const path of ['/console', '/console/', '/console//'])
    t.is(parseAddress(new URL(path, 'http://localhost'), '/console').path, '/', path);
});

test('matchPath: the parameters are decoded, and what does not fit is no match', (t) => {
  t.deepEqual(matchPath('/users/:id', '/users/a%20b'), { id: 'a b' });
  for (const path of ['/users', '/users/', '/users/1/2', '/resources/1', '/users/%E0%A4%A'])
    t.is(matchPath('/users/:id', path), null, path);
});
