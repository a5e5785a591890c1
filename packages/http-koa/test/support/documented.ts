import { openApiDocument, type AnyBailiwick, type RouterOptions } from '@bailiwick/http-koa';
import { documented, type RequireDocumented } from '@bailiwick/test-openapi';

/** By what a document depends on: compiling one costs more than all that a test asks of it. */
const CHECKS = new Map<string, RequireDocumented>();

/** The check of an answer against the document of its host. */
export function requireDocumentedOf(bailiwick: AnyBailiwick, options: RouterOptions = {}): RequireDocumented {
  const { platform, settings } = bailiwick;
  const { prefix = '/v1', basic = true, signatures, without = [] } = options;
  const described = { prefix, basic, signatures: signatures !== undefined, without };
  const key = JSON.stringify([[...platform.demands], platform.roles, settings, described]);
  const check = CHECKS.get(key) ?? documented(openApiDocument(bailiwick, described));
  CHECKS.set(key, check);
  return check;
}
