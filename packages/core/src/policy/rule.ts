import type { Condition } from './condition.js';
import type { RefusalReason } from './decision.js';

/** A rule as the library keeps it: what it allows or forbids, and when it applies. `parseRule` makes it. */
export interface Rule<
  Action extends string = string,
  Role extends string = string,
  Kind extends string = string,
  Attribute extends string = string,
> {
  readonly effect: 'allow' | 'forbid';
  readonly name: string;
  readonly actions: readonly Action[] | 'any';
  readonly when: Condition<Role, Kind, Attribute>;
  /** The code that the refusals of a `forbid` carry. */
  readonly reason: RefusalReason;
}
