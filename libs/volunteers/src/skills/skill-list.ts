import { toHalfWidth, sayIn, type FieldFault, type Locale } from '#libs/platform/parsing';

/** Code and names of a skill or category. */
interface Named {
  /** `[a-z][a-z0-9_]*`, at most 24 characters; never changes. */
  code: string;
  zh: string;
  en: string;
}
export interface Skill extends Named {
  /** Synonyms that people and their spreadsheets use. */
  synonyms: string[];
  /** Volunteers who have it keep it; others can no longer choose it. */
  isRetired: boolean;
}
/** Related skills. A volunteer with one of them can often help where another is asked for. */
export interface SkillCategory extends Named {
  skills: Skill[];
}
export interface SkillList {
  categories: SkillCategory[];
  /** Merged codes, each with the code that replaces it. */
  merged: Record<string, string>;
}

export const SKILL_CODE = /^[a-z][a-z0-9_]{0,23}$/;
export const MOST_SKILLS = 200;

const category = (
  code: string,
  zh: string,
  en: string,
  skills: [string, string, string, string?][],
): SkillCategory => ({
  code,
  zh,
  en,
  skills: skills.map(([code, zh, en, synonyms]) => ({
    code,
    zh,
    en,
    synonyms: synonyms?.split(' ') ?? [],
    isRetired: false,
  })),
});

/** The default list of a district. */
export const DEFAULT_SKILLS: SkillList = {
  categories: [
    category('repairs', '维修安装', 'repairs', [
      ['electrical', '电工', 'electrical work', '持证电工 电路 电线 电气'],
      ['plumbing', '水电维修', 'plumbing', '水电 水管 水暖 疏通'],
      ['appliances', '家电维修', 'appliance repair', '小家电维修 修家电 电器维修 修电器'],
      ['electronics', '电子维修', 'electronics repair', '电脑维修 电脑调试 手机维修'],
      ['fitting', '安装', 'fitting and mounting', '五金安装 组装 门窗维修 家具安装'],
      ['masonry', '泥瓦', 'masonry', '泥水 泥工 瓦工 补漏'],
      ['carpentry', '木工', 'carpentry', '木匠'],
      ['locks', '开锁换锁', 'locks', '开锁 换锁 修锁'],
    ]),
    category('care', '照护陪伴', 'care and company', [
      ['nursing', '护理', 'nursing', '护士 护工 照护 急救'],
      ['escort', '陪诊取药', 'hospital escort', '陪诊 取药 陪同就医'],
      ['company', '陪伴聊天', 'company', '陪伴 聊天 谈心 心理疏导'],
      ['haircut', '理发', 'hair cutting', '剪发 剪头发 美发'],
    ]),
    category('errands', '跑腿代办', 'errands', [
      ['driving', '驾驶接送', 'driving', '驾驶 开车 司机 接送'],
      ['cooking', '做饭配送', 'cooking and delivery', '做饭 烹饪 厨师 送餐'],
      ['cleaning', '保洁', 'cleaning', '清洁 打扫 家政'],
      ['muscle', '体力', 'carrying', '搬运 搬家'],
    ]),
    category('advice', '法律政策', 'advice', [
      ['legal', '法律咨询', 'legal advice', '律师 法律 普法 反诈咨询'],
      ['policy', '政策咨询', 'policy advice', '政务代办 政策 社保'],
      ['jobs', '就业指导', 'job advice', '就业 求职 招聘'],
    ]),
    category('lessons', '教学辅导', 'lessons', [
      ['tutoring', '课业辅导', 'tutoring', '教师 老师 辅导功课 家教'],
      ['phones', '手机辅导', 'phone lessons', '智能手机教学 手机教学'],
      ['teaching', '宣讲培训', 'talks and training', '宣讲 培训 技能培训 急救培训'],
    ]),
    category('culture', '文体活动', 'culture and events', [
      ['photography', '摄影', 'photography', '拍照 照相 摄像'],
      ['events', '组织活动', 'organising events', '活动策划 主持 文艺 粤剧演出'],
    ]),
  ],
  merged: {},
};

