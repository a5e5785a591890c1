import {
  closedArray,
  closedObject,
  kindOf,
  knownInstead,
  quoted,
  quotedValue,
  type What,
} from '../closed-object.js';
import {
  ATTRIBUTE_TEXT_LENGTH_MAX,
  CONDITION_DEPTH_MAX,
  POLICY_CONDITIONS_MAX,
  POLICY_NAMES_MAX,
} from '../limits.js';
import { identifierProblem } from '../identifier.js';
import type { Problem } from '../commands/problems.js';
import type { Condition, Operand } from './condition.js';
import { REFUSAL_REASONS, type RefusalReason } from './decision.js';
import { actionNameProblem, attributeNameProblem, ruleNameProblem } from './names.js';
import type { Rule } from './rule.js';
import { TRAIT_NAMES, TRAITS, type TraitName } from './traits.js';

/** The size of a rule, since the size of a policy is bounded. */
interface RuleSize {
  readonly conditions: number;
  readonly names: number;
}

const sizes = new WeakMap<Rule, RuleSize>();

const RULE_MEMBERS = ['effect', 'name', 'actions', 'when', 'reason'] as const;

/**
 * Returns the rule as the library keeps it: every member checked, copied and frozen, lists sorted. A rule that this
 * function returned earlier is recognised and returned as it is.
 *
 * @throws {TypeError} naming what was not understood, and what would be
 */
export function parseRule(value: unknown): Rule {
  if (typeof value === 'object' && value !== null && sizes.has(value as Rule)) return value as Rule;
  const what = () => nameForMessages(value);
  const [effect, givenName, givenActions, condition, reason = 'forbidden'] = closedObject(
    value,
    what,
    RULE_MEMBERS,
  );
  const name = checked(givenName, () => `The name of ${lowerFirst(what())}`, ruleNameProblem).normalize(
    'NFC',
  );
  if (effect !== 'allow' && effect !== 'forbid') {
    throw new TypeError(`${what()} must have the effect "allow" or "forbid", not ${quotedValue(effect)}.`);
  }
  if (!isRefusalReason(reason) || (effect === 'allow' && reason !== 'forbidden')) {
    throw new TypeError(
      effect === 'allow'
        ? `${what()} cannot have a reason: only a forbid refuses.`
        : `${what()} cannot have the reason ${quotedValue(reason)}; ${knownInstead(reason, REFUSAL_REASONS)}`,
    );
  }
  if (condition === undefined) throw new TypeError(`${what()} has no condition: give it one, or "always".`);
  const reader = new ConditionReader(what);
  const actions = parseActions(givenActions, what);
  const when = reader.read(condition, 1);
  const rule: Rule = Object.freeze({ effect, name, actions, when, reason });
  sizes.set(rule, reader.size);
  return rule;
}

/** @throws {TypeError} if the rules together exceed the bounds of a policy */
export function checkPolicySize(rules: readonly Rule[]): void {
  let [conditions, names] = [0, 0];
  for (const rule of rules) {
    const size = sizes.get(rule) ?? { conditions: 0, names: 0 };
    conditions += size.conditions;
    names += size.names;
  }
  tooMany(() => 'A policy', conditions, names);
}

function tooMany(what: What, conditions: number, names: number): void {
  if (conditions > POLICY_CONDITIONS_MAX) {
    throw new TypeError(`${what()} can have at most ${POLICY_CONDITIONS_MAX} conditions.`);
  }
  if (names > POLICY_NAMES_MAX) {
    throw new TypeError(`${what()} can name at most ${POLICY_NAMES_MAX} ids, roles and kinds.`);
  }
}

function parseActions(value: unknown, rule: What): Rule['actions'] {
  const what = () => `The actions of ${lowerFirst(rule())}`;
  if (value === 'any') return value;
  if (!Array.isArray(value)) {
    throw new TypeError(`${what()} must be an array of actions or "any", not ${kindOf(value)}.`);
  }
  const items = closedArray(value, what, POLICY_CONDITIONS_MAX);
  if (items.length === 0) throw new TypeError(`${rule()} is about no action: list some, or say "any".`);
  const names = items.map((item) =>
    checked(item, () => `An action of ${lowerFirst(rule())}`, actionNameProblem),
  );
  return Object.freeze([...new Set(names)].sort());
}

