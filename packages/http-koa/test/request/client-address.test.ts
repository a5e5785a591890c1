import test from 'ava';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { clientAddressReader, proxyTrust } from '@bailiwick/http-koa';

function requestFrom(peer: string | undefined, forwarded?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return request;
}

const CASES: readonly (readonly [forwarded: string, client: string])[] = [
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.1:1000', '192.0.2.1'],
  ['[2001:db8::1]:1000', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
  // Trusted proxies are skipped, with or without a port in their address.
  ['192.0.2.1:1000, 10.0.0.2', '192.0.2.1'],
  ['192.0.2.1:1000, 10.0.0.2:40000', '192.0.2.1'],
  ['192.0.2.1, [fd00::2]:443', '192.0.2.1'],
  // Other proxies are not skipped.
  ['192.0.2.1, 198.51.100.7:1000', '198.51.100.7'],
  ['192.0.2.1, 198.51.100.7:port', '198.51.100.7:port'],
  ['192.0.2.1, unknown', 'unknown'],
  ['192.0.2.1, 198.51.100.7:1:2', '198.51.100.7:1:2'],
];

test('clientAddressReader: the port that a gateway writes behind an address is left out', (t) => {
  const read = clientAddressReader(['10.0.0.0/8', 'fd00::/8']);
  for (const [forwarded, client] of CASES) t.is(read(requestFrom('10.0.0.1', forwarded)), client, forwarded);
  t.is(read(requestFrom('198.51.100.7', '192.0.2.1:1000')), '198.51.100.7');
  t.is(read(requestFrom(undefined, '192.0.2.1')), undefined);
});

test('proxyTrust: listed addresses are trusted, in every spelling, and a peer without an address is not', (t) => {
  const isTrusted = proxyTrust(['10.0.0.0/8', 'loopback']);
  for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '127.0.0.1', '::1'])
    t.true(isTrusted(address), address);
  for (const address of ['11.0.0.1', '::2', 'unknown', '', undefined]) t.false(isTrusted(address), address);
  t.false(proxyTrust()('127.0.0.1'));
  t.throws(() => proxyTrust(['everybody']), { instanceOf: TypeError });
});
