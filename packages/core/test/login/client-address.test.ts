import test from 'ava';
import { clientNetwork, networksAround } from '../../dist/login/client-address.js';

test('clientNetwork: R58 the network of an IPv4 address is the address, even if it is written as IPv6', (t) => {
  for (const address of [
    '192.0.2.7',
    '::ffff:192.0.2.7',
    '::FFFF:c000:207',
    '0:0:0:0:0:ffff:192.0.2.7',
    '64:ff9b::192.0.2.7',
    '0064:FF9B::c000:207',
  ])
    t.is(clientNetwork(address), '192.0.2.7', address);
});

test('clientNetwork: R58 the network of an IPv6 address is its /64, however it is written', (t) => {
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

test('clientNetwork: R58 all invalid addresses share one unknown network', (t) => {
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

test('networksAround: R58 it returns the /24 of an IPv4 address, and the /48 and /56 of an IPv6 address', (t) => {
  const around = (address: string | undefined) => networksAround(clientNetwork(address));
  t.deepEqual(around('192.0.2.7'), ['192.0.2.0/24', '192.0.2.7']);
  t.deepEqual(around('::ffff:192.0.2.7'), around('192.0.2.7'));
  t.deepEqual(around('2001:db8:1:12ab::1'), [
    '2001:db8:1::/48',
    '2001:db8:1:1200::/56',
    '2001:db8:1:12ab::/64',
  ]);
  t.deepEqual(around('2001:db8:1:1::1').slice(0, 2), around('2001:db8:1:ff::1').slice(0, 2));
  t.not(around('2001:db8:1:100::1')[1], around('2001:db8:1:ff::1')[1]);
  t.deepEqual(around(undefined), ['unknown']);
});
