// Captured from the answers of a server by `node scripts/openapi.mjs --write`: edit the scenario instead,
// test/support/capture-examples.ts.
import type { Examples } from './captured-examples.js';

export const EXAMPLES: Examples = {
  operations: {
    createSession: {
      params: {},
      body: { email: 'ann@example.com', password: 'correct horse battery staple' },
      responses: {
        '201': {
          token: 'ESoQS9WQHxOrv9zRG-KKv-6okhM7GGGv5sxMmZzJwWA',
          session: {
            id: '019cade2-15a8-77a8-a190-689455acb39c',
            createdAt: '2026-03-02T09:30:01.000Z',
            lastUsedAt: '2026-03-02T09:30:01.000Z',
            expiresAt: '2026-03-09T09:30:01.000Z',
            current: true,
          },
          user: {
            id: '019cade2-11c0-7698-8504-416cead3bcdb',
            email: 'ann@example.com',
            role: 'user',
            status: 'active',
            createdAt: '2026-03-02T09:30:00.000Z',
            updatedAt: '2026-03-02T09:30:00.000Z',
          },
        },
      },
    },
    getMe: {
      params: {},
      responses: {
        '200': {
          id: '019cade2-11c0-7698-8504-416cead3bcdb',
          email: 'ann@example.com',
          role: 'user',
          status: 'active',
          createdAt: '2026-03-02T09:30:00.000Z',
          updatedAt: '2026-03-02T09:30:00.000Z',
        },
      },
    },
    listSessions: {
      params: {},
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-1990-7583-b82e-7c991eb2de0b',
              createdAt: '2026-03-02T09:30:02.000Z',
              lastUsedAt: '2026-03-02T09:30:02.000Z',
              expiresAt: '2026-03-09T09:30:02.000Z',
              current: false,
            },
            {
              id: '019cade2-15a8-77a8-a190-689455acb39c',
              createdAt: '2026-03-02T09:30:01.000Z',
              lastUsedAt: '2026-03-02T09:30:01.000Z',
              expiresAt: '2026-03-09T09:30:01.000Z',
              current: false,
            },
            {
              id: '019cade2-11c0-7699-a207-b36678097a1f',
              createdAt: '2026-03-02T09:30:00.000Z',
              lastUsedAt: '2026-03-02T09:30:00.000Z',
              expiresAt: '2026-03-09T09:30:00.000Z',
              current: true,
            },
          ],
        },
      },
    },
    deleteSession: { params: { id: '019cade2-15a8-77a8-a190-689455acb39c' }, responses: {} },
    deleteCurrentSession: { params: {}, responses: {} },
    createAccessKey: {
      params: {},
      body: {
        name: 'laptop',
        publicKey:
          '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n',
      },
      responses: {
        '201': {
          id: '019cade2-2d18-7417-a6a2-c971c9c8b464',
          name: 'laptop',
          publicKey:
            '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n',
          createdAt: '2026-03-02T09:30:07.000Z',
          expiresAt: null,
          lastUsedAt: null,
        },
      },
    },
    listAccessKeys: {
      params: {},
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-2d18-7417-a6a2-c971c9c8b464',
              name: 'laptop',
              publicKey:
                '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n',
              createdAt: '2026-03-02T09:30:07.000Z',
              expiresAt: null,
              lastUsedAt: null,
            },
          ],
        },
      },
    },
    deleteAccessKey: { params: { id: '019cade2-2d18-7417-a6a2-c971c9c8b464' }, responses: {} },
    listUserAccessKeys: {
      params: { id: '019cade2-11c0-7698-8504-416cead3bcdb' },
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-34e8-7520-ab67-c16ae2f629cd',
              name: 'tower',
              publicKey:
                '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n',
              createdAt: '2026-03-02T09:30:09.000Z',
              expiresAt: null,
              lastUsedAt: null,
            },
          ],
        },
      },
    },
    deleteUserAccessKey: {
      params: { id: '019cade2-11c0-7698-8504-416cead3bcdb', keyId: '019cade2-34e8-7520-ab67-c16ae2f629cd' },
      responses: {},
    },
    createResource: {
      params: {},
      body: { name: 'orders' },
      responses: {
        '201': {
          id: '019cade2-40a0-723e-babd-bf284e9e6445',
          ownerId: '019cade2-11c0-7698-8504-416cead3bcdb',
          kind: 'resource',
          name: 'orders',
          createdAt: '2026-03-02T09:30:12.000Z',
          updatedAt: '2026-03-02T09:30:12.000Z',
        },
      },
    },
    previewResource: {
      params: {},
      body: { name: 'orders' },
      responses: {
        '200': { ownerId: '019cade2-11c0-7698-8504-416cead3bcdb', kind: 'resource', name: 'orders' },
      },
    },
    getResource: {
      params: { id: '019cade2-40a0-723e-babd-bf284e9e6445' },
      responses: {
        '200': {
          id: '019cade2-40a0-723e-babd-bf284e9e6445',
          ownerId: '019cade2-11c0-7698-8504-416cead3bcdb',
          kind: 'resource',
          name: 'orders',
          createdAt: '2026-03-02T09:30:12.000Z',
          updatedAt: '2026-03-02T09:30:12.000Z',
        },
      },
    },
    listResources: {
      params: {},
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-4870-7167-8098-738b85ae2d25',
              ownerId: '019cade2-11c0-7698-8504-416cead3bcdb',
              kind: 'resource',
              name: 'customers',
              createdAt: '2026-03-02T09:30:14.000Z',
              updatedAt: '2026-03-02T09:30:14.000Z',
            },
          ],
          nextCursor: 'AZyt4khwcWeAmHOLha4tJZd4QRJ8GtkI7O8lBY45b9M',
        },
      },
    },
    listMyQuotas: {
      params: {},
      responses: {
        '200': { items: [{ meter: 'resources', limit: null, used: 2, over: 0, source: 'default' }] },
      },
    },
    renameResource: {
      params: { id: '019cade2-40a0-723e-babd-bf284e9e6445' },
      body: { name: 'invoices' },
      responses: {
        '200': {
          id: '019cade2-40a0-723e-babd-bf284e9e6445',
          ownerId: '019cade2-11c0-7698-8504-416cead3bcdb',
          kind: 'resource',
          name: 'invoices',
          createdAt: '2026-03-02T09:30:12.000Z',
          updatedAt: '2026-03-02T09:30:18.000Z',
        },
      },
    },
    deleteResource: { params: { id: '019cade2-40a0-723e-babd-bf284e9e6445' }, responses: {} },
    changeMyPassword: {
      params: {},
      body: { currentPassword: 'correct horse battery staple', newPassword: 'an even longer passphrase' },
      responses: {},
    },
    changeMyEmail: {
      params: {},
      body: { currentPassword: 'an even longer passphrase', email: 'ann.smith@example.com' },
      responses: {
        '200': {
          id: '019cade2-11c0-7698-8504-416cead3bcdb',
          email: 'ann.smith@example.com',
          role: 'user',
          status: 'active',
          createdAt: '2026-03-02T09:30:00.000Z',
          updatedAt: '2026-03-02T09:30:21.000Z',
        },
      },
    },
    createUser: {
      params: {},
      body: { email: 'carol@example.com', password: 'a first password for carol' },
      responses: {
        '201': {
          id: '019cade2-67b0-711d-866d-df4d9e93c215',
          email: 'carol@example.com',
          role: 'user',
          status: 'active',
          createdAt: '2026-03-02T09:30:22.000Z',
          updatedAt: '2026-03-02T09:30:22.000Z',
        },
      },
    },
    listUsers: {
      params: {},
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-67b0-711d-866d-df4d9e93c215',
              email: 'carol@example.com',
              role: 'user',
              status: 'active',
              createdAt: '2026-03-02T09:30:22.000Z',
              updatedAt: '2026-03-02T09:30:22.000Z',
            },
            {
              id: '019cade2-11c0-769c-9aeb-4881d5611dd6',
              email: 'bob@example.com',
              role: 'user',
              status: 'active',
              createdAt: '2026-03-02T09:30:00.000Z',
              updatedAt: '2026-03-02T09:30:00.000Z',
            },
          ],
          nextCursor: 'AZyt4hHAdpya60iB1WEd1vpLZk4V3pqDcgjohjsDRg8',
        },
      },
    },
    getUser: {
      params: { id: '019cade2-67b0-711d-866d-df4d9e93c215' },
      responses: {
        '200': {
          id: '019cade2-67b0-711d-866d-df4d9e93c215',
          email: 'carol@example.com',
          role: 'user',
          status: 'active',
          createdAt: '2026-03-02T09:30:22.000Z',
          updatedAt: '2026-03-02T09:30:22.000Z',
        },
      },
    },
    setUserQuota: {
      params: { id: '019cade2-67b0-711d-866d-df4d9e93c215', meter: 'resources' },
      body: { limit: 5 },
      responses: { '200': { meter: 'resources', limit: 5, used: 0, over: 0, source: 'user' } },
    },
    createUserResource: {
      params: { id: '019cade2-67b0-711d-866d-df4d9e93c215' },
      body: { name: 'a present' },
      responses: {
        '201': {
          id: '019cade2-7750-7505-8f8b-fb31bd788d8d',
          ownerId: '019cade2-67b0-711d-866d-df4d9e93c215',
          kind: 'resource',
          name: 'a present',
          createdAt: '2026-03-02T09:30:26.000Z',
          updatedAt: '2026-03-02T09:30:26.000Z',
        },
      },
    },
    previewUserResource: {
      params: { id: '019cade2-67b0-711d-866d-df4d9e93c215' },
      body: { name: 'another' },
      responses: {
        '200': { ownerId: '019cade2-67b0-711d-866d-df4d9e93c215', kind: 'resource', name: 'another' },
      },
    },
    listUserResources: {
      params: { id: '019cade2-67b0-711d-866d-df4d9e93c215' },
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-7750-7505-8f8b-fb31bd788d8d',
              ownerId: '019cade2-67b0-711d-866d-df4d9e93c215',
              kind: 'resource',
              name: 'a present',
              createdAt: '2026-03-02T09:30:26.000Z',
              updatedAt: '2026-03-02T09:30:26.000Z',
            },
          ],
          nextCursor: null,
        },
      },
    },
    listUserQuotas: {
      params: { id: '019cade2-67b0-711d-866d-df4d9e93c215' },
      responses: { '200': { items: [{ meter: 'resources', limit: 5, used: 1, over: 0, source: 'user' }] } },
    },
    deleteUserResource: {
      params: {
        id: '019cade2-67b0-711d-866d-df4d9e93c215',
        resourceId: '019cade2-7750-7505-8f8b-fb31bd788d8d',
      },
      responses: {},
    },
    clearUserQuota: {
      params: { id: '019cade2-67b0-711d-866d-df4d9e93c215', meter: 'resources' },
      responses: { '200': { meter: 'resources', limit: null, used: 0, over: 0, source: 'default' } },
    },
    setUserPassword: {
      params: { id: '019cade2-67b0-711d-866d-df4d9e93c215' },
      body: { password: 'a second password for carol' },
      responses: {},
    },
    changeUser: {
      params: { id: '019cade2-67b0-711d-866d-df4d9e93c215' },
      body: { status: 'disabled' },
      responses: {
        '200': {
          id: '019cade2-67b0-711d-866d-df4d9e93c215',
          email: 'carol@example.com',
          role: 'user',
          status: 'disabled',
          createdAt: '2026-03-02T09:30:22.000Z',
          updatedAt: '2026-03-02T09:30:33.000Z',
        },
      },
    },
    deleteUserSessions: { params: { id: '019cade2-67b0-711d-866d-df4d9e93c215' }, responses: {} },
    setDefaultLimit: {
      params: { meter: 'resources' },
      body: { limit: 10 },
      responses: { '200': { meter: 'resources', limit: 10 } },
    },
    listDefaultLimits: { params: {}, responses: { '200': { items: [{ meter: 'resources', limit: 10 }] } } },
    deleteUser: { params: { id: '019cade2-67b0-711d-866d-df4d9e93c215' }, responses: {} },
    listAuditEvents: {
      params: {},
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-a248-777e-b217-ef57a9ed8e7a',
              at: '2026-03-02T09:30:37.000Z',
              actor: { type: 'user', id: '019cade2-11c0-7694-a1af-0c225309e9d1', credential: 'session' },
              action: 'user:delete',
              target: {
                type: 'user',
                id: '019cade2-67b0-711d-866d-df4d9e93c215',
                ownerId: '019cade2-67b0-711d-866d-df4d9e93c215',
              },
              details: { resources: 'refuse' },
              outcome: 'accepted',
              reason: 'administrators may do everything',
            },
            {
              id: '019cade2-9a78-7632-9859-83cca34c330d',
              at: '2026-03-02T09:30:35.000Z',
              actor: { type: 'user', id: '019cade2-11c0-7694-a1af-0c225309e9d1', credential: 'session' },
              action: 'default-limit:set',
              target: { type: 'default-limit', id: 'resources', ownerId: null },
              details: { limit: 10 },
              outcome: 'accepted',
              reason: 'administrators may do everything',
            },
          ],
          nextCursor: 'AZyt4pp4djKYWYPMo0wzDUKHoBX8sP1AZ-xuQpNjFrQ',
        },
      },
    },
    deleteAllSessions: { params: {}, responses: {} },
  },
  headers: {
    ETag: '"dIUer5vrM572N8bc9ykoob-woHxvPJg7WrQ-B5Av-3M"',
    Location: '{prefix}/resources/019cade2-40a0-723e-babd-bf284e9e6445',
    Link: '<{prefix}/resources?pageSize=1&cursor=AZyt4khwcWeAmHOLha4tJZd4QRJ8GtkI7O8lBY45b9M>; rel="next"',
    'WWW-Authenticate': 'Bearer realm="bailiwick"',
    Allow: 'GET, HEAD, OPTIONS',
    Accept: 'application/json',
    'Retry-After': '900',
  },
  problems: {
    'malformed-request': {
      title: 'The request cannot be read',
      status: 400,
      code: 'malformed-request',
      detail: 'The body must be JSON: at line 1, column 18, a closing brace is missing.',
    },
    'authentication-required': {
      title: 'A credential is needed',
      status: 401,
      code: 'authentication-required',
      detail: 'This needs a credential: log in first, or send an email address and a password.',
    },
    'invalid-credentials': {
      title: 'The credentials are not valid',
      status: 401,
      code: 'invalid-credentials',
      detail: 'The email address or the password is wrong, or the user is disabled.',
    },
    'invalid-token': {
      title: 'The session token is not valid',
      status: 401,
      code: 'invalid-token',
      detail: 'The session token is not valid: it is unknown, expired or revoked. Log in again.',
    },
    'invalid-signature': {
      title: 'The signature is not valid',
      status: 401,
      code: 'invalid-signature',
      detail:
        'The signature is not valid: it does not fit the request, is too old or was used before, or its key is unknown, expired or revoked.',
    },
    forbidden: {
      title: 'This is not allowed',
      status: 403,
      code: 'forbidden',
      detail: 'The policy does not allow user:list: not-admin.',
      action: 'user:list',
      reason: 'not-admin',
    },
    'quota-exceeded': {
      title: 'The quota is exceeded',
      status: 403,
      code: 'quota-exceeded',
      detail:
        'The quota does not allow it (resources: 2 of 2 used, 1 more requested): delete something first, or ask for a higher limit.',
      quotas: [{ meter: 'resources', limit: 2, used: 2, requested: 1 }],
    },
    'not-found': {
      title: 'There is nothing here',
      status: 404,
      code: 'not-found',
      detail: 'There is no such user.',
    },
    'method-not-allowed': {
      title: 'The method is not allowed here',
      status: 405,
      code: 'method-not-allowed',
      detail: 'Allowed here: GET, HEAD, OPTIONS.',
    },
    'not-acceptable': {
      title: 'The answer would be JSON',
      status: 406,
      code: 'not-acceptable',
      detail: 'The answer is application/json: let the Accept header admit it.',
    },
    'request-timeout': {
      title: 'The request took too long to arrive',
      status: 408,
      code: 'request-timeout',
      detail: 'The body must arrive within 1000 ms, and did not.',
    },
    'email-taken': {
      title: 'The email address is taken',
      status: 409,
      code: 'email-taken',
      detail: 'Another user has this email address: choose another one.',
    },
    'last-admin': {
      title: 'There must be an administrator',
      status: 409,
      code: 'last-admin',
      detail: 'This is the last active administrator: make another one first.',
    },
    'owns-resources': {
      title: 'The user owns resources',
      status: 409,
      code: 'owns-resources',
      detail: 'The user owns 1 resource: delete what is owned first, or with the user by resources=delete.',
      count: 1,
    },
    'precondition-failed': {
      title: 'It has changed',
      status: 412,
      code: 'precondition-failed',
      detail: 'It was changed since you read it: read it again and repeat.',
    },
    'payload-too-large': {
      title: 'The body is too large',
      status: 413,
      code: 'payload-too-large',
      detail: 'The body must have at most 65536 bytes.',
    },
    'unsupported-media-type': {
      title: 'The body must be JSON',
      status: 415,
      code: 'unsupported-media-type',
      detail: 'The body must be of type application/json, and its Content-Type is another one.',
    },
    'invalid-request': {
      title: 'The request is not valid',
      status: 422,
      code: 'invalid-request',
      detail: '/name: must have 1 to 255 characters. /colour: must be left out: known are "name", "kind".',
      errors: [
        { pointer: '/name', detail: 'must have 1 to 255 characters.' },
        { pointer: '/colour', detail: 'must be left out: known are "name", "kind".' },
      ],
    },
    'idempotency-key-reused': {
      title: 'The idempotency key was used before',
      status: 422,
      code: 'idempotency-key-reused',
      detail: 'This idempotency key was used before for another request: use a new one.',
    },
    'too-many-attempts': {
      title: 'There were too many attempts',
      status: 429,
      code: 'too-many-attempts',
      detail: 'There were too many attempts with a wrong password: wait before the next one.',
    },
    overloaded: {
      title: 'The server is overloaded',
      status: 503,
      code: 'overloaded',
      detail: 'The server is busy checking passwords: repeat in a moment.',
    },
    internal: {
      title: 'Something failed on the server',
      status: 500,
      code: 'internal',
      detail: 'The request failed through no fault of yours. Quote the request id when you report it.',
      requestId: '2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e',
    },
    'storage-unavailable': {
      title: 'Storage is not available',
      status: 503,
      code: 'storage-unavailable',
      detail: 'Storage is not available right now: repeat in a moment.',
    },
    'transaction-conflict': {
      title: 'Two changes conflict',
      status: 503,
      code: 'transaction-conflict',
      detail: 'The transaction conflicts with another one: roll back and repeat it.',
    },
  },
};
