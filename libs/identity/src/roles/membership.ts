import type { Reader } from '#libs/platform';

/** SQL for FROM: the volunteer roles `g` with their units `u`. */
export const VOLUNTEER_ROLES = `role_grant g JOIN unit u ON u.id = g.unit_id AND g.role = 'volunteer' AND g.revoked_at IS NULL`;

/** SQL: joins the volunteer roles `r` of the person in a column, with their units `u`; people without one are left out. */
export const joinVolunteerRoles = (personId: string): string =>
  `JOIN role_grant r ON r.person_id = ${personId} AND r.role = 'volunteer' AND r.revoked_at IS NULL JOIN unit u ON u.id = r.unit_id`;

/** SQL: the account in `personId` holds a staff role or a role outside a path (one placeholder), or held one in the last
 *  30 days. */
export const heldOtherRoles = (personId: string): string =>
  `EXISTS (SELECT 1 FROM role_grant g JOIN unit u ON u.id = g.unit_id
    WHERE g.person_id = ${personId} AND (g.revoked_at IS NULL OR g.revoked_at > UTC_TIMESTAMP(3) - INTERVAL 30 DAY)
      AND (g.role NOT IN ('volunteer','resident') OR u.path NOT LIKE ?))`;

/** An SQL condition on the path of a unit, in the column `u.path`. */
interface Where {
  sql: string;
  values: unknown[];
}

/** In the unit of a path, or in a unit above it. */
export const inOrAbove = (path: string): Where => ({ sql: `? LIKE CONCAT(u.path, '%')`, values: [path] });

/** In the unit of a path, below it, or above it. */
export const aboveOrBelow = (path: string): Where => ({
  sql: `(u.path LIKE ? OR ? LIKE CONCAT(u.path, '%'))`,
  values: [`${path}%`, path],
});

/** Whether a person is a volunteer where a condition holds; without one, anywhere. False for a disabled account. */
export async function isVolunteer(
  reader: Reader,
  personId: string,
  where: Where = { sql: 'TRUE', values: [] },
): Promise<boolean> {
  const found = await reader.row(
    `SELECT 1 FROM ${VOLUNTEER_ROLES} JOIN person p ON p.id = g.person_id AND p.disabled_at IS NULL
     WHERE g.person_id = ? AND ${where.sql} LIMIT 1`,
    [personId, ...where.values],
  );
  return found !== undefined;
}

/** The next ids of people, in their order, who are volunteers in the unit of a path, below it, or above it. Disabled accounts
 *  are left out. */
export function volunteersAround(
  reader: Reader,
  path: string,
  after: string,
  limit: number,
): Promise<{ id: string }[]> {
  const { sql, values } = aboveOrBelow(path);
  return reader.rows<{ id: string }>(
    `SELECT DISTINCT g.person_id AS id FROM ${VOLUNTEER_ROLES} JOIN person p ON p.id = g.person_id AND p.disabled_at IS NULL
     WHERE ${sql} AND g.person_id > ? ORDER BY g.person_id LIMIT ?`,
    [...values, after, limit],
  );
}
