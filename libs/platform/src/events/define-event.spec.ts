import { afterAll, describe, expect, it } from 'vitest';
import { defineEvent, definedEvents, type RecordedEvent } from './define-event.js';

const LampMended = defineEvent<{ lamps: number; by?: string }>('LampMended', { visibility: 'public' });
const LampBroken = defineEvent('LampBroken', { visibility: 'internal' });
// Other specs of the same process ask for the platform's own events.
afterAll(() => [LampMended, LampBroken].forEach(({ name }) => (definedEvents() as Map<string, unknown>).delete(name)));
const about = { unitId: 'unit', subjectId: 'lamp', actorId: null };
const recorded = (name: string, data: object): RecordedEvent<object> => ({
  ...about,
  id: 'event',
  name,
  visibility: 'public',
  data,
  occurredAt: new Date(0),
});

describe('a kind of event', () => {
  it('creates events with their kind', () => {
    const event = LampMended({ ...about, data: { lamps: 3 } });
    expect(event).toMatchObject({ ...about, kind: { name: 'LampMended', visibility: 'public' }, data: { lamps: 3 } });
  });

  it('can be given a part of its data in advance', () => {
    const byWang = LampMended.with({ by: 'wang' });
    expect(byWang({ ...about, data: { lamps: 1 } }).data).toEqual({ lamps: 1, by: 'wang' });
    expect(LampMended({ ...about, data: { lamps: 1 } }).data).toEqual({ lamps: 1 });
  });

  it('recognises its events among recorded ones', () => {
    const event = recorded('LampMended', { lamps: 2 });
    expect(LampBroken.is(event)).toBe(false);
    expect(LampMended.is(event) && event.data.lamps).toBe(2);
  });

  it('cannot be defined twice', () => {
    expect(() => defineEvent('LampMended', { visibility: 'public' })).toThrow(/defined twice/);
    expect(definedEvents().get('LampMended')).toMatchObject({ visibility: 'public' });
  });

  it('requires the declared data', () => {
    // @ts-expect-error: `lamps` is missing.
    LampMended({ ...about, data: {} });
    // @ts-expect-error: a lamp is counted.
    LampMended({ ...about, data: { lamps: 'three' } });
    // @ts-expect-error: not everything is filled in.
    const whole: typeof LampBroken = LampMended.with({ by: 'wang' });
    expect(whole.name).toBe('LampMended');
  });
});
