import { openApiDocument, type AnyBailiwick } from '@bailiwick/http-koa';
import { documented, type Exchange } from '@bailiwick/test-openapi';

type RequireDocumented = (exchange: Exchange) => void;

/** By what a document depends on: compiling one costs more than all that a test asks of it. */
const CHECKS = new Map<string, RequireDocumented>();

/** Every reply in these tests is held against the document of its host. */
export function requireDocumentedOf(bailiwick: AnyBailiwick): RequireDocumented {
  const { platform, settings } = bailiwick;
  const key = JSON.stringify([[...platform.demands], platform.roles, settings]);
  const check = CHECKS.get(key) ?? documented(openApiDocument(bailiwick));
  CHECKS.set(key, check);
  return check;
}
