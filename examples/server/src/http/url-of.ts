import { isIPv6 } from 'node:net';

/** Makes the URL of a listener, with brackets around an IPv6 address (RFC 3986, section 3.2.2). */
export function urlOf(host: string, port: number): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
