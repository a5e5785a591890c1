import { actorCredential, actorStatus, actorType, all, confirmed, member, not, owner } from './condition.js';
import { definePolicy } from './policy.js';
import { allow, forbid } from './allow-forbid.js';

/**
 * Actions that no access key can perform, whatever a host's policy allows: changing credentials, or changing the
 * user that it belongs to. A thief of a key can do what its user may do, but only until the key is revoked, and cannot
 * take over the account or leave another key, password or address behind. A key cannot set roles either, or it could
 * make an administrator who then does what the key must not; and it cannot set the members of a group, or it could
 * make an accomplice an owner who stays when the key is revoked. An administrator's key may do everything else that the
 * administrator may do to others, including creating ordinary users.
 */
export const accessKeyRules = Object.freeze([
  forbid('access keys do not touch credentials', {
    actions: [
      'access-key:create',
      'access-key:revoke',
      'user:change-password',
      'user:change-email',
      'user:set-password',
      'user:clear-login-failures',
      'user:set-email',
      'user:set-role',
      'member:set',
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
 * Changing one's own password or address needs the current password. This holds for administrators too: they use
 * the same operation as every other user. Nor do they clear their own failed logins: a thief of their session could
 * otherwise guess the password without end, by asking for a confirmation again and again.
 */
export const ownAccountRules = Object.freeze([
  forbid('one’s own password and address are changed with the current password', {
    actions: ['user:set-password', 'user:set-email', 'user:clear-login-failures'],
    when: owner,
    reason: 'own-account',
  }),
] as const);

/** The rules that `createBailiwick` adds to every policy. */
export const fixedRules = Object.freeze([...accessKeyRules, ...ownAccountRules] as const);

/** Actions that need the password within the last ten minutes. A host that wants another rule leaves this one out. */
export const confirmationRules = Object.freeze([
  forbid('sensitive actions are confirmed with the password', {
    actions: [
      'user:set-password',
      'user:clear-login-failures',
      'user:set-email',
      'user:set-role',
      'user:delete',
      'member:set',
      'access-key:create',
    ],
    when: all(actorType('user'), not(confirmed)),
    reason: 'confirmation-required',
  }),
] as const);

/** The policy that applies if the host gives none. */
export const platformPolicy = definePolicy(
  allow('system actors may do everything', { actions: 'any', when: actorType('system') }),
  allow('administrators may do everything', { actions: 'any', role: 'admin' }),
  allow('owners manage their resources', {
    actions: ['resource:create', 'resource:read', 'resource:update', 'resource:delete', 'resource:transfer'],
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
      'decision:read',
    ],
    when: owner,
  }),
  allow('members see their group and what it owns', {
    actions: ['resource:read', 'group:read', 'member:read', 'member:leave', 'quota:read'],
    when: member('owner', 'member', 'viewer'),
  }),
  allow('members manage what their group owns', {
    actions: ['resource:create', 'resource:update', 'resource:delete'],
    when: member('owner', 'member'),
  }),
  allow('owners manage their group and the groups in it', {
    actions: [
      'resource:transfer',
      'group:create',
      'group:update',
      'group:move',
      'group:delete',
      'member:set',
      'member:remove',
      // Asked about what lies above a group: owners limit the groups in theirs, and never their own.
      'quota:set',
    ],
    when: member('owner'),
  }),
  forbid('disabled users may do nothing', {
    actions: 'any',
    when: actorStatus('disabled'),
    reason: 'disabled',
  }),
  ...fixedRules,
  ...confirmationRules,
);
