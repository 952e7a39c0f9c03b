/** Which cached data is out of date after an event, by the topic that the server names. */
export const STALE_AFTER = {
  wishes: ['wishes', 'feed', 'claims', 'work-queue', 'figures', 'own', 'data-requests', 'questions'],
  funds: ['funds', 'spend', 'bank', 'wishes', 'claims', 'work-queue', 'figures', 'own'],
  plans: ['plans'],
  invitations: ['plans', 'invitations'],
  imports: ['imports', 'rosters', 'unit-imports', 'staff-imports', 'units'],
  exports: ['exports'],
  people: ['people', 'delegations'],
  volunteers: ['groups', 'skills', 'service'],
  policies: ['policies', 'skills', 'queues'],
  inbox: ['inbox', 'invitations', 'questions'],
} satisfies Record<string, string[]>;
