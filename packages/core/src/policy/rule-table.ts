import type { Actor } from '../actors/actor.js';
import type { Target } from './action.js';
import {
  atomsOf,
  compile,
  compileComparability,
  simplify,
  type Atom,
  type Condition,
  type Predicate,
} from './condition.js';
import type { Decision, RefusalReason, Refused } from './decision.js';
import { lacks, mostTelling, nearest } from './lack.js';
import type { Rule } from './rule.js';

/**
 * Rules that are looked up by what is known of every request: action, type or role of the actor, kind of
 * the target. What is left of a rule then is mostly nothing, or one comparison of two ids, so that a
 * decision costs about the same with ten rules and with a thousand. Each cell is built when it is first
 * needed; there are no more of them than the rules name actions, roles and kinds, plus one "any other".
 */
export class RuleTable {
  readonly #rules: readonly Rule[];
  readonly #names: {
    readonly actions: ReadonlySet<string>;
    readonly roles: ReadonlySet<string>;
    readonly kinds: ReadonlySet<string>;
  };
  readonly #byAction = new Map<Name, ActionRules>();

  constructor(rules: readonly Rule[], atoms: readonly Atom[]) {
    this.#rules = rules;
    this.#names = {
      actions: new Set(rules.flatMap((rule) => (rule.actions === 'any' ? [] : rule.actions))),
      roles: new Set(atoms.flatMap((atom) => (atom.type === 'actor-role' ? atom.roles : []))),
      kinds: new Set(atoms.flatMap((atom) => (atom.type === 'target-kind' ? atom.kinds : []))),
    };
  }

  decide(actor: Actor, action: string, target: Target): Decision {
    return this.#forAction(action).cell(actor, target).decide(actor, target);
  }

  /** The rules about an action, whoever acts. */
  rulesFor(action: string): readonly Rule[] {
    return this.#forAction(action).rules;
  }

  #forAction(action: string): ActionRules {
    return (
      this.#byAction.get(action) ??
      lookUp(this.#byAction, action, this.#names.actions, () => {
        const named = this.#names.actions.has(action);
        const rules = this.#rules.filter(
          ({ actions }) => actions === 'any' || (named && actions.includes(action)),
        );
        return new ActionRules(rules, this.#names.roles, this.#names.kinds);
      })
    );
  }
}

/** Stands for every name that no rule mentions. No name can be it. */
const OTHER = Symbol('any other');
type Name = string | typeof OTHER | null;

/**
 * A name that no rule mentions is kept as well, beside "any other", while there are few: finding it at once
 * makes a decision twice as fast. Names come from callers, and so there must be an end to it.
 */
const NAMES_KEPT_MAX = 64;

/** What stands under a name, or under "any other"; made when it is first needed. */
function lookUp<T>(
  known: Map<Name, T>,
  name: string | null,
  mentioned: ReadonlySet<string>,
  make: () => T,
): T {
  const key = name === null || mentioned.has(name) ? name : OTHER;
  const value = known.get(key) ?? make();
  known.set(key, value);
  if (known.size < NAMES_KEPT_MAX) known.set(name, value);
  return value;
}

class ActionRules {
  readonly rules: readonly Rule[];
  readonly #roles: ReadonlySet<string>;
  readonly #kinds: ReadonlySet<string>;
  readonly #byRole = new Map<Name, Map<Name, Cell>>();
  readonly #bySystem = new Map<Name, Cell>();
  readonly #byAnonymous = new Map<Name, Cell>();

  constructor(rules: readonly Rule[], roles: ReadonlySet<string>, kinds: ReadonlySet<string>) {
    this.rules = rules;
    this.#roles = roles;
    this.#kinds = kinds;
  }

  cell(actor: Actor, target: Target): Cell {
    const row = this.#row(actor);
    const { kind } = target;
    return row.get(kind) ?? lookUp(row, kind, this.#kinds, () => new Cell(this.rules, actor, kind));
  }

  #row(actor: Actor): Map<Name, Cell> {
    if (actor.type === 'system') return this.#bySystem;
    if (actor.type === 'anonymous') return this.#byAnonymous;
    const { role } = actor;
    return this.#byRole.get(role) ?? lookUp(this.#byRole, role, this.#roles, () => new Map<Name, Cell>());
  }
}

