import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountErasure, JobRegistry, Retention } from '#libs/platform';
import { ImportsModule } from '#libs/imports';
import { STAFF_ROW, UNIT_ROW, organizationAccountPart } from './organization.personal-data.js';
import { StaffImportController } from './staff/staff-import.controller.js';
import { StaffImports } from './staff/staff-imports.js';
import { StaffStartCodes } from './staff/staff-start-codes.js';
import { UnitImportController } from './units/unit-import.controller.js';
import { UnitImports } from './units/unit-imports.js';

const PARTS = [UnitImports, StaffImports, StaffStartCodes];

/** Imports the units of a district and their staff from lists. */
@Module({ imports: [ImportsModule], providers: PARTS, exports: PARTS })
export class OrganizationModule implements OnModuleInit {
  constructor(private readonly accounts: AccountErasure) {}

  onModuleInit(): void {
    this.accounts.add('organization', organizationAccountPart);
  }
}

@Module({ imports: [ImportsModule, OrganizationModule], controllers: [UnitImportController, StaffImportController] })
export class OrganizationHttpModule {}

/** The jobs of imports: read lists, commit them, take them back, and erase them after their retention period. */
@Module({ imports: [OrganizationModule] })
export class OrganizationJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly retention: Retention,
    private readonly units: UnitImports,
    private readonly staff: StaffImports,
  ) {}

  onModuleInit(): void {
    for (const imports of [this.units, this.staff]) imports.handleJobs(this.registry);
    this.retention.on(UNIT_ROW, this.units.eraseOld);
    this.retention.on(STAFF_ROW, this.staff.eraseOld);
  }
}
