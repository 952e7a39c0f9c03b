import { findPersonalData } from './detection/find-personal-data.js';
import type { Finding, KnownDetails, PersonalDataKind } from './detection/finding.js';
import { listIn, type Locale } from '../actor.js';
import { maskText } from './masking.js';

/** A passage that a person decided to keep in a public text, as it stands there, and why. */
export interface Keep {
  passage: string;
  reason?: string;
}

/** A finding, and whether it may stay instead of being edited out. */
export interface JudgedFinding extends Finding {
  /** It may stay when a person decides so. */
  mayKeep: boolean;
  /** Keeping it needs a reason; otherwise a tick is enough. */
  needsReason: boolean;
}

export interface KeptPassage {
  passage: string;
  kind: PersonalDataKind;
  certainty: Finding['certainty'];
  reason: string | null;
}

export interface Judgement {
  findings: JudgedFinding[];
  /** Findings that are not settled; while there are any, the text does not become public. */
  open: JudgedFinding[];
  /** Findings that were settled by keeping them, once for each passage. */
  kept: KeptPassage[];
}

/** Kinds that stay sensitive after every name is gone: a tick is not enough. */
const SENSITIVE: ReadonlySet<PersonalDataKind> = new Set(['health', 'school', 'debt']);
const MOBILE_DIGITS = /1[3-9]\d{9}$/;
/** A number, or a counted part of a building: it identifies a door. A street or an estate alone does not. */
const LEADS_TO_A_DOOR = /\d|[一二三四五六七八九十百零〇两]+\s*(?:号|栋|幢|座|楼|层|单元|梯|室|房|巷|弄|队)/u;

/** Decides what is still open in a text that is to become public, after a person has kept some passages. Pure.
 *  Names and telephones of the persons concerned, mobile numbers and identity numbers never stay; neither does a known
 *  address that identifies a door. Certain findings need a reason, as do health, schools, debts and every finding that
 *  concerns a minor; other possible findings need a tick. */
export function judgeText(
  text: string,
  known: KnownDetails,
  { keeps = [], isMinor = false }: { keeps?: readonly Keep[]; isMinor?: boolean } = {},
): Judgement {
  const reasons = new Map(keeps.map(({ passage, reason }) => [passage, reason?.trim() ?? '']));
  const kept = new Map<string, KeptPassage>();
  const open: JudgedFinding[] = [];
  const findings = findPersonalData(text, known).map((finding): JudgedFinding => {
    const passage = text.slice(finding.start, finding.end);
    const { kind, certainty } = finding;
    const judged = {
      ...finding,
      mayKeep: mayStand(finding, passage),
      needsReason: certainty === 'certain' || SENSITIVE.has(kind) || isMinor,
    };
    const reason = reasons.get(passage);
    const isSettled = judged.mayKeep && reason !== undefined && (reason !== '' || !judged.needsReason);
    if (isSettled) kept.set(passage, { passage, kind, certainty, reason: reason ? maskText(reason, known) : null });
    else open.push(judged);
    return judged;
  });
  return { findings, open, kept: [...kept.values()] };
}

function mayStand({ kind, source }: Finding, passage: string): boolean {
  const plain = passage.normalize('NFKC');
  if (kind === 'idNumber') return false;
  if (kind === 'phone' && (source === 'known' || MOBILE_DIGITS.test(plain.replace(/\D/g, '')))) return false;
  if (source !== 'known') return true;
  return kind === 'address' ? !LEADS_TO_A_DOOR.test(plain) : kind !== 'name';
}

const KIND_WORDS: Record<PersonalDataKind, { zh: string; en: string }> = {
  name: { zh: '姓名', en: 'a name' },
  phone: { zh: '电话', en: 'a telephone number' },
  idNumber: { zh: '证件号码', en: 'an identity number' },
  contact: { zh: '联系方式', en: 'a contact' },
  plate: { zh: '车牌', en: 'a number plate' },
  address: { zh: '住址', en: 'an address' },
  school: { zh: '学校班级', en: 'a school' },
  health: { zh: '健康状况', en: 'health' },
  debt: { zh: '债务、违法等情况', en: 'debts or offences' },
};

/** Names the kinds of personal data among some findings, in the reader's language; for a refusal. */
export const namesOfKinds = (findings: readonly Finding[], locale: Locale): string =>
  listIn(locale, new Set(findings.map(({ kind }) => KIND_WORDS[kind][locale])));
