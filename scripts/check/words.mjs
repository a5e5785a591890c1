// Fails where a word is used that the project has given up, in code or in documents, and names the word to use instead:
// each thing has one name. docs/glossary.md has the words that stay.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The retired words, with their replacements and the reason. */
const RETIRED = [
  [/[a-z]Together|\b(?:class|new) Together\b|-together\b/, '"batch" or "concurrent": it named both'],
  [/\bpersistently\b/i, '"retry", the word of the field'],
  [/\bkept[- ]?statements?\b|\bkeepStatements\b/i, '"statement cache", the word of the field'],
  [/without-values|\bwithoutValues/, '"redact", the word of the field'],
  [/\btravel(?:s|led|ling)?\b|\bmayTravel\b/i, '"batched" or "sent": statements go nowhere'],
  [/\bpassOverOutage\b|\bpass(?:es|ed|ing)? over\b/i, '"skip" or "ignore"'],
  [/\bhand(?:s|ed|ing)? out\b/i, '"return"'],
  [/\b(?:is|are|was|were|not) told\b(?! apart)/, '"reported", "gets" or "sees"'],
  [/\b(?:give|gives|gave|given|giving) back\b/, '"release" or "return"'],
  [/\barrives? together\b/, '"concurrent"'],
  [/\bto who\b/i, '"to callers that", since "who" is no object'],
  [/\bKernel\b/, '"CommandContext", which says what it is for'],
  [/\bcursor ?key\b/i, '"secret key": it keys the login throttle too'],
  [/\brecogniseVersion\b/, '"resolvePrecondition"'],
  [/doomed/i, '"SweepTarget", or what happens to it'],
  [/\b(?:class|new) Turns\b|\/turns\.js/, '"Semaphore", the word of the field'],
  [
    /\b(?:LoginPlace|PasswordAttempt|AllowedAttempt|Judgement)\b/,
    '"attempt", "claim" or "verdict", the words of a login',
  ],
];

/** Places where a retired word has another meaning. */
const ELSEWHERE = {
  'packages/core/test/common-passwords/common-password-blocklist.test.ts': 'a list of English words',
  'scripts/check/words.mjs': 'the words themselves',
};

const FOLDERS = [
  ...['packages', 'examples'].flatMap((group) =>
    readdirSync(join(root, group)).flatMap((name) => [`${group}/${name}/src`, `${group}/${name}/test`]),
  ),
  'benchmarks/src',
  'docs',
  'scripts',
];

const files = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ),
].filter((path) => /\.(?:ts|mjs|md)$/.test(path) && !path.includes('node_modules') && !(path in ELSEWHERE));

const complaints = files.flatMap((path) =>
  readFileSync(join(root, path), 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      RETIRED.flatMap(([pattern, instead]) => {
        const [word] = pattern.exec(`${index === 0 ? `${path} ` : ''}${line}`) ?? [];
        return word === undefined ? [] : [`${path}:${index + 1}: "${word}" is retired: use ${instead}.`];
      }),
    ),
);

for (const complaint of complaints) console.error(complaint);
console.log(complaints.length === 0 ? 'No retired words.' : `Retired words: ${complaints.length}.`);
process.exitCode = complaints.length === 0 ? 0 : 1;
