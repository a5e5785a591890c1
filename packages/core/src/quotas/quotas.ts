import { Access, platformSubject, standing, userSubject, type Subject } from '../commands/authorize.js';
import { groundsOf, type Actor } from '../actor.js';
import type { AuditTarget } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import { AuthenticationRequiredError, NotFoundError } from '../errors.js';
import { parseId, type OwnerId } from '../ids.js';
import { identifierProblem } from '../identifier.js';
import { requireValid } from '../commands/require-valid.js';
import type { CommandContext } from '../commands/context.js';
import { VERIFY_BATCH_OWNERS } from '../limits.js';
import type { BuiltInAction } from '../policy/action.js';
import { limitProblem, unusedQuota, type Limit, type Quota } from './quota.js';
import { withDeclared } from './with-declared.js';
import type {
  DefaultLimit,
  QuotaCheckStep,
  QuotaDifference,
  QuotaKey,
  SetLimitOutcome,
} from './quota-store.js';

export interface OwnerMeter<Meter extends string = string> {
  readonly ownerId: string;
  readonly meter: Meter;
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
  async list(actor: Actor, ownerId: string): Promise<readonly Quota<Meter>[]> {
    const id = await this.#parseOwner(actor, 'quota:read', ownerId);
    await this.#access.permit(actor, 'quota:read', userSubject(id));
    const stored = await this.#context.stores.quotas.list(id);
    if (stored === null) return this.#access.absent(actor, 'quota:read', 'user');
    return withDeclared(this.#context.platform, stored, unusedQuota);
  }

  /**
   * Returns one of the owner's quotas. @throws `not-found` (the owner, the meter)
   *
   * @example
   * const { used, limit } = await bailiwick.quotas.get(actor, { ownerId: ann.id, meter: 'databases' });
   */
  async get(actor: Actor, { ownerId, meter }: OwnerMeter<Meter>): Promise<Quota<Meter>> {
    const all = await this.list(actor, ownerId);
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
      const ownerId = await this.#parseOwner(actor, 'quota:set', input.ownerId);
      const audit = await this.#access.permit(actor, 'quota:set', quotaSubject(ownerId, meter), { limit });
      requireValid({ '/limit': limitProblem(limit) });
      await this.#requireInUse(meter, () => this.#context.stores.quotas.list(ownerId));
      const change = this.#context.stores.quotas.setLimit({ ownerId, meter, limit }, audit);
      return found<Meter>(await standing(change, audit));
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
      const ownerId = await this.#parseOwner(actor, 'quota:set', input.ownerId);
      const audit = await this.#access.permit(actor, 'quota:set', quotaSubject(ownerId, meter), {
        limit: 'default',
      });
      await this.#requireInUse(meter, () => this.#context.stores.quotas.list(ownerId));
      const change = this.#context.stores.quotas.clearLimit({ ownerId, meter }, audit);
      return found<Meter>(await standing(change, audit));
    });
  }

  /**
   * Lists the default limits, by meter: of all declared meters, and of others with a default. @throws `forbidden`
   *
   * @example
   * for (const { meter, limit } of await bailiwick.quotas.listDefaultLimits(admin)) console.log(meter, limit);
   */
  async listDefaultLimits(actor: Actor): Promise<readonly DefaultLimit<Meter>[]> {
    await this.#access.permit(actor, 'default-limit:read', platformSubject('default-limit'));
    const stored = await this.#context.stores.quotas.listDefaultLimits();
    return withDeclared(this.#context.platform, stored, (meter) => ({ meter, limit: null }));
  }

  /**
   * Sets the limit for every user without one of their own. It applies to every create that begins after this resolves,
   * in every process.
   *
   * @throws `not-found` (the meter), `forbidden`, `invalid-request`
   *
   * @example
   * await bailiwick.quotas.setDefaultLimit(admin, { meter: 'databases', limit: 3 });
   */
  async setDefaultLimit(
    actor: Actor,
    input: { readonly meter: Meter; readonly limit: Limit },
  ): Promise<DefaultLimit<Meter>> {
    return this.#access.command(actor, async (actor) => {
      const { meter, limit } = input;
      this.#requireMeter(actor, meter, limit === null);
      const subject = platformSubject('default-limit', meter);
      const audit = await this.#access.permit(actor, 'default-limit:set', subject, { limit });
      requireValid({ '/limit': limitProblem(limit) });
      await this.#requireInUse(meter, () => this.#context.stores.quotas.listDefaultLimits());
      await standing(this.#context.stores.quotas.setDefaultLimit({ meter, limit }, audit), audit);
      return { meter, limit };
    });
  }

  /**
   * Recounts all quotas step by step, without blocking writers, and yields each step. @throws `forbidden`
   *
   * @example
   * for await (const { differences } of bailiwick.quotas.verify(admin)) console.log(differences);
   */
  async *verify(actor: Actor): AsyncGenerator<QuotaCheckStep, void, undefined> {
    await this.#access.permit(actor, 'quota:verify', platformSubject('quota'));
    let from: OwnerId | null = null;
    do {
      const step: QuotaCheckStep = await this.#context.stores.quotas.check(from, VERIFY_BATCH_OWNERS);
      yield step;
      from = step.nextOwnerId;
    } while (from !== null);
  }

  /**
   * Corrects the quotas that `verify` finds, and yields each step with its corrections. @throws `forbidden`
   *
   * @example
   * for await (const { differences } of bailiwick.quotas.repair(admin)) console.log('mended', differences);
   */
  async *repair(actor: Actor): AsyncGenerator<QuotaCheckStep, void, undefined> {
    await this.#access.permit(actor, 'quota:repair', platformSubject('quota'));
    for await (const step of this.verify(actor)) {
      const mended: QuotaDifference[] = [];
      for (const quota of step.differences) {
        const outcome = await this.#repairOne(actor, quota);
        if (outcome.type === 'repaired') mended.push(outcome.difference);
      }
      yield { ...step, differences: mended };
    }
  }

  /** Repairs one quota as a command of its own, because the actor may lose the right during a long repair. */
  #repairOne(actor: Actor, { ownerId, meter }: QuotaKey) {
    return this.#access.command(actor, async (actor) => {
      const permitted = await this.#access.permit(actor, 'quota:repair', platformSubject('quota'));
      // The permission, and so its refusal key, covers the quotas of all owners.
      const audit = { ...permitted, target: quotaSubject(ownerId, meter).audit, refusalKey: null };
      return standing(this.#context.stores.quotas.repair({ ownerId, meter }, audit), audit);
    });
  }

  async #parseOwner(actor: Actor, action: BuiltInAction, ownerId: string): Promise<OwnerId> {
    return parseId<OwnerId>(ownerId) ?? this.#access.absent(actor, action, 'user');
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
    list: () => Promise<readonly { readonly meter: string }[] | null>,
  ): Promise<void> {
    if (this.#isDeclared(meter)) return;
    const stored = await list();
    if (stored === null) throw new NotFoundError('user');
    if (!stored.some((one) => one.meter === meter)) throw this.#noMeter();
  }

  #isDeclared(meter: string): boolean {
    return this.#context.platform.meters.includes(meter);
  }

  #noMeter(): NotFoundError {
    return new NotFoundError('meter', `The meters are ${this.#context.platform.meters.join(', ')}.`);
  }
}

function quotaSubject(ownerId: OwnerId, meter: string): Subject {
  const audit: AuditTarget = { type: 'quota', id: meter, ownerId };
  return { ...userSubject(ownerId), audit, equal: audit };
}

function found<Meter extends string>(outcome: Exclude<SetLimitOutcome, AuthorityChanged>): Quota<Meter> {
  if (outcome.type === 'absent') throw new NotFoundError('user');
  return outcome.quota as Quota<Meter>;
}
