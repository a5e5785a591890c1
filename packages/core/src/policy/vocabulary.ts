import {
  closedArray,
  closedObject,
  entriesOf,
  knownInstead,
  quoted,
  quotedValue,
  type What,
} from '../closed-object.js';
import type { Problem } from '../commands/problems.js';
import { BUILT_IN_MEMBER_ROLES } from '../members/member.js';
import { ATTRIBUTES_MAX, POLICY_CONDITIONS_MAX } from '../limits.js';
import {
  ANYTHING,
  BUILT_IN_ACTIONS,
  isBuiltIn,
  targetShape,
  type AttributeType,
  type TargetShape,
} from './action.js';
import { atomsOf, attributesOf, type Comparison, type Operand } from './condition.js';
import { actionNameProblem, attributeNameProblem } from './names.js';
import type { Policy } from './policy.js';
import { matchProblem } from './rule-problem.js';
import type { Declared } from './rule-table.js';
import type { Rule } from './rule.js';

const ATTRIBUTE_TYPES: readonly AttributeType[] = ['string', 'number', 'boolean'];

/** The targets of one of the host's actions. Properties that are left out can have any value. */
export interface ActionDeclaration<Kind extends string = string, Attribute extends string = string> {
  /** The kinds of resources that the action applies to. */
  readonly kinds?: readonly Kind[];
  /** Does its target always have an owner (`true`), or never (`false`)? */
  readonly owned?: boolean;
  /** The attributes that the host describes its target by. */
  readonly attributes?: readonly Attribute[];
}

/** The host's actions: a list of names, or the targets of each by name. */
export type ActionDeclarations<Action extends string, Kind extends string, Attribute extends string> =
  | readonly Action[]
  | { readonly [A in Action]: ActionDeclaration<Kind, Attribute> };

/** The attributes: a list of names, or the type of each by name. */
export type AttributeDeclarations<Attribute extends string> =
  | readonly Attribute[]
  | { readonly [A in Attribute]: AttributeType };

interface DeclaredAction {
  readonly shape: TargetShape;
  /** `null`: any that are declared. */
  readonly attributes: ReadonlySet<string> | null;
}

const ANY_TARGET: DeclaredAction = { shape: ANYTHING, attributes: null };

/** All actions, roles, kinds and attributes that a policy can name. */
export class Vocabulary implements Declared {
  readonly #roles: ReadonlySet<string>;
  readonly #kinds: ReadonlySet<string>;
  readonly #memberRoles: ReadonlySet<string>;
  readonly #actionNames: ReadonlySet<string>;
  /** New resources have a declared kind; stored ones can have a kind that is no longer declared. */
  readonly #newResource: TargetShape;
  readonly #actions: ReadonlyMap<string, DeclaredAction>;
  readonly #attributes: ReadonlyMap<string, AttributeType | null>;
  readonly #attributeNames: ReadonlySet<string>;

