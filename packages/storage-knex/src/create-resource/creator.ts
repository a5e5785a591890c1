import type { AuditDraft, CreateResource, CreateResourceOutcome } from '@bailiwick/core';
import type { Executor } from '../executor.js';
import { PATIENCE_MS, Together } from '../together.js';
import { isAnswered } from '../translate-error.js';

export interface Create {
  readonly command: CreateResource;
  readonly audit: AuditDraft;
}

/**
 * Creates that arrive together travel as one statement, and share its commit. That statement carries out what needs
 * neither a decision of several steps nor somebody else's lock, so that nobody waits for another owner, and passes over
 * the rest; what it passed over is then decided by itself.
 */
export class ResourceCreator {
  readonly #executor: Executor;
  readonly #together = new Together<Create, boolean>((creates) => this.#tryTogether(creates), {
    patienceMs: PATIENCE_MS,
  });

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  async create(command: CreateResource, audit: AuditDraft): Promise<CreateResourceOutcome> {
    const create = { command, audit };
    return (await this.#isCreatedAtOnce(create))
      ? { type: 'created', resource: command.resource }
      : this.#executor.dialect.createResource(this.#executor, create);
  }

  async #isCreatedAtOnce(create: Create): Promise<boolean> {
    const { dialect, isWithin } = this.#executor;
    if (!dialect.createsAtOnce(create.command)) return false;
    // A host's transaction has its statements to itself.
    return isWithin ? (await this.#atOnce([create])).has(create) : this.#together.ask(create);
  }

  async #tryTogether(creates: readonly Create[]): Promise<boolean[]> {
    try {
      const created = await this.#atOnce(creates);
      return creates.map((create) => created.has(create));
    } catch (error) {
      // It is everybody's that the database cannot answer now, or that nobody knows what it has committed.
      if (!isAnswered(error)) throw error;
      // Nothing is created: what is wrong with one of them is told to that one, and who has to wait does so alone.
      return creates.map(() => false);
    }
  }

  async #atOnce(creates: readonly Create[]): Promise<Set<Create>> {
    // Of several with one id, which a host can choose, the first.
    const byId = new Map(
      creates.toReversed().map((create) => [create.command.resource.id as string, create]),
    );
    const ids = await this.#executor.dialect.createResources(this.#executor, [...byId.values()].toReversed());
    return new Set(ids.flatMap((id) => byId.get(id) ?? []));
  }
}
