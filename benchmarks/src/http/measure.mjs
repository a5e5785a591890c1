import { median } from '../median.mjs';
import { meter } from './contestant.mjs';
import { drive } from './load.mjs';

/**
 * Lets the contestants take turns, A B C C B A, so that a machine that becomes slower is slower for each, and returns the
 * median of the rounds and all `rounds` for each.
 */
export async function measure(contestants, name, operation, { rounds, roundSeconds, connections, say }) {
  const taking = contestants.filter((contestant) => operation.isFor?.(contestant) ?? true);
  const figures = new Map(taking.map((contestant) => [contestant, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contestant of round % 2 === 0 ? taking : taking.toReversed()) {
      figures.get(contestant).push(await playRound(contestant, operation, { roundSeconds, connections }));
    }
    say(`${name}: round ${round + 1} of ${rounds}`);
  }
  return {
    name,
    contestants: [...figures].map(([{ name, isOurs, database }, own]) => ({
      name,
      isOurs,
      hasServer: database.hasServer,
      spread: spread(own.map(({ perSecond }) => perSecond)),
      ...medians(own),
      rounds: own,
    })),
  };
}

async function playRound(contestant, operation, { roundSeconds, connections }) {
  const countEach = Math.max(5, Math.ceil((contestant.perSecond * roundSeconds) / connections));
  const prepared = await operation.prepare?.(contestant, countEach, connections);
  const spentSince = await meter(contestant);
  const figures = await drive(contestant, operation, {
    ...(prepared === undefined ? { seconds: roundSeconds } : { prepared }),
    connections,
  });
  return { ...figures, ...perRequest(await spentSince()) };
}

export function perRequest({ requests, ...spent }) {
  return Object.fromEntries(Object.entries(spent).map(([key, value]) => [key, value / requests]));
}

export function medians(figures) {
  return Object.fromEntries(
    Object.keys(figures[0]).map((key) => [key, median(figures.map((figure) => figure[key]))]),
  );
}

/** Returns half of the range between the least and the greatest, as a share of the median. */
export function spread(values) {
  return (Math.max(...values) - Math.min(...values)) / median(values) / 2;
}