/** Reads conditions and counts what it reads. Each level takes one frame of the stack. */
class ConditionReader {
  readonly #what: What;
  #conditions = 0;
  #names = 0;

  constructor(rule: What) {
    this.#what = () => `A condition of ${lowerFirst(rule())}`;
  }

  get size(): RuleSize {
    return { conditions: this.#conditions, names: this.#names };
  }

  read(value: unknown, depth: number): Condition {
    if (depth > CONDITION_DEPTH_MAX) {
      throw new TypeError(
        `${this.#what()} is nested deeper than ${CONDITION_DEPTH_MAX} levels: make it flatter, or split it into rules.`,
      );
    }
    this.#conditions += 1;
    tooMany(this.#what, this.#conditions, this.#names);
    const type = this.#typeOf(value);
    switch (type) {
      case 'always':
      case 'never':
      case 'owner':
        closedObject(value, this.#what, CONSTANT_MEMBERS);
        return Object.freeze({ type });
      case 'not': {
        const [, condition] = closedObject(value, this.#what, NOT_MEMBERS);
        return Object.freeze({ type, condition: this.read(condition, depth + 1) });
      }
      case 'all':
      case 'any': {
        const [, given] = closedObject(value, this.#what, JUNCTION_MEMBERS);
        const list = () => `"conditions" of ${lowerFirst(this.#what())}`;
        const items = closedArray(given, list, POLICY_CONDITIONS_MAX);
        const conditions: Condition[] = [];
        for (const item of items) conditions.push(this.read(item, depth + 1));
        return Object.freeze({ type, conditions: Object.freeze(conditions) });
      }
      case 'member':
        return this.#readMember(value);
      case 'compare':
        return this.#readComparison(value);
      default:
        return this.#readTrait(type, value);
    }
  }

  #typeOf(value: unknown): Condition['type'] {
    if (typeof value === 'function') {
      throw new TypeError(`${this.#what()} is a function: call it, as in role("support").`);
    }
    if (typeof value !== 'object' || value === null) {
      throw new TypeError(
        `${this.#what()} is ${kindOf(value)}: make it of owner, role("support"), all(…), any(…), not(…) …`,
      );
    }
    const type: unknown = Object.hasOwn(value, 'type') ? (value as { type: unknown }).type : undefined;
    if (typeof type === 'string' && TYPES.includes(type)) return type as Condition['type'];
    throw new TypeError(
      `${this.#what()} has the unknown type ${quotedValue(type)}; ${knownInstead(type, TYPES)}`,
    );
  }

  #readTrait(type: TraitName, value: unknown): Condition {
    const { member, isList, valueProblem, canonical } = TRAITS[type];
    const what = () => `${this.#what()} (${type})`;
    const [, given] = closedObject(value, what, ['type', member]);
    const name = () => `"${member}" of ${lowerFirst(what())}`;
    if (!isList) return Object.freeze({ type, [member]: checked(given, name, valueProblem) }) as Condition;
    const values = this.#readNames(given, name, (item) =>
      canonical(checked(item, () => `An item of ${name()}`, valueProblem)),
    );
    return Object.freeze({ type, [member]: values }) as unknown as Condition;
  }

  #readMember(value: unknown): Condition {
    const what = () => `${this.#what()} (member)`;
    const [, given] = closedObject(value, what, ['type', 'roles']);
    const name = () => `"roles" of ${lowerFirst(what())}`;
    const roles = this.#readNames(given, name, (item) =>
      checked(item, () => `An item of ${name()}`, identifierProblem),
    );
    return Object.freeze({ type: 'member', roles });
  }

  /** Reads a list of names, sorted and each once. */
  #readNames(given: unknown, what: What, read: (item: unknown) => string): readonly string[] {
    const names = new Set(closedArray(given, what, POLICY_NAMES_MAX).map(read));
    this.#names += names.size;
    tooMany(this.#what, this.#conditions, this.#names);
    return Object.freeze([...names].sort());
  }

