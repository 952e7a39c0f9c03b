/** Kinds of personal data. `idNumber`: papers, bank and other cards; `contact`: e-mail, QQ, WeChat and other handles;
 *  `health`: illness and disability; `debt`: debt, crime and addiction. */
export const PERSONAL_DATA_KINDS = [
  'phone',
  'idNumber',
  'contact',
  'plate',
  'address',
  'name',
  'school',
  'health',
  'debt',
] as const;
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number];

/** `certain` passages are masked; `possible` ones are marked, and a reviewer decides. */
export const CERTAINTIES = ['certain', 'possible'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** A passage that contains personal data. Offsets are UTF-16 units of the original text. */
export interface Finding {
  start: number;
  end: number;
  kind: PersonalDataKind;
  certainty: Certainty;
  /** `known`: the passage repeats a detail of a person concerned. */
  source: 'pattern' | 'known';
}

/** What is known of the persons concerned: the person, a proxy, a guardian. */
export interface KnownDetails {
  names?: (string | null)[];
  phones?: (string | null)[];
  addresses?: (string | null)[];
}
