import { newPasswordProblem, type PasswordRules } from '@bailiwick/core';
import { commonPasswordBlocklist } from '@bailiwick/core/common-passwords';
import test from 'ava';

const RULES: PasswordRules = {
  lengthMin: 15,
  serviceName: 'Bailiwick',
  email: 'ann.miller@example.com',
  blocklist: commonPasswordBlocklist(),
};
const SHORT: PasswordRules = { ...RULES, lengthMin: 8 };

/** A hundred everyday words. Many of them are leaked passwords, too. */
const EVERYDAY = `apple bread butter cheese coffee dinner kitchen table window garden
  river mountain ocean forest island valley desert bridge castle village
  orange purple yellow silver golden winter summer autumn spring morning
  evening midnight thunder rainbow shadow sunlight cloud storm snow wind
  tiger monkey rabbit dolphin eagle horse kitten puppy spider turtle
  guitar piano violin trumpet dancer singer painter writer doctor teacher
  engine rocket train bicycle ticket suitcase camera telephone battery candle
  pencil paper letter story number circle corner center market office
  happy clever gentle quiet simple bright hungry little early broken
  follow listen wonder travel gather borrow remember whisper build carry`.split(/\s+/);

/**
 * Passwords of about four words that people thought of. No word is secret, but a guesser does not try the whole early.
 */
const REASONABLE = [
  'big red fire truck',
  'pink floyd the wall',
  'good morning vietnam',
  'california dreaming 66',
  'basketball football 23',
  'what is love baby',
  'please let me in now',
  'hello world good morning',
  'volkswagen golf 1998',
  'christmas tree 2020',
  'manchester united 7',
  'butterfly garden 8',
  'nottingham forest 3',
  'another long one 99',
  'another long passphrase',
  'my dog ate three shoes',
  'grandma bakes on sunday',
  'purple monkey dishwasher',
  'the cat sat on the mat',
  'two coffees before nine',
  'rain over the harbour',
  'seven boxes of matches',
  'old bicycle new chain',
  'never trust the weather',
  'blue door third floor',
  'soup without any salt',
  'train to paris at noon',
  'my first car was green',
  'dancing in the kitchen',
  'lost keys found wallet',
  'summer house by the sea',
  'winter boots size 44',
  'london paris new york',
  'star wars episode nine',
  'green tea and ginger',
  'monkey dragon shadow sunshine',
  'summer love baby monkey',
  'orange banana cherry apple',
  'chelsea arsenal derby day',
  'michael jordan slam dunk',
  'mercedes broke down again',
  'internet cafe in lisbon',
  'computer says no again',
  'princess and the pea soup',
  'superman lives next door',
  'sunshine after the storm',
  'football on wet grass',
  'cookie monster blues band',
  'chocolate cake for charlie',
  'pepper grinder on tuesday',
  'anna went to the movies',
  'Nine-Green-Bottles-Fall',
  'tortoise.beats.hare.again',
  'paper_boat_small_lake',
  'pianoRiverCandleHorse',
  'doctorticketwhisperbread',
  'räksmörgås på bordet',
  'der hund schläft im garten',
  'je voudrais du fromage',
  'siete gatos en el tejado',
  'morgen regnet es wieder',
];

