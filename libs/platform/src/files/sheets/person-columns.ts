import { withoutRemark } from './find-tables.js';

/** The person whose name or telephone a column holds, by its headings. */
type Subject = 'former' | 'emergency' | 'family' | 'staff' | 'self' | 'contact' | 'unspecified';

/** Specific ones first: an emergency contact is no contact, and a party member who introduced somebody is not the member. */
const SUBJECTS: readonly [Subject, RegExp][] = [
  ['former', /旧|原(?:手机|电话|联系|号码)|曾用|停用|作废|^(?:old|former)/i],
  ['emergency', /紧急|应急|emergency/i],
  ['family', /家属|亲属|家人|监护|家长|子女|父母|父亲|母亲|配偶|爱人|丈夫|妻子|spouse|guardian|kin/i],
  [
    'staff',
    /介绍人|推荐人|引荐|培养人|联系党员|干部|社工|楼长|楼栋长|组长|队长|站长|书记|主任|专干|结对|包片|网格|负责|填报|填表|制表|经办|认领|审核|对接|责任|登记|征集|采集|提交|核实|上报|代理|代办|委托|受托|陪同|邻居|老师|教师|班主任|introducer|agent|proxy/i,
  ],
  ['self', /申请|许愿|心愿人|受益|受助|求助|服务对象|帮扶对象|当事|本人|党员|applicant|beneficiary|member/i],
  ['contact', /联系人|contact person/i],
];

/** Pure. `path`: headings from the group's down to the column's own. */
function subjectOf(path: readonly string[]): Subject {
  const text = path.join('/');
  return SUBJECTS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'unspecified';
}

/** A telephone heading of only these words names no person. With other words it counts as a contact's, which ranks lower. */
const PLAIN_PHONE =
  /^(?:本人|移动|手机|电话|联系|方式|号码?|固定|座机|固话|家庭|住宅|宅电|办公|单位|常用|有效|新|现|[（(/、]|tele?|phone|mobile|cell|landline|contact|number|no\.?|\s)+$/i;
function whose(path: readonly string[], own: string): Subject {
  const of = subjectOf(path);
  return of === 'unspecified' && PHONE.test(own) && !PLAIN_PHONE.test(own) ? 'contact' : of;
}

const NAME = /姓名|名字|^name$|full name/i;
const MOBILE = /手机|移动电话|mobile|cell/i;
const FIXED = /固话|座机|固定电话|家庭电话|住宅电话|宅电|办公电话|单位电话|landline/i;
const PHONE = /电话|手机|联系方式|联系号码|phone|tel/i;
/** Columns that name a person by role: 申请人, 许愿人. */
const WHO = /人$|对象$|^(?:applicant|beneficiary)$/i;

/** What a column holds about a person, and whose it is. Undefined: nothing. */
export function personColumn(
  path: readonly string[],
): { holds: 'name' | 'phone'; of: Subject; rank: number } | undefined {
  const own = withoutRemark(path.at(-1)!).replace(/\d$/, '');
  const of = whose(path, own);
  if (PHONE.test(own)) {
    const rank = MOBILE.test(own) ? 0 : FIXED.test(own) ? 2 : 1;
    return { holds: 'phone', of, rank: RANKS[of] * 3 + rank };
  }
  if (NAME.test(own) || (of !== 'unspecified' && WHO.test(own))) return { holds: 'name', of, rank: RANKS[of] };
  return undefined;
}

/** The person whom the form is about comes first, then columns that name no person, then contacts. */
const RANKS: Record<Subject, number> = {
  self: 0,
  unspecified: 1,
  contact: 2,
  family: 3,
  staff: 4,
  emergency: 5,
  former: 6,
};
/** Whether a name or a telephone of this kind may be that of the person whom the form is about. */
export const isOfThePerson = (of: Subject): boolean => RANKS[of] <= RANKS.contact;
