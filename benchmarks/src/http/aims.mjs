// The figures that we aim at. A missed aim is reported but fails nothing, because machines differ.
const CREATE = 'create, with a limit';
const LIST = 'list 20';

/** The least ratio of our requests per second to those of the contestant whose name begins with `of`. */
const RATIOS = [
  { contest: 'PostgreSQL', operation: CREATE, of: 'hand-written', aim: 0.75 },
  { contest: 'PostgreSQL', operation: CREATE, of: 'Feathers', aim: 3.5 },
  { contest: 'PostgreSQL', operation: CREATE, of: 'Better Auth', aim: 3.5 },
  { contest: 'PostgreSQL', operation: LIST, of: 'hand-written', aim: 0.75 },
  { contest: 'PostgreSQL', operation: LIST, of: 'Feathers', aim: 4 },
  { contest: 'PostgreSQL', operation: LIST, of: 'Better Auth', aim: 4 },
  { contest: 'SQLite by sqlite3', operation: CREATE, of: 'hand-written', aim: 0.75 },
  { contest: 'SQLite by better-sqlite3', operation: CREATE, of: 'hand-written', aim: 0.75 },
];
const LOGIN_EXTRA_MS = 3;
const LOGIN_SHARE = 0.9;

/** Compares the results with the aims. */
export function judge(contests) {
  return [...ratios(contests), ...contests.flatMap(({ logins }) => logins).flatMap(loginAims)];
}

function ratios(contests) {
  return RATIOS.flatMap(({ contest, operation, of, aim }) => {
    const results = contests.find(({ name }) => name === contest)?.results ?? [];
    const contestants = results.find(({ name }) => name === operation)?.contestants ?? [];
    const ours = contestants.find(({ isOurs }) => isOurs);
    const other = contestants.find(({ name }) => name.startsWith(of));
    if (ours === undefined || other === undefined) return [];
    const ratio = ours.perSecond / other.perSecond;
    return [
      {
        what: `${contest}: ${operation}, × ${other.name}`,
        figure: ratio.toFixed(2),
        aim: `at least ${aim}`,
        isMet: ratio >= aim,
      },
    ];
  });
}

function loginAims({ hashMs, extraMs, perSecond, perSecondMax }) {
  if (hashMs === undefined) return [];
  const share = perSecond / perSecondMax;
  return [
    {
      what: 'time of a login without its hash',
      figure: `${extraMs.toFixed(1)} ms`,
      aim: `at most ${LOGIN_EXTRA_MS} ms`,
      isMet: extraMs <= LOGIN_EXTRA_MS,
    },
    {
      what: 'logins at saturation, as a share of those that the hashes allow',
      figure: share.toFixed(2),
      aim: `at least ${LOGIN_SHARE}`,
      isMet: share >= LOGIN_SHARE,
    },
  ];
}
