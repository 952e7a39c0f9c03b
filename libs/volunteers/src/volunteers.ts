import { Injectable } from '@nestjs/common';
import {
  Events,
  InvalidInput,
  OwnDataPart,
  Transactions,
  FieldEncryption,
  given,
  newId,
  problem,
  sayIn,
  type Actor,
  type FieldFault,
  type Reader,
} from '#libs/platform';
import { Access, UnitNotFound, Units, aboveOrBelow, isVolunteer } from '#libs/identity';
import { Groups, type OwnGroup } from './groups/groups.js';
import type { Language, Licence, Reach, WeeklyWindow } from './profile-codes.js';
import { Skills } from './skills/skills.js';
import { LicenceVerified } from './volunteers.events.js';
import { VOLUNTEER_VERIFY } from './volunteers.permissions.js';

export const VolunteerNotFound = problem('VOLUNTEER_NOT_FOUND', 404, {
  zh: '没有这位志愿者，或不在您的范围内。',
  en: 'There is no such volunteer, or they are outside your scope.',
});

/** What the claim policy needs to know about a volunteer. */
export interface VolunteerSnapshot {
  personId: string;
  skills: string[];
  /** Verified and valid on the day. */
  licences: Licence[];
  maxOpenClaims: number;
}

interface ProfileRow extends Record<'personId' | 'skills' | 'languages' | 'windows' | 'liked' | 'disliked', string> {
  maxOpenClaims: number;
  reach: Reach;
  awayUntil: string | null;
}

/** Preferences that volunteers state in their profile. */
export interface Wants {
  languages: Language[];
  reach: Reach;
  /** Weekly availability; an empty list means any time. */
  windows: WeeklyWindow[];
  /** Wish categories that the volunteer prefers (`liked`) or avoids (`disliked`). */
  liked: string[];
  disliked: string[];
  /** Away until the end of this Shanghai day. */
  awayUntil: string | null;
}

export interface VolunteerProfile extends VolunteerSnapshot, Wants {
  pendingLicences: Licence[];
}

export interface OwnProfile extends VolunteerProfile {
  groups: OwnGroup[];
}

/** A profile update. Optional fields that are omitted keep their values. */
export interface Description extends Partial<Wants> {
  skills: string[];
  maxOpenClaims: number;
  licences: { kind: Licence; validUntil: string }[];
}

export const DEFAULT_MAX_OPEN_CLAIMS = 3;
export const USUAL_REACH: Reach = 'town';

