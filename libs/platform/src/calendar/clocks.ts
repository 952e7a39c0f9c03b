import { Injectable } from '@nestjs/common';
import type { Tx, Reader } from '../database/transactions.js';
import { Policies } from '../policies.js';
import { HOLIDAYS_POLICY, workdaysWith, type DaySpan } from './holidays.js';
import { dueAfter, outsideQuietHours, type Duration, type QuietHours, type WorkdayTable } from './working-time.js';

/** Every clock that the platform runs. Defaults: the domain page's table of clocks. */
export const CLOCKS = {
  'wish.verify': { zh: '待核实', en: 'wish waits to be verified', default: { amount: 2, unit: 'workingDay' } },
  'wish.verifyUrgent': {
    zh: '紧急待核实',
    en: 'urgent wish waits to be verified',
    default: { amount: 4, unit: 'workingHour' },
  },
  'wish.publish': { zh: '待审核', en: 'wish waits to be published', default: { amount: 1, unit: 'workingDay' } },
  'wish.cold': { zh: '久无人认领', en: 'a wish grows cold', default: { amount: 4, unit: 'day' } },
  'wish.unclaimed': { zh: '无人认领', en: 'nobody has claimed', default: { amount: 7, unit: 'day' } },
  'invitation.answer': { zh: '邀请待答复', en: 'invitation waits for an answer', default: { amount: 1, unit: 'day' } },
  'claim.notBegun': { zh: '认领后未联系', en: 'claimed but not begun', default: { amount: 2, unit: 'workingDay' } },
  'claim.expiring': { zh: '认领即将失效', en: 'claim about to expire', default: { amount: 5, unit: 'workingDay' } },
  'claim.expire': { zh: '认领失效', en: 'claim expires', default: { amount: 7, unit: 'workingDay' } },
  'claim.dueSoon': {
    zh: '承诺期限将至（提前量）',
    en: 'promised date near (ahead of it)',
    default: { amount: 2, unit: 'day' },
  },
  'wish.confirm': { zh: '待确认', en: 'confirmation waits', default: { amount: 7, unit: 'workingDay' } },
  'wish.visit': { zh: '待回访', en: 'return visit waits', default: { amount: 3, unit: 'workingDay' } },
  'spend.decide': { zh: '用款待审批', en: 'spend request waits', default: { amount: 1, unit: 'workingDay' } },
  'spend.object': { zh: '异议待答复', en: 'objection waits for an answer', default: { amount: 3, unit: 'workingDay' } },
  'spend.accept': {
    zh: '已批待验收',
    en: 'approved spend waits to be accepted',
    default: { amount: 10, unit: 'workingDay' },
  },
  'spend.pay': { zh: '已验收待付', en: 'accepted spend waits to be paid', default: { amount: 5, unit: 'workingDay' } },
} as const satisfies Record<string, { zh: string; en: string; default: Duration }>;

export type ClockName = keyof typeof CLOCKS;
export const CLOCK_NAMES = Object.keys(CLOCKS) as ClockName[];

export interface ClockPolicy {
  version: number;
  clocks: Record<ClockName, Duration>;
  quietHours: QuietHours | null;
  /** Days that differ from the package's table. */
  holidays: DaySpan[];
}

const DEFAULTS: Body = {
  clocks: Object.fromEntries(CLOCK_NAMES.map((name) => [name, CLOCKS[name].default])) as Record<ClockName, Duration>,
  quietHours: { fromMinutes: 21 * 60 + 30, untilMinutes: 8 * 60 },
};

export const CLOCKS_POLICY = 'clocks';
type Body = Omit<ClockPolicy, 'version' | 'holidays'>;

/** The clocks as versioned data: what is in force decides, and old versions stay readable. */
@Injectable()
export class Clocks {
  constructor(private readonly policies: Policies) {}

  async policy(reader: Reader): Promise<ClockPolicy> {
    const { version, body } = await this.policies.current<Body>(reader, CLOCKS_POLICY);
    const holidays = await this.holidays(reader);
    if (!body) return { version, ...DEFAULTS, holidays };
    return { version, clocks: { ...DEFAULTS.clocks, ...body.clocks }, quietHours: body.quietHours, holidays };
  }

  /** Days that the district has put in force beside the package's table. */
  async holidays(reader: Reader): Promise<DaySpan[]> {
    return (await this.policies.current<DaySpan[]>(reader, HOLIDAYS_POLICY)).body ?? [];
  }

  /** The days on which offices work, by all that is in force. */
  async workdays(reader: Reader): Promise<WorkdayTable> {
    return workdaysWith(await this.holidays(reader));
  }

  async defaults(): Promise<Body> {
    return DEFAULTS;
  }

  /** When clocks that start now ring: working time and quiet hours respected. */
  async dueTimes<K extends ClockName>(tx: Tx, ...names: K[]): Promise<Record<K, Date>> {
    const policy = await this.policy(tx);
    const now = await tx.now();
    return Object.fromEntries(names.map((name) => [name, ringsAt(now, policy.clocks[name], policy)])) as Record<
      K,
      Date
    >;
  }

  async dueAt(tx: Tx, name: ClockName): Promise<Date> {
    return (await this.dueTimes(tx, name))[name];
  }
}

/** When something rings that starts at an instant: working time and quiet hours respected. */
export const ringsAt = (
  from: Date,
  wait: Duration,
  { quietHours, holidays }: Pick<ClockPolicy, 'quietHours' | 'holidays'>,
): Date => outsideQuietHours(dueAfter(from, wait, workdaysWith(holidays)), quietHours);
