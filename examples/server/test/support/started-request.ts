import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

/**
 * A POST of which the server has read the head and not the body: provably in flight, for as long as a
 * test likes. The server's `100 Continue` tells that it is.
 */
export class StartedRequest {
  readonly #finish: (body: unknown) => Promise<IncomingMessage>;

  private constructor(finish: (body: unknown) => Promise<IncomingMessage>) {
    this.#finish = finish;
  }

  static async post(url: string, headers: Record<string, string>): Promise<StartedRequest> {
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', Expect: '100-continue' },
    });
    const answered = once(outgoing, 'response').then(([response]) => response as IncomingMessage);
    // Who never finishes the request does not ask how it ended.
    answered.catch(() => {});
    outgoing.on('error', () => {});
    outgoing.flushHeaders();
    await once(outgoing, 'continue');
    return new StartedRequest((body) => {
      outgoing.end(JSON.stringify(body));
      return answered;
    });
  }

  /** Sends the body and resolves with the answer. */
  async finish(body: unknown): Promise<{ status: number | undefined; connection: string | undefined }> {
    const response = await this.#finish(body);
    await response.resume().toArray();
    return { status: response.statusCode, connection: response.headers.connection };
  }
}
