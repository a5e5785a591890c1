// How does a list find what the members of groups may see, without reading what they may not?
import { limits, type PageQuery, type Scope } from '@bailiwick/core';
import type { Dialect } from './dialect.js';
import { belowFew } from './group-tree.js';
import { newestFirst, olderThan, type Along, type Selection } from './newest-first.js';
import { OWNERS_BEING_DELETED, SHOWN_COLUMNS } from './resource-row.js';
import { isUuid } from './scope.js';
import { join, sql, type Sql } from './sql.js';

type Membership = Extract<Scope, { readonly type: 'member' }>;

/** Owners and memberships between which all rows of a scope lie. */
export interface Cover {
  readonly ownerIds: readonly string[];
  readonly memberships: readonly Membership[];
  /** The condition that is left for their rows; `null` is none. */
  readonly rest: Scope | null;
}

/** `null`: the scope may have rows of any owner. */
export function coverOf(scope: Scope): Cover | null {
  switch (scope.type) {
    case 'owner':
      return { ownerIds: scope.ownerIds, memberships: [], rest: null };
    case 'member':
      return { ownerIds: [], memberships: [scope], rest: null };
    case 'or': {
      const covers = scope.scopes.map(coverOf);
      if (!covers.every((cover) => cover !== null)) return null;
      return {
        ownerIds: covers.flatMap(({ ownerIds }) => ownerIds),
        memberships: covers.flatMap(({ memberships }) => memberships),
        rest: covers.every(({ rest }) => rest === null) ? null : scope,
      };
    }
    case 'and': {
      // The rows with these ids are fewer than those of any owner.
      if (scope.scopes.some(({ type }) => type === 'id')) return null;
      for (const part of scope.scopes) {
        const cover = coverOf(part);
        if (cover !== null) return { ...cover, rest: scope };
      }
      return null;
    }
    default:
      return null;
  }
}

/** The rows of the owners and of all groups at or below the memberships, along the indexes of owners and roots. */
export function memberWalks(
  dialect: Dialect,
  cover: Cover,
  kind: string | null,
  condition: Sql | null,
): Selection {
  const ofKind = kind === null ? null : sql`kind = ${kind}`;
  const few = kind === null ? fewWalks(cover) : null;
  const walks = few === null ? manyWalks(dialect, cover, kind) : walksOf(dialect, few);
  return {
    page: (more, page) =>
      sql`${walks.from(page, [condition, ofKind, ...more])} ORDER BY id DESC LIMIT ${page.count}`,
    // A group that is being deleted lies in no other any more, but its rows are still below the root.
    endOfStep: (olderThanId) =>
      sql`SELECT id FROM (${walks.endsOf({ olderThanId, count: 1 })}) ends ORDER BY id DESC LIMIT 1`,
  };
}

/** Several walks as one. */
interface Walks {
  /** The rows of which the newest are the page. */
  readonly from: (page: PageQuery, conditions: readonly (Sql | null)[]) => Sql;
  /** Selects the ids up to which the next step goes, one for each walk along a root that has so many rows. */
  readonly endsOf: (page: PageQuery) => Sql;
}

const UUID_TYPE = sql`uuid`;
const ROOT = sql`root_id`;
const OWNER = sql`owner_id`;

function alongRoot<Value extends string | Sql>(value: Value): Along<Value> {
  return { column: ROOT, type: UUID_TYPE, value };
}

function alongOwner<Value extends string | Sql>(value: Value): Along<Value> {
  return { column: OWNER, type: UUID_TYPE, value };
}

function idsAlong(
  dialect: Dialect,
  along: Along<string | Sql>,
  page: PageQuery,
  conditions: readonly (Sql | null)[] = [],
): Sql {
  return sql`SELECT id FROM bailiwick_resources ${newestFirst(dialect, { along, conditions }, page)}`;
}

const STEP = sql`OFFSET ${limits.HIDDEN_ROWS_STEP - 1}`;

/** The walks of a user whose memberships are known to be of roots; `null` if they are not, or overlap, or are many. */
function fewWalks({ ownerIds, memberships }: Cover): readonly Along[] | null {
  const rootIds = new Set<string>();
  for (const { rootIds: known } of memberships) {
    if (known === undefined) return null;
    for (const id of known) rootIds.add(id);
  }
  const users = new Set([...ownerIds, ...memberships.map(({ userId }) => userId)]);
  if (users.size > 1) return null;
  return [...[...rootIds].map(alongRoot), ...[...new Set(ownerIds)].map(alongOwner)];
}

