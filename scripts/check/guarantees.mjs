// Compares docs/guarantees.md with the existing cases and mutants, so that none can be added, renamed or removed
// without updating the page. `--write` makes the page, which takes minutes: it checks every guarantee on every storage
// and runs every mutant. Needs a built workspace.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  checkContract,
  formatReport,
  GUARANTEES,
  storageContract,
} from '../../packages/core/dist/contract/index.js';
import { memorySubject } from '../../packages/core/dist-test/contract/memory-subject.js';
import { MUTANTS as MEMORY_MUTANTS } from '../../packages/core/dist-test/mutants/index.js';
import {
  postgresSubject,
  sqliteSubject,
} from '../../packages/storage-knex/dist-test/contract/knex-subject.js';
import { destroyDatabases } from '../../packages/storage-knex/dist-test/contract/reused-databases.js';
import { MUTANTS as KNEX_MUTANTS } from '../../packages/storage-knex/dist-test/mutants/index.js';
import { startPostgres } from '../../packages/test-databases/start-postgres.mjs';

const PAGE = fileURLToPath(new URL('../../docs/guarantees.md', import.meta.url));
const TEMPLATE = fileURLToPath(new URL('guarantees.template.md', import.meta.url));

/** The storages by column: a function that makes one, and the number of cases that may run at once. */
const SETUPS = {
  memory: { makeStorage: async () => memorySubject(), casesAtOnce: 1 },
  sqlite3: { makeStorage: () => sqliteSubject('sqlite3'), casesAtOnce: 2 },
  'better-sqlite3': { makeStorage: () => sqliteSubject('better-sqlite3'), casesAtOnce: 2 },
  PostgreSQL: { makeStorage: () => postgresSubject(), casesAtOnce: 3 },
};

const IDS = Object.keys(GUARANTEES);
const CASES = storageContract(async () => memorySubject());
const MUTANTS = [
  ...MEMORY_MUTANTS.map((mutant) => ({
    ...mutant,
    database: 'memory',
    makeSubject: async () => mutant.makeSubject(),
  })),
  ...KNEX_MUTANTS,
];

if (process.argv.includes('--write')) await prove();
else check();

async function prove() {
  process.stderr.write('Starting PostgreSQL …\n');
  const postgres = await startPostgres();
  process.env.BAILIWICK_TEST_POSTGRES_URL = postgres.url;
  try {
    const reports = {};
    for (const [name, { makeStorage, casesAtOnce }] of Object.entries(SETUPS)) {
      reports[name] = await checkContract(makeStorage, { casesAtOnce, onCase: progress(name) });
      if (!reports[name].isKept) fail(`${name}\n${formatReport(reports[name])}`);
    }
    const finds = [];
    const show = progress('mutants');
    for (const mutant of MUTANTS) {
      finds.push(await find(mutant));
      show(finds.length, MUTANTS.length);
    }
    await destroyDatabases();
    const page = render(reports, finds);
    writeFileSync(PAGE, page);
  } finally {
    await postgres.stop();
  }
}

/** Returns the case that catches the mutant and, where all cases are quick, the other guarantees that it breaks. */
async function find({ guarantee, database, title, makeSubject, waitsForEver }) {
  const own = await checkContract(makeSubject, {
    guarantees: [guarantee],
    untilBroken: true,
    ...(waitsForEver === true ? { caseTimeMaxMs: 200 } : {}),
  });
  if (own.isKept) fail(`Nobody has found this mutant: ${database}, ${guarantee}, ${title}.`);
  const isQuick = database === 'memory' && waitsForEver !== true;
  const others = isQuick
    ? await checkContract(makeSubject, { guarantees: IDS.filter((id) => id !== guarantee) })
    : null;
  return {
    guarantee,
    database,
    title,
    by: own.guarantees[0].broken[0]?.title.slice(guarantee.length + 1) ?? '',
    others: brokenIn(others),
  };
}

function brokenIn(report) {
  return (report?.guarantees ?? []).filter(({ verdict }) => verdict === 'broken').map(({ id }) => id);
}

