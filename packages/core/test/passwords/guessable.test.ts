import { newPasswordProblem, type PasswordRules } from '@bailiwick/core';
import { commonPasswordBlocklist } from '@bailiwick/core/common-passwords';
import test from 'ava';

const RULES: PasswordRules = {
  lengthMin: 15,
  serviceName: 'Acme Cloud',
  email: 'ann.miller@example.com',
  blocklist: null,
};
const SHORT: PasswordRules = { ...RULES, lengthMin: 8 };
const GUESSABLE = /^must not be easy to guess/;

test('newPasswordProblem: R3 composition is free: words, digits, spaces and emoji are as good as anything', (t) => {
  for (const password of [
    'correct horse battery staple x',
    'correcthorsebatterystaple',
    '582093174629508',
    'räksmörgås på bordet',
    '               spaced out               ',
    '🐙🍎🚗🎸🌵🔑🦊🍩⛵🎲🧦🐝🍄🚲🔔',
    'anna went to the movies',
  ]) {
    t.is(newPasswordProblem(password, RULES), null, password);
  }
});

for (const [kind, passwords] of Object.entries({
  'one character, or a short unit, repeated': [
    'a'.repeat(15),
    'abcabcabcabcabca',
    '12121212121212121',
    '🐙🍎'.repeat(8),
  ],
  'a sequence': [
    'abcdefghijklmnop',
    '987654321098765',
    '123456789012345',
    'ABCDEFGabcdefg1',
    'aaaabbbbccccdddd',
  ],
  'a walk along the keyboard': [
    'qwertyuiopasdfgh',
    'poiuytrewqlkjhgfdsa',
    '1qaz2wsx3edc4rfv',
    'azertyuiopqsdfg',
  ],
  'words of the context': [
    'ann.miller@example.com',
    'Ann Miller 12345',
    'acme cloud acme cloud',
    'AcmeCloudAcme-24',
    'millermillermiller',
    'example.example.1',
  ],
})) {
  test(`newPasswordProblem: R4 ${kind} is refused`, (t) => {
    for (const password of passwords) t.regex(newPasswordProblem(password, RULES) ?? '', GUESSABLE, password);
  });
}

test('newPasswordProblem: R4 where eight characters are enough, half of those must not be predictable', (t) => {
  for (const password of ['12345678', 'qwertyui', 'ann12345', 'aaaaaaab', 'acme1234'])
    t.regex(newPasswordProblem(password, SHORT) ?? '', GUESSABLE, password);
  for (const password of ['v7Qp-2xK', 'abcd9Wk!', 'ann-9Wk!'])
    t.is(newPasswordProblem(password, SHORT), null, password);
});

test('newPasswordProblem: R4 the words of nobody are no context', (t) => {
  t.is(newPasswordProblem('ann.miller and friends', { ...RULES, email: null }), null);
});

test('commonPasswordBlocklist: R4 a common password is refused, also repeated, joined, padded or dressed up', (t) => {
  const rules = { ...SHORT, blocklist: commonPasswordBlocklist() };
  for (const password of [
    'password',
    'Sunshine',
    'passwordpassword',
    'iloveyouiloveyouiloveyou',
    'password1234567',
    '!letmein!2024',
    'p-a-s-s-w-o-r-d',
    'P@ssw0rdP@ssw0rd',
    'basketballsunshine',
  ]) {
    t.regex(newPasswordProblem(password, rules) ?? '', /^must not be /, password);
    t.is(newPasswordProblem('correct horse battery staple', rules), null);
  }
  for (const password of ['v7Qp-2xK', '582093174629508', 'another long passphrase', 'love 5820931746295'])
    t.is(newPasswordProblem(password, rules), null, password);
});

test('newPasswordProblem: R1 R2 form comes first, and a long password is judged quickly', (t) => {
  const rules = { ...RULES, blocklist: commonPasswordBlocklist() };
  t.is(newPasswordProblem('a'.repeat(14), rules), 'must have at least 15 characters.');
  t.is(newPasswordProblem('a'.repeat(1025), rules), 'must have at most 1024 characters.');
  t.is(newPasswordProblem(undefined, rules), 'must be a string.');
  const started = performance.now();
  newPasswordProblem('mvqkzdhwxtlrpcj '.repeat(64), rules);
  t.true(performance.now() - started < 1000);
});
