import * as text from '../text.js';
import { API } from '../mounted.js';
import { Store } from '../store.js';
import type { ApiRequest } from './api.js';
import { waitBeforeTry } from './backoff.js';
import { Problem, ServerAway } from './problem.js';

export interface Answer<A> {
  readonly status: number;
  readonly body: A;
  readonly etag: string | null;
  readonly location: string | null;
}

/** Questions to a person in the middle of a request. Each resolves to `false` if the person declines. */
interface Conversation {
  signInAgain(): Promise<boolean>;
  confirm(action: string): Promise<boolean>;
}

export interface SendOptions {
  readonly signal?: AbortSignal;
  /** Throw a 401 instead of asking for the password: for the request that finds out whether somebody is signed in. */
  readonly isQuiet?: boolean;
  /** Says how much of an answer that is no JSON is there. */
  readonly onBytes?: (bytes: number) => void;
}

/** `null` while the server answers; otherwise why it does not, and when it is asked again. */
export const outage = new Store<{ readonly why: string; readonly retryAt: number } | null>(null);

/** The latest requests, newest first, to be shown as curl. */
export const sent = new Store<readonly ApiRequest<unknown>[]>([]);
const SENT_MAX = 10;

let conversation: Conversation = {
  signInAgain: () => Promise.resolve(false),
  confirm: () => Promise.resolve(false),
};
let tryNow = () => {};

export function converseWith(partner: Conversation): void {
  conversation = partner;
}

/** Asks for the password, for a request that is part of a batch. */
export function confirmFor({ members }: Problem): Promise<boolean> {
  return conversation.confirm(typeof members['action'] === 'string' ? members['action'] : '');
}

/** Ends the pause before the next attempt. */
export function tryAgainNow(): void {
  tryNow();
}

/**
 * Sends a request and resolves to its answer. An ended session, a wanted confirmation and a server that is away are
 * dealt with in between, after which the same request is sent again: what somebody typed is never lost.
 */
export async function send<A>(request: ApiRequest<A>, options: SendOptions = {}): Promise<Answer<A>> {
  remember(request);
  for (let attempt = 0; ; attempt += 1) {
    const response = await reach(request, options);
    if (response.ok) return await answerOf<A>(response, request, options);
    const problem = await problemOf(response);
    const isSolved = await solve(problem, options, attempt);
    if (!isSolved) throw problem;
  }
}

/** Asks the person for what the server wants. A person who gives it may be asked once more, but not forever. */
async function solve(problem: Problem, { isQuiet }: SendOptions, attempt: number): Promise<boolean> {
  if (isQuiet === true || attempt > 2) return false;
  if (problem.status === 401 && problem.code !== 'invalid-credentials') return conversation.signInAgain();
  return problem.code === 'confirmation-required' && confirmFor(problem);
}

/** Resolves to an answer of the server, and waits for it as long as it is away and the request may be repeated. */
async function reach(request: ApiRequest<unknown>, { signal }: SendOptions): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    const response = await fetchOnce(request, signal);
    if (response !== null && response.status !== 503) {
      if (outage.value !== null) outage.set(null);
      return response;
    }
    // A 503 says that nothing was done; after a broken connection, nobody knows.
    if (response === null && !isRepeatable(request)) {
      outage.set({ why: text.outageUnreachable, retryAt: Date.now() });
      throw new ServerAway(text.outageUnsure);
    }
    const pauseMs = waitBeforeTry(attempt, response?.headers.get('Retry-After') ?? null);
    const why = response === null ? text.outageUnreachable : (await problemOf(response)).title;
    outage.set({ why, retryAt: Date.now() + pauseMs });
    await pause(pauseMs, signal);
  }
}

async function fetchOnce(
  { method, path, body, ifMatch, idempotencyKey, accept }: ApiRequest<unknown>,
  signal: AbortSignal | undefined,
): Promise<Response | null> {
  const headers: Record<string, string> = { Accept: accept ?? 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (ifMatch !== undefined) headers['If-Match'] = ifMatch;
  if (idempotencyKey !== undefined) headers['Idempotency-Key'] = idempotencyKey;
  try {
    return await fetch(API + path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return null;
  }
}

function isRepeatable({ method, idempotencyKey }: ApiRequest<unknown>): boolean {
  return method === 'GET' || method === 'PUT' || idempotencyKey !== undefined;
}

async function answerOf<A>(
  response: Response,
  { accept }: ApiRequest<A>,
  { onBytes }: SendOptions,
): Promise<Answer<A>> {
  const isJson = response.headers.get('Content-Type')?.includes('json') === true;
  const read = () =>
    accept === undefined ? (isJson ? response.json() : undefined) : blobOf(response, onBytes);
  return {
    status: response.status,
    body: (await read()) as A,
    etag: response.headers.get('ETag'),
    location: response.headers.get('Location'),
  };
}

/** Large blobs are on the disk of the browser. */
function blobOf(response: Response, onBytes: SendOptions['onBytes']): Promise<Blob> {
  let bytes = 0;
  const counting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytes += chunk.length;
      onBytes?.(bytes);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(counting)).blob();
}

async function problemOf(response: Response): Promise<Problem> {
  const members = await response.json().catch(() => ({}));
  return new Problem(response.status, members as Record<string, unknown>);
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    const before = tryNow;
    tryNow = () => {
      before();
      clearTimeout(timer);
      resolve();
    };
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}

function remember(request: ApiRequest<unknown>): void {
  const others = sent.value.filter(({ method, path }) => method !== request.method || path !== request.path);
  sent.set([request, ...others].slice(0, SENT_MAX));
}
