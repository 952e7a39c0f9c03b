import { defineEvent, defineTopic } from '#libs/platform';
import { PEOPLE, definePolicyEvent } from '#libs/identity';

/** Groups, service hours and skills. */
export const VOLUNTEERS = defineTopic('volunteers');

const OF_GROUP = { topic: VOLUNTEERS, visibility: 'internal' } as const;
export const GroupOpened = defineEvent<{ kind: string }>('GroupOpened', OF_GROUP);
export const GroupRenamed = defineEvent('GroupRenamed', OF_GROUP);
export const GroupClosed = defineEvent('GroupClosed', OF_GROUP);
export const GroupJoined = defineEvent<{ personId: string }>('GroupJoined', OF_GROUP);
export const GroupLeft = defineEvent<{ personId: string }>('GroupLeft', OF_GROUP);
export const GroupServiceExported = defineEvent<{ fromOn: string; untilOn: string }>('GroupServiceExported', OF_GROUP);

export const LicenceVerified = defineEvent<{ kind: string; validUntil: string }>('LicenceVerified', {
  topic: PEOPLE,
  visibility: 'internal',
});
export const ServiceReversed = defineEvent<{ entryId: string; reason: string }>('ServiceReversed', {
  topic: VOLUNTEERS,
  visibility: 'internal',
});

export const SkillMerged = defineEvent<{ from: string; into: string }>('SkillMerged', {
  topic: VOLUNTEERS,
  visibility: 'public',
});
export const SkillsSet = definePolicyEvent('SkillsSet');
export const ServiceQuotaSet = definePolicyEvent('ServiceQuotaSet');