function walksOf(dialect: Dialect, walks: readonly Along[]): Walks {
  const each = (select: (along: Along) => Sql) => join(walks.map(select), ' UNION ALL ');
  const newest = (select: Sql) => sql`SELECT * FROM (${select}) w`;
  return {
    from(page, conditions) {
      const all = each((along) => {
        const rows = { along, conditions };
        const select = sql`SELECT ${SHOWN_COLUMNS} FROM bailiwick_resources`;
        return dialect.mergesWalks
          ? sql`${select} ${olderThan(dialect, rows, page)}`
          : newest(sql`${select} ${newestFirst(dialect, rows, page)}`);
      });
      return sql`(${all}) r`;
    },
    endsOf: (page) => each((along) => newest(sql`${idsAlong(dialect, along, page)} ${STEP}`)),
  };
}

/**
 * Below a membership of a root, one walk finds the newest; elsewhere each group has its own. Only those walks count whose
 * newest rows are the newest: any other has as many rows before it as the page has. So a page reads one row for each
 * walk, and then no more than the square of its length, however many rows there are.
 *
 * No index has the root and the kind: a list of one kind has a walk for each group.
 */
function manyWalks(dialect: Dialect, { ownerIds, memberships }: Cover, kind: string | null): Walks {
  const tops = groupsOf(dialect, memberships);
  const givenId = dialect.asId(sql`p.value`);
  const walkedId = sql`w.id`;
  const roots = sql`roots (id) AS (SELECT id FROM bailiwick_groups WHERE parent_id IS NULL AND id IN (${tops}))`;
  const isNotBelowRoot = (path: Sql) =>
    kind === null ? sql`${dialect.rootOfPath(path)} NOT IN (SELECT id FROM roots)` : sql`true`;
  const owners = sql`
    ${belowFew(dialect, sql`id IN (${tops}) AND ${isNotBelowRoot(sql`path`)}`)},
    owners (id) AS (
      SELECT id FROM below UNION
      SELECT ${givenId} FROM ${dialect.eachOfPath(dialect.path(ownerIds.filter(isUuid)))}
      WHERE ${givenId} NOT IN (${OWNERS_BEING_DELETED})
        AND NOT EXISTS (SELECT 1 FROM bailiwick_groups g WHERE g.id = ${givenId} AND NOT ${isNotBelowRoot(sql`g.path`)})
    )`;
  const byRoot = { among: sql`roots`, along: alongRoot(walkedId) };
  const byOwner = { among: sql`owners`, along: alongOwner(walkedId) };
  const walks = kind === null ? [byRoot, byOwner] : [byOwner];
  return {
    from(page, conditions) {
      const starts = walks.map(({ among, along }, walk) => {
        const newest = idsAlong(dialect, along, { ...page, count: 1 }, conditions);
        return sql`SELECT ${walk}, ${walkedId}, (${newest}) FROM ${among} w`;
      });
      const found = walks.map(({ along }, walk) =>
        dialect.newestOfEach(
          sql`(SELECT id FROM nearest WHERE walk = ${walk})`,
          idsAlong(dialect, along, page, conditions),
        ),
      );
      const ids = sql`
        WITH RECURSIVE ${kind === null ? sql`${roots},` : sql``} ${owners},
        starts (walk, id, newest) AS (${join(starts, ' UNION ALL ')}),
        nearest AS (SELECT walk, id FROM starts WHERE newest IS NOT NULL ORDER BY newest DESC LIMIT ${page.count})
        SELECT id FROM (${join(found, ' UNION ALL ')}) found ORDER BY id DESC LIMIT ${page.count}`;
      return sql`bailiwick_resources WHERE ${dialect.isAmong(sql`id`, ids)}`;
    },
    endsOf: (page) =>
      sql`WITH ${roots} ${dialect.newestOfEach(sql`roots`, sql`${idsAlong(dialect, byRoot.along, page)} ${STEP}`)}`,
  };
}

/** Selects the ids of the groups at or below the memberships, and of the owners. */
export function groupsWithin(dialect: Dialect, { ownerIds, memberships }: Cover): Sql {
  return sql`
    WITH RECURSIVE ${belowFew(dialect, sql`id IN (${groupsOf(dialect, memberships)})`)}
    SELECT id FROM below UNION
    SELECT ${dialect.asId(sql`p.value`)} FROM ${dialect.eachOfPath(dialect.path(ownerIds.filter(isUuid)))}`;
}

function groupsOf(dialect: Dialect, memberships: readonly Membership[]): Sql {
  const each = memberships
    .filter(({ userId }) => isUuid(userId))
    .map(
      ({ userId, roles }) => sql`(user_id = ${userId} AND ${dialect.isOneOf(sql`role`, roles, sql`text`)})`,
    );
  return sql`SELECT group_id FROM bailiwick_members WHERE ${each.length === 0 ? sql`false` : join(each, ' OR ')}`;
}
