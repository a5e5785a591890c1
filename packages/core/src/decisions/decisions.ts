import { groundsOf, imaginedActor, type Actor, type ActorCredential, type UserActor } from '../actor.js';
import {
  Access,
  commandOnGroup,
  hostSubject,
  platformSubject,
  resourceSubject,
  userSubject,
  type Subject,
} from '../commands/authorize.js';
import type { CommandContext } from '../commands/context.js';
import { allowedWithMembers } from '../commands/decide-with-members.js';
import { ownId } from '../commands/own-id.js';
import { oneOfProblem, type Problem } from '../commands/problems.js';
import { requireValid } from '../commands/require-valid.js';
import {
  parseId,
  type AccessKeyId,
  type GroupId,
  type OwnerId,
  type ResourceId,
  type SessionId,
  type UserId,
} from '../ids.js';
import { RULE_TEXT_LENGTH_MAX } from '../limits.js';
import { findOwner } from '../owners/find-owner.js';
import { belongingTo, BUILT_IN_ACTIONS, type TargetShape } from '../policy/action.js';
import { atomsOf } from '../policy/condition.js';
import { UNKNOWN_TARGET, type MemberRoles, type PublicDecision } from '../policy/decision.js';
import { describe, formulaOf } from '../policy/formula.js';
import { undecidedRule } from '../policy/missing-attributes.js';
import { exampleOf, relationsOf, type Relation } from '../policy/relations.js';
import type { Rule } from '../policy/rule.js';
import { shortfall, shortfallOnPath, type QuotaRefusal, type QuotaShortfall } from '../quotas/quota.js';
import { visibleTo } from '../quotas/visible-to.js';
import type { User } from '../users/user.js';

/** The target of a question. */
export type AskedTarget =
  | { readonly type: 'resource'; readonly id: string }
  /** A resource that may not exist, such as one to create. The owner is by default the actor that is asked about. */
  | {
      readonly type: 'resource';
      readonly ownerId?: string | undefined;
      readonly kind?: string | undefined;
      readonly id?: undefined;
    }
  /** A user, or a part of one: their sessions, access keys and quotas. */
  | { readonly type: 'user'; readonly id: string }
  /** A group, or a part of one: its members and quotas. */
  | { readonly type: 'group'; readonly id: string }
  | { readonly type: 'platform' };

/** Whom a question is about. */
export interface AskedActor {
  readonly userId: string;
  /** The credential that they use; by default `session`. */
  readonly credential?: ActorCredential['type'] | undefined;
  /** Have they given the password within the last ten minutes? By default yes, except with an access key. */
  readonly confirmed?: boolean | undefined;
}

export interface Question {
  /** An action of the library, or one that the host declares. */
  readonly action: string;
  readonly target: AskedTarget;
  /** By default the actor that asks, as it stands. */
  readonly actor?: AskedActor | undefined;
}

/** The reason of an answer that is no decision of the policy, or not of the policy alone. */
export type AnswerReason = PublicDecision['reason'] | 'quota-exceeded' | 'depends-on-attributes';

/** A decision in a table, or as an answer. */
export interface ExplainedDecision {
  readonly allowed: boolean;
  readonly reason: AnswerReason;
  /** The rule that decided; `null` if no rule allows it. */
  readonly rule: string | null;
  /** With the reason `not-member`: the roles in the group and above it, for those who may see them. */
  readonly memberRoles?: MemberRoles;
}

/** The answer to a {@link Question}: what would be decided now. */
export interface Explanation extends ExplainedDecision {
  /** The decision behind a `not-found`, for somebody who asks about another user and may see the target. */
  readonly behind: ExplainedDecision | null;
  /** The figures, if the reason is `quota-exceeded`, as far as the actor that asks may see them. */
  readonly quotas?: readonly QuotaRefusal[];
}

/** An answer before it is decided how much of it the actor that asks gets. */
interface Answer extends ExplainedDecision {
  readonly mayKnow: boolean;
  readonly quotas?: readonly QuotaShortfall[];
}

/** The policy's decision about an action and a sort of target. */
export interface DecisionOfAction extends Relation, ExplainedDecision {
  readonly action: string;
}

