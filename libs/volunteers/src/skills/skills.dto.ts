import { Type } from 'class-transformer';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsOptional, Matches, Min, ValidateNested } from 'class-validator';
import { IsText } from '#libs/platform';
import { MOST_SKILLS, SKILL_CODE } from './skill-list.js';

const MOST_SYNONYMS = 30;

/** Validates the format of a skill code. The use case checks that the code is in the list. */
export const IsSkill = (options?: { each: boolean }): PropertyDecorator => Matches(SKILL_CODE, options);

class NamedBody {
  /** Never changes. @example electrical */
  @IsSkill()
  code: string;

  /** @example 电工 */
  @IsText(20)
  zh: string;

  /** @example electrical work */
  @IsText(40)
  en: string;
}

export class SkillBody extends NamedBody {
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

export class SkillCategoryBody extends NamedBody {
  @IsArray()
  @ArrayMaxSize(MOST_SKILLS)
  @ValidateNested({ each: true })
  @Type(() => SkillBody)
  skills: SkillBody[];
}

export class SetSkillsBody {
  /** The version that the change is based on. */
  @IsInt()
  @Min(0)
  basedOn: number;

  /** In the order in which they are shown. */
  @IsArray()
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => SkillCategoryBody)
  categories: SkillCategoryBody[];
}

export class MergeSkillsBody {
  @IsInt()
  @Min(0)
  basedOn: number;

  /** The skill to remove. @example locksmith */
  @IsSkill()
  from: string;

  /** The skill that replaces it. @example locks */
  @IsSkill()
  into: string;
}

export class SkillResponse {
  code: string;
  zh: string;
  en: string;
  synonyms: string[];
  isRetired: boolean;
}
export class SkillCategoryResponse {
  code: string;
  zh: string;
  en: string;
  skills: SkillResponse[];
}
export class SkillsResponse {
  version: number;
  categories: SkillCategoryResponse[];
  /** Merged codes, each with the code that replaces it. */
  merged: Record<string, string>;
}
export class SkillsPreviewResponse {
  categories: SkillCategoryResponse[];
  /** Codes that the file adds; `changed` lists the codes that it changes. */
  added: string[];
  changed: string[];
}
