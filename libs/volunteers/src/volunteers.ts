import { Injectable } from '@nestjs/common';
import { Events, Transactions, newId, problem, type Actor, type Reader } from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import type { Licence, Strength } from './strengths.js';

export const VolunteerNotFound = problem('VOLUNTEER_NOT_FOUND', 404, {
  zh: '没有这位志愿者，或不在您的范围内。',
  en: 'There is no such volunteer, or outside your scope.',
});

/** What a claim's policy must know of a volunteer. */
export interface VolunteerSnapshot {
  personId: string;
  strengths: Strength[];
  /** Verified and valid on the day. */
  licences: Licence[];
  maxOpenClaims: number;
}

export interface VolunteerProfile extends VolunteerSnapshot {
  pendingLicences: Licence[];
}

const DEFAULT_MAX_OPEN_CLAIMS = 3;

/** The people who help: what they are good at, what they may do by licence, how much they take on at once. */
@Injectable()
export class Volunteers {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly events: Events,
  ) {}

  /** A volunteer who has said nothing yet has no strengths and the usual limit. */
  async snapshot(reader: Reader, personId: string): Promise<VolunteerSnapshot> {
    const row = await reader.row<{ strengths: string | null; maxOpenClaims: number | null; licences: string | null }>(
      `SELECT v.strengths, v.max_open_claims,
         (SELECT JSON_ARRAYAGG(l.kind) FROM volunteer_licence l WHERE l.person_id = ? AND l.verified_at IS NOT NULL
            AND l.valid_until >= DATE(UTC_TIMESTAMP() + INTERVAL 8 HOUR)) AS licences
       FROM (SELECT 1) one LEFT JOIN volunteer v ON v.person_id = ?`,
      [personId, personId],
    );
    return {
      personId,
      strengths: JSON.parse(row?.strengths ?? '[]') as Strength[],
      licences: (JSON.parse(row?.licences ?? '[]') ?? []) as Licence[],
      maxOpenClaims: row?.maxOpenClaims ?? DEFAULT_MAX_OPEN_CLAIMS,
    };
  }

  async profile(actor: Actor): Promise<VolunteerProfile> {
    const snapshot = await this.snapshot(this.transactions, actor.personId);
    const pending = await this.transactions.rows<{ kind: Licence }>(
      'SELECT kind FROM volunteer_licence WHERE person_id = ? AND verified_at IS NULL LIMIT 20',
      [actor.personId],
    );
    return { ...snapshot, pendingLicences: pending.map(({ kind }) => kind) };
  }

  /** Says anew what one is good at and how many claims one takes on at once. Licences named here wait to be verified. */
  async describe(
    actor: Actor,
    input: { strengths: Strength[]; maxOpenClaims: number; licences: { kind: Licence; validUntil: string }[] },
  ): Promise<VolunteerProfile> {
    await this.transactions.run(async (tx) => {
      await tx.execute(
        `INSERT INTO volunteer (person_id, strengths, max_open_claims, updated_at) VALUES (?,?,?,UTC_TIMESTAMP(3))
         ON DUPLICATE KEY UPDATE strengths = VALUES(strengths), max_open_claims = VALUES(max_open_claims), updated_at = VALUES(updated_at)`,
        [actor.personId, JSON.stringify([...new Set(input.strengths)]), input.maxOpenClaims],
      );
      for (const { kind, validUntil } of input.licences) {
        await tx.execute(
          `INSERT INTO volunteer_licence (id, person_id, kind, valid_until) VALUES (?,?,?,?)
           ON DUPLICATE KEY UPDATE verified_at = IF(valid_until = VALUES(valid_until), verified_at, NULL), valid_until = VALUES(valid_until)`,
          [newId(), actor.personId, kind, validUntil],
        );
      }
    });
    return this.profile(actor);
  }

  /** Staff have seen the paper: the licence counts from now on. Throws VOLUNTEER_NOT_FOUND. */
  async verifyLicence(
    actor: Actor,
    personId: string,
    input: { kind: Licence; validUntil: string; unitId: string },
  ): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, 'volunteer.verify', unit.path, UnitNotFound);
      const holders = await tx.row(
        `SELECT 1 FROM role_grant g JOIN unit u ON u.id = g.unit_id
         WHERE g.person_id = ? AND g.role = 'volunteer' AND g.revoked_at IS NULL AND (u.path LIKE ? OR ? LIKE CONCAT(u.path, '%')) LIMIT 1`,
        [personId, `${unit.path}%`, unit.path],
      );
      if (!holders || personId === actor.personId) throw VolunteerNotFound();
      await tx.execute(
        `INSERT INTO volunteer_licence (id, person_id, kind, valid_until, verified_by, verified_at) VALUES (?,?,?,?,?,UTC_TIMESTAMP(3))
         ON DUPLICATE KEY UPDATE valid_until = VALUES(valid_until), verified_by = VALUES(verified_by), verified_at = VALUES(verified_at)`,
        [newId(), personId, input.kind, input.validUntil, actor.personId],
      );
      await this.events.record(tx, {
        name: 'LicenceVerified',
        unitId: unit.id,
        subjectId: personId,
        actorId: actor.personId,
        visibility: 'internal',
        data: { kind: input.kind, validUntil: input.validUntil },
      });
      return { id: personId };
    });
  }
}
