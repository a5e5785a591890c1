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

test('openapi: every operation is described, with examples of its inputs and answers', (t) => {
  const bailiwick = bailiwickOf();
  const { paths }: Json = openApiDocument(bailiwick);
  for (const { operationId, method, path, body, responses } of operationsOf(bailiwick)) {
    const documented = paths[path][method.toLowerCase()];
    t.is(documented.operationId, operationId);
    t.regex(documented.summary, /^[A-Z].{2,38}[^.]$/, operationId);
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

test('openapi: every error of every operation is listed under its status', (t) => {
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
  t.deepEqual(Object.keys(components.securitySchemes), ['cookie', 'bearer']);
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

test('openapi: no scheme is a stand-in for signatures, clients apply no cookie, and bearer is the last', (t) => {
  const document: Json = openApiDocument(bailiwickOf(), { signatures: true });
  t.deepEqual(document.security, [{ basic: [] }, { bearer: [] }]);
  t.deepEqual(Object.keys(document.components.securitySchemes), ['cookie', 'basic', 'bearer']);
  t.is(JSON.stringify(document).split('apiKey').length, 2, 'the cookie, and nothing else');
  t.is(document['x-signatures'].specification, 'RFC 9421');
  const taking = (path: string, method: string) => document.paths[path][method]['x-signature'];
  t.true(taking('/resources', 'post'));
  t.is(taking('/access-keys', 'post'), undefined);
  const without: Json = openApiDocument(bailiwickOf());
  t.is(without['x-signatures'], undefined);
  t.false(JSON.stringify(without.paths).includes('x-signature'));
});

test('openapi: one success for each operation, with a body or without one; a deletion may take longer', (t) => {
  for (const { operationId, responses } of operationsOf(bailiwickOf())) {
    const statuses = Object.keys(responses);
    if (operationId === 'deleteUser') t.deepEqual(statuses, ['202', '204']);
    else t.is(statuses.length, 1, operationId);
  }
});

test('openapi: Location is documented only where it can be read', (t) => {
  const operations = operationsOf(bailiwickOf());
  const readable = new Set(operations.flatMap(({ method, path }) => (method === 'GET' ? [path] : [])));
  for (const { operationId, path, responses } of operations) {
    const isLocated = Object.values(responses).some(({ headers }) => headers?.includes('Location'));
    if (isLocated) t.true(readable.has(`/${path.split('/').at(-1)}/{id}`), operationId);
  }
});

test('openapi: every parameter and every component is described and used', (t) => {
  const { paths, components }: Json = openApiDocument(bailiwickOf(), { signatures: true });
  const operations = Object.values<Json>(paths).flatMap((item) => Object.values<Json>(item));
  for (const { operationId, parameters } of operations) {
    for (const { name, description } of parameters) t.truthy(description, `${operationId} ${name}`);
  }
  const text = JSON.stringify({
    paths,
    components,
    every: { $ref: '#/components/responses/MethodNotAllowed' },
  });
  for (const name of Object.keys(components.schemas)) {
    t.true(text.includes(`"#/components/schemas/${name}"`), name);
  }
});

test('openapi: every member of a body that a client sends is described, however deep', (t) => {
  const kinds = { database: { databases: 1 }, bucket: { storageGiB: 5 } };
  const groups = { organisation: { in: [] }, project: { in: ['organisation'] } };
  const { paths, components }: Json = openApiDocument(bailiwickOf({ kinds, groups, roles: ['support'] }));
  let members = 0;
  const walk = (schema: Json, at: string): void => {
    if (schema.$ref !== undefined) {
      const name = schema.$ref.split('/').at(-1);
      return walk(components.schemas[name], name);
    }
    for (const [name, member] of Object.entries<Json>(schema.properties ?? {})) {
      t.truthy(member.description, `${at}.${name}`);
      members += 1;
      walk(member, `${at}.${name}`);
    }
    if (schema.items !== undefined) walk(schema.items, `${at}[]`);
  };
  for (const item of Object.values<Json>(paths))
    for (const { operationId, requestBody } of Object.values<Json>(item))
      for (const { schema } of Object.values<Json>(requestBody?.content ?? {})) walk(schema, operationId);
  t.true(members > 60, `${members} members`);
});

test('openapi: a user as read can be sent back, except with a removed role or the status of a deletion', (t) => {
  const { components }: Json = openApiDocument(bailiwickOf({ roles: ['support'] }));
  const { User, ChangeUserBody } = components.schemas;
  t.deepEqual(ChangeUserBody.properties.role.enum, ['user', 'admin', 'support']);
  t.is(User.properties.role.enum, undefined, 'a user may have one that is declared no more');
  t.regex(User.properties.role.description, /user, admin, support/);
  t.deepEqual(User.properties.status.enum, [...ChangeUserBody.properties.status.enum, 'deleting']);
  t.is(User.properties.email.format, ChangeUserBody.properties.email.format);
});

test('openapi: a create must name a kind only if there are several', (t) => {
  for (const [kinds, required] of [
    [{ database: { databases: 1 } }, ['name']],
    [{ database: { databases: 1 }, bucket: { storageGiB: 5 } }, ['name', 'kind']],
  ] as const) {
    const { components }: Json = openApiDocument(bailiwickOf({ kinds }));
    t.deepEqual(components.schemas.CreateResourceBody.required, required);
    t.deepEqual(components.schemas.CreateUserResourceBody.required, required);
  }
});

test('openapi: it is served without a credential, and has an ETag', async (t) => {
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
