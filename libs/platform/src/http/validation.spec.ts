import { Type } from 'class-transformer';
import { IsEmail, IsObject, Max, ValidateNested } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { toFaults } from './field-faults.js';
import { HasDecimals } from './common.dto.js';
import { InvalidShape, validation } from './validation.js';

class Sheet {
  @HasDecimals(2)
  @Max(1_000)
  hours: number;

  @IsEmail()
  address: string;
}

class Folder {
  @IsObject()
  @ValidateNested()
  @Type(() => Sheet)
  sheet: Sheet;
}

const outcome = (body: unknown): Promise<string> =>
  validation.transform(body, { type: 'body', metatype: Sheet }).then(
    () => 'accepted',
    (error: unknown) =>
      error instanceof InvalidShape
        ? error.errors.map(({ property }) => property).join()
        : (error as { kind: { code: string } }).kind.code,
  );

describe('a body', () => {
  it('has numbers with so many decimals, however large or small they are', async () => {
    for (const hours of [0.25, 12, 1.1, 2.675 - 0.005])
      expect(await outcome({ hours, address: 'a@b.cn' })).toBe('accepted');
    for (const hours of [0.125, 5e-324, 1e21, 1e308, Infinity, '1', null])
      expect([hours, await outcome({ hours, address: 'a@b.cn' })]).toEqual([hours, 'hours']);
  });

  it('without one of its parts, or with something else there, is told once so', async () => {
    for (const body of [{}, { sheet: null }, { sheet: 'paper' }, { sheet: 7 }]) {
      const error: unknown = await validation
        .transform(body, { type: 'body', metatype: Folder })
        .catch((e: unknown) => e);
      expect(error).toBeInstanceOf(InvalidShape);
      for (const locale of ['zh', 'en'] as const)
        expect(
          toFaults((error as InvalidShape).errors, locale).map(({ field }) => field),
          JSON.stringify(body),
        ).toEqual(['sheet']);
      expect(toFaults((error as InvalidShape).errors, 'zh')).toEqual([{ field: 'sheet', reason: '应为对象' }]);
    }
  });

  it('that breaks a validator is refused', async () => {
    expect(await outcome({ hours: 1, address: 'someone\ud83d@example.com' })).toMatch(/address|MALFORMED_REQUEST/);
  });
});
