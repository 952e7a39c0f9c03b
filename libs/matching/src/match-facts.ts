import { Injectable } from '@nestjs/common';
import type { Reader } from '#libs/platform';
import { Volunteers } from '#libs/volunteers';
import type { PlannedWish } from './candidates.js';
import type { VolunteerFacts } from './score.js';

/** Reads what matching knows of wishes and volunteers. */
@Injectable()
export class MatchFacts {
  constructor(private readonly volunteers: Volunteers) {}

  /** Those of these people who are volunteers, by their ids. Whoever has the role in several units is at home in the smallest. */
  async ofVolunteers(reader: Reader, personIds: string[]): Promise<Map<string, VolunteerFacts>> {
    if (personIds.length === 0) return new Map();
    const homes = await reader.rows<{ id: string; homePath: string; openClaims: number | null }>(
      `SELECT g.person_id AS id, SUBSTRING_INDEX(GROUP_CONCAT(u.path ORDER BY LENGTH(u.path) DESC, u.path), ',', 1) AS home_path,
         MAX(l.open_claims) AS open_claims
       FROM role_grant g JOIN unit u ON u.id = g.unit_id LEFT JOIN claim_load l ON l.volunteer_id = g.person_id
       WHERE g.person_id IN (?) AND g.role = 'volunteer' AND g.revoked_at IS NULL GROUP BY g.person_id`,
      [personIds],
    );
    const profiles = await this.volunteers.profiles(
      reader,
      homes.map(({ id }) => id),
    );
    return new Map(
      homes.map(({ id, homePath, openClaims }, at) => [
        id,
        { ...profiles[at]!, id, homePath, openClaims: Number(openClaims ?? 0) },
      ]),
    );
  }

  /** Those of these wishes that are open, by their ids. What a wish says of languages and times is not asked for yet. */
  async ofWishes(reader: Reader, wishIds: string[]): Promise<Map<string, PlannedWish>> {
    if (wishIds.length === 0) return new Map();
    const rows = await reader.rows<Omit<PlannedWish, 'isUrgent' | 'windows' | 'language'> & { urgency: string }>(
      `SELECT id, unit_path, category, strength, licence, urgency, opened_at, CAST(helpers_needed AS SIGNED) - places_taken AS places
       FROM wish WHERE id IN (?) AND status = 'open' AND opened_at IS NOT NULL`,
      [wishIds],
    );
    return new Map(
      rows.map(({ urgency, ...wish }) => [
        wish.id,
        { ...wish, places: Number(wish.places), isUrgent: urgency === 'urgent', language: null, windows: [] },
      ]),
    );
  }
}
