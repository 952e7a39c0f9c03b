import { defineEvent, defineTopic, type Actor, type EventContext, type EventType } from '#libs/platform';
import { PEOPLE } from '#libs/identity';

export const IMPORTS = defineTopic('imports');

export const FormHeadingsChosen = defineEvent<{ form: string; headings: number }>('FormHeadingsChosen', {
  topic: IMPORTS,
  visibility: 'internal',
});

/** Codes with which the people of a file open their accounts were printed. */
export const StartCodesGiven = defineEvent<{ people: number }>('StartCodesGiven', {
  topic: PEOPLE,
  visibility: 'internal',
});

/** What is recorded of every kind of file, each under names of its own. */
export interface ImportEvents {
  started: EventType<{ bytes: number }>;
  corrected: EventType<{ rowNo: number; fields: string[]; verdict: string }>;
  takenBack: EventType<{ reason: string }>;
  attention: EventType<object>;
}

/** The events of one kind of file, by their names. */
export const defineImportEvents = (names: Record<keyof ImportEvents, string>): ImportEvents => {
  const define = <Data extends object>(name: string): EventType<Data> =>
    defineEvent<Data>(name, { topic: IMPORTS, visibility: 'internal' });
  return {
    started: define(names.started),
    corrected: define(names.corrected),
    takenBack: define(names.takenBack),
    attention: define(names.attention),
  };
};

/** The import is what happened to, in its unit. */
export const eventContext = ({ id, unitId }: { id: string; unitId: string }, { personId }: Actor): EventContext => ({
  unitId,
  subjectId: id,
  actorId: personId,
});
