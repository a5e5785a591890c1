import {
  all,
  any,
  definePolicy,
  not,
  type Condition,
  type Decision,
  type Rule,
  type Target,
} from '@bailiwick/core/policy';
import type { Actor } from '@bailiwick/core';
import test from 'ava';
import fc from 'fast-check';
import { defined } from '@bailiwick/test-policies';
import { actorOf, request, rules, userOf, who, type Who } from './random-requests.js';
import { runs } from './runs.js';

/** The source of the random choices of a rewriting, so that a failure can be replayed. */
type Random = () => number;

/** Returns an equivalent condition in another form. */
function rewritten(condition: Condition, random: Random): Condition {
  switch (condition.type) {
    case 'all':
    case 'any': {
      const parts = condition.conditions.map((part) => rewritten(part, random));
      const order = random() < 0.5 ? parts.toReversed() : parts;
      // Repeats a part, and nests parts in a group of the same type.
      const [first] = order;
      const repeated = first !== undefined && random() < 0.3 ? [...order, first] : order;
      const nested =
        repeated.length > 1 && random() < 0.3
          ? [{ ...condition, conditions: repeated.slice(0, 2) } as Condition, ...repeated.slice(2)]
          : repeated;
      if (random() < 0.6) return { ...condition, conditions: nested };
      // Applies De Morgan's law.
      const denied = nested.map((part) => not(part));
      return not(condition.type === 'all' ? any(...denied) : all(...denied));
    }
    case 'not': {
      const inner = rewritten(condition.condition, random);
      return random() < 0.3 ? not(not(not(inner))) : not(inner);
    }
    default: {
      const choice = random();
      if (choice < 0.2) return not(not(condition));
      if (choice < 0.3) return all(condition);
      return choice < 0.4 ? any(condition, condition) : condition;
    }
  }
}

/**
 * Splits each top-level `any` into one rule for each part and action, since a part may be impossible for one action.
 */
function split(given: readonly Rule[]): readonly Rule[] {
  return given.flatMap((rule) => {
    if (rule.when.type !== 'any') return [rule];
    const actions = rule.actions === 'any' ? ['any' as const] : rule.actions.map((action) => [action]);
    return partsOf(rule.when).flatMap((when, index) =>
      actions.flatMap((about) => {
        const name = `${rule.name}, part ${index}, ${String(about)}`;
        return defined({ ...rule, name, actions: about, when }) ?? [];
      }),
    );
  });
}

function partsOf(condition: Condition): readonly Condition[] {
  return condition.type === 'any' ? condition.conditions.flatMap(partsOf) : [condition];
}

/** The new names. `admin` keeps its name: a reason names it only if no other role is enough. */
const NAMES: readonly (readonly [string, string])[] = [
  ['user', 'customer'],
  ['support', 'aide'],
  ['guest', 'visitor'],
  ['database', 'zdatabase'],
  ['note', 'anote'],
  ['bucket', 'mbucket'],
];

/** Renames roles, kinds and rules. It replaces only names in quotation marks, and no type has one of these names. */
function renamed<T>(value: T): T {
  let text = JSON.stringify(value);
  for (const [from, to] of NAMES) {
    text = text.replaceAll(new RegExp(`(?<!"(?:type|actorType|effect)":)"${from}"`, 'g'), `"${to}"`);
  }
  return JSON.parse(text) as T;
}

function renamedReason(reason: string): string {
  if (!reason.startsWith('not-')) return reason;
  const roles = reason.slice('not-'.length).split('-or-');
  const named = roles.map((role) => (role === 'admin' ? role : NAMES.find(([from]) => from === role)?.[1]));
  return named.every((name) => name !== undefined) ? `not-${named.toSorted().join('-or-')}` : reason;
}

function same(
  name: string,
  runsUsually: number,
  change: (given: readonly Rule[], random: Random) => readonly Rule[],
): void {
  test(`Policy: a decision and its reason stay the same: ${name}`, (t) => {
    const property = fc.property(
      rules,
      who,
      request,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (given, one, { action, target }, stream) => {
        const random = () => stream.next().value as number;
        const decide = (of: readonly Rule[]) => definePolicy(...of).decide(actorOf(one), action, target);
        const [before, after] = [decide(given), decide(change(given, random))];
        if (before.allowed !== after.allowed || before.reason !== after.reason) {
          throw new Error(
            `${before.reason} became ${after.reason}: ${JSON.stringify({ given, one, action, target })}`,
          );
        }
      },
    );
    t.notThrows(() => fc.assert(property, { numRuns: runs(runsUsually, runsUsually * 20) }));
  });
}

same('in another order, and with repeats', 1000, (given) => [...given.toReversed(), ...given]);
same('when conditions are written in other words', 1000, (given, random) =>
  given.map((rule) => ({ ...rule, when: rewritten(rule.when, random) })),
);
same('when an any is split into rules', 1000, split);
same('when rules have other names', 1000, (given) =>
  given.map((rule, index) => ({ ...rule, name: `${String(999 - index)} of them` })),
);

test('Policy: a decision and its reason stay the same when roles and kinds are renamed', (t) => {
  const property = fc.property(rules, who, request, (given, one, { action, target }) => {
    const decide = (of: readonly Rule[], actor: Actor, on: Target): Decision =>
      definePolicy(...of).decide(actor, action, on);
    const before = decide(given, actorOf(one), target);
    const after = decide(renamed(given), renamedActor(one), { ...target, kind: renamed(target.kind) });
    const expected = before.allowed ? before.reason : renamedReason(before.reason);
    if (before.allowed !== after.allowed || after.reason !== expected) {
      throw new Error(
        `${before.reason} became ${after.reason}: ${JSON.stringify({ given, one, action, target })}`,
      );
    }
  });
  t.notThrows(() => fc.assert(property, { numRuns: runs(1000, 20_000) }));
});

function renamedActor(one: Who): Actor {
  return one.type === 'user' ? userOf({ ...one.person, role: renamed(one.person.role) }) : actorOf(one);
}

test('Policy: a decision and its reason do not depend on earlier decisions', (t) => {
  const asked = fc.array(fc.tuple(who, request), { minLength: 2, maxLength: 20 });
  const property = fc.property(rules, asked, (given, cases) => {
    const policy = definePolicy(...given);
    for (const [one, { action, target }] of cases) {
      const after = policy.decide(actorOf(one), action, target);
      const afresh = definePolicy(...given).decide(actorOf(one), action, target);
      if (JSON.stringify(after) === JSON.stringify(afresh)) continue;
      throw new Error(`${afresh.reason} became ${after.reason}: ${JSON.stringify({ given, cases })}`);
    }
  });
  t.notThrows(() => fc.assert(property, { numRuns: runs(1000, 20_000) }));
});
