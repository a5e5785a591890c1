import { MalformedRequestError, NotFoundError, type UserActor } from '@bailiwick/core';
import { HttpRefusal } from '../http-refusal.js';
import type { BatchItem, ItemAnswer, Operation } from '../operation.js';
import { toProblem, type Problem, type ProblemOptions } from '../problem.js';
import { perform, refuseUnheededHeader, rendered, type Call } from './perform.js';

/** The caller, which all items of a batch share, since they come from one request. */
export type SharedCall = Pick<Call, 'actor' | 'client'>;

export interface ItemOptions {
  readonly prefix: string;
  readonly problemOptions: ProblemOptions;
  /** Authenticates the caller again: an earlier item, or another request, may have taken something away. */
  readonly renew: (actor: UserActor) => Promise<UserActor>;
  /** Called with every error that is answered with a 5xx. */
  readonly onError: (error: unknown) => void;
}

interface Route {
  readonly operation: Operation;
  readonly pattern: RegExp;
}

/** Performs items of batches by the table of operations, as if each were a request of its own. */
export class ItemPerformer {
  readonly #routes: readonly Route[];

  constructor(operations: readonly Operation[]) {
    this.#routes = operations.map((operation) => ({
      operation,
      pattern: new RegExp(`^${operation.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    }));
  }

  /** Never rejects: what goes wrong is the answer to the item. */
  async perform(item: BatchItem, shared: SharedCall, options: ItemOptions): Promise<ItemAnswer> {
    try {
      return await this.#answer(item, shared, options);
    } catch (error) {
      const problem = toProblem(error, options.problemOptions);
      if (problem.status >= 500) options.onError(error);
      return asItem(problem);
    }
  }

  async #answer(item: BatchItem, shared: SharedCall, { prefix, renew }: ItemOptions): Promise<ItemAnswer> {
    const [path = '', ...query] = item.path.split('?');
    const { operation, params } = this.#find(item.method, path);
    if (operation.alone) {
      throw new MalformedRequestError(
        'This operation cannot be part of a batch: send it as a request of its own.',
      );
    }
    const headers = new Map(
      Object.entries(item.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const header = (name: string) => headers.get(name);
    refuseUnheededHeader(operation, header);
    const { actor } = shared;
    const answer = await perform(operation, {
      ...shared,
      actor: actor.type === 'user' ? await renew(actor) : actor,
      params,
      querystring: query.join('?'),
      header,
      body: item.body,
      requireSameOrigin: neverInBatch,
      findByCookie: neverInBatch,
      performItem: neverInBatch,
    });
    const { status, headers: sent, text } = rendered(operation, answer, prefix);
    const body: unknown = text === undefined ? null : JSON.parse(text);
    return { status, headers: sent, body, endsSession: answer.session === 'ended' };
  }

  /** Finds the first operation of the table that matches, as the router does. */
  #find(
    method: string,
    path: string,
  ): { readonly operation: Operation; readonly params: Record<string, string> } {
    const matching = this.#routes.filter(({ pattern }) => pattern.test(path));
    const [first] = matching;
    if (first === undefined) throw new NotFoundError('path');
    const ofPath = matching.filter(({ operation }) => operation.path === first.operation.path);
    const route = ofPath.find(({ operation }) => operation.method === method);
    if (route === undefined) {
      const allow = ofPath.map(({ operation }) => operation.method).join(', ');
      throw new HttpRefusal('method-not-allowed', `This path allows only ${allow} in a batch.`);
    }
    const groups = Object.entries(route.pattern.exec(path)?.groups ?? {});
    return {
      operation: route.operation,
      params: Object.fromEntries(groups.map(([name, text]) => [name, decoded(text)])),
    };
  }
}

/** Leaves bad escapes as they are, as the router does. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function asItem({ status, headers, body }: Problem): ItemAnswer {
  const retryAfter = headers['Retry-After'];
  return {
    status,
    headers: typeof retryAfter === 'string' ? { 'Retry-After': retryAfter } : {},
    body,
    endsSession: false,
  };
}

/** Only operations that are never part of a batch need it. */
function neverInBatch(): never {
  throw new TypeError('This operation cannot be part of a batch.');
}
