import { openApiDocument, type AnyBailiwick, type RouterOptions } from '@bailiwick/http-koa';
import { documented, type RequireDocumented } from '@bailiwick/test-openapi';

/** Cached checks by host, since compiling a document costs more than all requests of a test. */
const CHECKS = new Map<string, RequireDocumented>();

/** Returns the function that compares an answer with the document of its host. */
export function requireDocumentedOf(bailiwick: AnyBailiwick, options: RouterOptions = {}): RequireDocumented {
  const { platform, settings } = bailiwick;
  const { prefix = '/v1', basic = true, signatures, without = [] } = options;
  const described = { prefix, basic, signatures: signatures !== undefined, without };
  const key = JSON.stringify([
    [...platform.demands],
    platform.groupTypes,
    platform.roles,
    platform.memberRoles,
    settings,
    described,
  ]);
  const check = CHECKS.get(key) ?? documented(openApiDocument(bailiwick, described));
  CHECKS.set(key, check);
  return check;
}
