import { Injectable } from '@nestjs/common';
import {
  Events,
  OwnDataPart,
  Transactions,
  FieldEncryption,
  isDuplicateOf,
  keyed,
  maskPhone,
  newId,
  problem,
  readCursor,
  toPage,
  toWorkbook,
  type Actor,
  type EventType,
  type Page,
  type Permission,
  type Reader,
  type Tx,
  type Row,
} from '#libs/platform';
import {
  Access,
  PERSON_MANAGE,
  PERSON_READ,
  UnitNotFound,
  Units,
  isVolunteer,
  joinPerson,
  joinUnit,
  joinVolunteerRoles,
  type Unit,
} from '#libs/identity';
import { WISHES_SERVED } from '../service/service-record.js';
import type { GroupResponse, GroupDetailResponse, GroupMemberResponse } from './groups.dto.js';
import {
  GroupClosed,
  GroupJoined,
  GroupLeft,
  GroupOpened,
  GroupRenamed,
  GroupServiceExported,
} from '../volunteers.events.js';
import { GROUP_STEPS, type GroupKind } from './group-codes.js';
import type { VolunteerGroup } from './volunteer-group.entity.js';

export interface OwnGroup {
  id: string;
  kind: GroupKind;
  name: string;
}

export const GroupNotFound = problem('GROUP_NOT_FOUND', 404, {
  zh: '没有这个组织，或不在您的范围内，或已撤销。',
  en: 'There is no such group, it is outside your scope, or it was closed.',
});
export const GroupKnown = problem('GROUP_KNOWN', 409, {
  zh: '这个组织已经存在。',
  en: 'This group already exists.',
});
export const MemberNotFound = problem('MEMBER_NOT_FOUND', 404, {
  zh: '没有这位志愿者，或不在您的范围内。',
  en: 'There is no such volunteer, or they are outside your scope.',
});

const MOST_SERVED = 5_000;

/** Groups of volunteers. A party group or branch belongs to its unit. A work unit exists once for the whole district,
 *  regardless of who creates it. Readers see only members who are volunteers in the readers' units. */
@Injectable()
export class Groups {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly events: Events,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Open groups, sorted by name, with the number of members that the reader may see. */
  async list(actor: Actor, query: { limit: number; cursor?: string; kind?: GroupKind }): Promise<Page<GroupResponse>> {
    const after = readCursor(query.cursor, ['text', 'uuid']);
    const seen = this.access.scope(actor, PERSON_READ).where('u.path');
    const own = this.access.scope(actor, PERSON_READ).where('g.unit_path');
    const rows = await this.transactions.rows<GroupResponse>(
      `${groupsWith(seen.sql)} WHERE g.closed_at IS NULL AND (${own.sql} OR g.kind = 'work_unit')
         ${query.kind ? 'AND g.kind = ?' : ''} ${after ? 'AND (g.name, g.id) > (?,?)' : ''}
       ORDER BY g.name, g.id LIMIT ?`,
      [...seen.values, ...own.values, ...(query.kind ? [query.kind] : []), ...(after ?? []), query.limit + 1],
    );
    return toPage(
      rows,
      query.limit,
      ({ name, id }) => [name, id],
      (row) => ({ ...row, members: Number(row.members) }),
    );
  }

  /** Throws GROUP_NOT_FOUND. */
  async get(actor: Actor, groupId: string): Promise<GroupDetailResponse> {
    const { unitPath } = await this.load(this.transactions, actor, groupId, PERSON_READ);
    const seen = this.access.scope(actor, PERSON_READ).where('u.path');
    const row = await this.transactions.row<GroupResponse>(`${groupsWith(seen.sql)} WHERE g.id = ?`, [
      ...seen.values,
      groupId,
    ]);
    if (!row) throw GroupNotFound();
    const isManager = this.access.may(actor, PERSON_MANAGE, unitPath);
    return { ...row, members: Number(row.members), allowedSteps: isManager ? [...GROUP_STEPS] : [] };
  }

  /** Members who are volunteers in the reader's units, newest first; telephones are masked. Throws GROUP_NOT_FOUND. */
  async members(
    actor: Actor,
    groupId: string,
    query: { limit: number; cursor?: string },
  ): Promise<Page<GroupMemberResponse>> {
    await this.load(this.transactions, actor, groupId, PERSON_READ);
    const after = readCursor(query.cursor, ['uuid']);
    const seen = this.access.scope(actor, PERSON_READ).where('u.path');
    const rows = await this.transactions.rows<{ id: string; name: Buffer; phone: Buffer; unitName: string }>(
      `SELECT p.id, ${keyed('p', 'name', 'phone')}, MIN(u.name) AS unit_name ${MEMBERS} ${joinPerson('m.person_id')}
       WHERE m.group_id = ? AND ${seen.sql} ${after ? 'AND p.id < ?' : ''} GROUP BY p.id, p.name, p.phone ORDER BY p.id DESC LIMIT ?`,
      [groupId, ...seen.values, ...(after ?? []), query.limit + 1],
    );
    return toPage(
      rows,
      query.limit,
      ({ id }) => [id],
      ({ id, name, phone, unitName }) => ({
        id,
        name: this.encryption.decryptForDisplay('person.name', id, name),
        phone: maskPhone(this.encryption.decryptForDisplay('person.phone', id, phone)) ?? '',
        unitName,
      }),
    );
  }

