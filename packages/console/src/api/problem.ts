/** Why a request was refused, in the words of the API. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** The page about this problem, on the same origin. */
  readonly page: string | null;
  /** The problems of the fields, by their pointers. */
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
  readonly members: Readonly<Record<string, unknown>>;

  constructor(status: number, members: Readonly<Record<string, unknown>>) {
    const word = (name: string) => (typeof members[name] === 'string' ? members[name] : '');
    super(word('detail') || word('title') || `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.code = word('code');
    this.title = word('title') || `HTTP ${status}`;
    this.detail = word('detail');
    this.page = word('type').startsWith('/') ? word('type') : null;
    this.errors = Array.isArray(members['errors']) ? members['errors'] : [];
    this.members = members;
  }
}

/** The server cannot be reached, and the request is none that may be repeated. */
export class ServerAway extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ServerAway';
  }
}
