// The operations that openapi-types.ts does not have yet, in its form. An entry leaves when its operation is there.

interface Operation<Given extends { path?: object; query?: object; body?: unknown }, Answer> {
  parameters: Pick<Given, Extract<keyof Given, 'path' | 'query'>>;
  requestBody: { content: { 'application/json': Given extends { body: infer Body } ? Body : undefined } };
  responses: { 200: { content: { 'application/json': Answer } } };
}

interface BatchItem {
  method: string;
  path: string;
  headers?: { 'If-Match'?: string; 'Idempotency-Key'?: string };
  body?: unknown;
}

export interface BatchAnswer {
  status: number;
  headers: { ETag?: string; Location?: string };
  body: unknown;
}

export interface PendingPaths {
  '/batches': { post: Operation<{ body: { items: BatchItem[] } }, { items: BatchAnswer[] }> };
}
