import { actorStatus, actorType, owner } from './condition.js';
import { definePolicy } from './policy.js';
import { allow, forbid } from './rule.js';

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
      'quota:read',
    ],
    when: owner,
  }),
  forbid('disabled users may do nothing', {
    actions: 'any',
    when: actorStatus('disabled'),
    reason: 'disabled',
  }),
);
