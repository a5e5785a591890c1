// How much longer than its hash does a login take, and do logins per second reach what the hashes allow? Every login is
// for another account from another address, as in a crowd, so that no login profits from an earlier one.
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { scryptHasher } from '@bailiwick/core/scrypt';
import { limits } from '@bailiwick/core';
import { median } from '../median.mjs';
import { ask } from './contestant.mjs';
import { CONNECTIONS, drive } from './load.mjs';
import { spread } from './measure.mjs';

const ALONE_COUNT = 5;

export async function measureLogins(contestants, { rounds, say }) {
  const figures = [];
  for (const contestant of contestants.filter(({ login, isExtra }) => login !== undefined && !isExtra)) {
    const own = contestant.login.isTimed ? { hash: await timeOfHash() } : {};
    const alone = [];
    const hashes = [];
    const extras = [];
    const perSecond = [];
    // No connection has prepared the statements yet, so the first logins take several times as long.
    await saturate(contestant);
    for (let round = 0; round < rounds; round += 1) {
      for (let count = 0; count < ALONE_COUNT; count += 1) {
        // Logins alternate with the bare hash, so that both run under the same conditions.
        if (contestant.login.isTimed) hashes.push(await timed(own.hash));
        const { hashMs: before } = await ask(contestant, 'usage');
        alone.push(await timed(() => logIn(contestant, round * ALONE_COUNT + count)));
        const { hashMs: after } = await ask(contestant, 'usage');
        extras.push(alone.at(-1) - (after - before));
      }
      perSecond.push(await saturate(contestant));
      say(`login, ${contestant.name}: round ${round + 1} of ${rounds}`);
    }
    figures.push({
      name: contestant.name,
      hash: contestant.login.hash,
      loginMs: median(alone),
      perSecond: median(perSecond),
      spread: spread(perSecond),
      ...(contestant.isOurs ? ceiling(hashes, await atOnce(own.hash)) : {}),
      ...(contestant.login.isTimed
        ? { extraMs: median(extras), extraSpreadMs: halfOfTheMiddle(extras) }
        : {}),
    });
  }
  return figures;
}

/** Measures in this process the same hash that the server computes, while the server is idle. */
async function timeOfHash() {
  const hasher = scryptHasher();
  const stored = await hasher.hash('benchmark');
  return () => hasher.check('benchmark', stored);
}

async function atOnce(hash) {
  const startedAt = performance.now();
  const count = 3;
  const caller = async () => {
    for (let index = 0; index < count; index += 1) await hash();
  };
  await Promise.all(Array.from({ length: hashesAtOnce() }, caller));
  return (hashesAtOnce() * count * 1000) / (performance.now() - startedAt);
}

function hashesAtOnce() {
  return Math.min(availableParallelism(), limits.HASHES_AT_ONCE_MAX);
}

function ceiling(hashes, hashesPerSecond) {
  const hashMs = median(hashes);
  return { hashMs, perSecondMax: (hashesAtOnce() * 1000) / hashMs, hashesPerSecond };
}

/** Returns half of the interquartile range, which ignores a login that met a busy disk. */
function halfOfTheMiddle(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  return (at(0.75) - at(0.25)) / 2;
}

async function timed(work) {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function logIn(contestant, index) {
  const { path, ...init } = requestOf(contestant.login, index);
  const response = await fetch(contestant.url + path, init);
  if (response.status !== contestant.login.status) {
    throw new Error(`${contestant.name}: a login answered ${response.status}: ${await response.text()}`);
  }
  await response.text();
}

/** Runs more callers than are hashed at once, and fewer than may queue. */
async function saturate(contestant) {
  const callers = 8;
  const prepared = Array.from({ length: callers }, (_, index) =>
    Array.from({ length: 3 }, () => requestOf(contestant.login, index)),
  );
  const { perSecond } = await drive(contestant, contestant.login, { prepared, connections: callers });
  return perSecond;
}

function requestOf({ path, headers, bodyOf }, index) {
  const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;
  return {
    path,
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify(bodyOf).replace('{index}', index % CONNECTIONS),
  };
}
