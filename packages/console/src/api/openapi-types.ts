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
     * @description Lists your active sessions with their origin, newest first, for a page on which users look for logins that are not theirs. `current` marks the session of this request.
     */
    get: operations['listSessions'];
    put?: never;
    /**
     * Log in
     * @description Returns a session token for an email address and a password. Needs no credential. A wrong password, an unknown address and a disabled user get the same answer, which does not reveal whether an address has an account. A session ends when it has not been used for a while, and after its maximum lifetime in any case. With `cookie`, the token is only in an HttpOnly cookie, for pages of the same origin: a script cannot read it, and requests that change something must come from such a page.
     */
    post: operations['createSession'];
    /**
     * Log out everywhere
     * @description Ends all of your own sessions, including this one. Their tokens stop working with the next request. Your password does not change.
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
    /**
     * Find out who is signed in
     * @description Returns the user whose session is in the cookie of this request; without a cookie, or if its session has ended, `null`. Reads no other credential: use `GET /me` with those. Also says how long a new password must be.
     */
    get: operations['getCurrentSession'];
    put?: never;
    post?: never;
    /**
     * Log out
     * @description Ends the session of this request. A request with a password or a signature has no session to end and gets a 404.
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
     * @description Confirms your session with your password. Sensitive operations answer 403 with the code "confirmation-required" unless you have entered your password within the last ten minutes. Logging in counts as confirmation, and so does a request that contains the password itself. An access key cannot confirm.
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
     * @description Ends one of your own sessions. Its token stops working with the next request.
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
     * @description Returns the user behind the credential. This is the cheapest way to check whether a credential still works, and which role it has.
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
     * @description Changes your password and ends all of your other sessions. The current password is required again, so that a stolen token alone cannot take over an account. A wrong one is a 403 with the code "confirmation-failed": nothing changes, and the session stays valid. With `endAccessKeys`, your access keys are revoked too: use it if another person may have known the old password.
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
     * @description Changes your email address; the current password is required again. The case of an address is stored, but makes no difference in comparisons.
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
     * @description Lists your limits and your usage. `over` is above zero if a limit was set below the usage: you keep what you have, but cannot create more.
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
     * @description Lists your keys, newest first. Expired keys are included. The time of the last use is exact to the minute.
     */
    get: operations['listAccessKeys'];
    put?: never;
    /**
     * Register an access key
     * @description Registers an Ed25519 public key, so that you can sign requests with its private key. You can register keys only for yourself, with a session or a password: a request that is itself signed with a key is forbidden. A key that you have already registered is refused. Never send the private key.
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
     * @description Revokes one of your own keys. Its signatures are no longer accepted, not even those made before. A request that is itself signed with a key is forbidden.
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
     * @description Lists the resources that you may read, newest first. An ordinary user sees their own; an administrator sees those of all users, and can filter by owner. A filter that matches nothing, or nothing that you may see, gives an empty page. With `include=owners`, each resource has its `owner`, by name.
     */
    get: operations['listResources'];
    put?: never;
    /**
     * Create a resource
     * @description Creates a resource of your own and charges your quota in the same transaction, so that concurrent requests never exceed a limit. A preview says in advance whether the resource would fit. With an `Idempotency-Key`, you can safely repeat a request that may have been lost.
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
     * @description Checks whether you could create the resource now. It takes the same body and has the same refusals as creating, including the quota, but writes nothing. The answer is the resource without the members that only an existing one has.
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
     * @description Returns a resource. Resources of other users get the same answer as those that do not exist. Send the `ETag` back as `If-None-Match` to get a 304 while nothing has changed, or as `If-Match` when you rename.
     */
    get: operations['getResource'];
    put?: never;
    post?: never;
    /**
     * Delete a resource
     * @description Deletes the resource and releases its share of the quota in one transaction, so that a deleted resource is never charged. Deleting it again is a 404.
     */
    delete: operations['deleteResource'];
    options?: never;
    head?: never;
    /**
     * Rename a resource
     * @description Changes the name. With `If-Match`, it changes only if the resource has not changed since you read it; without, the last writer wins.
     */
    patch: operations['renameResource'];
    trace?: never;
  };
  '/resources/{id}/transfer': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Transfer a resource
     * @description Gives the resource to another user or group. You must be allowed to give it away, and to create it for the receiver. The receiver is charged and the old owner’s share is released in one transaction; groups above both are not charged twice. If the receiver or a group above has no room, nothing changes. To transfer it to its owner changes nothing.
     */
    post: operations['transferResource'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
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
     * @description Lists users, newest first, or with `q` in the order of their email addresses. For administrators. A user must match all filters; `over=true` finds users whose usage exceeds one of their limits, and `near=80` those who use 80 % of one or more. Both find only users whose quotas you may read. With `include=quotas`, each user has their `quotas`. A page has at most `pageSize` users; follow `Link` or send `nextCursor` as `cursor`.
     */
    get: operations['listUsers'];
    put?: never;
    /**
     * Create a user
     * @description Creates a user. For administrators: there is no self-registration. No other user may have the address, in upper or lower case. `limits` sets limits for this user by meter; all other meters have the default limit. An `Idempotency-Key` does not cover the password: a repeat with another password returns the first user and does not change the password.
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
     * @description Returns a user. You can read yourself; an administrator can read any user. All other callers get the same answer whether the user exists or not. Send the `ETag` back as `If-None-Match` to get a 304 while nothing has changed, or as `If-Match` when you change or delete the user.
     */
    get: operations['getUser'];
    put?: never;
    post?: never;
    /**
     * Delete a user
     * @description Deletes a user. With `resources=delete`, their resources are deleted too; the default is `refuse`, so that no user who owns resources is deleted by accident. With `resources=transfer`, the owner `to` gets them, up to 10000: you must be allowed to transfer each, and the receiver must have room for all. The user, their sessions, limits and resources are deleted together or not at all. A user with more than 1000 resources is deleted in steps: the answer is then 202, and the user is listed with the status `deleting` until the last resource is gone. Meanwhile, the user can only be read, and you can repeat this request; all of their sessions have ended, and nothing can be created for them. Their resources and access keys are hidden from all users, and the email address stays taken. With `If-Match`, the user is deleted only if it is the same as when you read it, whatever resources they own.
     */
    delete: operations['deleteUser'];
    options?: never;
    head?: never;
    /**
     * Change a user
     * @description Changes the email address, the role or the status; members that you leave out stay the same. Disabling a user ends all of their sessions. The last active administrator can neither be disabled nor get another role. With `If-Match`, nothing changes unless the user is the same as when you read it; without, the last writer wins.
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
     * @description Sets the password of a user who has forgotten it. For administrators. All sessions and access keys of the user end, so that they have to log in again.
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
    /**
     * List a user’s sessions
     * @description Lists the active sessions of a user with their origin, newest first. For the user and for administrators.
     */
    get: operations['listUserSessions'];
    put?: never;
    post?: never;
    /**
     * End all sessions of a user
     * @description Ends all sessions of the user, for example after they have lost a device. You can end your own; an administrator can end those of any user.
     */
    delete: operations['deleteUserSessions'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}/sessions/{sessionId}': {
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
     * End a user’s session
     * @description Ends one session of a user. You can end your own; an administrator can end those of any user.
     */
    delete: operations['deleteUserSession'];
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
     * @description Lists the keys of a user, newest first. For the user and for administrators. Expired keys are included. The time of the last use is exact to the minute.
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
     * @description Revokes an access key. For the user and for administrators. Its signatures are no longer accepted, not even those made before. A request that is itself signed with a key is forbidden.
     */
    delete: operations['deleteUserAccessKey'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}/decisions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what a user may do
     * @description Lists for every action what the policy decides if the user does it to what is their own, to what belongs to somebody else, and to the platform. For administrators, and for yourself. Another user is taken to have just entered their password, and you are taken as you stand. Rules about single users or resources do not count for the targets of others, and neither do quotas. What the user may do as a member of a group is not in the list.
     */
    get: operations['listUserDecisions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/{id}/groups': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List a user’s groups
     * @description Lists the groups that the user is a member of, with their role in each, the newest group first. For the user and for administrators. The groups below these, where the rights of the role hold too, are not listed.
     */
    get: operations['listUserGroups'];
    put?: never;
    post?: never;
    delete?: never;
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
     * @description Lists the resources of a user, newest first. You can list your own; an administrator can list those of any user. A user that does not exist, or that you may not see, is a 404. With `include=owners`, each resource has its `owner`, by name.
     */
    get: operations['listUserResources'];
    put?: never;
    /**
     * Create a resource for a user
     * @description Creates a resource that the user owns and charges their quota, no matter who sends the request: even an administrator cannot exceed it. Otherwise the same as creating a resource of your own.
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
     * @description Checks whether you could create the resource for the user now, within their quota. Otherwise the same as previewing a resource of your own.
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
     * @description Deletes a resource of the user. A resource of another user is a 404.
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
     * @description Lists the limits and the usage of a user. You can read your own quotas; an administrator can read those of any user. `source` says whether the limit was set for this user or is the default. With `include=defaults`, which needs the right to read the default limits, each quota has its `defaultLimit` too.
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
     * @description Sets the limit of a user. For administrators. It may be below the usage: the user keeps their resources, but cannot create more until enough of them are deleted. `null` means unlimited.
     */
    put: operations['setUserQuota'];
    post?: never;
    /**
     * Clear a user’s limit
     * @description Removes the limit of a user, so that the default applies again. For administrators. Clearing a limit that was never set is no error.
     */
    delete: operations['clearUserQuota'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/groups': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List groups
     * @description Lists the groups that you may read, newest first. With `parentId`, only those that lie directly in this group. `over=true` finds groups whose usage exceeds one of their own limits, and `near=80` those that use 80 % of one or more. Both find only groups whose quotas you may read. With `include=quotas`, each group has its `quotas`, as far as you may read them. A filter that matches nothing, or nothing that you may see, gives an empty page.
     */
    get: operations['listGroups'];
    put?: never;
    /**
     * Create a group
     * @description Creates a group, which owns resources and has quotas as a user does. It lies in the group `parentId`, whose limits then hold for it too; without `parentId` it is a root. The user `memberId`, by default you, becomes its first member and owner; naming another user needs a recent confirmation, and no access key can do it. The service declares the types of groups, in which types each may lie, and what a group and a member take from the quotas above. A path from a group up to its root has at most four groups.
     */
    post: operations['createGroup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/groups/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read a group
     * @description Returns a group. Groups that you may not see get the same answer as those that do not exist. Send the `ETag` back as `If-None-Match` to get a 304 while nothing has changed, or as `If-Match` when you change or delete the group.
     */
    get: operations['getGroup'];
    put?: never;
    post?: never;
    /**
     * Delete a group
     * @description Deletes a group with its members and limits. No group may lie in it. With `resources=delete`, its resources are deleted too; the default is `refuse`, so that no group that owns resources is deleted by accident. Nobody sees the group or its resources after the answer, and the groups above have their room back; of more than 1000 resources, the rows are deleted in steps afterwards. With `If-Match`, the group is deleted only if it is the same as when you read it, whatever resources it owns.
     */
    delete: operations['deleteGroup'];
    options?: never;
    head?: never;
    /**
     * Rename or move a group
     * @description Changes the name, or moves the group with all that is below it to another group: `parentId`, or `null` to make it a root. One request does one of the two. A move charges the groups that the group then lies in, and releases its share in those that it leaves; if one of the former has no room, nothing changes. With `If-Match`, it changes only if the group has not changed since you read it; without, the last writer wins.
     */
    patch: operations['changeGroup'];
    trace?: never;
  };
  '/groups/{id}/members': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List a group’s members
     * @description Lists the members of the group itself with their roles, those whose users are newest first. The members of the groups above it, whose rights hold here too, are members of those.
     */
    get: operations['listMembers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/groups/{id}/members/{userId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Add a member, or change their role
     * @description Makes a user a member of the group, or gives a member another role. What a role permits in the group and in the groups below it is decided by the policy. A new member takes from the quotas of the group and of those above it what the service declares. The last active owner of a group keeps that role. A repeated request changes nothing more. It needs a recent confirmation, and no access key can do it.
     */
    put: operations['setMember'];
    post?: never;
    /**
     * Remove a member, or leave
     * @description Ends the membership. With your own id, you leave the group. What the member created stays, since the group owns it. The last active owner of a group cannot be removed, and cannot leave.
     */
    delete: operations['removeMember'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/groups/{id}/resources': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List a group’s resources
     * @description Lists the resources that the group itself owns, newest first, without those of groups that lie in it. A group that does not exist, or that you may not see, is a 404. With `include=owners`, each resource has its `owner`, by name.
     */
    get: operations['listGroupResources'];
    put?: never;
    /**
     * Create a resource in a group
     * @description Creates a resource that the group owns. It is charged to the group and to every group above it, and refused if one of them has no room. Otherwise the same as creating a resource of your own.
     */
    post: operations['createGroupResource'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/groups/{id}/resources/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Preview a resource in a group
     * @description Checks whether you could create the resource in the group now, within the quotas of the group and of every group above it. Otherwise the same as previewing a resource of your own.
     */
    post: operations['previewGroupResource'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/groups/{id}/resources/{resourceId}': {
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
     * Delete a group’s resource
     * @description Deletes a resource of the group, and releases its share of the quotas of the group and of every group above it. A resource of another owner is a 404.
     */
    delete: operations['deleteGroupResource'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/groups/{id}/quotas': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List a group’s quotas
     * @description Lists the limits and the usage of a group. `used` counts the resources of the group and of all groups below it. A limit of a group above may leave less room than the group’s own: with `include=above`, the answer has the quotas of the groups above too, as far as you may read them.
     */
    get: operations['listGroupQuotas'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/groups/{id}/quotas/{meter}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Set a group’s limit
     * @description Sets the limit of a group, which holds for everything in it and below it. It may be below the usage: nothing is deleted, but nothing more can be created until there is room. It may also be above the limit of a group above, which then decides. `null` means unlimited.
     */
    put: operations['setGroupQuota'];
    post?: never;
    /**
     * Clear a group’s limit
     * @description Removes the limit of a group; the limits of the groups above it still hold. Clearing a limit that was never set is no error.
     */
    delete: operations['clearGroupQuota'];
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
     * @description Lists the limits of all users, and of all groups of a type, who have no limit of their own. For administrators. `null` means unlimited, which is the initial value of every meter.
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
     * @description Sets the limit of all users, or with `ownerType` of all groups of a type, who have no limit of their own. For administrators. It takes effect at once, also for those that exist.
     */
    put: operations['setDefaultLimit'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/quota-verifications': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Verify quotas, one step
     * @description Recounts the quotas of some owners, without blocking anybody, and returns those whose `used` is wrong, and the groups of which rows are listed below another root. For administrators. Send `nextCursor` as `cursor` until it is `null`; the end leaves an audit event with the number of differences.
     */
    post: operations['verifyQuotas'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/quota-repairs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Repair quotas, one step
     * @description Recounts the quotas of some owners and corrects those whose `used` is wrong, while creates go on. For administrators. Send `nextCursor` as `cursor` until it is `null`. Each correction leaves an audit event.
     */
    post: operations['repairQuotas'];
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
     * @description Lists the accepted and refused commands, newest first, as far as you may read them: by default, administrators all of them, and others none. An event is written in the same transaction as the change that it records. Equal refusals within a minute are one event with a count. An event must match all filters. Events never contain passwords or tokens. With `include=owners`, an event names the acting user and the owner of the target.
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
  '/policy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get the policy
     * @description Returns the rules that decide who may do what, and a table of the decisions for each action, role and sort of target. For administrators. Rules about single users or resources do not count in the table.
     */
    get: operations['getPolicy'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/decisions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Ask what would be decided
     * @description Says whether you, or the user in `actor`, may do something now, and why: by the policy, and for `resource:create` also by the quotas. Nothing is done or recorded. Everyone may ask about themselves, an administrator about anyone. For another user, `reason` is what they would be answered, and `behind` the decision behind a `not-found`. Other rules, such as that of the last administrator, do not count.
     */
    post: operations['createDecision'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/batches': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send several requests at once
     * @description Performs up to 100 requests in their order, each as if it were sent alone: it is validated, decided, checked against its conditions and recorded by itself. One that is refused does not stop the others, and nothing is undone. The answer is a 200 with the answer to each item. The caller is authenticated again for each item. Operations that compare a password, logins and batches cannot be items. If an item is no request at all, the whole batch is a 422, and nothing is done.
     */
    post: operations['createBatch'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/overview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read the overview
     * @description Returns what an administrator should know of first: users and groups over a limit; those that use 80 % of a limit or more and exceed none; what was refused in the last 24 hours; the latest events; and the last verification of the quotas. For administrators. Each list has at most 10 items. With `include=owners`, the events name the acting user and the owner of the target.
     */
    get: operations['getOverview'];
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
      /**
       * Format: idn-email
       * @description The email address of the user. Upper and lower case make no difference.
       */
      email: string;
      /**
       * Format: password
       * @description The current password of the user.
       */
      password: string;
      /** @description Keep the token in a cookie of the browser, and leave it out of the answer. */
      cookie?: boolean;
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
       * @description The time when it ends unless it is used again. RFC 3339, UTC.
       */
      expiresAt: string;
      /** @description The IP address of the login; `null` if it is not known. */
      clientAddress: string | null;
      /** @description The `User-Agent` that the client sent at the login, which can be any text; cut off after 256 characters. */
      userAgent: string | null;
      /** @description Is this the session of this request? */
      current: boolean;
    };
    User: {
      /** Format: uuid */
      id: string;
      /** Format: idn-email */
      email: string;
      /** @description A declared role (user, admin), or one that was declared earlier. */
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
      /** @description The token of the session. It is always there, except after a login with `cookie: true`. */
      token?: string;
      session: components['schemas']['Session'];
      user: components['schemas']['User'];
    };
    SessionList: {
      items: components['schemas']['Session'][];
    };
    CurrentSession: {
      user: components['schemas']['User'] | null;
      /** @description A new password has at least as many characters. */
      passwordLengthMin: number;
    };
    ConfirmCurrentSessionBody: {
      /**
       * Format: password
       * @description The current password of the user.
       */
      password: string;
    };
    ChangeMyPasswordBody: {
      /**
       * Format: password
       * @description The current password of the user.
       */
      currentPassword: string;
      /**
       * Format: password
       * @description The new password. Its length is counted in Unicode code points.
       */
      newPassword: string;
      /** @description Revoke all of your access keys too. */
      endAccessKeys?: boolean;
    };
    ChangeMyEmailBody: {
      /**
       * Format: password
       * @description The current password of the user.
       */
      currentPassword: string;
      /**
       * Format: idn-email
       * @description The email address of the user. Upper and lower case make no difference.
       */
      email: string;
    };
    Quota: {
      meter: string;
      /** @description `null` means unlimited. */
      limit: number | null;
      used: number;
      /** @description The amount by which `used` exceeds `limit`. */
      over: number;
      /**
       * @description Set for this user or this group, or the default of all users.
       * @enum {string}
       */
      source: 'user' | 'group' | 'default';
    };
    QuotaList: {
      items: components['schemas']['Quota'][];
    };
    CreateAccessKeyBody: {
      /** @description A name to recognise the key by. Several may have the same. */
      name: string;
      /** @description An Ed25519 public key, as SPKI in PEM. */
      publicKey: string;
      /**
       * Format: date-time
       * @description By default, the latest time that this service allows. `null` means that the key never expires, and is valid only if the service sets no latest time.
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
       * @description `null` if the key is valid until it is revoked.
       */
      expiresAt: string | null;
      /**
       * Format: date-time
       * @description The time of the last use, exact to the minute; `null` if it was never used.
       */
      lastUsedAt: string | null;
    };
    AccessKeyList: {
      items: components['schemas']['AccessKey'][];
    };
    CreateResourceBody: {
      /** @description The name of the resource. Several may have the same. */
      name: string;
      /**
       * @description The kind of resource; the service declares the kinds.
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
    NamedOwner: {
      /** Format: uuid */
      id: string;
      /** @description `user`, or the type of the group. */
      type: string;
      /** @description The email address of a user, or the name of a group. */
      name: string;
    };
    ListedResource: {
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
      /** @description With `include=owners`; `null` if there is no owner, or none any more, or none that you may read. */
      owner?: components['schemas']['NamedOwner'] | null;
    };
    ListedResourcePage: {
      items: components['schemas']['ListedResource'][];
      /** @description `null` on the last page. */
      nextCursor: string | null;
    };
    PreviewResourceBody: {
      /** @description The name of the resource. Several may have the same. */
      name: string;
      /**
       * @description The kind of resource; the service declares the kinds.
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
      /** @description The name of the resource. Several may have the same. */
      name: string;
    };
    TransferResourceBody: {
      /** @description The user or group that receives the resource. */
      ownerId: string;
    };
    CreateUserBody: {
      /**
       * Format: idn-email
       * @description The email address of the user. Upper and lower case make no difference.
       */
      email: string;
      /**
       * Format: password
       * @description The new password. Its length is counted in Unicode code points.
       */
      password: string;
      /**
       * @description The role on the platform; by default `user`.
       * @enum {string}
       */
      role?: 'user' | 'admin';
      /** @description The limits of the user, by meter; any other meter has the default limit. */
      limits?: {
        /** @description `null` means unlimited. */
        resources?: number | null;
      };
    };
    ListedUser: {
      /** Format: uuid */
      id: string;
      /** Format: idn-email */
      email: string;
      /** @description A declared role (user, admin), or one that was declared earlier. */
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
      /** @description One quota for each meter. */
      quotas?: components['schemas']['Quota'][];
    };
    ListedUserPage: {
      items: components['schemas']['ListedUser'][];
      /** @description `null` on the last page. */
      nextCursor: string | null;
    };
    ChangeUserBody: {
      /**
       * Format: idn-email
       * @description The email address of the user. Upper and lower case make no difference.
       */
      email?: string;
      /**
       * @description The role on the platform; the policy decides what it permits.
       * @enum {string}
       */
      role?: 'user' | 'admin';
      /**
       * @description The status. A `disabled` user cannot authenticate; nothing of theirs is deleted.
       * @enum {string}
       */
      status?: 'active' | 'disabled';
    };
    SetUserPasswordBody: {
      /**
       * Format: password
       * @description The new password. Its length is counted in Unicode code points.
       */
      password: string;
    };
    DecisionOfAction: {
      action: string;
      /**
       * @description What belongs to the actor, to somebody else, or to nobody.
       * @enum {string}
       */
      target: 'own' | 'foreign' | 'platform';
      /** @description The kind of a resource; `null` for everything else. */
      kind: string | null;
      allowed: boolean;
      /** @description Why: `allowed`; the condition that is missing, or the reason of the rule that forbids it; `not-found` for a target that the actor may not see; `quota-exceeded`; `depends-on-attributes` if only the service knows the values that a rule compares. */
      reason: string;
      /** @description The rule that decided; `null` if no rule allows it. */
      rule: string | null;
    };
    DecisionOfActionList: {
      items: components['schemas']['DecisionOfAction'][];
    };
    Group: {
      /** Format: uuid */
      id: string;
      /** @description A declared type (group), or one that was declared earlier. */
      type: string;
      name: string;
      /**
       * Format: uuid
       * @description The group that it lies in; `null` for a root.
       */
      parentId: string | null;
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
    Membership: {
      /** Format: uuid */
      groupId: string;
      /** Format: uuid */
      userId: string;
      /** Format: idn-email */
      email: string;
      /** @description A declared role of members (owner, member, viewer), or one that was declared earlier. */
      role: string;
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
      group: components['schemas']['Group'];
    };
    MembershipPage: {
      items: components['schemas']['Membership'][];
      /** @description `null` on the last page. */
      nextCursor: string | null;
    };
    CreateUserResourceBody: {
      /** @description The name of the resource. Several may have the same. */
      name: string;
      /**
       * @description The kind of resource; the service declares the kinds.
       * @enum {string}
       */
      kind?: 'resource';
    };
    PreviewUserResourceBody: {
      /** @description The name of the resource. Several may have the same. */
      name: string;
      /**
       * @description The kind of resource; the service declares the kinds.
       * @enum {string}
       */
      kind?: 'resource';
    };
    ListedQuota: {
      meter: string;
      /** @description `null` means unlimited. */
      limit: number | null;
      used: number;
      /** @description The amount by which `used` exceeds `limit`. */
      over: number;
      /**
       * @description Set for this user or this group, or the default of all users.
       * @enum {string}
       */
      source: 'user' | 'group' | 'default';
      /** @description With `include=defaults`: the limit that applies to those who have none of their own. `null` means unlimited. */
      defaultLimit?: number | null;
    };
    ListedQuotaList: {
      items: components['schemas']['ListedQuota'][];
    };
    SetUserQuotaBody: {
      /** @description `null` means unlimited. */
      limit: number | null;
    };
    CreateGroupBody: {
      /** @description The name of the group. Several may have the same. */
      name: string;
      /**
       * @description The type of group; the service declares the types.
       * @enum {string}
       */
      type?: 'group';
      /** @description The group that it lies in; `null` for a root. */
      parentId?: string | null;
      /** @description The user who becomes the first member, of role `owner`; by default you. */
      memberId?: string;
    };
    ListedGroup: {
      /** Format: uuid */
      id: string;
      /** @description A declared type (group), or one that was declared earlier. */
      type: string;
      name: string;
      /**
       * Format: uuid
       * @description The group that it lies in; `null` for a root.
       */
      parentId: string | null;
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
      /** @description With `include=quotas`: one quota for each meter; `null` if you may not read them. */
      quotas?: components['schemas']['Quota'][] | null;
    };
    ListedGroupPage: {
      items: components['schemas']['ListedGroup'][];
      /** @description `null` on the last page. */
      nextCursor: string | null;
    };
    ChangeGroupBody: {
      /** @description The name of the group. Several may have the same. */
      name?: string;
      /** @description The group that it lies in; `null` for a root. */
      parentId?: string | null;
    };
    Member: {
      /** Format: uuid */
      groupId: string;
      /** Format: uuid */
      userId: string;
      /** Format: idn-email */
      email: string;
      /** @description A declared role of members (owner, member, viewer), or one that was declared earlier. */
      role: string;
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
    MemberPage: {
      items: components['schemas']['Member'][];
      /** @description `null` on the last page. */
      nextCursor: string | null;
    };
    SetMemberBody: {
      /**
       * @description The role in the group; the policy decides what it permits.
       * @enum {string}
       */
      role: 'owner' | 'member' | 'viewer';
    };
    CreateGroupResourceBody: {
      /** @description The name of the resource. Several may have the same. */
      name: string;
      /**
       * @description The kind of resource; the service declares the kinds.
       * @enum {string}
       */
      kind?: 'resource';
    };
    PreviewGroupResourceBody: {
      /** @description The name of the resource. Several may have the same. */
      name: string;
      /**
       * @description The kind of resource; the service declares the kinds.
       * @enum {string}
       */
      kind?: 'resource';
    };
    QuotaOwner: {
      /** Format: uuid */
      id: string;
      /** @description The type of the group. */
      type: string;
      name: string;
    };
    QuotaLevel: {
      /** @description A group above. `above` stands for one or more groups that you may not see. */
      owner: components['schemas']['QuotaOwner'] | 'above';
      /** @description One quota for each meter; none for `above`. */
      quotas: components['schemas']['Quota'][];
    };
    GroupQuotas: {
      items: components['schemas']['Quota'][];
      /** @description With `include=above`: the groups above, from the nearest up to the root. */
      above?: components['schemas']['QuotaLevel'][];
    };
    SetGroupQuotaBody: {
      /** @description `null` means unlimited. */
      limit: number | null;
    };
    DefaultLimit: {
      /** @description `user`, or a type of groups. */
      ownerType: string;
      meter: string;
      /** @description `null` means unlimited. */
      limit: number | null;
    };
    DefaultLimitList: {
      items: components['schemas']['DefaultLimit'][];
    };
    SetDefaultLimitBody: {
      /** @description `null` means unlimited. */
      limit: number | null;
    };
    VerifyQuotasBody: {
      /** @description The `nextCursor` of the previous step; left out, the first owner is next. */
      cursor?: string;
    };
    QuotaDifference: {
      /** Format: uuid */
      ownerId: string;
      meter: string;
      /** @description What was stored. */
      used: number;
      /** @description What the resources of the owner take. */
      actual: number;
    };
    MisplacedRows: {
      /** Format: uuid */
      ownerId: string;
      /** @description The number of rows. */
      count: number;
    };
    QuotasCheck: {
      /** @description The number of owners that the step has looked at. */
      checked: number;
      differences: components['schemas']['QuotaDifference'][];
      /** @description Groups of which rows are listed below another root than their own. */
      misplaced: components['schemas']['MisplacedRows'][];
      /** @description The `cursor` of the next step; `null` after the last. */
      nextCursor: string | null;
    };
    RepairQuotasBody: {
      /** @description The `nextCursor` of the previous step; left out, the first owner is next. */
      cursor?: string;
    };
    AuditUser: {
      /** @constant */
      type: 'user';
      /** Format: uuid */
      id: string;
      /** @description `password`, `session`, or `access-key:` and its id. */
      credential: string;
      /** @description With `include=owners`, the email address; `null` if the user is gone, or none that you may read. */
      name?: string | null;
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
    /** @description A user and their credential, a named system actor, or an anonymous caller. */
    AuditActor:
      | components['schemas']['AuditUser']
      | components['schemas']['AuditSystem']
      | components['schemas']['AuditAnonymous'];
    AuditTarget: {
      type: string;
      id: string | null;
      ownerId: string | null;
      /** @description With `include=owners`; `null` if there is no owner, or none any more, or none that you may read. */
      owner?: components['schemas']['NamedOwner'] | null;
      /** @description With `include=owners`, the email address of a `member` of the group; `null` as for an actor. */
      name?: string | null;
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
      /** @description The changed or refused values, depending on the action. */
      details: {
        [key: string]: unknown;
      };
      /** @enum {string} */
      outcome: 'accepted' | 'refused';
      /** @description The policy rule that allowed the command, or the reason for the refusal. */
      reason: string;
      /** @description The id of the request, as in its answer and in the log of the service. */
      requestId: string | null;
      /** @description The number of equal refusals: the same actor, action, target and reason, within one minute. Everything else is that of the first one. */
      count: number;
    };
    AuditEventPage: {
      items: components['schemas']['AuditEvent'][];
      /** @description `null` on the last page. */
      nextCursor: string | null;
    };
    /** @description The rule as data, complete. */
    RuleData: {
      [key: string]: unknown;
    };
    PolicyRule: {
      name: string;
      /** @enum {string} */
      effect: 'allow' | 'forbid';
      /** @description `null` means every action. */
      actions: string[] | null;
      /** @description The roles that the condition names. */
      roles: string[];
      /** @description The condition as text, as in the code of the service. */
      when: string;
      /** @description The reason of its refusals; `null` for a rule that allows. */
      reason: string | null;
      data: components['schemas']['RuleData'];
    };
    PolicyCell: {
      role: string;
      /**
       * @description What belongs to the actor, to somebody else, or to nobody.
       * @enum {string}
       */
      target: 'own' | 'foreign' | 'platform';
      /** @description The kind of a resource; `null` for everything else. */
      kind: string | null;
      allowed: boolean;
      /** @description Why: `allowed`; the condition that is missing, or the reason of the rule that forbids it; `not-found` for a target that the actor may not see; `quota-exceeded`; `depends-on-attributes` if only the service knows the values that a rule compares. */
      reason: string;
      /** @description The rule that decided; `null` if no rule allows it. */
      rule: string | null;
    };
    PolicyRow: {
      action: string;
      cells: components['schemas']['PolicyCell'][];
    };
    PolicyMemberCell: {
      memberRole: string;
      /** @description The kind of a resource; `null` for everything else. */
      kind: string | null;
      allowed: boolean;
      /** @description Why: `allowed`; the condition that is missing, or the reason of the rule that forbids it; `not-found` for a target that the actor may not see; `quota-exceeded`; `depends-on-attributes` if only the service knows the values that a rule compares. */
      reason: string;
      /** @description The rule that decided; `null` if no rule allows it. */
      rule: string | null;
    };
    PolicyMemberRow: {
      action: string;
      cells: components['schemas']['PolicyMemberCell'][];
    };
    Policy: {
      rules: components['schemas']['PolicyRule'][];
      /** @description The declared roles: user, admin. */
      roles: string[];
      /** @description The declared kinds: resource. */
      kinds: string[];
      /** @description The actions of the library, and those that the service declares. */
      actions: string[];
      /** @description What active users of each role may do who have just entered their password. */
      table: components['schemas']['PolicyRow'][];
      /** @description The declared types of groups: group. */
      groupTypes: string[];
      /** @description The declared roles of members: owner, member, viewer. */
      memberRoles: string[];
      /** @description What active users of role `user` may do, who have just entered their password, where they are members of the group that owns the target. The limits of a group belong to the group above it. */
      memberTable: components['schemas']['PolicyMemberRow'][];
    };
    CreateDecisionBody: {
      /** @description An action of the policy, such as `resource:create`. */
      action: string;
      /** @description What the action would be done to. */
      target: {
        /**
         * @description What the action is about; `platform` is for actions on nothing in particular, such as listing users.
         * @enum {string}
         */
        type: 'resource' | 'user' | 'group' | 'platform';
        /** @description A resource, a user or a group; without it, the question is about a resource of this owner and kind. */
        id?: string;
        /** @description The owner of a resource to create; by default the user who is asked about. */
        ownerId?: string;
        /** @description The kind of a resource to create; may be left out if there is only one. */
        kind?: string;
      };
      /** @description The user who would act; by default you, as you are. */
      actor?: {
        /** @description The user. */
        userId: string;
        /**
         * @description The credential that they use; by default `session`.
         * @enum {string}
         */
        credential?: 'session' | 'password' | 'access-key';
        /** @description Have they entered their password within the last ten minutes? By default yes, except with an access key. */
        confirmed?: boolean;
      };
    };
    /** @description With the reason `not-member`: the roles that the actor has in the group or above it, and those of which one is needed, if you may see them. */
    MemberRoles: {
      held: string[];
      needed: string[];
    };
    Decision: {
      allowed: boolean;
      /** @description Why: `allowed`; the condition that is missing, or the reason of the rule that forbids it; `not-found` for a target that the actor may not see; `quota-exceeded`; `depends-on-attributes` if only the service knows the values that a rule compares. */
      reason: string;
      /** @description The rule that decided; `null` if no rule allows it. */
      rule: string | null;
      memberRoles?: components['schemas']['MemberRoles'];
    };
    QuotaShortfall: {
      meter: string;
      /** @description The group whose quota it is; left out if the owner of the resource is a user. `above` is a group above that you may not see and that had no room. */
      owner?: components['schemas']['QuotaOwner'] | 'above';
      /** @description `null` means unlimited. Left out for `above`. */
      limit?: number | null;
      /** @description Left out for `above`. */
      used?: number;
      requested: number;
    };
    Explanation: {
      allowed: boolean;
      /** @description Why: `allowed`; the condition that is missing, or the reason of the rule that forbids it; `not-found` for a target that the actor may not see; `quota-exceeded`; `depends-on-attributes` if only the service knows the values that a rule compares. */
      reason: string;
      /** @description The rule that decided; `null` if no rule allows it. */
      rule: string | null;
      memberRoles?: components['schemas']['MemberRoles'];
      /** @description The decision behind a `not-found`, if you asked about another user and may see the target; otherwise `null`. */
      behind: components['schemas']['Decision'] | null;
      /** @description With the reason `quota-exceeded`: the figures of each demanded meter, if you may see them. */
      quotas?: components['schemas']['QuotaShortfall'][];
    };
    BatchItem: {
      /**
       * @description The method of the request.
       * @enum {string}
       */
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /** @description The path below the prefix, such as `/users/{id}`, with its query. */
      path: string;
      /** @description The headers of the request, as far as it is not about the caller or the form of the body. */
      headers?: {
        /** @description As for the request. */
        'If-Match'?: string;
        /** @description As for the request. */
        'Idempotency-Key'?: string;
      };
      /** @description The body of the request, as JSON. */
      body?: unknown;
    };
    CreateBatchBody: {
      /** @description The requests, in the order in which they are performed. */
      items: components['schemas']['BatchItem'][];
    };
    BatchAnswerHeaders: {
      ETag?: string;
      Location?: string;
      'Retry-After'?: string;
    };
    BatchAnswer: {
      /** @description The status that the item would have as a request of its own. */
      status: number;
      headers: components['schemas']['BatchAnswerHeaders'];
      /** @description The body that the item would have; `null` if it has none. A refusal has a problem. */
      body: unknown;
    };
    Batch: {
      items: components['schemas']['BatchAnswer'][];
    };
    UserWithQuotas: {
      /** Format: uuid */
      id: string;
      /** Format: idn-email */
      email: string;
      /** @description A declared role (user, admin), or one that was declared earlier. */
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
      /** @description One quota for each meter. */
      quotas: components['schemas']['Quota'][];
    };
    UserShortlist: {
      items: components['schemas']['UserWithQuotas'][];
      /** @description Are there more like these? */
      more: boolean;
    };
    GroupShortlist: {
      items: components['schemas']['ListedGroup'][];
      /** @description Are there more like these? */
      more: boolean;
    };
    CountedRefusals: {
      reason: string;
      action: string;
      count: number;
    };
    OverviewRefusals: {
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       */
      since: string;
      /** @description The most frequent ones first. */
      items: components['schemas']['CountedRefusals'][];
      /** @description If there were more events of refusals than this, only so many of the latest were counted; `null` if all were. */
      ofLatest: number | null;
    };
    Overview: {
      over: components['schemas']['UserShortlist'];
      near: components['schemas']['UserShortlist'];
      groupsOver: components['schemas']['GroupShortlist'];
      groupsNear: components['schemas']['GroupShortlist'];
      refusals: components['schemas']['OverviewRefusals'];
      /** @description The latest events, newest first. */
      events: components['schemas']['AuditEvent'][];
      /** @description The event at the end of the last verification of all quotas; `null` if there is none. */
      lastVerification: components['schemas']['AuditEvent'] | null;
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
      /** @description The refused action. */
      action: string;
      /** @description The missing condition, or the rule that forbids the action. */
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
      /** @description The action that needs the password. */
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
      /** @description One entry for each requested meter; in a group, one for each level and meter, from the group up to its root. A level that you may not see is named `above`, and only if it had no room. */
      quotas: components['schemas']['QuotaShortfall'][];
    };
    CrossSiteRequestProblem: {
      /** @constant */
      type: '/v1/problems/cross-site-request';
      /** @constant */
      title: 'The request came from another site';
      /** @constant */
      status: 403;
      /** @constant */
      code: 'cross-site-request';
      detail: string;
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
      title: 'Not acceptable: this API answers in JSON';
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
    NamedGroup: {
      /** Format: uuid */
      id: string;
      name: string;
    };
    LastOwnerProblem: {
      /** @constant */
      type: '/v1/problems/last-owner';
      /** @constant */
      title: 'The group must have an owner';
      /** @constant */
      status: 409;
      /** @constant */
      code: 'last-owner';
      detail: string;
      /** @description Those groups that you may see. */
      groups: components['schemas']['NamedGroup'][];
    };
    NotEmptyProblem: {
      /** @constant */
      type: '/v1/problems/not-empty';
      /** @constant */
      title: 'There are groups in this group';
      /** @constant */
      status: 409;
      /** @constant */
      code: 'not-empty';
      detail: string;
    };
    OwnsResourcesProblem: {
      /** @constant */
      type: '/v1/problems/owns-resources';
      /** @constant */
      title: 'The owner still has resources';
      /** @constant */
      status: 409;
      /** @constant */
      code: 'owns-resources';
      detail: string;
      /** @description How many; 1001 stands for more than 1000. */
      count: number;
    };
    RefusedByHostProblem: {
      /** @constant */
      type: '/v1/problems/refused-by-host';
      /** @constant */
      title: 'The service refuses this';
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
      title: 'The target has changed';
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
      /** @description The rule that the value must meet. */
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
        'Set-Cookie': components['headers']['Set-Cookie'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['InvalidCredentialsProblem'];
      };
    };
    /** @description `cross-site-request`: The request came from another site. */
    CrossSiteRequest: {
      headers: {
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['CrossSiteRequestProblem'];
      };
    };
    /** @description `not-acceptable`: Not acceptable: this API answers in JSON. */
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
    /** @description `refused-by-host`: The service refuses this. */
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
        'Set-Cookie': components['headers']['Set-Cookie'];
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
    /** @description `forbidden`: This is not allowed. `cross-site-request`: The request came from another site. */
    ForbiddenOrCrossSiteRequest: {
      headers: {
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['ForbiddenProblem']
          | components['schemas']['CrossSiteRequestProblem'];
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
    /** @description `storage-unavailable`: Storage is not available. */
    StorageUnavailable: {
      headers: {
        'Retry-After': components['headers']['Retry-After'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['StorageUnavailableProblem'];
      };
    };
    /** @description `forbidden`: This is not allowed. `confirmation-failed`: The current password is wrong. `cross-site-request`: The request came from another site. */
    ForbiddenOrConfirmationFailedOrCrossSiteRequest: {
      headers: {
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['ForbiddenProblem']
          | components['schemas']['ConfirmationFailedProblem']
          | components['schemas']['CrossSiteRequestProblem'];
      };
    };
    /** @description `email-taken`: The email address is taken. `refused-by-host`: The service refuses this. */
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
    /** @description `forbidden`: This is not allowed. `confirmation-required`: Your password is needed again. `cross-site-request`: The request came from another site. */
    ForbiddenOrConfirmationRequiredOrCrossSiteRequest: {
      headers: {
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['ForbiddenProblem']
          | components['schemas']['ConfirmationRequiredProblem']
          | components['schemas']['CrossSiteRequestProblem'];
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
    /** @description `forbidden`: This is not allowed. `quota-exceeded`: The quota is exceeded. `cross-site-request`: The request came from another site. */
    ForbiddenOrQuotaExceededOrCrossSiteRequest: {
      headers: {
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['ForbiddenProblem']
          | components['schemas']['QuotaExceededProblem']
          | components['schemas']['CrossSiteRequestProblem'];
      };
    };
    /** @description `precondition-failed`: The target has changed. */
    PreconditionFailed: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['PreconditionFailedProblem'];
      };
    };
    /** @description `email-taken`: The email address is taken. `last-admin`: There must be an administrator. `last-owner`: The group must have an owner. `refused-by-host`: The service refuses this. */
    EmailTakenOr3More: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['EmailTakenProblem']
          | components['schemas']['LastAdminProblem']
          | components['schemas']['LastOwnerProblem']
          | components['schemas']['RefusedByHostProblem'];
      };
    };
    /** @description `forbidden`: This is not allowed. `confirmation-required`: Your password is needed again. `quota-exceeded`: The quota is exceeded. `cross-site-request`: The request came from another site. */
    ForbiddenOr3More: {
      headers: {
        'WWW-Authenticate': components['headers']['WWW-Authenticate'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['ForbiddenProblem']
          | components['schemas']['ConfirmationRequiredProblem']
          | components['schemas']['QuotaExceededProblem']
          | components['schemas']['CrossSiteRequestProblem'];
      };
    };
    /** @description `last-admin`: There must be an administrator. `last-owner`: The group must have an owner. `owns-resources`: The owner still has resources. `refused-by-host`: The service refuses this. */
    LastAdminOr3More: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['LastAdminProblem']
          | components['schemas']['LastOwnerProblem']
          | components['schemas']['OwnsResourcesProblem']
          | components['schemas']['RefusedByHostProblem'];
      };
    };
    /** @description `not-empty`: There are groups in this group. `owns-resources`: The owner still has resources. `refused-by-host`: The service refuses this. */
    NotEmptyOrOwnsResourcesOrRefusedByHost: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['NotEmptyProblem']
          | components['schemas']['OwnsResourcesProblem']
          | components['schemas']['RefusedByHostProblem'];
      };
    };
    /** @description `last-owner`: The group must have an owner. `refused-by-host`: The service refuses this. */
    LastOwnerOrRefusedByHost: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json':
          | components['schemas']['LastOwnerProblem']
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
     * @description The path of the new entity.
     * @example /v1/resources/019cade2-4870-7167-8098-738b85ae2d25
     */
    Location: string;
    /**
     * @description Identifies this version, for `If-Match` and `If-None-Match`.
     * @example "X1zIUfXmhwN9wPlwcd3ZTeV7tLJHQCiOL4AIT5u_yw8"
     */
    ETag: string;
    /**
     * @description The next page, as `rel="next"` (RFC 8288). Missing on the last one.
     * @example </v1/resources?pageSize=1&cursor=AZyt4lBAdNOWvCgifjgCcfvxOrd39-PGsEg02aXgqlk>; rel="next"
     */
    Link: string;
    /** @description Opens the session cookie of a login, or deletes that of a session that has ended. For browsers only. */
    'Set-Cookie': string;
    /**
     * @description One challenge for each accepted scheme. On a 403 by the policy, it says that another user may be allowed.
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
    /** @description The content codings that the body may have, if its coding was refused. */
    'Accept-Encoding': string;
    /**
     * @description The number of seconds to wait before trying again.
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
      /** @description All of your sessions, at most 100: one more login ends the least recently used one. */
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
      /** @description The token is shown here and never again: send it as `Authorization: Bearer <token>`. With `cookie`, there is none. */
      201: {
        headers: {
          'Set-Cookie': components['headers']['Set-Cookie'];
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
      403: components['responses']['CrossSiteRequest'];
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
          'Set-Cookie': components['headers']['Set-Cookie'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
  getCurrentSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The user, if there is one. The cookie of a session that has ended is deleted. */
      200: {
        headers: {
          'Set-Cookie': components['headers']['Set-Cookie'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "user": {
           *         "id": "019cade2-11c0-7699-a207-b36678097a1f",
           *         "email": "ann@example.com",
           *         "role": "user",
           *         "status": "active",
           *         "createdAt": "2026-03-02T09:30:00.000Z",
           *         "updatedAt": "2026-03-02T09:30:00.000Z"
           *       },
           *       "passwordLengthMin": 15
           *     }
           */
          'application/json': components['schemas']['CurrentSession'];
        };
      };
      400: components['responses']['MalformedRequest'];
      403: components['responses']['Forbidden'];
      406: components['responses']['NotAcceptable'];
      422: components['responses']['InvalidRequest'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailable'];
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
          'Set-Cookie': components['headers']['Set-Cookie'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
      /** @description The session is confirmed for ten minutes. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationFailedOrCrossSiteRequest'];
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
        /**
         * @description The id of the session.
         * @example 019cade2-15a8-7592-bc9e-361ea33a264e
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session has ended. */
      204: {
        headers: {
          'Set-Cookie': components['headers']['Set-Cookie'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
        /** @description The `ETag` of the version that you have: the answer is a 304 while it is the current one. */
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
      /** @description The version that you have is the current one. */
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
      /** @description The password was changed. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationFailedOrCrossSiteRequest'];
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
           *       "updatedAt": "2026-03-02T09:30:23.000Z"
           *     }
           */
          'application/json': components['schemas']['User'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationFailedOrCrossSiteRequest'];
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
      /** @description All of your keys, at most 100. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "019cade2-34e8-751f-b37d-51a3801aa074",
           *           "name": "laptop",
           *           "publicKey": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n",
           *           "createdAt": "2026-03-02T09:30:09.000Z",
           *           "expiresAt": "2027-03-02T09:30:09.000Z",
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
        /** @description If the same caller repeats a request with the same key and body, the answer is the first one and nothing more is created. The key may be bare or quoted. */
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
      /** @description The new entry, or the one from an earlier request with this idempotency key. Its `id` is the `keyid` of signatures. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-34e8-751f-b37d-51a3801aa074",
           *       "name": "laptop",
           *       "publicKey": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n",
           *       "createdAt": "2026-03-02T09:30:09.000Z",
           *       "expiresAt": "2027-03-02T09:30:09.000Z",
           *       "lastUsedAt": null
           *     }
           */
          'application/json': components['schemas']['AccessKey'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationRequiredOrCrossSiteRequest'];
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
        /**
         * @description The id of the access key.
         * @example 019cade2-34e8-751f-b37d-51a3801aa074
         */
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
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
        /** @description A name that is declared, or was declared earlier. */
        kind?: string;
        /** @description Names the owners: users by their email address, groups by their name, as far as you may read them. */
        include?: 'owners';
        /** @description The maximum number of items on a page. */
        pageSize?: number;
        /** @description The `nextCursor` of the previous page. */
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
           *           "id": "019cade2-5040-74d3-96bc-28227e380271",
           *           "ownerId": "019cade2-11c0-7699-a207-b36678097a1f",
           *           "kind": "resource",
           *           "name": "customers",
           *           "createdAt": "2026-03-02T09:30:16.000Z",
           *           "updatedAt": "2026-03-02T09:30:16.000Z"
           *         }
           *       ],
           *       "nextCursor": "AZyt4lBAdNOWvCgifjgCcfvxOrd39-PGsEg02aXgqlk"
           *     }
           */
          'application/json': components['schemas']['ListedResourcePage'];
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
        /** @description If the same caller repeats a request with the same key and body, the answer is the first one and nothing more is created. The key may be bare or quoted. */
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
      /** @description The new resource, or the one from an earlier request with this idempotency key. */
      201: {
        headers: {
          Location: components['headers']['Location'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-4870-7167-8098-738b85ae2d25",
           *       "ownerId": "019cade2-11c0-7699-a207-b36678097a1f",
           *       "kind": "resource",
           *       "name": "orders",
           *       "createdAt": "2026-03-02T09:30:14.000Z",
           *       "updatedAt": "2026-03-02T09:30:14.000Z"
           *     }
           */
          'application/json': components['schemas']['Resource'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrQuotaExceededOrCrossSiteRequest'];
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
      /** @description The resource could be created; nothing was created. */
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
      403: components['responses']['ForbiddenOrQuotaExceededOrCrossSiteRequest'];
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
        /** @description The `ETag` of the version that you have: the answer is a 304 while it is the current one. */
        'If-None-Match'?: string;
      };
      path: {
        /**
         * @description The id of the resource.
         * @example 019cade2-4870-7167-8098-738b85ae2d25
         */
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
           *       "id": "019cade2-4870-7167-8098-738b85ae2d25",
           *       "ownerId": "019cade2-11c0-7699-a207-b36678097a1f",
           *       "kind": "resource",
           *       "name": "orders",
           *       "createdAt": "2026-03-02T09:30:14.000Z",
           *       "updatedAt": "2026-03-02T09:30:14.000Z"
           *     }
           */
          'application/json': components['schemas']['Resource'];
        };
      };
      /** @description The version that you have is the current one. */
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
        /** @description The `ETag` of the version that you read; if it is no longer the current one, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: the answer is a 412 if this is the current `ETag`. */
        'If-None-Match'?: string;
      };
      path: {
        /**
         * @description The id of the resource.
         * @example 019cade2-4870-7167-8098-738b85ae2d25
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The resource was deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
        /** @description The `ETag` of the version that you read; if it is no longer the current one, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: the answer is a 412 if this is the current `ETag`. */
        'If-None-Match'?: string;
      };
      path: {
        /**
         * @description The id of the resource.
         * @example 019cade2-4870-7167-8098-738b85ae2d25
         */
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
           *       "id": "019cade2-4870-7167-8098-738b85ae2d25",
           *       "ownerId": "019cade2-11c0-7699-a207-b36678097a1f",
           *       "kind": "resource",
           *       "name": "invoices",
           *       "createdAt": "2026-03-02T09:30:14.000Z",
           *       "updatedAt": "2026-03-02T09:30:20.000Z"
           *     }
           */
          'application/json': components['schemas']['Resource'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
  transferResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the version that you read; if it is no longer the current one, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: the answer is a 412 if this is the current `ETag`. */
        'If-None-Match'?: string;
      };
      path: {
        /**
         * @description The id of the resource.
         * @example 019cade3-0fa8-7579-a467-590cf87258f5
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "ownerId": "019cade2-d8f8-7616-bfeb-5d027ed4e34e"
         *     }
         */
        'application/json': components['schemas']['TransferResourceBody'];
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
           *       "id": "019cade3-0fa8-7579-a467-590cf87258f5",
           *       "ownerId": "019cade2-d8f8-7616-bfeb-5d027ed4e34e",
           *       "kind": "resource",
           *       "name": "customers",
           *       "createdAt": "2026-03-02T09:31:05.000Z",
           *       "updatedAt": "2026-03-02T09:31:06.000Z"
           *     }
           */
          'application/json': components['schemas']['Resource'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrQuotaExceededOrCrossSiteRequest'];
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
        /** @description What the email address begins with, in upper or lower case. The name of a domain that is not ASCII must be complete. */
        q?: string;
        /** @description Only the user with this email address. */
        email?: string;
        /** @description A name that is declared, or was declared earlier. */
        role?: string;
        /** @description Only users with this status; `deleting` is that of a large deletion under way. */
        status?: 'active' | 'disabled' | 'deleting';
        /** @description Only users whose usage exceeds one of their limits. */
        over?: boolean;
        /** @description Only those whose usage is at least this percentage of one of their own limits. */
        near?: number;
        /** @description What each user has beside their own members. */
        include?: 'quotas';
        /** @description The maximum number of items on a page. */
        pageSize?: number;
        /** @description The `nextCursor` of the previous page. */
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
           *           "id": "019cade2-6f80-74d2-b1a6-643302457cff",
           *           "email": "carol@example.com",
           *           "role": "user",
           *           "status": "active",
           *           "createdAt": "2026-03-02T09:30:24.000Z",
           *           "updatedAt": "2026-03-02T09:30:24.000Z",
           *           "quotas": [
           *             {
           *               "meter": "resources",
           *               "limit": null,
           *               "used": 0,
           *               "over": 0,
           *               "source": "default"
           *             }
           *           ]
           *         },
           *         {
           *           "id": "019cade2-11c0-769d-a8e1-517494020271",
           *           "email": "bob@example.com",
           *           "role": "user",
           *           "status": "active",
           *           "createdAt": "2026-03-02T09:30:00.000Z",
           *           "updatedAt": "2026-03-02T09:30:00.000Z",
           *           "quotas": [
           *             {
           *               "meter": "resources",
           *               "limit": null,
           *               "used": 0,
           *               "over": 0,
           *               "source": "default"
           *             }
           *           ]
           *         }
           *       ],
           *       "nextCursor": "AZyt4hHAdp2o4VF0lAICcc4DwOK1mbGmiZmx-tuotJk"
           *     }
           */
          'application/json': components['schemas']['ListedUserPage'];
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
        /** @description If the same caller repeats a request with the same key and body, the answer is the first one and nothing more is created. The key may be bare or quoted. */
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
      /** @description The new user, or the one from an earlier request with this idempotency key. */
      201: {
        headers: {
          Location: components['headers']['Location'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-6f80-74d2-b1a6-643302457cff",
           *       "email": "carol@example.com",
           *       "role": "user",
           *       "status": "active",
           *       "createdAt": "2026-03-02T09:30:24.000Z",
           *       "updatedAt": "2026-03-02T09:30:24.000Z"
           *     }
           */
          'application/json': components['schemas']['User'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationRequiredOrCrossSiteRequest'];
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
        /** @description The `ETag` of the version that you have: the answer is a 304 while it is the current one. */
        'If-None-Match'?: string;
      };
      path: {
        /**
         * @description The id of the user.
         * @example 019cade2-6f80-74d2-b1a6-643302457cff
         */
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
           *       "id": "019cade2-6f80-74d2-b1a6-643302457cff",
           *       "email": "carol@example.com",
           *       "role": "user",
           *       "status": "active",
           *       "createdAt": "2026-03-02T09:30:24.000Z",
           *       "updatedAt": "2026-03-02T09:30:24.000Z"
           *     }
           */
          'application/json': components['schemas']['User'];
        };
      };
      /** @description The version that you have is the current one. */
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
        /** @description Deletes the resources of the user, refuses if there are any, or gives them to another owner; by default `refuse`. */
        resources?: 'delete' | 'refuse' | 'transfer';
        /** @description The user or group that gets the resources, with `resources=transfer`. */
        to?: string;
      };
      header?: {
        /** @description The `ETag` of the version that you read; if it is no longer the current one, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: the answer is a 412 if this is the current `ETag`. */
        'If-None-Match'?: string;
      };
      path: {
        /**
         * @description The id of the user.
         * @example 019cade2-6f80-74d2-b1a6-643302457cff
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The user is being deleted; `GET /users/{id}` answers 404 when the deletion is complete. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-d128-744d-accb-8bc116abaf47",
           *       "email": "dora@example.com",
           *       "role": "user",
           *       "status": "deleting",
           *       "createdAt": "2026-03-02T09:30:49.000Z",
           *       "updatedAt": "2026-03-02T09:30:50.000Z"
           *     }
           */
          'application/json': components['schemas']['User'];
        };
      };
      /** @description The user was deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOr3More'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['LastAdminOr3More'];
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
        /** @description The `ETag` of the version that you read; if it is no longer the current one, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: the answer is a 412 if this is the current `ETag`. */
        'If-None-Match'?: string;
      };
      path: {
        /**
         * @description The id of the user.
         * @example 019cade2-6f80-74d2-b1a6-643302457cff
         */
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
      /** @description The changed user, with its new `ETag`. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-6f80-74d2-b1a6-643302457cff",
           *       "email": "carol@example.com",
           *       "role": "user",
           *       "status": "disabled",
           *       "createdAt": "2026-03-02T09:30:24.000Z",
           *       "updatedAt": "2026-03-02T09:30:35.000Z"
           *     }
           */
          'application/json': components['schemas']['User'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationRequiredOrCrossSiteRequest'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['EmailTakenOr3More'];
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
        /**
         * @description The id of the user.
         * @example 019cade2-6f80-74d2-b1a6-643302457cff
         */
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
      /** @description The password was set. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrConfirmationRequiredOrCrossSiteRequest'];
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
  listUserSessions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the user.
         * @example 019cade2-11c0-769d-a8e1-517494020271
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All sessions of the user, at most 100. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "019cade2-11c0-769e-a840-7db197af35fe",
           *           "createdAt": "2026-03-02T09:30:00.000Z",
           *           "lastUsedAt": "2026-03-02T09:30:00.000Z",
           *           "expiresAt": "2026-03-09T09:30:00.000Z",
           *           "clientAddress": null,
           *           "userAgent": null,
           *           "current": false
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
  deleteUserSessions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the user.
         * @example 019cade2-6f80-74d2-b1a6-643302457cff
         */
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
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
  deleteUserSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the user.
         * @example 019cade2-11c0-769d-a8e1-517494020271
         */
        id: string;
        /**
         * @description The id of the session.
         * @example 019cade2-9e60-73e4-b056-73be7ac6f574
         */
        sessionId: string;
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
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
        /**
         * @description The id of the user.
         * @example 019cade2-11c0-7699-a207-b36678097a1f
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All keys of the user, at most 100. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "019cade2-3cb8-72e6-a7f4-f271c85ff957",
           *           "name": "tower",
           *           "publicKey": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n",
           *           "createdAt": "2026-03-02T09:30:11.000Z",
           *           "expiresAt": "2027-03-02T09:30:11.000Z",
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
        /**
         * @description The id of the user.
         * @example 019cade2-11c0-7699-a207-b36678097a1f
         */
        id: string;
        /**
         * @description The id of the access key.
         * @example 019cade2-3cb8-72e6-a7f4-f271c85ff957
         */
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
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
  listUserDecisions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the user.
         * @example 019cade2-11c0-769d-a8e1-517494020271
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All decisions. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "action": "resource:create",
           *           "target": "own",
           *           "kind": "resource",
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "owners manage their resources"
           *         },
           *         {
           *           "action": "resource:create",
           *           "target": "foreign",
           *           "kind": "resource",
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "resource:read",
           *           "target": "own",
           *           "kind": "resource",
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "owners manage their resources"
           *         },
           *         {
           *           "action": "resource:read",
           *           "target": "foreign",
           *           "kind": "resource",
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "resource:update",
           *           "target": "own",
           *           "kind": "resource",
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "owners manage their resources"
           *         },
           *         {
           *           "action": "resource:update",
           *           "target": "foreign",
           *           "kind": "resource",
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "resource:delete",
           *           "target": "own",
           *           "kind": "resource",
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "owners manage their resources"
           *         },
           *         {
           *           "action": "resource:delete",
           *           "target": "foreign",
           *           "kind": "resource",
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "resource:transfer",
           *           "target": "own",
           *           "kind": "resource",
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "owners manage their resources"
           *         },
           *         {
           *           "action": "resource:transfer",
           *           "target": "foreign",
           *           "kind": "resource",
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "group:create",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "group:create",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-member",
           *           "rule": null
           *         },
           *         {
           *           "action": "group:create",
           *           "target": "platform",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "group:read",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "group:read",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-member",
           *           "rule": null
           *         },
           *         {
           *           "action": "group:update",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "group:update",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-member",
           *           "rule": null
           *         },
           *         {
           *           "action": "group:move",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "group:move",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-member",
           *           "rule": null
           *         },
           *         {
           *           "action": "group:move",
           *           "target": "platform",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "group:delete",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "group:delete",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-member",
           *           "rule": null
           *         },
           *         {
           *           "action": "member:read",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "member:read",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-member",
           *           "rule": null
           *         },
           *         {
           *           "action": "member:set",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "member:set",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-member",
           *           "rule": null
           *         },
           *         {
           *           "action": "member:set",
           *           "target": "platform",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "member:remove",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "member:remove",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-member",
           *           "rule": null
           *         },
           *         {
           *           "action": "member:leave",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "member:leave",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-member",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:create",
           *           "target": "platform",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:list",
           *           "target": "platform",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:read",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "users see and secure their own account"
           *         },
           *         {
           *           "action": "user:read",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:update",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:update",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:delete",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:delete",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:change-password",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "users see and secure their own account"
           *         },
           *         {
           *           "action": "user:change-password",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:change-email",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "users see and secure their own account"
           *         },
           *         {
           *           "action": "user:change-email",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:set-password",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "own-account",
           *           "rule": "one’s own password and address are changed with the current password"
           *         },
           *         {
           *           "action": "user:set-password",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:clear-login-failures",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "own-account",
           *           "rule": "one’s own password and address are changed with the current password"
           *         },
           *         {
           *           "action": "user:clear-login-failures",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:set-email",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "own-account",
           *           "rule": "one’s own password and address are changed with the current password"
           *         },
           *         {
           *           "action": "user:set-email",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:set-role",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "user:set-role",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "session:read",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "users see and secure their own account"
           *         },
           *         {
           *           "action": "session:read",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "session:confirm",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "users see and secure their own account"
           *         },
           *         {
           *           "action": "session:confirm",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "session:revoke",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "users see and secure their own account"
           *         },
           *         {
           *           "action": "session:revoke",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "access-key:create",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "users see and secure their own account"
           *         },
           *         {
           *           "action": "access-key:create",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "access-key:read",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "users see and secure their own account"
           *         },
           *         {
           *           "action": "access-key:read",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "access-key:revoke",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "users see and secure their own account"
           *         },
           *         {
           *           "action": "access-key:revoke",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "quota:read",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "users see and secure their own account"
           *         },
           *         {
           *           "action": "quota:read",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         },
           *         {
           *           "action": "quota:set",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "quota:set",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-member",
           *           "rule": null
           *         },
           *         {
           *           "action": "quota:set",
           *           "target": "platform",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "quota:verify",
           *           "target": "platform",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "quota:repair",
           *           "target": "platform",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "default-limit:read",
           *           "target": "platform",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "default-limit:set",
           *           "target": "platform",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "audit-event:read",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "audit-event:read",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "audit-event:read",
           *           "target": "platform",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "policy:read",
           *           "target": "platform",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-admin",
           *           "rule": null
           *         },
           *         {
           *           "action": "decision:read",
           *           "target": "own",
           *           "kind": null,
           *           "allowed": true,
           *           "reason": "allowed",
           *           "rule": "users see and secure their own account"
           *         },
           *         {
           *           "action": "decision:read",
           *           "target": "foreign",
           *           "kind": null,
           *           "allowed": false,
           *           "reason": "not-owner",
           *           "rule": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['DecisionOfActionList'];
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
  listUserGroups: {
    parameters: {
      query?: {
        /** @description The maximum number of items on a page. */
        pageSize?: number;
        /** @description The `nextCursor` of the previous page. */
        cursor?: string;
      };
      header?: never;
      path: {
        /**
         * @description The id of the user.
         * @example 019cade2-11c0-769d-a8e1-517494020271
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of memberships. */
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
           *           "groupId": "019cade2-d8f8-7616-bfeb-5d027ed4e34e",
           *           "userId": "019cade2-11c0-769d-a8e1-517494020271",
           *           "email": "bob@example.com",
           *           "role": "member",
           *           "createdAt": "2026-03-02T09:30:56.000Z",
           *           "updatedAt": "2026-03-02T09:30:56.000Z",
           *           "group": {
           *             "id": "019cade2-d8f8-7616-bfeb-5d027ed4e34e",
           *             "type": "group",
           *             "name": "Acme",
           *             "parentId": null,
           *             "createdAt": "2026-03-02T09:30:51.000Z",
           *             "updatedAt": "2026-03-02T09:30:51.000Z"
           *           }
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['MembershipPage'];
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
  listUserResources: {
    parameters: {
      query?: {
        /** @description A name that is declared, or was declared earlier. */
        kind?: string;
        /** @description Names the owners: users by their email address, groups by their name, as far as you may read them. */
        include?: 'owners';
        /** @description The maximum number of items on a page. */
        pageSize?: number;
        /** @description The `nextCursor` of the previous page. */
        cursor?: string;
      };
      header?: never;
      path: {
        /**
         * @description The id of the user.
         * @example 019cade2-6f80-74d2-b1a6-643302457cff
         */
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
           *           "id": "019cade2-7f20-7557-a2b2-25d9098f5d92",
           *           "ownerId": "019cade2-6f80-74d2-b1a6-643302457cff",
           *           "kind": "resource",
           *           "name": "a present",
           *           "createdAt": "2026-03-02T09:30:28.000Z",
           *           "updatedAt": "2026-03-02T09:30:28.000Z"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['ListedResourcePage'];
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
        /** @description If the same caller repeats a request with the same key and body, the answer is the first one and nothing more is created. The key may be bare or quoted. */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description The id of the user.
         * @example 019cade2-6f80-74d2-b1a6-643302457cff
         */
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
      /** @description The new resource, or the one from an earlier request with this idempotency key. */
      201: {
        headers: {
          Location: components['headers']['Location'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-7f20-7557-a2b2-25d9098f5d92",
           *       "ownerId": "019cade2-6f80-74d2-b1a6-643302457cff",
           *       "kind": "resource",
           *       "name": "a present",
           *       "createdAt": "2026-03-02T09:30:28.000Z",
           *       "updatedAt": "2026-03-02T09:30:28.000Z"
           *     }
           */
          'application/json': components['schemas']['Resource'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrQuotaExceededOrCrossSiteRequest'];
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
        /**
         * @description The id of the user.
         * @example 019cade2-6f80-74d2-b1a6-643302457cff
         */
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
      /** @description The resource could be created; nothing was created. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ownerId": "019cade2-6f80-74d2-b1a6-643302457cff",
           *       "kind": "resource",
           *       "name": "another"
           *     }
           */
          'application/json': components['schemas']['ResourcePreview'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrQuotaExceededOrCrossSiteRequest'];
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
        /** @description The `ETag` of the version that you read; if it is no longer the current one, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: the answer is a 412 if this is the current `ETag`. */
        'If-None-Match'?: string;
      };
      path: {
        /**
         * @description The id of the user.
         * @example 019cade2-6f80-74d2-b1a6-643302457cff
         */
        id: string;
        /**
         * @description The id of the resource.
         * @example 019cade2-7f20-7557-a2b2-25d9098f5d92
         */
        resourceId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The resource was deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
      query?: {
        /** @description Adds the default limit of each meter. */
        include?: 'defaults';
      };
      header?: never;
      path: {
        /**
         * @description The id of the user.
         * @example 019cade2-6f80-74d2-b1a6-643302457cff
         */
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
           *           "source": "user",
           *           "defaultLimit": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ListedQuotaList'];
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
        /**
         * @description The id of the user.
         * @example 019cade2-6f80-74d2-b1a6-643302457cff
         */
        id: string;
        /**
         * @description The meter, as the service declares it.
         * @example resources
         */
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
      /** @description The new quota. */
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
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
        /**
         * @description The id of the user.
         * @example 019cade2-6f80-74d2-b1a6-643302457cff
         */
        id: string;
        /**
         * @description The meter, as the service declares it.
         * @example resources
         */
        meter: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The quota that now applies. */
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
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
  listGroups: {
    parameters: {
      query?: {
        /** @description Only groups that lie in this one, and not those further down. */
        parentId?: string;
        /** @description A name that is declared, or was declared earlier. */
        type?: string;
        /** @description Only groups whose usage exceeds one of their own limits. */
        over?: boolean;
        /** @description Only those whose usage is at least this percentage of one of their own limits. */
        near?: number;
        /** @description What each group has beside its own members. */
        include?: 'quotas';
        /** @description The maximum number of items on a page. */
        pageSize?: number;
        /** @description The `nextCursor` of the previous page. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of groups. */
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
           *           "id": "019cade2-dce0-74bb-a5e8-ac13a10c2fe6",
           *           "type": "group",
           *           "name": "Website",
           *           "parentId": "019cade2-d8f8-7616-bfeb-5d027ed4e34e",
           *           "createdAt": "2026-03-02T09:30:52.000Z",
           *           "updatedAt": "2026-03-02T09:30:52.000Z"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['ListedGroupPage'];
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
  createGroup: {
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
         *       "name": "Acme"
         *     }
         */
        'application/json': components['schemas']['CreateGroupBody'];
      };
    };
    responses: {
      /** @description The new group. */
      201: {
        headers: {
          Location: components['headers']['Location'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-d8f8-7616-bfeb-5d027ed4e34e",
           *       "type": "group",
           *       "name": "Acme",
           *       "parentId": null,
           *       "createdAt": "2026-03-02T09:30:51.000Z",
           *       "updatedAt": "2026-03-02T09:30:51.000Z"
           *     }
           */
          'application/json': components['schemas']['Group'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOr3More'];
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
  getGroup: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the version that you have: the answer is a 304 while it is the current one. */
        'If-None-Match'?: string;
      };
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-dce0-74bb-a5e8-ac13a10c2fe6
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The group, with its `ETag`. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-dce0-74bb-a5e8-ac13a10c2fe6",
           *       "type": "group",
           *       "name": "Website",
           *       "parentId": "019cade2-d8f8-7616-bfeb-5d027ed4e34e",
           *       "createdAt": "2026-03-02T09:30:52.000Z",
           *       "updatedAt": "2026-03-02T09:30:52.000Z"
           *     }
           */
          'application/json': components['schemas']['Group'];
        };
      };
      /** @description The version that you have is the current one. */
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
  deleteGroup: {
    parameters: {
      query?: {
        /** @description Deletes the resources of the group, or refuses if there are any; by default `refuse`. */
        resources?: 'delete' | 'refuse';
      };
      header?: {
        /** @description The `ETag` of the version that you read; if it is no longer the current one, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: the answer is a 412 if this is the current `ETag`. */
        'If-None-Match'?: string;
      };
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-dce0-74bb-a5e8-ac13a10c2fe6
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The group was deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['NotEmptyOrOwnsResourcesOrRefusedByHost'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  changeGroup: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the version that you read; if it is no longer the current one, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: the answer is a 412 if this is the current `ETag`. */
        'If-None-Match'?: string;
      };
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-dce0-74bb-a5e8-ac13a10c2fe6
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Shop"
         *     }
         */
        'application/json': components['schemas']['ChangeGroupBody'];
        /**
         * @example {
         *       "name": "Shop"
         *     }
         */
        'application/merge-patch+json': components['schemas']['ChangeGroupBody'];
      };
    };
    responses: {
      /** @description The group, with its new `ETag`. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade2-dce0-74bb-a5e8-ac13a10c2fe6",
           *       "type": "group",
           *       "name": "Shop",
           *       "parentId": "019cade2-d8f8-7616-bfeb-5d027ed4e34e",
           *       "createdAt": "2026-03-02T09:30:52.000Z",
           *       "updatedAt": "2026-03-02T09:30:55.000Z"
           *     }
           */
          'application/json': components['schemas']['Group'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrQuotaExceededOrCrossSiteRequest'];
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
  listMembers: {
    parameters: {
      query?: {
        /** @description The maximum number of items on a page. */
        pageSize?: number;
        /** @description The `nextCursor` of the previous page. */
        cursor?: string;
      };
      header?: never;
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-d8f8-7616-bfeb-5d027ed4e34e
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of members. */
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
           *           "groupId": "019cade2-d8f8-7616-bfeb-5d027ed4e34e",
           *           "userId": "019cade2-11c0-769d-a8e1-517494020271",
           *           "email": "bob@example.com",
           *           "role": "member",
           *           "createdAt": "2026-03-02T09:30:56.000Z",
           *           "updatedAt": "2026-03-02T09:30:56.000Z"
           *         },
           *         {
           *           "groupId": "019cade2-d8f8-7616-bfeb-5d027ed4e34e",
           *           "userId": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *           "email": "admin@example.com",
           *           "role": "owner",
           *           "createdAt": "2026-03-02T09:30:51.000Z",
           *           "updatedAt": "2026-03-02T09:30:51.000Z"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['MemberPage'];
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
  setMember: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-d8f8-7616-bfeb-5d027ed4e34e
         */
        id: string;
        /**
         * @description The id of the user.
         * @example 019cade2-11c0-769d-a8e1-517494020271
         */
        userId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "role": "member"
         *     }
         */
        'application/json': components['schemas']['SetMemberBody'];
      };
    };
    responses: {
      /** @description The member. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "groupId": "019cade2-d8f8-7616-bfeb-5d027ed4e34e",
           *       "userId": "019cade2-11c0-769d-a8e1-517494020271",
           *       "email": "bob@example.com",
           *       "role": "member",
           *       "createdAt": "2026-03-02T09:30:56.000Z",
           *       "updatedAt": "2026-03-02T09:30:56.000Z"
           *     }
           */
          'application/json': components['schemas']['Member'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOr3More'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['LastOwnerOrRefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  removeMember: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-d8f8-7616-bfeb-5d027ed4e34e
         */
        id: string;
        /**
         * @description The id of the user.
         * @example 019cade2-11c0-769d-a8e1-517494020271
         */
        userId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The user is no longer a member. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['LastOwnerOrRefusedByHost'];
      413: components['responses']['PayloadTooLarge'];
      422: components['responses']['InvalidRequest'];
      429: components['responses']['TooManyAttempts'];
      500: components['responses']['Internal'];
      503: components['responses']['StorageUnavailableOrOverloaded'];
    };
  };
  listGroupResources: {
    parameters: {
      query?: {
        /** @description A name that is declared, or was declared earlier. */
        kind?: string;
        /** @description Names the owners: users by their email address, groups by their name, as far as you may read them. */
        include?: 'owners';
        /** @description The maximum number of items on a page. */
        pageSize?: number;
        /** @description The `nextCursor` of the previous page. */
        cursor?: string;
      };
      header?: never;
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-dce0-74bb-a5e8-ac13a10c2fe6
         */
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
           *           "id": "019cade3-0008-727c-901c-04eea34fc725",
           *           "ownerId": "019cade2-dce0-74bb-a5e8-ac13a10c2fe6",
           *           "kind": "resource",
           *           "name": "orders",
           *           "createdAt": "2026-03-02T09:31:01.000Z",
           *           "updatedAt": "2026-03-02T09:31:01.000Z"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['ListedResourcePage'];
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
  createGroupResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description If the same caller repeats a request with the same key and body, the answer is the first one and nothing more is created. The key may be bare or quoted. */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-dce0-74bb-a5e8-ac13a10c2fe6
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "orders"
         *     }
         */
        'application/json': components['schemas']['CreateGroupResourceBody'];
      };
    };
    responses: {
      /** @description The new resource, or the one from an earlier request with this idempotency key. */
      201: {
        headers: {
          Location: components['headers']['Location'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "019cade3-0008-727c-901c-04eea34fc725",
           *       "ownerId": "019cade2-dce0-74bb-a5e8-ac13a10c2fe6",
           *       "kind": "resource",
           *       "name": "orders",
           *       "createdAt": "2026-03-02T09:31:01.000Z",
           *       "updatedAt": "2026-03-02T09:31:01.000Z"
           *     }
           */
          'application/json': components['schemas']['Resource'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrQuotaExceededOrCrossSiteRequest'];
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
  previewGroupResource: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-dce0-74bb-a5e8-ac13a10c2fe6
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "customers"
         *     }
         */
        'application/json': components['schemas']['PreviewGroupResourceBody'];
      };
    };
    responses: {
      /** @description The resource could be created; nothing was created. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ownerId": "019cade2-dce0-74bb-a5e8-ac13a10c2fe6",
           *       "kind": "resource",
           *       "name": "customers"
           *     }
           */
          'application/json': components['schemas']['ResourcePreview'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrQuotaExceededOrCrossSiteRequest'];
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
  deleteGroupResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the version that you read; if it is no longer the current one, the answer is a 412. */
        'If-Match'?: string;
        /** @description The opposite: the answer is a 412 if this is the current `ETag`. */
        'If-None-Match'?: string;
      };
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-dce0-74bb-a5e8-ac13a10c2fe6
         */
        id: string;
        /**
         * @description The id of the resource.
         * @example 019cade3-0008-727c-901c-04eea34fc725
         */
        resourceId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The resource was deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
  listGroupQuotas: {
    parameters: {
      query?: {
        /** @description Adds the quotas of the groups above. */
        include?: 'above';
      };
      header?: never;
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-dce0-74bb-a5e8-ac13a10c2fe6
         */
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
           *           "limit": null,
           *           "used": 1,
           *           "over": 0,
           *           "source": "default"
           *         }
           *       ],
           *       "above": [
           *         {
           *           "owner": {
           *             "id": "019cade2-d8f8-7616-bfeb-5d027ed4e34e",
           *             "type": "group",
           *             "name": "Acme"
           *           },
           *           "quotas": [
           *             {
           *               "meter": "resources",
           *               "limit": 100,
           *               "used": 1,
           *               "over": 0,
           *               "source": "group"
           *             }
           *           ]
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['GroupQuotas'];
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
  setGroupQuota: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-d8f8-7616-bfeb-5d027ed4e34e
         */
        id: string;
        /**
         * @description The meter, as the service declares it.
         * @example resources
         */
        meter: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "limit": 100
         *     }
         */
        'application/json': components['schemas']['SetGroupQuotaBody'];
      };
    };
    responses: {
      /** @description The new quota. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "meter": "resources",
           *       "limit": 100,
           *       "used": 0,
           *       "over": 0,
           *       "source": "group"
           *     }
           */
          'application/json': components['schemas']['Quota'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
  clearGroupQuota: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the group.
         * @example 019cade2-d8f8-7616-bfeb-5d027ed4e34e
         */
        id: string;
        /**
         * @description The meter, as the service declares it.
         * @example resources
         */
        meter: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The quota that now applies. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "meter": "resources",
           *       "limit": null,
           *       "used": 1,
           *       "over": 0,
           *       "source": "default"
           *     }
           */
          'application/json': components['schemas']['Quota'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
      /** @description One limit for each meter of users, and those that are set for types of groups. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "ownerType": "user",
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
      query?: {
        /** @description The owners that it is for: users, or the groups of a type; by default `user`. */
        ownerType?: 'user' | 'group';
      };
      header?: never;
      path: {
        /**
         * @description The meter, as the service declares it.
         * @example resources
         */
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
      /** @description The new limit. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ownerType": "user",
           *       "meter": "resources",
           *       "limit": 10
           *     }
           */
          'application/json': components['schemas']['DefaultLimit'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
  verifyQuotas: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /** @example {} */
        'application/json': components['schemas']['VerifyQuotasBody'];
      };
    };
    responses: {
      /** @description What the step has found. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "checked": 4,
           *       "differences": [],
           *       "misplaced": [],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['QuotasCheck'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
  repairQuotas: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /** @example {} */
        'application/json': components['schemas']['RepairQuotasBody'];
      };
    };
    responses: {
      /** @description What the step has corrected. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "checked": 4,
           *       "differences": [],
           *       "misplaced": [],
           *       "nextCursor": null
           *     }
           */
          'application/json': components['schemas']['QuotasCheck'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
        /** @description The id of a user, group, resource or session, or a meter. The target of an event about a member is the user. */
        target?: string;
        /** @description The id of a user or group: events about them, and about their limits, members, sessions, keys and resources, but not about the groups below. An event belongs to the owner before the change: a transfer, even a refused one, to the owner who gives. */
        owner?: string;
        /** @description An action such as `resource:create`. Hosts have actions of their own, so an unknown one is no error: the page is empty. */
        action?: string;
        /** @description Only commands that were accepted, or only those that were refused. */
        outcome?: 'accepted' | 'refused';
        /** @description The reason for a refusal, such as `quota-exceeded`. It finds refusals only, so `outcome=accepted` beside it is an error. */
        reason?: string;
        /** @description Only events from this time on. */
        since?: string;
        /** @description Only events before this time. */
        until?: string;
        /** @description Names the owners: users by their email address, groups by their name, as far as you may read them. */
        include?: 'owners';
        /** @description The maximum number of items on a page. */
        pageSize?: number;
        /** @description The `nextCursor` of the previous page. */
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
           *           "id": "019cade2-bda0-76b5-95d3-937776e8e485",
           *           "at": "2026-03-02T09:30:44.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *             "credential": "session",
           *             "name": "admin@example.com"
           *           },
           *           "action": "quota:set",
           *           "target": {
           *             "type": "quota",
           *             "id": "resources",
           *             "ownerId": "019cade2-11c0-769d-a8e1-517494020271",
           *             "owner": {
           *               "id": "019cade2-11c0-769d-a8e1-517494020271",
           *               "type": "user",
           *               "name": "bob@example.com"
           *             }
           *           },
           *           "details": {
           *             "limit": 5
           *           },
           *           "outcome": "accepted",
           *           "reason": "administrators may do everything",
           *           "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *           "count": 1
           *         },
           *         {
           *           "id": "019cade2-bda0-76b3-9c9b-ea22446a8190",
           *           "at": "2026-03-02T09:30:44.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *             "credential": "session",
           *             "name": "admin@example.com"
           *           },
           *           "action": "resource:create",
           *           "target": {
           *             "type": "resource",
           *             "id": "019cade2-bda0-76b4-8189-7af70924d947",
           *             "ownerId": "019cade2-11c0-769d-a8e1-517494020271",
           *             "owner": {
           *               "id": "019cade2-11c0-769d-a8e1-517494020271",
           *               "type": "user",
           *               "name": "bob@example.com"
           *             }
           *           },
           *           "details": {
           *             "kind": "resource",
           *             "name": "from a batch"
           *           },
           *           "outcome": "accepted",
           *           "reason": "administrators may do everything",
           *           "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *           "count": 1
           *         }
           *       ],
           *       "nextCursor": "AZyt4r2gdrOcm-oiRGqBkHY5qtaX08oOlnz8ltJLWXc"
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
  getPolicy: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The policy. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "rules": [
           *         {
           *           "name": "system actors may do everything",
           *           "effect": "allow",
           *           "actions": null,
           *           "roles": [],
           *           "when": "actorType(\"system\")",
           *           "reason": null,
           *           "data": {
           *             "effect": "allow",
           *             "name": "system actors may do everything",
           *             "actions": "any",
           *             "when": {
           *               "type": "actor-type",
           *               "actorType": "system"
           *             },
           *             "reason": "forbidden"
           *           }
           *         },
           *         {
           *           "name": "administrators may do everything",
           *           "effect": "allow",
           *           "actions": null,
           *           "roles": [
           *             "admin"
           *           ],
           *           "when": "role(\"admin\")",
           *           "reason": null,
           *           "data": {
           *             "effect": "allow",
           *             "name": "administrators may do everything",
           *             "actions": "any",
           *             "when": {
           *               "type": "actor-role",
           *               "roles": [
           *                 "admin"
           *               ]
           *             },
           *             "reason": "forbidden"
           *           }
           *         },
           *         {
           *           "name": "owners manage their resources",
           *           "effect": "allow",
           *           "actions": [
           *             "resource:create",
           *             "resource:delete",
           *             "resource:read",
           *             "resource:transfer",
           *             "resource:update"
           *           ],
           *           "roles": [],
           *           "when": "owner",
           *           "reason": null,
           *           "data": {
           *             "effect": "allow",
           *             "name": "owners manage their resources",
           *             "actions": [
           *               "resource:create",
           *               "resource:delete",
           *               "resource:read",
           *               "resource:transfer",
           *               "resource:update"
           *             ],
           *             "when": {
           *               "type": "owner"
           *             },
           *             "reason": "forbidden"
           *           }
           *         },
           *         {
           *           "name": "users see and secure their own account",
           *           "effect": "allow",
           *           "actions": [
           *             "access-key:create",
           *             "access-key:read",
           *             "access-key:revoke",
           *             "decision:read",
           *             "quota:read",
           *             "session:confirm",
           *             "session:read",
           *             "session:revoke",
           *             "user:change-email",
           *             "user:change-password",
           *             "user:read"
           *           ],
           *           "roles": [],
           *           "when": "owner",
           *           "reason": null,
           *           "data": {
           *             "effect": "allow",
           *             "name": "users see and secure their own account",
           *             "actions": [
           *               "access-key:create",
           *               "access-key:read",
           *               "access-key:revoke",
           *               "decision:read",
           *               "quota:read",
           *               "session:confirm",
           *               "session:read",
           *               "session:revoke",
           *               "user:change-email",
           *               "user:change-password",
           *               "user:read"
           *             ],
           *             "when": {
           *               "type": "owner"
           *             },
           *             "reason": "forbidden"
           *           }
           *         },
           *         {
           *           "name": "members see their group and what it owns",
           *           "effect": "allow",
           *           "actions": [
           *             "group:read",
           *             "member:leave",
           *             "member:read",
           *             "quota:read",
           *             "resource:read"
           *           ],
           *           "roles": [],
           *           "when": "member(\"member\", \"owner\", \"viewer\")",
           *           "reason": null,
           *           "data": {
           *             "effect": "allow",
           *             "name": "members see their group and what it owns",
           *             "actions": [
           *               "group:read",
           *               "member:leave",
           *               "member:read",
           *               "quota:read",
           *               "resource:read"
           *             ],
           *             "when": {
           *               "type": "member",
           *               "roles": [
           *                 "member",
           *                 "owner",
           *                 "viewer"
           *               ]
           *             },
           *             "reason": "forbidden"
           *           }
           *         },
           *         {
           *           "name": "members manage what their group owns",
           *           "effect": "allow",
           *           "actions": [
           *             "resource:create",
           *             "resource:delete",
           *             "resource:update"
           *           ],
           *           "roles": [],
           *           "when": "member(\"member\", \"owner\")",
           *           "reason": null,
           *           "data": {
           *             "effect": "allow",
           *             "name": "members manage what their group owns",
           *             "actions": [
           *               "resource:create",
           *               "resource:delete",
           *               "resource:update"
           *             ],
           *             "when": {
           *               "type": "member",
           *               "roles": [
           *                 "member",
           *                 "owner"
           *               ]
           *             },
           *             "reason": "forbidden"
           *           }
           *         },
           *         {
           *           "name": "owners manage their group and the groups in it",
           *           "effect": "allow",
           *           "actions": [
           *             "group:create",
           *             "group:delete",
           *             "group:move",
           *             "group:update",
           *             "member:remove",
           *             "member:set",
           *             "quota:set",
           *             "resource:transfer"
           *           ],
           *           "roles": [],
           *           "when": "member(\"owner\")",
           *           "reason": null,
           *           "data": {
           *             "effect": "allow",
           *             "name": "owners manage their group and the groups in it",
           *             "actions": [
           *               "group:create",
           *               "group:delete",
           *               "group:move",
           *               "group:update",
           *               "member:remove",
           *               "member:set",
           *               "quota:set",
           *               "resource:transfer"
           *             ],
           *             "when": {
           *               "type": "member",
           *               "roles": [
           *                 "owner"
           *               ]
           *             },
           *             "reason": "forbidden"
           *           }
           *         },
           *         {
           *           "name": "disabled users may do nothing",
           *           "effect": "forbid",
           *           "actions": null,
           *           "roles": [],
           *           "when": "actorStatus(\"disabled\")",
           *           "reason": "disabled",
           *           "data": {
           *             "effect": "forbid",
           *             "name": "disabled users may do nothing",
           *             "actions": "any",
           *             "when": {
           *               "type": "actor-status",
           *               "status": "disabled"
           *             },
           *             "reason": "disabled"
           *           }
           *         },
           *         {
           *           "name": "access keys do not touch credentials",
           *           "effect": "forbid",
           *           "actions": [
           *             "access-key:create",
           *             "access-key:revoke",
           *             "member:set",
           *             "session:confirm",
           *             "session:revoke",
           *             "user:change-email",
           *             "user:change-password",
           *             "user:clear-login-failures",
           *             "user:set-email",
           *             "user:set-password",
           *             "user:set-role"
           *           ],
           *           "roles": [],
           *           "when": "actorCredential(\"access-key\")",
           *           "reason": "access-key",
           *           "data": {
           *             "effect": "forbid",
           *             "name": "access keys do not touch credentials",
           *             "actions": [
           *               "access-key:create",
           *               "access-key:revoke",
           *               "member:set",
           *               "session:confirm",
           *               "session:revoke",
           *               "user:change-email",
           *               "user:change-password",
           *               "user:clear-login-failures",
           *               "user:set-email",
           *               "user:set-password",
           *               "user:set-role"
           *             ],
           *             "when": {
           *               "type": "actor-credential",
           *               "credential": "access-key"
           *             },
           *             "reason": "access-key"
           *           }
           *         },
           *         {
           *           "name": "access keys do not change their own user",
           *           "effect": "forbid",
           *           "actions": [
           *             "user:delete",
           *             "user:update"
           *           ],
           *           "roles": [],
           *           "when": "all(actorCredential(\"access-key\"), owner)",
           *           "reason": "access-key",
           *           "data": {
           *             "effect": "forbid",
           *             "name": "access keys do not change their own user",
           *             "actions": [
           *               "user:delete",
           *               "user:update"
           *             ],
           *             "when": {
           *               "type": "all",
           *               "conditions": [
           *                 {
           *                   "type": "actor-credential",
           *                   "credential": "access-key"
           *                 },
           *                 {
           *                   "type": "owner"
           *                 }
           *               ]
           *             },
           *             "reason": "access-key"
           *           }
           *         },
           *         {
           *           "name": "one’s own password and address are changed with the current password",
           *           "effect": "forbid",
           *           "actions": [
           *             "user:clear-login-failures",
           *             "user:set-email",
           *             "user:set-password"
           *           ],
           *           "roles": [],
           *           "when": "owner",
           *           "reason": "own-account",
           *           "data": {
           *             "effect": "forbid",
           *             "name": "one’s own password and address are changed with the current password",
           *             "actions": [
           *               "user:clear-login-failures",
           *               "user:set-email",
           *               "user:set-password"
           *             ],
           *             "when": {
           *               "type": "owner"
           *             },
           *             "reason": "own-account"
           *           }
           *         },
           *         {
           *           "name": "sensitive actions are confirmed with the password",
           *           "effect": "forbid",
           *           "actions": [
           *             "access-key:create",
           *             "member:set",
           *             "user:clear-login-failures",
           *             "user:delete",
           *             "user:set-email",
           *             "user:set-password",
           *             "user:set-role"
           *           ],
           *           "roles": [],
           *           "when": "all(actorType(\"user\"), not(confirmed(\"given\")))",
           *           "reason": "confirmation-required",
           *           "data": {
           *             "effect": "forbid",
           *             "name": "sensitive actions are confirmed with the password",
           *             "actions": [
           *               "access-key:create",
           *               "member:set",
           *               "user:clear-login-failures",
           *               "user:delete",
           *               "user:set-email",
           *               "user:set-password",
           *               "user:set-role"
           *             ],
           *             "when": {
           *               "type": "all",
           *               "conditions": [
           *                 {
           *                   "type": "actor-type",
           *                   "actorType": "user"
           *                 },
           *                 {
           *                   "type": "not",
           *                   "condition": {
           *                     "type": "actor-confirmation",
           *                     "confirmation": "given"
           *                   }
           *                 }
           *               ]
           *             },
           *             "reason": "confirmation-required"
           *           }
           *         }
           *       ],
           *       "roles": [
           *         "user",
           *         "admin"
           *       ],
           *       "kinds": [
           *         "resource"
           *       ],
           *       "actions": [
           *         "resource:create",
           *         "resource:read",
           *         "resource:update",
           *         "resource:delete",
           *         "resource:transfer",
           *         "group:create",
           *         "group:read",
           *         "group:update",
           *         "group:move",
           *         "group:delete",
           *         "member:read",
           *         "member:set",
           *         "member:remove",
           *         "member:leave",
           *         "user:create",
           *         "user:list",
           *         "user:read",
           *         "user:update",
           *         "user:delete",
           *         "user:change-password",
           *         "user:change-email",
           *         "user:set-password",
           *         "user:clear-login-failures",
           *         "user:set-email",
           *         "user:set-role",
           *         "session:read",
           *         "session:confirm",
           *         "session:revoke",
           *         "access-key:create",
           *         "access-key:read",
           *         "access-key:revoke",
           *         "quota:read",
           *         "quota:set",
           *         "quota:verify",
           *         "quota:repair",
           *         "default-limit:read",
           *         "default-limit:set",
           *         "audit-event:read",
           *         "policy:read",
           *         "decision:read"
           *       ],
           *       "table": [
           *         {
           *           "action": "resource:create",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their resources"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": "resource",
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "resource:read",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their resources"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": "resource",
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "resource:update",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their resources"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": "resource",
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "resource:delete",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their resources"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": "resource",
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "resource:transfer",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their resources"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": "resource",
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "group:create",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "group:read",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "group:update",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "group:move",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "group:delete",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "member:read",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "member:set",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "member:remove",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "member:leave",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:create",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:list",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:read",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "users see and secure their own account"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:update",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:delete",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:change-password",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "users see and secure their own account"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:change-email",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "users see and secure their own account"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:set-password",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "own-account",
           *               "rule": "one’s own password and address are changed with the current password"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "own-account",
           *               "rule": "one’s own password and address are changed with the current password"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:clear-login-failures",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "own-account",
           *               "rule": "one’s own password and address are changed with the current password"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "own-account",
           *               "rule": "one’s own password and address are changed with the current password"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:set-email",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "own-account",
           *               "rule": "one’s own password and address are changed with the current password"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "own-account",
           *               "rule": "one’s own password and address are changed with the current password"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:set-role",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "session:read",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "users see and secure their own account"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "session:confirm",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "users see and secure their own account"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "session:revoke",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "users see and secure their own account"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "access-key:create",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "users see and secure their own account"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "access-key:read",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "users see and secure their own account"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "access-key:revoke",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "users see and secure their own account"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "quota:read",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "users see and secure their own account"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "quota:set",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "quota:verify",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "quota:repair",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "default-limit:read",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "default-limit:set",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "audit-event:read",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "user",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "policy:read",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "platform",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "decision:read",
           *           "cells": [
           *             {
           *               "role": "user",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "users see and secure their own account"
           *             },
           *             {
           *               "role": "user",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "role": "admin",
           *               "target": "own",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             },
           *             {
           *               "role": "admin",
           *               "target": "foreign",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "administrators may do everything"
           *             }
           *           ]
           *         }
           *       ],
           *       "groupTypes": [
           *         "group"
           *       ],
           *       "memberRoles": [
           *         "owner",
           *         "member",
           *         "viewer"
           *       ],
           *       "memberTable": [
           *         {
           *           "action": "resource:create",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members manage what their group owns"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members manage what their group owns"
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": "resource",
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "resource:read",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "resource:update",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members manage what their group owns"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members manage what their group owns"
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": "resource",
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "resource:delete",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members manage what their group owns"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members manage what their group owns"
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": "resource",
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "resource:transfer",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": "resource",
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their group and the groups in it"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": "resource",
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": "resource",
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "group:create",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their group and the groups in it"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "group:read",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "group:update",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their group and the groups in it"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "group:move",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their group and the groups in it"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "group:delete",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their group and the groups in it"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "member:read",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "member:set",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their group and the groups in it"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "member:remove",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their group and the groups in it"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "member:leave",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:read",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:update",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:delete",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:change-password",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:change-email",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:set-password",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:clear-login-failures",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:set-email",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "user:set-role",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "session:read",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "session:confirm",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "session:revoke",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "access-key:create",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "access-key:read",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "access-key:revoke",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "quota:read",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "members see their group and what it owns"
           *             }
           *           ]
           *         },
           *         {
           *           "action": "quota:set",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": true,
           *               "reason": "allowed",
           *               "rule": "owners manage their group and the groups in it"
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-member",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "audit-event:read",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-admin",
           *               "rule": null
           *             }
           *           ]
           *         },
           *         {
           *           "action": "decision:read",
           *           "cells": [
           *             {
           *               "memberRole": "owner",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "member",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             },
           *             {
           *               "memberRole": "viewer",
           *               "kind": null,
           *               "allowed": false,
           *               "reason": "not-owner",
           *               "rule": null
           *             }
           *           ]
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['Policy'];
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
  createDecision: {
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
         *       "action": "resource:create",
         *       "target": {
         *         "type": "resource"
         *       },
         *       "actor": {
         *         "userId": "019cade2-11c0-769d-a8e1-517494020271"
         *       }
         *     }
         */
        'application/json': components['schemas']['CreateDecisionBody'];
      };
    };
    responses: {
      /** @description The decision. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "allowed": true,
           *       "reason": "allowed",
           *       "rule": "owners manage their resources",
           *       "behind": null
           *     }
           */
          'application/json': components['schemas']['Explanation'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['ForbiddenOrCrossSiteRequest'];
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
  createBatch: {
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
         *       "items": [
         *         {
         *           "method": "POST",
         *           "path": "/users/019cade2-11c0-769d-a8e1-517494020271/resources",
         *           "body": {
         *             "name": "from a batch"
         *           }
         *         },
         *         {
         *           "method": "PUT",
         *           "path": "/users/019cade2-11c0-769d-a8e1-517494020271/quotas/resources",
         *           "body": {
         *             "limit": 5
         *           }
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['CreateBatchBody'];
      };
    };
    responses: {
      /** @description The answers, in the order of the items. */
      200: {
        headers: {
          'Set-Cookie': components['headers']['Set-Cookie'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "status": 201,
           *           "headers": {
           *             "Location": "/v1/resources/019cade2-bda0-76b4-8189-7af70924d947",
           *             "ETag": "\"75142NHheiO8tax22Tuz6kbeF3oWpSmBshatTKT8Aks\""
           *           },
           *           "body": {
           *             "id": "019cade2-bda0-76b4-8189-7af70924d947",
           *             "ownerId": "019cade2-11c0-769d-a8e1-517494020271",
           *             "kind": "resource",
           *             "name": "from a batch",
           *             "createdAt": "2026-03-02T09:30:44.000Z",
           *             "updatedAt": "2026-03-02T09:30:44.000Z"
           *           }
           *         },
           *         {
           *           "status": 200,
           *           "headers": {},
           *           "body": {
           *             "meter": "resources",
           *             "limit": 5,
           *             "used": 1,
           *             "over": 0,
           *             "source": "user"
           *           }
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['Batch'];
        };
      };
      400: components['responses']['MalformedRequest'];
      401: components['responses']['AuthenticationRequiredOr3More'];
      403: components['responses']['CrossSiteRequest'];
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
  getOverview: {
    parameters: {
      query?: {
        /** @description Names the owners: users by their email address, groups by their name, as far as you may read them. */
        include?: 'owners';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The overview. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "over": {
           *         "items": [],
           *         "more": false
           *       },
           *       "near": {
           *         "items": [],
           *         "more": false
           *       },
           *       "groupsOver": {
           *         "items": [],
           *         "more": false
           *       },
           *       "groupsNear": {
           *         "items": [],
           *         "more": false
           *       },
           *       "refusals": {
           *         "since": "2026-03-01T09:30:49.000Z",
           *         "items": [],
           *         "ofLatest": null
           *       },
           *       "events": [
           *         {
           *           "id": "019cade2-bda0-76b5-95d3-937776e8e485",
           *           "at": "2026-03-02T09:30:44.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *             "credential": "session"
           *           },
           *           "action": "quota:set",
           *           "target": {
           *             "type": "quota",
           *             "id": "resources",
           *             "ownerId": "019cade2-11c0-769d-a8e1-517494020271"
           *           },
           *           "details": {
           *             "limit": 5
           *           },
           *           "outcome": "accepted",
           *           "reason": "administrators may do everything",
           *           "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *           "count": 1
           *         },
           *         {
           *           "id": "019cade2-bda0-76b3-9c9b-ea22446a8190",
           *           "at": "2026-03-02T09:30:44.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *             "credential": "session"
           *           },
           *           "action": "resource:create",
           *           "target": {
           *             "type": "resource",
           *             "id": "019cade2-bda0-76b4-8189-7af70924d947",
           *             "ownerId": "019cade2-11c0-769d-a8e1-517494020271"
           *           },
           *           "details": {
           *             "kind": "resource",
           *             "name": "from a batch"
           *           },
           *           "outcome": "accepted",
           *           "reason": "administrators may do everything",
           *           "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *           "count": 1
           *         },
           *         {
           *           "id": "019cade2-b9b8-746a-8d27-142c9b4a5a9a",
           *           "at": "2026-03-02T09:30:43.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *             "credential": "session"
           *           },
           *           "action": "user:delete",
           *           "target": {
           *             "type": "user",
           *             "id": "019cade2-6f80-74d2-b1a6-643302457cff",
           *             "ownerId": "019cade2-6f80-74d2-b1a6-643302457cff"
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
           *           "id": "019cade2-b1e8-76dd-ba83-2b2de40e0828",
           *           "at": "2026-03-02T09:30:41.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *             "credential": "session"
           *           },
           *           "action": "quota:verify",
           *           "target": {
           *             "type": "quota",
           *             "id": null,
           *             "ownerId": null
           *           },
           *           "details": {
           *             "differences": 0
           *           },
           *           "outcome": "accepted",
           *           "reason": "administrators may do everything",
           *           "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *           "count": 1
           *         },
           *         {
           *           "id": "019cade2-aa18-7110-936d-9fda60260db5",
           *           "at": "2026-03-02T09:30:39.000Z",
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
           *         },
           *         {
           *           "id": "019cade2-a630-7372-8a6c-3e263f8b5842",
           *           "at": "2026-03-02T09:30:38.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *             "credential": "session"
           *           },
           *           "action": "session:revoke",
           *           "target": {
           *             "type": "session",
           *             "id": null,
           *             "ownerId": "019cade2-6f80-74d2-b1a6-643302457cff"
           *           },
           *           "details": {},
           *           "outcome": "accepted",
           *           "reason": "administrators may do everything",
           *           "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *           "count": 1
           *         },
           *         {
           *           "id": "019cade2-a248-719e-8d42-c8ed2a8e146a",
           *           "at": "2026-03-02T09:30:37.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *             "credential": "session"
           *           },
           *           "action": "session:revoke",
           *           "target": {
           *             "type": "session",
           *             "id": "019cade2-9e60-73e4-b056-73be7ac6f574",
           *             "ownerId": "019cade2-11c0-769d-a8e1-517494020271"
           *           },
           *           "details": {},
           *           "outcome": "accepted",
           *           "reason": "administrators may do everything",
           *           "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *           "count": 1
           *         },
           *         {
           *           "id": "019cade2-9e60-73e5-a586-bdf22acfeabb",
           *           "at": "2026-03-02T09:30:36.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-769d-a8e1-517494020271",
           *             "credential": "password"
           *           },
           *           "action": "session:create",
           *           "target": {
           *             "type": "session",
           *             "id": "019cade2-9e60-73e4-b056-73be7ac6f574",
           *             "ownerId": "019cade2-11c0-769d-a8e1-517494020271"
           *           },
           *           "details": {
           *             "clientAddress": "127.0.0.1",
           *             "userAgent": "node"
           *           },
           *           "outcome": "accepted",
           *           "reason": "a verified password opens a session",
           *           "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *           "count": 1
           *         },
           *         {
           *           "id": "019cade2-9a78-73d0-9f27-70c0ec324010",
           *           "at": "2026-03-02T09:30:35.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *             "credential": "session"
           *           },
           *           "action": "user:update",
           *           "target": {
           *             "type": "user",
           *             "id": "019cade2-6f80-74d2-b1a6-643302457cff",
           *             "ownerId": "019cade2-6f80-74d2-b1a6-643302457cff"
           *           },
           *           "details": {
           *             "status": "disabled"
           *           },
           *           "outcome": "accepted",
           *           "reason": "administrators may do everything",
           *           "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *           "count": 1
           *         },
           *         {
           *           "id": "019cade2-9690-75d9-ae7c-21d0acaad75d",
           *           "at": "2026-03-02T09:30:34.000Z",
           *           "actor": {
           *             "type": "user",
           *             "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *             "credential": "session"
           *           },
           *           "action": "user:set-password",
           *           "target": {
           *             "type": "user",
           *             "id": "019cade2-6f80-74d2-b1a6-643302457cff",
           *             "ownerId": "019cade2-6f80-74d2-b1a6-643302457cff"
           *           },
           *           "details": {},
           *           "outcome": "accepted",
           *           "reason": "administrators may do everything",
           *           "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *           "count": 1
           *         }
           *       ],
           *       "lastVerification": {
           *         "id": "019cade2-b1e8-76dd-ba83-2b2de40e0828",
           *         "at": "2026-03-02T09:30:41.000Z",
           *         "actor": {
           *           "type": "user",
           *           "id": "019cade2-11c0-7694-a1af-0c225309e9d1",
           *           "credential": "session"
           *         },
           *         "action": "quota:verify",
           *         "target": {
           *           "type": "quota",
           *           "id": null,
           *           "ownerId": null
           *         },
           *         "details": {
           *           "differences": 0
           *         },
           *         "outcome": "accepted",
           *         "reason": "administrators may do everything",
           *         "requestId": "2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e",
           *         "count": 1
           *       }
           *     }
           */
          'application/json': components['schemas']['Overview'];
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
