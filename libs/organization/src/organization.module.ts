import { Module } from '@nestjs/common';
import { ImportsModule } from '#libs/imports';
import { StaffImportController } from './staff/staff-import.controller.js';
import { StaffImports } from './staff/staff-imports.js';
import { StaffActivationCodes } from './staff/staff-activation-codes.js';
import { UnitImportController } from './units/unit-import.controller.js';
import { UnitImports } from './units/unit-imports.js';

const PARTS = [UnitImports, StaffImports, StaffActivationCodes];

/** Imports the units of a district and their staff from lists. */
@Module({ imports: [ImportsModule], providers: PARTS, exports: PARTS })
export class OrganizationModule {}

@Module({ imports: [ImportsModule, OrganizationModule], controllers: [UnitImportController, StaffImportController] })
export class OrganizationHttpModule {}
