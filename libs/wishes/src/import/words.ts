import type { Locale } from '#libs/platform';
import type { ImportRow } from './read-form.js';

const FIELDS: Record<string, { zh: string; en: string; reasonZh: string; reasonEn: string }> = {
  formula: {
    zh: '心愿内容',
    en: 'wish',
    reasonZh: '单元格以公式符号开头，请核对文字',
    reasonEn: 'begins like a formula; check the words',
  },
  length: {
    zh: '心愿内容',
    en: 'wish',
    reasonZh: '超过 1000 字，请缩短',
    reasonEn: 'is longer than 1,000 characters; shorten it',
  },
  unit: {
    zh: '村（社区）',
    en: 'community',
    reasonZh: '认不出是哪个村（社区）',
    reasonEn: 'names no community that is known',
  },
  name: { zh: '姓名', en: 'name', reasonZh: '没有姓名或读不出', reasonEn: 'is missing or unreadable' },
  phone: { zh: '联系电话', en: 'telephone', reasonZh: '不是完整的电话号码', reasonEn: 'is not a complete number' },
  kind: { zh: '类别', en: 'kind', reasonZh: '不是物品类或服务类', reasonEn: 'is neither goods nor service' },
  cost: { zh: '预计费用', en: 'cost', reasonZh: '读不出确定的金额', reasonEn: 'gives no certain amount' },
  people: { zh: '受益人数', en: 'people helped', reasonZh: '读不出确定的人数', reasonEn: 'gives no certain number' },
  due: { zh: '期望完成时间', en: 'due date', reasonZh: '没有确定的日期', reasonEn: 'gives no certain day' },
  age: { zh: '年龄', en: 'age', reasonZh: '读不出确定的年龄', reasonEn: 'gives no certain age' },
  sheet: {
    zh: '工作表',
    en: 'sheet',
    reasonZh: '没有找到表头，整个工作表没有读取',
    reasonEn: 'has no headings that are known; nothing of it was read',
  },
  text: {
    zh: '心愿内容',
    en: 'wish',
    reasonZh: '没有写心愿，或分写在几列里',
    reasonEn: 'is empty, or stands in several columns',
  },
};

/** Why a row needs attention, in the reader's language. */
export function explain(doubts: readonly string[], locale: Locale): string[] {
  return doubts.map((doubt) => {
    const field = FIELDS[doubt];
    if (!field) return doubt;
    return locale === 'en' ? `${field.en}: ${field.reasonEn}` : `${field.zh}：${field.reasonZh}`;
  });
}

/** For programs that read the preview on the command line: the fields in doubt, or the earlier row with the same wish. */
export function whyOf({ sheet, doubts, sameAs }: Pick<ImportRow, 'sheet' | 'doubts' | 'sameAs'>): string[] {
  if (!sameAs) return doubts;
  return [`same as row ${sameAs.row}${sameAs.sheet === sheet ? '' : ` of ${sameAs.sheet}`}`];
}
