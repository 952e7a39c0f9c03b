import type { Mirror } from '..';
import type zh from '../zh/inbox';

export default {
  empty: 'No messages',
  emptyHint: 'What needs you will appear here.',
  archive: 'Archive',
  archived: 'Archived',
  readAll: 'Mark all as read',
  boxes: { inbox: 'Inbox', unread: 'Unread', archive: 'Archive' },
} satisfies Mirror<typeof zh>;
