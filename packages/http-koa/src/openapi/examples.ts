// Captured from the answers of a server by `node scripts/check/openapi.mjs --write`: edit the scenario instead,
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
            id: '019cade2-15a8-7592-bc9e-361ea33a264e',
            createdAt: '2026-03-02T09:30:01.000Z',
            lastUsedAt: '2026-03-02T09:30:01.000Z',
            expiresAt: '2026-03-09T09:30:01.000Z',
            clientAddress: '127.0.0.1',
            userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
            current: true,
          },
          user: {
            id: '019cade2-11c0-7699-a207-b36678097a1f',
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
          id: '019cade2-11c0-7699-a207-b36678097a1f',
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
              id: '019cade2-1990-7200-ad92-b3670733e500',
              createdAt: '2026-03-02T09:30:02.000Z',
              lastUsedAt: '2026-03-02T09:30:02.000Z',
              expiresAt: '2026-03-09T09:30:02.000Z',
              clientAddress: '127.0.0.1',
              userAgent: 'node',
              current: false,
            },
            {
              id: '019cade2-15a8-7592-bc9e-361ea33a264e',
              createdAt: '2026-03-02T09:30:01.000Z',
              lastUsedAt: '2026-03-02T09:30:01.000Z',
              expiresAt: '2026-03-09T09:30:01.000Z',
              clientAddress: '127.0.0.1',
              userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
              current: false,
            },
            {
              id: '019cade2-11c0-769a-891e-fa2392f47004',
              createdAt: '2026-03-02T09:30:00.000Z',
              lastUsedAt: '2026-03-02T09:30:00.000Z',
              expiresAt: '2026-03-09T09:30:00.000Z',
              clientAddress: null,
              userAgent: null,
              current: true,
            },
          ],
        },
      },
    },
    deleteSession: { params: { id: '019cade2-15a8-7592-bc9e-361ea33a264e' }, responses: {} },
    confirmCurrentSession: { params: {}, body: { password: 'correct horse battery staple' }, responses: {} },
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
          id: '019cade2-3100-746b-b882-f82661fbef6f',
          name: 'laptop',
          publicKey:
            '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n',
          createdAt: '2026-03-02T09:30:08.000Z',
          expiresAt: '2027-03-02T09:30:08.000Z',
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
              id: '019cade2-3100-746b-b882-f82661fbef6f',
              name: 'laptop',
              publicKey:
                '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n',
              createdAt: '2026-03-02T09:30:08.000Z',
              expiresAt: '2027-03-02T09:30:08.000Z',
              lastUsedAt: null,
            },
          ],
        },
      },
    },
    deleteAccessKey: { params: { id: '019cade2-3100-746b-b882-f82661fbef6f' }, responses: {} },
    listUserAccessKeys: {
      params: { id: '019cade2-11c0-7699-a207-b36678097a1f' },
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-38d0-774e-a39e-c93e74e74918',
              name: 'tower',
              publicKey:
                '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n',
              createdAt: '2026-03-02T09:30:10.000Z',
              expiresAt: '2027-03-02T09:30:10.000Z',
              lastUsedAt: null,
            },
          ],
        },
      },
    },
    deleteUserAccessKey: {
      params: { id: '019cade2-11c0-7699-a207-b36678097a1f', keyId: '019cade2-38d0-774e-a39e-c93e74e74918' },
      responses: {},
    },
    createResource: {
      params: {},
      body: { name: 'orders' },
      responses: {
        '201': {
          id: '019cade2-4488-7332-95b1-8bd42f8cf498',
          ownerId: '019cade2-11c0-7699-a207-b36678097a1f',
          kind: 'resource',
          name: 'orders',
          createdAt: '2026-03-02T09:30:13.000Z',
          updatedAt: '2026-03-02T09:30:13.000Z',
        },
      },
    },
    previewResource: {
      params: {},
      body: { name: 'orders' },
      responses: {
        '200': { ownerId: '019cade2-11c0-7699-a207-b36678097a1f', kind: 'resource', name: 'orders' },
      },
    },
    getResource: {
      params: { id: '019cade2-4488-7332-95b1-8bd42f8cf498' },
      responses: {
        '200': {
          id: '019cade2-4488-7332-95b1-8bd42f8cf498',
          ownerId: '019cade2-11c0-7699-a207-b36678097a1f',
          kind: 'resource',
          name: 'orders',
          createdAt: '2026-03-02T09:30:13.000Z',
          updatedAt: '2026-03-02T09:30:13.000Z',
        },
      },
    },
    listResources: {
      params: {},
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-4c58-71f7-8f74-a20927753679',
              ownerId: '019cade2-11c0-7699-a207-b36678097a1f',
              kind: 'resource',
              name: 'customers',
              createdAt: '2026-03-02T09:30:15.000Z',
              updatedAt: '2026-03-02T09:30:15.000Z',
            },
          ],
          nextCursor: 'AZyt4kxYcfePdKIJJ3U2eVnN9n5Y9HJLMojU-UcK1Po',
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
      params: { id: '019cade2-4488-7332-95b1-8bd42f8cf498' },
      body: { name: 'invoices' },
      responses: {
        '200': {
          id: '019cade2-4488-7332-95b1-8bd42f8cf498',
          ownerId: '019cade2-11c0-7699-a207-b36678097a1f',
          kind: 'resource',
          name: 'invoices',
          createdAt: '2026-03-02T09:30:13.000Z',
          updatedAt: '2026-03-02T09:30:19.000Z',
        },
      },
    },
    deleteResource: { params: { id: '019cade2-4488-7332-95b1-8bd42f8cf498' }, responses: {} },
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
          id: '019cade2-11c0-7699-a207-b36678097a1f',
          email: 'ann.smith@example.com',
          role: 'user',
          status: 'active',
          createdAt: '2026-03-02T09:30:00.000Z',
          updatedAt: '2026-03-02T09:30:22.000Z',
        },
      },
    },
    createUser: {
      params: {},
      body: { email: 'carol@example.com', password: 'a first password for carol' },
      responses: {
        '201': {
          id: '019cade2-6b98-73e0-866a-ba05328d6894',
          email: 'carol@example.com',
          role: 'user',
          status: 'active',
          createdAt: '2026-03-02T09:30:23.000Z',
          updatedAt: '2026-03-02T09:30:23.000Z',
        },
      },
    },
    listUsers: {
      params: {},
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-6b98-73e0-866a-ba05328d6894',
              email: 'carol@example.com',
              role: 'user',
              status: 'active',
              createdAt: '2026-03-02T09:30:23.000Z',
              updatedAt: '2026-03-02T09:30:23.000Z',
              quotas: [{ meter: 'resources', limit: null, used: 0, over: 0, source: 'default' }],
            },
            {
              id: '019cade2-11c0-769d-a8e1-517494020271',
              email: 'bob@example.com',
              role: 'user',
              status: 'active',
              createdAt: '2026-03-02T09:30:00.000Z',
              updatedAt: '2026-03-02T09:30:00.000Z',
              quotas: [{ meter: 'resources', limit: null, used: 0, over: 0, source: 'default' }],
            },
          ],
          nextCursor: 'AZyt4hHAdp2o4VF0lAICcc4DwOK1mbGmiZmx-tuotJk',
        },
      },
    },
    getUser: {
      params: { id: '019cade2-6b98-73e0-866a-ba05328d6894' },
      responses: {
        '200': {
          id: '019cade2-6b98-73e0-866a-ba05328d6894',
          email: 'carol@example.com',
          role: 'user',
          status: 'active',
          createdAt: '2026-03-02T09:30:23.000Z',
          updatedAt: '2026-03-02T09:30:23.000Z',
        },
      },
    },
    setUserQuota: {
      params: { id: '019cade2-6b98-73e0-866a-ba05328d6894', meter: 'resources' },
      body: { limit: 5 },
      responses: { '200': { meter: 'resources', limit: 5, used: 0, over: 0, source: 'user' } },
    },
    createUserResource: {
      params: { id: '019cade2-6b98-73e0-866a-ba05328d6894' },
      body: { name: 'a present' },
      responses: {
        '201': {
          id: '019cade2-7b38-7121-b41f-c5032f101241',
          ownerId: '019cade2-6b98-73e0-866a-ba05328d6894',
          kind: 'resource',
          name: 'a present',
          createdAt: '2026-03-02T09:30:27.000Z',
          updatedAt: '2026-03-02T09:30:27.000Z',
        },
      },
    },
    previewUserResource: {
      params: { id: '019cade2-6b98-73e0-866a-ba05328d6894' },
      body: { name: 'another' },
      responses: {
        '200': { ownerId: '019cade2-6b98-73e0-866a-ba05328d6894', kind: 'resource', name: 'another' },
      },
    },
    listUserResources: {
      params: { id: '019cade2-6b98-73e0-866a-ba05328d6894' },
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-7b38-7121-b41f-c5032f101241',
              ownerId: '019cade2-6b98-73e0-866a-ba05328d6894',
              kind: 'resource',
              name: 'a present',
              createdAt: '2026-03-02T09:30:27.000Z',
              updatedAt: '2026-03-02T09:30:27.000Z',
            },
          ],
          nextCursor: null,
        },
      },
    },
    listUserQuotas: {
      params: { id: '019cade2-6b98-73e0-866a-ba05328d6894' },
      responses: { '200': { items: [{ meter: 'resources', limit: 5, used: 1, over: 0, source: 'user' }] } },
    },
    deleteUserResource: {
      params: {
        id: '019cade2-6b98-73e0-866a-ba05328d6894',
        resourceId: '019cade2-7b38-7121-b41f-c5032f101241',
      },
      responses: {},
    },
    clearUserQuota: {
      params: { id: '019cade2-6b98-73e0-866a-ba05328d6894', meter: 'resources' },
      responses: { '200': { meter: 'resources', limit: null, used: 0, over: 0, source: 'default' } },
    },
    setUserPassword: {
      params: { id: '019cade2-6b98-73e0-866a-ba05328d6894' },
      body: { password: 'a second password for carol' },
      responses: {},
    },
    changeUser: {
      params: { id: '019cade2-6b98-73e0-866a-ba05328d6894' },
      body: { status: 'disabled' },
      responses: {
        '200': {
          id: '019cade2-6b98-73e0-866a-ba05328d6894',
          email: 'carol@example.com',
          role: 'user',
          status: 'disabled',
          createdAt: '2026-03-02T09:30:23.000Z',
          updatedAt: '2026-03-02T09:30:34.000Z',
        },
      },
    },
    listUserSessions: {
      params: { id: '019cade2-11c0-769d-a8e1-517494020271' },
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-11c0-769e-a840-7db197af35fe',
              createdAt: '2026-03-02T09:30:00.000Z',
              lastUsedAt: '2026-03-02T09:30:00.000Z',
              expiresAt: '2026-03-09T09:30:00.000Z',
              clientAddress: null,
              userAgent: null,
              current: false,
            },
          ],
        },
      },
    },
    deleteUserSession: {
      params: {
        id: '019cade2-11c0-769d-a8e1-517494020271',
        sessionId: '019cade2-9a78-75da-9f27-70c0ec324010',
      },
      responses: {},
    },
    deleteUserSessions: { params: { id: '019cade2-6b98-73e0-866a-ba05328d6894' }, responses: {} },
    setDefaultLimit: {
      params: { meter: 'resources' },
      body: { limit: 10 },
      responses: { '200': { meter: 'resources', limit: 10 } },
    },
    listDefaultLimits: { params: {}, responses: { '200': { items: [{ meter: 'resources', limit: 10 }] } } },
    deleteUser: {
      params: { id: '019cade2-6b98-73e0-866a-ba05328d6894' },
      responses: {
        '202': {
          id: '019cade2-b1e8-7174-ba83-2b2de40e0828',
          email: 'dora@example.com',
          role: 'user',
          status: 'deleting',
          createdAt: '2026-03-02T09:30:41.000Z',
          updatedAt: '2026-03-02T09:30:42.000Z',
        },
      },
    },
    listAuditEvents: {
      params: {},
      responses: {
        '200': {
          items: [
            {
              id: '019cade2-ae00-7110-936d-9fda60260db5',
              at: '2026-03-02T09:30:40.000Z',
              actor: { type: 'user', id: '019cade2-11c0-7694-a1af-0c225309e9d1', credential: 'session' },
              action: 'user:delete',
              target: {
                type: 'user',
                id: '019cade2-6b98-73e0-866a-ba05328d6894',
                ownerId: '019cade2-6b98-73e0-866a-ba05328d6894',
              },
              details: { resources: 'refuse' },
              outcome: 'accepted',
              reason: 'administrators may do everything',
              requestId: '2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e',
              count: 1,
            },
            {
              id: '019cade2-a630-719e-8d42-c8ed2a8e146a',
              at: '2026-03-02T09:30:38.000Z',
              actor: { type: 'user', id: '019cade2-11c0-7694-a1af-0c225309e9d1', credential: 'session' },
              action: 'default-limit:set',
              target: { type: 'default-limit', id: 'resources', ownerId: null },
              details: { limit: 10 },
              outcome: 'accepted',
              reason: 'administrators may do everything',
              requestId: '2f0c7e52-6a2b-4c0e-9d53-0f3f6a1c8b7e',
              count: 1,
            },
          ],
          nextCursor: 'AZyt4qYwcZ6NQsjtKo4UatP1W0bKtB2o_QPR7zdGHS8',
        },
      },
    },
    deleteAllSessions: { params: {}, responses: {} },
  },
  headers: {
    ETag: '"X1zIUfXmhwN9wPlwcd3ZTeV7tLJHQCiOL4AIT5u_yw8"',
    Location: '{prefix}/resources/019cade2-4488-7332-95b1-8bd42f8cf498',
    Link: '<{prefix}/resources?pageSize=1&cursor=AZyt4kxYcfePdKIJJ3U2eVnN9n5Y9HJLMojU-UcK1Po>; rel="next"',
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
    'confirmation-required': {
      title: 'Your password is needed again',
      status: 403,
      code: 'confirmation-required',
      detail:
        'This needs your password again: confirm with it, and repeat access-key:create within ten minutes.',
      action: 'access-key:create',
    },
    'confirmation-failed': {
      title: 'The current password is wrong',
      status: 403,
      code: 'confirmation-failed',
      detail: 'The current password is wrong: nothing was changed.',
    },
    'cross-site-request': {
      title: 'The request came from another site',
      status: 403,
      code: 'cross-site-request',
      detail:
        'A change with a session cookie must come from a page of this service, at https or on http://localhost.',
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
      detail: 'This path allows only GET, HEAD, OPTIONS.',
    },
    'not-acceptable': {
      title: 'Not acceptable: this API answers in JSON',
      status: 406,
      code: 'not-acceptable',
      detail: 'Leave the Accept header out, or include application/json in it.',
    },
    'request-timeout': {
      title: 'The request took too long to arrive',
      status: 408,
      code: 'request-timeout',
      detail: 'The body did not arrive within 1000 ms.',
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
      detail:
        'The user still owns 1 resource: delete it first, or delete the user with the option resources=delete.',
      count: 1,
    },
    'refused-by-host': {
      title: 'The service refuses this',
      status: 409,
      code: 'refused-by-host',
      detail:
        'A rule of this service refuses this: other data may still refer to it, or have the same value.',
    },
    'precondition-failed': {
      title: 'The target has changed',
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
      detail: 'The body must be of type application/json, but its Content-Type names another one.',
    },
    'invalid-request': {
      title: 'The request is not valid',
      status: 422,
      code: 'invalid-request',
      detail:
        '/name: must have 1 to 255 characters. /colour: must be left out: the known names are "name", "kind".',
      errors: [
        { pointer: '/name', detail: 'must have 1 to 255 characters.' },
        { pointer: '/colour', detail: 'must be left out: the known names are "name", "kind".' },
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
