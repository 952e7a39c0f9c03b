import { Injectable } from '@nestjs/common';
import { addDays, shanghaiInstant, type Reader } from '#libs/platform';
import { Skills, Volunteers, categoriesBySkill, type VisibilityArea } from '#libs/volunteers';
import { VOLUNTEER_ROLES, volunteersAround } from '#libs/identity';
import { WISHES, joinClaimLoad } from '#libs/wishes';
import type { PlannedWish } from './candidates.js';
import { inParts } from './in-parts.js';
import type { VolunteerFacts } from './score.js';

const INVITED = (column: string): string =>
  `(SELECT COUNT(*) FROM invitation i WHERE i.status = 'open' AND i.${column})`;

interface Reading {
  asPlanned?: boolean;
  /** Skill category by skill, if loaded already: once for many parts. */
  skillCategories?: Map<string, string>;
}

/** An open wish, how far it was widened by hand, and how many helpers it needs in all. */
export interface OpenWish extends PlannedWish {
  shownTo: VisibilityArea | null;
  helpersNeeded: number;
}

/** Reads the facts about wishes and volunteers that matching uses. */
@Injectable()
export class MatchFacts {
  constructor(
    private readonly volunteers: Volunteers,
    private readonly skills: Skills,
  ) {}

  /** The volunteers among these people, by id. A person with the role in several units has their home in the smallest one.
   *  `asPlanned` counts an invitation that waits for an answer as a claim. */
  async ofVolunteers(
    reader: Reader,
    personIds: string[],
    { asPlanned = false, skillCategories: known }: Reading = {},
  ): Promise<Map<string, VolunteerFacts>> {
    if (personIds.length === 0) return new Map();
    const homes = await reader.rows<{ id: string; homePath: string; openClaims: number | null; invited: number }>(
      `SELECT g.person_id AS id, SUBSTRING_INDEX(GROUP_CONCAT(u.path ORDER BY LENGTH(u.path) DESC, u.path), ',', 1) AS home_path,
         MAX(l.open_claims) AS open_claims, ${asPlanned ? INVITED('volunteer_id = g.person_id') : '0'} AS invited
       FROM ${VOLUNTEER_ROLES} LEFT ${joinClaimLoad('g.person_id')}
       WHERE g.person_id IN (?) GROUP BY g.person_id`,
      [personIds],
    );
    const profiles = await this.volunteers.profiles(
      reader,
      homes.map(({ id }) => id),
    );
    const skillCategories = known ?? (await this.skillCategories(reader));
    return new Map(
      homes.map(({ id, homePath, openClaims, invited }, at) => {
        const { skills, licences, languages, reach, windows, liked, disliked, maxOpenClaims, awayUntil } =
          profiles[at]!;
        return [
          id,
          {
            id,
            skills,
            skillCategories: [...new Set(skills.flatMap((code) => skillCategories.get(code) ?? []))],
            licences,
            languages,
            homePath,
            reach,
            windows,
            liked,
            disliked,
            backAt: awayUntil === null ? null : shanghaiInstant(addDays(awayUntil, 1)),
            openClaims: Number(openClaims ?? 0) + Number(invited),
            maxOpenClaims,
          },
        ];
      }),
    );
  }

  /** The open wishes among these, by id. `asPlanned` counts a place with an open invitation as taken. */
  async ofWishes(
    reader: Reader,
    wishIds: string[],
    { asPlanned = false, skillCategories: known }: Reading = {},
  ): Promise<Map<string, OpenWish>> {
    if (wishIds.length === 0) return new Map();
    const rows = await reader.rows<
      Omit<OpenWish, 'skillCategory' | 'isUrgent' | 'windows'> & { urgency: string; windows: string }
    >(
      `SELECT w.id, w.unit_path, w.category, w.skill, w.licence, w.language, w.windows, w.urgency, w.opened_at, w.shown_to, w.helpers_needed,
         CAST(w.helpers_needed AS SIGNED) - w.places_taken - ${asPlanned ? INVITED('wish_id = w.id') : '0'} AS places
       FROM ${WISHES} WHERE w.id IN (?) AND w.status = 'open' AND w.opened_at IS NOT NULL`,
      [wishIds],
    );
    const skillCategories = known ?? (await this.skillCategories(reader));
    return new Map(
      rows.map(({ urgency, windows, ...wish }) => [
        wish.id,
        {
          ...wish,
          skillCategory: skillCategories.get(wish.skill ?? '') ?? null,
          places: Number(wish.places),
          isUrgent: urgency === 'urgent',
          windows: JSON.parse(windows) as PlannedWish['windows'],
        },
      ]),
    );
  }

  /** All volunteers who may be asked in a unit, in parts: those with the role in it or below it, and in a unit above it. */
  async *volunteersIn(reader: Reader, unitPath: string, part: number): AsyncGenerator<VolunteerFacts[]> {
    const ids = (after: string): Promise<{ id: string }[]> => volunteersAround(reader, unitPath, after, part);
    const skillCategories = await this.skillCategories(reader);
    for await (const page of inParts(ids, part))
      yield [
        ...(
          await this.ofVolunteers(
            reader,
            page.map(({ id }) => id),
            { asPlanned: true, skillCategories },
          )
        ).values(),
      ];
  }

  /** All open wishes of a unit that have a place without a helper and without an open invitation, in parts. */
  async *wishesIn(reader: Reader, unitPath: string, part: number): AsyncGenerator<PlannedWish[]> {
    const ids = (after: string): Promise<{ id: string }[]> =>
      reader.rows<{ id: string }>(
        `SELECT w.id FROM ${WISHES} WHERE w.status = 'open' AND w.unit_path LIKE ? AND w.id > ? ORDER BY w.id LIMIT ?`,
        [`${unitPath}%`, after, part],
      );
    const skillCategories = await this.skillCategories(reader);
    for await (const page of inParts(ids, part))
      yield [
        ...(
          await this.ofWishes(
            reader,
            page.map(({ id }) => id),
            { asPlanned: true, skillCategories },
          )
        ).values(),
      ].filter(({ places }) => places > 0);
  }

  /** Skill category by skill, as `Reading` takes it. */
  async skillCategories(reader: Reader): Promise<Map<string, string>> {
    return categoriesBySkill(await this.skills.current(reader));
  }
}
