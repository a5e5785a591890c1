import { actorCredential, actorStatus, actorType, all, confirmed, not, owner } from './condition.js';
import { definePolicy } from './policy.js';
import { allow, forbid } from './allow-forbid.js';

/**
 * What nobody may do with an access key, whatever a host's policy allows: to touch what people log in
 * with, or the user that it stands for. Who steals a key can then do what its user may do, but only until
 * it is revoked: the user keeps the account, and has no other key, password or address by then. It gives nobody a
 * role either, or it could make an administrator who then does what it must not. What an administrator may do to
 * others beside that, their key may do as well, making ordinary users included.
 */
export const accessKeyRules = Object.freeze([
  forbid('access keys do not touch credentials', {
    actions: [
      'access-key:create',
      'access-key:revoke',
      'user:change-password',
      'user:change-email',
      'user:set-password',
      'user:set-email',
      'user:set-role',
      'session:confirm',
      'session:revoke',
    ],
    when: actorCredential('access-key'),
    reason: 'access-key',
  }),
  forbid('access keys do not change their own user', {
    actions: ['user:update', 'user:delete'],
    when: all(actorCredential('access-key'), owner),
    reason: 'access-key',
  }),
] as const);

/**
 * One rule, one door: changing one's own password or address asks for the current password, whoever one is. An
 * administrator who changes their own goes through the same door as everybody.
 */
export const ownAccountRules = Object.freeze([
  forbid('one’s own password and address are changed with the current password', {
    actions: ['user:set-password', 'user:set-email'],
    when: owner,
    reason: 'own-account',
  }),
] as const);

/** What `createBailiwick` adds to every policy. */
export const fixedRules = Object.freeze([...accessKeyRules, ...ownAccountRules] as const);

/** What needs the password within the last ten minutes. A host that wants it otherwise leaves this rule out. */
export const confirmationRules = Object.freeze([
  forbid('sensitive actions are confirmed with the password', {
    actions: ['user:set-password', 'user:set-email', 'user:set-role', 'user:delete', 'access-key:create'],
    when: all(actorType('user'), not(confirmed)),
    reason: 'confirmation-required',
  }),
] as const);

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
      'session:confirm',
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
  ...fixedRules,
  ...confirmationRules,
);
