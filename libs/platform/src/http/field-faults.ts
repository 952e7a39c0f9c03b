import type { ValidationError } from '@nestjs/common';
import type { Locale } from '../actor.js';
import type { FieldFault, Words } from '../problems.js';

/** What each rule requires; {0} and {1} are its limits. The library's own sentences are in English and quote patterns. */
const WORDS: Record<string, Words> = {
  isString: { zh: '应为文字', en: 'must be text' },
  isNotBlank: { zh: '不能为空', en: 'must not be empty' },
  hasLetter: { zh: '不能只有符号或数字', en: 'must have at least one letter' },
  matches: { zh: '格式不正确', en: 'does not have the right form' },
  minLength: { zh: '太短，至少 {0} 个字', en: 'must have at least {0} characters' },
  maxLength: { zh: '太长，最多 {0} 个字', en: 'must have at most {0} characters' },
  isLength: { zh: '应为 {0}～{1} 个字', en: 'must have {0} to {1} characters' },
  isMobile: { zh: '应为 11 位手机号码', en: 'must be a mobile number of 11 digits' },
  isEmail: { zh: '应为电子邮箱地址', en: 'must be an e-mail address' },
  isUrl: { zh: '应为网址', en: 'must be a web address' },
  isUuid: { zh: '编号格式不正确', en: 'must be an identifier (UUID)' },
  isIn: { zh: '不在允许的取值中', en: 'must be one of: {values}' },
  isBoolean: { zh: '应为是或否', en: 'must be true or false' },
  isInt: { zh: '应为整数', en: 'must be a whole number' },
  hasDecimals: { zh: '应为数字，最多 {0} 位小数', en: 'must be a number with at most {0} decimals' },
  min: { zh: '不能小于 {0}', en: 'must not be less than {0}' },
  max: { zh: '不能大于 {0}', en: 'must not be more than {0}' },
  isCalendarDay: { zh: '应为日期，如 2026-11-23', en: 'must be a day like 2026-11-23' },
  isDayAhead: { zh: '应在今天至三年之内', en: 'must be a day from today to three years ahead' },
  isIso8601: {
    zh: '应为带时区的时间，如 2026-11-23T09:30:00+08:00',
    en: 'must be a time with its zone, like 2026-11-23T09:30:00+08:00',
  },
  isArray: { zh: '应为列表', en: 'must be a list' },
  arrayMinSize: { zh: '至少要有 {0} 项', en: 'must have at least {0} items' },
  arrayMaxSize: { zh: '最多 {0} 项', en: 'must have at most {0} items' },
  arrayUnique: { zh: '有重复的项', en: 'must not have an item twice' },
  isObject: { zh: '应为对象', en: 'must be an object' },
  nestedValidation: { zh: '应为对象', en: 'must be an object' },
  whitelistValidation: { zh: '不认识的字段', en: 'is not a known field' },
};
const UNKNOWN: Words = { zh: '填写有误', en: 'is not valid' };
const EACH: Words = { zh: '每一项', en: 'each item ' };

/** The faults that class-validator found, field by field, in the reader's language. */
export function toFaults(errors: ValidationError[], locale: Locale, path = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const field = path ? `${path}.${error.property}` : error.property;
    const isNoObject = error.constraints?.isObject !== undefined;
    // A value that is no object breaks both rules where an object is required: one reason is enough.
    const own = Object.entries(error.constraints ?? {})
      .filter(([rule]) => !(isNoObject && rule === 'nestedValidation'))
      .map(([rule, message]) => ({ field, reason: reasonOf(rule, message)[locale] }));
    return [...own, ...toFaults(error.children ?? [], locale, field)];
  });
}

/** The library states limits and values only in its English sentence, after the name of the field. */
function reasonOf(rule: string, message: string): Words {
  const sentence = message.slice(message.indexOf('must'));
  const limits = sentence.match(/-?\d+(?:\.\d+)?/g) ?? [];
  const values = sentence.split('values: ')[1] ?? '';
  const words = WORDS[rule === 'isLength' ? lengthRule(sentence) : rule] ?? UNKNOWN;
  const each = message.startsWith('each value in ');
  const say = (locale: Locale): string =>
    (each ? EACH[locale] : '') +
    words[locale].replace(/\{(\d|values)\}/g, (_, what: string) =>
      what === 'values' ? values : (limits[Number(what)] ?? ''),
    );
  return { zh: say('zh'), en: say('en') };
}

/** Of two bounds, the library names the one that was violated. */
const lengthRule = (sentence: string): string =>
  ({ longer: 'minLength', shorter: 'maxLength' })[/longer|shorter/.exec(sentence)?.[0] ?? ''] ?? 'isLength';
