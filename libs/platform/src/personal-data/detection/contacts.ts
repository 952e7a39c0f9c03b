import type { Candidate } from './candidate.js';
import type { PersonalDataKind } from './finding.js';
import type { PlainText } from './plain-text.js';

interface Rule {
  kind: PersonalDataKind;
  pattern: RegExp;
  isCertain: boolean;
}

const HANDLE = '[a-z0-9][a-z0-9_.-]{3,29}';
const SAYS = '[\\s:"“”\'‘’()<>《》【】\\[\\]=-]{0,4}';
const WECHAT = '(?:微\\s?信|薇信|威信|维信|v信|加我?微)';
/** Words that have other meanings, too: the handle must follow a colon, or contain a digit. Inside the code of a wish
 *  (MW-5WX2-ED4N) they do not count. */
const ELSE =
  '(?:卫星号?|绿泡泡|(?<![a-z])(?<!-[a-z0-9]{0,3})(?:wechat|weixin|wx|vx|telegram|tg|line|whatsapp|facebook|skype|alipay)|\\+\\s?v|加我?v|(?<![a-z])v(?=\\s?[:号])|(?<=[加是我个的]\\s?)v(?=\\s?[a-z0-9])|抖音|快手|小红书|微博|视频号|支付宝|钉钉|企业微信|脸书|陌陌|b站|闲鱼)';
const CALLED = '(?:号码?|账号|帐号|账户|id|群|名)?(?:就是|是|为|系|叫|搜|加)?';

const RULES: Rule[] = [
  {
    kind: 'contact',
    pattern: /[a-z0-9][a-z0-9._%+-]{0,63}\s?(?:@|\(at\)|\[at\]|#(?=(?:qq|163|126|sina|gmail|foxmail|139|189|hotmail|outlook|yahoo|aliyun)\.))\s?[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,62}){1,4}/giu,
    isCertain: true,
  },
  { kind: 'contact', pattern: /(?:qq|扣扣|企鹅|q群|(?<![a-z])q(?=\s?[:号我]))(?:号码?|群号?|账号|帐号|邮箱)?[\s:是为系我的加-]{0,5}(?<value>[1-9]\d{4,11})(?!\d)/giu, isCertain: true },
  { kind: 'contact', pattern: new RegExp(`${WECHAT}${CALLED}${SAYS}(?<value>${HANDLE})`, 'giu'), isCertain: true },
  {
    kind: 'contact',
    pattern: new RegExp(`${ELSE}${CALLED}(?:\\s?[:=]\\s?@?|${SAYS}@?(?=[a-z_.-]{0,29}[0-9_]))(?<value>${HANDLE})`, 'giu'),
    isCertain: true,
  },
  { kind: 'contact', pattern: /(?<![a-z0-9])wxid_[a-z0-9]{4,24}/giu, isCertain: true },
  {
    kind: 'contact',
    pattern: /(?:微信名|微信昵称|网名|昵称|抖音名|快手名)(?:叫|是|为|系)?[\s:"“'‘【]{0,3}(?<value>[\p{L}\p{N}_]{2,12})/giu,
    isCertain: true,
  },
  {
    kind: 'contact',
    pattern: /(?:抖音|快手|小红书|微博|视频号)(?:账号|帐号|号|名)?[:\s]{1,2}(?<value>[\p{L}\p{N}_]{2,12})(?![\p{L}\p{N}])/giu,
    isCertain: true,
  },
  {
    kind: 'contact',
    pattern: /(?:微信|qq)(?:账号|帐号|号|名)?:\s?(?<value>[\p{L}\p{N}_]{2,12})(?![\p{L}\p{N}])/giu,
    isCertain: false,
  },
  { kind: 'contact', pattern: /(?<![a-z0-9@.])@[\p{L}\p{N}_-]{2,20}/giu, isCertain: false },
  {
    kind: 'contact',
    pattern: /(?:https?:\/\/)?(?:www\.|m\.)?(?:weibo|t|wa|douyin|kuaishou|xiaohongshu|xhslink|facebook|instagram|qm\.qq|u\.wechat|space\.bilibili|v\.douyin|v\.kuaishou|user\.qzone\.qq|line|twitter|x)\.(?:com|cn|me|ee)\/[\w@./?=&%+-]{2,200}/giu,
    isCertain: true,
  },
  { kind: 'contact', pattern: /https?:\/\/(?![\w.-]{0,60}\.gov\.cn)[\w./?=&%+#@:-]{4,300}/giu, isCertain: false },
  {
    kind: 'plate',
    pattern: /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领](?:[a-hj-z][\s·•.・-]{0,2}(?=[a-z]{0,4}\d)[a-hj-np-z0-9]{4,5}[学警领使港澳挂试超]|[a-hj-z][\s·•.・-]{0,2}(?=[a-z]{0,5}\d)[a-hj-np-z0-9]{4,6})(?![a-z0-9])/giu,
    isCertain: true,
  },
  {
    kind: 'plate',
    pattern: /(?:车牌|牌照|车号|牌号|号牌)(?:号码?)?[是为系:\s]{0,3}(?<value>(?:[\p{Script=Han}]{1,3}[·.\s]?)?(?=[a-z]{0,4}\d)[a-z0-9][·.\s]?[a-z0-9]{3,7})(?![a-z0-9])/giu,
    isCertain: true,
  },
  // Plates of electric bicycles begin with the name of the city.
  {
    kind: 'plate',
    pattern: /(?:佛山|南海|禅城|顺德|高明|三水|广州)[·.\s]?[a-z]\s?\d{5,6}(?!\d)/giu,
    isCertain: true,
  },
  { kind: 'plate', pattern: /车牌?尾号[是为系:\s]{0,3}(?<value>[a-z0-9]{3,5})/giu, isCertain: true },
]; // prettier-ignore

/** Values that are no handle: the code of the wish itself, and words that stand where a handle could stand. */
const NO_HANDLE = /^(?:mw|dl)-|^(?:app|pay|http|https|www|wifi|logo|qq|web|sim|ok|vip|pos|code|null|nan|none)$/i;

/** 微信2026年, 微信转来500元: a year or an amount, not a handle. */
const isAmount = (text: string, start: number, value: string): boolean =>
  /^\d+$/.test(value) &&
  (value.length < 5 || /^\s?[元年月日人个块分次]/.test(text.slice(start + value.length, start + value.length + 2)));

/** E-mail, QQ, WeChat and other handles, links to a person's page, number plates. */
export function findContacts(plain: PlainText): Candidate[] {
  return RULES.flatMap(({ pattern, kind, isCertain }) =>
    [...plain.text.matchAll(pattern)].flatMap((match): Candidate[] => {
      const value = (match.groups?.value ?? match[0]).replace(/[.\-_]+$/, '');
      const start = match.index + match[0].length - (match.groups?.value ?? match[0]).length;
      if (NO_HANDLE.test(value) || isAmount(plain.text, start, value)) return [];
      if (kind === 'plate' && (value.match(/\d/g)?.length ?? 0) < 3) return [];
      return [{ start, end: start + value.length, kind, isCertain }];
    }),
  );
}
