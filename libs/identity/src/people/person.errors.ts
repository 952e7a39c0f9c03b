import { problem } from '#libs/platform';

export const PersonNotFound = problem('PERSON_NOT_FOUND', 404, {
  zh: '没有这个人，或不在您的范围内。',
  en: 'There is no such person, or they are outside your scope.',
});
