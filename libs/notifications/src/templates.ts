import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  Policies,
  Transactions,
  maskText,
  sayIn,
  type Actor,
  type FieldFault,
  type Locale,
  type Reader,
} from '#libs/platform';
import { District } from '#libs/identity';
import { TemplatesSet } from './notifications.events.js';

/** What messages about a person's own account say: no text names anybody. How to stop what the person did not ask for is added
 *  when they leave the platform, so that no other words can leave it out. */
const ACCOUNT_TEMPLATES = {
  StartCodeGiven: {
    zh: '您的账号发出了启用码，可用来设置新密码',
    en: 'A code was given for your account; it sets a new password',
  },
  PasswordStarted: { zh: '您的账号用启用码设置了新密码', en: 'Your account has a new password, set with a code' },
  SecondFactorForgotten: { zh: '您账号的两步验证已被解除', en: 'The two-factor sign-in of your account was removed' },
  RecoveryStopped: {
    zh: '您账号的重置已停止，请联系所在单位核实',
    en: 'The recovery of your account was stopped; please talk to your office',
  },
  RecoveryStoppedBelow: {
    zh: '有一个账号的重置被停止，请核实并联系本人',
    en: 'The recovery of an account was stopped; please look into it and talk to the person',
  },
  RoleProposed: {
    zh: '您被提名担任一个岗位，等待另一位上级人员确认',
    en: 'You were proposed for an office; a second person has to confirm it',
  },
  RoleGranted: {
    zh: '您的任职已确认。登录不了时，请向上级单位领取启用码',
    en: 'Your appointment was confirmed. If you cannot sign in, ask the office above for a code',
  },
  RoleRevoked: { zh: '您的一个岗位或身份已被取消', en: 'One of your roles was taken back' },
  AccountErasureAsked: {
    zh: '您的账号申请了注销。如要撤回，请在期限内登录办理',
    en: 'The deletion of your account was asked for. To take it back, sign in before it is carried out',
  },
  AccountErasureRefused: {
    zh: '您的账号暂不能注销，登录后可查看原因',
    en: 'Your account cannot be deleted yet; sign in to see why',
  },
} as const;

/** What the inbox says. `{code}` is the wish's public code; no text names a person. */
export const TEMPLATES = {
  ...ACCOUNT_TEMPLATES,
  'wish.verify': { zh: '心愿 {code} 等待核实，已到时限', en: 'Wish {code} is waiting to be verified' },
  'wish.publish': { zh: '心愿 {code} 等待审核发布，已到时限', en: 'Wish {code} is waiting to be published' },
  'wish.cold': {
    zh: '心愿 {code} 等了几天还没人认领，看看怎么帮一把',
    en: 'Wish {code} has waited for days; see what could help it',
  },
  'wish.unclaimed': {
    zh: '心愿 {code} 还没有人认领，请决定下一步',
    en: 'Nobody has claimed wish {code}; please decide what next',
  },
  'wish.confirm': { zh: '心愿 {code} 已圆梦，等待确认', en: 'Wish {code} was fulfilled and waits to be confirmed' },
  'wish.visit': { zh: '心愿 {code} 仍未确认，请上门回访', en: 'Wish {code} is still unconfirmed; please visit' },
  'claim.notBegun': {
    zh: '您认领的心愿 {code} 还没有联系，请尽快联系',
    en: 'You have not yet made contact for wish {code}',
  },
  'claim.expiring': {
    zh: '您认领的心愿 {code} 即将失效，请联系或归还',
    en: 'Your claim of wish {code} is about to expire',
  },
  'claim.dueSoon': { zh: '心愿 {code} 快到您承诺的时间了', en: 'The time that you promised for wish {code} is near' },
  'claim.duePassed': { zh: '心愿 {code} 已过承诺的时间', en: 'The time promised for wish {code} has passed' },
  'spend.decide': { zh: '心愿 {code} 的用款申请等待审批', en: 'A spend request for wish {code} waits for approval' },
  'spend.accept': {
    zh: '心愿 {code} 的用款已批准，等待验收',
    en: 'An approved spend for wish {code} waits to be accepted',
  },
  'spend.object': {
    zh: '心愿 {code} 的用款有异议，等待答复',
    en: 'An objection to a spend for wish {code} waits for an answer',
  },
  'spend.pay': { zh: '心愿 {code} 的用款已验收，等待付款', en: 'An accepted spend for wish {code} waits to be paid' },
  VolunteerInvited: {
    zh: '有一个适合您的心愿 {code}，邀请您来圆梦',
    en: 'Wish {code} suits you: would you make it come true?',
  },
  InvitationsExhausted: {
    zh: '心愿 {code} 邀请的志愿者都没有接受，请决定下一步',
    en: 'Nobody who was invited to wish {code} has accepted; please decide what next',
  },
  ClaimExpired: {
    zh: '心愿 {code} 的认领因未联系已自动释放',
    en: 'The claim of wish {code} expired for want of contact',
  },
  ClaimExtended: {
    zh: '心愿 {code} 的志愿者申请了延期',
    en: 'The volunteer of wish {code} has asked for more time',
  },
  ClaimReleased: { zh: '心愿 {code} 的认领已被归还', en: 'The claim of wish {code} was given back' },
  WishReopened: { zh: '心愿 {code} 被要求重办，请优先处理', en: 'Wish {code} was re-opened; please look at it first' },
  WishReturned: { zh: '心愿 {code} 被退回补充', en: 'Wish {code} came back to be completed' },
  SpendApproved: { zh: '心愿 {code} 的用款申请已批准', en: 'The spend request for wish {code} was approved' },
  SpendReturned: {
    zh: '心愿 {code} 的用款申请被退回补充',
    en: 'The spend request for wish {code} came back to be completed',
  },
  SpendObjected: { zh: '心愿 {code} 的用款公示收到异议', en: 'Somebody objected to the spend for wish {code}' },
  SpendPaused: { zh: '心愿 {code} 的用款被监督人员暂停', en: 'A supervisor paused the spend for wish {code}' },
  ReversalProposed: {
    zh: '心愿 {code} 有一笔付款待冲销，请复核',
    en: 'A payment for wish {code} waits to be reversed',
  },
  SpendRefused: { zh: '心愿 {code} 的用款申请未获批准', en: 'The spend request for wish {code} was refused' },
} as const;
export type NotificationKind = keyof typeof TEMPLATES;

