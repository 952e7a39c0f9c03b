import type { Certainty } from './finding.js';
import type { Candidate } from './candidate.js';
import {
  CLEAR_SURNAMES,
  COMMON_CHARACTERS,
  DOUBLE_SURNAMES,
  DOUBTFUL_SURNAMES,
  NAME_CHARACTERS,
  NO_NAMES,
  TITLES,
  WORDS_BEFORE,
} from './name-words.js';
import type { PlainText } from './plain-text.js';

const HAN = /\p{Script=Han}/u;
const LABEL =
  /(?:姓名|名字|联系人|收件人|收货人|收款人?|领款人?|代签|代领|失主|对方|领取人|付款人|签收人?|签名|签字|户主|户名|申请人|受益人|负责人|经办人|经办|报销人|监护人|代办人|代理人|受助人|求助人|提出人|救助对象|帮扶对象|走访对象|被探访人|探访对象|我叫|名叫|叫做|全名|真名|称呼)(?:是|为|系|叫|[（(][^）)]{0,6}[）)])?[\s:：]{0,3}$/u;
const KIN =
  '(?:儿子|女儿|老公|老婆|丈夫|妻子|老伴|爱人|父亲|母亲|爸爸|妈妈|爷爷|奶奶|外公|外婆|公公|婆婆|孙子|孙女|外孙女?|哥哥|姐姐|弟弟|妹妹|侄子|侄女|外甥女?|媳妇|女婿|邻居|同学|朋友|工友|战友|舍友|同事|室友|阿妈|阿爸|阿嫲|阿婆|阿公|阿爷|老窦|老豆|仔仔|囡囡|个仔|个女|我孙|我仔|我女|其子|其女|其妻|其夫|其母|其父|家属|义工|志愿者|社工|网格员|村医|医生|护士|老师|班主任|师傅|书记|主任|居民|村民|住户|户主|老人|长者|学生|患者|病人|残疾人|业主|同志|监护人|党员|房东|租客|店主|老板|司机|[\\p{Script=Han}]工|工人|法人|队员|组员|成员|家长|姑娘|婆婆|嫂子|亲戚|细佬|大佬|家姐|阿哥|阿姐|阿妹|失主|寻人|供应商|收款方|代表|队长|组长|站长|所长|科长|局长|校长|院长|会长|秘书|干部|干事|专干|律师|教练|保安|保洁|护工|护士|月嫂|双胞胎|孩子|女孩|男孩|小朋友|宝宝|小学生|中学生|大学生|新生|阿叔|阿伯)(?:叫|是|系|为)?';
const KIN_BEFORE = new RegExp(`${KIN}[\\s:“"(（]{0,2}$`, 'u');
const VERB_BEFORE =
  /(?:[给帮为请找与跟和同由向替经代问揾识付至对]|转账至?|报销|垫付|支付|领取|感谢|多谢|谢谢|联系|联络|通知|转交?|探望|看望|慰问|陪同?|照顾|认识|叫|是|系|告诉|协助|安排|委托|[、及])$/u;
