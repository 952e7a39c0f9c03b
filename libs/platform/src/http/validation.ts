import { HttpException, Logger, ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { InvalidInput, Malformed, Problem, type FieldFault } from '../problems.js';

const logger = new Logger('validation');

const ZH: Record<string, string> = {
  isString: '应为文字',
  isInt: '应为整数',
  isNumber: '应为数字',
  isBoolean: '应为是或否',
  isUUID: '编号格式不正确',
  isIn: '不在允许的取值中',
  isArray: '应为列表',
  isDateString: '应为日期，如 2026-11-23',
  isISO8601: '应为日期，如 2026-11-23',
  isNotEmpty: '不能为空',
  isLength: '长度不符合要求',
  minLength: '太短',
  maxLength: '太长',
  min: '太小',
  max: '太大',
  matches: '格式不正确',
  isMobile: '应为 11 位手机号码',
  arrayMaxSize: '项数过多',
  arrayMinSize: '项数过少',
  hasDecimals: '应为数字，小数位数不能过多',
  arrayUnique: '有重复的项',
  isObject: '应为对象',
  nestedValidation: '应为对象',
  isEmail: '应为电子邮箱地址',
  isUrl: '应为网址',
  whitelistValidation: '不认识的字段',
  isCalendarDay: '应为日期，如 2026-11-23',
  isDayAhead: '应在今天至三年之内',
  hasLetter: '不能只有符号或数字',
};
const LIMITED = new Set(['isLength', 'minLength', 'maxLength', 'min', 'max', 'arrayMaxSize', 'arrayMinSize']);

/** Reasons are kept in both languages; the filter picks the reader's. */
export function toFaults(errors: ValidationError[], locale: 'zh' | 'en', path = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const field = path ? `${path}.${error.property}` : error.property;
    const rules = Object.entries(error.constraints ?? {});
    const isNoObject = error.constraints?.isObject !== undefined;
    // Where an object is asked for, what is none breaks both rules: one reason says it.
    const own = rules
      .filter(([rule]) => !(isNoObject && rule === 'nestedValidation'))
      .map(([rule, message]) => {
        if (locale === 'en') return { field, reason: message };
        const limits = LIMITED.has(rule) ? message.match(/-?\d+/g) : null;
        return { field, reason: (ZH[rule] ?? message) + (limits ? `（${limits.join('～')}）` : '') };
      });
    return [...own, ...toFaults(error.children ?? [], locale, field)];
  });
}

/** A validator that breaks on a value (a number like 1e21, half a character) has not accepted it: that is the sender's to
 *  mend, and ours to know of. */
class CarefulValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (error instanceof InvalidShape || error instanceof HttpException || error instanceof Problem) throw error;
      const stack = (error as Error).stack?.split('\n').slice(1, 4).join(' | ');
      logger.warn({ message: 'a validator broke', shape: metadata.metatype?.name, stack });
      throw Malformed();
    }
  }
}

/** Shape and range of every body, query and path: unknown fields are refused, all faults are told at once. */
export const validation = new CarefulValidation({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  stopAtFirstError: false,
  validationError: { target: false, value: false },
  exceptionFactory: (errors) => new InvalidShape(errors),
});

/** Carries the raw faults until the filter knows the reader's language. */
export class InvalidShape extends Error {
  constructor(readonly errors: ValidationError[]) {
    super('INVALID_INPUT');
  }
  in(locale: 'zh' | 'en'): ReturnType<typeof InvalidInput> {
    return InvalidInput({ faults: toFaults(this.errors, locale) });
  }
}
