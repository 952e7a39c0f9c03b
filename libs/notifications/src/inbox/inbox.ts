import { Injectable } from '@nestjs/common';
import { NotFound, Transactions, jobsLaterThan, readCursor, toPage, type Actor, type Page } from '#libs/platform';
import { Access, REPORT_READ, joinUnit } from '#libs/identity';
import type { InboxItemResponse, ReminderFiguresResponse } from '../notifications.dto.js';
import { Templates } from '../escalation/templates.js';

export const LATE_AFTER_S = 15;

interface Row extends Omit<InboxItemResponse, 'title'> {
  wishCode: string | null;
  step: number;
}

/** A person's own notifications. */
@Injectable()
export class Inbox {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly templates: Templates,
  ) {}

  async page(
    actor: Actor,
    query: { limit: number; cursor?: string; box: 'inbox' | 'unread' | 'archive' },
  ): Promise<Page<InboxItemResponse>> {
    const box = {
      inbox: 'archived_at IS NULL',
      unread: 'archived_at IS NULL AND read_at IS NULL',
      archive: 'archived_at IS NOT NULL',
    }[query.box];
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<Row>(
      `SELECT id, kind, wish_id, wish_code, step, created_at, read_at, archived_at FROM notification
       WHERE recipient_id = ? AND ${box}${after ? ' AND id < ?' : ''} ORDER BY id DESC LIMIT ?`,
      [actor.personId, ...(after ?? []), query.limit + 1],
    );
    const titles = await this.templates.titles(this.transactions, rows, actor.locale);
    const titled = rows.map(({ wishCode: _code, step: _step, ...row }, at) => ({ ...row, title: titles[at]! }));
    return toPage(
      titled,
      query.limit,
      ({ id }) => [id],
      (item) => item,
    );
  }

  async unread(actor: Actor): Promise<{ unread: number }> {
    const row = await this.transactions.row<{ n: number }>(
      'SELECT COUNT(*) AS n FROM notification WHERE recipient_id = ? AND archived_at IS NULL AND read_at IS NULL',
      [actor.personId],
    );
    return { unread: Number(row?.n ?? 0) };
  }

  /** Marks a notification as read or archived; repeating it changes nothing. Throws NOT_FOUND for another person's
   *  notification. */
  async mark(actor: Actor, notificationId: string, as: 'read_at' | 'archived_at'): Promise<{ id: string }> {
    return this.transactions.run(async (tx) => {
      const marked = await tx.execute(
        `UPDATE notification SET read_at = COALESCE(read_at, UTC_TIMESTAMP(3))${as === 'archived_at' ? ', archived_at = COALESCE(archived_at, UTC_TIMESTAMP(3))' : ''}
         WHERE id = ? AND recipient_id = ?`,
        [notificationId, actor.personId],
      );
      if (marked === 0) throw NotFound();
      return { id: notificationId };
    });
  }

  async readAll(actor: Actor): Promise<{ unread: number }> {
    await this.transactions.run((tx) =>
      tx.execute(
        'UPDATE notification SET read_at = UTC_TIMESTAMP(3) WHERE recipient_id = ? AND read_at IS NULL LIMIT 1000',
        [actor.personId],
      ),
    );
    return this.unread(actor);
  }

  /** How punctual reminders are, in the actor's units. */
  async figures(actor: Actor): Promise<ReminderFiguresResponse> {
    const scope = this.access.scope(actor, REPORT_READ).where('u.path');
    const row = await this.transactions.row<Record<keyof ReminderFiguresResponse, number | string>>(
      `SELECT COUNT(*) AS sent,
         COALESCE(SUM(n.created_at > n.due_at + INTERVAL ${LATE_AFTER_S} SECOND), 0) AS late,
         COALESCE(SUM(n.created_at < n.due_at), 0) AS early,
         COUNT(*) - COUNT(DISTINCT n.recipient_id, n.job_id, n.due_at) AS \`double\`,
         COALESCE(SUM(n.step > 0), 0) AS escalated,
         ${jobsLaterThan(LATE_AFTER_S)} AS overdue
       FROM notification n ${joinUnit('n.unit_id')} WHERE n.due_at IS NOT NULL AND ${scope.sql}`,
      scope.values,
    );
    const number = (key: keyof ReminderFiguresResponse): number => Number(row?.[key] ?? 0);
    return {
      sent: number('sent'),
      late: number('late'),
      double: number('double'),
      early: number('early'),
      escalated: number('escalated'),
      overdue: number('overdue'),
    };
  }
}
