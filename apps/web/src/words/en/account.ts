import type { Mirror } from '..';
import type zh from '../zh/account';

export default {
  title: 'Me',
  roles: 'My roles',
  at: '{{role}} · {{unit}}',
  strengths: 'My strengths and licences',
  password: 'Change password',
  present: 'Present password',
  fresh: 'New password',
  freshHint: '8 to 128 characters; a sentence that you remember is fine.',
  changed: 'Password changed; other devices are signed out',
  sessions: 'Devices signed in',
  thisDevice: 'this device',
  seen: 'used {{ago}}',
  end: 'Sign this device out',
  ended: 'Signed out',
  unsent_one: '{{count}} form was not sent yet. Signing out deletes it from this device.',
  unsent_other: '{{count}} forms were not sent yet. Signing out deletes them from this device.',
  sendFirst: 'Send them first',
  leaveAnyway: 'Sign out and delete them',
  leaveTitle: 'There are unsent forms',
  install: 'You can add Micro-Wish to your home screen and use it like an app.',
} satisfies Mirror<typeof zh>;
