import { definePolicy } from '@bailiwick/core/policy';
import test from 'ava';
import fc from 'fast-check';
import { cedarAllows, inCedar } from './in-cedar.js';
import { actorOf, request, rules, who } from './random-requests.js';
import { runs } from './runs.js';

const REQUESTS = 20;

test('Policy: it decides as Cedar does, missing and odd attributes included', (t) => {
  let allowed = 0;
  let decided = 0;
  const requests = fc.array(fc.tuple(who, request), { minLength: REQUESTS, maxLength: REQUESTS });
  const property = fc.property(rules, requests, (given, asked) => {
    const policy = definePolicy(...given);
    const cases = asked.map(([one, { action, target }]) => ({ actor: actorOf(one), action, target }));
    const theirs = cedarAllows(given, cases);
    for (const [index, { actor, action, target }] of cases.entries()) {
      const ours = policy.decide(actor, action, target).allowed;
      decided += 1;
      if (ours) allowed += 1;
      if (ours === theirs[index]) continue;
      throw new Error(`${action} is ${ours ? 'allowed' : 'refused'}, unlike in Cedar: ${inCedar(given)}`);
    }
  });
  t.notThrows(() => fc.assert(property, { numRuns: runs(500, 50_000) }));
  t.log(`${decided} decisions alike, ${allowed} of them allowed`);
  t.true(decided >= 500 * REQUESTS && allowed > 100);
});
