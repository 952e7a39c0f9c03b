/** SQL for FROM: wishes as `w`. */
export const WISHES = 'wish w';

/** SQL: joins the wish whose id is in a column, as `w`. */
export const joinWish = (wishId: string): string => `JOIN ${WISHES} ON w.id = ${wishId}`;

/** SQL: joins the person whose id is in a column, as `b`; encrypted columns are read with `keyed`. */
export const joinBeneficiary = (id: string): string => `JOIN beneficiary b ON b.id = ${id}`;

/** SQL: joins the person that the wish `w` is for, as `b`. */
export const JOIN_BENEFICIARY = joinBeneficiary('w.beneficiary_id');

/** SQL for FROM: claims as `c`; `active_volunteer` is set as long as a claim holds a place of its wish. */
export const CLAIMS = 'claim c';

/** SQL for FROM: requests about personal data, as `d`. */
export const DATA_REQUESTS = 'data_request d';

/** SQL: joins the number of claims that a volunteer holds, `open_claims`, as `l`; there is no row before the first claim. */
export const joinClaimLoad = (volunteerId: string): string => `JOIN claim_load l ON l.volunteer_id = ${volunteerId}`;
