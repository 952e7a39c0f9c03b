import { isStaff } from './roles.js';

/** How long a session lasts: without a request, and at all. */
export interface SessionLifetime {
  idleMinutes: number;
  hours: number;
}

/** Staff see other people's data: half an hour without a request, a day of work at all. */
export const STAFF_LIFETIME: SessionLifetime = { idleMinutes: 30, hours: 12 };
/** Volunteers and residents on their own phones: a month, a quarter. */
export const LONGEST_LIFETIME: SessionLifetime = { idleMinutes: 30 * 24 * 60, hours: 90 * 24 };

/** One role of staff makes the whole session short. */
export const lifetimeOf = (grants: readonly { role: string }[]): SessionLifetime =>
  grants.some(({ role }) => isStaff(role)) ? STAFF_LIFETIME : LONGEST_LIFETIME;
