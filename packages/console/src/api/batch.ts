import { api, type ApiRequest, type BatchAnswer } from './api.js';
import { Problem } from './problem.js';
import { confirmFor, send } from './send.js';

export interface BatchResult {
  readonly etag: string | null;
  readonly body: unknown;
  /** `null` if it was done. */
  readonly problem: Problem | null;
}

/**
 * Sends several requests as one. Each succeeds or fails by itself, and has its own result. Those that wait for a
 * confirmation are sent again after it.
 */
export async function sendBatch(requests: readonly ApiRequest<unknown>[]): Promise<readonly BatchResult[]> {
  const results = [...(await sendOnce(requests))];
  const waiting = results.flatMap(({ problem }, index) =>
    problem?.code === 'confirmation-required' ? [{ problem, index }] : [],
  );
  const [first] = waiting;
  if (first === undefined || !(await confirmFor(first.problem))) return results;
  const again = await sendOnce(waiting.flatMap(({ index }) => requests[index] ?? []));
  for (const [at, { index }] of waiting.entries()) results[index] = again[at] ?? results[index]!;
  return results;
}

async function sendOnce(requests: readonly ApiRequest<unknown>[]): Promise<readonly BatchResult[]> {
  const items = requests.map(({ method, path, body, ifMatch, idempotencyKey }) => ({
    method,
    path,
    headers: {
      ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
    },
    ...(body === undefined ? {} : { body }),
  }));
  const { body } = await send(api('post', '/batches', { body: { items } }));
  return body.items.map(resultOf);
}

function resultOf({ status, headers, body }: BatchAnswer): BatchResult {
  const problem = status < 400 ? null : new Problem(status, body as Record<string, unknown>);
  return { etag: headers.ETag ?? null, body, problem };
}
