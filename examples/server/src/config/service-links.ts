import { isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

const IS_URL = (value: string) => /^(tcp|udp|sctp):\/\/[\da-f.:[\]]+:\d+$/i.test(value);
const IS_PORT = (value: string) => /^\d+$/.test(value);
const IS_PROTOCOL = (value: string) => /^(tcp|udp|sctp)$/.test(value);
const IS_ADDRESS = (value: string) => isIP(value) !== 0;

/** Begins with the name of the service in capitals, in which a Docker link may also have dots. */
const PREFIX = /^(?<prefix>BAILIWICK(?:_[\w.]+)?)/.source;
const ONE_PORT = /_PORT_\d+_(?:TCP|UDP|SCTP)/.source;

/**
 * The variables that Kubernetes sets in each container for the services of its namespace
 * (https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables), and Docker for links
 * (`daemon/links/links.go` of moby), with their values. The values matter: a service named "bailiwick-metrics" has a
 * variable with the name of one of ours, and a misspelt variable of ours must not be taken for one of a service.
 */
const FORMS: readonly (readonly [ending: string, accepts: (value: string, prefix: string) => boolean])[] = [
  ['_SERVICE_HOST', IS_ADDRESS],
  ['_SERVICE_PORT(?:_\\w+)?', IS_PORT],
  ['_PORT', IS_URL],
  [ONE_PORT, IS_URL],
  [`${ONE_PORT}_PROTO`, IS_PROTOCOL],
  [`${ONE_PORT}_ADDR`, IS_ADDRESS],
  [`${ONE_PORT}_PORT`, IS_PORT],
  // The first and the last of several ports in a row.
  [`${ONE_PORT}_(?:START|END)`, IS_URL],
  [`${ONE_PORT}_PORT_(?:START|END)`, IS_PORT],
  ['_NAME', isLinkName],
];

const PATTERNS = FORMS.map(([ending, accepts]) => ({ pattern: new RegExp(`${PREFIX}${ending}$`), accepts }));

/** Returns the variables without those of service links, which would otherwise look like misspelt ones of ours. */
export function withoutServiceLinks(env: Environment): Environment {
  const prefixes = new Set(Object.entries(env).flatMap(([name, value]) => prefixOf(name, value) ?? []));
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name, value]) => prefixOf(name, value) === null && !isOfLinkedContainer(name, prefixes),
    ),
  );
}

/** Returns the prefix of the variables of a service if this is one of them. */
function prefixOf(name: string, value = ''): string | null {
  for (const { pattern, accepts } of PATTERNS) {
    const prefix = pattern.exec(name)?.groups?.['prefix'];
    if (prefix !== undefined && accepts(value, prefix)) return prefix;
  }
  return null;
}

/** Is the value the path of a link, such as `/web/bailiwick-db`, whose last part gave the prefix? */
function isLinkName(value: string, prefix: string): boolean {
  const [, alias = ''] = /^\/[^/]+\/([^/]+)$/.exec(value) ?? [];
  return alias.toUpperCase().replaceAll('-', '_') === prefix;
}

/** Docker also copies the whole environment of a linked container, so only the prefix of the link tells these apart. */
function isOfLinkedContainer(name: string, prefixes: ReadonlySet<string>): boolean {
  return [...prefixes].some((prefix) => name.startsWith(`${prefix}_ENV_`));
}
