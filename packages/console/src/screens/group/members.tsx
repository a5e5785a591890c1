import { useEffect, useState } from 'preact/hooks';
import { api, type Group, type Member, type NamedOwner } from '../../api/api.js';
import { sendBatch } from '../../api/batch.js';
import { send } from '../../api/send.js';
import { refresh, useData } from '../../api/use-data.js';
import { go, to, useAddress } from '../../navigation.js';
import { ask } from '../../parts/ask.js';
import { Empty } from '../../parts/empty.js';
import { userIdOf } from '../../parts/filters.js';
import { Irreversible } from '../../parts/irreversible.js';
import { OwnerLink } from '../../parts/owner-link.js';
import { Pager } from '../../parts/pager.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { Table } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { Words } from '../../parts/words.js';
import { useDeclared } from '../../declared.js';
import { may, useMe } from '../../session.js';
import * as text from '../../text.js';
import { ChoiceField, TextField } from '../../parts/text-field.js';

type MemberRole = 'owner' | 'member' | 'viewer';

interface MembersProps {
  readonly id: string;
  /** `null` while it is on its way: its members need not wait for it. */
  readonly group: Group | null;
  readonly mayIn: (action: 'member:set' | 'member:remove') => boolean;
}

/** Who shares the group, and what as. */
export function Members({ id, group, mayIn }: MembersProps) {
  const me = useMe();
  const { memberRoles } = useDeclared();
  const { query } = useAddress();
  const path = { id };
  const { data, error, isStale } = useData(
    api('get', '/groups/{id}/members', { path, query: { cursor: query['cursor'] } }),
  );
  const [refusal, setRefusal] = useState<unknown>(null);
  // Until the list has come again: the keys that choose a role are typed one after the other.
  const [chosen, setChosen] = useState<{ readonly userId: string; readonly role: string } | null>(null);
  useEffect(() => setChosen(null), [data]);
  const run = (command: Promise<void>) => {
    setRefusal(null);
    // What is shown is again what is there, also after a refusal.
    command.catch(setRefusal).finally(refresh);
  };
  if (error !== null) return <ProblemNote error={error} />;
  const roles = [...new Set([...memberRoles, ...(data?.items.map(({ role }) => role) ?? [])])];
  return (
    <>
      {mayIn('member:set') && <AddMember groupId={id} roles={roles} />}
      <Table
        caption={text.groupMembers}
        rows={data?.items ?? null}
        isStale={isStale}
        keyOf={({ userId }) => userId}
        labelOf={({ email }) => email}
        columns={[
          {
            head: text.userEmail,
            is: 'wide',
            cell: (member) => <Who of={member} />,
          },
          {
            head: text.userRole,
            cell: (member) =>
              mayIn('member:set') ? (
                <select
                  aria-label={text.groupRoleOf(member.email)}
                  value={chosen?.userId === member.userId ? chosen.role : member.role}
                  onChange={({ currentTarget: { value: role } }) => {
                    setChosen({ userId: member.userId, role });
                    run(setRole(member, role));
                  }}
                >
                  {roles.map((role) => (
                    <option key={role}>{role}</option>
                  ))}
                </select>
              ) : (
                member.role
              ),
          },
          { head: text.groupMemberSince, cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            head: text.tableActions,
            is: 'end',
            cell: (member) => {
              if (member.userId === me.id && !may('member:set', 'foreign')) {
                return (
                  <button type="button" onClick={() => leave(group?.name ?? member.groupId, member)}>
                    {text.groupLeave}
                  </button>
                );
              }
              if (!mayIn('member:remove')) return null;
              return (
                <button
                  type="button"
                  aria-label={text.groupRemoveMember(member.email)}
                  onClick={() => run(remove(member))}
                >
                  {text.groupRemove}
                </button>
              );
            },
          },
        ]}
        empty={
          <Empty
            request={api('put', '/groups/{id}/members/{userId}', {
              path: { ...path, userId: me.id },
              body: { role: 'owner' },
            })}
          >
            {text.groupNoMembers}
          </Empty>
        }
      />
      {/* Below, so that no row moves under the pointer. */}
      <ProblemNote error={refusal} />
      <Pager nextCursor={data?.nextCursor} />
      {group !== null && group.parentId !== null && <MembersAbove key={id} id={id} />}
    </>
  );
}

/** So many of each group above are shown; the others are on its own page. */
const SHOWN_ABOVE = 50;

interface MemberAbove {
  readonly member: Member;
  readonly from: NamedOwner;
}

