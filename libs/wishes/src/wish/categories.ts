import type { WishKind } from './wish-codes.js';

/** Categories of wishes. Source: R3.9. `words` are the terms that imported forms use. */
export const CATEGORIES = {
  living_goods: { zh: '生活物资', words: /米|油|被|衣|奶粉|电饭煲|收音机|蛋糕|纸尿裤|营养|物资|冰箱|洗衣机/ },
  school: { zh: '学习用品', words: /书包|书桌|台灯|文具|上网课|平板|课外书|学习用/ },
  home_safety: { zh: '居家安全与适老', words: /扶手|防滑|报警器|夜灯|地面滑|燃气|跳闸|电线/ },
  repairs: { zh: '小修小补', words: /修|漏水|换锁|门锁|吊扇|风扇|水龙头|热水器|打孔|长凳/ },
  company: { zh: '陪伴关怀', words: /聊天|陪|独生子|解闷|一起吃|全家福|理个?发/ },
  health: { zh: '健康就医', words: /医院|拿药|化疗|轮椅|助听器|护理床|血压|急救/ },
  legal: { zh: '法律政策', words: /法律|政策|补贴|积分入学|协议|租约|材料/ },
  jobs: { zh: '就业技能', words: /手艺|培训|就业|找工作|月嫂|技能/ },
  family_education: { zh: '家庭教育', words: /辅导|作业|功课|数学|孩子|科学馆/ },
  digital: { zh: '数字帮扶', words: /手机|微信|视频|智能机/ },
  errands: { zh: '出行代办', words: /接送|代交|代办|买菜|跑腿|送餐|三餐/ },
  neighbourhood: { zh: '邻里环境', words: /楼道|路灯|垃圾|健身器材|榕树|巷|公交|清理/ },
  festival: { zh: '节日慰问', words: /中秋|春节|端午|团年|慰问/ },
  workers: { zh: '企业与一线劳动者', words: /环卫|外卖|驿站|工人|夜班|医护|员工|快递/ },
} as const;
export type Category = keyof typeof CATEGORIES;
export const CATEGORY_CODES = Object.keys(CATEGORIES) as Category[];

/** Words for people weigh less than words for things: a child may need a lamp, a lesson or a safe playground. */
const PEOPLE = /^(?:孩子|工人|员工|医护|环卫|外卖|快递)$/;

/** Guesses the category of a wish that has none, by the weight of its words. A person reviews it before publication.
 *  Pure. */
export function guessCategory(text: string, kind: WishKind | null): Category {
  const weight = (code: Category): number => {
    const found = new Set(text.match(new RegExp(CATEGORIES[code].words, 'g')) ?? []);
    return [...found].reduce((sum, word) => sum + (PEOPLE.test(word) ? 1 : 2), 0);
  };
  const [best] = CATEGORY_CODES.map((code) => ({ code, weight: weight(code) })).toSorted((a, b) => b.weight - a.weight);
  if (best && best.weight > 0) return best.code;
  return kind === 'goods' ? 'living_goods' : 'company';
}
