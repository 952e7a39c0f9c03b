import { Injectable } from '@nestjs/common';
import type { Reader } from '#libs/platform';
import { Authority } from './authority.js';
import { People } from './people.js';

interface Bond {
  personId: string;
  /** One who gave this person a key. */
  keyGiver: string | null;
  /** Those who made a role of this person together. */
  proposer: string | null;
  confirmer: string | null;
}

/** How many people stand behind an act. A person who lately got the account's key from another, or a role from two others
 *  together, counts as depending on them. Source: the threat model; the domain page, 1.4 (who asks, approves and accepts). */
@Injectable()
export class Independence {
  constructor(
    private readonly authority: Authority,
    private readonly people: People,
  ) {}

  /** Whether at least three independent people took part: no one or two people control all of them. */
  async areThree(reader: Reader, personIds: string[]): Promise<boolean> {
    const acting = [...new Set(personIds)];
    if (acting.length < 3) return false;
    const bonds = await this.bonds(reader, acting);
    const candidates = [
      ...new Set([...acting, ...bonds.flatMap(({ keyGiver, proposer, confirmer }) => [keyGiver, proposer, confirmer])]),
    ].filter((id) => id !== null);
    return !onesAndPairs(candidates).some((group) => acting.every((personId) => isInHandsOf(group, personId, bonds)));
  }

  /** How long a person counts as depending on who made the account. */
  async days(reader: Reader): Promise<number> {
    return (await this.authority.policy(reader)).independenceDays;
  }

  /** Those of them who were registered or recovered by one and the same person lately: what a signer is shown. */
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

  private async bonds(reader: Reader, personIds: string[]): Promise<Bond[]> {
    const { independenceDays } = await this.authority.policy(reader);
    return reader.rows<Bond>(
      `SELECT person_id, given_by AS key_giver, NULL AS proposer, NULL AS confirmer FROM account_recovery
       WHERE person_id IN (?) AND given_by IS NOT NULL AND used_at > UTC_TIMESTAMP(3) - INTERVAL ? DAY AND stopped_at IS NULL
       UNION ALL SELECT person_id, NULL, granted_by, COALESCE(confirmed_by, granted_by) FROM role_grant
       WHERE person_id IN (?) AND origin = 'office' AND in_force = 1 AND role NOT IN ('resident','volunteer')
         AND confirmed_at > UTC_TIMESTAMP(3) - INTERVAL ? DAY`,
      [personIds, independenceDays, personIds, independenceDays],
    );
  }
}

const isInHandsOf = (group: string[], personId: string, bonds: Bond[]): boolean =>
  group.includes(personId) ||
  bonds.some(
    (bond) =>
      bond.personId === personId &&
      (bond.keyGiver !== null
        ? group.includes(bond.keyGiver)
        : group.includes(bond.proposer!) && group.includes(bond.confirmer!)),
  );

const onesAndPairs = (people: string[]): string[][] => [
  ...people.map((one) => [one]),
  ...people.flatMap((one, at) => people.slice(at + 1).map((other) => [one, other])),
];
