import test from 'ava';
import { urlOf } from '../../dist/http/url-of.js';

test('urlOf: an IPv6 address is put in brackets', (t) => {
  t.is(urlOf('::1', 3000), 'http://[::1]:3000');
  t.is(urlOf('127.0.0.1', 3000), 'http://127.0.0.1:3000');
  t.is(urlOf('localhost', 3000), 'http://localhost:3000');
});
