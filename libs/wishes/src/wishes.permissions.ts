import { definePermission } from '#libs/identity';

export const WISH_SUBMIT = definePermission('wish.submit', {
  roles: ['resident', 'grid_worker', 'grid_leader', 'community_secretary', 'community_director'],
});
export const WISH_OWN = definePermission('wish.own', { roles: ['resident'] });
export const WISH_READ = definePermission('wish.read', {
  roles: [
    'grid_worker',
    'grid_leader',
    'community_secretary',
    'community_director',
    'supervision_committee',
    'town_officer',
    'district_officer',
    'auditor',
  ],
});
export const WISH_VERIFY = definePermission('wish.verify', { roles: ['grid_worker', 'grid_leader'] });
export const WISH_REVIEW = definePermission('wish.review', { roles: ['community_secretary', 'community_director'] });
export const WISH_CANCEL = definePermission('wish.cancel', {
  roles: ['grid_worker', 'grid_leader', 'community_secretary', 'community_director'],
});
export const WISH_VISIT = definePermission('wish.visit', {
  roles: ['grid_worker', 'grid_leader', 'community_secretary', 'community_director'],
});
export const WISH_IMPORT = definePermission('wish.import', {
  roles: ['town_officer', 'community_secretary', 'community_director'],
});
export const CONTACT_VIEW = definePermission('contact.view', {
  roles: ['grid_worker', 'grid_leader', 'community_secretary', 'community_director'],
});
/** Requests about personal data, made at the office: who records them, who accepts or refuses. */
export const DATA_REQUEST_READ = definePermission('dataRequest.read', {
  roles: ['grid_worker', 'grid_leader', 'community_secretary', 'community_director', 'town_officer', 'auditor'],
});
export const DATA_REQUEST_OPEN = definePermission('dataRequest.open', {
  roles: ['grid_worker', 'grid_leader', 'community_secretary', 'community_director'],
});
export const DATA_REQUEST_DECIDE = definePermission('dataRequest.decide', {
  roles: ['community_secretary', 'community_director', 'town_officer'],
  needsSecondFactor: true,
});
export const WISH_CLAIM = definePermission('wish.claim', { roles: ['volunteer'] });
export const CLAIM_MANAGE = definePermission('claim.manage', { roles: ['community_secretary', 'community_director'] });
export const WISH_FEED = definePermission('wish.feed', { roles: ['volunteer'] });
/** Volunteers ask with `wish.claim`. */
export const QUESTION_ANSWER = definePermission('question.answer', {
  roles: ['grid_worker', 'grid_leader', 'community_secretary'],
});