const WEAK_LABEL = /(?:本人|家属|业主|租客|房东|当事人)[（(:：\s]{0,2}$/u;
const CALLED_BEFORE = /(?:我叫|名叫|叫做|佢叫|他叫|她叫|就叫|名字叫|我是|我系|本人是|我名)$/u;
const TITLE_AFTER = new RegExp(`^${TITLES}`, 'u');
const FIELD_AFTER =
  /^[\s,、:;(（/|]{0,3}(?:男|女|\d{1,3}\s?岁|现年|今年|年龄|性别|电话|手机|身份证|联系|住址|地址|住|[+]?1[3-9]\d|0\d{2,3}-?\d|签收|签字|收$|收[,。\s])/u;
const PERSON_AFTER =
  /^(?:[的在说讲家来去想要有是系和与及同老今已现患因需反表申签来致打住读行腰腿脚眼手身病走从被未将把曾独]|$|[^\p{L}\p{N}])/u;
const AFTER_SHORT_NAME = /^(?:[说讲在来帮去要想有话会跟和同系是核介联的已也都从]|$|[^\p{L}\p{N}])/u;
const NO_GIVEN_NAME =
  /[的了是在有不没和与或及就也都很要会能可想请来去到从对把被让给吗呢吧啊呀着过们个这那哪些什么怎为因但而则你我他她它您]/u;

/** Names by surname. Certain with a label, with fields, or with a full name and title; otherwise possible. */
export function findNames(plain: PlainText): Candidate[] {
  const { text } = plain;
  return [...findFullNames(text), ...findCallNames(text), ...findMinorityNames(text), ...findLatinNames(text)];
}

interface NameAt {
  length: number;
  /** How strongly its characters suggest a name. */
  weight: number;
  givenLength: number;
  isClear: boolean;
  /** It begins like a word: 高兴, 蓝天. */
  isWord: boolean;
  /** Its given name contains a character that is in no list. */
  isRare?: boolean;
}

function findFullNames(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const label = labelledAt(text, at);
    if (label) {
      found.push(label);
      at = label.end - 1;
      continue;
    }
    const name = nameAt(text, at);
    if (!name) continue;
    const verdict = judgeName(text, at, name);
    if (!verdict) continue;
    found.push({ start: at, end: at + name.length, kind: 'name', isCertain: verdict === 'certain' });
    at += name.length - 1;
  }
  return found;
}

/** Firms, offices and placeholders in the place of a name. */
const NO_PERSON =
  /某|居民|本人|社工|办公|中心|委员|同上|待定|保密|匿名|不详|未知|如下|见附|五金|超市|公司|医院|学校|药[房店]|商[行店]|工程|装饰|百货|电器|家[具私]|餐饮|医疗|科技|快餐|饭[堂店]|酒家|水电|建材|维修|服务|[站队组部会处局店厂行社院校所]$/;

/** 高兴, 安全员 are words; 李子梅 is a name although 李子 is a fruit. */
const isWordRun = (run: string): boolean =>
  NO_NAMES.has(run.slice(0, 2)) && !(run.length === 3 && NAME_CHARACTERS.has(run[2]!));

/** The text after 姓名： or 我叫, up to the next sign, is a name even if its characters are rare. */
function labelledAt(text: string, at: number): Candidate | null {
  if (!HAN.test(text[at]!)) return null;
  const before = text.slice(Math.max(0, at - 14), at);
  if (!LABEL.test(before)) return null;
  const isColon = /[:：\s]$/.test(before);
  const run = /^\p{Script=Han}{2,4}(?=[^\p{L}\p{N}]|$|男|女|电话|住|签)/u.exec(text.slice(at, at + 8))?.[0];
  if (!run || NO_GIVEN_NAME.test(run) || (!isColon && !/(?:我叫|名叫|叫做)$/.test(before))) return null;
  if (TITLE_AFTER.test(run) || isWordRun(run) || NO_PERSON.test(run)) return null;
  const isDouble = DOUBLE_SURNAMES.includes(run.slice(0, 2));
  const isName = isDouble || (isSurname(run[0]!) && run.length <= 3);
  const isSaid = /(?:我叫|我名叫|姓名[:：]\s?)$/.test(before);
  return { start: at, end: at + run.length, kind: 'name', isCertain: isName || isSaid };
}

const isSurname = (character: string): boolean => CLEAR_SURNAMES.has(character) || DOUBTFUL_SURNAMES.has(character);

const PERSON_FIELD = /^[\s,、:(]{1,2}(?:男|女|\d{1,3}\s?岁)/u;

/** The likeliest name that begins here, judged by its characters alone. */
function nameAt(text: string, at: number): NameAt | null {
  const double = DOUBLE_SURNAMES.includes(text.slice(at, at + 2));
  if (!double && !isSurname(text[at]!)) return null;
  if (
    WORDS_BEFORE.has(text.slice(Math.max(0, at - 1), at + 1)) ||
    (text[at] === '区' && /[a-z\d]/i.test(text[at - 1] ?? ''))
  )
    return null;
  const surnameLength = double ? 2 : 1;
  const isWord = !double && NO_NAMES.has(text.slice(at, at + 2));
  const isClear = double || CLEAR_SURNAMES.has(text[at]!);
  const weights = [0, 1].map((place) => {
    const character = text[at + surnameLength + place];
    if (!character || !NAME_CHARACTERS.has(character)) return 0;
    return COMMON_CHARACTERS.has(character) ? 1 : 2;
  });
  // A title follows the surname directly (陈老师, 李医生): there is no given name.
  if (TITLE_AFTER.test(text.slice(at + surnameLength, at + surnameLength + 3))) return null;
  const secondIsTitle =
    TITLE_AFTER.test(text.slice(at + surnameLength + 1, at + surnameLength + 4)) &&
    text[at + surnameLength + 1] !== '生';
  const [first = 0, second = 0] = weights;
  if (first === 0) return rareNameAt(text, at, { surnameLength, isClear, isWord, second });
  if (isWord && second < 1) {
    // 高山，68岁 is a person nevertheless.
    const isPerson = !HAN.test(text[at - 1] ?? '') && PERSON_FIELD.test(text.slice(at + 2, at + 8));
    return isPerson ? { length: 2, weight: first, givenLength: 1, isClear, isWord, isRare: true } : null;
  }
  const base = (double ? 3 : isClear ? 2 : 1) - (isWord ? 2 : 0);
  if (second > 0 && !(secondIsTitle && !TITLE_AFTER.test(text.slice(at + surnameLength + 2, at + surnameLength + 5))))
    return { length: surnameLength + 2, weight: base + first + second, givenLength: 2, isClear, isWord };
  // 钟炳某: the last character is in no list, but a field or a title follows it.
  const third = text[at + surnameLength + 1] ?? '';
  const after = text.slice(at + surnameLength + 2, at + surnameLength + 8);
  const closes =
    HAN.test(third) &&
    !NO_GIVEN_NAME.test(third) &&
    !secondIsTitle &&
    (TITLE_AFTER.test(after) || FIELD_AFTER.test(after));
  if (closes && first === 2 && !isWord)
    return { length: surnameLength + 2, weight: base + first, givenLength: 2, isClear, isWord: true };
  return { length: surnameLength + 1, weight: base + first, givenLength: 1, isClear, isWord };
}

/** A given name with a character that is in no list, after 老伴 or 联系人, or between two signs. */
function rareNameAt(
  text: string,
  at: number,
  {
    surnameLength,
    isClear,
    isWord,
    second,
  }: { surnameLength: number; isClear: boolean; isWord: boolean; second: number },
): NameAt | null {
  const rest = text.slice(at + surnameLength, at + surnameLength + 3);
  if (!isClear || isWord || !/^\p{Script=Han}/u.test(rest) || NO_GIVEN_NAME.test(rest[0]!)) return null;
  const before = text.slice(Math.max(0, at - 14), at);
  if (
    !KIN_BEFORE.test(before) &&
    !LABEL.test(before) &&
    !(second > 0 && !HAN.test(text[at - 1] ?? '') && !HAN.test(rest[2] ?? ''))
  )
    return null;
  const givenLength = second > 0 ? 2 : 1;
  return { length: surnameLength + givenLength, weight: 2 + second, givenLength, isClear, isWord: true, isRare: true };
}

const PLACE_END = /[苑城村镇湾园阁庭路街区县市州]/;

/** The context of a name. */
interface Surroundings {
  startsFresh: boolean;
  endsClean: boolean;
  isTitled: boolean;
  isCalled: boolean;
  isKin: boolean;
  isLabelled: boolean;
  isWeaklyLabelled: boolean;
  isAfterVerb: boolean;
  isBeforeFields: boolean;
  isBeforePerson: boolean;
}

function surroundingsOf(text: string, start: number, end: number): Surroundings {
  const before = text.slice(Math.max(0, start - 14), start);
  const after = text.slice(end, end + 12);
  return {
    startsFresh: !/[\p{L}\p{N}]$/u.test(before),
    endsClean: !/^[\p{L}\p{N}]/u.test(after),
    isTitled: TITLE_AFTER.test(after),
    isCalled: CALLED_BEFORE.test(before),
    isKin: KIN_BEFORE.test(before),
    isLabelled: LABEL.test(before),
    isWeaklyLabelled: WEAK_LABEL.test(before),
    isAfterVerb: VERB_BEFORE.test(before),
    isBeforeFields: FIELD_AFTER.test(after),
    isBeforePerson: PERSON_AFTER.test(after),
  };
}

function judgeName(text: string, at: number, name: NameAt): Certainty | null {
  const around = surroundingsOf(text, at, at + name.length);
  // 我是翠湖苑的: a place.
  const isPlace = PLACE_END.test(text[at + name.length - 1]!);
  if (!name.isWord && !isPlace && isCertainName(name, around)) return 'certain';
  return isPossibleName(name, around) ? 'possible' : null;
}

function isCertainName({ weight, givenLength }: NameAt, around: Surroundings): boolean {
  const { startsFresh, endsClean, isTitled, isKin, isLabelled, isCalled, isAfterVerb } = around;
  const isIntroduced = startsFresh || isKin || isLabelled || isAfterVerb;
  const isWhole = givenLength === 2;
  const isStrong = weight >= 4 && (isWhole || endsClean || isTitled);
  if (isLabelled) return weight >= 3 && (endsClean || isWhole);
  if (isCalled) return isStrong || (weight >= 3 && endsClean);
  if (around.isBeforeFields && isIntroduced) return isStrong || (startsFresh && weight >= 3);
  if (around.isWeaklyLabelled) return isStrong && (endsClean || isTitled);
  if (isTitled && isIntroduced) return isWhole && weight >= 4;
  return isKin && isWhole && weight >= 4 && around.isBeforePerson;
}

function isPossibleName({ weight, givenLength, isClear, isWord, isRare }: NameAt, around: Surroundings): boolean {
  const { startsFresh, endsClean, isTitled, isKin, isLabelled } = around;
  const isNamedBefore = isKin || around.isAfterVerb;
  const left = isNamedBefore ? 2 : startsFresh || isTitled ? 1 : 0;
  const right = isTitled || around.isBeforeFields || around.isBeforePerson ? 1 : 0;
  const isPlain = isClear && !isWord;
  if (isRare) return right > 0 || isLabelled;
  if (isKin && isPlain && weight >= 3) return true;
  if (givenLength === 2) return weight + left + right >= (isPlain || isTitled ? 4 : 5);
  if (weight >= 4) return isNamedBefore || (left > 0 && right > 0);
  if (weight < 3) return false;
  if (isNamedBefore && (endsClean || isTitled || (right > 0 && isPlain))) return true;
  if (endsClean && !isWord && (isLabelled || around.isCalled || around.isWeaklyLabelled)) return true;
  return left > 0 && isClear && (endsClean || isTitled);
}

/** A surname with a title that names no person. */
const FIXED_WORDS: ReadonlySet<string> = new Set(
  '康师傅 方太 关公 雷公 花生 余生 文书记 区长 区委员 区主席 成老人 于老人 明老人'.split(' '),
);

/** 梁伯, 李阿婆; 老梁, 阿强, 强哥; 姓梁; 人称肥仔强. All of them are only possible: a title alone may also name an office. */
function findCallNames(text: string): Candidate[] {
  return [...titledSurnames(text), ...shortNames(text), ...givenNames(text), ...nicknames(text)].map(
    ([start, end]) => ({
      start,
      end,
      kind: 'name',
      isCertain: false,
    }),
  );
}

/** No word continues into the name. */
const isFree = (text: string, at: number, particles: RegExp): boolean => {
  const before = text.slice(Math.max(0, at - 6), at);
  return (
    !/\p{Script=Han}$/u.test(before) || VERB_BEFORE.test(before) || KIN_BEFORE.test(before) || particles.test(before)
  );
};

function titledSurnames(text: string): [number, number][] {
  const found: [number, number][] = [];
  for (let at = 0; at < text.length; at += 1) {
    const surname = DOUBLE_SURNAMES.find((double) => text.startsWith(double, at)) ?? text[at]!;
    if (surname.length === 1 && !isSurname(surname)) continue;
    if (WORDS_BEFORE.has(text.slice(Math.max(0, at - 1), at + 1))) continue;
    const end = at + surname.length;
    const title = TITLE_AFTER.exec(text.slice(end, end + 4))?.[0];
    if (!title || FIXED_WORDS.has(surname + title)) continue;
    if (title.length === 1 && NO_NAMES.has(surname + title)) continue;
    if (DOUBTFUL_SURNAMES.has(surname) && !isFree(text, at, /[的个上下边里屋去到等名话有对嘅]$/u)) continue;
    found.push([at, end + title.length]);
  }
  return found;
}

const SHORT_NAME = /[老小](?<surname>\p{Script=Han})(?<title>[仔女叔伯姨姐哥嫂婆公妹]?)/gu;
/** 小区, 小米, 老龙: usually words, not names. */
const SHORT_WORDS = /[区车米麦招植容付劳关苗滑游盘龙司夏钱范钟叶姜梅柳丁孙]/;
const AH_NAME = /阿(?<name>\p{Script=Han})[仔女叔伯姨姐哥嫂婆公妹]?/gu;
const NO_AH_NAME = /[姨婆公伯叔嫲爷妈爸哥姐妹弟嫂拉胶里司尔富婶太]/;
const GIVEN_AND_TITLE = /(?<given>\p{Script=Han})[哥姐叔姨婶嫂](?!\p{Script=Han}?[妹姐哥嫂])/gu;
const NO_GIVEN_BEFORE_TITLE = /[大二三四五六七八九小老表堂亲同先的帅空叔伯姨姐哥]/;

function shortNames(text: string): [number, number][] {
  const found: [number, number][] = [];
  for (const { index, 0: whole, groups } of text.matchAll(SHORT_NAME)) {
    const { surname, title } = groups as { surname: string; title: string };
    if (!CLEAR_SURNAMES.has(surname)) continue;
    const end = index + whole.length;
    const next = text.slice(end, end + 1);
    const isFirst = index === 0 || !/[\p{L}\p{N}]/u.test(text[index - 1]!);
    const isCalled = VERB_BEFORE.test(text.slice(Math.max(0, index - 6), index));
    if (SHORT_WORDS.test(surname) && !(isCalled && !/[\p{L}\p{N}]/u.test(next))) continue;
    const isClosed = title !== '' || AFTER_SHORT_NAME.test(next);
    if (isFirst || (isClosed && isFree(text, index, /[揾搵找等有个的嘅请叫是系]$/u))) found.push([index, end]);
  }
  for (const { index, 0: whole, groups } of text.matchAll(AH_NAME)) {
    const name = groups!.name!;
    if (!NO_AH_NAME.test(name) && (NAME_CHARACTERS.has(name) || isSurname(name)))
      found.push([index, index + whole.length]);
  }
  for (const { index, groups } of text.matchAll(GIVEN_AND_TITLE)) {
    const given = groups!.given!;
    if (NAME_CHARACTERS.has(given) && !NO_GIVEN_BEFORE_TITLE.test(given) && isFree(text, index, /[嘅的]$/u))
      found.push([index, index + 2]);
  }
  return found;
}

/** 个女少芳，: a given name alone, after the word for the relative. */
function givenNames(text: string): [number, number][] {
  return [...text.matchAll(GIVEN_AFTER_KIN)].flatMap(({ index, 0: whole, groups }): [number, number][] => {
    const name = groups!.name!;
    const weight = [...name].reduce(
      (sum, character) => sum + (NAME_CHARACTERS.has(character) ? (COMMON_CHARACTERS.has(character) ? 1 : 2) : -9),
      0,
    );
    return weight >= 3 ? [[index + whole.length - 2, index + whole.length]] : [];
  });
}

const GIVEN_AFTER_KIN =
  /(?:儿子|女儿|老公|老婆|丈夫|妻子|老伴|孙子|孙女|外孙女?|弟弟|妹妹|哥哥|姐姐|侄子|侄女|个仔|个女|我孙|我仔|我女|细佬|家姐|邻居)(?:叫|是|系)?(?<name>\p{Script=Han}{2})(?![\p{L}\p{N}])/gu;

const NICKNAME =
  /(?:叫我|人称|花名|外号|绰号|小名|乳名|英文名)[叫是系做]?[:"“'‘]?(?<name>\p{Script=Han}{2,4})(?![\p{L}\p{N}])/gu;
const SURNAME_SAID = /(?<![百同何外复单大各诸族])姓(?<name>\p{Script=Han})/gu;

function nicknames(text: string): [number, number][] {
  return [
    ...[...text.matchAll(NICKNAME)].filter(({ groups }) => !NO_GIVEN_NAME.test(groups!.name!)),
    ...[...text.matchAll(SURNAME_SAID)].filter(({ groups }) => isSurname(groups!.name!)),
  ].map(({ index, 0: whole, groups }) => [index + whole.length - groups!.name!.length, index + whole.length]);
}

const SOUNDS =
  /[阿艾买提吐尔孜古丽江汗克热西木力布拉依木沙里别哈萨合曼苏巴拜努尔娜扎次仁旺卓玛多吉扎央措才让洛桑丹增格桑尼玛达娃白索朗平措贡嘎罗泽迪亚卡奴帕]/gu;

/** 阿依古丽·买买提: at least half of the characters of a part transcribe sounds. */
function findMinorityNames(text: string): Candidate[] {
  return [...text.matchAll(/\p{Script=Han}{2,7}[·•・‧.]\p{Script=Han}{2,7}/gu)].flatMap((match): Candidate[] => {
    const [left = '', right = ''] = match[0].split(/[·•・‧.]/u);
    const sounds = (part: string): number => (part.match(SOUNDS)?.length ?? 0) / part.length;
    if (sounds(left) < 0.5 && sounds(right) < 0.5) return [];
    // Words around the name are not part of it.
    let skip = 0;
    while (skip < left.length - 2 && !left[skip]!.match(SOUNDS)) skip += 1;
    let end = match[0].length;
    while (end > match[0].length - right.length + 2 && !match[0][end - 1]!.match(SOUNDS)) end -= 1;
    return [
      {
        start: match.index + skip,
        end: match.index + end,
        kind: 'name',
        isCertain:
          sounds(left.slice(skip)) >= 0.5 && sounds(right.slice(0, right.length - (match[0].length - end))) >= 0.6,
      },
    ];
  });
}

const PINYIN =
  '(?:Li|Wang|Zhang|Liu|Chen|Yang|Zhao|Huang|Zhou|Wu|Xu|Sun|Hu|Zhu|Gao|Lin|He|Guo|Ma|Luo|Liang|Song|Zheng|Xie|Han|Tang|Feng|Yu|Dong|Xiao|Cheng|Cao|Yuan|Deng|Fu|Shen|Zeng|Peng|Lu|Su|Jiang|Cai|Jia|Ding|Wei|Xue|Ye|Yan|Pan|Du|Dai|Xia|Zhong|Tian|Ren|Fan|Fang|Shi|Yao|Tan|Liao|Zou|Xiong|Jin|Hao|Kong|Bai|Cui|Kang|Mao|Qiu|Qin|Gu|Hou|Shao|Meng|Long|Wan|Duan|Qian|Ou|Ouyang|Chan|Wong|Leung|Cheung|Lau|Ng|Ho|Lam|Kwok|Chow|Tsang|Mak|Kwong|Fung)';
const LATIN_NAME = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:Mr|Mrs|Ms|Miss|Dr|Uncle|Auntie?|Granny|Grandma|Grandpa)\\.? [A-Z][a-z]{1,12}(?: [A-Z][a-z]{1,12})?|${PINYIN} [A-Z][a-z]{1,10}(?:[- ]?[A-Z]?[a-z]{1,6})?|[A-Z][a-z]{2,10}(?:-?[a-z]{2,6})? ${PINYIN})(?![\\p{L}\\p{N}])`,
  'gu',
);

const LATIN_AFTER_LABEL =
  /(?:志愿者|义工|老师|外教|医生|租客|朋友|同学|我叫|姓名|联系人|叫我|英文名|称呼)[叫是为]?[\s:]{0,2}(?<name>[A-Z][a-z]{1,14}(?: [A-Z][a-z]{1,14})?)(?![a-zA-Z])/gu;

const findLatinNames = (text: string): Candidate[] =>
  [...text.matchAll(LATIN_NAME), ...text.matchAll(LATIN_AFTER_LABEL)].map((match) => {
    const end = match.index + match[0].length;
    return { start: end - (match.groups?.name ?? match[0]).length, end, kind: 'name', isCertain: false };
  });
