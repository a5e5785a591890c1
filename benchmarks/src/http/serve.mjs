// One contestant in a process of its own: `fork(serve.mjs, [module, database, users as JSON, poolMax])`. It says where it
// listens, and answers 'usage' with the CPU time and the statements it has spent.
import { createRequire } from 'node:module';

const [module, database, users, poolMax] = process.argv.slice(2);
// The very `pg` that the contestant uses.
const pg = createRequire(module)('pg');
let statements = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function counted(...args) {
  statements += 1;
  return query.apply(this, args);
};
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpuUs: user + system, statements });
});
process.on('disconnect', () => process.exit(0));

const { start } = await import(module);
process.send(await start({ database, users: JSON.parse(users), poolMax: Number(poolMax) }));
