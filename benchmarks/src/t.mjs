import { allow, definePolicy, platformPolicy } from '@bailiwick/core/policy';
import { actors, targets } from '@bailiwick/core/testing';
import { bailiwick, casbin, casl, cedar, handWritten } from './policy-engines.mjs';
const only = process.argv[2];
for (const n of [0, 5, 95, 995]) {
  const kinds = Array.from({ length: n }, (_, i) => `kind${i}`);
  const t0 = performance.now();
  const policy = definePolicy(
    platformPolicy,
    ...kinds.map((kind) =>
      allow(`operators of ${kind}`, {
        role: `op-${kind}`,
        kind,
        actions: ['resource:read', 'resource:update'],
      }),
    ),
  );
  console.log(n, 'define ms', performance.now() - t0);
  const d =
    only === 'us'
      ? bailiwick(policy)
      : only === 'casl'
        ? casl(kinds)
        : only === 'casbin'
          ? await casbin(kinds)
          : await cedar(kinds);
  const ann = actors.user({ id: 'ann' }),
    bob = actors.user({ id: 'bob' }),
    op = actors.user({ id: 'o', role: 'op-kind50' }),
    root = actors.admin({ id: 'r' });
  const reqs = [
    [ann, targets.resource('ann')],
    [bob, targets.resource('ann')],
    [root, targets.resource('ann')],
    [op, targets.resource('ann', 'kind50')],
  ].map(([actor, target]) => ({ actor, target, action: 'resource:update' }));
  const s = performance.now();
  let c = 0;
  while (performance.now() - s < 1500) {
    for (let k = 0; k < (only === 'us' || only === 'casl' ? 250 : 10); k++)
      for (const r of reqs) {
        d(r);
        c++;
      }
  }
  console.log(only, n, (((c / (performance.now() - s)) * 1000) / 1e6).toFixed(4), 'M/s');
}
