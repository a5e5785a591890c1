import type { HelmetOptions } from 'helmet';

/**
 * For an API that serves no pages: nothing of an answer may be run, framed, sniffed or embedded. helmet's
 * own default policy would allow styles and scripts of the same origin. The rest of its headers stay.
 */
export const securityHeaders: HelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
  },
  strictTransportSecurity: { maxAge: 365 * 24 * 60 * 60, includeSubDomains: true },
  xFrameOptions: { action: 'deny' },
};
