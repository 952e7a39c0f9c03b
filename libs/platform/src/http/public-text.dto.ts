import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { PERSONAL_DATA_KINDS, type PersonalDataKind } from '../personal-data/detection/finding.js';
import { IsText } from './shapes.dto.js';

/** A passage that looks like personal data and may stand in a public text all the same. */
export class KeepBody {
  /** As it stands in the text. @example 5楼 */
  @IsText(200)
  passage: string;

  /** Needed for what is certain, and for health, schools and minors. @example 楼层不指向具体住户 */
  @IsOptional()
  @IsText(200)
  reason?: string;
}

/** A passage of a text that tells about a person. */
export class TextFindingAnswer {
  /** In UTF-16 units of the text. */
  start: number;
  end: number;
  @ApiProperty({ enum: PERSONAL_DATA_KINDS })
  kind: PersonalDataKind;
  certainty: 'certain' | 'possible';
  /** It may stand when a person says so; otherwise it has to be edited away. */
  mayKeep: boolean;
  needsReason: boolean;
}

/** A passage that was let stand in a public text, by whom and why. */
export class KeptPassageAnswer {
  /** Null: erased with the personal data of the wish. */
  passage: string | null;
  @ApiProperty({ enum: PERSONAL_DATA_KINDS })
  kind: PersonalDataKind;
  certainty: 'certain' | 'possible';
  reason: string | null;
  keptByName: string;
  keptAt: Date;
}
