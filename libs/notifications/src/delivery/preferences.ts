import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  OwnDataPart,
  Transactions,
  definedDeadlines,
  type Actor,
  type Locale,
  type QuietHours,
  type Reader,
  type Row,
} from '#libs/platform';
import { VolunteerInvited } from '#libs/matching';
import { isAboutAccount } from '../escalation/templates.js';
import type { ChannelName } from '../channels/index.js';
import type { NotificationPreference } from './notification-preference.entity.js';

/** The classes of messages for which a person chooses channels. `task`: a task waits for the person; `escalated`: a task of
 *  somebody below escalated to the person; `invitation`: a wish matches the person; `news`: what became of things. */
export const CLASSES = ['task', 'escalated', 'invitation', 'news'] as const;
type ChosenClass = (typeof CLASSES)[number];
/** `security`: something happened to the person's own account. It is sent on every channel at once; there is no choice. */
export type MessageClass = ChosenClass | 'security';

export const classOf = (kind: string, step: number): MessageClass => {
  if (isAboutAccount(kind)) return 'security';
  if (step > 0) return 'escalated';
  if (kind === VolunteerInvited.name) return 'invitation';
  return definedDeadlines().has(kind) ? 'task' : 'news';
};

/** Channels to a person; the others lead to groups and systems. */
export const PERSONAL_CHANNELS = ['email', 'push', 'sms', 'wechat'] as const satisfies readonly ChannelName[];
export type PersonalChannel = (typeof PERSONAL_CHANNELS)[number];

export const DIGESTS = ['none', 'daily', 'weekly'] as const;

/** How a person wants to be notified outside the inbox. */
export interface Preferences {
  channels: Record<ChosenClass, PersonalChannel[]>;
  /** Whether news is collected and sent once a day or once a week. */
  digest: (typeof DIGESTS)[number];
  /** Nothing is sent during these hours except urgent messages. */
  quietHours: QuietHours | null;
  locale: Locale;
}

export const DEFAULT_PREFERENCES: Preferences = {
  channels: {
    task: ['push', 'email'],
    escalated: ['push', 'email', 'sms'],
    invitation: ['push', 'email', 'wechat'],
    news: [],
  },
  digest: 'none',
  quietHours: { fromMinutes: 21 * 60 + 30, untilMinutes: 8 * 60 },
  locale: 'zh',
};
/** Escalated tasks cannot be switched off. */
const NEVER_OFF: ChosenClass = 'escalated';

@Injectable()
export class PreferenceStore {
  constructor(private readonly transactions: Transactions) {}

  async of(reader: Reader, personIds: string[]): Promise<Map<string, Preferences>> {
    if (personIds.length === 0) return new Map();
    const rows = await reader.rows<Row<NotificationPreference, 'personId' | 'body'>>(
      'SELECT person_id, body FROM notification_preference WHERE person_id IN (?)',
      [personIds],
    );
    const kept = new Map(rows.map(({ personId, body }) => [personId, JSON.parse(body) as Partial<Preferences>]));
    return new Map(personIds.map((id) => [id, { ...DEFAULT_PREFERENCES, ...kept.get(id) }]));
  }

  @OwnDataPart('notificationPreferences')
  async ofPerson(reader: Reader, personId: string): Promise<Preferences> {
    return (await this.of(reader, [personId])).get(personId)!;
  }

  async own(actor: Actor): Promise<Preferences> {
    return this.ofPerson(this.transactions, actor.personId);
  }

  /** Throws INVALID_INPUT when no channel is left for escalated tasks. */
  async set(actor: Actor, input: Omit<Preferences, 'locale'>): Promise<Preferences> {
    if (input.channels[NEVER_OFF].length === 0) {
      const reason = actor.locale === 'en' ? 'cannot be switched off completely' : '不能全部关闭';
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
