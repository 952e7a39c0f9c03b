import { policyValidOn, policyVersion, problem, type Duration, type Reader } from '#libs/platform';
import type { Role } from '#libs/identity';

export const SPEND_KINDS = ['goods', 'service', 'works'] as const;
export type SpendKind = (typeof SPEND_KINDS)[number];

/** The signers and other requirements for requests up to an amount. */
export interface SpendTier {
  /** Inclusive; null: no limit. */
  upToFen: number | null;
  signers: Role[];
  /** Length of the public notice before money may be spent; null: no notice. */
  notice: Duration | null;
  /** Whether the minutes of the deciding meeting must be attached. */
  needsMinutes: boolean;
}

/** Effects of a word list. Negative lists: the fund does not pay (`stop`), or only with a reason (`explain`). Positive list:
 *  intended purposes of the fund (`allow`). */
export const LIST_EFFECTS = ['stop', 'explain', 'allow'] as const;
export type ListEffect = (typeof LIST_EFFECTS)[number];

/** Effects on a request that matches no rule of the positive list: signers see it (`show`), it needs a reason (`explain`),
 *  or it is refused (`stop`). */
export const OUTSIDE_EFFECTS = ['show', 'explain', 'stop'] as const;
export type OutsideEffect = (typeof OUTSIDE_EFFECTS)[number];

export interface ListRule {
  code: string;
  effect: ListEffect;
  words: string[];
  zh: string;
  en: string;
  source: string;
}

export interface SpendRules {
  tiers: SpendTier[];
  /** The maximum amount of a request. */
  capsFen: Record<SpendKind, number>;
  /** Requests above this amount need a reason. */
  justifyAboveFen: number;
  /** Requests above `aboveFen` need this number of quotes from suppliers. */
  quotes: { aboveFen: number; count: number };
  /** Up to this amount an urgent request may be paid before its public notice. */
  urgentUpToFen: number;
  /** How much may be paid before acceptance, in percent of the request's amount. */
  advancePercent: Record<SpendKind, number>;
  lists: ListRule[];
  outside: OutsideEffect;
}

export interface SpendPolicy extends SpendRules {
  /** 0: the default policy of the platform. */
  version: number;
  /** The document that orders it. */
  source: string;
  /** Shanghai days, both inclusive; null: no limit. */
  validFrom: string | null;
  validUntil: string | null;
}

export const SpendPolicyExpired = problem('SPEND_POLICY_EXPIRED', 422, {
  zh: '用款规则第 {version} 版已于 {validUntil} 到期，请联系区级发布新规则。',
  en: 'Version {version} of the spending policy ended on {validUntil}. The district has to publish a new one.',
});

const secretary: Role = 'community_secretary';
const director: Role = 'community_director';
const fiveDays: Duration = { amount: 5, unit: 'workingDay' };

/** The intended purposes of the fund. Source: R4.6. */
const MAY_PAY: ListRule[] = [
  {
    code: 'safety',
    words: ['扶手', '防滑', '夜灯', '报警', '燃气', '电线', '消防', '门锁', '抢修', '安全'],
    zh: '居家与公共安全',
    en: 'Safety at home and outside',
  },
  {
    code: 'facilities',
    words: ['道路', '路灯', '照明', '排水', '水管', '水龙头', '楼道', '修'],
    zh: '道路、照明、排水和小修小补',
    en: 'Roads, lights, drains and small repairs',
  },
  {
    code: 'culture',
    words: ['健身', '文体', '图书', '书籍', '活动室', '球'],
    zh: '健身与文体',
    en: 'Fitness, culture and sport',
  },
  {
    code: 'tidiness',
    words: ['清理', '保洁', '垃圾', '绿化', '树'],
    zh: '环境整治',
    en: 'Clean and tidy surroundings',
  },
  {
    code: 'care',
    words: ['老人', '长者', '儿童', '学生', '孩子', '残疾', '轮椅', '助听', '护理', '陪诊', '书桌', '台灯', '书包'],
    zh: '老人、儿童和残疾人服务',
    en: 'Services for older people, children and people with disabilities',
  },
  {
    code: 'hardship',
    words: ['困难', '大米', '食油', '被', '奶粉', '衣', '电饭煲', '慰问'],
    zh: '困难帮扶',
    en: 'Help in hardship',
  },
].map((rule) => ({ ...rule, effect: 'allow' as const, source: '专项经费可支付范围' }));

