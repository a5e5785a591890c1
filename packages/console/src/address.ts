/** The state in the URL: everything that a reload, a copied link or the Back button must restore. */
export interface Address {
  /** Below the path of the console: `/users/…`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

export type Query = Readonly<Record<string, string | null | undefined>>;

export function parseAddress(url: URL, base: string): Address {
  const path = url.pathname.slice(base.length).replace(/\/+$/, '');
  return { path: path === '' ? '/' : path, query: Object.fromEntries(url.searchParams) };
}

/** Members without a value are left out, so that one state has one URL. */
export function hrefOf(base: string, path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== null && entry[1] !== undefined && entry[1] !== '',
  );
  const search = new URLSearchParams(given.toSorted(([a], [b]) => (a < b ? -1 : 1))).toString();
  return `${base}${path === '/' ? '/' : path}${search === '' ? '' : `?${search}`}`;
}

/** Returns the parameters of the path if it has the form of the pattern: `/users/:id`. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  if (wanted.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, want] of wanted.entries()) {
    const part = parts[index] ?? '';
    if (want.startsWith(':')) {
      const value = decoded(part);
      if (value === null || value === '') return null;
      params[want.slice(1)] = value;
    } else if (want !== part) return null;
  }
  return params;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
