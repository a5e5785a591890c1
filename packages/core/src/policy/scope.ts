import type { Target } from './action.js';

/**
 * What an actor may list, as data that a storage turns into a query. Built with {@link and},
 * {@link or} and {@link not}, which leave no constant inside another node.
 */
export type Scope =
  | { readonly type: 'all' }
  | { readonly type: 'none' }
  | { readonly type: 'owner'; readonly ownerId: string }
  | { readonly type: 'kind'; readonly kinds: readonly string[] }
  | { readonly type: 'and' | 'or'; readonly scopes: readonly Scope[] }
  | { readonly type: 'not'; readonly scope: Scope };

export const ALL: Scope = { type: 'all' };
export const NONE: Scope = { type: 'none' };

export function and(scopes: readonly Scope[]): Scope {
  return fold(scopes, 'and', ALL, NONE);
}

export function or(scopes: readonly Scope[]): Scope {
  return fold(scopes, 'or', NONE, ALL);
}

export function not(scope: Scope): Scope {
  switch (scope.type) {
    case 'all':
      return NONE;
    case 'none':
      return ALL;
    case 'not':
      return scope.scope;
    default:
      return { type: 'not', scope };
  }
}

/** `neutral` drops out of the list, `absorbing` is the answer whatever stands beside it. */
function fold(scopes: readonly Scope[], type: 'and' | 'or', neutral: Scope, absorbing: Scope): Scope {
  if (scopes.some((scope) => scope.type === absorbing.type)) return absorbing;
  const rest = scopes.filter((scope) => scope.type !== neutral.type);
  if (rest.length === 0) return neutral;
  const [only] = rest;
  return rest.length === 1 && only !== undefined ? only : { type, scopes: rest };
}

/** Does the target lie within the scope? The reference for what a storage's query must return. */
export function includes(scope: Scope, target: Target): boolean {
  switch (scope.type) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'owner':
      return target.ownerId === scope.ownerId;
    case 'kind':
      return target.kind !== null && scope.kinds.includes(target.kind);
    case 'and':
      return scope.scopes.every((part) => includes(part, target));
    case 'or':
      return scope.scopes.some((part) => includes(part, target));
    case 'not':
      return !includes(scope.scope, target);
  }
}
