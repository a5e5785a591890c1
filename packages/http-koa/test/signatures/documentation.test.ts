import { createHash, createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import test from 'ava';
import { signRequest } from '@bailiwick/http-koa/sign-request';
import { baseOf, newDraft } from '../support/rfc9421-signer.js';
import { PUBLIC_KEY } from '../support/world.js';

const PAGE = new URL('../../../../docs/signed-requests.md', import.meta.url);

test('R70 docs/signed-requests.md: the example is correct to the byte, and the library’s signer produces it', async (t) => {
  const page = await readFile(PAGE, 'utf8');
  const block = (tag: string) =>
    new RegExp(`^\`\`\`\\w+ ${tag}\\n([\\s\\S]*?)\\n\`\`\`$`, 'm').exec(page)?.[1] ?? '';
  const fields = (text: string) =>
    new Map([...text.matchAll(/^([\w-]+): (.+)$/gm)].map(([, name = '', value = '']) => [name, value]));
  const [head = '', body = ''] = block('request').split('\n\n');
  const [method = '', target = ''] = head.split(' ');
  const host = fields(head).get('Host') ?? '';
  const sent = fields(block('signed'));
  const privateKey = createPrivateKey(block('private-key'));
  const input = sent.get('Signature-Input') ?? '';
  const [, created = '', expires = '', keyId = '', nonce = ''] =
    /;created=(\d+);expires=(\d+);keyid="([^"]+)";nonce="([^"]+)";tag="bailiwick"$/.exec(input) ?? [];

  t.is(body.length, Number(/The body has (\d+) bytes/.exec(page)?.[1]));
  t.is(sent.get('Content-Digest'), `sha-256=:${createHash('sha256').update(body).digest('base64')}:`);
  const signature = Buffer.from(sent.get('Signature')?.slice('sig=:'.length, -1) ?? '', 'base64');
  t.true(verify(null, Buffer.from(block('base')), createPublicKey(PUBLIC_KEY), signature));

  const options = {
    createdAt: new Date(Number(created) * 1000),
    ttlSeconds: Number(expires) - Number(created),
    nonce,
  };
  const request = { method, url: `https://${host}${target}`, body };
  t.deepEqual(await signRequest(request, { keyId, privateKey }, options), {
    'content-type': fields(head).get('Content-Type'),
    'content-digest': sent.get('Content-Digest'),
    'signature-input': input,
    signature: sent.get('Signature'),
  });

  const headers = { 'content-digest': sent.get('Content-Digest') ?? '', 'content-type': 'application/json' };
  const times = { created, expires, keyid: `"${keyId}"`, nonce: `"${nonce}"`, tag: '"bailiwick"' };
  t.is(baseOf(newDraft(keyId, { method, target, host, headers, body, parameters: times })), block('base'));
});
