import type { AuditDraft, CreateResource, CreateResourceOutcome } from '@bailiwick/core';
import type { Executor } from '../executor.js';
import { operationsOf } from '../operations.js';
import { readJson, type StoredJson } from '../stored-values.js';
import { PATIENCE_MS, Together } from '../together.js';
import { isAnswered } from '../translate-error.js';
import { readQuotas, type Create } from './create.js';

/**
 * Creates that arrive together travel as one statement, and share its commit. That statement carries out, or refuses,
 * what needs neither a decision of several steps nor somebody else's lock, so that nobody waits for another owner, and
 * passes over the rest; what it passed over is then decided by itself.
 */
export class ResourceCreator {
  readonly #executor: Executor;
  readonly #together = new Together<Create, CreateResourceOutcome | null>(
    (creates) => this.#tryTogether(creates),
    { patienceMs: PATIENCE_MS },
  );

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  async create(command: CreateResource, audit: AuditDraft): Promise<CreateResourceOutcome> {
    const create = { command, audit };
    return (
      (await this.#decideAtOnce(create)) ??
      operationsOf(this.#executor).createResource(this.#executor, create)
    );
  }

  async #decideAtOnce(create: Create): Promise<CreateResourceOutcome | null> {
    if (!operationsOf(this.#executor).createsAtOnce(create)) return null;
    // A host's transaction has its statements to itself.
    return this.#executor.isWithin
      ? ((await this.#atOnce([create])).get(create) ?? null)
      : this.#together.ask(create);
  }

  async #tryTogether(creates: readonly Create[]): Promise<(CreateResourceOutcome | null)[]> {
    try {
      const outcomes = await this.#atOnce(creates);
      return creates.map((create) => outcomes.get(create) ?? null);
    } catch (error) {
      // It is everybody's that the database cannot answer now, or that nobody knows what it has committed.
      if (!isAnswered(error)) throw error;
      // Nothing is created: what is wrong with one of them is told to that one, and who has to wait does so alone.
      return creates.map(() => null);
    }
  }

  async #atOnce(creates: readonly Create[]): Promise<Map<Create, CreateResourceOutcome>> {
    // Of several with one id, which a host can choose, the first.
    const byId = new Map(
      creates.toReversed().map((create) => [create.command.resource.id as string, create]),
    );
    const executor = this.#executor;
    const inOrder = [...byId.values()].toReversed();
    const outcomes = new Map<Create, CreateResourceOutcome>();
    for (const { id, quotas } of await operationsOf(executor).createResources(executor, inOrder)) {
      const create = byId.get(id);
      if (create !== undefined) outcomes.set(create, outcomeOf(create, quotas));
    }
    return outcomes;
  }
}

function outcomeOf({ command: { resource } }: Create, quotas: StoredJson | null): CreateResourceOutcome {
  return quotas === null
    ? { type: 'created', resource }
    : { type: 'quota-exceeded', quotas: readQuotas(readJson(quotas)) };
}
