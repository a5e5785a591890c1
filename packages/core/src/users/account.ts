import type { Actor } from '../actor.js';
import type { AuditDraft } from '../audit/audit-event.js';
import { Access, standing, standingOwn, userSubject } from '../commands/authorize.js';
import type { CommandContext } from '../commands/context.js';
import { ownId } from '../commands/own-id.js';
import { booleanProblem, type Problem } from '../commands/problems.js';
import { requireValid } from '../commands/require-valid.js';
import { ConfirmationFailedError } from '../errors.js';
import type { ClientContext } from '../login/client-address.js';
import { confirmPassword } from '../login/credentials.js';
import { addressInPasswordProblem } from '../passwords/guessable.js';
import { normalisePassword } from '../passwords/password.js';
import { changedUser } from './changed-user.js';
import { countedQuestion } from './counted-question.js';
import { hashPassword, userPasswordProblem } from './new-password.js';
import { emailAndKey, emailProblem, type User } from './user.js';
import type { UserWithPassword } from './user-store.js';

export interface ChangeEmailInput {
  /** The password as it is, which confirms the change. */
  readonly currentPassword: string;
  /** The new email address. No other user may have it, in upper or lower case. */
  readonly email: string;
}

export interface ChangePasswordInput {
  /** The password as it is, which confirms the change. */
  readonly currentPassword: string;
  /** At least `settings.passwordLengthMin` code points; guessable passwords are refused. */
  readonly newPassword: string;
  /** End all access keys too? A thief of the old password or of a session may have registered one. Default: false. */
  readonly endAccessKeys?: boolean | undefined;
}

/** The commands on the actor's own account, which ask for the current password. `Users` offers them to hosts. */
export class Account<Role extends string = string> {
  readonly #context: CommandContext;
  readonly #access: Access;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#access = new Access(context);
  }

  async changeEmail(actor: Actor, input: ChangeEmailInput, client: ClientContext): Promise<User<Role>> {
    return this.#access.command(actor, async (actor) => {
      const subject = userSubject(ownId(actor));
      const audit = await this.#access.permit(actor, 'user:change-email', subject, { email: input.email });
      requireValid({ '/email': emailProblem(input.email) });
      const found = await this.#findOwn(actor, audit);
      await confirmPassword(this.#context, audit, found, input.currentPassword, client);
      requireValid({ '/email': this.#emailProblem(input.email, input.currentPassword) });
      const { passwordVersion: expectedVersion } = found;
      const email = { ...emailAndKey(input.email), isUnproven: true };
      const change = { at: this.#context.clock.now(), email, expectedVersion };
      // A successful change also reveals that no account had the address.
      const changing = countedQuestion(
        this.#context,
        actor,
        audit,
        () => this.#context.stores.users.change(found.user.id, change, audit),
        ['email-taken', 'changed'],
      );
      return changedUser<Role>(this.#context, actor, await standing(changing, audit));
    });
  }

  async changePassword(actor: Actor, input: ChangePasswordInput, client: ClientContext): Promise<void> {
    return this.#access.command(actor, async (actor) => {
      const id = ownId(actor);
      const audit = await this.#access.permit(actor, 'user:change-password', userSubject(id));
      const found = await this.#findOwn(actor, audit);
      requireValid({
        '/newPassword': userPasswordProblem(this.#context, input.newPassword, found.user.email),
        '/endAccessKeys': booleanProblem(input.endAccessKeys ?? false),
      });
      await confirmPassword(this.#context, audit, found, input.currentPassword, client);
      const credential = actor.type === 'user' ? actor.credential : null;
      const change = {
        passwordHash: await hashPassword(this.#context, actor, input.newPassword),
        at: this.#context.clock.now(),
        expectedVersion: found.passwordVersion,
        keepSessionId: credential?.type === 'session' ? credential.sessionId : null,
        accessKeys: input.endAccessKeys === true ? 'delete' : 'keep',
      } as const;
      const outcome = await standing(this.#context.stores.users.setPassword(id, change, audit), audit);
      // Another caller has set a new password meanwhile, so the given one is no longer current.
      if (outcome.type !== 'changed') throw new ConfirmationFailedError();
    });
  }

  /** Refuses a new address that makes up most of the user's password. */
  #emailProblem(email: string, currentPassword: string): Problem {
    const { passwordLengthMin, serviceName } = this.#context.settings;
    const password = normalisePassword(currentPassword);
    return addressInPasswordProblem(password, { serviceName, email }, passwordLengthMin);
  }

  /** Before the password is checked: with a credential that is gone, no password is right. */
  async #findOwn(actor: Actor, audit: AuditDraft): Promise<UserWithPassword> {
    return standingOwn(await this.#context.stores.users.findWithPassword({ id: ownId(actor) }), audit);
  }
}
