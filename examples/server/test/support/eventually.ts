import { setTimeout as delay } from 'node:timers/promises';

const DEADLINE_MS = 60_000;
const INTERVAL_MS = 20;

/** Waits until `look` finds something; if that takes too long, fails and says what it waited for. */
export async function eventually<T>(what: string, look: () => Promise<T | null> | T | null): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS;
  while (performance.now() < deadline) {
    const found = await look();
    if (found !== null) return found;
    await delay(INTERVAL_MS);
  }
  throw new Error(`Waited ${DEADLINE_MS} ms in vain: ${what}.`);
}