/** Whether a message is about an account, and so about no wish. */
export const isAboutAccount = (kind: string): boolean => kind in ACCOUNT_TEMPLATES;

const NAME = 'templates';
const MOST_LENGTH = 120;
const PLACE = '{code}';
const SAMPLE = 'MW-7KQ2-M4XA';

/** The district's own words, where it has any; the others are those of above. */
type OwnWords = Partial<Record<NotificationKind, Record<Locale, string>>>;
export interface TemplatePolicy {
  version: number;
  own: OwnWords;
}
export interface Titled {
  kind: string;
  /** null: it is about no wish. */
  wishCode: string | null;
  /** How far it has climbed; 0: it is the reader's own. */
  rung: number;
}

/** What messages say, in the words that the district has put in force. */
@Injectable()
export class Templates {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: District,
    private readonly policies: Policies,
  ) {}

  async current(reader: Reader = this.transactions): Promise<TemplatePolicy> {
    const { version, body } = await this.policies.current<OwnWords>(reader, NAME);
    return { version, own: body ?? {} };
  }

  async titles(reader: Reader, messages: Titled[], locale: Locale): Promise<string[]> {
    if (messages.length === 0) return [];
    const { own } = await this.current(reader);
    return messages.map((message) => titleOf(own, message, locale));
  }

  /** own: words by kind; kinds left out say what they said at first. Throws INVALID_INPUT, POLICY_OUTDATED. */
  async set(actor: Actor, input: { basedOn: number; own: Record<string, unknown> }): Promise<TemplatePolicy> {
    assertWords(input.own, actor.locale);
    return this.transactions.command(actor, async (tx) => {
      const rules = { [NAME]: input.own };
      const version = await this.district.putInForce(tx, actor, {
        event: TemplatesSet,
        basedOn: input.basedOn,
        rules,
      });
      return { version, own: input.own as OwnWords };
    });
  }
}

/** Throws INVALID_INPUT for words by kind that must not leave the platform. */
export function assertWords(own: Record<string, unknown>, locale: Locale): void {
  const faults = Object.entries(own).flatMap(([kind, words]) => faultsOf(kind, words, locale));
  if (faults.length > 0) throw InvalidInput({ faults });
}

/** What words say of a wish that does not exist. */
export const sampleOf = ({ zh, en }: Record<Locale, string>): Record<Locale, string> => ({
  zh: `【试发】${zh.replace(PLACE, SAMPLE)}`,
  en: `Test: ${en.replace(PLACE, SAMPLE)}`,
});

function titleOf(own: OwnWords, { kind, wishCode, rung }: Titled, locale: Locale): string {
  const words = own[kind as NotificationKind]?.[locale] ?? TEMPLATES[kind as NotificationKind]?.[locale] ?? kind;
  const title = wishCode === null ? words : words.replace(PLACE, wishCode);
  if (rung === 0) return title;
  return locale === 'en' ? `Escalated: ${title}` : `【上报】${title}`;
}

/** A text that leaves the platform names a wish by its code and nobody: whatever looks like a person or a place is refused. */
function faultsOf(kind: string, words: unknown, locale: Locale): FieldFault[] {
  const say = sayIn(locale);
  if (!(kind in TEMPLATES)) return [{ field: `own.${kind}`, reason: say('没有这种消息', 'is no kind of message') }];
  return (['zh', 'en'] as const).flatMap((language): FieldFault[] => {
    const text = (words as Partial<Record<Locale, unknown>> | null)?.[language];
    const field = `own.${kind}.${language}`;
    if (typeof text !== 'string' || text.trim() === '' || text.length > MOST_LENGTH)
      return [{ field, reason: say(`需要 1～${MOST_LENGTH} 个字`, `needs 1 to ${MOST_LENGTH} characters`) }];
    const places = text.split(PLACE).length - 1;
    if (isAboutAccount(kind) && places > 0)
      return [{ field, reason: say('与心愿无关，不能有 {code}', 'is about no wish, so {code} has no place in it') }];
    if (!isAboutAccount(kind) && places !== 1)
      return [{ field, reason: say('须有且只有一处 {code}', 'must have {code} exactly once') }];
    if (maskText(text) !== text || /[<>]|https?:/i.test(text))
      return [{ field, reason: say('不能有电话、住址、姓名或网址', 'may hold no telephone, address, name or link') }];
    return [];
  });
}
