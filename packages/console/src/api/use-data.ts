import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Store, useStore } from '../store.js';
import type { ApiRequest } from './api.js';
import { send, type Answer } from './send.js';

export interface Loaded<A> {
  /** The newest answer that is there: of this request, or of the one before while this one is on its way. */
  readonly data: A | null;
  readonly etag: string | null;
  readonly error: unknown;
  /** Is the shown answer one to an earlier request? */
  readonly isStale: boolean;
  readonly reload: () => void;
}

interface Shown<A> {
  readonly path: string;
  readonly answer: Answer<A> | null;
  readonly error: unknown;
}

/** A screen that was open a moment ago is drawn from here at once, and then again if its answer has changed. */
const cache = new Map<string, Answer<unknown>>();
const CACHED_MAX = 50;

const changes = new Store(0);

/** Everything that is on the screen is asked for again: after a command, whatever it changed. */
export function refresh(): void {
  cache.clear();
  changes.set(changes.value + 1);
}

/**
 * Reads from the API. While a new request is on its way, the answer to the one before stays, so that nothing jumps.
 * `null` stands for nothing to ask yet.
 */
export function useData<A>(request: ApiRequest<A> | null): Loaded<A> {
  const path = request?.path ?? null;
  const version = useStore(changes);
  const [shown, setShown] = useState<Shown<A>>({ path: '', answer: null, error: null });
  const [reloads, setReloads] = useState(0);
  const latest = useRef(request);
  latest.current = request;

  useEffect(() => {
    if (path === null || latest.current === null) return;
    const cached = cache.get(path) as Answer<A> | undefined;
    if (cached !== undefined) setShown({ path, answer: cached, error: null });
    const leaving = new AbortController();
    send(latest.current, { signal: leaving.signal }).then(
      (answer) => {
        remember(path, answer);
        if (!leaving.signal.aborted) setShown({ path, answer, error: null });
      },
      (error: unknown) => {
        if (!leaving.signal.aborted) setShown({ path, answer: null, error });
      },
    );
    return () => leaving.abort();
  }, [path, version, reloads]);

  const reload = useCallback(() => setReloads((count) => count + 1), []);
  const cached = path === null ? undefined : (cache.get(path) as Answer<A> | undefined);
  const answer = shown.path === path ? shown.answer : (cached ?? shown.answer);
  return {
    data: answer?.body ?? null,
    etag: answer?.etag ?? null,
    error: shown.path === path ? shown.error : null,
    isStale: path !== null && shown.path !== path && cached === undefined,
    reload,
  };
}

function remember(path: string, answer: Answer<unknown>): void {
  cache.delete(path);
  cache.set(path, answer);
  const oldest = cache.keys().next();
  if (cache.size > CACHED_MAX && oldest.done !== true) cache.delete(oldest.value);
}
