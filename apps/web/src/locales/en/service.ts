import type { Mirror } from '..';
import type service from '../zh/service';

export default {
  title: 'My service',
  lead: 'Every hour was confirmed by somebody else. It is for you alone, and nobody is ranked.',
  hours: 'Hours confirmed',
  hoursOf: '{{n}} hours',
  wishes: 'Wishes fulfilled',
  wishesOf: '{{n}}',
  quota: 'This year, for home and work',
  quotaOf: '{{served}} of {{hours}} hours',
  empty: 'No service yet',
  emptyHint: 'When a wish is done and has been confirmed, it is entered here.',
  reversed: 'taken back: {{reason}}',
  certificate: 'Certificate of service',
  certificateHint: 'A PDF with a code that anybody can check; whenever you like, free of charge.',
  from: 'from',
  until: 'until',
  get: 'Download',
  check: {
    title: 'Check a certificate',
    lead: 'The code holds what the certificate says, signed by the platform. It is checked on your device; nothing is sent anywhere.',
    genuine: 'Genuine and unaltered',
    wrong: 'Not issued by this platform, or altered',
    none: 'Please scan the code on the certificate to open this page.',
    unable: 'This browser cannot check signatures. The platform can (what the code says is sent to it).',
    ask: 'Ask the platform',
    no: 'Number',
    name: 'Name',
    period: 'Period',
    issued: 'Issued',
  },
} satisfies Mirror<typeof service>;