export const skillsOf = ({ categories }: Pick<SkillList, 'categories'>): Skill[] =>
  categories.flatMap(({ skills }) => skills);

/** Maps the code of each skill to the code of its category. */
export const categoriesBySkill = ({ categories }: Pick<SkillList, 'categories'>): Map<string, string> =>
  new Map(categories.flatMap(({ code, skills }) => skills.map((one): [string, string] => [one.code, code])));

const plain = (text: string): string => toHalfWidth(text).replace(/\s+/g, '').toLowerCase();

/** Finds skills by code, merged code, Chinese or English name, or synonym. */
export class SkillWords {
  private readonly codes = new Map<string, string>();

  constructor(list: SkillList) {
    for (const { code, zh, en, synonyms } of skillsOf(list))
      for (const word of [code, zh, en, ...synonyms]) this.codes.set(plain(word), code);
    for (const [from, into] of Object.entries(list.merged)) this.codes.set(plain(from), into);
  }

  find(word: string): string | undefined {
    return this.codes.get(plain(word));
  }
}

/** Replaces `from` with `into`, which also takes over its names and synonyms. Pure. Both must be in the list. */
export function merge(list: SkillList, from: string, into: string): SkillList {
  const gone = skillsOf(list).find(({ code }) => code === from)!;
  const moved = Object.entries(list.merged).map(([old, now]) => [old, now === from ? into : now]);
  return {
    categories: list.categories.map((category) => ({
      ...category,
      skills: category.skills
        .filter(({ code }) => code !== from)
        .map((one) =>
          one.code === into
            ? { ...one, synonyms: [...new Set([...one.synonyms, gone.zh, gone.en, ...gone.synonyms])] }
            : one,
        ),
    })),
    merged: { ...Object.fromEntries(moved), [from]: into },
  };
}

/** Errors of a list that replaces `before`: codes or words with two meanings, reuse of merged codes, too many skills,
 *  missing skills. Pure. */
export function faultsOf(categories: SkillCategory[], before: SkillList, locale: Locale): FieldFault[] {
  const say = sayIn(locale);
  const faults: FieldFault[] = [];
  const owners = new Map<string, string>();
  const own = (word: string, code: string, field: string): void => {
    const owner = owners.get(plain(word));
    if (owner !== undefined && owner !== code)
      faults.push({
        field,
        reason: say(`“${word}”已用于“${owner}”`, `“${word}” means “${owner}” already`),
      });
    else owners.set(plain(word), code);
  };
  const codes = new Set<string>();
  categories.forEach((category, at) => {
    const once = (code: string, field: string): void => {
      if (codes.has(code)) faults.push({ field, reason: say('代码重复', 'this code is there twice') });
      codes.add(code);
    };
    once(`category ${category.code}`, `categories.${at}.code`);
    category.skills.forEach((one, nth) => {
      const field = `categories.${at}.skills.${nth}`;
      once(one.code, `${field}.code`);
      if (one.code in before.merged)
        faults.push({
          field: `${field}.code`,
          reason: say('该代码已合并，不能再用', 'this code was merged and is used no more'),
        });
      for (const word of [one.zh, one.en]) own(word, one.code, `${field}.zh`);
      for (const word of [one.code, ...one.synonyms]) own(word, one.code, `${field}.synonyms`);
    });
  });
  if (skillsOf({ categories }).length > MOST_SKILLS)
    faults.push({
      field: 'categories',
      reason: say(`最多 ${MOST_SKILLS} 项特长`, `at most ${MOST_SKILLS} skills`),
    });
  for (const { code, zh, en } of skillsOf(before))
    if (!codes.has(code))
      faults.push({
        field: 'categories',
        reason: say(`“${zh}”不能删除，可停用或合并`, `“${en}” cannot be left out: retire it or merge it`),
      });
  return faults;
}
