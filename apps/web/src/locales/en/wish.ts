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
  question: {
    title: 'Questions of volunteers',
    ask: 'Ask a question',
    erased: 'The words were erased',
    status: { open: 'Not answered yet', answered: 'Answered', withdrawn: 'Withdrawn', lapsed: 'Lapsed' },
    withdraw: 'Withdraw the question',
    withdrawn: 'Question withdrawn',
    form: {
      question: {
        label: 'What do you want to know before claiming?',
        hint: 'Only you and the community’s staff read it. Leave out names, telephones and addresses.',
        send: 'Send the question',
        sent: 'Sent; you will be notified of the answer',
      },
      answer: {
        label: 'Answer',
        hint: 'Only the asker and the community’s staff read it. Leave out names, telephones and addresses.',
        send: 'Send the answer',
        sent: 'Answer sent',
      },
    },
  },
} satisfies Mirror<typeof zh>;
