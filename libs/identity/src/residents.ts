/** SQL: the account in one column holds the role of a resident, in force, in the unit of the path in the other column or
 *  above it. To know the telephone of a resident makes nobody one. */
export const isResidentOf = (personColumn: string, pathColumn: string): string =>
  `EXISTS (SELECT 1 FROM role_grant g JOIN unit u ON u.id = g.unit_id
    WHERE g.person_id = ${personColumn} AND g.role = 'resident' AND g.in_force = 1 AND ${pathColumn} LIKE CONCAT(u.path, '%'))`;
