/**
 * The origin of a request, for the login throttle and for the readers of sessions and audit events. The library reduces
 * the texts to one line and shortens them.
 */
export interface ClientContext {
  /**
   * The IP address of the client. All clients without a valid IP address share one unknown address, which is throttled
   * like any other.
   */
  readonly clientAddress?: string | undefined;
  /** The `User-Agent` of the request, by which people recognise their own logins. */
  readonly userAgent?: string | undefined;
  /** The id of the request in the host's log, which every audit event of the actor records. */
  readonly requestId?: string | undefined;
}

/** The network of all clients with an unknown address. */
export const UNKNOWN_NETWORK = 'unknown';

/**
 * Returns the network that counts as one client, for the throttle and for a host's own bounds: an IPv4 address, however
 * it is written, or the /64 of an IPv6 address, since one subscriber gets a /64 and can use all addresses in it.
 *
 * @example
 * console.log(clientNetwork('2001:db8:1:2::3')); // the network that counts as one client
 */
export function clientNetwork(address: string | undefined): string {
  if (typeof address !== 'string') return UNKNOWN_NETWORK;
  // The zone of a link-local address (RFC 4007) names an interface of this machine.
  const [bare = ''] = address.split('%', 1);
  return bare.includes(':') ? networkOfIPv6(bare) : IPV4.test(bare) ? bare : UNKNOWN_NETWORK;
}

/**
 * Returns the networks around a result of {@link clientNetwork}, widest first, and the network itself: one customer of
 * a provider may use all addresses in any of them. Sites get a /48 and homes a /56 (RFC 6177, RIPE-690); a /24 is the
 * smallest IPv4 network that is routed on its own.
 */
export function networksAround(network: string): readonly string[] {
  if (IPV4.test(network)) return [`${network.slice(0, network.lastIndexOf('.'))}.0/24`, network];
  const [a, b, c, d] = network.split(':');
  if (d === undefined) return [network];
  const site = `${a}:${b}:${c}`;
  const home = (Number.parseInt(d, 16) & 0xff00).toString(16);
  return [`${site}::/48`, `${site}:${home}::/56`, network];
}

const BYTE = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);
const IPV6_GROUPS = 8;
const NETWORK_GROUPS = 4;

/** Returns the network of an IPv6 address. The URL parser of the platform knows every notation of the address. */
function networkOfIPv6(address: string): string {
  if (!/^[0-9a-f:.]+$/i.test(address) || !URL.canParse(`http://[${address}]`)) return UNKNOWN_NETWORK;
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = Array<string>(IPV6_GROUPS - before.length - after.length).fill('0');
  const groups = [...before, ...zeros, ...after];
  return embeddedIPv4(groups) ?? `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

/**
 * A server that listens on IPv6 sees IPv4 clients as `::ffff:a.b.c.d` (RFC 4291 section 2.5.5.2) or, if it has only
 * IPv6 and is behind a translator, as `64:ff9b::a.b.c.d` (RFC 6052 section 2.1).
 */
const PREFIXES_OF_IPV4: ReadonlySet<string> = new Set(['0:0:0:0:0:ffff', '64:ff9b:0:0:0:0']);

function embeddedIPv4(groups: readonly string[]): string | null {
  if (!PREFIXES_OF_IPV4.has(groups.slice(0, 6).join(':'))) return null;
  const bytes = groups.slice(6).flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return bytes.join('.');
}

/** Returns the address in its canonical form (IPv4 if it embeds an IPv4 address), or `null` if it is not valid. */
export function canonicalAddress(address: string): string | null {
  const network = clientNetwork(address);
  if (network === UNKNOWN_NETWORK) return null;
  if (!network.includes(':')) return network;
  const [bare = ''] = address.split('%', 1);
  return new URL(`http://[${bare}]`).hostname.slice(1, -1);
}