  /** Throws UNIT_NOT_FOUND, FORBIDDEN, GROUP_KNOWN. */
  async open(actor: Actor, input: { kind: GroupKind; name: string; unitId: string }): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, PERSON_MANAGE, unit.path, UnitNotFound);
      const { id, isNew } = await this.findOrOpen(tx, actor.personId, { ...input, unit });
      if (!isNew) throw GroupKnown();
      return { id };
    });
  }

  /** Finds the open group of this name, or creates it. The caller has checked that `by` may do this. */
  async findOrOpen(
    tx: Tx,
    by: string,
    { kind, name, unit }: { kind: GroupKind; name: string; unit: Unit },
  ): Promise<{ id: string; unitId: string; isNew: boolean }> {
    const home = kind === 'work_unit' ? ((await this.units.root(tx)) ?? unit) : unit;
    const id = newId();
    await tx.execute(
      `INSERT IGNORE INTO volunteer_group (id, kind, name, unit_id, unit_path, opened_by, opened_at) VALUES (?,?,?,?,?,?,UTC_TIMESTAMP(3))`,
      [id, kind, name, home.id, home.path, by],
    );
    const group = await tx.row<{ id: string }>(
      'SELECT id FROM volunteer_group WHERE unit_id = ? AND kind = ? AND name = ? AND is_open = 1 LOCK IN SHARE MODE',
      [home.id, kind, name],
    );
    const isNew = group?.id === id;
    if (isNew) await this.record(tx, GroupOpened.with({ kind }), by, { id, unitId: home.id });
    return { id: group!.id, unitId: home.id, isNew };
  }

  /** Throws GROUP_NOT_FOUND, FORBIDDEN, GROUP_KNOWN. */
  async rename(actor: Actor, groupId: string, name: string): Promise<{ id: string }> {
    try {
      return await this.transactions.command(actor, async (tx) => {
        const group = await this.load(tx, actor, groupId, PERSON_MANAGE);
        await tx.execute('UPDATE volunteer_group SET name = ? WHERE id = ?', [name, groupId]);
        await this.record(tx, GroupRenamed, actor.personId, group);
        return { id: groupId };
      });
    } catch (error) {
      throw isDuplicateOf(error, 'uq_group_name') ? GroupKnown() : error;
    }
  }

  /** Closes the group and removes its members. Throws GROUP_NOT_FOUND, FORBIDDEN. */
  async close(actor: Actor, groupId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const group = await this.load(tx, actor, groupId, PERSON_MANAGE);
      await tx.execute('UPDATE volunteer_group SET closed_at = UTC_TIMESTAMP(3) WHERE id = ?', [groupId]);
      await tx.execute('DELETE FROM group_member WHERE group_id = ?', [groupId]);
      await this.record(tx, GroupClosed, actor.personId, group);
      return { id: groupId };
    });
  }

  /** Adds a volunteer of the actor's units to the group. Throws GROUP_NOT_FOUND, MEMBER_NOT_FOUND, FORBIDDEN. */
  async join(actor: Actor, groupId: string, personId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const group = await this.load(tx, actor, groupId, PERSON_READ);
      await this.assertVolunteer(tx, actor, personId);
      await this.enter(tx, actor.personId, group, personId);
      return { id: personId };
    });
  }

  /** Adds a person to the group, once. The caller has checked that `by` may do this. */
  async enter(tx: Tx, by: string, group: { id: string; unitId: string }, personId: string): Promise<void> {
    const entered = await tx.execute(
      'INSERT IGNORE INTO group_member (group_id, person_id, joined_at) VALUES (?,?,UTC_TIMESTAMP(3))',
      [group.id, personId],
    );
    if (entered > 0) await this.record(tx, GroupJoined.with({ personId }), by, group);
  }

  /** Throws GROUP_NOT_FOUND, MEMBER_NOT_FOUND, FORBIDDEN. */
  async leave(actor: Actor, groupId: string, personId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const group = await this.load(tx, actor, groupId, PERSON_READ);
      await this.assertVolunteer(tx, actor, personId);
      const left = await tx.execute('DELETE FROM group_member WHERE group_id = ? AND person_id = ?', [
        groupId,
        personId,
      ]);
      if (left === 0) throw MemberNotFound();
      await this.record(tx, GroupLeft.with({ personId }), actor.personId, group);
      return { id: personId };
    });
  }

  /** Removes people from groups below a unit that they joined at or after `since`. The caller has checked that `by` may
   *  do this. */
  async leaveAll(
    tx: Tx,
    by: string,
    personIds: string[],
    { within, since }: { within: string; since: Date },
  ): Promise<void> {
    if (personIds.length === 0) return;
    const places = await tx.rows<{ id: string; unitId: string; personId: string }>(
      `SELECT g.id, g.unit_id, m.person_id FROM group_member m JOIN volunteer_group g ON g.id = m.group_id
       WHERE m.person_id IN (?) AND g.unit_path LIKE ? AND m.joined_at >= ? FOR UPDATE`,
      [personIds, `${within}%`, since],
    );
    for (const { personId, ...group } of places) {
      await tx.execute('DELETE FROM group_member WHERE group_id = ? AND person_id = ?', [group.id, personId]);
      await this.record(tx, GroupLeft.with({ personId }), by, group);
    }
  }

  /** The groups of these people, by person. */
  async of(reader: Reader, personIds: string[]): Promise<Map<string, OwnGroup[]>> {
    const groups = new Map<string, OwnGroup[]>();
    if (personIds.length === 0) return groups;
    const rows = await reader.rows<OwnGroup & { personId: string }>(
      `SELECT m.person_id, g.id, g.kind, g.name FROM group_member m JOIN volunteer_group g ON g.id = m.group_id
       WHERE m.person_id IN (?) ORDER BY g.kind, g.name`,
      [personIds],
    );
    for (const { personId, ...group } of rows) groups.set(personId, [...(groups.get(personId) ?? []), group]);
    return groups;
  }

  /** The groups of one person. */
  @OwnDataPart('groups')
  async ofPerson(reader: Reader, personId: string): Promise<OwnGroup[]> {
    return (await this.of(reader, [personId])).get(personId) ?? [];
  }

  /** A workbook with the service of the members that the reader may see, in hours that others confirmed (C38: a report to
   *  the unit each quarter). Sorted by id, so that it contains no ranking. Throws GROUP_NOT_FOUND. */
  async service(actor: Actor, groupId: string, fromOn: string, untilOn: string): Promise<Buffer> {
    const group = await this.load(this.transactions, actor, groupId, PERSON_READ);
    const seen = this.access.scope(actor, PERSON_READ).where('u.path');
    await this.transactions.run((tx) =>
      this.record(tx, GroupServiceExported.with({ fromOn, untilOn }), actor.personId, group),
    );
    const rows = await this.transactions.rows<{
      id: string;
      name: Buffer;
      unitName: string;
      hours: string;
      wishes: number;
    }>(
      `SELECT p.id, ${keyed('p', 'name')}, MIN(u.name) AS unit_name,
         COALESCE((SELECT SUM(e.hours) FROM service_entry e WHERE e.person_id = p.id AND e.done_on BETWEEN ? AND ?), 0) AS hours,
         (SELECT ${WISHES_SERVED} FROM service_entry e
          WHERE e.person_id = p.id AND e.done_on BETWEEN ? AND ?) AS wishes
       ${MEMBERS} ${joinPerson('m.person_id')} WHERE m.group_id = ? AND ${seen.sql} GROUP BY p.id, p.name ORDER BY p.id LIMIT ${MOST_SERVED}`,
      [fromOn, untilOn, fromOn, untilOn, groupId, ...seen.values],
    );
    return toWorkbook(
      '服务情况',
      ['姓名', '社区（村）或网格', '完成心愿（件）', '经他人确认的服务（小时）', '时间'],
      rows.map(({ id, name, unitName, hours, wishes }) => [
        this.encryption.decryptForDisplay('person.name', id, name),
        unitName,
        Number(wishes),
        Number(hours),
        `${fromOn} – ${untilOn}`,
      ]),
      [12, 24, 16, 24, 26],
    );
  }

  private async load(
    reader: Reader,
    actor: Actor,
    groupId: string,
    permission: Permission,
  ): Promise<{ id: string; unitId: string; unitPath: string; kind: GroupKind }> {
    const group = await reader.row<Row<VolunteerGroup, 'id' | 'unitId' | 'unitPath' | 'kind'>>(
      'SELECT id, unit_id, unit_path, kind FROM volunteer_group WHERE id = ? AND closed_at IS NULL',
      [groupId],
    );
    if (!group) throw GroupNotFound();
    // Everybody may see a work unit; only the district may change it.
    if (group.kind !== 'work_unit' || permission === PERSON_MANAGE)
      this.access.require(actor, permission, group.unitPath, GroupNotFound);
    return group;
  }

  private async assertVolunteer(tx: Tx, actor: Actor, personId: string): Promise<void> {
    const scope = this.access.scope(actor, PERSON_MANAGE).where('u.path');
    if (!(await isVolunteer(tx, personId, scope))) throw MemberNotFound();
  }

  private record(
    tx: Tx,
    event: EventType<object>,
    actorId: string,
    { id, unitId }: { id: string; unitId: string },
  ): Promise<void> {
    return this.events.record(tx, event({ unitId, subjectId: id, actorId, data: {} }));
  }
}

/** Groups with the number of members that the reader may see. */
const groupsWith = (seen: string): string => `SELECT g.id, g.kind, g.name, g.unit_id, o.name AS unit_name,
    (SELECT COUNT(DISTINCT m.person_id) ${MEMBERS} WHERE m.group_id = g.id AND ${seen}) AS members
  FROM volunteer_group g ${joinUnit('g.unit_id', 'o')}`;

const MEMBERS = `FROM group_member m ${joinVolunteerRoles('m.person_id')}`;
