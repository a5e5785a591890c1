import type { LoginThrottle } from '@bailiwick/core';
import { memoryLoginThrottle } from '@bailiwick/core/memory';
import { setImmediate } from 'node:timers/promises';
import { memorySubject } from '../contract/memory-subject.js';
import type { Mutant } from './mutant.js';

export const loginThrottleMutants: readonly Mutant[] = [
  {
    guarantee: 'A8',
    title: 'the login throttle checks the count first, and claims in a second step',
    makeSubject: mutateThrottle((genuine) => {
      const counts = new Map<string, number>();
      return {
        async claim(key, bound) {
          const count = counts.get(key) ?? 0;
          await setImmediate();
          if (count >= bound.attemptsMax) return { type: 'refused', retryAfterMs: bound.windowMs };
          counts.set(key, count + 1);
          return genuine.claim(key, { ...bound, attemptsMax: Infinity });
        },
      };
    }),
  },
  {
    guarantee: 'A8',
    title: 'the login throttle counts refused claims',
    makeSubject: mutateThrottle((genuine) => ({
      async claim(key, bound) {
        const claim = await genuine.claim(key, bound);
        if (claim.type === 'refused') await genuine.claim(key, { ...bound, attemptsMax: Infinity });
        return claim;
      },
    })),
  },
  {
    guarantee: 'A8',
    title: 'the login throttle releases only one of several claims',
    makeSubject: mutateThrottle((genuine) => ({
      giveBack: (claims) => genuine.giveBack(claims.slice(0, 1)),
    })),
  },
  {
    guarantee: 'A8',
    title: 'the login throttle releases a claim in a later window',
    makeSubject: mutateThrottle((genuine) => {
      const windows = new Map<string, Date>();
      return {
        async claim(key, bound) {
          const claim = await genuine.claim(key, bound);
          if (claim.type === 'claimed') windows.set(key, claim.until);
          return claim;
        },
        giveBack: (claims) =>
          genuine.giveBack(
            claims.map((claim) => ({ ...claim, until: windows.get(claim.key) ?? claim.until })),
          ),
      };
    }),
  },
  {
    guarantee: 'A8',
    title: 'the login throttle continues a window without claims',
    makeSubject: mutateThrottle((genuine) => {
      const ends = new Map<string, number>();
      return {
        async claim(key, bound) {
          const remainingMs = (ends.get(key) ?? 0) - Date.now();
          const windowMs = remainingMs > 0 ? remainingMs : bound.windowMs;
          const claim = await genuine.claim(key, { ...bound, windowMs });
          if (claim.type === 'claimed') ends.set(key, claim.until.getTime());
          return claim;
        },
      };
    }),
  },
];

/** Makes memory storage with some methods of the login throttle replaced. */
function mutateThrottle(mutate: (genuine: LoginThrottle) => Partial<LoginThrottle>): Mutant['makeSubject'] {
  return () => {
    const subject = memorySubject();
    const genuine = memoryLoginThrottle();
    return { ...subject, storage: { ...subject.storage, loginThrottle: { ...genuine, ...mutate(genuine) } } };
  };
}
