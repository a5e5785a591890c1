// One contestant in a process of its own: `fork(serve.mjs, [name, database, users as JSON, poolMax])`. It says where it
// listens, and answers 'usage' with the CPU time and the statements it has spent.
import pg from 'pg';

const [name, database, users, poolMax] = process.argv.slice(2);
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

const { start } = await import(`./contestants/${name}.mjs`);
process.send(await start({ database, users: JSON.parse(users), poolMax: Number(poolMax) }));
