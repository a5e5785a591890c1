import { actorCredential, actorStatus, actorType, all, owner } from './condition.js';
import { definePolicy } from './policy.js';
import { allow, forbid } from './rule.js';

/**
 * What nobody may do with an access key, whatever a host's policy allows: to touch what people log in
 * with. Who steals a key can then do what its user may do, but only until it is revoked: it leaves behind
 * no other key, no password and no address of its own, and locks nobody out. `createBailiwick` adds these
 * rules to every policy.
 */
export const accessKeyRules = [
  forbid('access keys do not touch credentials', {
    actions: [
      'access-key:create',
      'access-key:revoke',
      'user:change-password',
      'user:change-email',
      'user:set-password',
      'session:revoke',
    ],
    when: actorCredential('access-key'),
    reason: 'access-key',
  }),
  forbid('access keys do not change their own user', {
    actions: ['user:update'],
    when: all(actorCredential('access-key'), owner),
    reason: 'access-key',
  }),
] as const;

/** What holds when a host says nothing else. */
export const platformPolicy = definePolicy(
  allow('system actors may do everything', { actions: 'any', when: actorType('system') }),
  allow('administrators may do everything', { actions: 'any', role: 'admin' }),
  allow('owners manage their resources', {
    actions: ['resource:create', 'resource:read', 'resource:update', 'resource:delete'],
    when: owner,
  }),
  allow('users see and secure their own account', {
    actions: [
      'user:read',
      'user:change-password',
      'user:change-email',
      'session:read',
      'session:revoke',
      'access-key:create',
      'access-key:read',
      'access-key:revoke',
      'quota:read',
    ],
    when: owner,
  }),
  forbid('disabled users may do nothing', {
    actions: 'any',
    when: actorStatus('disabled'),
    reason: 'disabled',
  }),
  ...accessKeyRules,
);
