import { defineEvent } from '#libs/platform';

export const JobRetried = defineEvent('JobRetried', { visibility: 'internal' });
