import { describe, expect, it } from 'vitest';
import { topicsOf } from './live.js';

describe('what a screen asks about anew', () => {
  it.each([
    ['WishClaimed', ['wishes']],
    ['ClaimExtended', ['wishes']],
    ['SpendApproved', ['funds', 'wishes']],
    ['YearAllotted', ['funds', 'wishes']],
    ['BankStatementImported', ['funds']],
    ['WishImportRead', ['imports']],
    ['PersonErased', ['wishes']],
    ['PersonDisabled', ['people']],
    ['RoleConfirmed', ['people']],
    ['PlanSent', ['plans']],
    ['VolunteerInvited', ['invitations']],
    ['ExportBuilt', ['exports']],
    ['ChannelSet', ['policies']],
  ])('follows %s', (event, topics) => {
    expect(topicsOf(event)).toEqual(topics);
  });

  it('is nothing for an event that it does not know, whatever it is called', () => {
    for (const event of ['', 'wishClaimed', 'AWishClaimed', ' WishClaimed', 'constructor', '__proto__'])
      expect(topicsOf(event)).toEqual([]);
  });
});
