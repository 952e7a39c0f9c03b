import type { Actor, Grant, Reader } from '#libs/platform';

/** The roles in force of each of these people; an empty list for a person without any. */
export async function grantsInForce(reader: Reader, personIds: string[]): Promise<Map<string, Grant[]>> {
  const grants = new Map<string, Grant[]>(personIds.map((id) => [id, []]));
  if (personIds.length === 0) return grants;
  const rows = await reader.rows<Grant & { personId: string }>(
    `SELECT g.person_id, g.role, g.unit_id, u.path FROM role_grant g JOIN unit u ON u.id = g.unit_id
     WHERE g.person_id IN (?) AND g.in_force = 1`,
    [personIds],
  );
  for (const { personId, ...grant } of rows) grants.get(personId)?.push(grant);
  return grants;
}

/** A person as an actor with their current roles, without a session. */
export async function actorOf(reader: Reader, personId: string): Promise<Actor> {
  const grants = (await grantsInForce(reader, [personId])).get(personId)!;
  return {
    personId,
    grants,
    standsInFor: [],
    locale: 'zh',
    sessionId: null,
    hasSecondFactor: true,
    suspendedUntil: null,
  };
}
