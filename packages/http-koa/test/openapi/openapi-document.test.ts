import { readFileSync } from 'node:fs';
import test from 'ava';
import { createBailiwick } from '@bailiwick/core';
import { memoryStorage } from '@bailiwick/core/memory';
import { fastHasher } from '@bailiwick/core/testing';
import { openApiDocument, operationsOf, problemCodesOf } from '@bailiwick/http-koa';
import { EXAMPLES } from '../../dist/openapi/examples.js';
import { captureExamples } from '../support/capture-examples.js';
import type { Json } from '../support/client.js';
import { listen } from '../support/listen.js';

const packageFile = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function bailiwickOf(options = {}) {
  return createBailiwick({ storage: memoryStorage(), passwordHasher: fastHasher, ...options });
}

test('openapi: the examples are what a server answers', async (t) => {
  t.deepEqual(asJson(await captureExamples(t)), asJson(EXAMPLES));
});

test('openapi: every operation is described, with an example of all it takes and answers', (t) => {
  const bailiwick = bailiwickOf();
  const { paths }: Json = openApiDocument(bailiwick);
  for (const { operationId, method, path, body, responses } of operationsOf(bailiwick)) {
    const documented = paths[path][method.toLowerCase()];
    t.is(documented.operationId, operationId);
    t.regex(documented.summary, /^[A-Z].+\.$/, operationId);
    t.regex(documented.description, /^[A-Z`].+\.$/, operationId);
    for (const { example } of Object.values<Json>(documented.requestBody?.content ?? {}))
      t.truthy(example, operationId);
    t.is(documented.requestBody !== undefined, body !== null, operationId);
    for (const [status, { schema }] of Object.entries(responses)) {
      const { content } = documented.responses[status];
      t.is(content?.['application/json'].example !== undefined, schema !== null, `${operationId} ${status}`);
    }
    for (const { name, in: place, example } of documented.parameters)
      if (place === 'path') t.truthy(example, `${operationId} ${name}`);
  }
});

test('openapi: every error of every operation stands under its status', (t) => {
  const bailiwick = bailiwickOf();
  const { paths, components }: Json = openApiDocument(bailiwick);
  for (const operation of operationsOf(bailiwick)) {
    const codes = Object.values<Json>(
      paths[operation.path][operation.method.toLowerCase()].responses,
    ).flatMap(({ $ref = '' }) => {
      const response = components.responses[$ref.split('/').at(-1)];
      return Object.keys(response?.content['application/problem+json'].examples ?? {});
    });
    t.deepEqual(codes.toSorted(), [...problemCodesOf(operation)].toSorted(), operation.operationId);
  }
});

test('openapi: the document is that of the host', async (t) => {
  const bailiwick = bailiwickOf({
    kinds: { database: { databases: 1, storageGiB: 20 } },
    roles: ['support'],
    settings: { passwordLengthMin: 40 },
  });
  const { components, servers, security, paths }: Json = openApiDocument(bailiwick, {
    prefix: '',
    basic: false,
  });
  t.deepEqual(servers, [{ url: '/' }]);
  t.deepEqual(security, [{ bearer: [] }]);
  t.deepEqual(Object.keys(components.securitySchemes), ['bearer']);
  const { properties, required, additionalProperties } = components.schemas.CreateUserBody;
  t.deepEqual(Object.keys(properties.limits.properties), ['databases', 'storageGiB']);
  t.deepEqual(properties.role.enum, ['user', 'admin', 'support']);
  t.is(properties.password.minLength, 40);
  t.deepEqual(required, ['email', 'password']);
  t.false(additionalProperties);
  t.is(
    paths['/users'].post.requestBody.content['application/json'].example,
    undefined,
    'its password is too short',
  );
  t.is(components.examples['not-found'].value.type, '/problems/not-found');
});

test('openapi: what is created must be of a named kind only where there are several', (t) => {
  for (const [kinds, required] of [
    [{ database: { databases: 1 } }, ['name']],
    [{ database: { databases: 1 }, bucket: { storageGiB: 5 } }, ['name', 'kind']],
  ] as const) {
    const { components }: Json = openApiDocument(bailiwickOf({ kinds }));
    t.deepEqual(components.schemas.CreateResourceBody.required, required);
    t.deepEqual(components.schemas.CreateUserResourceBody.required, required);
  }
});

test('openapi: it is served to everybody, and known by its tag', async (t) => {
  const bailiwick = bailiwickOf();
  const server = await listen(bailiwick, { basic: false });
  t.teardown(() => server.close());
  const response = await fetch(`${server.url}/v1/openapi.json`);
  t.is(response.headers.get('content-type'), 'application/json');
  const served: Json = await response.json();
  t.deepEqual(served, asJson(openApiDocument(bailiwick, { basic: false })));
  const tag = response.headers.get('etag') ?? '';
  const known = await fetch(`${server.url}/v1/openapi.json`, { headers: { 'if-none-match': tag } });
  t.is(known.status, 304);
});

test('openapi: the version is that of the package', (t) => {
  t.is((openApiDocument(bailiwickOf()).info as Json).version, packageFile('package.json').version);
});
