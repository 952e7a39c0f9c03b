import { defineSubject, type PartOfCase, type Row } from '#libs/platform';
import { defineDeadline, notifyOf } from '#libs/identity';
import { WISH } from '#libs/wishes';
import type { Invitation } from './invitation/invitation.entity.js';
import { InvitationsExhausted, VolunteerInvited } from './matching.events.js';

const INVITATION = defineSubject('invitation', async (reader, ids) => {
  const rows = await reader.rows<Row<Invitation, 'id' | 'wishId' | 'volunteerId'>>(
    'SELECT id, wish_id, volunteer_id FROM invitation WHERE id IN (?)',
    [ids],
  );
  return new Map(
    rows.map(({ id, wishId, volunteerId }): [string, PartOfCase] => [
      id,
      { partOf: { subject: WISH, id: wishId }, people: { invited: volunteerId } },
    ]),
  );
});

/** An unanswered invitation passes to the next volunteer. */
export const INVITATION_ANSWER_DUE = defineDeadline('invitation.answer', {
  title: { zh: '邀请待答复', en: 'Unanswered invitation' },
  length: { amount: 1, unit: 'day' },
});

notifyOf(VolunteerInvited, {
  subject: INVITATION,
  of: ({ invitationId }) => invitationId,
  person: 'invited',
  text: { zh: '有一个适合您的心愿 {code}，邀请您来圆梦', en: 'Wish {code} suits you: would you make it come true?' },
});
notifyOf(InvitationsExhausted, {
  subject: WISH,
  roles: ['community_secretary'],
  text: {
    zh: '心愿 {code} 邀请的志愿者都没有接受，请决定下一步',
    en: 'No invited volunteer has accepted wish {code}; please decide the next step',
  },
});
