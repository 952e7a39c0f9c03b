import { defineEvent, defineTopic } from '#libs/platform';

const OF_EXPORT = { topic: defineTopic('exports'), visibility: 'internal' } as const;

export const ExportMade = defineEvent<{ kind: string; reason: string }>('ExportMade', OF_EXPORT);
export const ExportBuilt = defineEvent<{ rows: number }>('ExportBuilt', OF_EXPORT);
export const ExportFetched = defineEvent('ExportFetched', OF_EXPORT);
