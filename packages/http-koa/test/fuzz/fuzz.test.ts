import test from 'ava';
import { fuzz } from './fuzz.js';

test('fuzz: random requests to every operation are answered as documented, and never with a 5xx [R17] [R54]', async (t) => {
  const { statuses } = await fuzz({ requests: 1000 });
  // Neither all nor none of the requests are refused early, so they reach most of the code.
  for (const status of [200, 204, 400, 401, 403, 404, 405, 415, 422]) {
    t.true((statuses.get(status) ?? 0) > 0, `none was answered with a ${status}`);
  }
});
