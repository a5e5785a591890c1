import test from 'ava';
import { execFileSync } from 'node:child_process';
import { api } from '../src/api/api.js';
import { curlOf } from '../src/api/curl.js';

test('curlOf: a shell passes on exactly what was sent', (t) => {
  const name = `it's "quoted" $HOME \`id\` \\ ünïcode`;
  const request = api('post', '/users/{id}/resources', {
    path: { id: 'a/b' },
    body: { name },
    idempotencyKey: 'k 1',
  });
  const words = argumentsOf(curlOf(request, 'http://localhost/v1'));
  t.deepEqual(words, [
    '-X',
    'POST',
    'http://localhost/v1/users/a%2Fb/resources',
    '-H',
    'Authorization: Bearer secret',
    '-H',
    'Idempotency-Key: k 1',
    '-H',
    'Content-Type: application/json',
    '-d',
    JSON.stringify({ name }),
  ]);
});

test('curlOf: passwords are left out', (t) => {
  const body = { currentPassword: 'one secret', newPassword: 'another secret' };
  t.notRegex(curlOf(api('put', '/me/password', { body }), ''), /secret/);
});

test('curlOf: a list as a file is asked for by its type', (t) => {
  const request = { ...api('get', '/resources', { query: { kind: 'notes' } }), accept: 'text/csv' };
  t.deepEqual(argumentsOf(curlOf(request, '')), [
    '/resources?kind=notes',
    '-H',
    'Authorization: Bearer secret',
    '-H',
    'Accept: text/csv',
  ]);
});

/** Lets a shell read the command, in which `curl` prints its arguments. */
function argumentsOf(command: string): string[] {
  const printing = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const printed = execFileSync('sh', ['-c', printing], { env: { TOKEN: 'secret', HOME: '/nowhere' } });
  return printed.toString().split('\0').slice(0, -1);
}
