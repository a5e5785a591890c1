import { checkContract, formatReport } from '@bailiwick/core/contract';
import test from 'ava';
import { MUTANTS } from './index.js';

for (const { guarantee, title, makeSubject, waitsForEver } of MUTANTS) {
  test(`contract: ${guarantee} is found broken where ${title}`, async (t) => {
    // A subject that cannot be set up would also be reported as broken.
    await makeSubject().close();
    const report = await checkContract(async () => makeSubject(), {
      guarantees: [guarantee],
      untilBroken: true,
      ...(waitsForEver === true ? { caseTimeMaxMs: 200 } : {}),
    });
    t.false(report.isKept, formatReport(report));
  });
}

test('contract: no two mutants have the same fault', (t) => {
  t.is(new Set(MUTANTS.map(({ title }) => title)).size, MUTANTS.length);
});
