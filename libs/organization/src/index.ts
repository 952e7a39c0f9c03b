import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountErasure, JobRegistry, Retention, type Invariant, type Schema } from '#libs/platform';
import { ImportsModule } from '#libs/imports';
import { STAFF_ROW, UNIT_ROW, organizationAccountPart } from './organization.personal-data.js';
import { StaffImportController } from './staff/staff-import.controller.js';
import { staffImportSchema } from './staff/staff-import.schema.js';
import { StaffImports } from './staff/staff-imports.js';
import { StaffStartCodes } from './staff/staff-start-codes.js';
import { UnitImportController } from './units/unit-import.controller.js';
import { unitImportSchema } from './units/unit-import.schema.js';
import { UnitImports } from './units/unit-imports.js';

export { unitVerdict } from './units/judge-units.js';
export type { UnitRow } from './units/read-units.js';
export { UNITS_PARSER, describedUnit } from './units/unit-imports.js';
export type { parse as parseUnits } from './units/units.parser.js';

const PARTS = [UnitImports, StaffImports, StaffStartCodes];

/** The offices of a district and those who work in them, as lists bring them. */
@Module({ imports: [ImportsModule], providers: PARTS, exports: PARTS })
export class OrganizationModule implements OnModuleInit {
  constructor(private readonly accounts: AccountErasure) {}

  onModuleInit(): void {
    this.accounts.add('organization', organizationAccountPart);
  }
}

@Module({ imports: [ImportsModule, OrganizationModule], controllers: [UnitImportController, StaffImportController] })
export class OrganizationHttpModule {}

/** Lists are read, taken in and taken back, and forgotten after their periods. */
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

export const organizationSchema: Schema = {
  migrations: [...unitImportSchema.migrations, ...staffImportSchema.migrations],
  sealed: {
    columns: [...unitImportSchema.sealed.columns, ...staffImportSchema.sealed.columns],
    plain: [...unitImportSchema.sealed.plain, ...staffImportSchema.sealed.plain],
  },
};

export const organizationInvariants: Invariant[] = [
  {
    name: 'staff.erased',
    law: 'No row of a list of staff is left of a deleted account',
    sql: `SELECT p.id FROM person p WHERE p.erased_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM staff_import_row r WHERE r.subject_id = p.id)`,
  },
  {
    name: 'staff.confirmed',
    law: 'No role that came in with a list of staff was confirmed by the one who took the list in',
    sql: `SELECT g.id FROM staff_import_grant s JOIN role_grant g ON g.id = s.grant_id
      WHERE g.origin <> 'office' OR g.confirmed_by = g.granted_by`,
  },
];
