/** The guarantees of a storage, by id. The ports state them for each method; the contract checks them case by case. */
export const GUARANTEES = {
  Q1: 'However many callers race, committed `used` never exceeds `limit` through a create, at any owner of the path.',
  Q2: 'A create is refused for quota only if at one instant of the call the demand did not fit at some owner of the path and no earlier create with its idempotency key had succeeded; the figures are of that instant.',
  Q3: '`used` is the sum of the demands of the live resources of the owner and, of a group, of its members and of all groups, members and resources below it; a failed create claims nothing, and a delete releases its claim exactly once.',
  Q4: 'All meters of a demand are claimed together, at every owner of the path, or not at all.',
  Q5: '`null` is unlimited, `0` is none, and `used + demand <= limit` is allowed, equality included.',
  Q6: 'A limit may be set below `used`: nothing is destroyed, creates are refused until there is room, `over` is reported. A cleared limit gives way to the default.',
  Q7: 'The owner and every group above are charged, whoever the actor is.',
  Q8: 'A refusal is data: for each meter `{meter, limit, used, requested}`, and on the path of a group for each level, with its owner.',
  Q9: 'The cost of a create does not grow with how much an owner has, nor with siblings: only with the length of the path.',
  Q10: 'A transfer of a resource, or a move of a group, charges the new path and releases on the old one in one commit; what both paths share is untouched, and without room on the new path nothing changes.',
  Q11: 'Groups are a tree: no group lies in itself, no path is longer than the bound, and no group is without its parent, also under racing commands.',
  A3: 'Authority holds at the commit: once disabling, deleting, demoting, changing a password, ending a session, revoking a key or removing a member has committed, no command commits that relies on the lost authority, nor one that was decided by a role in a group whose path has changed since. A create checks that its owner exists and is active.',
  A4: 'Once there is one, there is always at least one active administrator. A group that has an active member of role `owner` keeps one.',
  A5: 'Email keys are unique, and compared as they were computed. An address that a user gave to themselves is theirs until an administrator gives it to another user; the proven one before it stays reserved for them.',
  A6: 'No secret is stored or returned in clear, nor is a fast hash of anything guessable.',
  A7: 'A list returns exactly what lies within the scope and the filter, by id, newest first.',
  A8: 'Every command that asks for a password claims its attempt from the same counts. However many attempts race for one key, no more than its bound hold a claim within one window; a refused claim leaves nothing behind.',
  I1: 'No resource, session, access key or membership exists without its user. A user is deleted with everything in one transaction. A large deletion begins in one transaction: from its commit on, the user is listed as being deleted and is gone for every command, nobody sees their resources, and the rows are deleted in bounded steps, which any process can continue.',
  I2: 'Each accepted command has exactly one audit event, written in the same transaction; a refusal is recorded too, and equal refusals are one event with their count. Expired rows, and no others, are swept in small batches.',
  I3: 'A create repeated with the same idempotency key (of the same actor, for the same owner) returns the first result and claims nothing more; with another payload, passwords apart, it is refused.',
  I4: 'A transaction commits when its work resolves, rolls back when it throws, rethrows the same error; its stores are unusable afterwards.',
  I5: 'When the storage is down or slow: a typed error in bounded time, nothing half done, nothing fails open.',
  I6: 'An expected refusal leaves a host transaction usable, and everything in it commits or rolls back with it.',
} as const;

export type GuaranteeId = keyof typeof GUARANTEES;
