import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES, ROLE_LEVELS, conflict, identityContract, isAppointed, type Role } from '#libs/identity';
import { newId } from '#libs/platform';
import { Stage, type Actor } from '../support/stage.js';

/** A unit of each level, each below the one before; and one beside the community. */
const UNITS = { district: 'D', town: 'A', community: 'A1', grid1: 'G1', grid2: 'G2', grid3: 'G3' } as const;
const LEVELS = Object.keys(UNITS) as (keyof typeof UNITS)[];

interface Given {
  role: Role;
  unit: string;
  origin?: 'office' | 'server';
  confirmedBy?: string | null;
}

describe('the table of roles and the database', () => {
  let stage: Stage;
  let proposer: Actor;
  let confirmer: Actor;

  beforeAll(async () => {
    stage = await Stage.open('roletable');
    await stage.plantUnit('G1', { code: '440605125001001', level: 'grid1', parent: 'A1' });
    await stage.plantUnit('G2', { code: '440605125001001001', level: 'grid2', parent: 'G1' });
    await stage.plantUnit('G3', { code: '440605125001001001001', level: 'grid3', parent: 'G2' });
    proposer = await stage.actor('administrator', 'D');
    confirmer = await stage.actor('administrator', 'D');
  });
  afterAll(() => stage.close());

  const person = async (): Promise<string> => {
    const id = newId();
    await stage.rows(
      `INSERT INTO person (id, name, phone, phone_hash, created_at) VALUES (?, '', '', RANDOM_BYTES(32), UTC_TIMESTAMP(3))`,
      [id],
    );
    return id;
  };
  /** Writes a role that is in force. Returns the name of the constraint that refused it, or null. */
  const give = async (
    personId: string,
    { role, unit, origin = 'office', confirmedBy = confirmer.id }: Given,
  ): Promise<string | null> => {
    try {
      await stage.rows(
        `INSERT INTO role_grant (id, person_id, unit_id, unit_level, role, granted_by, granted_at, origin, confirmed_by, confirmed_at)
         SELECT ?, ?, id, level, ?, ?, UTC_TIMESTAMP(3), ?, ?, UTC_TIMESTAMP(3) FROM unit WHERE id = ?`,
        [newId(), personId, role, proposer.id, origin, confirmedBy, stage.unit(unit).id],
      );
      return null;
    } catch (error) {
      return /CONSTRAINT `(\w+)`/.exec((error as Error).message)?.[1] ?? String(error);
    }
  };
  const findings = async (law: string): Promise<string[]> => {
    const { sql } = identityContract.invariants.find(({ name }) => name === law)!;
    return (await stage.rows<Record<string, string>>(sql)).map((row) => Object.values(row)[0]!);
  };

  it('agree on the levels at which each role exists', async () => {
    const personId = await person();
    const wanted = ROLES.flatMap((role) => ROLE_LEVELS[role].map((level) => `${role} ${level}`));
    const taken: string[] = [];
    for (const role of ROLES)
      for (const level of LEVELS) {
        const refused = await give(personId, { role, unit: UNITS[level], origin: 'server' });
        if (refused === null) taken.push(`${role} ${level}`);
        else expect(refused, `${role} ${level}`).toBe('ck_grant_level');
      }
    expect(taken.toSorted()).toEqual(wanted.toSorted());
    await stage.rows('DELETE FROM role_grant WHERE person_id = ?', [personId]);
  });

  it('agree with the invariant on levels, where the database did not refuse', async () => {
    const personId = await person();
    await stage.rows('SET SESSION check_constraint_checks = 0');
    for (const role of ROLES)
      for (const level of LEVELS) expect(await give(personId, { role, unit: UNITS[level] })).toBeNull();
    await stage.rows('SET SESSION check_constraint_checks = 1');
    const found = new Set(await findings('person.level'));
    const grants = await stage.rows<{ id: string; role: Role; level: (typeof LEVELS)[number] }>(
      'SELECT id, role, unit_level AS level FROM role_grant WHERE person_id = ?',
      [personId],
    );
    expect(grants).toHaveLength(ROLES.length * LEVELS.length);
    for (const { id, role, level } of grants)
      expect(found.has(id), `${role} ${level}`).toBe(!ROLE_LEVELS[role].includes(level));
    await stage.rows('DELETE FROM role_grant WHERE person_id = ?', [personId]);
  });

  it('agree on the roles that need a second person', async () => {
    for (const role of ROLES) {
      const unit = UNITS[ROLE_LEVELS[role][0]!];
      const personId = await person();
      for (const confirmedBy of [null, proposer.id, personId, confirmer.id]) {
        const refused = isAppointed(role) && confirmedBy !== confirmer.id;
        expect(await give(personId, { role, unit, confirmedBy }), role).toBe(refused ? 'ck_grant_confirmed' : null);
        await stage.rows('DELETE FROM role_grant WHERE person_id = ?', [personId]);
      }
    }
  });

  it('agree on the duties that one person cannot combine, in one unit, above and beside', async () => {
    await stage.rows('SET SESSION check_constraint_checks = 0');
    const pairs: { personId: string; roles: [Role, Role]; units: [string, string] }[] = [];
    for (const one of ROLES)
      for (const other of ROLES)
        for (const units of [
          ['A1', 'A1'],
          ['A', 'A1'],
          ['A1', 'A2'],
        ] as [string, string][]) {
          if (one === other && units[0] === units[1]) continue;
          const personId = await person();
          expect(await give(personId, { role: one, unit: units[0] })).toBeNull();
          expect(await give(personId, { role: other, unit: units[1] })).toBeNull();
          pairs.push({ personId, roles: [one, other], units });
        }
    await stage.rows('SET SESSION check_constraint_checks = 1');
    const found = new Set(await findings('person.duties'));
    for (const { personId, roles, units } of pairs) {
      const [a, b] = [0, 1].map((at) => ({ role: roles[at]!, path: stage.unit(units[at]!).path }));
      expect(found.has(personId), `${roles.join(' and ')} in ${units.join(' and ')}`).toBe(conflict(a!, b!));
    }
  });
});
