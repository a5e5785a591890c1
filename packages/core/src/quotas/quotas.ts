import { Access, limitTarget, platformSubject, standing, type Subject } from '../commands/authorize.js';
import { groundsOf, type Actor } from '../actor.js';
import { withDetails, type AuditDraft, type AuditTarget } from '../audit/audit-event.js';
import { AS_TEXT, makeCursor, readCursor } from '../commands/cursors.js';
import type { PageOptions } from '../page.js';
import type { AuthorityChanged } from '../commands/authority.js';
import { AuthenticationRequiredError, NotFoundError } from '../errors.js';
import type { Group } from '../groups/group.js';
import { parseId, type OwnerId } from '../ids.js';
import { findOwner, type OwnerSort } from '../owners/find-owner.js';
import { identifierProblem } from '../identifier.js';
import { requireValid } from '../commands/require-valid.js';
import type { CommandContext } from '../commands/context.js';
import { allowedWithMembers } from '../commands/decide-with-members.js';
import { oneOfProblem } from '../commands/problems.js';
import { VERIFY_BATCH_OWNERS } from '../limits.js';
import { TYPE_OF_USERS } from '../platform.js';
import { belongingTo, type BuiltInAction } from '../policy/action.js';
import { limitProblem, unusedQuota, type Limit, type Quota, type VisibleQuotaLevel } from './quota.js';
import { withDeclared } from './with-declared.js';
import type {
  DefaultLimit,
  MisplacedRows,
  NewDefaultLimit,
  QuotaCheckStep,
  QuotaDifference,
  QuotaStore,
  SetLimitOutcome,
} from './quota-store.js';

export interface OwnerOptions {
  /** The type that the owner must have, or there is no such owner; by default either. */
  readonly ownerSort?: OwnerSort | undefined;
}

export interface OwnerMeter<Meter extends string = string> extends OwnerOptions {
  /** The user or the group. */
  readonly ownerId: string;
  /** One of the meters that the host's kinds, groups and members demand. */
  readonly meter: Meter;
}

/** The result of one step of a verification or a repair. */
export interface QuotasCheck {
  /** The number of owners that the step has looked at. */
  readonly checked: number;
  /** The differences that the step has found or, for a repair, corrected. */
  readonly differences: readonly QuotaDifference[];
  /** The rows below a wrong root that the step has found or, for a repair, corrected. */
  readonly misplaced: readonly MisplacedRows[];
  /** Begins the next step; `null` after the last owner. */
  readonly nextCursor: string | null;
}

/** The position of a verification: the first owner of the next step, and the number of differences before. */
interface Position {
  readonly from: OwnerId | null;
  readonly found: number;
}

const START: Position = { from: null, found: 0 };

interface Checked {
  readonly step: QuotaCheckStep;
  /** The number of differences, those of earlier steps included. */
  readonly found: number;
  readonly next: Position | null;
}

function readPosition(text: string): Position {
  const [from, found] = text.split(' ');
  return { from: parseId<OwnerId>(from), found: Number(found) };
}

