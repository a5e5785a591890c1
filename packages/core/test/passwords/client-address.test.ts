import test from 'ava';
import { clientNetwork } from '../../dist/passwords/client-address.js';

test('clientNetwork: R58 an IPv4 address is itself, also as IPv6 sees it', (t) => {
  for (const address of ['192.0.2.7', '::ffff:192.0.2.7', '::FFFF:c000:207', '0:0:0:0:0:ffff:192.0.2.7'])
    t.is(clientNetwork(address), '192.0.2.7', address);
});

test('clientNetwork: R58 an IPv6 address is its /64, however it is written', (t) => {
  for (const address of [
    '2001:db8:1:2::1',
    '2001:DB8:1:2:ffff:0:0:9',
    '2001:0db8:0001:0002::',
    '2001:db8:1:2::1%eth0',
  ])
    t.is(clientNetwork(address), '2001:db8:1:2::/64', address);
  t.is(clientNetwork('::1'), '0:0:0:0::/64');
  t.not(clientNetwork('2001:db8:1:3::1'), clientNetwork('2001:db8:1:2::1'));
});

test('clientNetwork: R58 what is no address is one and the same unknown one', (t) => {
  for (const address of [
    undefined,
    '',
    'localhost',
    '192.0.2.256',
    '192.0.2',
    '01.2.3.4',
    '::g',
    '1::2::3',
    '[::1]',
    'x:y',
    '1.2.3.4:80',
    '::1]@evil',
  ])
    t.is(clientNetwork(address), 'unknown', address);
});
