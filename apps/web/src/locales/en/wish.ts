import type { Mirror } from '..';
import type zh from '../zh/wish';

export default {
  contact: {
    show: 'Show contact details',
    why: 'Why',
    reasons: { verify: 'To verify', visit: 'To visit', help: 'To help' },
    hint: 'Every showing is recorded; the resident can see it.',
  },
  photo: {
    add: 'Add a photo',
    hint: 'A photo is never required; places and other traces are taken out of it.',
    sending: '{{percent}}% sent',
    remove: 'Remove this photo',
    most_one: '{{count}} at the most',
    most_other: '{{count}} at the most',
  },
} satisfies Mirror<typeof zh>;
