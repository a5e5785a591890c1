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
          token: 'H4O5dqz7ClZsX1kdEPIWFEtozXehKNeFx2ZaIYwcXQs',
          session: {
            id: '019cade2-15a8-75c6-bf9f-880f9d684fe9',
            createdAt: '2026-03-02T09:30:01.000Z',
            lastUsedAt: '2026-03-02T09:30:01.000Z',
            expiresAt: '2026-03-09T09:30:01.000Z',
            current: true,
          },
          user: {
            id: '019cade2-11c0-731e-89df-b269bed61864',
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
          id: '019cade2-11c0-731e-89df-b269bed61864',
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
              id: '019cade2-1990-7142-957f-dd2f4c82664a',
              createdAt: '2026-03-02T09:30:02.000Z',
              lastUsedAt: '2026-03-02T09:30:02.000Z',
              expiresAt: '2026-03-09T09:30:02.000Z',
              current: false,
            },
            {
              id: '019cade2-15a8-75c6-bf9f-880f9d684fe9',
              createdAt: '2026-03-02T09:30:01.000Z',
              lastUsedAt: '2026-03-02T09:30:01.000Z',
              expiresAt: '2026-03-09T09:30:01.000Z',
              current: false,
            },
            {
              id: '019cade2-11c0-731f-936d-9fda60260db5',
              createdAt: '2026-03-02T09:30:00.000Z',
              lastUsedAt: '2026-03-02T09:30:00.000Z',
              expiresAt: '2026-03-09T09:30:00.000Z',
              current: true,
            },
          ],
        },
      },
    },
    deleteSession: { params: { id: '019cade2-15a8-75c6-bf9f-880f9d684fe9' }, responses: {} },
    deleteCurrentSession: { params: {}, responses: {} },
    createResource: {
      params: {},
      body: { name: 'orders' },
      responses: {
        '200': { ownerId: '019cade2-11c0-731e-89df-b269bed61864', kind: 'resource', name: 'orders' },
        '201': {
          id: '019cade2-2d18-71b5-9ec3-26161f0e3c56',
          ownerId: '019cade2-11c0-731e-89df-b269bed61864',
          kind: 'resource',
          name: 'orders',
          createdAt: '2026-03-02T09:30:07.000Z',
          updatedAt: '2026-03-02T09:30:07.000Z',
        },
      },
    },
    getResource: {
      params: { id: '019cade2-2d18-71b5-9ec3-26161f0e3c56' },
      responses: {
        '200': {
          id: '019cade2-2d18-71b5-9ec3-26161f0e3c56',
          ownerId: '019cade2-11c0-731e-89df-b269bed61864',
          kind: 'resource',
          name: 'orders',
          createdAt: '2026-03-02T09:30:07.000Z',
          updatedAt: '2026-03-02T09:30:07.000Z',
        },
      },
    },
    listResources: {
      params: {},
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-34e8-7642-bb73-78d016e28635',
              ownerId: '019cade2-11c0-731e-89df-b269bed61864',
              kind: 'resource',
              name: 'customers',
              createdAt: '2026-03-02T09:30:09.000Z',
              updatedAt: '2026-03-02T09:30:09.000Z',
            },
          ],
          nextCursor: 'AZyt4jTodkK7c3jQFuKGNdYFv8Mx8VQzGx_woaJra4c',
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
      params: { id: '019cade2-2d18-71b5-9ec3-26161f0e3c56' },
      body: { name: 'invoices' },
      responses: {
        '200': {
          id: '019cade2-2d18-71b5-9ec3-26161f0e3c56',
          ownerId: '019cade2-11c0-731e-89df-b269bed61864',
          kind: 'resource',
          name: 'invoices',
          createdAt: '2026-03-02T09:30:07.000Z',
          updatedAt: '2026-03-02T09:30:13.000Z',
        },
      },
    },
    deleteResource: { params: { id: '019cade2-2d18-71b5-9ec3-26161f0e3c56' }, responses: {} },
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
          id: '019cade2-11c0-731e-89df-b269bed61864',
          email: 'ann.smith@example.com',
          role: 'user',
          status: 'active',
          createdAt: '2026-03-02T09:30:00.000Z',
          updatedAt: '2026-03-02T09:30:16.000Z',
        },
      },
    },
    createUser: {
      params: {},
      body: { email: 'carol@example.com', password: 'a first password for carol' },
      responses: {
        '201': {
          id: '019cade2-5428-739f-9d65-babb9b12fb95',
          email: 'carol@example.com',
          role: 'user',
          status: 'active',
          createdAt: '2026-03-02T09:30:17.000Z',
          updatedAt: '2026-03-02T09:30:17.000Z',
        },
      },
    },
    listUsers: {
      params: {},
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-5428-739f-9d65-babb9b12fb95',
              email: 'carol@example.com',
              role: 'user',
              status: 'active',
              createdAt: '2026-03-02T09:30:17.000Z',
              updatedAt: '2026-03-02T09:30:17.000Z',
            },
            {
              id: '019cade2-11c0-7322-95a6-443639631878',
              email: 'bob@example.com',
              role: 'user',
              status: 'active',
              createdAt: '2026-03-02T09:30:00.000Z',
              updatedAt: '2026-03-02T09:30:00.000Z',
            },
          ],
          nextCursor: 'AZyt4hHAcyKVpkQ2OWMYeC0eihNk8XISTT26WRMiVYc',
        },
      },
    },
    getUser: {
      params: { id: '019cade2-5428-739f-9d65-babb9b12fb95' },
      responses: {
        '200': {
          id: '019cade2-5428-739f-9d65-babb9b12fb95',
          email: 'carol@example.com',
          role: 'user',
          status: 'active',
          createdAt: '2026-03-02T09:30:17.000Z',
          updatedAt: '2026-03-02T09:30:17.000Z',
        },
      },
    },
    setUserQuota: {
      params: { id: '019cade2-5428-739f-9d65-babb9b12fb95', meter: 'resources' },
      body: { limit: 5 },
      responses: { '200': { meter: 'resources', limit: 5, used: 0, over: 0, source: 'user' } },
    },
    createUserResource: {
      params: { id: '019cade2-5428-739f-9d65-babb9b12fb95' },
      body: { name: 'a present' },
      responses: {
        '200': { ownerId: '019cade2-5428-739f-9d65-babb9b12fb95', kind: 'resource', name: 'another' },
        '201': {
          id: '019cade2-63c8-7184-92e8-c6f6e2b1a68c',
          ownerId: '019cade2-5428-739f-9d65-babb9b12fb95',
          kind: 'resource',
          name: 'a present',
          createdAt: '2026-03-02T09:30:21.000Z',
          updatedAt: '2026-03-02T09:30:21.000Z',
        },
      },
    },
    listUserResources: {
      params: { id: '019cade2-5428-739f-9d65-babb9b12fb95' },
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-63c8-7184-92e8-c6f6e2b1a68c',
              ownerId: '019cade2-5428-739f-9d65-babb9b12fb95',
              kind: 'resource',
              name: 'a present',
              createdAt: '2026-03-02T09:30:21.000Z',
              updatedAt: '2026-03-02T09:30:21.000Z',
            },
          ],
          nextCursor: null,
        },
      },
    },
    listUserQuotas: {
      params: { id: '019cade2-5428-739f-9d65-babb9b12fb95' },
      responses: { '200': { items: [{ meter: 'resources', limit: 5, used: 1, over: 0, source: 'user' }] } },
    },
    deleteUserResource: {
      params: {
        id: '019cade2-5428-739f-9d65-babb9b12fb95',
        resourceId: '019cade2-63c8-7184-92e8-c6f6e2b1a68c',
      },
      responses: {},
    },
    clearUserQuota: {
      params: { id: '019cade2-5428-739f-9d65-babb9b12fb95', meter: 'resources' },
      responses: { '200': { meter: 'resources', limit: null, used: 0, over: 0, source: 'default' } },
    },
    setUserPassword: {
      params: { id: '019cade2-5428-739f-9d65-babb9b12fb95' },
      body: { password: 'a second password for carol' },
      responses: {},
    },
    changeUser: {
      params: { id: '019cade2-5428-739f-9d65-babb9b12fb95' },
      body: { status: 'disabled' },
      responses: {
        '200': {
          id: '019cade2-5428-739f-9d65-babb9b12fb95',
          email: 'carol@example.com',
          role: 'user',
          status: 'disabled',
          createdAt: '2026-03-02T09:30:17.000Z',
          updatedAt: '2026-03-02T09:30:28.000Z',
        },
      },
    },
    deleteUserSessions: { params: { id: '019cade2-5428-739f-9d65-babb9b12fb95' }, responses: {} },
    setDefaultLimit: {
      params: { meter: 'resources' },
      body: { limit: 10 },
      responses: { '200': { meter: 'resources', limit: 10 } },
    },
    listDefaultLimits: { params: {}, responses: { '200': { items: [{ meter: 'resources', limit: 10 }] } } },
    deleteUser: { params: { id: '019cade2-5428-739f-9d65-babb9b12fb95' }, responses: {} },
    listAuditEvents: {
      params: {},
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-8ec0-759e-8caa-0030bbaf6702',
              at: '2026-03-02T09:30:32.000Z',
              actor: { type: 'user', id: '019cade2-11c0-731a-8894-6cd494a2c00b', credential: 'session' },
              action: 'user:delete',
              target: {
                type: 'user',
                id: '019cade2-5428-739f-9d65-babb9b12fb95',
                ownerId: '019cade2-5428-739f-9d65-babb9b12fb95',
              },
              details: { resources: 'refuse' },
              outcome: 'accepted',
              reason: 'administrators may do everything',
            },
            {
              id: '019cade2-86f0-7236-aa44-47081c0e662f',
              at: '2026-03-02T09:30:30.000Z',
              actor: { type: 'user', id: '019cade2-11c0-731a-8894-6cd494a2c00b', credential: 'session' },
              action: 'default-limit:set',
              target: { type: 'default-limit', id: 'resources', ownerId: null },
              details: { limit: 10 },
              outcome: 'accepted',
              reason: 'administrators may do everything',
            },
          ],
          nextCursor: 'AZyt4obwcjaqREcIHA5mLxTEadXKfcRDuokFasctG2c',
        },
      },
    },
    deleteAllSessions: { params: {}, responses: {} },
  },
  headers: {
    Location: '{prefix}/sessions/019cade2-15a8-75c6-bf9f-880f9d684fe9',
    ETag: '"L_edh9n1-Um_kdzJF3Ujj_wEsLdbN1cDUVw_vxf-ol8"',
    Link: '<{prefix}/resources?pageSize=1&cursor=AZyt4jTodkK7c3jQFuKGNdYFv8Mx8VQzGx_woaJra4c>; rel="next"',
    'WWW-Authenticate': 'Bearer realm="bailiwick"',
    Allow: 'GET, HEAD, OPTIONS',
    Accept: 'application/json',
    'Retry-After': '1',
  },
  problems: {
    'malformed-request': {
      title: 'The request cannot be read',
      status: 400,
      code: 'malformed-request',
      detail: 'The body must be JSON, without members like "__proto__".',
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
      detail: 'The quota does not allow it (resources: 0 of 0 used, 1 more requested).',
      quotas: [{ meter: 'resources', limit: 0, used: 0, requested: 1 }],
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
    'email-taken': {
      title: 'The email address is taken',
      status: 409,
      code: 'email-taken',
      detail: 'Another user has this email address.',
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
      detail: 'The body must be in UTF-8 and of type application/json.',
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
