import type { Mirror } from '..';
import type invitation from '../zh/invitation';

export default {
  title: 'You are invited',
  answerBy: 'Please answer before {{when}}',
  accept: 'I will do it',
  decline: 'Not this time',
  accepted: 'Thank you! It is among your claims',
  declined: 'All right, somebody else will be asked',
  promise: 'Accepting promises it within 7 days; you can give it back at any time.',
} satisfies Mirror<typeof invitation>;
