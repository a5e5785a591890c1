// Runs one contest: contestants start, are checked and warmed up, and take turns.
import { enter, leave } from './contestant.mjs';
import { measureLogins } from './logins.mjs';
import { check, drive, withToken } from './load.mjs';
import { measure } from './measure.mjs';
import { create, LIMITS } from './operations.mjs';

const READER_OWNS = 50;

/** Checks all of `operations` and measures the first of them. `form` has the numbers; see `http.mjs`. */
export async function holdContest({ name, database, contestants: entries }, operations, form) {
  const { databases, folder, poolMax, connections, say } = form;
  const wanted = new Set(Object.values(operations).map(({ user }) => user));
  // Logins need users too, as many as there are of any sort.
  if (form.hasLogins) wanted.add('limited');
  const limits = Object.fromEntries(Object.entries(LIMITS).filter(([sort]) => wanted.has(sort)));
  const contestants = [];
  try {
    for (const entry of entries.filter((candidate) => form.isWelcome(candidate))) {
      const own = await databases.create(database);
      const contestant = await enter(entry, { database: own, folder, limits, callers: connections, poolMax });
      contestants.push(contestant);
      if (wanted.has('reader')) await fill(contestant, connections);
      await own.analyse();
      say(`${name}: ${entry.name} is ready`);
    }
    for (const contestant of contestants) await warmUp(contestant, operations, form);
    const results = [];
    for (const [title, operation] of Object.entries(operations).slice(0, form.measured)) {
      const label = { ...form, say: (text) => say(`${name}: ${text}`) };
      results.push(await measure(contestants, title, operation, label));
    }
    const logins = form.hasLogins ? await measureLogins(contestants, form) : [];
    return { name, results, logins };
  } finally {
    await leave(contestants);
  }
}

/** Creates the resources that will be listed and read, through their owners. */
async function fill(contestant, connections) {
  const prepared = contestant.callers.reader.map((caller) => {
    const onResponse = (status, body) => (caller.id = JSON.parse(body).id);
    return Array.from({ length: READER_OWNS }, () => ({ ...withToken(caller, create(caller)), onResponse }));
  });
  await drive(contestant, { user: 'reader', status: 201 }, { prepared, connections });
}

/** Checks every operation of a contestant before anything is measured, and warms it up. */
async function warmUp(
  contestant,
  operations,
  { warmUpSeconds, firstWarmUpSeconds, connections, measured = Infinity },
) {
  for (const [index, [name, operation]] of Object.entries(operations).entries()) {
    if (operation.isFor?.(contestant) === false) continue;
    if (operation.prepare !== undefined) {
      const prepared = await operation.prepare(contestant, 5, connections);
      await drive(contestant, operation, { prepared, connections });
      continue;
    }
    await check(contestant, name, operation);
    if (index >= measured) continue;
    const seconds = index === 0 ? firstWarmUpSeconds : warmUpSeconds;
    const { perSecond } = await drive(contestant, operation, { seconds, connections });
    // A round of deletes needs this many requests to be prepared.
    if (operation.request === create) contestant.perSecond ??= perSecond;
  }
}
