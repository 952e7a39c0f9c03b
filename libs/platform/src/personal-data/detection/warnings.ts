import type { Candidate } from './candidate.js';
import type { PersonalDataKind } from './finding.js';
import type { PlainText } from './plain-text.js';

const N = '[\\d一二三四五六七八九十]{1,3}';
const CLASS = `(?:\\(?${N}\\)?班|[大中小]{1,2}班)`;
const GRADE = `(?:(?:小学|初中|高中)?${N}年级|[初高][一二三123]|小[一二三四五六]|大班|中班|小班|托班|学前班)`;

const RULES: [PersonalDataKind, RegExp][] = [
  [
    'school',
    new RegExp(
      `(?<value>[\\p{Script=Han}]{2,12}(?:小学|中学|学校|幼儿园|幼稚园|高中|初中|职中|职校|技校|大学|学院|实小|实中|一中|二中|三中|附小|附中)(?:[东南西北]校区|分校)?\\s?(?:${GRADE}\\s?${CLASS}?|${CLASS})?)`,
      'gu',
    ),
  ],
  ['school', new RegExp(`(?<value>${GRADE}\\s?(?:${CLASS}|${N}班))`, 'gu')],
  ['school', new RegExp(`(?<value>(?:幼儿园|学前)?[大中小]${N}班|${N}[(]${N}[)]班)`, 'gu')],
  [
    'health',
    /癌[症变]?|肿瘤|白血病|淋巴瘤|化疗|放疗|艾滋病?|HIV|梅毒|性病|乙肝|丙肝|肝炎|肝硬化|肺结核|结核病?|尘肺|尿毒症|透析|洗肾|肾病|肾衰竭?|肾炎|精神病|精神分裂症?|精神障碍|精神残疾|狂躁症?|躁郁症?|双相|抑郁症?|忧郁症|焦虑症|强迫症|自闭症?|孤独症|多动症|智障|智力障碍|智力残疾|弱智|唐氏|脑瘫|癫痫|羊癫疯|羊吊|痴呆症?|阿尔[茨兹]海[默墨][病症]?|阿兹海默[病症]?|老年痴呆|失智症?|帕金森病?|中风|脑梗塞?|脑出血|脑溢血|偏瘫|瘫痪|截瘫|截肢|残疾证?|肢体残疾|听力残疾|视力残疾|言语残疾|残废|聋哑人?|失明|盲人|失聪|耳聋|弱视|糖尿病|高血压|高血脂|冠心病|心脏病|心衰|心梗|支架手术|搭桥|痛风|类风湿|红斑狼疮|风湿病?|哮喘|慢阻肺|肺气肿|骨折|股骨头坏死|骨质疏松|椎间盘突出|腰突|关节炎|白内障|青光眼|褥疮|甲亢|贫血|地贫|血友病|罕见病|渐冻症|肌无力|肌萎缩|脊髓|强直性脊柱炎|银屑病|牛皮癣|白癜风|早产|先天性|唇腭裂|兔唇|小儿麻痹|侏儒|佝偻|疝气|肠梗阻|胃溃疡|胃出血|肝腹水|腹水|甲状腺|结节|息肉|囊肿|溃疡|疱疹|带状疱疹|湿疹|荨麻疹|烧伤|烫伤|工伤|车祸致|残障|肢残|智残|聋人|哑巴|弱听|听障|视障|智力低下|发育迟缓|语迟|长短脚|驼背|失语|吞咽困难|鼻饲|造瘘|导尿|插管|吸氧|呼吸机|助听器|假肢|义肢|药流|试管婴儿|更年期|阳痿|痔疮|脱发|神经衰弱|失眠症|厌食症|幻听|癔症|戒断|流产|不孕|怀孕|孕妇|产后|人流|堕胎|绝症|重病|大病|慢性病|重度残疾|[一二三四]级残疾|植物人|失能|半失能|自杀|自残|轻生|手术后/giu,
  ],
  [
    'debt',
    /吸毒|贩毒|戒毒|毒瘾|毒品|涉毒|坐[过了]?[牢监]|蹲监|服刑|入狱|监狱|看守所|拘留|刑满释放|刑释|劳改|判刑|犯罪|犯过[罪事]|前科|缓刑|社区矫正|诈骗犯|被抓|赌博|赌钱|赌[马球]|六合彩|白粉|冰毒|K粉|摇头丸|大麻|赌瘾|烂赌|赌债|酗酒|酒瘾|欠债|负债|欠款|欠[了下]?[^,。;]{0,6}(?:债|钱|贷款?)|高利贷|网贷|大耳窿|失信|老赖|被执行人|破产|家暴|家庭暴力|虐待|性侵|强奸|猥亵|卖淫|嫖/gu,
  ],
];
const BEFORE_SCHOOL =
  /^.*(?:[读在上系是喺的到去念给为和与从个间所]|学生|孩子|儿子|女儿|孙[子女]?|附近|对面|旁边)(?=.*学|.*园|.*中|.*[初高]|.*校)/u;
const NO_SCHOOL =
  /^(?:[这那哪某本我你他她全各该旧老新一两几]|我们|附近|对面|旁边|农村|乡镇|特殊|公办|民办|重点|普通|老年)*(?:小学|中学|学校|幼儿园|幼稚园|高中|初中|大学|学院)(?:[一二三四五六]年级)?$/u;

/** Passages that a reviewer should see before publication: school and class, illness and disability, debt and crime. */
export function findWarnings(plain: PlainText): Candidate[] {
  return RULES.flatMap(([kind, pattern]) =>
    [...plain.text.matchAll(pattern)].flatMap((match): Candidate[] => {
      const value = (match.groups?.value ?? match[0]).replace(kind === 'school' ? BEFORE_SCHOOL : /^$/u, '');
      if (kind === 'school' && NO_SCHOOL.test(value)) return [];
      const start = match.index + match[0].lastIndexOf(value);
      return [{ start, end: start + value.length, kind, isCertain: false }];
    }),
  );
}
