import { Injectable } from '@nestjs/common';
import {
  Deadlines,
  Jobs,
  ProvidesHandlers,
  definedDeadlines,
  definedNotices,
  describeSubject,
  escalationOf,
  findJob,
  newId,
  type Addressees,
  type Deadline,
  type DueJob,
  type Handler,
  type Notice,
  type RecordedEvent,
  type SubjectDescription,
  type Tx,
} from '#libs/platform';
import { Delegations, People, type Role } from '#libs/identity';
import { DeliveryPlanner } from '../delivery/delivery-planner.js';
import { Escalations, stepAt } from './escalations.js';
import { Notification } from '../inbox/notification.entity.js';

/** The addressees of a notice about a subject. */
const addresseesOf = (kind: string): Addressees => noticeOf(kind).to!;
const noticeOf = (kind: string): Notice => definedNotices().get(kind)!;

/** Writes reminders and event notifications to inboxes, in the transaction that marks the job or event as done. Each takes
 *  effect once and never early. */
@Injectable()
export class Notifier {
  constructor(
    private readonly people: People,
    private readonly delegations: Delegations,
    private readonly escalations: Escalations,
    private readonly deadlines: Deadlines,
    private readonly jobs: Jobs,
    private readonly outbound: DeliveryPlanner,
  ) {}

  /** A handler for each deadline, another one for its escalation, and the listener to all events that notify people, except
   *  those about their own account. */
  @ProvidesHandlers()
  handlers(): Handler[] {
    const deadlines = [...definedDeadlines().values()];
    const notices = [...definedNotices().values()];
    return [
      ...deadlines
        .filter(({ hasNotice }) => hasNotice)
        .map((deadline): Handler => ({ job: deadline.name, work: (tx, job) => this.ring(tx, deadline, job) })),
      ...deadlines
        .filter(({ escalation }) => escalation.length > 0)
        .map((deadline): Handler => ({
          job: escalationOf(deadline.name),
          work: (tx, job) => this.escalated(tx, deadline, job),
        })),
      {
        listener: 'notifications',
        events: notices.flatMap(({ to, event }) => (to && event ? [event] : [])),
        listen: (tx, event) => this.tell(tx, event),
      },
    ];
  }

  /** A deadline has passed without being cancelled. */
  private async ring(tx: Tx, deadline: Deadline, job: DueJob): Promise<void> {
    const kind = deadline.name;
    const to = addresseesOf(kind);
    const subject = await describeSubject(tx, to.subject, job.subjectId);
    if (!subject) return;
    await this.deliver(tx, kind, subject, to, { jobId: job.id, jobGen: job.gen, dueAt: job.dueAt, step: 0 });
    if (deadline.escalation.length > 0)
      await this.escalate(tx, kind, job.subjectId, { reachedAt: job.dueAt, now: job.dueAt });
  }

  /** A deadline has passed and nothing has happened since: notifies the roles of the next escalation step. Cancelling the
   *  deadline (`Jobs.cancel`) ends its escalation, too. A deadline that was rescheduled has not passed yet: nothing is
   *  sent. */
  private async escalated(tx: Tx, { name: kind }: Deadline, job: DueJob): Promise<void> {
    const deadline = await findJob(tx, kind, job.subjectId);
    const { subject: about } = addresseesOf(kind);
    const subject = await describeSubject(tx, about, job.subjectId);
    if (deadline?.status !== 'done' || !subject) return;
    const { step, roles } = await this.escalate(tx, kind, job.subjectId, { reachedAt: deadline.dueAt, now: job.dueAt });
    const cause = { jobId: job.id, jobGen: job.gen, dueAt: job.dueAt, step };
    if (roles) await this.deliver(tx, kind, subject, { subject: about, roles }, cause);
  }

  /** Schedules the next escalation step. Returns the current step and its roles. */
  private async escalate(
    tx: Tx,
    kind: string,
    subjectId: string,
    { reachedAt, now }: { reachedAt: Date; now: Date },
  ): Promise<{ step: number; roles: readonly Role[] | undefined }> {
    const escalation = (await this.escalations.current(tx)).escalations[kind]!;
    const { step, next } = stepAt(escalation, await this.deadlines.policy(tx), reachedAt, now);
    if (next) await this.jobs.schedule(tx, { kind: escalationOf(kind), subjectId, dueAt: next });
    return { step, roles: escalation[step - 1]?.roles };
  }

  private async tell(tx: Tx, event: RecordedEvent<object>): Promise<void> {
    const { kind, subjectOf } = noticeOf(event.name);
    const to = addresseesOf(kind);
    const subject = await describeSubject(tx, to.subject, subjectOf!(event as RecordedEvent<never>));
    if (!subject || 'isRepeated' in event.data) return;
    await this.deliver(tx, kind, subject, to, { jobId: event.id, jobGen: 1, dueAt: null, step: 0 });
  }

  private async deliver(
    tx: Tx,
    kind: string,
    subject: SubjectDescription,
    to: Addressees,
    cause: { jobId: string; jobGen: number; dueAt: Date | null; step: number },
  ): Promise<void> {
    // Each role is looked up separately: the town is notified in addition to the community, not instead of it.
    const nextRole = to.byTurn ? (subject.nextRole as Role | null | undefined) : undefined;
    const person = to.person ? subject.people[to.person] : undefined;
    const roles = [...((to.roles ?? []) as Role[]), ...(nextRole ? [nextRole] : [])];
    const holders = await Promise.all(roles.map((role) => this.people.holders(tx, subject.unitPath, [role])));
    const standIns = nextRole ? await this.delegations.standIns(tx, holders.at(-1) ?? [], nextRole) : [];
    const recipients = new Set([...holders.flat(), ...standIns, ...(person ? [person] : [])]);
    const createdAt = await tx.now();
    const notifications = [...recipients].map((recipientId) => ({ id: newId(), recipientId }));
    await tx.insert(
      Notification,
      notifications.map((notification) => ({
        ...notification,
        kind,
        wishId: subject.caseId,
        wishCode: subject.code,
        unitId: subject.unitId,
        ...cause,
        createdAt,
      })),
    );
    await this.outbound.plan(tx, {
      kind,
      step: cause.step,
      unitPath: subject.unitPath,
      isUrgent: subject.isUrgent,
      notifications,
    });
  }
}
