import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsUUID,
  Matches,
} from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { IsMobile, IsText } from '#libs/platform';
import { ImportResponse, RowCorrectionBody, RowNo, type Verdict } from '#libs/imports';
import { CORRECTABLE, type Correctable } from './correct-row.js';
import { STAFF_DOUBTS, type StaffDoubt } from './read-staff.js';
import { STAFF_ROLES, type StaffRole } from './role-words.js';

export class StaffImportParam {
  @IsUUID()
  staffImportId: string;
}
export class StaffImportRowParam extends RowNo {
  @IsUUID()
  staffImportId: string;
}
export class CorrectStaffRowBody extends RowCorrectionBody {
  @IsOptional()
  @IsText(40, { hasLetter: true })
  name?: string;

  @IsOptional()
  @IsMobile()
  phone?: string;

  /** @example 440605125001 */
  @IsOptional()
  @Matches(/^[\w-]{2,24}$/)
  unitCode?: string;

  /** All roles of the row. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @ArrayUnique()
  @IsIn(STAFF_ROLES, { each: true })
  @ApiProperty({ enum: STAFF_ROLES, isArray: true, required: false })
  roles?: StaffRole[];

  /** Whether the person registered under another name is the same person. */
  @IsOptional()
  @IsBoolean()
  isSame?: boolean;
}

export class StaffImportResponse extends ImportResponse {
  /** The number of roles given by this import that wait for confirmation by a second person above. */
  awaiting: number;
}
export class StaffImportsPage {
  items: StaffImportResponse[];
  nextCursor: string | null;
}
/** Name and telephone are masked. */
export class StaffValuesResponse {
  name: string | null;
  phone: string | null;
  unitCode: string | null;
  @ApiProperty({ enum: STAFF_ROLES, isArray: true })
  roles: StaffRole[];
}
export class StaffImportRowResponse {
  rowNo: number;
  /** The number of the reading that the row comes from; a correction must state it. */
  reading: number;
  sheet: string;
  row: number;
  verdict: Verdict;
  @ApiProperty({ enum: STAFF_DOUBTS, isArray: true })
  doubts: StaffDoubt[];
  /** The doubts in the reader's language. */
  reasons: string[];
  /** The fields to correct; empty where there is nothing to correct. */
  @ApiProperty({ enum: CORRECTABLE, isArray: true })
  fields: Correctable[];
  values: StaffValuesResponse;
  /** The original text of the fields in doubt. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  typed: Record<string, string>;
  isTaken: boolean;
  /** A role given by this import waits for confirmation by a second person above. */
  isAwaiting: boolean;
  /** The roles were revoked when the import was taken back. */
  isTakenBack: boolean;
  /** The person held the roles before. */
  isKnown: boolean;
}
export class StaffImportRowsPage {
  items: StaffImportRowResponse[];
  nextCursor: string | null;
}
