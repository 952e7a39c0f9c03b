/** How an invitation ends. `lapsed`: it was not answered in time. */
export const INVITATION_ENDS = ['accepted', 'declined', 'lapsed', 'withdrawn'] as const;
export type InvitationEnd = (typeof INVITATION_ENDS)[number];

/** The life of an invitation. */
export const INVITATION_STATUSES = ['open', ...INVITATION_ENDS] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];
