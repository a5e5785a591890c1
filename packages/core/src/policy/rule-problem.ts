import { systemActor, imaginedActor, anonymous, type Actor, type ActorCredential } from '../actors/actor.js';
import type { AccessKeyId, SessionId, UserId } from '../ids.js';
import { isListed, targetShape, type Target } from './action.js';
import { atomsOf, compile, simplify, type Atom } from './condition.js';
import type { Rule } from './rule.js';

/** Beyond this many combinations a rule is believed to match; no rule of a sane size comes near. */
const COMBINATIONS_MAX = 20_000;

/** Why a rule must not be defined, with what to do instead; `null` when it may. */
export function ruleProblem(rule: Rule): string | null {
  if (rule.name.trim() === '') return 'A policy rule has no name: every refusal is explained by one.';
  const what = `The policy rule "${rule.name}"`;
  if (rule.actions.length === 0) return `${what} is about no action: list some, or say "any".`;
  const attribute = unstoredAttribute(rule);
  if (attribute !== null) {
    return (
      `${what} compares the target's attribute "${attribute}" and is about actions that are listed (…:read), ` +
      'but only owner, kind and id are stored: name actions that are not listed, or compare something stored.'
    );
  }
  if (!canMatch(rule)) {
    return (
      `${what} can never match: its conditions exclude each other, or nothing that its actions are done to ` +
      'fulfils them. Remove it or loosen it.'
    );
  }
  return null;
}

function unstoredAttribute({ actions, when }: Rule): string | null {
  if (actions !== 'any' && !actions.some(isListed)) return null;
  for (const atom of atomsOf(when)) {
    if (atom.type !== 'compare') continue;
    for (const side of [atom.left, atom.right]) if (side.of === 'target') return side.attribute;
  }
  return null;
}

/**
 * Tries the rule on every combination of actor and target that its own atoms can tell apart: one
 * representative for each set of names that no atom distinguishes, and both answers of each comparison.
 */
function canMatch({ when, actions }: Rule): boolean {
  const atoms = atomsOf(when);
  const keys = new Map(atoms.map((atom) => [atom, JSON.stringify(atom)]));
  const comparisons = distinct(atoms.filter((atom) => atom.type === 'compare').map((atom) => keys.get(atom)));
  const bits = new Map(atoms.map((atom) => [atom, 2 ** comparisons.indexOf(keys.get(atom))]));
  const predicates = new Map(atoms.map((atom) => [atom, compile(atom)]));
  const actors = actorsToldApart(atoms);
  const answers = 2 ** comparisons.length;
  let combinations = 0;
  for (const actor of actors) {
    for (const target of targetsToldApart(atoms, actor)) {
      if (actions !== 'any' && !actions.some((action) => fits(target, action))) continue;
      for (let mask = 0; mask < answers; mask += 1) {
        combinations += 1;
        if (combinations > COMBINATIONS_MAX) return true;
        const answer = (atom: Atom): boolean => {
          if (atom.type !== 'compare') return predicates.get(atom)?.(actor, target) === true;
          return (mask & (bits.get(atom) ?? 0)) !== 0;
        };
        if (simplify(when, answer).type === 'always') return true;
      }
    }
  }
  return false;
}

function fits(target: Target, action: string): boolean {
  const { owned, hasKind } = targetShape(action);
  const ownedFits = owned === null || owned === (target.ownerId !== null);
  return ownedFits && (hasKind === null || hasKind === (target.kind !== null));
}

function actorsToldApart(atoms: readonly Atom[]): readonly Actor[] {
  const roles = representatives(atoms, (atom) => (atom.type === 'actor-role' ? atom.roles : null));
  const ids = representatives(atoms, (atom) =>
    atom.type === 'actor-id' || atom.type === 'target-owner' ? atom.ids : null,
  );
  const asksCredential = atoms.some((atom) => atom.type === 'actor-credential');
  const credentials = asksCredential ? CREDENTIALS : CREDENTIALS.slice(0, 1);
  const users = ids.flatMap((id) =>
    roles.flatMap((role) =>
      (['active', 'disabled'] as const).flatMap((status) =>
        credentials.map((credential) => imaginedActor({ id: id as UserId, role, status }, credential)),
      ),
    ),
  );
  return [...users, systemActor('somebody'), anonymous];
}

const CREDENTIALS: readonly ActorCredential[] = [
  { type: 'password' },
  { type: 'session', sessionId: 'any' as SessionId },
  { type: 'access-key', accessKeyId: 'any' as AccessKeyId },
];

function targetsToldApart(atoms: readonly Atom[], actor: Actor): readonly Target[] {
  const owners = representatives(atoms, (atom) =>
    atom.type === 'target-owner' || atom.type === 'actor-id' ? atom.ids : null,
  );
  const kinds = representatives(atoms, (atom) => (atom.type === 'target-kind' ? atom.kinds : null));
  const ids = representatives(atoms, (atom) => (atom.type === 'target-id' ? atom.ids : null));
  const ownerIds = distinct([...owners, ...(actor.type === 'user' ? [actor.id] : []), null]);
  return ownerIds.flatMap((ownerId) =>
    [...kinds, null].flatMap((kind) => ids.map((id) => ({ ownerId, kind, id }))),
  );
}

/** One name of each set that the atoms do not tell apart, and one that none of them mentions. */
function representatives(
  atoms: readonly Atom[],
  namesOf: (atom: Atom) => readonly string[] | null,
): readonly string[] {
  const lists = atoms.flatMap((atom) => {
    const names = namesOf(atom);
    return names === null ? [] : [names];
  });
  const bySignature = new Map<string, string>();
  for (const name of new Set(lists.flat())) {
    bySignature.set(lists.map((list) => list.includes(name)).join(), name);
  }
  return [...bySignature.values(), ' any other '];
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
