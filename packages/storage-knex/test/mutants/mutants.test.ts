import { checkContract, formatReport } from '@bailiwick/core/contract';
import test from 'ava';
import { destroyDatabases } from '../contract/reused-databases.js';
import { MUTANTS } from './index.js';

test.after.always(destroyDatabases);

for (const { guarantee, database, title, makeSubject } of MUTANTS) {
  test(`contract: ${guarantee} is found broken on ${database} where ${title}`, async (t) => {
    // One that cannot be set up would be found broken too.
    await (await makeSubject()).close();
    const report = await checkContract(makeSubject, { guarantees: [guarantee], untilBroken: true });
    t.false(report.isKept, formatReport(report));
    const [{ message } = { message: '' }] = report.guarantees[0]?.broken ?? [];
    t.log(message.split('\n')[0]);
  });
}
