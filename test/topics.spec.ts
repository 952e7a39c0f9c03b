import { describe, expect, it } from 'vitest';
import { definedEvents, definedTopics } from '#libs/platform';
import { STALE_AFTER } from '../apps/web/src/core/topics.js';
import '../apps/libraries.js';

const topicOf = (event: string): string | undefined => definedEvents().get(event)?.topic?.name;

describe('the queries that an open screen refreshes', () => {
  it.each([
    ['WishClaimed', 'wishes'],
    ['ClaimExtended', 'wishes'],
    ['SpendApproved', 'funds'],
    ['PaymentReversed', 'funds'],
    ['YearClosed', 'funds'],
    ['BankStatementImported', 'funds'],
    ['GroupJoined', 'volunteers'],
    ['ServiceReversed', 'volunteers'],
    ['DelegationGiven', 'people'],
    ['PersonErased', 'wishes'],
    ['PersonDisabled', 'people'],
    ['HolidaysSet', 'policies'],
    ['MatchPolicySet', 'policies'],
    ['PlanSent', 'plans'],
    ['VolunteerInvited', 'invitations'],
    ['ExportBuilt', 'exports'],
  ])('follow %s', (event, topic) => expect(topicOf(event)).toBe(topic));

  it('are known for every topic, and every topic exists on the server', () => {
    expect(Object.keys(STALE_AFTER).toSorted()).toEqual(definedTopics().toSorted());
  });

  it('cover every event that a screen shows', () => {
    const silent = [...definedEvents().values()].filter(({ topic }) => !topic).map(({ name }) => name);
    expect(silent.toSorted()).toEqual(['JobRetried', 'PassagesKept']);
  });
});
