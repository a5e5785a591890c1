import { accessKeyNameProblem, resourceNameProblem, TEXT_PATTERN } from '@bailiwick/core';
import test from 'ava';

const REFUSED = [
  '\0',
  '\r\n',
  '\t',
  '\u001b[2J',
  '\u007f',
  '\u0085',
  '\u009b2J',
  '\u2028',
  '\u2029',
  '\u202a',
  '\u202e',
  '\u2066',
  '\u2069',
];

const TAKEN = [
  'two  spaces',
  'ä',
  '日本',
  'שלום\u200f!',
  'می\u200cخواهم',
  '👩\u200d💻',
  '\u00a0',
  '‘quoted’',
  '\ufeff',
];

for (const [what, problem] of Object.entries({ resourceNameProblem, accessKeyNameProblem })) {
  test(`${what}: characters that could move the text around a name are refused, and those that languages need are accepted`, (t) => {
    for (const piece of REFUSED) {
      const name = `a${piece}b`;
      t.regex(problem(name) ?? '', /must not contain control characters/, JSON.stringify(name));
      t.notRegex(name, new RegExp(TEXT_PATTERN), JSON.stringify(name));
    }
    for (const name of TAKEN) {
      t.is(problem(name), null, name);
      t.regex(name, new RegExp(TEXT_PATTERN), name);
    }
  });
}
