import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateBy, buildMessage } from 'class-validator';
import { shanghaiDay } from '../shanghai-time.js';
import { MOBILE, visibleText } from '../texts.js';

// The words for these rules are in field-faults.ts.

/** A Chinese mobile number, eleven digits. */
export const IsMobile = (): PropertyDecorator =>
  ValidateBy({
    name: 'isMobile',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && MOBILE.test(value),
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
    },
  });

const MOST_YEARS_AHEAD = 3;

/** The day by which somebody hopes for something: from today, in Shanghai, to three years ahead. */
export const IsDayAhead = (): PropertyDecorator =>
  applyDecorators(
    IsCalendarDay(),
    ValidateBy({
      name: 'isDayAhead',
      validator: {
        validate: (value: unknown) => {
          const today = shanghaiDay(new Date());
          const last = `${Number(today.slice(0, 4)) + MOST_YEARS_AHEAD}${today.slice(4)}`;
          return typeof value === 'string' && value >= today && value <= last;
        },
      },
    }),
  );

/** A number with at most this many decimals, including numbers so large or small that they are written with an exponent. */
export const HasDecimals = (places: number): PropertyDecorator =>
  ValidateBy({
    name: 'hasDecimals',
    validator: {
      validate: (value: unknown) => Number.isFinite(value) && value === Number((value as number).toFixed(places)),
      defaultMessage: () => `must be a number with at most ${places} decimals`,
    },
  });

/** Text that a person typed: trimmed, without invisible characters (`visibleText`), never empty. `hasLetter`: the text
 *  needs a letter; signs and figures alone are no name and no need. */
export const IsText = (maxLength: number, { each = false, hasLetter = false } = {}): PropertyDecorator =>
  applyDecorators(
    ...(hasLetter ? [HasLetter()] : []),
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(cleaned) : cleaned(value))),
    IsString({ each }),
    MaxLength(maxLength, { each }),
    IsNotBlank(each),
  );

const IsNotBlank = (each: boolean): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isNotBlank',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && value.trim() !== '',
        defaultMessage: buildMessage((of) => `${of}$property must not be empty`, { each }),
      },
    },
    { each },
  );

const HasLetter = (): PropertyDecorator =>
  ValidateBy({
    name: 'hasLetter',
    validator: {
      // Text rules report values that are not text or are empty.
      validate: (value: unknown) => typeof value !== 'string' || value === '' || /\p{L}/u.test(value),
    },
  });

const cleaned = (value: unknown): unknown => (typeof value === 'string' ? visibleText(value).trim() : value);

export class PageQuery {
  /**
   * The maximum number of items.
   * @example 20
   */
  @ApiPropertyOptional({ default: 20 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;

  /** Where the next page begins: `nextCursor` of the previous page. */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  cursor?: string;
}

export class ReasonBody {
  /**
   * The reason; the people concerned will read it.
   * @example 对方临时出差，时间对不上
   */
  @IsText(300)
  reason: string;
}
