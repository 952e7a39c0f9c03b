import {
  registerDeadline,
  registerNotice,
  type Addressees,
  type DataOf,
  type Deadline,
  type DeadlineOptions,
  type EscalationStep,
  type EventKind,
  type Notice,
  type Words,
} from '#libs/platform';
import type { Role } from './roles/roles.js';

interface ToRoles extends Addressees {
  roles?: readonly Role[];
}

/** Defines a deadline in the library that owns it: what waits, for how long, who is notified, to whom it escalates.
 *  Source: R5.2. */
export const defineDeadline = (
  name: string,
  options: DeadlineOptions & {
    notice?: ToRoles & { text: Words };
    escalation?: readonly EscalationStep<Role>[];
  },
): Deadline => registerDeadline(name, options);

/** An escalation step, `amount` working days after the deadline. */
export const workingDaysLater = (amount: number, ...roles: Role[]): EscalationStep<Role> => ({
  after: { amount, unit: 'workingDay' },
  roles,
});

/** Notifies people of an event immediately. `of`: returns the id of the notice's subject if it is not the event's
 *  subject. */
export const notifyOf = <E extends EventKind>(
  event: E,
  { text, of, ...to }: ToRoles & { text: Words; of?: (data: DataOf<E>) => string },
): Notice =>
  registerNotice({
    kind: event.name,
    event,
    text,
    to,
    subjectOf: ({ subjectId, data }) => (of ? of(data) : subjectId),
  });
