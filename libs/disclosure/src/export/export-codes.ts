export const EXPORT_KINDS = ['wishes', 'spend', 'entries', 'return'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** `forgotten`: its file was deleted after a time. */
export const EXPORT_STATUSES = ['waiting', 'building', 'ready', 'failed', 'forgotten'] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];
