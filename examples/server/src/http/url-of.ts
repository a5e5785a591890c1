import { isIPv6 } from 'node:net';

/** Where what listens is found; the colons of an IPv6 address would be taken for a port (RFC 3986, section 3.2.2). */
export function urlOf(host: string, port: number): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