interface CompiledRule {
  readonly applies: Predicate;
  readonly decision: Decision;
}

/** The rules that can still apply to one action, one type or role of actor and one kind of target. */
class Cell {
  readonly #forbids: readonly CompiledRule[];
  readonly #allows: readonly CompiledRule[];
  readonly #refuse: (actor: Actor, target: Target) => Refused;

  constructor(rules: readonly Rule[], actor: Actor, kind: string | null) {
    const left = rules.map((rule) => ({
      rule,
      when: simplify(rule.when, (atom) => known(atom, actor, kind)),
    }));
    this.#forbids = left.flatMap(({ rule, when }) =>
      rule.effect === 'forbid' ? compileRule(rule, when) : [],
    );
    this.#allows = left.flatMap(({ rule, when }) => (rule.effect === 'allow' ? compileRule(rule, when) : []));
    const allows = rules.filter(({ effect }) => effect === 'allow');
    this.#refuse = refusal(allows, actor, kind);
  }

  decide(actor: Actor, target: Target): Decision {
    for (const rule of this.#forbids) if (rule.applies(actor, target)) return rule.decision;
    for (const rule of this.#allows) if (rule.applies(actor, target)) return rule.decision;
    return this.#refuse(actor, target);
  }
}

function known(atom: Atom, actor: Actor, kind: string | null): boolean | null {
  switch (atom.type) {
    case 'actor-type':
      return actor.type === atom.actorType;
    case 'actor-role':
      return actor.type === 'user' && atom.roles.includes(actor.role);
    case 'target-kind':
      return kind !== null && atom.kinds.includes(kind);
    case 'actor-status':
    case 'actor-id':
    case 'actor-credential':
    case 'owner':
      return actor.type === 'user' ? null : false;
    default:
      return null;
  }
}

function compileRule(rule: Rule, when: Condition): readonly CompiledRule[] {
  const comparable = compileComparability(rule.when);
  const decision: Decision =
    rule.effect === 'allow'
      ? { allowed: true, reason: 'allowed', rule: rule.name }
      : { allowed: false, reason: rule.reason, rule: rule.name };
  Object.freeze(decision);
  const condition = compile(when);
  if (comparable === null) return when.type === 'never' ? [] : [{ applies: condition, decision }];
  // A comparison that cannot be made is read in the safe direction.
  const applies: Predicate =
    rule.effect === 'allow'
      ? (actor, target) => comparable(actor, target) && condition(actor, target)
      : (actor, target) => !comparable(actor, target) || condition(actor, target);
  return [{ applies, decision }];
}

/**
 * Explains a default deny by what was lacking for the rule that came nearest. In most cells that is the
 * same for every actor and target, and then a refusal costs no more than an allow.
 */
function refusal(
  allows: readonly Rule[],
  cellActor: Actor,
  kind: string | null,
): (actor: Actor, target: Target) => Refused {
  if (cellActor.type === 'anonymous') return constant('anonymous');
  const inCell = allows.map(({ when }) => lacksInCell(when, cellActor, kind));
  const ways = inCell.filter((way) => way !== null);
  if (ways.length === inCell.length) return constant(mostTelling(nearest(ways)));
  return (actor, target) => {
    const lacking = allows.map(({ when }) => {
      const way = lacks(when, actor, target);
      // It held, and yet did not apply: what it compares is missing.
      return way.length === 0 ? (['other-attributes'] as const) : way;
    });
    return { allowed: false, reason: mostTelling(nearest(lacking)), rule: null };
  };
}

/** What a rule that did not apply lacked, where that is the same throughout the cell; `null` where it is not. */
function lacksInCell(when: Condition, actor: Actor, kind: string | null): readonly RefusalReason[] | null {
  // The whole condition is the one comparison, and it did not hold.
  if (when.type === 'owner') return ['not-owner'];
  const isKnown = atomsOf(when).every((atom) => CELL_ATOMS.has(atom.type));
  return isKnown ? lacks(when, actor, { ownerId: null, kind }) : null;
}

/** What a cell knows of every actor and target in it. */
const CELL_ATOMS: ReadonlySet<Atom['type']> = new Set(['actor-type', 'actor-role', 'target-kind']);

function constant(reason: Refused['reason']): () => Refused {
  const refused: Refused = Object.freeze({ allowed: false, reason, rule: null });
  return () => refused;
}
