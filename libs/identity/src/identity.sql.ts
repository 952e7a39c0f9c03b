/** SQL for FROM: the units as `u`, with id, code, name, level, parent_id and path. */
export const UNITS = 'unit u';

/** SQL: joins the unit whose id is in a column. */
export const joinUnit = (unitId: string, alias = 'u'): string => `JOIN unit ${alias} ON ${alias}.id = ${unitId}`;

/** SQL: the code of the unit whose id is in a column. A sub-select, so that FOR UPDATE does not lock the unit. */
export const unitCodeOf = (unitId: string): string => `(SELECT code FROM unit WHERE id = ${unitId})`;

/** SQL: the id of the community that a path lies in; of the town or the district for a unit above communities. */
export const communityOf = (path: string): string =>
  `(SELECT a.id FROM unit a WHERE ${path} LIKE CONCAT(a.path, '%') AND a.level IN ('community','town','district')
    ORDER BY LENGTH(a.path) DESC LIMIT 1)`;

/** SQL: joins the account whose id is in a column, as `p`. */
export const joinPerson = (personId: string): string => `JOIN person p ON p.id = ${personId}`;

/** SQL: joins the accounts with the telephone whose hash is in a column, as `p`. */
export const joinPersonByPhone = (phoneHash: string): string => `JOIN person p ON p.phone_hash = ${phoneHash}`;

/** SQL for an invariant: deleted accounts `p` that meet a condition. */
export const erasedPeople = (condition: string): string =>
  `SELECT p.id FROM person p WHERE p.erased_at IS NOT NULL AND (${condition})`;

/** SQL: joins the role grant whose id is in a column, as `g`. */
export const joinGrant = (grantId: string): string => `JOIN role_grant g ON g.id = ${grantId}`;
