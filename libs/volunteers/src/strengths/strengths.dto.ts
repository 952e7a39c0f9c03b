import { Type } from 'class-transformer';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsOptional, Matches, Min, ValidateNested } from 'class-validator';
import { IsText } from '#libs/platform';
import { MOST_STRENGTHS, STRENGTH_CODE } from './strength-list.js';

const MOST_SYNONYMS = 30;

/** A code of the list of strengths, as to its form; whether it is in the list the use case asks. */
export const IsStrength = (options?: { each: boolean }): PropertyDecorator => Matches(STRENGTH_CODE, options);

class NamedBody {
  /** Never changed. @example electrical */
  @IsStrength()
  code: string;

  /** @example 电工 */
  @IsText(20)
  zh: string;

  /** @example electrical work */
  @IsText(40)
  en: string;
}

export class StrengthBody extends NamedBody {
  /** Other words for it. @example ["电路","电线"] */
  @IsArray()
  @ArrayMaxSize(MOST_SYNONYMS)
  @IsText(20, { each: true })
  synonyms: string[];

  /** Chosen by nobody any more; whoever has it keeps it. */
  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  isRetired: boolean = false;
}

export class StrengthBranchBody extends NamedBody {
  @IsArray()
  @ArrayMaxSize(MOST_STRENGTHS)
  @ValidateNested({ each: true })
  @Type(() => StrengthBody)
  strengths: StrengthBody[];
}

export class SetStrengthsBody {
  /** The version that one has looked at. */
  @IsInt()
  @Min(0)
  basedOn: number;

  /** In the order in which they are shown. */
  @IsArray()
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => StrengthBranchBody)
  branches: StrengthBranchBody[];
}

export class MergeStrengthsBody {
  @IsInt()
  @Min(0)
  basedOn: number;

  /** Is no more. @example locksmith */
  @IsStrength()
  from: string;

  /** Stands for both. @example locks */
  @IsStrength()
  into: string;
}

export class StrengthAnswer {
  code: string;
  zh: string;
  en: string;
  synonyms: string[];
  isRetired: boolean;
}
export class StrengthBranchAnswer {
  code: string;
  zh: string;
  en: string;
  strengths: StrengthAnswer[];
}
export class StrengthsAnswer {
  version: number;
  branches: StrengthBranchAnswer[];
  /** What became of codes that are no more. */
  merged: Record<string, string>;
}
export class StrengthsPreviewAnswer {
  branches: StrengthBranchAnswer[];
  /** Codes that the file brings, and those that it changes. */
  added: string[];
  changed: string[];
}
