import type { Mirror } from '..';
import type zh from '../zh/profile';

export default {
  title: 'My strengths',
  strengths: 'I am good at',
  licences: 'My licences',
  licenceHint: 'Show the paper to your community; it counts once they have seen it.',
  validUntil: 'Valid until',
  verified: 'verified',
  pending: 'to be verified',
  most: 'Claims at once, at the most',
  saved: 'Your strengths are saved',
  addLicence: 'Add a licence',
  expired: 'Please give the date until which it is valid',
  reach: 'How far I go',
  reaches: { grid: 'My grid', community: 'My community', town: 'My town', district: 'The whole district' },
  weekday: { d1: 'Mon', d2: 'Tue', d3: 'Wed', d4: 'Thu', d5: 'Fri', d6: 'Sat', d7: 'Sun' },
  day: 'Day',
  when: 'When I have time',
  whenHint: 'Nothing ticked: whenever it suits.',
  part: { morning: 'Morning', afternoon: 'Afternoon', evening: 'Evening' },
  languages: 'I speak',
  liked: 'What I like to do',
  disliked: 'What I would rather not do',
  awayUntil: 'Away until the end of',
  awayHint: 'Nothing new is planned for you while you are away; empty it when you are back.',
} satisfies Mirror<typeof zh>;
