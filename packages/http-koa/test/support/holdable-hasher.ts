import { boundedHasher, type PasswordHasher } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';

interface Held {
  /** Resolves when a check is under way and held. */
  readonly begun: Promise<void>;
  readonly release: () => void;
}

/** A hasher that takes one check at a time and lets nobody wait; what it checks can be held. */
export function holdableHasher(): { readonly hasher: PasswordHasher; readonly hold: () => Held } {
  let pause = async () => {};
  const pausing: PasswordHasher = {
    ...fastHasher,
    async check(password, hash) {
      await pause();
      return fastHasher.check(password, hash);
    },
  };
  return {
    hasher: boundedHasher(pausing, { concurrency: 1, queueMax: 0 }),
    hold() {
      const [begun, released] = [barrier(), barrier()];
      pause = () => {
        begun.open();
        return released.opened;
      };
      return { begun: begun.opened, release: released.open };
    },
  };
}

function barrier(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
