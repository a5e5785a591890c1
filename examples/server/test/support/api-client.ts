export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body as received. */
  readonly text: string;
  /** The body as JSON; `null` if there is none. */
  // oxlint-disable-next-line no-explicit-any -- tests look at answers of every shape
  readonly body: any;
}

export interface Account {
  readonly email: string;
  readonly password: string;
}

/** A client of the REST API, with or without a credential. */
export class ApiClient {
  readonly url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.url = url;
    this.#headers = headers;
  }

  with(headers: Readonly<Record<string, string>>): ApiClient {
    return new ApiClient(this.url, { ...this.#headers, ...headers });
  }

  bearer(token: string): ApiClient {
    return this.with({ Authorization: `Bearer ${token}` });
  }

  basic({ email, password }: Account): ApiClient {
    return this.with({ Authorization: `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}` });
  }

  async logIn(account: Account): Promise<ApiClient> {
    const { status, body } = await this.post('/v1/sessions', account);
    if (status !== 201) throw new Error(`Logging in as ${account.email} was answered with ${status}.`);
    return this.bearer(body.token);
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.send('POST', path, body);
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.send('PUT', path, body);
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.send('PATCH', path, body);
  }

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path);
  }

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const content: { body?: string } = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers =
      body === undefined ? this.#headers : { 'Content-Type': 'application/json', ...this.#headers };
    const response = await fetch(this.url + path, { method, headers, ...content });
    const text = await response.text();
    const { status, headers: received } = response;
    return {
      status,
      headers: received,
      text,
      body: text === '' ? null : JSON.parse(text),
    };
  }
}
