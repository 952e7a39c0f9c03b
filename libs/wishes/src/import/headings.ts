import { halfWidth, type SheetRow } from '#libs/platform';

export type Field =
  'unit' | 'name' | 'phone' | 'text' | 'kind' | 'cost' | 'people' | 'due' | 'age' | 'hardship' | 'address';

/** What headings say, the telling ones first: 受益人数 is a number of people before it is a person. */
const MEANINGS: [Field | null, RegExp][] = [
  [null, /序号|编号|状态|进度|是否|备注|说明|照片|性别|身份证|银行|签名|结果|评价|出生|生日|实际|已用/],
  [null, /网格员|网格长|负责|填报|填表|经办|认领|志愿|党员|审核|对接|责任|登记|征集|采集|提交|核实/],
  ['people', /人数|惠及|受惠|受益.*数/],
  ['due', /时间|时限|期限|日期|截止|deadline|due/i],
  ['cost', /费用|金额|资金|预算|经费|花费|价格|价钱|款项|cost/i],
  ['hardship', /困难|群体|人群|人员类|对象类|对象类别|身份/],
  ['age', /年龄|岁数|age/i],
  ['phone', /电话|手机|联系方式|联系号码|phone/i],
  ['address', /住址|地址|住处|门牌|address/i],
  ['name', /姓名|名字|许愿人|心愿人|申请人|受益人|受助|服务对象|求助人|当事人|^name$|^联系人$/i],
  ['kind', /类别|类型|种类|性质|分类|kind/i],
  ['text', /心愿|愿望|需求|诉求|事项|内容|wish/i],
  ['unit', /社区|村|居委|单位|community/i],
];

export interface Headings {
  row: number;
  columns: Map<Field, number>;
  /** Costs are given in 万元. */
  costInTenThousands: boolean;
}

const LONGEST_HEADING = 14;

function meaningOf(heading: string): Field | null {
  const plain = halfWidth(heading).replace(/\s+/g, '');
  const bare = plain.replace(/[(（【[][^)）】\]]*[)）】\]]/g, '') || plain;
  // Headings are short and tell no figures; what people write under them is long or does.
  if ([...bare].length > LONGEST_HEADING || /[\d，。！？；,;!?]/.test(bare)) return null;
  return MEANINGS.find(([, pattern]) => pattern.test(bare))?.[0] ?? null;
}

/** Reads a row as headings, in any order; undefined when it is not a heading row. */
export function readHeadings(row: SheetRow): Headings | undefined {
  const columns = new Map<Field, number>();
  let costInTenThousands = false;
  for (const [column, { text }] of row.cells) {
    const field = meaningOf(text);
    if (!field) continue;
    // Of two columns that could hold the wish, the one called 内容 does.
    if (columns.has(field) && !(field === 'text' && text.includes('内容'))) continue;
    columns.set(field, column);
    if (field === 'cost') costInTenThousands = text.includes('万元');
  }
  const isHeading = columns.size >= 3 && columns.has('text') && (columns.has('name') || columns.has('phone'));
  return isHeading ? { row: row.row, columns, costInTenThousands } : undefined;
}
