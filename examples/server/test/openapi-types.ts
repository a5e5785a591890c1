// Generated from packages/http-koa/openapi.json by `node scripts/check/openapi.mjs --write`.

export interface paths {
  '/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List your sessions
     * @description The live ones, newest first. For a page on which somebody looks for a login that is not theirs: each says where it came from. `current` marks the session that this request came with.
     */
    get: operations['listSessions'];
    put?: never;
    /**
     * Log in
     * @description Trades an email address and a password for a session token. Needs no credential. A wrong password, an unknown address and a disabled user are one answer, so that nobody learns which addresses have an account. A session ends when it was not used for a while, and after its longest life in any case.
     */
    post: operations['createSession'];
    /**
     * Log out everywhere
     * @description Ends all of your own sessions, this one too. The tokens stop working with the next request. Passwords stay as they are.
     */
    delete: operations['deleteAllSessions'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/sessions/current': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Log out
     * @description Ends the session that this request came with. A request that came with a password or a signature has no session to end: that is a 404.
     */
    delete: operations['deleteCurrentSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/sessions/current/confirmation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Confirm with your password
     * @description Sensitive operations answer 403 with the code "confirmation-required" unless the password was given within the last ten minutes. A login counts, and a request with a password carries it. An access key cannot confirm.
     */
    post: operations['confirmCurrentSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End a session
     * @description One of your own. The token of that session stops working with the next request.
     */
    delete: operations['deleteSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read yourself
     * @description Who you are. The cheapest way to find out whether a credential still works, and with which role.
     */
    get: operations['getMe'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Change your password
     * @description Every other session of yours ends. The current password is asked for again, so that a stolen token alone cannot take over an account. A wrong one is a 403 with the code "confirmation-failed": nothing has changed, and the session goes on. With `endAccessKeys` your access keys end too: do so when somebody else may have known the old password.
     */
    put: operations['changeMyPassword'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/email': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Change your email address
     * @description The current password is asked for again. The address is compared without regard to case, and stored as it is given.
     */
    put: operations['changeMyEmail'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/quotas': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List your quotas
     * @description How much you may have, and how much of it you use. `over` is above zero where a limit was set below what is used already: nothing is taken away, and nothing more can be created.
     */
    get: operations['listMyQuotas'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/access-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List your access keys
     * @description Newest first. Expired ones too, with the time of the last use, which is kept to the minute.
     */
    get: operations['listAccessKeys'];
    put?: never;
    /**
     * Register an access key
     * @description A public key, whose signatures then stand for you. Ed25519 only, and only for yourself, with a session or a password: a request that is itself signed with a key is forbidden. A key that you have registered already is refused. The private half must never be sent.
     */
    post: operations['createAccessKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/access-keys/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Revoke an access key
     * @description One of your own. Nothing that is signed with it is accepted any more, not even what was signed before. A request that is itself signed with a key is forbidden.
     */
    delete: operations['deleteAccessKey'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/resources': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List resources
     * @description All that you may read, newest first. An ordinary user sees their own; an administrator sees everybody’s, and can ask for those of one owner. A filter that matches nothing, or nothing that you may see, is an empty page.
     */
    get: operations['listResources'];
    put?: never;
    /**
     * Create a resource
     * @description One of your own. Charges the quota of the caller in the same transaction: two requests at once never exceed a limit. Previewing says beforehand whether it would fit. With an `Idempotency-Key` a request that may have been lost can be repeated safely.
     */
    post: operations['createResource'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/resources/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Preview a resource
     * @description Whether you could create it now: the same body and the same refusals as creating it, quota included, and nothing is written. The answer is what would have been created, without what only a resource that exists has.
     */
    post: operations['previewResource'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/resources/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read a resource
     * @description What belongs to others is answered like what does not exist. Send the `ETag` back as `If-None-Match` to be told when nothing has changed, or as `If-Match` when you rename.
     */
    get: operations['getResource'];
    put?: never;
    post?: never;
    /**
     * Delete a resource
     * @description What it took from the quota is given back. Deleting again is a 404. Both happen in one transaction: a resource is never gone and still charged for.
     */
    delete: operations['deleteResource'];
    options?: never;
    head?: never;
    /**
     * Rename a resource
     * @description With `If-Match` the name changes only if nobody has changed the resource since you read it. Without, the last writer wins.
     */
    patch: operations['renameResource'];
    trace?: never;
  };
  '/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List users
     * @description Newest first; with `over=true` those who use more than a limit of theirs allows. For administrators. All filters given must match. A page holds at most `pageSize` users; follow `Link` or pass `nextCursor` on as `cursor`.
     */
    get: operations['listUsers'];
    put?: never;
    /**
     * Create a user
     * @description For administrators: there is no self-registration. The address must be free, whatever its case. `limits` sets limits of the user’s own, by meter; for every other meter the default holds. Of a password no fingerprint is kept: a repeat with an `Idempotency-Key` and another password is answered with the first user, whose password stays.
     */
    post: operations['createUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read a user
     * @description Yourself, or as an administrator anybody. To everybody else a user that exists is answered like one that does not. Send the `ETag` back as `If-None-Match` to be told when nothing has changed, or as `If-Match` when you change or delete the user.
     */
    get: operations['getUser'];
    put?: never;
    post?: never;
    /**
     * Delete a user
     * @description `resources=delete` deletes their resources too; `refuse` is the default: a user who owns resources is not deleted by accident. The user, their sessions, limits and resources go together or not at all. A user with more than 1000 resources is deleted in steps: the answer is then 202, and the user is listed with the status `deleting` until the last resource is gone. From that answer on the user is gone for everything but reading and this request, which you can repeat: nobody is logged in as them, and nothing is created for them. Until then the email address stays taken, and administrators see the resources that are left. With `If-Match` only while the user is as you read it; what they own does not count for that.
     */
    delete: operations['deleteUser'];
    options?: never;
    head?: never;
    /**
     * Change a user
     * @description The email address, the role or the status; disabling ends all of their sessions. Only the members that are sent change. The last active administrator can neither be disabled nor get another role. With `If-Match` nothing changes unless the user is as you read it; without, the last writer wins.
     */
    patch: operations['changeUser'];
    trace?: never;
  };
  '/users/{id}/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Set a user’s password
     * @description All of their sessions and access keys end. For administrators, when a password was forgotten. Whoever was logged in with the old one has to log in again.
     */
    put: operations['setUserPassword'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End all sessions of a user
     * @description For yourself, or as an administrator for anybody, e.g. after a device was lost.
     */
    delete: operations['deleteUserSessions'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}/access-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List a user’s access keys
     * @description Newest first. For yourself, and for administrators. Expired ones too, with the time of the last use, which is kept to the minute.
     */
    get: operations['listUserAccessKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}/access-keys/{keyId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Revoke a user’s access key
     * @description For yourself, and for administrators. Nothing that is signed with it is accepted any more, not even what was signed before. A request that is itself signed with a key is forbidden.
     */
    delete: operations['deleteUserAccessKey'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}/resources': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List a user’s resources
     * @description Newest first. Of yourself, or as an administrator of anybody. Below a user that does not exist, or that you may not see, there is no list: that is a 404.
     */
    get: operations['listUserResources'];
    put?: never;
    /**
     * Create a resource for a user
     * @description Within the quota of that user. The owner is charged, whoever acts: an administrator cannot exceed the quota of somebody else either. Otherwise like creating a resource of your own.
     */
    post: operations['createUserResource'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}/resources/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Preview a resource for a user
     * @description Whether you could create it for that user now, within the quota of that user. Otherwise like previewing a resource of your own.
     */
    post: operations['previewUserResource'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}/resources/{resourceId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Delete a user’s resource
     * @description The resource must belong to that user; one that belongs to somebody else is a 404.
     */
    delete: operations['deleteUserResource'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}/quotas': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List a user’s quotas
     * @description How much they may have, and how much of it they use. Of yourself, or as an administrator of anybody. `source` says whether the limit was set for this user or is the default.
     */
    get: operations['listUserQuotas'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}/quotas/{meter}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Set a user’s limit
     * @description It may lie below what they use. For administrators. A limit below what is used takes nothing away: nothing more can be created until enough was deleted. `null` is unlimited.
     */
    put: operations['setUserQuota'];
    post?: never;
    /**
     * Clear a user’s limit
     * @description The default holds again. For administrators. Clearing a limit that was never set is no error.
     */
    delete: operations['clearUserQuota'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/default-limits': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List default limits
     * @description Those of every user without one of their own. For administrators. `null` is unlimited, which is what every meter starts with.
     */
    get: operations['listDefaultLimits'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/default-limits/{meter}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Set a default limit
     * @description For every user without one of their own. For administrators. It holds at once for every user without a limit of their own, those that exist already included.
     */
    put: operations['setDefaultLimit'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/audit-events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List audit events
     * @description What was done and what was refused, newest first. For administrators. An event is written in the same transaction as what it tells of; refusals are recorded too, equal ones of one minute as one event with their count. Passwords and tokens are never part of one.
     */
    get: operations['listAuditEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    CreateSessionBody: {
      /** Format: idn-email */
      email: string;
      /** Format: password */
      password: string;
    };
    Session: {
      /** Format: uuid */
      id: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       */
      lastUsedAt: string;
      /**
       * Format: date-time
       * @description When it ends if it is not used again. RFC 3339, UTC.
       */
      expiresAt: string;
      /** @description The IP address that the login came from; `null`: not known. */
      clientAddress: string | null;
      /** @description What the client called itself at the login: anything at all, and at most 256 characters of it. */
      userAgent: string | null;
      /** @description Is it the session that this request came with? */
      current: boolean;
    };
    User: {
      /** Format: uuid */
      id: string;
      /** Format: idn-email */
      email: string;
      /** @description One that can be given (user, admin), or one that could be once. */
      role: string;
      /** @enum {string} */
      status: 'active' | 'disabled' | 'deleting';
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       */
      updatedAt: string;
    };
    Login: {
      token: string;
      session: components['schemas']['Session'];
      user: components['schemas']['User'];
    };
    SessionList: {
      items: components['schemas']['Session'][];
    };
    ConfirmCurrentSessionBody: {
      /** Format: password */
      password: string;
    };
    ChangeMyPasswordBody: {
      /** Format: password */
      currentPassword: string;
      /** Format: password */
      newPassword: string;
      /** @description End all your access keys, too. */
      endAccessKeys?: boolean;
    };
    ChangeMyEmailBody: {
      /** Format: password */
      currentPassword: string;
      /** Format: idn-email */
      email: string;
    };
    Quota: {
      meter: string;
      /** @description `null` is unlimited. */
      limit: number | null;
      used: number;
      /** @description How far `used` lies above `limit`. */
      over: number;
      /**
       * @description Set for this user, or for everybody.
       * @enum {string}
       */
      source: 'user' | 'default';
    };
    QuotaList: {
      items: components['schemas']['Quota'][];
    };
    CreateAccessKeyBody: {
      name: string;
      /** @description An Ed25519 public key: SPKI in PEM. */
      publicKey: string;
      /**
       * Format: date-time
       * @description Left out, it is as late as this service allows; `null`, for ever, only where it sets no latest time.
       */
      expiresAt?: string | null;
    };
    AccessKey: {
      /**
       * Format: uuid
       * @description The `keyid` of signatures.
       */
      id: string;
      name: string;
      /** @description Ed25519, SPKI in PEM. */
      publicKey: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description `null`: valid until it is revoked.
       */
      expiresAt: string | null;
      /**
       * Format: date-time
       * @description To the minute; `null`: never used.
       */
      lastUsedAt: string | null;
    };
    AccessKeyList: {
      items: components['schemas']['AccessKey'][];
    };
    CreateResourceBody: {
      name: string;
      /**
       * @description The sort of resource, as the service declares them.
       * @enum {string}
       */
      kind?: 'resource';
    };
    Resource: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      ownerId: string;
      kind: string;
      name: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       */
      updatedAt: string;
    };
    ResourcePage: {
      items: components['schemas']['Resource'][];
      /** @description `null` on the last page. */
      nextCursor: string | null;
    };
    PreviewResourceBody: {
      name: string;
      /**
       * @description The sort of resource, as the service declares them.
       * @enum {string}
       */
      kind?: 'resource';
    };
    ResourcePreview: {
      /** Format: uuid */
      ownerId: string;
      kind: string;
      name: string;
    };
    RenameResourceBody: {
      name: string;
    };
    CreateUserBody: {
      /** Format: idn-email */
      email: string;
      /** Format: password */
      password: string;
      /** @enum {string} */
      role?: 'user' | 'admin';
      limits?: {
        /** @description `null` is unlimited. */
        resources?: number | null;
      };
    };
    UserPage: {
      items: components['schemas']['User'][];
      /** @description `null` on the last page. */
      nextCursor: string | null;
    };
    ChangeUserBody: {
      /** Format: idn-email */
      email?: string;
      /** @enum {string} */
      role?: 'user' | 'admin';
      /** @enum {string} */
      status?: 'active' | 'disabled';
    };
    SetUserPasswordBody: {
      /** Format: password */
      password: string;
    };
    CreateUserResourceBody: {
      name: string;
      /**
       * @description The sort of resource, as the service declares them.
       * @enum {string}
       */
      kind?: 'resource';
    };
    PreviewUserResourceBody: {
      name: string;
      /**
       * @description The sort of resource, as the service declares them.
       * @enum {string}
       */
      kind?: 'resource';
    };
    SetUserQuotaBody: {
      /** @description `null` is unlimited. */
      limit: number | null;
    };
    DefaultLimit: {
      meter: string;
      /** @description `null` is unlimited. */
      limit: number | null;
    };
    DefaultLimitList: {
      items: components['schemas']['DefaultLimit'][];
    };
    SetDefaultLimitBody: {
      /** @description `null` is unlimited. */
      limit: number | null;
    };
    AuditUser: {
      /** @constant */
      type: 'user';
      /** Format: uuid */
      id: string;
      /** @description `password`, `session`, or `access-key:` and its id. */
      credential: string;
    };
    AuditSystem: {
      /** @constant */
      type: 'system';
      name: string;
    };
    AuditAnonymous: {
      /** @constant */
      type: 'anonymous';
    };
    /** @description A user with the credential used, a named system actor, or nobody. */
    AuditActor:
      | components['schemas']['AuditUser']
      | components['schemas']['AuditSystem']
      | components['schemas']['AuditAnonymous'];
    AuditTarget: {
      type: string;
      id: string | null;
      ownerId: string | null;
    };
    AuditEvent: {
      /** Format: uuid */
      id: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       */
      at: string;
      actor: components['schemas']['AuditActor'];
      action: string;
      target: components['schemas']['AuditTarget'];
      /** @description What was changed or refused; it depends on the action. */
      details: {
        [key: string]: unknown;
      };
      /** @enum {string} */
      outcome: 'accepted' | 'refused';
      /** @description The policy rule that allowed it, or why it was refused. */
      reason: string;
      /** @description The request in which it happened, as its answer and the log of the service name it. */
      requestId: string | null;
      /** @description How many equal refusals the event stands for: same actor, action, target and reason, within one minute. All else about it is that of the first. */
      count: number;
    };
    AuditEventPage: {
      items: components['schemas']['AuditEvent'][];
      /** @description `null` on the last page. */
      nextCursor: string | null;
    };
    MalformedRequestProblem: {
      /** @constant */
      type: '/v1/problems/malformed-request';
      /** @constant */
      title: 'The request cannot be read';
      /** @constant */
      status: 400;
      /** @constant */
      code: 'malformed-request';
      detail: string;
    };
    AuthenticationRequiredProblem: {
      /** @constant */
      type: '/v1/problems/authentication-required';
      /** @constant */
      title: 'A credential is needed';
      /** @constant */
      status: 401;
      /** @constant */
      code: 'authentication-required';
      detail: string;
    };
    InvalidCredentialsProblem: {
      /** @constant */
      type: '/v1/problems/invalid-credentials';
      /** @constant */
      title: 'The credentials are not valid';
      /** @constant */
      status: 401;
      /** @constant */
      code: 'invalid-credentials';
      detail: string;
    };
    InvalidTokenProblem: {
      /** @constant */
      type: '/v1/problems/invalid-token';
      /** @constant */
      title: 'The session token is not valid';
      /** @constant */
      status: 401;
      /** @constant */
      code: 'invalid-token';
      detail: string;
    };
    InvalidSignatureProblem: {
      /** @constant */
      type: '/v1/problems/invalid-signature';
      /** @constant */
      title: 'The signature is not valid';
      /** @constant */
      status: 401;
      /** @constant */
      code: 'invalid-signature';
      detail: string;
    };
    ForbiddenProblem: {
      /** @constant */
      type: '/v1/problems/forbidden';
      /** @constant */
      title: 'This is not allowed';
      /** @constant */
      status: 403;
      /** @constant */
      code: 'forbidden';
      detail: string;
      /** @description What was refused. */
      action: string;
      /** @description What was lacking, or the rule that forbids it. */
      reason: string;
    };
    ConfirmationRequiredProblem: {
      /** @constant */
      type: '/v1/problems/confirmation-required';
      /** @constant */
      title: 'Your password is needed again';
      /** @constant */
      status: 403;
      /** @constant */
      code: 'confirmation-required';
      detail: string;
      /** @description What needs the password. */
      action: string;
    };
    ConfirmationFailedProblem: {
      /** @constant */
      type: '/v1/problems/confirmation-failed';
      /** @constant */
      title: 'The current password is wrong';
      /** @constant */
      status: 403;
      /** @constant */
      code: 'confirmation-failed';
      detail: string;
    };
    QuotaShortfall: {
      meter: string;
      limit: number | null;
      used: number;
      requested: number;
    };
    QuotaExceededProblem: {
      /** @constant */
      type: '/v1/problems/quota-exceeded';
      /** @constant */
      title: 'The quota is exceeded';
      /** @constant */
      status: 403;
      /** @constant */
      code: 'quota-exceeded';
      detail: string;
      /** @description One entry for each meter that was asked of. */
      quotas: components['schemas']['QuotaShortfall'][];
    };
    NotFoundProblem: {
      /** @constant */
      type: '/v1/problems/not-found';
      /** @constant */
      title: 'There is nothing here';
      /** @constant */
      status: 404;
      /** @constant */
      code: 'not-found';
      detail: string;
    };
    MethodNotAllowedProblem: {
      /** @constant */
      type: '/v1/problems/method-not-allowed';
      /** @constant */
      title: 'The method is not allowed here';
      /** @constant */
      status: 405;
      /** @constant */
      code: 'method-not-allowed';
      detail: string;
    };
    NotAcceptableProblem: {
      /** @constant */
      type: '/v1/problems/not-acceptable';
      /** @constant */
      title: 'The answer would be JSON';
      /** @constant */
      status: 406;
      /** @constant */
      code: 'not-acceptable';
      detail: string;
    };
    RequestTimeoutProblem: {
      /** @constant */
      type: '/v1/problems/request-timeout';
      /** @constant */
      title: 'The request took too long to arrive';
      /** @constant */
      status: 408;
      /** @constant */
      code: 'request-timeout';
      detail: string;
    };
    EmailTakenProblem: {
      /** @constant */
      type: '/v1/problems/email-taken';
      /** @constant */
      title: 'The email address is taken';
      /** @constant */
      status: 409;
      /** @constant */
      code: 'email-taken';
      detail: string;
    };
    LastAdminProblem: {
      /** @constant */
      type: '/v1/problems/last-admin';
      /** @constant */
      title: 'There must be an administrator';
      /** @constant */
      status: 409;
      /** @constant */
      code: 'last-admin';
      detail: string;
    };
    OwnsResourcesProblem: {
      /** @constant */
      type: '/v1/problems/owns-resources';
      /** @constant */
      title: 'The user owns resources';
      /** @constant */
      status: 409;
      /** @constant */
      code: 'owns-resources';
      detail: string;
      count: number;
    };
    RefusedByHostProblem: {
      /** @constant */
      type: '/v1/problems/refused-by-host';
      /** @constant */
      title: 'The service refuses it';
      /** @constant */
      status: 409;
      /** @constant */
      code: 'refused-by-host';
      detail: string;
    };
    PreconditionFailedProblem: {
      /** @constant */
      type: '/v1/problems/precondition-failed';
      /** @constant */
      title: 'It has changed';
      /** @constant */
      status: 412;
      /** @constant */
      code: 'precondition-failed';
      detail: string;
    };
    PayloadTooLargeProblem: {
      /** @constant */
      type: '/v1/problems/payload-too-large';
      /** @constant */
      title: 'The body is too large';
      /** @constant */
      status: 413;
      /** @constant */
      code: 'payload-too-large';
      detail: string;
    };
    UnsupportedMediaTypeProblem: {
      /** @constant */
      type: '/v1/problems/unsupported-media-type';
      /** @constant */
      title: 'The body must be JSON';
      /** @constant */
      status: 415;
      /** @constant */
      code: 'unsupported-media-type';
      detail: string;
    };
    Violation: {
      /** @description A JSON pointer into the body, `?name` of a query parameter, or the name of a header. */
      pointer: string;
      /** @description What would be right. */
      detail: string;
    };
    InvalidRequestProblem: {
      /** @constant */
      type: '/v1/problems/invalid-request';
      /** @constant */
      title: 'The request is not valid';
      /** @constant */
      status: 422;
      /** @constant */
      code: 'invalid-request';
      detail: string;
      errors: components['schemas']['Violation'][];
    };
    IdempotencyKeyReusedProblem: {
      /** @constant */
      type: '/v1/problems/idempotency-key-reused';
      /** @constant */
      title: 'The idempotency key was used before';
      /** @constant */
      status: 422;
      /** @constant */
      code: 'idempotency-key-reused';
      detail: string;
    };
    TooManyAttemptsProblem: {
      /** @constant */
      type: '/v1/problems/too-many-attempts';
      /** @constant */
      title: 'There were too many attempts';
      /** @constant */
      status: 429;
      /** @constant */
      code: 'too-many-attempts';
      detail: string;
    };
    InternalProblem: {
      /** @constant */
      type: '/v1/problems/internal';
      /** @constant */
      title: 'Something failed on the server';
      /** @constant */
      status: 500;
      /** @constant */
      code: 'internal';
      detail: string;
      /** @description Quote it when you report the error. */
      requestId: string;
    };
    StorageUnavailableProblem: {
      /** @constant */
      type: '/v1/problems/storage-unavailable';
      /** @constant */
      title: 'Storage is not available';
      /** @constant */
      status: 503;
      /** @constant */
      code: 'storage-unavailable';
      detail: string;
    };
    OverloadedProblem: {
      /** @constant */
      type: '/v1/problems/overloaded';
      /** @constant */
      title: 'The server is overloaded';
      /** @constant */
      status: 503;
      /** @constant */
      code: 'overloaded';
      detail: string;
    };
  };
  responses: {
    /** @description `malformed-request`: The request cannot be read. */
    MalformedRequest: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['MalformedRequestProblem'];
      };
    };
    /** @description `invalid-credentials`: The credentials are not valid. */
    InvalidCredentials: {
      headers: {
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['InvalidCredentialsProblem'];
      };
    };
    /** @description `not-acceptable`: The answer would be JSON. */
    NotAcceptable: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['NotAcceptableProblem'];
      };
    };
    /** @description `request-timeout`: The request took too long to arrive. */
    RequestTimeout: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['RequestTimeoutProblem'];
      };
    };
    /** @description `refused-by-host`: The service refuses it. */
    RefusedByHost: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['RefusedByHostProblem'];
      };
    };
    /** @description `payload-too-large`: The body is too large. */
    PayloadTooLarge: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['PayloadTooLargeProblem'];
      };
    };
    /** @description `unsupported-media-type`: The body must be JSON. */
    UnsupportedMediaType: {
      headers: {
        Accept: components['headers']['Accept'];
        'Accept-Patch': components['headers']['Accept-Patch'];
        'Accept-Encoding': components['headers']['Accept-Encoding'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['UnsupportedMediaTypeProblem'];
      };
    };
    /** @description `invalid-request`: The request is not valid. */
    InvalidRequest: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['InvalidRequestProblem'];
      };
    };
    /** @description `too-many-attempts`: There were too many attempts. */
    TooManyAttempts: {
      headers: {
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['TooManyAttemptsProblem'];
      };
    };
    /** @description `internal`: Something failed on the server. */
    Internal: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['InternalProblem'];
      };
    };
    /** @description `storage-unavailable`: Storage is not available. `overloaded`: The server is overloaded. */
    StorageUnavailableOrOverloaded: {
      headers: {
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['StorageUnavailableProblem']
          | components['schemas']['OverloadedProblem'];
      };
    };
    /** @description `authentication-required`: A credential is needed. `invalid-credentials`: The credentials are not valid. `invalid-token`: The session token is not valid. `invalid-signature`: The signature is not valid. */
    AuthenticationRequiredOr3More: {
      headers: {
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['AuthenticationRequiredProblem']
          | components['schemas']['InvalidCredentialsProblem']
          | components['schemas']['InvalidTokenProblem']
          | components['schemas']['InvalidSignatureProblem'];
      };
    };
    /** @description `forbidden`: This is not allowed. */
    Forbidden: {
      headers: {
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['ForbiddenProblem'];
      };
    };
    /** @description `not-found`: There is nothing here. */
    NotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['NotFoundProblem'];
      };
    };
    /** @description `forbidden`: This is not allowed. `confirmation-failed`: The current password is wrong. */
    ForbiddenOrConfirmationFailed: {
      headers: {
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['ForbiddenProblem']
          | components['schemas']['ConfirmationFailedProblem'];
      };
    };
    /** @description `email-taken`: The email address is taken. `refused-by-host`: The service refuses it. */
    EmailTakenOrRefusedByHost: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['EmailTakenProblem']
          | components['schemas']['RefusedByHostProblem'];
      };
    };
    /** @description `forbidden`: This is not allowed. `confirmation-required`: Your password is needed again. */
    ForbiddenOrConfirmationRequired: {
      headers: {
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['ForbiddenProblem']
          | components['schemas']['ConfirmationRequiredProblem'];
      };
    };
    /** @description `invalid-request`: The request is not valid. `idempotency-key-reused`: The idempotency key was used before. */
    InvalidRequestOrIdempotencyKeyReused: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['InvalidRequestProblem']
          | components['schemas']['IdempotencyKeyReusedProblem'];
      };
    };
    /** @description `forbidden`: This is not allowed. `quota-exceeded`: The quota is exceeded. */
    ForbiddenOrQuotaExceeded: {
      headers: {
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['ForbiddenProblem']
          | components['schemas']['QuotaExceededProblem'];
      };
    };
    /** @description `precondition-failed`: It has changed. */
    PreconditionFailed: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['PreconditionFailedProblem'];
      };
    };
    /** @description `email-taken`: The email address is taken. `last-admin`: There must be an administrator. `refused-by-host`: The service refuses it. */
    EmailTakenOr2More: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['EmailTakenProblem']
          | components['schemas']['LastAdminProblem']
          | components['schemas']['RefusedByHostProblem'];
      };
    };
    /** @description `last-admin`: There must be an administrator. `owns-resources`: The user owns resources. `refused-by-host`: The service refuses it. */
    LastAdminOr2More: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['LastAdminProblem']
          | components['schemas']['OwnsResourcesProblem']
          | components['schemas']['RefusedByHostProblem'];
      };
    };
    /** @description `method-not-allowed`: The method is not allowed here. */
    MethodNotAllowed: {
      headers: {
        Allow: components['headers']['Allow'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['MethodNotAllowedProblem'];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: {
    /**
     * @description Where to find what was made.
     * @example /v1/resources/019cade2-4488-7332-95b1-8bd42f8cf498
     */
    Location: string;
    /**
     * @description Stands for this version of what was read: for `If-Match` and `If-None-Match`.
     * @example "X1zIUfXmhwN9wPlwcd3ZTeV7tLJHQCiOL4AIT5u_yw8"
     */
    ETag: string;
    /**
     * @description The next page, as `rel="next"` (RFC 8288). Missing on the last one.
     * @example </v1/resources?pageSize=1&cursor=AZyt4kxYcfePdKIJJ3U2eVnN9n5Y9HJLMojU-UcK1Po>; rel="next"
     */
    Link: string;
    /**
     * @description How to authenticate: one challenge for each scheme. On a 403 of the policy, that another user could.
     * @example Bearer realm="bailiwick"
     */
    'WWW-Authenticate': string;
    /**
     * @description The methods of this path.
     * @example GET, HEAD, OPTIONS
     */
    Allow: string;
    /**
     * @description The media types that the body may have.
     * @example application/json
     */
    Accept: string;
    /** @description The same for PATCH (RFC 5789). */
    'Accept-Patch': string;
    /** @description The content codings that the body may have, when that is what was wrong. */
    'Accept-Encoding': string;
    /**
     * @description After how many seconds to try again.
     * @example 900
     */
    'Retry-After': string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listSessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them: a login beyond the hundredth ends the session least recently used. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "019cade2-1990-7200-ad92-b3670733e500",
           *           "createdAt": "2026-03-02T09:30:02.000Z",
           *           "lastUsedAt": "2026-03-02T09:30:02.000Z",
           *           "expiresAt": "2026-03-09T09:30:02.000Z",
           *           "clientAddress": "127.0.0.1",
           *           "userAgent": "node",
           *           "current": false
           *         },
           *         {
           *           "id": "019cade2-15a8-7592-bc9e-361ea33a264e",
           *           "createdAt": "2026-03-02T09:30:01.000Z",
           *           "lastUsedAt": "2026-03-02T09:30:01.000Z",
           *           "expiresAt": "2026-03-09T09:30:01.000Z",
           *           "clientAddress": "127.0.0.1",
           *           "userAgent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
           *           "current": false
           *         },
           *         {
           *           "id": "019cade2-11c0-769a-891e-fa2392f47004",
           *           "createdAt": "2026-03-02T09:30:00.000Z",
           *           "lastUsedAt": "2026-03-02T09:30:00.000Z",
           *           "expiresAt": "2026-03-09T09:30:00.000Z",
           *           "clientAddress": null,
           *           "userAgent": null,
           *           "current": true
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['SessionList'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  createSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "ann@example.com",
         *       "password": "correct horse battery staple"
         *     }
         */
        'application/json': components['schemas']['CreateSessionBody'];
      };
    };
    responses: {
      /** @description The token is shown here and never again: send it as `Authorization: Bearer <token>`. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "token": "ESoQS9WQHxOrv9zRG-KKv-6okhM7GGGv5sxMmZzJwWA",
           *       "session": {
           *         "id": "019cade2-15a8-7592-bc9e-361ea33a264e",
           *         "createdAt": "2026-03-02T09:30:01.000Z",
           *         "lastUsedAt": "2026-03-02T09:30:01.000Z",
           *         "expiresAt": "2026-03-09T09:30:01.000Z",
           *         "clientAddress": "127.0.0.1",
           *         "userAgent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
           *         "current": true
           *       },
           *       "user": {
           *         "id": "019cade2-11c0-7699-a207-b36678097a1f",
           *         "email": "ann@example.com",
           *         "role": "user",
           *         "status": "active",
           *         "createdAt": "2026-03-02T09:30:00.000Z",
           *         "updatedAt": "2026-03-02T09:30:00.000Z"
           *       }
           *     }
           */
          'application/json': components['schemas']['Login'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['InvalidCredentials'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  deleteAllSessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All sessions have ended. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  deleteCurrentSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session has ended. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  confirmCurrentSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "password": "correct horse battery staple"
         *     }
         */
        'application/json': components['schemas']['ConfirmCurrentSessionBody'];
      };
    };
    responses: {
      /** @description Confirmed, for ten minutes. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationFailed'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  deleteSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 019cade2-15a8-7592-bc9e-361ea33a264e */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session has ended. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  getMe: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of what you have: the answer is a 304 as long as that is what there is. */
        'If-None-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The user behind the credential. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-11c0-7699-a207-b36678097a1f",
           *       "email": "ann@example.com",
           *       "role": "user",
           *       "status": "active",
           *       "createdAt": "2026-03-02T09:30:00.000Z",
           *       "updatedAt": "2026-03-02T09:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['User'];
        };
      };
      /** @description What you have is what there is. */
      304: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  changeMyPassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "currentPassword": "correct horse battery staple",
         *       "newPassword": "an even longer passphrase"
         *     }
         */
        'application/json': components['schemas']['ChangeMyPasswordBody'];
      };
    };
    responses: {
      /** @description The password is changed. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationFailed'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  changeMyEmail: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "currentPassword": "an even longer passphrase",
         *       "email": "ann.smith@example.com"
         *     }
         */
        'application/json': components['schemas']['ChangeMyEmailBody'];
      };
    };
    responses: {
      /** @description The user with the new address. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-11c0-7699-a207-b36678097a1f",
           *       "email": "ann.smith@example.com",
           *       "role": "user",
           *       "status": "active",
           *       "createdAt": "2026-03-02T09:30:00.000Z",
           *       "updatedAt": "2026-03-02T09:30:22.000Z"
           *     }
           */
          'application/json': components['schemas']['User'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationFailed'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['EmailTakenOrRefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  listMyQuotas: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One quota for each meter. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "meter": "resources",
           *           "limit": null,
           *           "used": 2,
           *           "over": 0,
           *           "source": "default"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['QuotaList'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  listAccessKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them: at most 100. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "019cade2-3100-746b-b882-f82661fbef6f",
           *           "name": "laptop",
           *           "publicKey": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n",
           *           "createdAt": "2026-03-02T09:30:08.000Z",
           *           "expiresAt": "2027-03-02T09:30:08.000Z",
           *           "lastUsedAt": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['AccessKeyList'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  createAccessKey: {
    parameters: {
      query?: never;
      header?: {
        /** @description A repeat by the same caller with the same key and body gives the first answer and creates nothing more. Bare or quoted. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "laptop",
         *       "publicKey": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n"
         *     }
         */
        'application/json': components['schemas']['CreateAccessKeyBody'];
      };
    };
    responses: {
      /** @description The entry, or the one that an earlier request with this key made. Its `id` is the `keyid` of signatures. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-3100-746b-b882-f82661fbef6f",
           *       "name": "laptop",
           *       "publicKey": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n",
           *       "createdAt": "2026-03-02T09:30:08.000Z",
           *       "expiresAt": "2027-03-02T09:30:08.000Z",
           *       "lastUsedAt": null
           *     }
           */
          'application/json': components['schemas']['AccessKey'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationRequired'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequestOrIdempotencyKeyReused'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  deleteAccessKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 019cade2-3100-746b-b882-f82661fbef6f */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The key is refused from now on. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  listResources: {
    parameters: {
      query?: {
        /** @description Only resources of this user. */
        ownerId?: string;
        /** @description A name that is declared now, or was once. */
        kind?: string;
        /** @description How many there are on a page, at most. */
        pageSize?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of resources. */
      200: {
        headers: {
          Link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "019cade2-4c58-71f7-8f74-a20927753679",
           *           "ownerId": "019cade2-11c0-7699-a207-b36678097a1f",
           *           "kind": "resource",
           *           "name": "customers",
           *           "createdAt": "2026-03-02T09:30:15.000Z",
           *           "updatedAt": "2026-03-02T09:30:15.000Z"
           *         }
           *       ],
           *       "nextCursor": "AZyt4kxYcfePdKIJJ3U2eVnN9n5Y9HJLMojU-UcK1Po"
           *     }
           */
          'application/json': components['schemas']['ResourcePage'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  createResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description A repeat by the same caller with the same key and body gives the first answer and creates nothing more. Bare or quoted. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "orders"
         *     }
         */
        'application/json': components['schemas']['CreateResourceBody'];
      };
    };
    responses: {
      /** @description The resource, or the one that an earlier request with this key made. */
      201: {
        headers: {
          Location: components['headers']['Location'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-4488-7332-95b1-8bd42f8cf498",
           *       "ownerId": "019cade2-11c0-7699-a207-b36678097a1f",
           *       "kind": "resource",
           *       "name": "orders",
           *       "createdAt": "2026-03-02T09:30:13.000Z",
           *       "updatedAt": "2026-03-02T09:30:13.000Z"
           *     }
           */
          'application/json': components['schemas']['Resource'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrQuotaExceeded'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequestOrIdempotencyKeyReused'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  previewResource: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "orders"
         *     }
         */
        'application/json': components['schemas']['PreviewResourceBody'];
      };
    };
    responses: {
      /** @description It could be created. Nothing was. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ownerId": "019cade2-11c0-7699-a207-b36678097a1f",
           *       "kind": "resource",
           *       "name": "orders"
           *     }
           */
          'application/json': components['schemas']['ResourcePreview'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrQuotaExceeded'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  getResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of what you have: the answer is a 304 as long as that is what there is. */
        'If-None-Match'?: string;
      };
      path: {
        /** @example 019cade2-4488-7332-95b1-8bd42f8cf498 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The resource, with its `ETag`. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-4488-7332-95b1-8bd42f8cf498",
           *       "ownerId": "019cade2-11c0-7699-a207-b36678097a1f",
           *       "kind": "resource",
           *       "name": "orders",
           *       "createdAt": "2026-03-02T09:30:13.000Z",
           *       "updatedAt": "2026-03-02T09:30:13.000Z"
           *     }
           */
          'application/json': components['schemas']['Resource'];
        };
      };
      /** @description What you have is what there is. */
      304: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  deleteResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of what you read; when it is another one by now, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: a 412 when the `ETag` is this one. */
        'If-None-Match'?: string;
      };
      path: {
        /** @example 019cade2-4488-7332-95b1-8bd42f8cf498 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The resource is gone. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  renameResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of what you read; when it is another one by now, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: a 412 when the `ETag` is this one. */
        'If-None-Match'?: string;
      };
      path: {
        /** @example 019cade2-4488-7332-95b1-8bd42f8cf498 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "invoices"
         *     }
         */
        'application/json': components['schemas']['RenameResourceBody'];
        /**
         * @example {
         *       "name": "invoices"
         *     }
         */
        'application/merge-patch+json': components['schemas']['RenameResourceBody'];
      };
    };
    responses: {
      /** @description The resource, with its new `ETag`. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-4488-7332-95b1-8bd42f8cf498",
           *       "ownerId": "019cade2-11c0-7699-a207-b36678097a1f",
           *       "kind": "resource",
           *       "name": "invoices",
           *       "createdAt": "2026-03-02T09:30:13.000Z",
           *       "updatedAt": "2026-03-02T09:30:19.000Z"
           *     }
           */
          'application/json': components['schemas']['Resource'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  listUsers: {
    parameters: {
      query?: {
        email?: string;
        /** @description A name that is declared now, or was once. */
        role?: string;
        status?: 'active' | 'disabled' | 'deleting';
        /** @description Only those who use more than a limit of theirs allows. */
        over?: boolean;
        /** @description How many there are on a page, at most. */
        pageSize?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of users. */
      200: {
        headers: {
          Link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "019cade2-6b98-73e0-866a-ba05328d6894",
           *           "email": "carol@example.com",
           *           "role": "user",
           *           "status": "active",
           *           "createdAt": "2026-03-02T09:30:23.000Z",
           *           "updatedAt": "2026-03-02T09:30:23.000Z"
           *         },
           *         {
           *           "id": "019cade2-11c0-769d-a8e1-517494020271",
           *           "email": "bob@example.com",
           *           "role": "user",
           *           "status": "active",
           *           "createdAt": "2026-03-02T09:30:00.000Z",
           *           "updatedAt": "2026-03-02T09:30:00.000Z"
           *         }
           *       ],
           *       "nextCursor": "AZyt4hHAdp2o4VF0lAICcY_C81xyzTyOz6dx1h2cWYU"
           *     }
           */
          'application/json': components['schemas']['UserPage'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  createUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description A repeat by the same caller with the same key and body gives the first answer and creates nothing more. Bare or quoted. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "carol@example.com",
         *       "password": "a first password for carol"
         *     }
         */
        'application/json': components['schemas']['CreateUserBody'];
      };
    };
    responses: {
      /** @description The user, or the one that an earlier request with this key made. */
      201: {
        headers: {
          Location: components['headers']['Location'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-6b98-73e0-866a-ba05328d6894",
           *       "email": "carol@example.com",
           *       "role": "user",
           *       "status": "active",
           *       "createdAt": "2026-03-02T09:30:23.000Z",
           *       "updatedAt": "2026-03-02T09:30:23.000Z"
           *     }
           */
          'application/json': components['schemas']['User'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationRequired'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['EmailTakenOrRefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequestOrIdempotencyKeyReused'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  getUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of what you have: the answer is a 304 as long as that is what there is. */
        'If-None-Match'?: string;
      };
      path: {
        /** @example 019cade2-6b98-73e0-866a-ba05328d6894 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The user, with its `ETag`. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-6b98-73e0-866a-ba05328d6894",
           *       "email": "carol@example.com",
           *       "role": "user",
           *       "status": "active",
           *       "createdAt": "2026-03-02T09:30:23.000Z",
           *       "updatedAt": "2026-03-02T09:30:23.000Z"
           *     }
           */
          'application/json': components['schemas']['User'];
        };
      };
      /** @description What you have is what there is. */
      304: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  deleteUser: {
    parameters: {
      query?: {
        /** @description What becomes of the resources of the user; `refuse` when it is left out. */
        resources?: 'delete' | 'refuse';
      };
      header?: {
        /** @description The `ETag` of what you read; when it is another one by now, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: a 412 when the `ETag` is this one. */
        'If-None-Match'?: string;
      };
      path: {
        /** @example 019cade2-6b98-73e0-866a-ba05328d6894 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The user is being deleted; `GET /users/{id}` answers 404 when the last of it is gone. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-aa18-73e4-b056-73be7ac6f574",
           *       "email": "dora@example.com",
           *       "role": "user",
           *       "status": "deleting",
           *       "createdAt": "2026-03-02T09:30:39.000Z",
           *       "updatedAt": "2026-03-02T09:30:40.000Z"
           *     }
           */
          'application/json': components['schemas']['User'];
        };
      };
      /** @description The user is gone. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationRequired'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['LastAdminOr2More'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  changeUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of what you read; when it is another one by now, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: a 412 when the `ETag` is this one. */
        'If-None-Match'?: string;
      };
      path: {
        /** @example 019cade2-6b98-73e0-866a-ba05328d6894 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "status": "disabled"
         *     }
         */
        'application/json': components['schemas']['ChangeUserBody'];
        /**
         * @example {
         *       "status": "disabled"
         *     }
         */
        'application/merge-patch+json': components['schemas']['ChangeUserBody'];
      };
    };
    responses: {
      /** @description The user as changed, with its new `ETag`. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-6b98-73e0-866a-ba05328d6894",
           *       "email": "carol@example.com",
           *       "role": "user",
           *       "status": "disabled",
           *       "createdAt": "2026-03-02T09:30:23.000Z",
           *       "updatedAt": "2026-03-02T09:30:34.000Z"
           *     }
           */
          'application/json': components['schemas']['User'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationRequired'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['EmailTakenOr2More'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  setUserPassword: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 019cade2-6b98-73e0-866a-ba05328d6894 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "password": "a second password for carol"
         *     }
         */
        'application/json': components['schemas']['SetUserPasswordBody'];
      };
    };
    responses: {
      /** @description The password is set. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationRequired'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  deleteUserSessions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 019cade2-6b98-73e0-866a-ba05328d6894 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of their sessions have ended. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  listUserAccessKeys: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 019cade2-11c0-7699-a207-b36678097a1f */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them: at most 100. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "019cade2-38d0-774e-a39e-c93e74e74918",
           *           "name": "tower",
           *           "publicKey": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n",
           *           "createdAt": "2026-03-02T09:30:10.000Z",
           *           "expiresAt": "2027-03-02T09:30:10.000Z",
           *           "lastUsedAt": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['AccessKeyList'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  deleteUserAccessKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 019cade2-11c0-7699-a207-b36678097a1f */
        id: string;
        /** @example 019cade2-38d0-774e-a39e-c93e74e74918 */
        keyId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The key is refused from now on. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  listUserResources: {
    parameters: {
      query?: {
        /** @description A name that is declared now, or was once. */
        kind?: string;
        /** @description How many there are on a page, at most. */
        pageSize?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path: {
        /** @example 019cade2-6b98-73e0-866a-ba05328d6894 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of resources. */
      200: {
        headers: {
          Link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "019cade2-7b38-73d0-b7f2-8e44c0812123",
           *           "ownerId": "019cade2-6b98-73e0-866a-ba05328d6894",
           *           "kind": "resource",
           *           "name": "a present",
           *           "createdAt": "2026-03-02T09:30:27.000Z",
           *           "updatedAt": "2026-03-02T09:30:27.000Z"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['ResourcePage'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  createUserResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description A repeat by the same caller with the same key and body gives the first answer and creates nothing more. Bare or quoted. */
        'Idempotency-Key'?: string;
      };
      path: {
        /** @example 019cade2-6b98-73e0-866a-ba05328d6894 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "a present"
         *     }
         */
        'application/json': components['schemas']['CreateUserResourceBody'];
      };
    };
    responses: {
      /** @description The resource, or the one that an earlier request with this key made. */
      201: {
        headers: {
          Location: components['headers']['Location'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-7b38-73d0-b7f2-8e44c0812123",
           *       "ownerId": "019cade2-6b98-73e0-866a-ba05328d6894",
           *       "kind": "resource",
           *       "name": "a present",
           *       "createdAt": "2026-03-02T09:30:27.000Z",
           *       "updatedAt": "2026-03-02T09:30:27.000Z"
           *     }
           */
          'application/json': components['schemas']['Resource'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrQuotaExceeded'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequestOrIdempotencyKeyReused'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  previewUserResource: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 019cade2-6b98-73e0-866a-ba05328d6894 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "another"
         *     }
         */
        'application/json': components['schemas']['PreviewUserResourceBody'];
      };
    };
    responses: {
      /** @description It could be created. Nothing was. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ownerId": "019cade2-6b98-73e0-866a-ba05328d6894",
           *       "kind": "resource",
           *       "name": "another"
           *     }
           */
          'application/json': components['schemas']['ResourcePreview'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrQuotaExceeded'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  deleteUserResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of what you read; when it is another one by now, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: a 412 when the `ETag` is this one. */
        'If-None-Match'?: string;
      };
      path: {
        /** @example 019cade2-6b98-73e0-866a-ba05328d6894 */
        id: string;
        /** @example 019cade2-7b38-73d0-b7f2-8e44c0812123 */
        resourceId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The resource is gone. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  listUserQuotas: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 019cade2-6b98-73e0-866a-ba05328d6894 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One quota for each meter. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "meter": "resources",
           *           "limit": 5,
           *           "used": 1,
           *           "over": 0,
           *           "source": "user"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['QuotaList'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  setUserQuota: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 019cade2-6b98-73e0-866a-ba05328d6894 */
        id: string;
        /** @example resources */
        meter: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "limit": 5
         *     }
         */
        'application/json': components['schemas']['SetUserQuotaBody'];
      };
    };
    responses: {
      /** @description The quota as set. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "meter": "resources",
           *       "limit": 5,
           *       "used": 0,
           *       "over": 0,
           *       "source": "user"
           *     }
           */
          'application/json': components['schemas']['Quota'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  clearUserQuota: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 019cade2-6b98-73e0-866a-ba05328d6894 */
        id: string;
        /** @example resources */
        meter: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The quota that is in force now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "meter": "resources",
           *       "limit": null,
           *       "used": 0,
           *       "over": 0,
           *       "source": "default"
           *     }
           */
          'application/json': components['schemas']['Quota'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  listDefaultLimits: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One limit for each meter. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "meter": "resources",
           *           "limit": 10
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['DefaultLimitList'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  setDefaultLimit: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example resources */
        meter: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "limit": 10
         *     }
         */
        'application/json': components['schemas']['SetDefaultLimitBody'];
      };
    };
    responses: {
      /** @description The limit as set. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "meter": "resources",
           *       "limit": 10
           *     }
           */
          'application/json': components['schemas']['DefaultLimit'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['RefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  listAuditEvents: {
    parameters: {
      query?: {
        /** @description The id of a user, or the name of a system actor. */
        actor?: string;
        /** @description The id of a user, resource or session, or a meter. */
        target?: string;
        /** @description E.g. `resource:create`. Hosts have actions of their own, so that one under which nothing was recorded is no error: it lists nothing. */
        action?: string;
        /** @description How many there are on a page, at most. */
        pageSize?: number;
        /** @description `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of audit events. */
      200: {
        headers: {
          Link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "019cade2-a630-73d0-9f27-70c0ec324010",
           *           "at": "2026-03-02T09:30:38.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *             "credential": "session"
           *           },
           *           "action": "user:delete",
           *           "target": {
           *             "type": "user",
           *             "id": "019cade2-6b98-73e0-866a-ba05328d6894",
           *             "ownerId": "019cade2-6b98-73e0-866a-ba05328d6894"
           *           },
           *           "details": {
           *             "resources": "refuse"
           *           },
           *           "outcome": "accepted",
           *           "reason": "administrators may do everything",
           *           "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *           "count": 1
           *         },
           *         {
           *           "id": "019cade2-9e60-777e-b217-ef57a9ed8e7a",
           *           "at": "2026-03-02T09:30:36.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *             "credential": "session"
           *           },
           *           "action": "default-limit:set",
           *           "target": {
           *             "type": "default-limit",
           *             "id": "resources",
           *             "ownerId": null
           *           },
           *           "details": {
           *             "limit": 10
           *           },
           *           "outcome": "accepted",
           *           "reason": "administrators may do everything",
           *           "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *           "count": 1
           *         }
           *       ],
           *       "nextCursor": "AZyt4p5gd36yF-9Xqe2OemQaMp6fvBKiVjf25jjLwEg"
           *     }
           */
          'application/json': components['schemas']['AuditEventPage'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['Forbidden'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
}
