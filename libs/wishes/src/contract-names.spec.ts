/* oxlint-disable import/namespace -- these names are wrong on purpose: the compiler must refuse them. */
import { describe, expect, it } from 'vitest';
import { OnEvent, Requires, type Deadlines, type Tx } from '#libs/platform';
import { defineDeadline } from '#libs/identity';
import * as deadlines from './wishes.deadlines.js';
import * as events from './wishes.events.js';
import * as permissions from './wishes.permissions.js';

/** For the compiler only: nothing calls what these tests declare. */
describe('a wrong name does not compile', () => {
  it('for an event, whether misspelt, as text or with other data', () => {
    const wrong = (): unknown => [
      // @ts-expect-error: no such event.
      events.WishClaimd,
      // @ts-expect-error: an event is a value, not a text.
      OnEvent(['WishClaimed'], { name: 'wishes.spec' }),
      // @ts-expect-error: these are not the data of the event.
      events.WishClaimed.with({ claim: 1 }),
    ];
    expect(wrong).toBeTypeOf('function');
  });

  it('for a permission, whether misspelt or as text', () => {
    const wrong = (): unknown => [
      // @ts-expect-error: no such permission.
      Requires(permissions.WISH_REVEIW),
      // @ts-expect-error: a permission is a value, not a text.
      Requires('wish.review'),
    ];
    expect(wrong).toBeTypeOf('function');
  });

  it('for a deadline or a role in its escalation, whether misspelt or as text', () => {
    const wrong = (tx: Tx, running: Deadlines): unknown => [
      // @ts-expect-error: no such deadline.
      running.dueAt(tx, deadlines.PUBLICATION_DU),
      // @ts-expect-error: a deadline is a value, not a text.
      running.dueAt(tx, 'wish.publish'),
      defineDeadline('wish.spec', {
        title: { zh: '示例', en: 'example' },
        length: { amount: 1, unit: 'day' },
        // @ts-expect-error: no such role.
        escalation: [{ after: { amount: 1, unit: 'day' }, roles: ['mayor'] }],
      }),
    ];
    expect(wrong).toBeTypeOf('function');
  });
});
