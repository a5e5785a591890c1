import { generateKeyPairSync } from 'node:crypto';
import { MISSING_ID, PASSWORD } from './world.js';

/** A valid body for each operation that has one. A name after a slash is another body for the same operation. */
export const BODIES: Readonly<Record<string, unknown>> = {
  confirmCurrentSession: { password: PASSWORD },
  changeMyPassword: { currentPassword: PASSWORD, newPassword: `${PASSWORD}!` },
  changeMyEmail: { currentPassword: PASSWORD, email: 'new@example.com' },
  createAccessKey: { name: 'laptop', publicKey: newPublicKey() },
  createResource: { name: 'orders' },
  previewResource: { name: 'orders' },
  renameResource: { name: 'orders' },
  transferResource: { ownerId: MISSING_ID },
  createUser: { email: 'carol@example.com', password: PASSWORD },
  'createUser/admin': { email: 'carol@example.com', password: PASSWORD, role: 'admin' },
  changeUser: { status: 'active' },
  'changeUser/email': { email: 'new@example.com' },
  'changeUser/role': { role: 'admin' },
  setUserPassword: { password: PASSWORD },
  createUserResource: { name: 'orders' },
  previewUserResource: { name: 'orders' },
  setUserQuota: { limit: 1 },
  createGroup: { name: 'Acme' },
  changeGroup: { name: 'Acme' },
  'changeGroup/parent': { parentId: null },
  setMember: { role: 'viewer' },
  createGroupResource: { name: 'orders' },
  previewGroupResource: { name: 'orders' },
  setGroupQuota: { limit: 1 },
  setDefaultLimit: { limit: 1 },
  createBatch: { items: [{ method: 'GET', path: '/me' }] },
  createDecision: { action: 'resource:create', target: { type: 'resource' } },
  verifyQuotas: {},
  repairQuotas: {},
};

function newPublicKey(): string {
  return generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
}
