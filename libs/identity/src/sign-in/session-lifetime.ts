import { isStaff } from '../roles/roles.js';

/** How long a session lasts: without a request, and in total. */
export interface SessionLifetime {
  idleMinutes: number;
  hours: number;
}

/** Staff see other people's data: 30 minutes without a request, 12 hours in total. */
export const STAFF_LIFETIME: SessionLifetime = { idleMinutes: 30, hours: 12 };
/** Volunteers and residents on their own phones: 30 days without a request, 90 days in total. */
export const LONGEST_LIFETIME: SessionLifetime = { idleMinutes: 30 * 24 * 60, hours: 90 * 24 };

/** One staff role shortens the whole session. */
export const lifetimeOf = (grants: readonly { role: string }[]): SessionLifetime =>
  grants.some(({ role }) => isStaff(role)) ? STAFF_LIFETIME : LONGEST_LIFETIME;
