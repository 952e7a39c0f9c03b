import type { Mirror } from '..';
import type zh from '../zh/imports';

export default {
  headings: {
    title: 'Say once what these columns hold',
    lead: 'Some columns are not known, or could be mixed up. The file is read again as you say, and so are later files of this kind from your unit. Corrected rows have to be corrected again.',
    place: 'Sheet “{{sheet}}”, column {{column}}',
    state: { unknown: 'not known', ambiguous: 'two columns look alike', chosen: 'explained before; can be changed' },
    none: 'Leave it for now',
    notNeeded: 'This column is not needed',
    choose: 'Remember, and read again',
    chosen: 'Remembered; the file is being read again',
    sendAgain: 'Remember, and send again',
  },
  field: {
    wish: {
      unit: 'Community',
      name: 'Name',
      phone: 'Telephone',
      text: 'Wish',
      kind: 'Kind',
      cost: 'Expected cost',
      people: 'People helped',
      due: 'Wanted by',
      age: 'Age',
      hardship: 'Hardship',
      address: 'Address',
    },
    roster: {
      name: 'Name',
      phone: 'Mobile number',
      unit: 'Community of residence',
      partyGroup: 'Party group',
      partyBranch: 'Party branch',
      workUnit: 'Work unit',
      strengths: 'Strengths',
    },
  },
  takeBack: {
    open: 'Take this import back',
    wish: 'Wishes that came from this file and are not verified yet are withdrawn. Verified ones, and those that were there before, stay. The file can be sent again afterwards.',
    roster:
      'People who came in with this roster and have not opened their accounts leave. Opened accounts, and people registered before, stay. The roster can be sent again afterwards.',
    done: 'Being taken back',
    busy: 'Being taken back',
    taken: '{{done}} taken back',
  },
  status: {
    reading: 'Being read',
    ready: 'To check',
    committing: 'Being taken in',
    committed: 'Taken in',
    failed: 'Unreadable',
    taking_back: 'Being taken back',
    taken_back: 'Taken back',
  },
} satisfies Mirror<typeof zh>;
