import { Access, platformSubject, standing, userSubject, type Subject } from '../commands/authorize.js';
import { groundsOf, type Actor } from '../actor.js';
import type { AuditTarget } from '../audit/audit-event.js';
import type { AuthorityChanged } from '../commands/authority.js';
import { AuthenticationRequiredError, NotFoundError } from '../errors.js';
import { parseId, type UserId } from '../ids.js';
import { identifierProblem } from '../identifier.js';
import { requireValid } from '../commands/require-valid.js';
import type { Kernel } from '../commands/context.js';
import { VERIFY_BATCH_OWNERS } from '../limits.js';
import type { BuiltInAction } from '../policy/action.js';
import { limitProblem, quota, type Limit, type Quota } from './quota.js';
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

/** The commands on quotas and default limits. Every one of them takes its actor first and asks the policy. */
export class Quotas<Meter extends string = string> {
  readonly #kernel: Kernel;
  readonly #access: Access;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#access = new Access(kernel);
  }

  /** The owner's quotas, by meter: every declared meter, and every other that is in use. @throws `not-found` */
  async list(actor: Actor, ownerId: string): Promise<readonly Quota<Meter>[]> {
    const id = await this.#parseOwner(actor, 'quota:read', ownerId);
    await this.#access.permit(actor, 'quota:read', userSubject(id));
    const stored = await this.#kernel.stores.quotas.list(id);
    if (stored === null) return this.#access.absent(actor, 'quota:read', 'user');
    return this.#withDeclared(stored, (meter) => quota(meter, null, 0, 'default'));
  }

  /** One of the owner's quotas. @throws `not-found` (the owner, the meter) */
  async get(actor: Actor, { ownerId, meter }: OwnerMeter<Meter>): Promise<Quota<Meter>> {
    const all = await this.list(actor, ownerId);
    const quota = all.find((one) => one.meter === meter);
    if (quota !== undefined) return quota;
    throw new NotFoundError('meter', `The meters are ${all.map((one) => one.meter).join(', ')}.`);
  }

  /**
   * Sets the owner's own limit: an integer from 0 to 2^53 − 1, or `null` for unlimited, which beats any
   * default. It may lie below what is used: nothing is destroyed, creates are refused until there is room.
   *
   * @throws `not-found` (the owner, the meter), `forbidden`, `invalid-request`
   */
  async setLimit(actor: Actor, input: OwnerMeter<Meter> & { readonly limit: Limit }): Promise<Quota<Meter>> {
    return this.#access.command(actor, async (actor) => {
      const { meter, limit } = input;
      this.#requireMeter(actor, meter, limit === null);
      const ownerId = await this.#parseOwner(actor, 'quota:set', input.ownerId);
      const audit = await this.#access.permit(actor, 'quota:set', quotaSubject(ownerId, meter), { limit });
      requireValid({ '/limit': limitProblem(limit) });
      await this.#requireInUse(meter, () => this.#kernel.stores.quotas.list(ownerId));
      const change = this.#kernel.stores.quotas.setLimit({ ownerId, meter, limit }, audit);
      return found<Meter>(await standing(change, audit));
    });
  }

  /** Forgets the owner's own limit: the default holds again. @throws `not-found` (the owner, the meter), `forbidden` */
  async clearLimit(actor: Actor, input: OwnerMeter<Meter>): Promise<Quota<Meter>> {
    return this.#access.command(actor, async (actor) => {
      const { meter } = input;
      this.#requireMeter(actor, meter, true);
      const ownerId = await this.#parseOwner(actor, 'quota:set', input.ownerId);
      const audit = await this.#access.permit(actor, 'quota:set', quotaSubject(ownerId, meter), {
        limit: 'default',
      });
      await this.#requireInUse(meter, () => this.#kernel.stores.quotas.list(ownerId));
      const change = this.#kernel.stores.quotas.clearLimit({ ownerId, meter }, audit);
      return found<Meter>(await standing(change, audit));
    });
  }

  /** By meter: every declared one, and every other that has a default. @throws `forbidden` */
  async listDefaultLimits(actor: Actor): Promise<readonly DefaultLimit<Meter>[]> {
    await this.#access.permit(actor, 'default-limit:read', platformSubject('default-limit'));
    const stored = await this.#kernel.stores.quotas.listDefaultLimits();
    return this.#withDeclared(stored, (meter) => ({ meter, limit: null }));
  }

  /**
   * Sets the limit for every user without one of their own. It holds for every create that begins after
   * this resolves, in every process.
   *
   * @throws `not-found` (the meter), `forbidden`, `invalid-request`
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
      await this.#requireInUse(meter, () => this.#kernel.stores.quotas.listDefaultLimits());
      await standing(this.#kernel.stores.quotas.setDefaultLimit({ meter, limit }, audit), audit);
      return { meter, limit };
    });
  }

  /** Recounts everything, step by step, without stopping writers; each step is yielded as it is done. @throws `forbidden` */
  async *verify(actor: Actor): AsyncGenerator<QuotaCheckStep, void, undefined> {
    await this.#access.permit(actor, 'quota:verify', platformSubject('quota'));
    let from: UserId | null = null;
    do {
      const step: QuotaCheckStep = await this.#kernel.stores.quotas.check(from, VERIFY_BATCH_OWNERS);
      yield step;
      from = step.nextOwnerId;
    } while (from !== null);
  }

  /** Mends what `verify` finds, one quota at a time; yields each step with what it mended. @throws `forbidden` */
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

  /** Each is a command of its own: a repair takes long, and the actor may lose the right to it meanwhile. */
  #repairOne(actor: Actor, { ownerId, meter }: QuotaKey) {
    return this.#access.command(actor, async (actor) => {
      const permitted = await this.#access.permit(actor, 'quota:repair', platformSubject('quota'));
      // The permission, and so its key, is for the quotas of everybody.
      const audit = { ...permitted, target: quotaSubject(ownerId, meter).audit, refusalKey: null };
      return standing(this.#kernel.stores.quotas.repair({ ownerId, meter }, audit), audit);
    });
  }

  #withDeclared<T extends { readonly meter: string }>(
    stored: readonly T[],
    make: (meter: string) => T,
  ): readonly (T & { readonly meter: Meter })[] {
    const known = new Set(stored.map(({ meter }) => meter));
    const rest = this.#kernel.platform.meters.filter((meter) => !known.has(meter)).map(make);
    const all = [...stored, ...rest].toSorted((a, b) => (a.meter < b.meter ? -1 : 1));
    return all as (T & { readonly meter: Meter })[];
  }

  async #parseOwner(actor: Actor, action: BuiltInAction, ownerId: string): Promise<UserId> {
    return parseId<UserId>(ownerId) ?? this.#access.absent(actor, action, 'user');
  }

  /**
   * Meters are declared in code: another one is missing for everybody, before the policy is asked. A
   * refusal by the policy is recorded with the meter's name, which could otherwise be any text.
   *
   * `isLifted`: what is left of a meter that is declared no more can be taken away; see {@link #requireInUse}.
   */
  #requireMeter(actor: Actor, meter: string, isLifted: boolean): void {
    groundsOf(actor);
    if (this.#isDeclared(meter) || (isLifted && identifierProblem(meter) === null)) return;
    if (actor.type === 'anonymous') throw new AuthenticationRequiredError();
    throw this.#noMeter();
  }

  /** A meter that is declared no more is one while something of it is stored. */
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
    return this.#kernel.platform.meters.includes(meter);
  }

  #noMeter(): NotFoundError {
    return new NotFoundError('meter', `The meters are ${this.#kernel.platform.meters.join(', ')}.`);
  }
}

function quotaSubject(ownerId: UserId, meter: string): Subject {
  const audit: AuditTarget = { type: 'quota', id: meter, ownerId };
  return { ...userSubject(ownerId), audit, equal: audit };
}

function found<Meter extends string>(outcome: Exclude<SetLimitOutcome, AuthorityChanged>): Quota<Meter> {
  if (outcome.type === 'absent') throw new NotFoundError('user');
  return outcome.quota as Quota<Meter>;
}
