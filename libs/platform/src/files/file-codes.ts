/** What a file shows: the need, or the fulfilled wish; the papers of a spend. */
export const FILE_PURPOSES = ['need', 'done', 'quote', 'minutes', 'contract', 'received', 'invoice'] as const;
export type FilePurpose = (typeof FILE_PURPOSES)[number];

export const FILE_MEDIA = ['photo', 'pdf'] as const;
export type FileMedia = (typeof FILE_MEDIA)[number];

/** `received`: complete but not prepared yet. Only `ready` files are shown. */
export const FILE_STATUSES = ['receiving', 'received', 'ready', 'refused'] as const;
export type FileStatus = (typeof FILE_STATUSES)[number];

export const FILE_VARIANTS = ['full', 'thumb'] as const;
export type FileVariant = (typeof FILE_VARIANTS)[number];
