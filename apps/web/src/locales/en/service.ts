import type { Mirror } from '..';
import type service from '../zh/service';

export default {
  title: 'My service',
  lead: 'Every hour was confirmed by another person. Only you see this record, and there is no ranking.',
  hours: 'Hours confirmed',
  hoursOf: '{{n}} hours',
  wishes: 'Wishes fulfilled',
  wishesOf: '{{n}}',
  quota: 'This year (double reporting)',
  quotaOf: '{{served}} of {{hours}} hours',
  empty: 'No service yet',
  emptyHint: 'Confirmed wishes appear here.',
  reversed: 'reversed: {{reason}}',
  certificate: 'Certificate of service',
  certificateHint: 'A PDF with a code that anyone can verify. Available at any time, free of charge.',
  from: 'from',
  until: 'until',
  get: 'Download',
  check: {
    title: 'Verify a certificate',
    lead: 'The code contains the certificate data, signed by the platform. It is verified on your device; nothing is sent.',
    genuine: 'Genuine and unchanged',
    wrong: 'Not issued by this platform, or changed',
    none: 'Please scan the code on the certificate to open this page.',
    unable: 'This browser cannot verify signatures. The platform can do it (the code is sent to it).',
    ask: 'Verify on the platform',
    no: 'Number',
    name: 'Name',
    period: 'Period',
    issued: 'Issued',
  },
} satisfies Mirror<typeof service>;