/** The members whose roles hold here too. They are asked for when somebody wants to see them. */
function MembersAbove({ id }: { readonly id: string }) {
  const [found, setFound] = useState<readonly MemberAbove[] | null>(null);
  const { submit, isBusy, error } = useSubmit(async () => setFound(await membersAbove(id)));
  return (
    <section class="part">
      <p class="muted">{text.groupOfMembers}</p>
      <ProblemNote error={error} />
      {found === null ? (
        <button type="button" disabled={isBusy} onClick={() => submit()}>
          {text.groupShowAbove}
        </button>
      ) : (
        <Table
          caption={text.groupMembersAbove}
          rows={found}
          keyOf={({ member, from }) => `${from.id} ${member.userId}`}
          labelOf={({ member }) => member.email}
          columns={[
            { head: text.userEmail, is: 'wide', cell: ({ member }) => <Who of={member} /> },
            { head: text.userRole, cell: ({ member }) => member.role },
            {
              head: text.groupFrom,
              cell: ({ from }) => (
                <a href={to(`/groups/${from.id}`, { tab: 'members' })}>
                  <Words of={from.name} />
                </a>
              ),
            },
          ]}
          empty={<Empty>{text.groupNoneAbove}</Empty>}
        />
      )}
    </section>
  );
}

/** Of the groups above that one may see. */
async function membersAbove(id: string): Promise<readonly MemberAbove[]> {
  const { body } = await send(
    api('get', '/groups/{id}/quotas', { path: { id }, query: { include: 'above' } }),
  );
  const groups = (body.above ?? []).flatMap(({ owner }) => (owner === 'above' ? [] : [owner]));
  const lists = await sendBatch(
    groups.map((group) =>
      api('get', '/groups/{id}/members', { path: { id: group.id }, query: { pageSize: SHOWN_ABOVE } }),
    ),
  );
  return lists.flatMap(({ body: page, problem }, index) =>
    problem === null
      ? (page as { readonly items: readonly Member[] }).items.map((member) => ({
          member,
          from: groups[index]!,
        }))
      : [],
  );
}

function Who({ of: { userId, email } }: { readonly of: Member }) {
  return may('user:read', 'foreign') ? <OwnerLink id={userId} name={email} /> : <Words of={email} />;
}

function AddMember({ groupId, roles }: { readonly groupId: string; readonly roles: readonly string[] }) {
  const mayFind = may('user:list', 'platform');
  const [who, setWho] = useState('');
  const [role, setRole] = useState('member');
  const { submit, isBusy, error } = useSubmit(async () => {
    const userId = await userIdOf(who);
    const { body: member } = await send(requestFor({ groupId, userId }, role));
    sayChanged(member, text.groupIsMember(member.email, role), removalOf(member));
    setWho('');
    refresh();
  });
  return (
    <>
      {!mayFind && error === null && <p class="muted">{text.groupWhoHint}</p>}
      <form class="inline-form add" onSubmit={submit}>
        <ProblemNote error={error} />
        <TextField
          label={text.groupWho}
          placeholder={mayFind ? text.filterEmailOrId : text.resourcesId}
          value={who}
          write={setWho}
        />
        <ChoiceField label={text.userRole} options={roles} value={role} write={setRole} />
        <button type="submit" disabled={isBusy}>
          {text.groupAddMember}
        </button>
      </form>
    </>
  );
}

async function setRole(member: Member, role: string): Promise<void> {
  await send(requestFor(member, role));
  sayChanged(member, text.groupIsMember(member.email, role), requestFor(member, member.role));
}

async function remove(member: Member): Promise<void> {
  await send(removalOf(member));
  sayChanged(member, text.groupRemoved(member.email), requestFor(member, member.role));
}

function sayChanged(
  { groupId, userId }: Member,
  message: string,
  inverse: ReturnType<typeof requestFor | typeof removalOf>,
): void {
  say(message, () => send<unknown>(inverse), `${groupId} ${userId}`);
}

/** Whoever leaves may not come back by themselves. */
function leave(groupName: string, member: Member): void {
  const act = async () => {
    await send(removalOf(member));
    say(text.groupLeft(groupName));
    refresh();
    go(to('/groups'));
  };
  void ask<true>((close) => (
    <Irreversible title={text.groupLeave} name={groupName} button={text.groupLeave} act={act} close={close}>
      <p>{text.groupLeaveWhat}</p>
    </Irreversible>
  ));
}

function requestFor({ groupId: id, userId }: Pick<Member, 'groupId' | 'userId'>, role: string) {
  // A host can declare more roles than the document of this server has.
  const body = { role: role as MemberRole };
  return api('put', '/groups/{id}/members/{userId}', { path: { id, userId }, body });
}

function removalOf({ groupId: id, userId }: Member) {
  return api('delete', '/groups/{id}/members/{userId}', { path: { id, userId } });
}
