import type { Mirror } from '..';
import type zh from '../zh/wish';

export default {
  contact: {
    show: 'Show contact details',
    why: 'Why',
    reasons: { verify: 'To verify', visit: 'To visit', help: 'To help' },
    hint: 'Every view is recorded; the resident can see the record.',
  },
  photo: {
    add: 'Add a photo',
    hint: 'A photo is never required. Location and other metadata are removed.',
    sending: '{{percent}}% sent',
    remove: 'Remove this photo',
    most_one: '{{count}} at most',
    most_other: '{{count}} at most',
  },
} satisfies Mirror<typeof zh>;
