import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

/**
 * A POST of which the server has read the headers but not the body, so that it is certainly in flight as long as the
 * test wants. The server's `100 Continue` shows that it is.
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
    // A test that never finishes the request does not wait for its outcome.
    answered.catch(() => {});
    outgoing.on('error', () => {});
    outgoing.flushHeaders();
    await once(outgoing, 'continue');
    return new StartedRequest((body) => {
      outgoing.end(JSON.stringify(body));
      return answered;
    });
  }

  /** Sends the body and resolves to the answer. */
  async finish(body: unknown): Promise<{ status: number | undefined; connection: string | undefined }> {
    const response = await this.#finish(body);
    await response.resume().toArray();
    return { status: response.statusCode, connection: response.headers.connection };
  }
}
