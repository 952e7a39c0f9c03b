import { Type } from 'class-transformer';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsOptional, Matches, Min, ValidateNested } from 'class-validator';
import { IsText } from '#libs/platform';
import { MOST_STRENGTHS, STRENGTH_CODE } from './strength-list.js';

const MOST_SYNONYMS = 30;

/** Validates the format of a skill code. The use case checks that the code is in the list. */
export const IsStrength = (options?: { each: boolean }): PropertyDecorator => Matches(STRENGTH_CODE, options);

class NamedBody {
  /** Never changes. @example electrical */
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
  /** Synonyms. @example ["电路","电线"] */
  @IsArray()
  @ArrayMaxSize(MOST_SYNONYMS)
  @IsText(20, { each: true })
  synonyms: string[];

  /** The skill can no longer be chosen; volunteers who have it keep it. */
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
  /** The version that the change is based on. */
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

  /** The skill to remove. @example locksmith */
  @IsStrength()
  from: string;

  /** The skill that replaces it. @example locks */
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
  /** Merged codes, each with the code that replaces it. */
  merged: Record<string, string>;
}
export class StrengthsPreviewAnswer {
  branches: StrengthBranchAnswer[];
  /** Codes that the file adds; `changed` lists the codes that it changes. */
  added: string[];
  changed: string[];
}
