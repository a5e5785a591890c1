import { emailKey, emailKeyPrefix } from '@bailiwick/core';
import test from 'ava';

const accepted: readonly (readonly [string, string])[] = [
  ['ann@example.com', 'ann@example.com'],
  ['Ann.O+tag@EXAMPLE.com', 'ann.o+tag@example.com'],
  ["o'hara!#$%&*/=?^_`{|}~-@example.co.uk", "o'hara!#$%&*/=?^_`{|}~-@example.co.uk"],
  ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
  ['ann@BÜCHER.example', 'ann@xn--bcher-kva.example'],
  ['ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example'],
  [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
];

for (const [email, key] of accepted) {
  test(`emailKey: ${JSON.stringify(email)} is accepted`, (t) => {
    t.is(emailKey(email), key);
  });
}

const COMPLETE = accepted.map(([email]) => email);

test('emailKeyPrefix: the key of an address begins with the prefix of each of its beginnings, up to a complete name of its domain', (t) => {
  for (const email of COMPLETE) {
    const key = emailKey(email) ?? '';
    const domain = email.indexOf('@') + 1;
    for (let length = 1; length <= email.length; length += 1) {
      const text = email.slice(0, length);
      const end = email.indexOf('.', length);
      const label = email.slice(Math.max(domain, text.lastIndexOf('.') + 1), end === -1 ? undefined : end);
      const isComplete = length <= domain || length === email.length || email[length] === '.';
      if (/[^ -~]/.test(label) && !isComplete) continue;
      const prefix = emailKeyPrefix(text);
      t.true(prefix !== null && key.startsWith(prefix), `${text}: ${prefix}`);
    }
  }
});

test('emailKeyPrefix: what no address begins with has none, and what a pattern would read is itself', (t) => {
  for (const text of [
    '',
    ' ann',
    'ann\0',
    'an\u212a',
    '@example.com',
    'ann@evil@',
    'ann@[',
    'ann@\ud800',
    'a"',
  ])
    t.is(emailKeyPrefix(text), null, JSON.stringify(text));
  t.is(emailKeyPrefix('A%_'), 'a%_');
  t.is(emailKeyPrefix('ann@BÜCHER.Ex'), 'ann@xn--bcher-kva.ex');
});

const refused: readonly (readonly [string, string])[] = [
  ['no at sign', 'ann.example.com'],
  ['no local part', '@example.com'],
  ['no domain', 'ann@'],
  ['a domain of one label', 'ann@localhost'],
  ['two dots', 'ann..o@example.com'],
  ['a leading dot', '.ann@example.com'],
  ['a trailing dot in the domain', 'ann@example.com.'],
  ['white space before', ' ann@example.com'],
  ['white space after', 'ann@example.com\n'],
  ['a NUL', 'ann\0@example.com'],
  ['a NUL in the domain', 'ann@exam\0ple.com'],
  ['a lone surrogate', 'ann@\ud800.com'],
  ['a local part of 65', `${'a'.repeat(65)}@example.com`],
  ['255 characters', `ann@${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`],
  ['a label of 64', `ann@${'a'.repeat(64)}.com`],
  ['an IPv4 address', 'ann@127.0.0.1'],
  ['a short IPv4 address', 'ann@127.1'],
  ['an IPv6 address', 'ann@[::1]'],
  ['a port', 'ann@example.com:80'],
  ['a path', 'ann@example.com/x'],
  ['user information', 'ann@evil@example.com'],
  ['a Kelvin sign in the local part', 'an\u212a@example.com'],
  ['a Kelvin sign in the domain', 'ann@\u212aelvin.com'],
  ['full-width letters in the local part', '\uff21nn@example.com'],
  ['full-width letters in the domain', 'ann@\uff25xample.com'],
  ['a dotless i in the local part', 'm\u0131ke@example.com'],
];

for (const [what, email] of refused) {
  test(`emailKey: ${what} is refused (R61)`, (t) => {
    t.is(emailKey(email), null);
  });
}

test('emailKey: 100 thousand characters are refused at once', (t) => {
  t.is(emailKey(`${'a.'.repeat(50_000)}@example.com`), null);
});
