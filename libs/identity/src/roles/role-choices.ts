import { Injectable } from '@nestjs/common';
import { Transactions, type Actor } from '#libs/platform';
import { Access } from './access.js';
import { Authority, refusalText } from './authority.js';
import type { RoleChoiceResponse } from '../http/identity.dto.js';
import { ROLES, ROLE_LEVELS, isAppointed } from './roles.js';
import { UnitNotFound, Units } from '../units/units.js';
import { PERSON_MANAGE } from '../identity.permissions.js';

/** The roles that exist in a unit: which ones the office may give, and why not the others. */
@Injectable()
export class RoleChoices {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly authority: Authority,
    private readonly units: Units,
  ) {}

  /** In the order of the table of roles. Throws UNIT_NOT_FOUND, FORBIDDEN. */
  async of(actor: Actor, unitId: string): Promise<RoleChoiceResponse[]> {
    const unit = await this.units.get(this.transactions, unitId);
    this.access.require(actor, PERSON_MANAGE, unit.path, UnitNotFound);
    return ROLES.filter((role) => ROLE_LEVELS[role].includes(unit.level)).map((role) => ({
      role,
      needsConfirmation: isAppointed(role),
      refusal: refusalText(() => this.authority.assertMayAppoint(actor, role, unit.path, UnitNotFound), actor.locale),
    }));
  }
}
