import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { PERSONAL_DATA_KINDS, type Certainty, type PersonalDataKind } from '../personal-data/detection/finding.js';
import { IsText } from './common.dto.js';

/** A passage that looks like personal data but may stay in a public text. */
export class KeepBody {
  /** The passage as written in the text. @example 5楼 */
  @IsText(200)
  passage: string;

  /** Required for certain findings, and for health, schools, debts and minors. @example 楼层不指向具体住户 */
  @IsOptional()
  @IsText(200)
  reason?: string;
}

/** A passage of a text that contains personal data. */
export class TextFindingResponse {
  /** Start and end are offsets in UTF-16 units of the text. */
  start: number;
  end: number;
  @ApiProperty({ enum: PERSONAL_DATA_KINDS })
  kind: PersonalDataKind;
  certainty: Certainty;
  /** A person may decide to keep it; otherwise it must be edited out. */
  mayKeep: boolean;
  needsReason: boolean;
}

/** A passage that was kept in a public text, by whom and why. */
export class KeptPassageResponse {
  /** Null: erased with the personal data of the wish. */
  passage: string | null;
  @ApiProperty({ enum: PERSONAL_DATA_KINDS })
  kind: PersonalDataKind;
  certainty: Certainty;
  reason: string | null;
  keptByName: string;
  keptAt: Date;
}
