import assert from 'node:assert/strict';

export const ROOT = { email: 'root@example.com', password: 'seven brown herons wade' };
export const ANN = { email: 'ann@example.com', password: 'nine green otters swim' };
export const BEN = { email: 'ben@example.com', password: 'four white storks nest' };

/** The problem that a call must be refused with. */
export function refused(problem: { code?: string } | undefined, code: string): void {
  assert.equal(problem?.code, code);
}
