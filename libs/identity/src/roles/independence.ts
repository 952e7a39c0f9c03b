import { Injectable } from '@nestjs/common';
import type { Reader } from '#libs/platform';
import { Authority } from './authority.js';
import { People } from '../people/people.js';

/** A dependency of a person: on one who gave account access, or on two who gave a role together. */
export interface Bond {
  personId: string;
  givers: string[];
}

/** Decides how many independent people took part in an action. A person depends on somebody who recently gave them
 *  account access, and on two others who recently gave them a role together. Dependencies are transitive. Source: the
 *  threat model; R4.2. */
@Injectable()
export class Independence {
  constructor(
    private readonly authority: Authority,
    private readonly people: People,
  ) {}

  /** Whether the two people are independent: no single person could have acted through both accounts. */
  async areTwo(reader: Reader, personIds: [string, string]): Promise<boolean> {
    return areIndependent(2, personIds, await this.bonds(reader, personIds));
  }

  /** Whether at least three independent people took part: no one or two people control all of them. */
  async areThree(reader: Reader, personIds: string[]): Promise<boolean> {
    const acting = [...new Set(personIds)];
    return acting.length >= 3 && areIndependent(3, acting, await this.bonds(reader, acting));
  }

  /** Days for which a person counts as dependent on those who gave them a role or account access. */
  async days(reader: Reader): Promise<number> {
    return (await this.authority.policy(reader)).independenceDays;
  }

  /** Groups of these people whom the same person recently registered or recovered; shown to signers. */
  async registeredByOne(
    reader: Reader,
    personIds: string[],
  ): Promise<{ registeredByName: string; personIds: string[] }[]> {
    const acting = [...new Set(personIds)];
    if (acting.length < 2) return [];
    const { independenceDays } = await this.authority.policy(reader);
    const rows = await reader.rows<{ personId: string; registeredBy: string }>(
      `SELECT id AS person_id, registered_by FROM person
       WHERE id IN (?) AND registered_by IS NOT NULL AND created_at > UTC_TIMESTAMP(3) - INTERVAL ? DAY
       UNION SELECT person_id, given_by FROM account_recovery
       WHERE person_id IN (?) AND given_by IS NOT NULL AND used_at > UTC_TIMESTAMP(3) - INTERVAL ? DAY AND stopped_at IS NULL`,
      [acting, independenceDays, acting, independenceDays],
    );
    const groups = new Map<string, string[]>();
    for (const { personId, registeredBy } of rows)
      groups.set(registeredBy, [...(groups.get(registeredBy) ?? []), personId]);
    const found = [...groups]
      .map(([registeredBy, group]) => ({
        registeredBy,
        personIds: acting.includes(registeredBy) ? [...group, registeredBy] : group,
      }))
      .filter((one) => one.personIds.length > 1);
    const names = await this.people.names(
      reader,
      found.map(({ registeredBy }) => registeredBy),
    );
    return found.map(({ registeredBy, ...group }) => ({ ...group, registeredByName: names.get(registeredBy) ?? '' }));
  }

  /** All dependencies of these people, direct and indirect. */
  private async bonds(reader: Reader, personIds: string[]): Promise<Bond[]> {
    const { independenceDays: days } = await this.authority.policy(reader);
    const rows = await reader.rows<{ personId: string; giverId: string; otherId: string }>(
      `WITH RECURSIVE concerned (id) AS (
         SELECT id FROM person WHERE id IN (?)
         UNION SELECT k.given_by FROM concerned c JOIN account_recovery k ON k.person_id = c.id AND ${LATE_KEY}
         UNION SELECT g.granted_by FROM concerned c JOIN role_grant g ON g.person_id = c.id AND ${LATE_ROLE}
         UNION SELECT g.confirmed_by FROM concerned c JOIN role_grant g ON g.person_id = c.id AND ${LATE_ROLE} AND g.confirmed_by IS NOT NULL
       )
       SELECT k.person_id, k.given_by AS giver_id, k.given_by AS other_id
       FROM concerned c JOIN account_recovery k ON k.person_id = c.id AND ${LATE_KEY}
       UNION SELECT g.person_id, g.granted_by, COALESCE(g.confirmed_by, g.granted_by)
       FROM concerned c JOIN role_grant g ON g.person_id = c.id AND ${LATE_ROLE}`,
      [personIds, days, days, days, days, days],
    );
    return rows.map(({ personId, giverId, otherId }) => ({ personId, givers: [giverId, otherId] }));
  }
}

/** SQL: account access that was used, and a role from an office that was confirmed, within the given number of days. */
const LATE_KEY = `k.given_by IS NOT NULL AND k.stopped_at IS NULL AND k.used_at > UTC_TIMESTAMP(3) - INTERVAL ? DAY`;
const LATE_ROLE = `g.origin = 'office' AND g.in_force = 1 AND g.role NOT IN ('resident','volunteer')
  AND g.confirmed_at > UTC_TIMESTAMP(3) - INTERVAL ? DAY`;

/** Whether at least `least` people, 2 or 3, are needed to act through all of these accounts. Pure. */
export function areIndependent(least: 2 | 3, acting: string[], bonds: Bond[]): boolean {
  const candidates = [...new Set([...acting, ...bonds.flatMap(({ givers }) => givers)])];
  const groups = least === 2 ? candidates.map((one) => [one]) : onesAndPairs(candidates);
  return !groups.some((group) => {
    const controlled = controlledBy(group, bonds);
    return acting.every((id) => controlled.has(id));
  });
}

/** The people through whose accounts a group could act. */
function controlledBy(group: string[], bonds: Bond[]): Set<string> {
  const controlled = new Set(group);
  for (let before = 0; before < controlled.size;) {
    before = controlled.size;
    for (const { personId, givers } of bonds) if (givers.every((id) => controlled.has(id))) controlled.add(personId);
  }
  return controlled;
}

const onesAndPairs = (people: string[]): string[][] => [
  ...people.map((one) => [one]),
  ...people.flatMap((one, at) => people.slice(at + 1).map((other) => [one, other])),
];
