import { defineEvent, defineTopic, type EventType } from '#libs/platform';
import type { WishStatus } from './wish/wish.lifecycle.js';

/** Wishes, their claims, and requests about personal data. */
export const WISHES = defineTopic('wishes');

const PUBLIC = { topic: WISHES, visibility: 'public' } as const;
const INTERNAL = { topic: WISHES, visibility: 'internal' } as const;

/** A step of the lifecycle. */
export interface WishStepTaken {
  /** null: the wish was just created. */
  from: WishStatus | null;
  to: WishStatus;
}
const stepEvent = <Data extends object = object>(name: string): EventType<WishStepTaken & Data> =>
  defineEvent<WishStepTaken & Data>(name, PUBLIC);

export const WishDrafted = stepEvent('WishDrafted');
export const WishSubmitted = stepEvent<{ importId?: string }>('WishSubmitted');
export const WishVerified = stepEvent('WishVerified');
export const WishReturned = stepEvent<{ reason: string }>('WishReturned');
export const WishPublished = stepEvent('WishPublished');
export const WishRejected = stepEvent<{ reason: string }>('WishRejected');
export const WishTransferred = stepEvent<{ channel: string; reason: string }>('WishTransferred');
export const WishMerged = stepEvent<{ intoId: string }>('WishMerged');
export const WishCancelled = stepEvent<{ reason?: string; importId?: string }>('WishCancelled');
export const WishBegun = stepEvent<{ claimId: string }>('WishBegun');
export const WishFulfilled = stepEvent<{ doneOn: string; hours: number }>('WishFulfilled');
export const WishConfirmed = stepEvent<{ solved: string; rating: number | null; via: string }>('WishConfirmed');
export const WishReopened = stepEvent<{ reason: string; round: number }>('WishReopened');

export const WishWidened = defineEvent<{ to: string }>('WishWidened', PUBLIC);
export const TeamAskedFor = defineEvent<{ helpersNeeded: number }>('TeamAskedFor', PUBLIC);

/** `place`: the number of the claimed place; `of`: how many places the wish has. */
export const WishClaimed = defineEvent<{ claimId: string; place: number; of: number }>('WishClaimed', PUBLIC);
export const ClaimExtended = defineEvent<{ claimId: string; until: string; reason: string }>('ClaimExtended', INTERNAL);
export const ClaimReleased = defineEvent<{ claimId: string; volunteerId: string }>('ClaimReleased', PUBLIC);
export const ClaimExpired = defineEvent<{ claimId: string; volunteerId: string }>('ClaimExpired', PUBLIC);

export const ContactViewed = defineEvent<{ as: 'claimer' | 'staff' }>('ContactViewed', INTERNAL);
export const WishErased = defineEvent<{ cause: string }>('WishErased', INTERNAL);

/** The payload of events about a request concerning personal data. */
interface OfDataRequest {
  requestId: string;
  kind: string;
}
export type DataRequestEvent<Data extends object = object> = EventType<OfDataRequest & Data>;
const dataRequestEvent = <Data extends object = object>(name: string): DataRequestEvent<Data> =>
  defineEvent<OfDataRequest & Data>(name, INTERNAL);
export const DataRequestOpened = dataRequestEvent<{ asker: string; identityCheck: string }>('DataRequestOpened');
export const DataRequestAccepted = dataRequestEvent('DataRequestAccepted');
export const DataRequestRefused = dataRequestEvent<{ reason: string }>('DataRequestRefused');
export const DataRequestWithdrawn = dataRequestEvent<{ reason?: string }>('DataRequestWithdrawn');
export const PersonErased = dataRequestEvent('PersonErased');
export const PersonCorrected = dataRequestEvent<{ fields: string[]; reason: string }>('PersonCorrected');
export const PersonDataCopied = dataRequestEvent('PersonDataCopied');

/** The payload of events about a volunteer's question; its subject is the wish. */
export interface OfQuestion {
  questionId: string;
}
const questionEvent = <Data extends object = object>(name: string): EventType<OfQuestion & Data> =>
  defineEvent<OfQuestion & Data>(name, INTERNAL);
export const QuestionAsked = questionEvent('QuestionAsked');
export const QuestionAnswered = questionEvent('QuestionAnswered');
export const QuestionWithdrawn = questionEvent('QuestionWithdrawn');
/** `reason`: the status that the wish took. */
export const QuestionLapsed = questionEvent<{ reason: string }>('QuestionLapsed');

/** Events after which a wish may no longer be open for claims. */
export const ENDS_CLAIMING = [WishClaimed, WishCancelled, WishMerged, WishTransferred] as const;
