import { isOfThePerson, personColumn, withoutRemark, type Vocabulary } from '#libs/platform/parsing';

export const WISH_FIELDS = [
  'unit',
  'name',
  'phone',
  'text',
  'kind',
  'cost',
  'people',
  'due',
  'age',
  'hardship',
  'address',
] as const;
/** The cost is calculated from `unitPrice` and `quantity`; a person cannot assign these two to a heading. */
export type Field = (typeof WISH_FIELDS)[number] | 'unitPrice' | 'quantity';

const TOTAL = /总价|總價|总额|总计|合计|小计|total/i;
const PER_UNIT =
  /单价|單價|每[人户件个台份套](?:.{0,2}(?:价|金额|费用|预算|元)|$)|元\/[人户件个台份套]|unit(?:price|cost)|(?:price|cost)(?:per|each)/i;

/** A price next to a quantity may be a unit price; a total is not. */
export const mayBePerUnit = (label: string): boolean => /价|price/i.test(label) && !TOTAL.test(label);

/** Patterns of headings, the most specific first: 受益人数 is a number of people, not a person. */
const MEANINGS: readonly [Field | null, RegExp][] = [
  [
    null,
    /序号|编号|状态|进度|是否|备注|说明|照片|性别|民族|身份证|银行|签名|签字|结果|评价|出生|生日|实际|已用|志愿|党员|职务/,
  ],
  ['people', /人数|惠及|受惠|受益.*数|people/i],
  ['cost', TOTAL],
  ['unitPrice', PER_UNIT],
  ['quantity', /数量|數量|件数|个数|台数|quantity|^qty\.?$/i],
  [
    null,
    /(?:填报|登记|征集|采集|提交|核实|审核|认领|申请|申报|上报|走访|入户|受理|录入|填表|开始|起始|启动|发布|公示|审批|签订|入党).*(?:时间|日期)/,
  ],
  ['due', /时间|时限|期限|日期|截止|deadline|due/i],
  ['cost', /费用|金额|资金|预算|经费|花费|价|款项|(?<!名)额度?$|cost|price|amount|budget/i],
  ['hardship', /困难|群体|人群|人员类|对象类|身份/],
  ['age', /年龄|岁数|^age$/i],
];
const LATER: readonly [Field, RegExp][] = [
  ['address', /住址|地址|住处|门牌|address/i],
  ['kind', /类别|类型|种类|性质|分类|kind/i],
  ['text', /心愿|愿望|需求|诉求|事项|内容|wish/i],
  ['unit', /社区|村|居委|单位|community/i],
];
const matching = <F>(rules: readonly (readonly [F, RegExp])[], text: string): { field: F } | undefined => {
  const found = rules.find(([, pattern]) => pattern.test(text));
  return found && { field: found[0] };
};

/** Recognises the columns of a form that collects wishes. */
export const WISH_FORM: Vocabulary<Field> = {
  meaningOf(path) {
    const own = path.at(-1)!;
    const bare = withoutRemark(own);
    const early = matching(MEANINGS, bare);
    // 金额（单价） states in brackets that it is a unit price.
    const isPerUnit = early?.field === 'cost' && PER_UNIT.test(own) && !TOTAL.test(bare);
    if (early) return { field: isPerUnit ? 'unitPrice' : early.field, rank: 0 };
    const person = personColumn([...path.slice(0, -1), bare]);
    if (person) return { field: isOfThePerson(person.of) ? person.holds : null, rank: person.rank };
    const found = matching(LATER, bare);
    // If two columns could hold the wish, the one called 内容 does.
    return found && { ...found, rank: found.field === 'text' && !own.includes('内容') ? 1 : 0 };
  },
  isTable: (fields) => fields.size >= 3 && fields.has('text') && (fields.has('name') || fields.has('phone')),
};
