import { declarePersonalData, type AccountPart, type OwnPart } from '#libs/platform';
import { joinWish } from '#libs/wishes';

/** Deletes a volunteer's feeds. Plans and invitations stay: they contain only ids and figures. */
export const matchingOfAccount: AccountPart = {
  erase: async (tx, personId) => {
    await tx.execute('DELETE FROM feed_view WHERE person_id = ?', [personId]);
  },
};

export const ownMatchingData: Record<string, OwnPart> = {
  invitations: (reader, personId) =>
    reader.rows(
      `SELECT w.code AS wish, i.status, i.sent_at, i.answered_at FROM invitation i ${joinWish('i.wish_id')}
       WHERE i.volunteer_id = ? ORDER BY i.id`,
      [personId],
    ),
};

declarePersonalData({
  feed_view: [{ columns: ['person_id', 'wish_ids'], within: 'the hours of one look through the feed' }],
  match_plan: [{ columns: ['asked_by', 'sent_by'], kept: 'trail' }],
  plan_wish: [{ columns: ['candidates', 'blocked'], kept: 'work' }],
  plan_pair: [{ columns: ['volunteer_id', 'components', 'chosen_by'], kept: 'work' }],
  invitation: [{ columns: ['volunteer_id', 'open_volunteer'], kept: 'work' }],
  need_radar: [{ columns: ['clusters'], kept: 'work' }],
});