/** The names of the tests say what these have in common; most of them were never reported. */
const GUESSED_EARLY: Readonly<Record<string, readonly string[]>> = {
  'one common password, repeated, disguised or spelt': [
    'passwordpassword',
    'iloveyouiloveyouiloveyou',
    'Sunshine-Sunshine',
    'P@ssw0rdP@ssw0rd',
    'p-a-s-s-w-o-r-d',
    'p a s s w o r d 1 2 3 4',
    'ppaasssswwoorrdd',
    'drowssapdrowssap',
    'enihsnusenihsnus',
    `${'password'.repeat(100)}x`,
    'trustno1trustno1',
  ],
  'one common password with padding, of which a run counts as one': [
    'password12345678901234567',
    'password1234567890',
    'Summer2024!!!!!',
    'letmein01012024',
    '!!!!!!!!!!letmein',
    'nottingham84213',
    'P@ssw0rd84213975',
    '000000000000sunshine',
    'qwertyqwerty1234567890',
    'dragon..........',
    'charlie-1234-5678',
    'Welcome2025Welcome',
    'letmein25071984',
    'letmein 25.07.1984',
    '1984-07-25 monkey',
    'Spectre!@#$%^&4401',
  ],
  'common passwords joined': [
    'mypasswordispassword',
    'passwordmonkeydragon',
    'password monkey dragon',
    'my password is password',
    'this is my password 1',
    'thisisnotmypassword',
    'basketballsunshine',
    'football basketball baseball',
    'letmein-please-letmein',
    'monkey123dragon456',
    'iloveyou princess',
    'qwertyuiop password',
  ],
  'words of the service or the address with a common password': [
    'bailiwick-password',
    'bailiwickpassword',
    'bailiwick letmein',
    'letmein@bailiwick',
    'B4iliwick!Passw0rd',
    'Welcome to Bailiwick',
    'bailiwick admin 2024',
    'miller-password-ann',
    'sunshine@example.com',
    'b-a-i-l-i-w-i-c-k letmein',
  ],
  'a famous phrase': [
    'correct horse battery staple',
    'CorrectHorseBatteryStaple',
    'Correct-Horse-Battery-Staple-1',
    'correcthorsebatterystaple2024',
    'correct horse battery staple again',
    'To be, or not to be!',
    'may the force be with you',
    'opensesameopensesame',
  ],
};

test('commonPasswordBlocklist: R4 it accepts 300 random phrases of four everyday words, however they are joined', (t) => {
  t.is(new Set(EVERYDAY).size, 100);
  const random = sequence(20_260_101);
  for (let count = 0; count < 300; count += 1) {
    const words = [random(), random(), random(), random()].map((value) => EVERYDAY[value % 100] ?? '');
    const separator = [' ', ' ', '-', ''][count % 4] ?? '';
    const phrase = words.join(separator);
    t.is(newPasswordProblem(phrase, RULES), null, phrase);
  }
});

test('commonPasswordBlocklist: R4 it accepts 60 reasonable passphrases', (t) => {
  t.true(REASONABLE.length >= 60);
  for (const phrase of REASONABLE) t.is(newPasswordProblem(phrase, RULES), null, phrase);
});

for (const [kind, passwords] of Object.entries(GUESSED_EARLY)) {
  test(`commonPasswordBlocklist: R4 ${kind} is refused`, (t) => {
    for (const password of passwords)
      t.regex(newPasswordProblem(password, RULES) ?? '', /^must not be /, password);
  });
}

test('commonPasswordBlocklist: R4 a refusal names what was found', (t) => {
  t.is(
    newPasswordProblem('My dragon, Password!', RULES),
    'must not be made of what guessers try first: "dragon", "password".',
  );
  t.is(
    newPasswordProblem('bailiwickletmein', RULES),
    'must not be made of what guessers try first: "letmein".',
  );
});

test('commonPasswordBlocklist: R4 with a minimum of eight characters, it refuses common passwords themselves', (t) => {
  for (const password of ['password', 'Sunshine', 'basketball', '!letmein!2024', 'P@ssw0rd', 'trustno1'])
    t.regex(newPasswordProblem(password, SHORT) ?? '', /^must not be /, password);
  for (const password of ['v7Qp-2xK', '582093174629508', 'love 5820931746295', 'nottingham forest'])
    t.is(newPasswordProblem(password, SHORT), null, password);
});

test('commonPasswordBlocklist: the longest passwords are judged, even if they consist of common ones', (t) => {
  const judged: readonly (readonly [password: string, isAccepted: boolean])[] = [
    ['mvqkzdhwxtlrpcj '.repeat(64), true],
    [`${'password'.repeat(127)}x`, false],
    [`a${' '.repeat(1000)}b`, false],
    ['1'.repeat(500) + 'ab'.repeat(250), true],
    ['ann-'.repeat(255), false],
    ['@'.repeat(1023), false],
  ];
  // If the work grew faster than the length allows, this would not end.
  for (const [password, isAccepted] of judged)
    t.is(newPasswordProblem(password, RULES) === null, isAccepted, password.slice(0, 20));
});

/** Makes a generator by Park and Miller, with the same numbers in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
}