/** The commands on quotas and default limits. Each takes its actor first and asks the policy. */
export class Quotas<Meter extends string = string> {
  readonly #context: CommandContext;
  readonly #access: Access;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#access = new Access(context);
  }

  /**
   * Returns the owner's quotas, by meter: all declared meters, and others that are in use. @throws `not-found`
   *
   * @example
   * for (const { meter, used, limit } of await bailiwick.quotas.list(actor, ann.id)) console.log(meter, used, limit);
   */
  async list(
    actor: Actor,
    ownerId: string,
    { ownerSort }: OwnerOptions = {},
  ): Promise<readonly Quota<Meter>[]> {
    const { id, subject } = await this.#owner(actor, 'quota:read', { ownerId, ownerSort });
    await this.#access.permit(actor, 'quota:read', subject);
    const stored = await this.#context.stores.quotas.list(id);
    if (stored === null) return this.#access.absent(actor, 'quota:read', ownerSort ?? 'user', subject.noun);
    return withDeclared(this.#context.platform, stored, unusedQuota);
  }

  /**
   * Returns the quotas of a group, and then those of the groups above it, from the group up to its root. Groups above
   * that the actor may not see are `above`, however many they are. @throws `not-found`
   *
   * @example
   * for (const { owner, quotas } of await bailiwick.quotas.listOnPath(actor, acme.id))
   *   console.log(owner === 'above' ? owner : owner.name, quotas);
   */
  async listOnPath(actor: Actor, groupId: string): Promise<readonly VisibleQuotaLevel<Meter>[]> {
    const { id, subject } = await this.#owner(actor, 'quota:read', { ownerId: groupId, ownerSort: 'group' });
    await this.#access.permit(actor, 'quota:read', subject);
    const levels = await this.#context.stores.quotas.listOnPath(id);
    if (levels === null) return this.#access.absent(actor, 'quota:read', 'group', subject.noun);
    const targets = levels.map(({ owner }) => belongingTo(owner.id));
    const allowed = await allowedWithMembers(this.#context, actor, 'quota:read', targets);
    return levels.flatMap(({ owner, quotas }, index): VisibleQuotaLevel<Meter>[] => {
      if (allowed[index])
        return [{ owner, quotas: withDeclared(this.#context.platform, quotas, unusedQuota) }];
      return index > 0 && allowed[index - 1] ? [{ owner: 'above', quotas: [] }] : [];
    });
  }

  /**
   * Returns one of the owner's quotas. @throws `not-found` (the owner, the meter)
   *
   * @example
   * const { used, limit } = await bailiwick.quotas.get(actor, { ownerId: ann.id, meter: 'databases' });
   */
  async get(actor: Actor, { ownerId, meter, ownerSort }: OwnerMeter<Meter>): Promise<Quota<Meter>> {
    const all = await this.list(actor, ownerId, { ownerSort });
    const quota = all.find((one) => one.meter === meter);
    if (quota !== undefined) return quota;
    throw new NotFoundError('meter', `The meters are ${all.map((one) => one.meter).join(', ')}.`);
  }

  /**
   * Sets the owner's own limit: an integer from 0 to 2^53 − 1, or `null` for unlimited, which overrides any default. It
   * may be below the usage: then nothing is destroyed, and creates are refused until there is room.
   *
   * @throws `not-found` (the owner, the meter), `forbidden`, `invalid-request`
   *
   * @example
   * await bailiwick.quotas.setLimit(admin, { ownerId: ann.id, meter: 'databases', limit: 10 });
   */
  async setLimit(actor: Actor, input: OwnerMeter<Meter> & { readonly limit: Limit }): Promise<Quota<Meter>> {
    return this.#access.command(actor, async (actor) => {
      const { meter, limit } = input;
      this.#requireMeter(actor, meter, limit === null);
      const { id: ownerId, subject, group } = await this.#owner(actor, 'quota:set', input);
      const audit = await this.#access.permit(actor, 'quota:set', limitSubject(subject, group, meter), {
        limit,
      });
      requireValid({ '/limit': limitProblem(limit) });
      await this.#requireInUse(meter, subject.noun, () => this.#context.stores.quotas.list(ownerId));
      const change = this.#context.stores.quotas.setLimit({ ownerId, meter, limit }, audit);
      return found<Meter>(await standing(change, audit), subject);
    });
  }

  /**
   * Removes the owner's own limit, so that the default applies again.
   *
   * @throws `not-found` (the owner, the meter), `forbidden`
   *
   * @example
   * const { source } = await bailiwick.quotas.clearLimit(admin, { ownerId: ann.id, meter: 'databases' });
   * console.log(source); // default
   */
  async clearLimit(actor: Actor, input: OwnerMeter<Meter>): Promise<Quota<Meter>> {
    return this.#access.command(actor, async (actor) => {
      const { meter } = input;
      this.#requireMeter(actor, meter, true);
      const { id: ownerId, subject, group } = await this.#owner(actor, 'quota:set', input);
      const audit = await this.#access.permit(actor, 'quota:set', limitSubject(subject, group, meter), {
        limit: 'default',
      });
      await this.#requireInUse(meter, subject.noun, () => this.#context.stores.quotas.list(ownerId));
      const change = this.#context.stores.quotas.clearLimit({ ownerId, meter }, audit);
      return found<Meter>(await standing(change, audit), subject);
    });
  }

  /**
   * Lists the default limits: those of users for all declared meters and others with a default, and then those that are
   * set for types of groups. @throws `forbidden`
   *
   * @example
   * for (const { meter, limit } of await bailiwick.quotas.listDefaultLimits(admin)) console.log(meter, limit);
   */
  async listDefaultLimits(actor: Actor): Promise<readonly DefaultLimit<Meter>[]> {
    await this.#access.permit(actor, 'default-limit:read', platformSubject('default-limit'));
    const stored = await this.#context.stores.quotas.listDefaultLimits();
    const ofUsers = stored.filter(({ ownerType }) => ownerType === TYPE_OF_USERS);
    const ofGroups = stored.filter(({ ownerType }) => ownerType !== TYPE_OF_USERS);
    const unset = (meter: string) => ({ ownerType: TYPE_OF_USERS, meter, limit: null });
    return [
      ...withDeclared<DefaultLimit, Meter>(this.#context.platform, ofUsers, unset),
      ...(ofGroups as DefaultLimit<Meter>[]),
    ];
  }

  /**
   * Sets the limit for every user, or every group of the type `ownerType`, without one of their own. It applies to every
   * create that begins after this resolves, in every process.
   *
   * @throws `not-found` (the meter), `forbidden`, `invalid-request`
   *
   * @example
   * await bailiwick.quotas.setDefaultLimit(admin, { meter: 'databases', limit: 3 });
   */
  async setDefaultLimit(actor: Actor, input: NewDefaultLimit<Meter>): Promise<DefaultLimit<Meter>> {
    return this.#access.command(actor, async (actor) => {
      const { ownerType = TYPE_OF_USERS, meter, limit } = input;
      this.#requireMeter(actor, meter, limit === null);
      const subject = platformSubject('default-limit', meter);
      const details = ownerType === TYPE_OF_USERS ? { limit } : { ownerType, limit };
      const audit = await this.#access.permit(actor, 'default-limit:set', subject, details);
      // The limit of a type that is no longer declared still binds its groups, and can be lifted.
      const stored = limit === null ? await this.#context.stores.quotas.listDefaultLimits() : [];
      const types = [
        ...new Set([
          TYPE_OF_USERS,
          ...this.#context.platform.groupTypes,
          ...stored.map((one) => one.ownerType),
        ]),
      ];
      requireValid({ '/limit': limitProblem(limit), '?ownerType': oneOfProblem(ownerType, types) });
      await this.#requireInUse(meter, 'meter', async () => stored);
      const set = { ownerType, meter, limit };
      await standing(this.#context.stores.quotas.setDefaultLimit(set, audit), audit);
      return set;
    });
  }

  /**
   * Recounts all quotas step by step, without blocking writers, and yields each step. The end leaves an audit event
   * with the number of differences. @throws `forbidden`
   *
   * @example
   * for await (const { differences } of bailiwick.quotas.verify(admin)) console.log(differences);
   */
  async *verify(actor: Actor): AsyncGenerator<QuotaCheckStep, void, undefined> {
    let position: Position | null = START;
    while (position !== null) {
      const checked: Checked = await this.#verifyFrom(actor, position);
      yield checked.step;
      position = checked.next;
    }
  }

  /**
   * Recounts the quotas of some owners, without blocking writers: one step of {@link verify}, for callers that cannot
   * wait for its end. `nextCursor` begins the next step.
   *
   * @throws `forbidden`, `malformed-request` (the cursor)
   *
   * @example
   * let cursor: string | undefined;
   * do {
   *   const { differences, nextCursor } = await bailiwick.quotas.verifyStep(admin, { cursor });
   *   console.log(differences);
   *   cursor = nextCursor ?? undefined;
   * } while (cursor !== undefined);
   */
  async verifyStep(actor: Actor, options: Pick<PageOptions, 'cursor'> = {}): Promise<QuotasCheck> {
    return this.#step(actor, options, 'quota-verification', (position) => this.#verifyFrom(actor, position));
  }

  /**
   * Corrects the quotas that `verify` finds, and yields each step with its corrections. @throws `forbidden`
   *
   * @example
   * for await (const { differences } of bailiwick.quotas.repair(admin)) console.log('mended', differences);
   */
  async *repair(actor: Actor): AsyncGenerator<QuotaCheckStep, void, undefined> {
    let position: Position | null = START;
    while (position !== null) {
      const mended: Checked = await this.#repairFrom(actor, position);
      yield mended.step;
      position = mended.next;
    }
  }

  /**
   * Corrects the quotas of some owners and returns its corrections: one step of {@link repair}, as `verifyStep` is one
   * of `verify`.
   *
   * @throws `forbidden`, `malformed-request` (the cursor)
   *
   * @example
   * const { checked, differences, nextCursor } = await bailiwick.quotas.repairStep(admin);
   * console.log(`${checked} owners, ${differences.length} mended`, nextCursor === null ? 'the end' : 'to be continued');
   */
  async repairStep(actor: Actor, options: Pick<PageOptions, 'cursor'> = {}): Promise<QuotasCheck> {
    return this.#step(actor, options, 'quota-repair', (position) => this.#repairFrom(actor, position));
  }

  async #step(
    actor: Actor,
    { cursor }: Pick<PageOptions, 'cursor'>,
    list: string,
    work: (position: Position) => Promise<Checked>,
  ): Promise<QuotasCheck> {
    groundsOf(actor);
    const { stores } = this.#context;
    const identity = { list, actor, filter: [] };
    const at = cursor === undefined ? null : await readCursor(stores, identity, cursor, AS_TEXT);
    const { step, next } = await work(at === null ? START : readPosition(at));
    return {
      checked: step.ownersChecked,
      differences: step.differences,
      misplaced: step.misplaced,
      nextCursor:
        next === null ? null : await makeCursor(stores, identity, `${next.from} ${next.found}`, AS_TEXT),
    };
  }

  #verifyFrom(caller: Actor, position: Position): Promise<Checked> {
    return this.#access.command(caller, async (actor) => {
      const audit = await this.#access.permit(actor, 'quota:verify', platformSubject('quota'));
      const checked = await this.#check(position);
      if (checked.next === null) {
        const draft = withDetails(audit, { differences: checked.found });
        await standing(this.#context.stores.quotas.recordVerification(draft), draft);
      }
      return checked;
    });
  }

  async #repairFrom(actor: Actor, position: Position): Promise<Checked> {
    await this.#access.permit(actor, 'quota:repair', platformSubject('quota'));
    await this.#access.permit(actor, 'quota:verify', platformSubject('quota'));
    const checked = await this.#check(position);
    const mended: QuotaDifference[] = [];
    for (const quota of checked.step.differences) {
      const outcome = await this.#repair(actor, quotaTarget(quota.ownerId, quota.meter), (stores, audit) =>
        stores.repair(quota, audit),
      );
      if (outcome.type === 'repaired') mended.push(outcome.difference);
    }
    const placed: MisplacedRows[] = [];
    for (const { ownerId } of checked.step.misplaced) {
      const outcome = await this.#repair(actor, quotaTarget(ownerId, null), (stores, audit) =>
        stores.repairRoot(ownerId, audit),
      );
      if (outcome.type === 'repaired') placed.push(outcome.misplaced);
    }
    return { ...checked, step: { ...checked.step, differences: mended, misplaced: placed } };
  }

  async #check(position: Position): Promise<Checked> {
    const step = await this.#context.stores.quotas.check(position.from, VERIFY_BATCH_OWNERS);
    const found = position.found + step.differences.length + step.misplaced.length;
    return { step, found, next: step.nextOwnerId === null ? null : { from: step.nextOwnerId, found } };
  }

  /** Repairs one thing as a command of its own, because the actor may lose the right during a long repair. */
  #repair<Outcome extends { readonly type: string }>(
    actor: Actor,
    target: AuditTarget,
    repair: (quotas: QuotaStore, audit: AuditDraft) => Promise<Outcome>,
  ) {
    return this.#access.command(actor, async (actor) => {
      const permitted = await this.#access.permit(actor, 'quota:repair', platformSubject('quota'));
      // The permission, and so its refusal key, covers the quotas of all owners.
      const audit = { ...permitted, target, refusalKey: null };
      return standing(repair(this.#context.stores.quotas, audit), audit);
    });
  }

  async #owner(
    actor: Actor,
    action: BuiltInAction,
    { ownerId, ownerSort }: { readonly ownerId: string; readonly ownerSort?: OwnerSort | undefined },
  ): Promise<{ readonly id: OwnerId; readonly subject: Subject; readonly group: Group | undefined }> {
    groundsOf(actor);
    const id = parseId<OwnerId>(ownerId);
    const owner = id === null ? null : await findOwner(this.#context, actor, id, ownerSort);
    if (id === null || owner === null)
      return this.#access.absent(actor, action, ownerSort ?? 'user', ownerSort ?? 'owner');
    return { id, subject: owner.subject, group: owner.group };
  }

  /**
   * Refuses undeclared meters before the policy is asked, since they exist for no actor. The policy's refusals are
   * recorded with the name of the meter, which could otherwise be any text.
   *
   * With `isLifted`, the limits of a meter that is no longer declared can be removed; see {@link #requireInUse}.
   */
  #requireMeter(actor: Actor, meter: string, isLifted: boolean): void {
    groundsOf(actor);
    if (this.#isDeclared(meter) || (isLifted && identifierProblem(meter) === null)) return;
    if (actor.type === 'anonymous') throw new AuthenticationRequiredError();
    throw this.#noMeter();
  }

  /** Accepts a meter that is no longer declared only while some of its data is stored. */
  async #requireInUse(
    meter: string,
    noun: string,
    list: () => Promise<readonly { readonly meter: string }[] | null>,
  ): Promise<void> {
    if (this.#isDeclared(meter)) return;
    const stored = await list();
    if (stored === null) throw new NotFoundError(noun);
    if (!stored.some((one) => one.meter === meter)) throw this.#noMeter();
  }

  #isDeclared(meter: string): boolean {
    return this.#context.platform.meters.includes(meter);
  }

  #noMeter(): NotFoundError {
    return new NotFoundError('meter', `The meters are ${this.#context.platform.meters.join(', ')}.`);
  }
}

function quotaTarget(ownerId: string | null, meter: string | null): AuditTarget {
  return { type: 'quota', id: meter, ownerId };
}

function limitSubject(owner: Subject, group: Group | undefined, meter: string): Subject {
  const audit = quotaTarget(owner.audit.ownerId, meter);
  if (group === undefined) return { ...owner, audit, equal: audit };
  return { ...owner, target: limitTarget(group), lying: group.id, audit, equal: audit };
}

function found<Meter extends string>(
  outcome: Exclude<SetLimitOutcome, AuthorityChanged>,
  { noun }: Subject,
): Quota<Meter> {
  if (outcome.type === 'absent') throw new NotFoundError(noun);
  return outcome.quota as Quota<Meter>;
}
