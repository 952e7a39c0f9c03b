/** SQL: the account in `personColumn` holds a resident role in force, in the unit of `pathColumn` or above it. Knowing a
 *  resident's telephone is not enough. */
export const isResidentOf = (personColumn: string, pathColumn: string): string =>
  `EXISTS (SELECT 1 FROM role_grant g JOIN unit u ON u.id = g.unit_id
    WHERE g.person_id = ${personColumn} AND g.role = 'resident' AND g.in_force = 1 AND ${pathColumn} LIKE CONCAT(u.path, '%'))`;