/** A rule of the policy for people, and as data. */
export interface PolicyRule {
  readonly name: string;
  readonly effect: Rule['effect'];
  readonly actions: Rule['actions'];
  /** The roles that its condition names. */
  readonly roles: readonly string[];
  /** The condition as text. */
  readonly when: string;
  /** The reason of its refusals; `null` for a rule that allows. */
  readonly reason: string | null;
  readonly data: Rule;
}

/** The policy for people: its rules, and a table of what they mean. */
export interface PolicyOverview {
  readonly rules: readonly PolicyRule[];
  readonly roles: readonly string[];
  readonly kinds: readonly string[];
  readonly actions: readonly string[];
  /** The decisions about active users of each role, if they have just given their password. */
  readonly table: readonly {
    readonly action: string;
    readonly cells: readonly (Relation & ExplainedDecision & { readonly role: string })[];
  }[];
  /** The declared types of groups. */
  readonly groupTypes: readonly string[];
  readonly memberRoles: readonly string[];
  /**
   * The decisions about active users of role `user`, if they have just given their password, who are members of the
   * group that owns the target. The limits of a group belong to the group above it.
   */
  readonly memberTable: readonly {
    readonly action: string;
    readonly cells: readonly (Pick<Relation, 'kind'> & ExplainedDecision & { readonly memberRole: string })[];
  }[];
}

const CREDENTIALS: { readonly [Type in ActorCredential['type']]: ActorCredential } = {
  password: { type: 'password' },
  session: { type: 'session', sessionId: 'imagined' as SessionId },
  'access-key': { type: 'access-key', accessKeyId: 'imagined' as AccessKeyId },
};

/** Somebody who does not exist, for what is true of everybody with a role. */
const ANYBODY = '00000000-0000-7000-8000-000000000000' as UserId;

