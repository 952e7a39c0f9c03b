import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  Transactions,
  definedDeadlines,
  type Actor,
  type Locale,
  type QuietHours,
  type Reader,
} from '#libs/platform';
import { VolunteerInvited } from '#libs/matching';
import { isAboutAccount } from '../templates.js';
import type { ChannelName } from '../channels/index.js';

/** What a message is about, for those who choose how to hear of it. `task`: something waits for you; `climbed`: something waits
 *  for somebody who answers to you; `invitation`: a wish suits you; `news`: what became of things. */
export const CLASSES = ['task', 'climbed', 'invitation', 'news'] as const;
type ChosenClass = (typeof CLASSES)[number];
/** `security`: something happened to one's own account. It goes everywhere and at once; nobody chooses. */
export type MessageClass = ChosenClass | 'security';

export const classOf = (kind: string, rung: number): MessageClass => {
  if (isAboutAccount(kind)) return 'security';
  if (rung > 0) return 'climbed';
  if (kind === VolunteerInvited.name) return 'invitation';
  return definedDeadlines().has(kind) ? 'task' : 'news';
};

/** Ways to a person; the others lead to groups and systems. */
export const PERSONAL_CHANNELS = ['email', 'push', 'sms', 'wechat'] as const satisfies readonly ChannelName[];
export type PersonalChannel = (typeof PERSONAL_CHANNELS)[number];

export const DIGESTS = ['none', 'daily', 'weekly'] as const;

/** How a person wants to hear of things beside her inbox. */
export interface Preferences {
  channels: Record<ChosenClass, PersonalChannel[]>;
  /** What is only news is gathered, and told once a day or a week. */
  digest: (typeof DIGESTS)[number];
  /** Nothing goes out then; what is urgent does. */
  quietHours: QuietHours | null;
  locale: Locale;
}

export const FIRST_PREFERENCES: Preferences = {
  channels: {
    task: ['push', 'email'],
    climbed: ['push', 'email', 'sms'],
    invitation: ['push', 'email', 'wechat'],
    news: [],
  },
  digest: 'none',
  quietHours: { fromMinutes: 21 * 60 + 30, untilMinutes: 8 * 60 },
  locale: 'zh',
};
/** Nobody stops hearing of what climbed to her. */
const NEVER_OFF: ChosenClass = 'climbed';

@Injectable()
export class PreferenceStore {
  constructor(private readonly transactions: Transactions) {}

  async of(reader: Reader, personIds: string[]): Promise<Map<string, Preferences>> {
    if (personIds.length === 0) return new Map();
    const rows = await reader.rows<{ personId: string; body: string }>(
      'SELECT person_id, body FROM notification_preference WHERE person_id IN (?)',
      [personIds],
    );
    const kept = new Map(rows.map(({ personId, body }) => [personId, JSON.parse(body) as Partial<Preferences>]));
    return new Map(personIds.map((id) => [id, { ...FIRST_PREFERENCES, ...kept.get(id) }]));
  }

  async own(actor: Actor): Promise<Preferences> {
    return (await this.of(this.transactions, [actor.personId])).get(actor.personId)!;
  }

  /** Throws INVALID_INPUT where what must be heard would be silent. */
  async set(actor: Actor, input: Omit<Preferences, 'locale'>): Promise<Preferences> {
    if (input.channels[NEVER_OFF].length === 0) {
      const reason = actor.locale === 'en' ? 'cannot be switched off altogether' : '不能全部关闭';
      throw InvalidInput({ faults: [{ field: `channels.${NEVER_OFF}`, reason }] });
    }
    const preferences = { ...input, locale: actor.locale };
    await this.transactions.run((tx) =>
      tx.execute(
        `INSERT INTO notification_preference (person_id, body, updated_at) VALUES (?,?,UTC_TIMESTAMP(3))
         ON DUPLICATE KEY UPDATE body = VALUES(body), updated_at = VALUES(updated_at)`,
        [actor.personId, JSON.stringify(preferences)],
      ),
    );
    return preferences;
  }
}