/** The policy before the district publishes its own. Source: R4.3 to R4.8. */
export const DEFAULT_POLICY: SpendPolicy = {
  version: 0,
  source: '平台初始规则',
  validFrom: null,
  validUntil: null,
  tiers: [
    { upToFen: 100_000, signers: [secretary], notice: null, needsMinutes: false },
    { upToFen: 1_000_000, signers: [secretary, director], notice: null, needsMinutes: false },
    { upToFen: 5_000_000, signers: [secretary, director], notice: fiveDays, needsMinutes: true },
    { upToFen: 10_000_000, signers: [secretary, director, 'town_officer'], notice: fiveDays, needsMinutes: true },
    {
      upToFen: null,
      signers: [secretary, director, 'town_officer', 'district_officer'],
      notice: fiveDays,
      needsMinutes: true,
    },
  ],
  capsFen: { goods: 20_000_000, service: 20_000_000, works: 50_000_000 },
  justifyAboveFen: 100_000,
  quotes: { aboveFen: 1_000_000, count: 3 },
  urgentUpToFen: 1_000_000,
  advancePercent: { goods: 0, service: 0, works: 30 },
  outside: 'show',
  lists: [
    ...MAY_PAY,
    {
      code: 'debt',
      effect: 'stop',
      words: ['还债', '还款', '欠款', '债务', '借款'],
      zh: '不得用于偿还债务',
      en: 'The fund does not pay debts',
      source: '专项经费负面清单：债务',
    },
    {
      code: 'wages',
      effect: 'stop',
      words: ['工资', '奖金', '加班费'],
      zh: '不得用于发放工资、奖金',
      en: 'The fund does not pay wages or bonuses',
      source: '专项经费负面清单：人员经费',
    },
    {
      code: 'reception',
      effect: 'stop',
      words: ['接待', '招待', '宴请', '烟酒'],
      zh: '不得用于接待',
      en: 'The fund does not pay for receptions',
      source: '专项经费负面清单：接待',
    },
    {
      code: 'office',
      effect: 'explain',
      words: ['办公', '打印机', '会议室'],
      zh: '办公开支不属于经费范围，请说明',
      en: 'Office costs are outside the purposes of the fund: give a reason',
      source: '专项经费负面清单：办公经费',
    },
    {
      code: 'property',
      effect: 'explain',
      words: ['物业', '电梯维保'],
      zh: '物业等其他主体的职责，请说明',
      en: 'This may be the duty of the property company or others: give a reason',
      source: '专项经费负面清单：其他主体职责',
    },
  ],
};

/** The newest version that has started by a day. Versions are rows of `policy` and never change. Throws
 *  SPEND_POLICY_EXPIRED when this version has ended. */
export async function spendPolicy(reader: Reader, day: string): Promise<SpendPolicy> {
  const policy = toPolicy(await policyValidOn(reader, 'spend', day));
  if (policy.validUntil && policy.validUntil < day)
    throw SpendPolicyExpired({ version: policy.version, validUntil: policy.validUntil });
  return policy;
}

/** A published version. */
export async function spendPolicyOf(reader: Reader, version: number): Promise<SpendPolicy> {
  return toPolicy(await policyVersion(reader, 'spend', version));
}

interface PolicyRow {
  version: number;
  body: string;
}
/** Converts a row to a policy. Rules that a version lacks come from the default policy. */
export const toPolicy = (row: PolicyRow | undefined): SpendPolicy =>
  row ? { ...DEFAULT_POLICY, ...(JSON.parse(row.body) as SpendRules), version: row.version } : DEFAULT_POLICY;
