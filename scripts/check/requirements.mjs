// Finds the tests for each security requirement by the ids in their titles. Fails if a requirement has neither a test
// nor a reason, or if the tables in docs/security.md are out of date; `--write` updates them. Does the same for the
// attacks that once succeeded; `lib/attacks.mjs` also names tests without an id, by the beginnings of their titles.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ATTACKS } from '../lib/attacks.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const document = join(root, 'docs/security.md');

/** The requirements by id, with a reason for those that need no test or cannot have one. */
const REQUIREMENTS = {
  R1: ['A password has at least 15 Unicode code points; a host may lower the minimum, but not below 8.'],
  R2: [
    'Long passwords are accepted up to a documented length, checked before hashing, and compared as a whole.',
  ],
  R3: ['Any mix of characters is accepted: spaces, emoji, one case, digits only. No password expires.'],
  R4: ['Common and predictable passwords are refused wherever a password is set.'],
  R5: ['The same password, composed or decomposed by the keyboard, is the same password.'],
  R6: ['Changing a password or an email address requires the current password, throttled like a login.'],
  R7: ['Hashes use scrypt at the recommended cost, and are replaced at a login if the cost was raised.'],
  R8: ['An unreadable stored hash gets a normal refusal, and is reported to the operator.'],
  R10: ['An unknown email, a wrong password and a disabled user have the same answer and the same work.'],
  R11: ['All commands that accept a password use the same throttle and the same check of the status.'],
  R12: [
    'Parallel guesses get no more checks than the limit; an attacker cannot lock out an owner; right passwords are not refused.',
  ],
  R13: ['There is no default administrator; concurrent starts create exactly one.'],
  R14: [
    'An administrator cannot read a password, but can set one, which ends all sessions; a host may require a change at the next login.',
  ],
  R15: ['Basic follows RFC 7617: UTF-8, the first colon, no control characters; it can be turned off.'],
  R16: ['Bearer follows RFC 6750: correct challenges, one credential for each request, none in the query.'],
  R17: ['A malformed credential is refused like a wrong one, and harms nothing.'],
  R20: ['Tokens have 256 random bits, only their hash is stored, and no secret is in a database or a log.'],
  R21: ['A login creates a new token and never adopts a value from the client.'],
  R22: [
    'Logging out, disabling, deleting, demoting and a new password take effect with the next request in every process.',
  ],
  R23: ['Sessions end when idle, never late and at most a sixtieth early, and after their maximum lifetime.'],
  R24: [
    'Users can list and end their own sessions, administrators those of all users; the session of another user looks missing.',
  ],
  R25: ['A token that was cut, extended or altered is not valid.'],
  R26: [
    'Access keys expire, can be revoked, and never allow more than their owner may.',
    'Comes with access keys.',
  ],
  R27: [
    'Values for single use are used only once, even in races.',
    'Nonces come with signed requests; idempotency keys are part of the storage contract (I3).',
  ],
  R30: ['Every operation is in a matrix of who may do what.'],
  R31: ['Targets of other users get the same answer as missing ones, to the byte.'],
  R32: ['A request can set only documented members: any other is refused.'],
  R33: ['Answers contain only documented members.'],
  R53: [
    'The cookie of a session is Secure, HttpOnly and of this host alone, and only a page of the same origin can change something with it.',
  ],
  R70: ['Signatures made by another implementation of RFC 9421 are accepted.', 'Comes with signed requests.'],
  R71: [
    'A signature must cover all relevant parts, be recent, and be used only once.',
    'Comes with signed requests.',
  ],
  R72: ['The digest is compared with the received bytes.', 'Comes with signed requests.'],
  R73: ['A signature with any part that does not match is refused.', 'Comes with signed requests.'],
  R80: ['The log and the audit show later whose password was refused.'],
};

const titles = testFiles().flatMap(titlesIn);
const complaints = [];
const rows = Object.entries(REQUIREMENTS).map(([id, [requirement, reason]]) => {
  const shown = titles.filter(({ title }) => new RegExp(`\\b${id}\\b`).test(title));
  if (shown.length === 0 && reason === undefined) complaints.push(`${id} has neither a test nor a reason.`);
  return `| ${id} | ${requirement} | ${shown.length > 0 ? shown.map(rendered).join('<br>') : reason} |`;
});
const table = ['| id | what must hold | shown by |', '| --- | --- | --- |', ...rows].join('\n');

const attacks = ATTACKS.map(({ id, attack, now, tests }) => {
  const named = tests.map((beginning) => {
    const found = titles.find(({ title }) => title.startsWith(beginning));
    if (found === undefined) complaints.push(`${id}: no test has a title that begins with "${beginning}".`);
    return found;
  });
  const labelled = titles.filter(({ title }) => new RegExp(`\\b${id}\\b`).test(title));
  const shown = [...new Set([...named, ...labelled])].filter((found) => found !== undefined).map(rendered);
  return `| ${id} | ${attack} | ${now} | ${shown.join('<br>') || '–'} |`;
});
const attackTable = [
  '| id | what was tried | what happens now | shown by |',
  '| --- | --- | --- | --- |',
  ...attacks,
].join('\n');

const text = readFileSync(document, 'utf8');
const renewed = replaced(replaced(text, 'requirements', table), 'attacks', attackTable);
// The formatter pads the columns of tables, which must make no difference.
const unpadded = (markdown) => markdown.replaceAll(/ {2,}|-{3,}/g, ' ').replaceAll(/ +\|/g, ' |');
if (process.argv.includes('--write')) writeFileSync(document, renewed);
else if (unpadded(text) !== unpadded(renewed))
  complaints.push('A table in docs/security.md is old: run `node scripts/check/requirements.mjs --write`.');

for (const complaint of complaints) console.error(complaint);
if (complaints.length === 0) {
  console.log(`${rows.length} requirements, each with a test or a reason; ${attacks.length} attacks.`);
}
process.exitCode = complaints.length === 0 ? 0 : 1;

/** Matches the text between the two comments with this name. */
function replaced(markdown, name, content) {
  const between = new RegExp(`(<!-- ${name}: .*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  return markdown.replace(between, (_all, start, end) => `${start}\n${content}\n\n${end}`);
}

function testFiles() {
  const folders = ['packages', 'examples'].flatMap((group) =>
    readdirSync(join(root, group)).flatMap((name) => [
      join(group, name, 'test'),
      join(group, name, 'src/contract'),
    ]),
  );
  return folders.flatMap((folder) => filesBelow(join(root, folder))).filter((file) => file.endsWith('.ts'));
}

function filesBelow(folder) {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Returns the titles of all tests and contract cases, without the values that a template inserts. */
function titlesIn(file) {
  const source = readFileSync(file, 'utf8');
  const pattern = /(?:\btest(?:\.serial)?\(|\btitle:)\s*(?:'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/g;
  return [...source.matchAll(pattern)].map(([, quoted, template]) => ({
    file: relative(root, file),
    title: (quoted ?? template).replaceAll(/\$\{[^}]*\}/g, '…').replaceAll('\\', ''),
  }));
}

function rendered({ file, title }) {
  return `[${title.replaceAll('|', '\\|').replaceAll(/([[\]])/g, '\\$1')}](../${file})`;
}
