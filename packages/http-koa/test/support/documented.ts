import { createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import { openApiDocument } from '@bailiwick/http-koa';
import { documented } from '@bailiwick/test-openapi';

/**
 * Every reply in these tests is held against the document. What it says of answers does not depend on the
 * host, so that one document, of which the schemas are compiled once, is right for all of them.
 */
export const requireDocumented = documented(
  openApiDocument(createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher })),
);
