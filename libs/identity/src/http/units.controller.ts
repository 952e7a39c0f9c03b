import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, Transactions, type Actor } from '#libs/platform';
import { Access } from '../roles/access.js';
import { UnitResponse, UnitIdParam, UnitsResponse, UnitsQuery } from './identity.dto.js';
import { UnitNotFound, Units } from '../units/units.js';
import { UNIT_READ } from '../identity.permissions.js';

@ApiTags('identity')
@Controller('units')
export class UnitsController {
  constructor(
    private readonly units: Units,
    private readonly access: Access,
    private readonly transactions: Transactions,
  ) {}

  /** Lists the units in the caller's scope, from the top downwards. */
  @Get()
  @Requires(UNIT_READ)
  async list(@CurrentActor() actor: Actor, @Query() query: UnitsQuery): Promise<UnitsResponse> {
    const { paths } = this.access.scope(actor, UNIT_READ);
    const lists = await Promise.all(paths.map((path) => this.units.below(this.transactions, path, query.level)));
    return { items: lists.flat().map(({ path: _path, ...unit }) => unit) };
  }

  @Get(':unitId')
  @Requires(UNIT_READ)
  async get(@CurrentActor() actor: Actor, @Param() { unitId }: UnitIdParam): Promise<UnitResponse> {
    const { path, ...unit } = await this.units.get(this.transactions, unitId);
    this.access.require(actor, UNIT_READ, path, UnitNotFound);
    return unit;
  }
}
