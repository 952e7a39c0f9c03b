import type { Candidate } from './candidate.js';
import type { PlainText } from './plain-text.js';

const N = '(?:\\d{1,5}|[一二三四五六七八九十百廿〇零]{1,5})';

type Part = 'group' | 'lane' | 'building' | 'section' | 'house' | 'floor' | 'room' | 'dash' | 'digits';

/** The parts of an address that carry a number; the first match counts. */
const PARTS: [Part, RegExp][] = (
  [
    ['dash', '\\d{1,3}[a-z]?-(?:\\d{1,2}-)?\\d{3,4}(?:室|房|号)?(?![\\d-])'],
    ['group', `第?${N}\\s?(?:村民小组|居民小组|经济合作?社|生产队|小组|小队|村小组|组|队|社(?![会区保工团]))`],
    [
      'lane',
      `第?${N}\\s?(?:[横直大小]?巷|[横直]?街|坊|弄|胡同|[东南西北]?[横直]路|横(?![过着])|里(?![路地外面以]))(?:[东南西北](?=${N}))?`,
    ],
    [
      'building',
      `(?:[a-z]?${N}[a-z]?|[a-z甲乙丙丁东南西北])\\s?(?:号楼(?!梯)|号栋|栋|幢|座(?![桥山房城庙坟塔厂椅位车]|的车|商务)|#楼?|号院)`,
    ],
    ['section', `(?:${N}|[a-z东南西北])\\s?(?:单元|梯|期|区)`],
    ['house', `附?${N}(?:-\\d{1,3})?\\s?号(?:之${N}|-\\d{1,4}(?!\\d))?(?:铺|档|屋|大院|宿舍|门)?`],
    ['room', `(?:[a-z]?\\d{2,4}[a-z]?|${N}|[a-z])\\s?(?:室(?![内外温友])|房(?![子屋租间产东]))`],
    ['floor', `[负]?${N}\\s?(?:楼|层)`],
    [
      'digits',
      '(?:[a-z]\\d{2,4}|\\d{3,4}[a-z]?|\\d{1,2}[a-z]|[一二三四五六七八九][〇零一二三四五六七八九]{2,3})(?![\\d.%~〇零一二三四五六七八九十-]|[元块米岁斤年个人份只件平公毫度瓦克月日毛角万千百号套幅亩本])',
    ],
  ] as [Part, string][]
).map(([part, pattern]) => [part, new RegExp(pattern, 'iuy')]);

