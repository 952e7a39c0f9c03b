import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateBy } from 'class-validator';

export const MOBILE = /^1[3-9]\d{9}$/;

/** A Chinese mobile number, eleven digits. */
export const IsMobile = (): PropertyDecorator =>
  ValidateBy({
    name: 'isMobile',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && MOBILE.test(value),
      defaultMessage: () => 'must be a mobile number of 11 digits',
    },
  });

/** A calendar day that exists: 2026-02-28. */
export const IsCalendarDay = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCalendarDay',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' &&
        /^\d{4}-\d{2}-\d{2}$/.test(value) &&
        !Number.isNaN(Date.parse(value)) &&
        new Date(value).toISOString().startsWith(value),
      defaultMessage: () => 'must be a calendar day like 2026-11-23',
    },
  });

/** Text that a person typed: trimmed, control characters taken out, never empty. */
export const IsText = (maxLength: number, { each = false } = {}): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(cleaned) : cleaned(value))),
    IsString({ each }),
    MaxLength(maxLength, { each }),
    Matches(/\S/, { each, message: 'must not be empty' }),
  );

const cleaned = (value: unknown): unknown =>
  // eslint-disable-next-line no-control-regex
  typeof value === 'string' ? value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').trim() : value;

export class PageQuery {
  /**
   * How many items at the most.
   * @example 20
   */
  @ApiPropertyOptional({ default: 20 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;

  /** Where the next page begins: `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  cursor?: string;
}

export class ReasonBody {
  /**
   * Why; the people concerned will read it.
   * @example 对方临时出差，时间对不上
   */
  @IsText(300)
  reason: string;
}
