import test from 'ava';
import { FairQueue } from '../../dist/passwords/fair-queue.js';

type Share = readonly string[];

/** Names members after their share and the order of their arrival. */
function filled(sizeMax: number, shares: readonly Share[]) {
  const queue = new FairQueue<string>(sizeMax);
  const dropped: string[] = [];
  let count = 0;
  const come = (...share: Share): boolean => {
    if (!queue.hasRoom(share)) return false;
    const lost = queue.add(share, `${share.join(' ')} #${(count += 1)}`);
    if (lost !== undefined) dropped.push(lost);
    return true;
  };
  for (const share of shares) come(...share);
  const rest = () => {
    const served: string[] = [];
    for (let next = queue.next(); next !== undefined; next = queue.next()) served.push(next);
    return served;
  };
  return { queue, come, dropped, rest };
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

test('FairQueue: a single group has the whole queue, first come first served', (t) => {
  const { come, rest } = filled(3, times(3, ['a', 'b']));
  t.false(come('a', 'b'));
  t.deepEqual(rest(), ['a b #1', 'a b #2', 'a b #3']);
});

test('FairQueue: groups take turns, and so do those within one', (t) => {
  const shares = [...times(3, ['a', 'x']), ['a', 'y'], ['b', 'z'], ['b', 'z'], []];
  t.deepEqual(filled(10, shares).rest(), ['a x #1', 'b z #5', ' #7', 'a y #4', 'b z #6', 'a x #2', 'a x #3']);
});

test('FairQueue: a new member of a full queue takes the place of the last of the largest group, down to equal parts', (t) => {
  const { come, dropped, queue, rest } = filled(4, [...times(3, ['a', 'x']), ['a', 'y']]);
  t.true(come('b', 'z'));
  t.true(come('b', 'z'));
  t.false(come('b', 'z'), 'as many as the others have');
  t.false(come('a', 'y'), 'its group has its part, and within it as much as the other');
  t.deepEqual(dropped, ['a x #3', 'a x #2']);
  t.true(come('c'));
  t.is(queue.size, 4);
  t.deepEqual(rest().length, 4);
});

test('FairQueue: within a group at its share, a smaller subgroup takes the place of a larger one', (t) => {
  const { come, dropped } = filled(4, [...times(3, ['a', 'x']), ['b']]);
  t.true(come('a', 'y'));
  t.deepEqual(dropped, ['a x #3']);
  t.false(come('a', 'x'));
});

test('FairQueue: a name may be empty, and a group may have members beside its subgroups', (t) => {
  const { rest } = filled(9, [[], [''], ['', ''], ['', 'a'], [], ['']]);
  t.deepEqual(rest(), [' #1', ' #2', ' #5', '  #3', ' a #4', ' #6']);
});

test('FairQueue: with no place, no member waits', (t) => {
  const { come, rest } = filled(0, []);
  t.false(come('a'));
  t.deepEqual(rest(), []);
});

test('FairQueue: each random member is served or dropped once, never more wait than fit, and larger groups lose', (t) => {
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  const { queue, come, dropped } = filled(8, []);
  const served: string[] = [];
  const present = new Map<string, number>();
  const move = (name: string, by: number) => {
    const [group = ''] = name.split(' ');
    present.set(group, (present.get(group) ?? 0) + by);
  };
  let taken = 0;
  for (let step = 0; step < 20_000; step += 1) {
    if (random(3) === 0) {
      const next = queue.next();
      if (next === undefined) continue;
      served.push(next);
      move(next, -1);
      continue;
    }
    const share = [`g${random(4)}`, `s${random(3)}`].slice(0, 1 + random(2));
    const before = dropped.length;
    if (!come(...share)) continue;
    taken += 1;
    move(share.join(' '), 1);
    for (const lost of dropped.slice(before)) {
      const [group = ''] = lost.split(' ');
      t.is(present.get(group), Math.max(...present.values()));
      move(lost, -1);
    }
    t.true(queue.size <= 8);
  }
  for (let next = queue.next(); next !== undefined; next = queue.next()) served.push(next);
  t.is(queue.size, 0);
  t.is(served.length + dropped.length, taken);
  t.is(new Set([...served, ...dropped]).size, taken);
});
