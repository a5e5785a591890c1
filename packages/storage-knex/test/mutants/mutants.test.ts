import { storageContract } from '@bailiwick/core/contract';
import test from 'ava';
import { readFile } from 'node:fs/promises';
import { destroyDatabases } from '../contract/reused-databases.js';
import { MUTANTS, type KnexMutant } from './index.js';

const PAGE = await readFile(new URL('../../../../docs/guarantees.md', import.meta.url), 'utf8');

test.after.always(destroyDatabases);

for (const mutant of MUTANTS) {
  const { guarantee, database, title, makeSubject } = mutant;
  test(`contract: ${guarantee} is found broken on ${database} where ${title}`, async (t) => {
    // One that cannot be set up would be found broken too.
    const made = [await makeSubject()];
    const cases = storageContract(async () => made.pop() ?? makeSubject()).filter(
      (one) => one.guarantee === guarantee,
    );
    // All cases of a guarantee would take minutes, so the one that finds the mutant according to the page is the first.
    const finder = `${guarantee} ${finderOf(mutant)}`;
    const ordered = cases.toSorted((a, b) => Number(b.title === finder) - Number(a.title === finder));
    for (const { title: broken, run } of ordered) {
      const message = await run().then(
        () => null,
        (error: Error) => error.message,
      );
      if (message === null) continue;
      t.log(`${broken}: ${message.split('\n')[0]}`);
      return t.pass();
    }
    return t.fail('No case of the guarantee has found it.');
  });
}

/** The page does not have a new mutant before it is made again. */
function finderOf({ guarantee, database, title }: KnexMutant): string | undefined {
  const cells = PAGE.split('\n').map((line) =>
    line.split(/(?<!\\)\|/).map((text) => text.trim().replaceAll(String.raw`\|`, '|')),
  );
  return cells.find(([, id, over, what]) => id === guarantee && over === database && what === title)?.[4];
}
