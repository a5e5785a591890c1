import type { Actor } from '../actors/actor.js';
import type { Target } from './action.js';
import {
  compile,
  compileComparability,
  simplify,
  type Atom,
  type Condition,
  type Predicate,
} from './condition.js';
import type { Decision, Refused } from './decision.js';
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
    const known = this.#byAction.get(action);
    if (known !== undefined) return known;
    const named = this.#names.actions.has(action);
    const key = named ? action : OTHER;
    const existing = this.#byAction.get(key);
    if (existing !== undefined) return existing;
    const rules = this.#rules.filter(
      ({ actions }) => actions === 'any' || (named && actions.includes(action)),
    );
    const built = new ActionRules(rules, this.#names.roles, this.#names.kinds);
    this.#byAction.set(key, built);
    return built;
  }
}

/** Stands for every name that no rule mentions. No name can be it. */
const OTHER = Symbol('any other');
type Name = string | typeof OTHER;

class ActionRules {
  readonly rules: readonly Rule[];
  readonly #roles: ReadonlySet<string>;
  readonly #kinds: ReadonlySet<string>;
  readonly #byRole = new Map<Name, Map<Name | null, Cell>>();
  readonly #bySystem = new Map<Name | null, Cell>();
  readonly #byAnonymous = new Map<Name | null, Cell>();

  constructor(rules: readonly Rule[], roles: ReadonlySet<string>, kinds: ReadonlySet<string>) {
    this.rules = rules;
    this.#roles = roles;
    this.#kinds = kinds;
  }

  cell(actor: Actor, target: Target): Cell {
    const row = this.#row(actor);
    const known = row.get(target.kind);
    if (known !== undefined) return known;
    const key = target.kind === null || this.#kinds.has(target.kind) ? target.kind : OTHER;
    const cell = row.get(key) ?? new Cell(this.rules, actor, target.kind);
    row.set(key, cell);
    return cell;
  }

  #row(actor: Actor): Map<Name | null, Cell> {
    if (actor.type === 'system') return this.#bySystem;
    if (actor.type === 'anonymous') return this.#byAnonymous;
    const known = this.#byRole.get(actor.role);
    if (known !== undefined) return known;
    const key = this.#roles.has(actor.role) ? actor.role : OTHER;
    const row = this.#byRole.get(key) ?? new Map<Name | null, Cell>();
    this.#byRole.set(key, row);
    return row;
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
    this.#refuse = refusal(
      actor,
      left.filter(({ rule }) => rule.effect === 'allow'),
    );
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

interface Candidate {
  readonly rule: Rule;
  /** What is left of its condition in this cell. */
  readonly when: Condition;
}

/**
 * Explains a default deny. The rules that can still apply in this cell come nearest; what the simplest of
 * them lacks is a constant, so that most refusals cost no more than an allow.
 */
function refusal(
  cellActor: Actor,
  candidates: readonly Candidate[],
): (actor: Actor, target: Target) => Refused {
  if (cellActor.type === 'anonymous') return constant('anonymous');
  if (candidates.length === 0) return constant('no-rule');
  const open = candidates.filter(({ when }) => when.type !== 'never');
  const comparesNothing = candidates.every(({ rule }) => compileComparability(rule.when) === null);
  if (comparesNothing && open.length === 1 && open[0]?.when.type === 'owner') return constant('not-owner');
  return (actor, target) => {
    const ways = candidates.map(({ rule }) => {
      const lacking = lacks(rule.when, actor, target);
      return lacking.length === 0 ? (['other-attributes'] as const) : lacking;
    });
    return { allowed: false, reason: mostTelling(nearest(ways)), rule: null };
  };
}

function constant(reason: Refused['reason']): () => Refused {
  const refused: Refused = Object.freeze({ allowed: false, reason, rule: null });
  return () => refused;
}
