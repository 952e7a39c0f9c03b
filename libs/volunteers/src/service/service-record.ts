import { Injectable } from '@nestjs/common';
import {
  Events,
  Transactions,
  newId,
  problem,
  readCursor,
  toPage,
  type Actor,
  type Page,
  type Row,
  type Tx,
} from '#libs/platform';
import { Access, People, joinUnit } from '#libs/identity';
import { ServiceEntry } from './service-entry.entity.js';
import type { ServiceEntryResponse, ServiceTotalsResponse, WishServiceEntry } from './service.dto.js';
import { ServiceReversed } from '../volunteers.events.js';
import { SERVICE_REVERSE } from '../volunteers.permissions.js';

export const ServiceEntryNotFound = problem('SERVICE_ENTRY_NOT_FOUND', 404, {
  zh: '没有这条服务记录，或不在您的范围内，或已经冲销。',
  en: 'There is no such entry, it is outside your scope, or it was already reversed.',
});

export interface Served {
  personId: string;
  claimId: string;
  hours: number;
}

/** SQL: number of wishes served, without reversed entries. */
export const WISHES_SERVED = 'COUNT(DISTINCT IF(hours > 0, wish_id, NULL)) - COUNT(reverses)';

const COLUMNS = `e.id, e.wish_id, e.wish_code, e.category, u.name AS unit_name, e.hours, DATE_FORMAT(e.done_on, '%Y-%m-%d') AS done_on,
  e.confirmed_at, e.reverses, e.reason`;

/** Volunteers' service records, in hours that somebody else has confirmed. Entries are never changed: another entry
 *  reverses a mistake. Nothing here compares people. Source: 志愿服务条例, art. 13–19 (R1.6). */
@Injectable()
export class ServiceRecord {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly events: Events,
    private readonly people: People,
  ) {}

  /** Records the hours served for a wish, once per claim. Volunteers cannot confirm their own hours. */
  async confirm(
    tx: Tx,
    by: {
      confirmedBy: string;
      wish: { id: string; code: string; category: string; unitId: string; unitPath: string };
      doneOn: string;
    },
    served: Served[],
  ): Promise<void> {
    const { confirmedBy, wish, doneOn } = by;
    const confirmedAt = await tx.now();
    await tx.insert(
      ServiceEntry,
      served
        .filter(({ hours }) => hours > 0)
        .map(({ personId, claimId, hours }) => ({
          id: newId(),
          personId,
          claimId,
          wishId: wish.id,
          wishCode: wish.code,
          category: wish.category,
          unitId: wish.unitId,
          unitPath: wish.unitPath,
          hours,
          doneOn,
          confirmedBy,
          confirmedAt,
        })),
    );
  }

  /** The actor's service record, newest first. */
  async own(actor: Actor, query: { limit: number; cursor?: string }): Promise<Page<ServiceEntryResponse>> {
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<ServiceEntryResponse>(
      `SELECT ${COLUMNS} FROM service_entry e ${joinUnit('e.unit_id')}
       WHERE e.person_id = ?${after ? ' AND e.id < ?' : ''} ORDER BY e.id DESC LIMIT ?`,
      [actor.personId, ...(after ?? []), query.limit + 1],
    );
    return toPage(rows, query.limit, ({ id }) => [id], toEntry);
  }

  async totals(actor: Actor): Promise<ServiceTotalsResponse> {
    const row = await this.transactions.row<Record<keyof ServiceTotalsResponse, string | null>>(
      `SELECT SUM(hours) AS hours, ${WISHES_SERVED} AS wishes
       FROM service_entry WHERE person_id = ?`,
      [actor.personId],
    );
    return { hours: Number(row?.hours ?? 0), wishes: Number(row?.wishes ?? 0) };
  }

  /** The actor's valid entries of a period, oldest first; reversed entries are left out. At most 2,000. */
  async counted(actor: Actor, fromOn: string, untilOn: string): Promise<ServiceEntryResponse[]> {
    const rows = await this.transactions.rows<ServiceEntryResponse>(
      `SELECT ${COLUMNS} FROM service_entry e ${joinUnit('e.unit_id')}
       WHERE e.person_id = ? AND e.done_on BETWEEN ? AND ? AND e.reverses IS NULL
         AND NOT EXISTS (SELECT 1 FROM service_entry r WHERE r.reverses = e.id)
       ORDER BY e.done_on, e.id LIMIT 2000`,
      [actor.personId, fromOn, untilOn],
    );
    return rows.map(toEntry);
  }

  /** Entries of a wish. Reversed entries carry the reason; the reversing entries are left out. */
  async ofWish(wishId: string): Promise<WishServiceEntry[]> {
    const rows = await this.transactions.rows<WishServiceEntry>(
      `SELECT e.id, e.person_id, e.hours, DATE_FORMAT(e.done_on, '%Y-%m-%d') AS done_on, r.reason AS taken_back
       FROM service_entry e LEFT JOIN service_entry r ON r.reverses = e.id WHERE e.wish_id = ? AND e.reverses IS NULL ORDER BY e.id LIMIT 100`,
      [wishId],
    );
    const names = await this.people.names(
      this.transactions,
      rows.map(({ personId }) => personId),
    );
    return rows.map((row) => ({
      ...row,
      hours: Number(row.hours),
      personName: names.get(row.personId) ?? '',
    }));
  }

  /** Reverses an entry, with a reason. Throws SERVICE_ENTRY_NOT_FOUND, FORBIDDEN. */
  async reverse(actor: Actor, entryId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const entry = await tx.row<
        Row<
          ServiceEntry,
          'personId' | 'claimId' | 'wishId' | 'wishCode' | 'category' | 'unitId' | 'unitPath' | 'hours' | 'doneOn'
        >
      >(
        `SELECT person_id, claim_id, wish_id, wish_code, category, unit_id, unit_path, hours, DATE_FORMAT(done_on, '%Y-%m-%d') AS done_on
         FROM service_entry e WHERE id = ? AND reverses IS NULL AND NOT EXISTS (SELECT 1 FROM service_entry r WHERE r.reverses = e.id) FOR UPDATE`,
        [entryId],
      );
      if (!entry || entry.personId === actor.personId) throw ServiceEntryNotFound();
      this.access.require(actor, SERVICE_REVERSE, entry.unitPath, ServiceEntryNotFound);
      const id = newId();
      await tx.insert(ServiceEntry, {
        ...entry,
        id,
        hours: -Number(entry.hours),
        confirmedBy: actor.personId,
        confirmedAt: await tx.now(),
        reverses: entryId,
        reason,
      });
      await this.events.record(
        tx,
        ServiceReversed({
          unitId: entry.unitId!,
          subjectId: entry.wishId!,
          actorId: actor.personId,
          data: { entryId, reason },
        }),
      );
      return { id };
    });
  }
}

const toEntry = (row: ServiceEntryResponse): ServiceEntryResponse => ({ ...row, hours: Number(row.hours) });