function render(reports, finds) {
  const cell = ({ verdict, keptCount, notApplicable, broken }) => {
    if (verdict === 'broken') return `**broken** (${broken.length})`;
    return notApplicable.length === 0 ? `${keptCount}` : `${keptCount} + ${notApplicable.length} n/a`;
  };
  const rows = IDS.map((id, index) => [
    id,
    GUARANTEES[id],
    ...Object.values(reports).map(({ guarantees }) => cell(guarantees[index])),
  ]);
  const reasons = Object.entries(reports).flatMap(([name, { guarantees }]) => {
    const answers = guarantees.flatMap(({ id, notApplicable }) =>
      notApplicable.map(({ because }) => [because, id]),
    );
    const reasonsOf = new Set(answers.map(([because]) => because));
    return [...reasonsOf].map((reason) => {
      const ids = new Set(answers.flatMap(([because, id]) => (because === reason ? [id] : [])));
      return `- ${name}, ${[...ids].join(' and ')}: ${reason}`;
    });
  });
  const cases = IDS.flatMap((id) => [
    `- **${id}** ${GUARANTEES[id]}`,
    ...titlesOf(id).map((title) => `  - ${title}`),
  ]);
  const mutants = finds.map(({ guarantee, database, title, by, others }) => [
    guarantee,
    database,
    title,
    by,
    others.join(', '),
  ]);
  return Object.entries({
    table: table(['', 'guarantee', ...Object.keys(reports)], rows),
    reasons: reasons.join('\n'),
    mutantCount: `${finds.length}`,
    mutants: table(['breaks', 'over', 'what is wrong with it', 'first found by', 'breaks also'], mutants),
    cases: cases.join('\n'),
  }).reduce((page, [name, text]) => page.replace(`{{${name}}}`, () => text), readFileSync(TEMPLATE, 'utf8'));
}

function titlesOf(id) {
  return CASES.filter(({ guarantee }) => guarantee === id).map(({ title }) => title.slice(id.length + 1));
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function progress(name) {
  return (done, of) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${name}: ${done} of ${of}${done === of ? '\n' : ''}`);
    else if (done === of || done % 25 === 0) process.stderr.write(`${name}: ${done} of ${of}\n`);
  };
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

/** Keeps the figures on the page after checking that they add up, and makes everything else anew. */
function check() {
  const page = readFileSync(PAGE, 'utf8');
  const lines = page
    .split('\n')
    .map((line) => line.split(/(?<!\\)\|/).map((text) => text.trim().replaceAll('\\|', '|')));
  const complaints = [];
  for (const id of IDS) {
    const [, , words, ...cells] = lines.find(([, first]) => first === id) ?? [];
    if (words !== GUARANTEES[id]) complaints.push(`${id} is not there in its words.`);
    const titles = titlesOf(id);
    for (const [index, name] of Object.keys(SETUPS).entries()) {
      const figures = /^(\d+)(?: \+ (\d+) n\/a)?$/.exec(cells[index] ?? '');
      const total = Number(figures?.[1] ?? Number.NaN) + Number(figures?.[2] ?? 0);
      if (total !== titles.length)
        complaints.push(`${id} has ${titles.length} cases, and not so many on ${name}.`);
    }
    for (const title of titles)
      if (!page.includes(`\n  - ${title}\n`)) complaints.push(`${id} ${title}: missing.`);
  }
  const caseCount = page.match(/^ {2}- /gm)?.length ?? 0;
  if (caseCount !== CASES.length)
    complaints.push(`There are ${CASES.length} cases, and ${caseCount} on the page.`);
  const told = lines.filter(([, , database]) => MUTANTS.some((mutant) => mutant.database === database));
  if (told.length !== MUTANTS.length) {
    complaints.push(`There are ${MUTANTS.length} mutants, and ${told.length} on the page.`);
  }
  for (const { guarantee, database, title } of MUTANTS) {
    const line = told.find(([, id, over, what]) => id === guarantee && over === database && what === title);
    if (line === undefined || line[4] === '')
      complaints.push(`${guarantee}, ${database}, ${title}: not found.`);
  }
  for (const complaint of complaints) fail(complaint);
  if (complaints.length > 0) fail('Make docs/guarantees.md again: `pnpm run check:guarantees --write`.');
  else console.log(`The page lists all guarantees: ${CASES.length} cases, ${MUTANTS.length} mutants.`);
}
