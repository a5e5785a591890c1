import { newPasswordProblem, type PasswordRules } from '@bailiwick/core';
import test from 'ava';

const RULES: PasswordRules = {
  lengthMin: 15,
  serviceName: 'Acme Cloud',
  email: 'ann.miller@example.com',
  blocklist: null,
};
const SHORT: PasswordRules = { ...RULES, lengthMin: 8 };
const GUESSABLE = /^must not be easy to guess/;

test('newPasswordProblem: R3 composition is free: words, digits, spaces and emoji are all accepted', (t) => {
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

test('newPasswordProblem: R4 with a minimum of eight characters, half of them must be unpredictable', (t) => {
  for (const password of ['12345678', 'qwertyui', 'ann12345', 'aaaaaaab', 'acme1234'])
    t.regex(newPasswordProblem(password, SHORT) ?? '', GUESSABLE, password);
  for (const password of ['v7Qp-2xK', 'abcd9Wk!', 'ann-9Wk!'])
    t.is(newPasswordProblem(password, SHORT), null, password);
});

for (const [email, spellings] of Object.entries({
  'j.w.lee@mail.example.net': [
    'j.w.lee@mail.example.net',
    'J.W.LEE@MAIL.EXAMPLE.NET',
    'j w lee mail example net',
    'jwleemailexamplenet',
    'j_w_lee@mail_example_net',
    'J W Lee at mail dot example dot net',
    'j.w.lee[at]mail[dot]example[dot]net',
    'mail.example.net j.w.lee',
    'lee w j mail example net',
    'j.w.1ee@m4il.ex4mple.n3t',
    'j.w.lee@mail.example.net j.w.lee@mail.example.net',
    'j.w.lee@mail.example.net-1',
  ],
  'al.bo@a1.example': ['al.bo@a1.example', 'al-bo-a1-example', 'albo@a1.example', 'a1.example/al.bo'],
  'pw.target2@corp.example': ['pw.target2@corp.example', 'pwtarget2corpexample', 'pw_target2@corp_example'],
  'o+tag@x1.y2.example': ['o+tag@x1.y2.example', 'o@x1.y2.example', 'o tag x1 y2 example'],
  'a.b.c.d.e.f.g.h@q1.example': ['a.b.c.d.e.f.g.h', 'abcdefgh-abcdefgh', 'a-b-c-d-e-f-g-h'],
  'k.x.w.v.q.z.j.u@q1.example': ['k.x.w.v.q.z.j.u', 'kxwvqzju-kxwvqzju', 'K X W V Q Z J U'],
  'anna@bücher.example': ['anna@bücher.example', 'anna@xn--bcher-kva.example', 'ANNA@BÜCHER.EXAMPLE'],
  'anna@xn--bcher-kva.example': ['anna@xn--bcher-kva.example', 'anna xn bcher kva example'],
})) {
  test(`newPasswordProblem: R4 ${email} is refused as the password of its owner, in any spelling`, (t) => {
    for (const password of spellings)
      t.regex(newPasswordProblem(password, { ...RULES, email }) ?? '', GUESSABLE, password);
    t.is(newPasswordProblem('räksmörgås på bordet', { ...RULES, email }), null);
    t.is(newPasswordProblem('correct horse battery staple', { ...RULES, email }), null);
  });
}

test('newPasswordProblem: R4 without an email address, only the service name is context', (t) => {
  t.is(newPasswordProblem('ann.miller and friends', { ...RULES, email: null }), null);
});

test('newPasswordProblem: R1 R2 the form is checked first', (t) => {
  const rules = { ...RULES, email: `${'a.'.repeat(31)}b@${'x1.'.repeat(60)}example` };
  t.is(newPasswordProblem('a'.repeat(14), rules), 'must have at least 15 characters.');
  t.is(newPasswordProblem('a'.repeat(1025), rules), 'must have at most 1024 characters.');
  t.is(newPasswordProblem(undefined, rules), 'must be a string.');
});
