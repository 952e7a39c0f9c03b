import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  Policies,
  Transactions,
  definedNotices,
  maskText,
  sayIn,
  type Actor,
  type FieldFault,
  type Locale,
  type Reader,
} from '#libs/platform';
import { DistrictPolicies } from '#libs/identity';
import { TemplatesSet } from '../notifications.events.js';

/** Whether a message is about an account instead of a wish. */
export const isAboutAccount = (kind: string): boolean => definedNotices().get(kind)?.to === null;

const NAME = 'templates';
const MOST_LENGTH = 120;
const PLACE = '{code}';
const SAMPLE = 'MW-7KQ2-M4XA';

/** The district's own texts by kind; kinds left out use the default text. */
type OwnWords = Partial<Record<string, Record<Locale, string>>>;
export interface TemplatePolicy {
  version: number;
  own: OwnWords;
}
export interface Titled {
  kind: string;
  /** null: the message is not about a wish. */
  wishCode: string | null;
  /** The escalation step; 0: not escalated, the task is the reader's own. */
  step: number;
}

/** The titles of messages, in the texts that the district has put in force. */
@Injectable()
export class Templates {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: DistrictPolicies,
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

  /** Replaces the district's texts. own: texts by kind; kinds left out use the default. Throws INVALID_INPUT,
   *  POLICY_OUTDATED. */
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

/** Throws INVALID_INPUT for texts that must not leave the platform. */
export function assertWords(own: Record<string, unknown>, locale: Locale): void {
  const faults = Object.entries(own).flatMap(([kind, words]) => faultsOf(kind, words, locale));
  if (faults.length > 0) throw InvalidInput({ faults });
}

/** Fills the texts with a sample wish code and marks them as a test. */
export const sampleOf = ({ zh, en }: Record<Locale, string>): Record<Locale, string> => ({
  zh: `【试发】${zh.replace(PLACE, SAMPLE)}`,
  en: `Test: ${en.replace(PLACE, SAMPLE)}`,
});

function titleOf(own: OwnWords, { kind, wishCode, step }: Titled, locale: Locale): string {
  const words = own[kind]?.[locale] ?? definedNotices().get(kind)?.text[locale] ?? kind;
  const title = wishCode === null ? words : words.replace(PLACE, wishCode);
  if (step === 0) return title;
  return locale === 'en' ? `Escalated: ${title}` : `【上报】${title}`;
}

/** Checks the texts of one kind. Each names the wish by its code only: no telephone, address, name or link. A text about an
 *  account contains no code. */
function faultsOf(kind: string, words: unknown, locale: Locale): FieldFault[] {
  const say = sayIn(locale);
  if (!definedNotices().has(kind))
    return [{ field: `own.${kind}`, reason: say('没有这种消息', 'is not a kind of message') }];
  return (['zh', 'en'] as const).flatMap((language): FieldFault[] => {
    const text = (words as Partial<Record<Locale, unknown>> | null)?.[language];
    const field = `own.${kind}.${language}`;
    if (typeof text !== 'string' || text.trim() === '' || text.length > MOST_LENGTH)
      return [{ field, reason: say(`需要 1～${MOST_LENGTH} 个字`, `needs 1 to ${MOST_LENGTH} characters`) }];
    const places = text.split(PLACE).length - 1;
    if (isAboutAccount(kind) && places > 0)
      return [{ field, reason: say('与心愿无关，不能有 {code}', 'is not about a wish, so it cannot contain {code}') }];
    if (!isAboutAccount(kind) && places !== 1)
      return [{ field, reason: say('须有且只有一处 {code}', 'must contain {code} exactly once') }];
    if (maskText(text) !== text || /[<>]|https?:/i.test(text))
      return [
        { field, reason: say('不能有电话、住址、姓名或网址', 'must not contain a telephone, address, name or link') },
      ];
    return [];
  });
}
