import type { Reader } from '../database/transactions.js';

/** The people whom a subject itself names, by their relation to it. */
type Named = Readonly<Record<string, string | null>>;

/** What a message says about its subject, and whom the subject names. */
export interface SubjectDescription {
  /** The case whose code people know and on whose page they act. */
  caseId: string;
  code: string;
  unitId: string;
  unitPath: string;
  isUrgent: boolean;
  people: Named;
  /** The role whose turn it is to sign. */
  nextRole?: string | null;
}

/** A subject that belongs to a case of another library, which describes the rest. */
export interface PartOfCase extends Pick<SubjectDescription, 'people' | 'nextRole'> {
  partOf: { subject: string; id: string };
}

/** Describes subjects by their ids; ids that do not exist are left out. */
export type Describe = (reader: Reader, ids: string[]) => Promise<ReadonlyMap<string, SubjectDescription | PartOfCase>>;

const subjects = new Map<string, Describe>();

/** Defines once, in the library that owns them, how subjects of a kind are described. */
export function defineSubject<N extends string>(name: N, describe: Describe): N {
  if (subjects.has(name)) throw new Error(`The subject ${name} is defined twice`);
  subjects.set(name, describe);
  return name;
}

/** A subject as its library describes it, merged with the data of its case. Undefined: it no longer exists. */
export async function describeSubject(
  reader: Reader,
  name: string,
  id: string,
): Promise<SubjectDescription | undefined> {
  const describe = subjects.get(name);
  if (!describe) throw new Error(`The subject ${name} is not defined`);
  const found = (await describe(reader, [id])).get(id);
  if (!found || !('partOf' in found)) return found;
  const whole = await describeSubject(reader, found.partOf.subject, found.partOf.id);
  return whole && { ...whole, ...found, people: { ...whole.people, ...found.people } };
}