/** The commands that explain what the policy and the quotas decide. Nothing is done, and no answer is recorded. */
export class Decisions {
  readonly #context: CommandContext;
  readonly #access: Access;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#access = new Access(context);
  }

  /**
   * Returns the rules, and a table of what each role may do. @throws `forbidden`
   *
   * @example
   * for (const { name, when } of (await bailiwick.decisions.policy(admin)).rules) console.log(name, when);
   */
  async policy(actor: Actor): Promise<PolicyOverview> {
    await this.#access.permit(actor, 'policy:read', platformSubject('platform'));
    const { policy, platform } = this.#context;
    const { roles, memberRoles, kinds, groupTypes } = platform;
    const actions = this.#actions();
    const anybodyOf = (role: string) => imagined({ id: ANYBODY, role, status: 'active' }, {});
    const cellsOf = async (action: string, role: string) =>
      (await this.#decisionsAbout(anybodyOf(role), action, true)).map((decision) => ({ role, ...decision }));
    const memberCellsOf = async (action: string, memberRole: string) =>
      (await this.#decisionsAbout(anybodyOf('user'), action, true, [memberRole]))
        .filter(({ target }) => target === 'foreign')
        .map(({ target: _, ...decision }) => ({ memberRole, ...decision }));
    const rows = actions.map(async (action) => {
      const [cells, memberCells] = await Promise.all([
        Promise.all(roles.map((role) => cellsOf(action, role))),
        Promise.all(memberRoles.map((role) => memberCellsOf(action, role))),
      ]);
      return { action, cells: cells.flat(), memberCells: memberCells.flat() };
    });
    const decided = await Promise.all(rows);
    const table = decided.map(({ action, cells }) => ({ action, cells }));
    const memberTable = decided
      .filter(({ memberCells }) => memberCells.length > 0)
      .map(({ action, memberCells }) => ({ action, cells: memberCells }));
    const rules = policy.rules.map(ruleForPeople);
    return { rules, roles, kinds, actions, table, groupTypes, memberRoles, memberTable };
  }

  /**
   * Returns what would be decided if the actor, or another user, now asked for an action: by the policy, and for
   * `resource:create` also by the quotas of the owner. Other rules of a command, such as the last administrator, are not
   * asked. To a question about a target that an actor may not see, the answer is that for a missing one.
   *
   * @throws `not-found`, `forbidden` if the actor may not ask about the other user, `invalid-request`
   *
   * @example
   * const target = { type: 'resource', ownerId: ann.id } as const;
   * const { allowed, reason } = await bailiwick.decisions.explain(admin, { action: 'resource:create', target });
   */
  async explain(actor: Actor, question: Question): Promise<Explanation> {
    groundsOf(actor);
    requireValid({
      '/target': objectProblem(question.target),
      '/actor': objectProblem(question.actor ?? {}),
    });
    const { asked, isSelf } = await this.#asked(actor, question.actor ?? undefined);
    this.#requireSensible(question);
    const { action } = question;
    const subject = await this.#subjectOf(question, asked);
    // To somebody else's question, the answer must not reveal what the actor that asks could not find out alone.
    if (subject === null || (!isSelf && !(await this.#access.mayKnow(actor, subject))))
      return { ...UNKNOWN_TARGET, behind: null };
    const answer = await this.#answer(asked, action, subject, isSelf);
    const { quotas, mayKnow, memberRoles, ...rest } = answer;
    const maySeeRoles =
      isSelf || (memberRoles !== undefined && (await this.#may(actor, 'member:read', subject)));
    const full = maySeeRoles && memberRoles !== undefined ? { ...rest, memberRoles } : rest;
    if (full.allowed || mayKnow) {
      const maySee = quotas !== undefined && (isSelf || (await this.#may(actor, 'quota:read', subject)));
      return {
        ...full,
        behind: null,
        ...(maySee ? { quotas: await visibleTo(this.#context, actor, quotas) } : {}),
      };
    }
    return { ...UNKNOWN_TARGET, behind: isSelf ? null : full };
  }

  /**
   * Returns for every action what a user may do to what is their own, to what is somebody else's, and to the platform.
   * Other users are taken to have a session and to have just given their password; the acting user is taken as they
   * stand. Rules about single users or resources do not count for targets of others, and neither do the roles in groups.
   *
   * @throws `not-found`, `forbidden`
   *
   * @example
   * const decisions = await bailiwick.decisions.ofUser(admin, ann.id);
   * console.log(decisions.filter(({ allowed }) => allowed).map(({ action, target }) => `${action} (${target})`));
   */
  async ofUser(actor: Actor, userId: string): Promise<readonly DecisionOfAction[]> {
    groundsOf(actor);
    if (actor.type === 'user' && parseId(userId) === actor.id) {
      await this.#access.permit(actor, 'decision:read', userSubject(actor.id));
      return this.#matrixOf(actor, false);
    }
    return this.#matrixOf(await this.#imagine(actor, { userId }), true);
  }

  async #matrixOf(asked: UserActor, unknownAttributes: boolean): Promise<readonly DecisionOfAction[]> {
    const byAction = this.#actions().map(async (action) =>
      (await this.#decisionsAbout(asked, action, unknownAttributes)).map((decision) => ({
        action,
        ...decision,
      })),
    );
    return (await Promise.all(byAction)).flat();
  }

  #actions(): readonly string[] {
    return [...BUILT_IN_ACTIONS, ...this.#context.vocabulary.actions];
  }

  #decisionsAbout(
    asked: UserActor,
    action: string,
    unknownAttributes: boolean,
    memberRoles: readonly string[] = [],
  ): Promise<(Relation & ExplainedDecision)[]> {
    const { vocabulary, platform } = this.#context;
    const shape = vocabulary.shapeOf(action);
    const examples = relationsOf(shape, platform.kinds).map(async (relation) => {
      // The owner of an example does not exist, so that no roles are looked up.
      const target = { ...exampleOf(relation, asked.id, shape), memberRoles };
      const subject: Subject = { ...hostSubject(target), visibleBy: null };
      const { decision } = await this.#decide(asked, action, subject, !unknownAttributes);
      return { ...relation, ...decision };
    });
    return Promise.all(examples);
  }

  /** Finds the actor that is asked about, and asks the policy whether the other one may. */
  async #asked(actor: Actor, about: AskedActor | undefined): Promise<{ asked: Actor; isSelf: boolean }> {
    if (about !== undefined) {
      const asked = await this.#imagine(actor, about);
      return { asked, isSelf: actor.type === 'user' && actor.id === asked.id };
    }
    if (actor.type !== 'system') await this.#access.permit(actor, 'decision:read', userSubject(ownId(actor)));
    return { asked: actor, isSelf: true };
  }

  async #imagine(actor: Actor, about: AskedActor): Promise<UserActor> {
    const userId = parseId<UserId>(about.userId);
    if (userId === null) return this.#access.absent(actor, 'decision:read', 'user');
    await this.#access.permit(actor, 'decision:read', userSubject(userId));
    requireValid({
      '/actor/credential': oneOf(about.credential, Object.keys(CREDENTIALS)),
      '/actor/confirmed':
        about.confirmed === true && about.credential === 'access-key'
          ? 'must be false or left out: an access key confirms nothing.'
          : null,
    });
    const user = await this.#context.stores.users.find(userId);
    if (user === null) return this.#access.absent(actor, 'decision:read', 'user');
    return imagined(user, about);
  }

  /** @throws `invalid-request` for an action that does not exist, or that has no such targets */
  #requireSensible({ action, target }: Question): void {
    const { vocabulary, platform } = this.#context;
    requireValid({ '/action': oneOfProblem(action, this.#actions()) });
    requireValid({ '/target/type': oneOfProblem(target.type, fitting(vocabulary.shapeOf(action))) });
    const isNew = target.type === 'resource' && target.id === undefined;
    const mayOmitKind = platform.kinds.length === 1;
    requireValid({
      '/target/kind':
        isNew && !(mayOmitKind && target.kind === undefined)
          ? oneOfProblem(target.kind, platform.kinds)
          : null,
    });
  }

  /** Returns what the action is about; `null` if there is nothing like that. */
  async #subjectOf({ action, target }: Question, asked: Actor): Promise<Subject | null> {
    const { stores, platform } = this.#context;
    switch (target.type) {
      case 'platform':
        return platformSubject('platform');
      case 'user': {
        const id = parseId<UserId>(target.id);
        if (id === null) return null;
        return userSubject(id);
      }
      case 'group': {
        const id = parseId<GroupId>(target.id);
        const group = id === null ? null : await stores.groups.find(id);
        // A move is also asked about at its new place, which nobody has named.
        return group === null ? null : commandOnGroup(action, group);
      }
      case 'resource': {
        if (target.id !== undefined) {
          const id = parseId<ResourceId>(target.id);
          const resource = id === null ? null : await stores.resources.find(id);
          return resource === null ? null : resourceSubject(resource);
        }
        const ownerId = target.ownerId === undefined ? ownId(asked) : parseId<OwnerId>(target.ownerId);
        const owner = ownerId === null ? null : await findOwner(this.#context, asked, ownerId, undefined);
        if (owner === null) return null;
        return { ...owner.subject, target: { ownerId, kind: target.kind ?? platform.kinds[0] ?? null } };
      }
    }
  }

  async #answer(asked: Actor, action: string, subject: Subject, isSelf: boolean): Promise<Answer> {
    const { decision, mayKnow } = await this.#decide(asked, action, subject, isSelf);
    if (!decision.allowed) return { ...decision, mayKnow };
    const { ownerId, kind } = subject.target;
    if (ownerId === null || subject.noun === 'resource' || subject.noun === 'group')
      return { ...decision, mayKnow };
    const { stores } = this.#context;
    const owner = await stores.users.find(ownerId as UserId);
    if (owner === null)
      return subject.noun === 'user'
        ? { ...UNKNOWN_TARGET, mayKnow }
        : this.#answerInGroup(action, subject, { ...decision, mayKnow });
    if (action !== 'resource:create') return { ...decision, mayKnow };
    if (owner.status === 'deleting') return { ...UNKNOWN_TARGET, mayKnow };
    if (owner.status !== 'active')
      return { allowed: false, reason: 'owner-disabled', rule: null, mayKnow } as const;
    const stored = await stores.quotas.list(owner.id);
    if (stored === null) return { ...UNKNOWN_TARGET, mayKnow };
    const byMeter = new Map(stored.map((quota) => [quota.meter, quota]));
    const demand = this.#context.platform.demands.get(kind ?? '') ?? {};
    const quotas = shortfall(demand, (meter) => byMeter.get(meter));
    if (quotas === null) return { ...decision, mayKnow };
    return { allowed: false, reason: 'quota-exceeded', rule: null, quotas, mayKnow } as const;
  }

  async #answerInGroup(
    action: string,
    { target: { ownerId, kind } }: Subject,
    answer: Answer,
  ): Promise<Answer> {
    const { mayKnow } = answer;
    const levels = await this.#context.stores.quotas.listOnPath(ownerId as GroupId);
    if (levels === null) return { ...UNKNOWN_TARGET, mayKnow };
    if (action !== 'resource:create') return answer;
    const demand = this.#context.platform.demands.get(kind ?? '') ?? {};
    const quotas = shortfallOnPath(demand, levels);
    if (quotas === null) return answer;
    return { allowed: false, reason: 'quota-exceeded', rule: null, quotas, mayKnow };
  }

  /** Decides like a command. Nobody who is not active gets as far as a command. */
  async #decide(
    actor: Actor,
    action: string,
    subject: Subject,
    isActorKnown: boolean,
  ): Promise<{ readonly decision: ExplainedDecision; readonly mayKnow: boolean }> {
    const { policy, vocabulary } = this.#context;
    const { decision, mayKnow, target } = await this.#access.foresee(actor, action, subject);
    if (actor.type === 'user' && actor.status !== 'active') {
      const isByRule = !decision.allowed && decision.reason === 'disabled';
      const refused = isByRule ? decision : ({ allowed: false, reason: 'disabled', rule: null } as const);
      return { decision: refused, mayKnow: true };
    }
    const unknown = { actor: !isActorKnown, target: vocabulary.shapeOf(action).hasAttributes };
    const rule = undecidedRule(policy.rules, { actor, action, target }, unknown);
    return rule === null
      ? { decision, mayKnow }
      : { decision: { allowed: false, reason: 'depends-on-attributes', rule }, mayKnow };
  }

  /** May the actor read this of the owner of the subject? */
  async #may(
    actor: Actor,
    action: 'quota:read' | 'member:read',
    { target: { ownerId } }: Subject,
  ): Promise<boolean> {
    if (ownerId === null) return false;
    const target = belongingTo(ownerId);
    const [isAllowed = false] = await allowedWithMembers(this.#context, actor, action, [target]);
    return isAllowed;
  }
}

function imagined(
  { id, role, status }: Pick<User, 'id' | 'role' | 'status'>,
  { credential = 'session', confirmed = credential !== 'access-key' }: Omit<AskedActor, 'userId'>,
): UserActor {
  return imaginedActor({ id, role, status, credential: CREDENTIALS[credential], confirmed });
}

/** The types of targets that an action can have. */
function fitting({ owned, hasKind }: TargetShape): AskedTarget['type'][] {
  return [
    ...(owned === false || hasKind === false ? [] : (['resource'] as const)),
    ...(owned === false || hasKind === true ? [] : (['user', 'group'] as const)),
    ...(owned === true ? [] : (['platform'] as const)),
  ];
}

function objectProblem(value: unknown): Problem {
  return typeof value === 'object' && value !== null ? null : 'must be an object.';
}

function oneOf(value: unknown, values: readonly string[]): Problem {
  return value === undefined ? null : oneOfProblem(value, values);
}

function ruleForPeople(rule: Rule): PolicyRule {
  const { name, effect, actions, when } = rule;
  const roles = atomsOf(when).flatMap((atom) => (atom.type === 'actor-role' ? atom.roles : []));
  return {
    name,
    effect,
    actions,
    roles: [...new Set(roles)],
    when: when.type === 'always' ? 'always' : describe(formulaOf(when), RULE_TEXT_LENGTH_MAX),
    reason: effect === 'forbid' ? rule.reason : null,
    data: rule,
  };
}