  #readComparison(value: unknown): Condition {
    const what = () => `${this.#what()} (equals or atLeast)`;
    const [, operator, left, right] = closedObject(value, what, COMPARISON_MEMBERS);
    if (operator !== 'equals' && operator !== 'at-least') {
      throw new TypeError(
        `${what()} must have the operator "equals" or "at-least", not ${quotedValue(operator)}.`,
      );
    }
    const sides = { left: readOperand(left, what), right: readOperand(right, what) };
    if (sides.left.of === 'value' && sides.right.of === 'value') {
      throw new TypeError(`${what()} compares two values: one side must be ofActor(…) or ofTarget(…).`);
    }
    const isText = (side: Operand) => side.of === 'value' && typeof side.value !== 'number';
    if (operator === 'at-least' && (isText(sides.left) || isText(sides.right))) {
      throw new TypeError(`${what()}: atLeast compares numbers only.`);
    }
    return Object.freeze({ type: 'compare', operator, ...sides });
  }
}

const CONSTANT_MEMBERS = ['type'];
const NOT_MEMBERS = ['type', 'condition'];
const JUNCTION_MEMBERS = ['type', 'conditions'];
const COMPARISON_MEMBERS = ['type', 'operator', 'left', 'right'];
const OPERAND_MEMBERS = ['of', 'attribute', 'value'];

const TYPES: readonly string[] = [
  'always',
  'never',
  'all',
  'any',
  'not',
  'owner',
  'member',
  'compare',
  ...TRAIT_NAMES,
];

function readOperand(value: unknown, what: What): Operand {
  const side = () => `A side of ${lowerFirst(what())}`;
  const [of, attribute, constant] = closedObject(value, side, OPERAND_MEMBERS);
  if (of === 'value') {
    if (attribute !== undefined) throw new TypeError(`${side()} is a value, and cannot name an attribute.`);
    const problem = valueProblem(constant);
    if (problem !== null) throw new TypeError(`${side()} ${problem}`);
    // `-0` equals `0`, so it is stored as `0`.
    return Object.freeze({ of, value: constant === 0 ? 0 : (constant as string | number | boolean) });
  }
  if (of !== 'actor' && of !== 'target') {
    throw new TypeError(`${side()} must be ofActor(…), ofTarget(…) or a value.`);
  }
  if (constant !== undefined) throw new TypeError(`${side()} is an attribute and cannot also be a value.`);
  return Object.freeze({
    of,
    attribute: checked(attribute, () => `The attribute of ${lowerFirst(side())}`, attributeNameProblem),
  });
}

function valueProblem(value: unknown): Problem {
  if (typeof value === 'boolean' || Number.isFinite(value)) return null;
  if (typeof value !== 'string') return `must be a text, a boolean or a finite number, not ${kindOf(value)}.`;
  if (value.length > ATTRIBUTE_TEXT_LENGTH_MAX)
    return `must have at most ${ATTRIBUTE_TEXT_LENGTH_MAX} characters.`;
  return value.isWellFormed() ? null : 'must be well-formed Unicode without lone surrogates.';
}

/** Throws if the value has a problem. */
function checked(value: unknown, what: What, problemOf: (value: unknown) => Problem): string {
  const problem = problemOf(value);
  if (problem !== null)
    throw new TypeError(`${what()} ${typeof value === 'string' ? `(${quoted(value)}) ` : ''}${problem}`);
  return value as string;
}

function isRefusalReason(value: unknown): value is RefusalReason {
  return (
    typeof value === 'string' && (REFUSAL_REASONS.includes(value as RefusalReason) || ROLE_REASON.test(value))
  );
}

const ROLE_REASON = /^not-[a-z][a-zA-Z0-9_-]{0,63}$/;

function nameForMessages(value: unknown): string {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'name')) return 'A policy rule';
  const { name } = value as { readonly name: unknown };
  return typeof name === 'string' ? `The policy rule ${quoted(name)}` : 'A policy rule';
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
