import { Injectable } from '@nestjs/common';
import { Clocks, Jobs, climbOf, newId, type DueJob, type RecordedEvent, type Tx } from '#libs/platform';
import { Delegations, People, type Role } from '#libs/identity';
import { Outbound } from './delivery/outbound.js';
import { CLIMBING_CLOCKS, Ladders, rungAt, type ClimbingClock } from './ladders.js';
import { NEWS, REMINDERS, type Addressees } from './remind.kinds.js';
import type { NotificationKind } from './templates.js';

interface Subject {
  wishId: string;
  unitId: string;
  unitPath: string;
  code: string;
  urgency: string;
  /** Of a spend request: whose signature is awaited. */
  nextRole?: Role | null;
}

/** What an event or a clock names beside the wish. */
interface Causes {
  claimId?: string;
  spendRequestId?: string;
  invitationId?: string;
}

const isClimbing = (kind: string): kind is ClimbingClock => (CLIMBING_CLOCKS as string[]).includes(kind);

/** Puts reminders and news into inboxes, in the transaction that marks them as done: once in effect, never early. */
@Injectable()
export class Remind {
  constructor(
    private readonly people: People,
    private readonly delegations: Delegations,
    private readonly ladders: Ladders,
    private readonly clocks: Clocks,
    private readonly jobs: Jobs,
    private readonly outbound: Outbound,
  ) {}

  /** A clock that nobody stopped has rung. */
  async ring(tx: Tx, kind: keyof typeof REMINDERS, job: DueJob): Promise<void> {
    const to: Addressees = REMINDERS[kind];
    const subject = await this.subjectOf(tx, to.subject, job.subjectId);
    if (!subject) return;
    const ids = to.subject === 'spend' ? { spendRequestId: job.subjectId } : { claimId: job.subjectId };
    const person = to.person ? await this.personOf(tx, to.person, subject.wishId, ids) : null;
    await this.deliver(tx, kind, subject, to, person, { jobId: job.id, jobGen: job.gen, dueAt: job.dueAt, rung: 0 });
    if (isClimbing(kind)) await this.climb(tx, kind, job.subjectId, { rangAt: job.dueAt, now: job.dueAt });
  }

  /** A clock has rung, and still nothing has happened: those on the next rung are told. What ends the clock's cause ends this
   *  too (`Jobs.cancel`); a clock that was set anew has not rung. */
  async climbed(tx: Tx, kind: ClimbingClock, job: DueJob): Promise<void> {
    const clock = await tx.row<{ dueAt: Date }>(
      `SELECT due_at FROM job WHERE kind = ? AND subject_id = ? AND status = 'done'`,
      [kind, job.subjectId],
    );
    const subject = await this.subjectOf(tx, REMINDERS[kind].subject, job.subjectId);
    if (!clock || !subject) return;
    const { rung, roles } = await this.climb(tx, kind, job.subjectId, { rangAt: clock.dueAt, now: job.dueAt });
    const cause = { jobId: job.id, jobGen: job.gen, dueAt: job.dueAt, rung };
    if (roles) await this.deliver(tx, kind, subject, { subject: 'wish', roles }, null, cause);
  }

  /** Sets the time of the next rung, and tells on which one we are and who stands on it. */
  private async climb(
    tx: Tx,
    kind: ClimbingClock,
    subjectId: string,
    { rangAt, now }: { rangAt: Date; now: Date },
  ): Promise<{ rung: number; roles: Role[] | undefined }> {
    const ladder = (await this.ladders.current(tx)).ladders[kind];
    const { rung, next } = rungAt(ladder, await this.clocks.policy(tx), rangAt, now);
    if (next) await this.jobs.schedule(tx, { kind: climbOf(kind), subjectId, dueAt: next });
    return { rung, roles: ladder[rung - 1]?.roles };
  }

  async tell(tx: Tx, event: RecordedEvent<object>): Promise<void> {
    const kind = event.name as keyof typeof NEWS;
    const to: Addressees = NEWS[kind];
    const subject = await this.subjectOf(tx, 'wish', event.subjectId);
    if (!subject) return;
    const { isRepeated, ...ids } = event.data as Causes & { isRepeated?: boolean };
    if (isRepeated) return;
    const person = to.person ? await this.personOf(tx, to.person, subject.wishId, ids) : null;
    await this.deliver(tx, kind, subject, to, person, { jobId: event.id, jobGen: 1, dueAt: null, rung: 0 });
  }

  private async deliver(
    tx: Tx,
    kind: NotificationKind,
    subject: Subject,
    to: Addressees,
    person: string | null,
    cause: { jobId: string; jobGen: number; dueAt: Date | null; rung: number },
  ): Promise<void> {
    // Each role answers by itself: the town is told beside the community, not instead of it.
    const roles = [...(to.roles ?? []), ...(to.byTurn && subject.nextRole ? [subject.nextRole] : [])];
    const holders = await Promise.all(roles.map((role) => this.people.holders(tx, subject.unitPath, [role])));
    const standIns =
      to.byTurn && subject.nextRole ? await this.delegations.standIns(tx, holders.at(-1) ?? [], subject.nextRole) : [];
    const recipients = new Set([...holders.flat(), ...standIns, ...(person ? [person] : [])]);
    const createdAt = await tx.now();
    const notifications = [...recipients].map((recipientId) => ({ id: newId(), recipientId }));
    await tx.insert(
      'notification',
      notifications.map((notification) => ({
        ...notification,
        kind,
        wishId: subject.wishId,
        wishCode: subject.code,
        unitId: subject.unitId,
        ...cause,
        createdAt,
      })),
    );
    await this.outbound.plan(tx, {
      kind,
      rung: cause.rung,
      unitPath: subject.unitPath,
      isUrgent: subject.urgency === 'urgent',
      notifications,
    });
  }

  private async subjectOf(tx: Tx, kind: Addressees['subject'], id: string): Promise<Subject | undefined> {
    const from = {
      wish: 'wish w WHERE w.id = ?',
      claim: 'claim c JOIN wish w ON w.id = c.wish_id WHERE c.id = ?',
      spend: 'spend_request r JOIN wish w ON w.id = r.wish_id WHERE r.id = ?',
    }[kind];
    const nextRole = kind === 'spend' ? ', r.next_role' : '';
    return tx.row<Subject>(
      `SELECT w.id AS wish_id, w.unit_id, w.unit_path, w.code, w.urgency${nextRole} FROM ${from}`,
      [id],
    );
  }

  private async personOf(
    tx: Tx,
    who: NonNullable<Addressees['person']>,
    wishId: string,
    ids: Causes,
  ): Promise<string | null> {
    const [sql, id] = {
      volunteer: ids.claimId
        ? (['SELECT volunteer_id AS id FROM claim WHERE id = ?', ids.claimId] as const)
        : (['SELECT volunteer_id AS id FROM claim WHERE wish_id = ? ORDER BY id DESC LIMIT 1', wishId] as const),
      invited: ['SELECT volunteer_id AS id FROM invitation WHERE id = ?', ids.invitationId ?? null] as const,
      requester: ['SELECT requester_id AS id FROM wish WHERE id = ?', wishId] as const,
      enterer: ['SELECT entered_by AS id FROM wish WHERE id = ?', wishId] as const,
      asker: ['SELECT requested_by AS id FROM spend_request WHERE id = ?', ids.spendRequestId ?? null] as const,
    }[who];
    return (await tx.row<{ id: string | null }>(sql, [id]))?.id ?? null;
  }
}