/** Volunteer profiles: skills, licences, preferences and the maximum number of open claims. */
@Injectable()
export class Volunteers {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly events: Events,
    private readonly encryption: FieldEncryption,
    private readonly skills: Skills,
    private readonly groups: Groups,
  ) {}

  /** The actor's profile, with the groups that their offices assigned them to. */
  async profile(actor: Actor): Promise<OwnProfile> {
    const profile = await this.profileOf(this.transactions, actor.personId);
    return { ...profile, groups: await this.groups.ofPerson(this.transactions, actor.personId) };
  }

  @OwnDataPart('volunteer')
  async profileOf(reader: Reader, personId: string): Promise<VolunteerProfile> {
    const [profile] = await this.profiles(reader, [personId]);
    return profile!;
  }

  /** Profiles in the order of the ids. A person without a stored profile has no skills and the default limits. */
  async profiles(reader: Reader, personIds: string[]): Promise<VolunteerProfile[]> {
    if (personIds.length === 0) return [];
    const rows = await reader.rows<ProfileRow>(
      `SELECT person_id, skills, max_open_claims, languages, reach, windows, liked, disliked,
         DATE_FORMAT(away_until, '%Y-%m-%d') AS away_until FROM volunteer WHERE person_id IN (?)`,
      [personIds],
    );
    const licences = await reader.rows<{ personId: string; kind: Licence; counts: number; isPending: number }>(
      `SELECT person_id, kind, verified_at IS NULL AS is_pending,
         verified_at IS NOT NULL AND valid_until >= DATE(UTC_TIMESTAMP() + INTERVAL 8 HOUR) AS counts
       FROM volunteer_licence WHERE person_id IN (?) ORDER BY kind`,
      [personIds],
    );
    const rowOf = new Map(rows.map((row) => [row.personId, row]));
    const list = (json: string | undefined): never[] => JSON.parse(json ?? '[]') as never[];
    return personIds.map((personId) => {
      const row = rowOf.get(personId);
      const held = licences.filter((one) => one.personId === personId);
      return {
        personId,
        skills: list(row?.skills),
        licences: held.flatMap(({ kind, counts }) => (counts ? [kind] : [])),
        pendingLicences: held.flatMap(({ kind, isPending }) => (isPending ? [kind] : [])),
        maxOpenClaims: row?.maxOpenClaims ?? DEFAULT_MAX_OPEN_CLAIMS,
        languages: list(row?.languages),
        reach: row?.reach ?? USUAL_REACH,
        windows: list(row?.windows),
        liked: list(row?.liked),
        disliked: list(row?.disliked),
        awayUntil: row?.awayUntil ?? null,
      };
    });
  }

  /** Updates the actor's skills, preferences and maximum number of open claims. New licences, and licences with a
   *  changed expiry date, wait for verification. Throws INVALID_INPUT. */
  async describe(actor: Actor, input: Description): Promise<OwnProfile> {
    await this.transactions.run(async (tx) => {
      const before = await this.profileOf(tx, actor.personId);
      const { languages, reach, windows, liked, disliked, awayUntil } = input;
      const wants: Wants = { ...before, ...given({ languages, reach, windows, liked, disliked, awayUntil }) };
      assertPossible(wants, actor.locale);
      const skills = await this.skills.resolve(tx, input.skills, {
        field: 'skills',
        locale: actor.locale,
        kept: before.skills,
      });
      const values = {
        skills: json(skills),
        maxOpenClaims: input.maxOpenClaims,
        languages: json([...new Set(wants.languages)]),
        reach: wants.reach,
        windows: json(wants.windows),
        liked: json([...new Set(wants.liked)]),
        disliked: json([...new Set(wants.disliked)]),
        awayUntil: wants.awayUntil,
      };
      await tx.execute(
        `INSERT INTO volunteer (person_id, skills, max_open_claims, languages, reach, windows, liked, disliked, away_until, updated_at)
         VALUES (?,?,?,?,?,?,?,?,?,UTC_TIMESTAMP(3))
         ON DUPLICATE KEY UPDATE skills = VALUES(skills), max_open_claims = VALUES(max_open_claims), languages = VALUES(languages),
           reach = VALUES(reach), windows = VALUES(windows), liked = VALUES(liked), disliked = VALUES(disliked),
           away_until = VALUES(away_until), updated_at = VALUES(updated_at)`,
        [actor.personId, ...Object.values(values)],
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

  /** A person's licences with decrypted numbers, for that person only. */
  @OwnDataPart('licences')
  async licencesOf(reader: Reader, personId: string): Promise<Record<string, unknown>[]> {
    const rows = await reader.rows<{ id: string; number: Buffer | null } & Record<string, unknown>>(
      'SELECT id, kind, valid_until, number, verified_at FROM volunteer_licence WHERE person_id = ?',
      [personId],
    );
    return rows.map(({ id, number, ...row }) => ({
      ...row,
      number: this.encryption.decryptForDisplayOrNull('volunteer_licence.number', id, number),
    }));
  }

  /** Records that staff have seen the licence; it counts from now on. Throws VOLUNTEER_NOT_FOUND. */
  async verifyLicence(
    actor: Actor,
    personId: string,
    input: { kind: Licence; validUntil: string; number?: string; unitId: string },
  ): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, VOLUNTEER_VERIFY, unit.path, UnitNotFound);
      if (personId === actor.personId || !(await isVolunteer(tx, personId, aboveOrBelow(unit.path))))
        throw VolunteerNotFound();
      const known = await tx.row<{ id: string }>(
        'SELECT id FROM volunteer_licence WHERE person_id = ? AND kind = ? FOR UPDATE',
        [personId, input.kind],
      );
      const id = known?.id ?? newId();
      const number = this.encryption.encryptOrNull('volunteer_licence.number', id, input.number);
      await tx.execute(
        `INSERT INTO volunteer_licence (id, person_id, kind, valid_until, number, verified_by, verified_at) VALUES (?,?,?,?,?,?,UTC_TIMESTAMP(3))
         ON DUPLICATE KEY UPDATE valid_until = VALUES(valid_until), number = COALESCE(VALUES(number), number),
           verified_by = VALUES(verified_by), verified_at = VALUES(verified_at)`,
        [id, personId, input.kind, input.validUntil, number, actor.personId],
      );
      await this.events.record(
        tx,
        LicenceVerified({
          unitId: unit.id,
          subjectId: personId,
          actorId: actor.personId,
          data: { kind: input.kind, validUntil: input.validUntil },
        }),
      );
      return { id: personId };
    });
  }
}

const json = (value: unknown): string => JSON.stringify(value);

function assertPossible({ windows, liked, disliked }: Wants, locale: Actor['locale']): void {
  const say = sayIn(locale);
  const faults: FieldFault[] = windows.flatMap(({ fromMin, untilMin }, at) =>
    fromMin < untilMin
      ? []
      : [{ field: `windows.${at}.untilMin`, reason: say('结束时间须晚于开始时间', 'must be after the start') }],
  );
  if (liked.some((category) => disliked.includes(category)))
    faults.push({ field: 'disliked', reason: say('同一类不能又喜欢又不做', 'cannot be both preferred and avoided') });
  if (faults.length > 0) throw InvalidInput({ faults });
}
