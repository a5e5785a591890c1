import { boundedHasher, type PasswordHasher } from '@bailiwick/core';
import { fastHasher } from '@bailiwick/core/testing';

interface Held {
  /** Resolves when a check has begun and is held. */
  readonly begun: Promise<void>;
  readonly release: () => void;
}

/** Makes a hasher that accepts one check at a time without a queue, and can hold it. */
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