  /** @throws {TypeError} if a declaration is malformed */
  constructor(
    {
      roles,
      kinds,
      memberRoles = BUILT_IN_MEMBER_ROLES,
    }: {
      readonly roles: readonly string[];
      readonly kinds: readonly string[];
      readonly memberRoles?: readonly string[];
    },
    actions: unknown = [],
    attributes: unknown = [],
  ) {
    this.#roles = new Set(roles);
    this.#kinds = new Set(kinds);
    this.#memberRoles = new Set(memberRoles);
    this.#newResource = { ...targetShape('resource:create'), kinds };
    this.#attributes = new Map(
      declarations(attributes, 'attributes', attributeNameProblem, ATTRIBUTES_MAX).map(([name, type]) => [
        name,
        type === null ? null : attributeType(type, name),
      ]),
    );
    this.#attributeNames = new Set(this.#attributes.keys());
    this.#actions = new Map(
      declarations(actions, 'actions', actionNameProblem, POLICY_CONDITIONS_MAX).map(([name, target]) => [
        name,
        target === null ? ANY_TARGET : this.#declaredAction(name, target),
      ]),
    );
    this.#actionNames = new Set([...BUILT_IN_ACTIONS, ...this.#actions.keys()]);
    for (const name of this.#actions.keys()) {
      if (isBuiltIn(name))
        throw new TypeError(`The option actions names "${name}", which is an action of the library.`);
    }
  }

  get actions(): readonly string[] {
    return [...this.#actions.keys()];
  }

  shapeOf(action: string): TargetShape {
    if (action === 'resource:create') return this.#newResource;
    return this.#actions.get(action)?.shape ?? targetShape(action);
  }

  typeOf(attribute: string): AttributeType | null {
    return this.#attributes.get(attribute) ?? null;
  }

  /** @throws {TypeError} if the policy names something undeclared, or contradicts a declaration */
  check({ rules }: Policy): void {
    for (const rule of rules) {
      const what = `The policy rule "${rule.name}"`;
      const declared = (
        noun: string,
        names: readonly string[],
        known: ReadonlySet<string>,
        option: string,
      ) => {
        const stranger = names.find((name) => !known.has(name));
        if (stranger === undefined) return;
        const instead = knownInstead(stranger, [...known]);
        const isInGroups = known === this.#roles && this.#memberRoles.has(stranger);
        const inGroups = isInGroups ? ` For that role in a group, write when: member("${stranger}").` : '';
        throw new TypeError(
          `${what} names the ${noun} ${quoted(stranger)}; ${instead} The option ${option} declares others.${inGroups}`,
        );
      };
      if (rule.actions !== 'any') declared('action', rule.actions, this.#actionNames, 'actions');
      for (const atom of atomsOf(rule.when)) {
        if (atom.type === 'actor-role') declared('role', atom.roles, this.#roles, 'roles');
        if (atom.type === 'member') declared('role of members', atom.roles, this.#memberRoles, 'memberRoles');
        if (atom.type === 'target-kind') declared('kind', atom.kinds, this.#kinds, 'kinds');
        if (atom.type !== 'compare') continue;
        const names = attributesOf(atom).map(({ attribute }) => attribute);
        declared('attribute', names, this.#attributeNames, 'attributes');
        this.#checkTypes(atom, what);
      }
      this.#checkActions(rule, what);
    }
  }

  #declaredAction(name: string, value: unknown): DeclaredAction {
    const what: What = () => `The declaration of the action "${name}"`;
    const [kinds, owned, attributes] = closedObject(value, what, ['kinds', 'owned', 'attributes']);
    if (owned !== undefined && typeof owned !== 'boolean')
      throw new TypeError(`${what()}: owned must be true or false.`);
    const list = (items: unknown, member: string, known: ReadonlySet<string>) => {
      const names = closedArray(items, () => `"${member}" of ${what()}`, POLICY_CONDITIONS_MAX);
      for (const name of names) {
        if (typeof name === 'string' && known.has(name)) continue;
        throw new TypeError(
          `${what()} names ${quotedValue(name)} in ${member}; ${knownInstead(name, [...known])}`,
        );
      }
      return names as readonly string[];
    };
    const ofKinds = kinds === undefined ? null : list(kinds, 'kinds', this.#kinds);
    const hasKind = ofKinds === null ? null : ofKinds.length > 0;
    const shape = { ...ANYTHING, owned: owned ?? null, hasKind, kinds: hasKind === true ? ofKinds : null };
    const names = attributes === undefined ? null : list(attributes, 'attributes', this.#attributeNames);
    return { shape, attributes: names === null ? null : new Set(names) };
  }

  /** Refuses comparisons of different types, whose result is never known. */
  #checkTypes({ operator, left, right }: Comparison, what: string): void {
    const [one, other] = [this.#typeOfSide(left), this.#typeOfSide(right)];
    if (one !== null && other !== null && one !== other) {
      throw new TypeError(`${what} compares a ${one} with a ${other}: the result is never known.`);
    }
    if (operator === 'at-least' && [one, other].some((type) => type !== null && type !== 'number')) {
      throw new TypeError(`${what} uses atLeast with something that is not a number.`);
    }
  }

  #typeOfSide(side: Operand): AttributeType | null {
    return side.of === 'value' ? (typeof side.value as AttributeType) : this.typeOf(side.attribute);
  }

  #checkActions(rule: Rule, what: string): void {
    const { actions, when } = rule;
    if (actions === 'any') return;
    for (const action of actions) {
      const attributes = this.#actions.get(action)?.attributes ?? null;
      for (const atom of atomsOf(when)) {
        if (atom.type !== 'compare' || attributes === null) continue;
        const missing = attributesOf(atom).find(
          (side) => side.of === 'target' && !attributes.has(side.attribute),
        );
        if (missing === undefined) continue;
        throw new TypeError(
          `${what} compares the target's attribute "${missing.attribute}", which the action ${action} does not declare.`,
        );
      }
    }
    // Everything else was checked when the rule was defined.
    if (actions.every((action) => this.shapeOf(action) === targetShape(action))) return;
    const problem = matchProblem(rule, what, (action) => this.shapeOf(action));
    if (problem !== null) throw new TypeError(problem);
  }
}

/** Reads a list of names, or declarations by name. */
function declarations(
  value: unknown,
  option: string,
  problemOf: (name: unknown) => Problem,
  countMax: number,
): readonly (readonly [string, unknown])[] {
  const what = () => `The option ${option}`;
  const entries = Array.isArray(value)
    ? closedArray(value, what, countMax).map((name) => [name, null] as const)
    : entriesOf(value, what);
  if (entries.length > countMax) throw new TypeError(`${what()} can hold at most ${countMax} names.`);
  return entries.map(([name, declaration]) => {
    const problem = problemOf(name) ?? (declaration === undefined ? 'is undefined.' : null);
    if (problem !== null) throw new TypeError(`${what()} holds ${quotedValue(name)}, which ${problem}`);
    return [name as string, declaration] as const;
  });
}

function attributeType(value: unknown, name: string): AttributeType {
  if (ATTRIBUTE_TYPES.includes(value as AttributeType)) return value as AttributeType;
  throw new TypeError(`The attribute "${name}" must be of a type: ${ATTRIBUTE_TYPES.join(', ')}.`);
}
