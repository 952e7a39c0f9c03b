import type { ValidationError } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { describe, expect, it } from 'vitest';
import { ApiModule } from '../apps/api/src/api.module.js';
import { toFaults } from '../libs/platform/src/http/field-faults.js';
import { InvalidShape, validation } from '../libs/platform/src/http/validation.js';
import { allProblemKinds } from '../libs/platform/src/problems.js';

const LONG = 'x'.repeat(6_000);
/** Invalid values: of a wrong type, empty, too long, too large, too many. */
const STRANGE: unknown[] = [
  undefined,
  '',
  '123',
  LONG,
  '2020-02-31',
  7.77,
  1e15,
  -1e15,
  true,
  {},
  [],
  [{}],
  ['', '123', LONG, 7],
  ['same', 'same'],
  [7, 7],
  [{ name: 'same' }, { name: 'same' }],
];
/** Only for what limits its items: everything else would look at each of them. */
const TOO_MANY = Array<string>(6_000).fill('a');
/** One rule holds for a sum that is only asked for with this choice. */
const CHOICE = { rollover: 'carry_with_cap' };
/** An example shows how a time is written. */
const EXAMPLE = '2026-11-23T09:30:00+08:00';
const LATIN = /[A-Za-z]/;
const HAN = /\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]/u;
/** Names that Chinese readers know as they are. */
const KNOWN_NAMES =
  /\{\w+\}|Idempotency-Key|If-None-Match|[Cc]ursor|PDF|JPEG|PNG|WebP|HEIC|CSV|UTF-8|GBK|XLSX?|\.xlsx?|\.csv|Excel|WPS|JSON|MB|KB|GB/g;

type Shape = new () => object;

const errorsOf = (shape: Shape, body: object): Promise<ValidationError[]> =>
  validation.transform(body, { type: 'body', metatype: shape }).then(
    () => [],
    (error: unknown) => (error instanceof InvalidShape ? error.errors : []),
  );

describe('the error of a field', () => {
  it('exists for every rule of every DTO in each language', async () => {
    expect(ApiModule).toBeDefined(); // loads every shape
    const { validationMetadatas } = getMetadataStorage() as unknown as {
      validationMetadatas: Map<Shape, ValidationMetadata[]>;
    };
    const wrong = new Set<string>();
    const unbroken: string[] = [];
    let rules = 0;
    for (const [shape, all] of validationMetadatas) {
      const own = all.filter(({ type, name }) => type === 'customValidation' && name !== 'isOptional');
      const broken = new Set<string>();
      const isLimited = (property: string): boolean =>
        own.some(({ propertyName, name }) => propertyName === property && name === 'arrayMaxSize');
      for (const property of new Set(own.map(({ propertyName }) => propertyName)))
        for (const value of isLimited(property) ? [...STRANGE, TOO_MANY] : STRANGE)
          for (const error of await errorsOf(shape, { ...CHOICE, [property]: value, isNoPartOfIt: 1 })) {
            for (const rule of Object.keys(error.constraints ?? {})) broken.add(`${error.property} ${rule}`);
            const [zh, en] = [toFaults([error], 'zh'), toFaults([error], 'en')];
            for (const { field, reason } of zh)
              if (!HAN.test(reason) || LATIN.test(reason.replace(EXAMPLE, '')) || reason === '填写有误')
                wrong.add(`${shape.name} ${field}: ${reason}`);
            for (const { field, reason } of en)
              if (HAN.test(reason) || !/^(?:each item )?(?:must|is|does) /.test(reason) || reason === 'is not valid')
                wrong.add(`${shape.name} ${field}: ${reason}`);
          }
      for (const { propertyName, name } of own) {
        rules += 1;
        if (!broken.has(`${propertyName} ${name}`)) unbroken.push(`${shape.name}.${propertyName} ${name}`);
      }
    }
    expect([...wrong]).toEqual([]);
    expect(unbroken).toEqual([]);
    expect(rules).toBeGreaterThan(300);
    console.log(`${validationMetadatas.size} shapes, ${rules} rules`);
  });

  it('names limits and allowed values', async () => {
    const { SpendItemBody } = await import('../libs/funds/src/spend/spend.dto.js');
    const errors = await errorsOf(SpendItemBody, { name: LONG, quantity: 0.001, unit: '项', priceFen: -1 });
    expect(toFaults(errors, 'zh')).toEqual([
      { field: 'name', reason: '太长，最多 80 个字' },
      { field: 'quantity', reason: '不能小于 0.01' },
      { field: 'quantity', reason: '应为数字，最多 2 位小数' },
      { field: 'priceFen', reason: '不能小于 0' },
    ]);
    expect(toFaults(errors, 'en').map(({ reason }) => reason)).toEqual([
      'must have at most 80 characters',
      'must not be less than 0.01',
      'must be a number with at most 2 decimals',
      'must not be less than 0',
    ]);
  });
});

describe('an error response', () => {
  it('uses one language at a time', () => {
    expect(ApiModule).toBeDefined(); // loads every refusal
    const mixed = allProblemKinds().filter(
      ({ words: { zh, en } }) => LATIN.test(zh.replace(KNOWN_NAMES, '')) || HAN.test(en) || !HAN.test(zh),
    );
    expect(mixed.map(({ code, words }) => ({ code, ...words }))).toEqual([]);
  });
});
