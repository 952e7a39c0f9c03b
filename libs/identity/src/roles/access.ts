import { Injectable } from '@nestjs/common';
import { Forbidden, SELF, definedPermissions, type Actor, type Permission, type Problem } from '#libs/platform';
import { holds } from '../permissions.js';
import type { Role } from './roles.js';

/** The unit paths below which the actor holds a permission; lists are limited to them. Only `Access` creates one. */
export class Scope {
  private constructor(
    readonly paths: readonly string[],
    readonly actor: Actor,
  ) {}

  static of(actor: Actor, paths: string[]): Scope {
    return new Scope(paths, actor);
  }

  /** SQL condition on a path column, with its values; FALSE for an empty scope. */
  where(column: string): { sql: string; values: string[] } {
    if (this.paths.length === 0) return { sql: 'FALSE', values: [] };
    return {
      sql: `(${this.paths.map(() => `${column} LIKE ?`).join(' OR ')})`,
      values: this.paths.map((path) => `${path}%`),
    };
  }
}

/** Decides who may do what where: deny by default, scope by unit path. */
@Injectable()
export class Access {
  /** Passes when the actor holds the permission in the unit or above it. Throws `absent` if the unit is outside the
   *  actor's scope, as if it did not exist. Throws FORBIDDEN if the unit is in scope but the permission is missing. */
  require(actor: Actor, permission: Permission, unitPath: string, absent: () => Problem): void {
    const refusal = this.refusal(actor, permission, unitPath, absent);
    if (refusal) throw refusal;
  }

  /** What `require` throws; undefined when it passes. */
  refusal(actor: Actor, permission: Permission, unitPath: string, absent: () => Problem): Problem | undefined {
    const covering = actor.grants.filter((grant) => unitPath.startsWith(grant.path));
    if (covering.length === 0) return absent();
    return covering.some((grant) => holds(grant.role, permission))
      ? undefined
      : Forbidden({ permission: permission.name });
  }

  may(actor: Actor, permission: Permission, unitPath: string): boolean {
    return actor.grants.some((grant) => unitPath.startsWith(grant.path) && holds(grant.role, permission));
  }

  /** Whether the actor may act when it is a role's turn: the actor holds the role in the unit or above it, or stands in
   *  for somebody who does. `behalfOf`: the person whom the actor stands in for. */
  signingTurn(actor: Actor, role: Role, unitPath: string): { behalfOf: string | null } | undefined {
    const covers = (grant: { role: string; path: string }): boolean =>
      grant.role === role && unitPath.startsWith(grant.path);
    if (actor.grants.some(covers)) return { behalfOf: null };
    const standIn = actor.standsInFor.find(covers);
    return standIn && { behalfOf: standIn.personId };
  }

  /** Whether the actor holds the permission in any unit; the guard checks this before a handler runs. */
  hasAnywhere(actor: Actor, permission: Permission): boolean {
    return permission === SELF || actor.grants.some((grant) => holds(grant.role, permission));
  }

  /** Every permission that the actor holds in some unit, with the units of the roles that give it; for pages. It says the
   *  same as `hasAnywhere` and, with the units below, as `may`. */
  permissions(actor: Actor): { name: string; unitIds: string[] }[] {
    return [...definedPermissions().values()].flatMap((permission) => {
      const grants = actor.grants.filter((grant) => holds(grant.role, permission));
      if (permission === SELF || grants.length === 0) return [];
      return [{ name: permission.name, unitIds: [...new Set(grants.map(({ unitId }) => unitId))] }];
    });
  }

  /** SQL condition on a role column and a path column: the actor holds that role there, or stands in for a holder. */
  turns(actor: Actor, roleColumn: string, pathColumn: string): { sql: string; values: string[] } {
    const grants = [...actor.grants, ...actor.standsInFor];
    if (grants.length === 0) return { sql: 'FALSE', values: [] };
    return {
      sql: `(${grants.map(() => `(${roleColumn} = ? AND ${pathColumn} LIKE ?)`).join(' OR ')})`,
      values: grants.flatMap(({ role, path }) => [role, `${path}%`]),
    };
  }

  /** The units in which the actor holds the permission, reduced to the widest paths. */
  scope(actor: Actor, permission: Permission): Scope {
    const paths = [
      ...new Set(actor.grants.filter((grant) => holds(grant.role, permission)).map((grant) => grant.path)),
    ];
    return Scope.of(
      actor,
      paths.filter((path) => !paths.some((other) => other !== path && path.startsWith(other))),
    );
  }
}