const BEGINS = /附|第|负|\d|[a-z](?=[座栋幢区\d#])|[一二三四五六七八九十百廿]|[甲乙丙丁东南西北](?=[座栋幢])/giu;
const BETWEEN = /[\s,·・-]{0,2}(?:宿舍楼?|公寓)?/uy;

/** Characters that end a place name when reading backwards from its house number. */
const NO_PLACE =
  /[\s,。;:!?、()[\]【】<>"“”'‘’/*|~·#]|[住在到去址是于为从往给我你他她佢的了跟及送寄搬来这离靠过把请帮找叫让向说姓也还都有喺系租某将按属屋您被睇揾看由转个名间]/u;
/** Place names that contain such a character, or "and". */
const NAMES_OF_PLACES =
  /和[平顺睦谐兴安美丰桥村]|[人仁永太中义泰祥联协顺雍怡]和|家[园和]|[泰福东凤悦朝春祥金鸿财]来|将军|向[阳东荣明红华善]|[东南西北]向|都[市会荟汇]|[新帝]都|[大富万]有|自由|乐从|从化|[万百名]家|来安|有为|新屋|大屋|屋边|个[旧山]|送[水]|为民|看[守]|名[雅苑都豪人]|转[塘]|间[村]/gu;
/** Words of the sentence, after which a place name begins. */
const NO_NAMES_OF_PLACES =
  /门牌|[住地]址|房号|投诉|反[对映]|针对|要求|目前|坚决|调?查实?|核[实查]|走访|购买|该|上述|现有|原有|因(?!为)|业主|物业|居民(?!小组|委员)|村民(?!小组|委员)|老人|志愿者|本人|\d+[年月日]|[这那每各两几某一]个?(?=小区|楼盘|单位)|位于|联系|派送|快递|安装|维修/gu;
const JOINS = /[和与]/u;
const LONGEST_PREFIX = 26;

const ROAD =
  /(?:路|街|大道|道|巷|坊|弄|胡同|横|公路|国道|省道|[路街道巷][东南西北中]|[路街道巷][一二三四五六七八九十]|围|基|涌|滘|里)$/u;
const ESTATE =
  /(?:小区|花园|苑|城|公寓|大厦|新村|家园|[华名豪雅嘉锦御]庭|府|轩|阁|湾|邸|公馆|广场|宿舍楼?|大院|山庄|别墅|豪园|园|居|庭|世界|天地|国际|中心|小筑|楼盘|蓝湾|阳光|锦|住宅区?|安置房|公租房|廉租房|厂|楼)$/u;
const VILLAGE =
  /(?:[小村]组|队|村|坊|社|里|新区|东区|西区|南区|北区|大队|屯|庄|寨|堡|围|头|边|岗|涌|沙|塘|联|圩|墟|[东南西北]便?)$/u;
const ADMINISTRATIVE = /(?:省|自治区|市|区|县|镇|街道|乡|社区|村委会?|居委会?)$/u;

/** A town or village, followed by a name without a word for its kind. */
const WITHIN = /(?:省|市|区|县|镇|街道|乡|村|社区|坊|里|路|街|大道)\p{Script=Han}{1,6}$/u;

const LIVES =
  /(?:住(?!户)|屋企|家在|我家|家里在|地址|住址|户籍|门牌|房号|送到|送去|寄到|寄去|上门到|搬到|搬去|搬入|租[住喺在]?|宿舍|快递到|收货|现居|家住|来我家|屋[喺系])[^,。;!?\n]{0,6}$/u;
const PUBLIC_BEFORE =
  /(?:服务中心|服务站|居委会?|村委会?|党群|医院|卫生站|派出所|法院|银行|活动|会议|办公|[局厅]|政府|单位|地点|集合|报名|领取|窗口|有限公司|商店|超市|市场|会场|展厅|图书馆|文化[站室馆]|公园|学校|小学|中学|课室|教学)[^,。;!?\n]{0,6}$/u;
const PUBLIC_AFTER =
  /^(?:的|旁边?|对面|门口|门前|附近|前面?|路口|路段|楼下|下面?|上面?|处|至|到|之间|和|[(（]){0,3}(?:那[条个盏座]|公共)?(?:公园|公交|车站|站台|路灯|灯杆|超市|市场|医院|学校|小学|中学|幼儿园|居委|村委|服务|党群|卫生|派出所|银行|药店|饭店|垃圾|井盖|路口|路段|之间|会议|活动|诊室|病房|窗口|展厅|礼堂|报告厅|铺位招租|健身|球场|厕所|停车|充电|祠堂|文化)/u;
/** 5月9号, 10号前, 3号下午: a day. */
const DAY_AFTER =
  /^(?:[、,和至到-]\d{1,2}号|(?:之?[前后](?![面座屋门排])|以[前后]|晚|早|上午|下午|中午|凌晨|开始|起|左右|那天|当天|截止|生日|线|电池|干电|半夜|夜|星期|周[一二三四五六日]|礼拜|发货|交|台风|放假|文件|会议纪要|令|公告|文|发票|心愿|合同|选手|队员|窗|机|桌|车|种子|铅|字|色|针|筋|钢|汽油|柴油|油|楼梯))/u;
const DAY_BEFORE = /(?:月份?|这个月|每月|本月|上月|下月|当月|农历|初|第|星期|周|到|至)\s?$/u;

interface Walk {
  parts: Part[];
  start: number;
  end: number;
}

/** House numbers with the lane, road, village or estate before them; buildings and rooms; village groups; and places that a
 *  person describes by a landmark. Roads, villages and floors alone identify no person. */
export function findAddresses(plain: PlainText): Candidate[] {
  const { text } = plain;
  const found: Candidate[] = [];
  BEGINS.lastIndex = 0;
  for (let begin = BEGINS.exec(text); begin; begin = BEGINS.exec(text)) {
    if (isInsideNumber(text, begin.index)) continue;
    const walk = walkFrom(text, begin.index);
    if (!walk) continue;
    BEGINS.lastIndex = walk.end;
    const candidate = judge(text, walk);
    if (candidate) found.push(candidate);
  }
  return [...found, ...findLandmarks(text)];
}

const isInsideNumber = (text: string, at: number): boolean => {
  const before = text.slice(Math.max(0, at - 2), at);
  return (
    /[\d.]$|\d[-/]$|[a-z]-?$/i.test(before) || (/[一二三四五六七八九十百]$/.test(before) && /[一-十百]/.test(text[at]!))
  );
};

function walkFrom(text: string, start: number): Walk | null {
  const parts: Part[] = [];
  let end = start;
  for (let at = start; parts.length < 8;) {
    const next = partAt(text, at, parts);
    if (!next || (next.part === 'digits' && text.slice(end, at).includes(','))) break;
    parts.push(next.part);
    end = next.end;
    BETWEEN.lastIndex = end;
    at = end + BETWEEN.exec(text)![0].length;
  }
  return parts.length > 0 ? { parts, start, end } : null;
}

function partAt(text: string, at: number, before: Part[]): { part: Part; end: number } | null {
  for (const [part, pattern] of PARTS) {
    if (
      part === 'digits' &&
      !before.some((earlier) => earlier !== 'group' && earlier !== 'digits') &&
      !isInEstate(text, at, before)
    )
      continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) continue;
    const end = at + match[0].length;
    if (part === 'house' && isDay(text, at, end, before)) continue;
    if (part === 'digits' && before.at(-1) === 'house' && text.slice(at - 1, at) !== '号' && !/\s/.test(text[at - 1]!))
      continue;
    return { part, end };
  }
  return null;
}

/** 翠云阁1203, 宿舍305: the number follows the name of a house. */
const isInEstate = (text: string, at: number, before: Part[]): boolean =>
  before.length === 0 &&
  /(?:花园|苑|阁|轩|宿舍楼?|公寓|大厦|[华名豪雅嘉锦御]庭|[新家]园|小区|豪园)$/u.test(
    text.slice(Math.max(0, at - 4), at),
  );

const isDay = (text: string, start: number, end: number, before: Part[]): boolean =>
  (before.length === 0 && DAY_BEFORE.test(text.slice(Math.max(0, start - 3), start))) ||
  (!before.some((part) => part === 'lane' || part === 'group') && DAY_AFTER.test(text.slice(end, end + 6)));

/** What a numbered passage and the words around it say. */
interface Place {
  parts: ReadonlySet<Part>;
  /** The numbered passage itself, and the place name before it. */
  own: string;
  prefix: string;
  /** The words before say that somebody lives there. */
  isHome: boolean;
  isRoad: boolean;
  isEstate: boolean;
  isVillage: boolean;
}

function judge(text: string, walk: Walk): Candidate | null {
  const { prefixStart, prefix } = placeBefore(text, walk.start);
  const before = text.slice(Math.max(0, prefixStart - 12), prefixStart);
  const place: Place = {
    parts: new Set(walk.parts),
    own: text.slice(walk.start, walk.end),
    prefix,
    isHome: LIVES.test(before) || DWELLINGS.test(prefix),
    isRoad: ROAD.test(prefix),
    isEstate: ESTATE.test(prefix) && !ANY_ESTATE.test(prefix),
    isVillage: VILLAGE.test(prefix),
  };
  if (MEASURE.test(place.own) && !place.isHome) return null;
  const isDoor = tellsDoor(place);
  if (!isDoor && !mayTellDoor(place, text.slice(walk.end, walk.end + 4), text.slice(walk.start - 1, walk.start)))
    return null;
  const isPublic =
    PUBLIC_AFTER.test(text.slice(walk.end, walk.end + 12)) ||
    PUBLIC_BEFORE.test(text.slice(Math.max(0, prefixStart - 14), walk.start));
  return {
    start: prefix ? prefixStart : walk.start,
    end: withLandmark(text, walk.end, place.isHome),
    kind: 'address',
    isCertain: isDoor && (place.isHome || !isPublic),
  };
}

/** The passage identifies one door, or a few. */
function tellsDoor({ parts, own, prefix, isHome, isRoad, isEstate, isVillage }: Place): boolean {
  const has = (...some: Part[]): boolean => some.some((part) => parts.has(part));
  const isNamed = isRoad || isEstate || isVillage;
  const isInside = has('room', 'digits', 'dash');
  if (has('dash')) return isHome || isNamed || parts.size > 1;
  if (has('house') && (isInside || isRoad || isEstate || has('lane', 'group'))) return true;
  if (has('house') && isVillage && !prefix.endsWith('社区')) return true;
  if (has('house') && isHome && !ADMINISTRATIVE.test(prefix)) return true;
  if (has('building', 'section') && isInside) return true;
  if (has('building') && (isHome || isEstate || has('section'))) return true;
  if (has('building') && (isRoad || isVillage) && prefix.length >= 3 && !prefix.endsWith('区')) return true;
  if (has('room')) return ((isHome || isNamed) && !MEASURE.test(own)) || /\d{3}/.test(own);
  if (has('digits')) return has('floor') ? isHome || isNamed : isHome && isEstate;
  if (has('lane')) return isHome || has('group');
  return (
    has('group') &&
    (isHome || OF_A_VILLAGE.test(prefix) || (/村民小组|居民小组|生产队|经济/.test(own) && prefix !== ''))
  );
}

/** The passage may identify a door; a reviewer decides. */
function mayTellDoor({ parts, own, prefix }: Place, after: string, before: string): boolean {
  if (parts.has('dash')) return ROOM_AFTER_DASH.test(own) && !UNIT_AFTER.test(after) && !/[a-z]/i.test(before);
  if (parts.has('building') || parts.has('digits')) return true;
  if (parts.has('lane')) return /巷|坊|弄|胡同/.test(own) && prefix.length >= 2;
  return parts.has('group') && /(?:队|村民小组|居民小组)$/.test(own);
}

const DWELLINGS = /(?:宿舍楼?|住宅区?|公租房)$/u;
const ANY_ESTATE = /^(?:小区|楼盘|花园|公寓|大厦|新区|中心)$/u;
const OF_A_VILLAGE = /(?:村|坊|社|里|社区|村委|围|涌|岗|沙|塘|联|圩|边|头)$/u;
/** 3-502: fifth floor, second door; not 100-500 yuan. */
const ROOM_AFTER_DASH = /-(?:[1-9]|[12]\d|3[0-6])(?:0[1-9]|1\d|2\d)(?:室|房|号)?$/;
const UNIT_AFTER = /^\s?(?:元|块|万|千|百|米|岁|斤|个|人|份|件|年|月|号线|kg|cm|mm|ml|w\b|v\b|%|分|页|条)/i;
/** 一栋, 一座, 一期 count houses; 三房 counts rooms. */
const MEASURE = /^(?:[一两二三四五六七八九十]房|一[栋座幢期门区梯组])$/u;

/** The place name before a house number, segment by segment across commas and spaces. */
function placeBefore(text: string, start: number): { prefixStart: number; prefix: string } {
  const from = Math.max(0, start - LONGEST_PREFIX);
  const shown = text.slice(from, start);
  const guarded = shown
    .replace(NAMES_OF_PLACES, (name) => '地'.repeat(name.length))
    .replace(NO_NAMES_OF_PLACES, (words) => ';'.repeat(words.length));
  let at = guarded.length;
  // One separator may stand between a road and its number.
  if (
    /[\s,]$/.test(guarded) &&
    (ROAD.test(guarded.slice(0, -1)) || ESTATE.test(guarded.slice(0, -1)) || ADMINISTRATIVE.test(guarded.slice(0, -1)))
  )
    at -= 1;
  let first = at;
  while (at > 0) {
    const character = guarded[at - 1]!;
    if (/[\s,]/.test(character) && ADMINISTRATIVE.test(guarded.slice(0, at - 1))) {
      at -= 1;
      continue;
    }
    if (!/[\p{Script=Han}\da-z]/iu.test(character) || NO_PLACE.test(character) || JOINS.test(character)) break;
    at -= 1;
    first = at;
  }
  // Half a number is no name.
  if (from + first === from && from > 0) first = Math.min(first + 1, guarded.length);
  const prefix = shown.slice(first).replace(/[\s,]$/, '');
  const isPlace =
    ROAD.test(prefix) ||
    ESTATE.test(prefix) ||
    VILLAGE.test(prefix) ||
    ADMINISTRATIVE.test(prefix) ||
    WITHIN.test(prefix);
  const isLedTo = /(?:[住在喺到址系]|地址[:\s]{1,2})$/u.test(text.slice(Math.max(0, from + first - 4), from + first));
  if (!isPlace && (prefix.length > (isLedTo ? 14 : 4) || !/^\p{Script=Han}{2,14}$/u.test(prefix)))
    return { prefixStart: start, prefix: '' };
  return { prefixStart: from + first, prefix };
}

const SIDE = '(?:隔壁|对面|斜对面|后面|背后|侧边|旁边|隔篱|前面|门口|楼上|附近|边上|转角|侧便|后便|对门)';
const LANDMARK =
  '(?:祠堂|市场|学校|小学|中学|医院|超市|榕树|桥头?|庙|店|铺|站|厂|公园|厕所|公厕|村委会?|居委会?|诊所|卫生站|牌坊|池塘|鱼塘|塘边|球场|信用社|银行|幼儿园|药店|士多店?|酒家|宾馆|码头|井|门楼|社坛|学堂|会堂|邮局|派出所|菜场|饭店|粮仓|晒谷场|水塔|闸口|村口|路口|巷口|塘头|文化室|活动室)';
const NO_LANDMARK = /[,。;!?、\s没无人我你他她佢有不冇也都很]/u;
const DWELLING = `第?${N}(?:间|户|家|座|栋|排)(?:屋|房)?`;
const HOME_BY_LANDMARK = new RegExp(
  `(?:住|屋企|家|租|搬[到去])(?:[在喺系于咗]){0,2}(?<place>[\\p{Script=Han}a-z0-9]{0,10}?${LANDMARK}(?:的|嘅)?(?:${SIDE}|${DWELLING}){1,2})`,
  'giu',
);
const HOME_BY_SIDE = new RegExp(`(?:住|屋企|家住)(?:[在喺系于]){0,2}(?<place>[\\p{Script=Han}]{1,8}?${SIDE})`, 'giu');
const HOME_BY_COUNT = new RegExp(
  `(?<place>(?:村口|巷口|路口|巷尾|村头|村尾|巷头|街口|街尾)(?:[\\p{Script=Han}]{0,4})${DWELLING}|(?:左|右)手边?${DWELLING}|倒数${DWELLING})`,
  'giu',
);

/** 住翠湖花园, without a number. */
const HOME_BY_NAME =
  /(?:住|租)(?:[在喺系于咗]){0,2}(?![院户宿房址处所宅持民校进满得的了着过])(?<place>\p{Script=Han}{2,14}(?:花园|小区|苑|公寓|大厦|新村|家园|豪庭|华庭|名都|大院|宿舍|村|坊|巷|街|路)[头尾口]?)/gu;

/** 崇南村民小组. */
const NAMED_GROUP =
  /(?<place>(?![在到从是给我])(?:\p{Script=Han}{1,4}[镇村])?\p{Script=Han}{2,5}(?:村民小组|经济社|生产队))/gu;

function findLandmarks(text: string): Candidate[] {
  const rules: [RegExp, boolean][] = [
    [HOME_BY_NAME, false],
    [NAMED_GROUP, false],
    [HOME_BY_LANDMARK, true],
    [HOME_BY_SIDE, false],
    [HOME_BY_COUNT, true],
  ];
  return rules.flatMap(([pattern, isCertain]) =>
    [...text.matchAll(pattern)]
      .filter((match) => !NO_LANDMARK.test(match.groups!.place!))
      .map(({ index, 0: whole, groups }): Candidate => {
        const start = index + whole.lastIndexOf(groups!.place!);
        const end = index + whole.length;
        return { start, end: isCertain ? withDwelling(text, end) : end, kind: 'address', isCertain };
      }),
  );
}

const AFTER_HOUSE = new RegExp(`^(?:${SIDE}(?:屋|${DWELLING})?)`, 'u');
const AFTER_SIDE = new RegExp(`^(?:的|嘅)?${DWELLING}`, 'u');

/** 三巷五号隔壁: includes the landmark after it, since the passage identifies the neighbour's house. */
const withLandmark = (text: string, end: number, isHome: boolean): number =>
  isHome ? end + (AFTER_HOUSE.exec(text.slice(end, end + 10))?.[0].length ?? 0) : end;

const withDwelling = (text: string, end: number): number =>
  end + (AFTER_SIDE.exec(text.slice(end, end + 10))?.[0].length ?? 0);
