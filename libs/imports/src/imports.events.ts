import { defineEvent, defineTopic, type Actor, type EventContext, type EventType } from '#libs/platform';
import { PEOPLE } from '#libs/identity';

export const IMPORTS = defineTopic('imports');

export const FormHeadingsChosen = defineEvent<{ form: string; headings: number }>('FormHeadingsChosen', {
  topic: IMPORTS,
  visibility: 'internal',
});

/** Activation codes for the people of a file were printed. */
export const ActivationCodesGiven = defineEvent<{ people: number }>('ActivationCodesGiven', {
  topic: PEOPLE,
  visibility: 'internal',
});

/** The events of every kind of file; each kind has its own names for them. */
export interface ImportEvents {
  started: EventType<{ bytes: number }>;
  corrected: EventType<{ rowNo: number; fields: string[]; verdict: string }>;
  takenBack: EventType<{ reason: string }>;
  attention: EventType<object>;
}

/** Defines the events of one kind of file, under the given names. */
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

/** The context of an event about an import, in the unit of the import. */
export const eventContext = ({ id, unitId }: { id: string; unitId: string }, { personId }: Actor): EventContext => ({
  unitId,
  subjectId: id,
  actorId: personId,
});
