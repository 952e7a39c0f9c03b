import {
  judgeText,
  maskText,
  namesOfKinds,
  sayIn,
  type Actor,
  type Concerned,
  type FieldFault,
  type JudgedFinding,
  type KeptPassage,
  type KnownDetails,
} from '#libs/platform';
import type { Payee } from '../payee/payees.js';
import type { SpendForm } from './open-spend-request.js';

/** A finding in one of a request's public texts. */
export interface SpendFinding extends JudgedFinding {
  field: 'purpose' | 'payee' | 'items';
  /** Index of the item, from 0. */
  at: number;
}

/** Checks the public texts of a form for personal data: its purpose, its items, and the name of an organisation. The name
 *  of a person is not checked, because it is never published. */
export function gate(
  form: SpendForm,
  payee: Pick<Payee, 'kind' | 'name'>,
  { known, isMinor }: Omit<Concerned, 'unitPath'>,
): { findings: SpendFinding[]; open: SpendFinding[]; kept: KeptPassage[] } {
  const texts: { field: SpendFinding['field']; at: number; text: string }[] = [
    { field: 'purpose', at: 0, text: form.purpose },
    ...(payee.kind === 'organisation' ? [{ field: 'payee' as const, at: 0, text: payee.name }] : []),
    ...form.items.map(({ name }, at) => ({ field: 'items' as const, at, text: name })),
  ];
  const judged = texts.map(({ field, at, text }) => ({
    place: { field, at },
    ...judgeText(text, known, { keeps: form.keeps, isMinor }),
  }));
  const kept = new Map(judged.flatMap((one) => one.kept).map((passage) => [passage.passage, passage]));
  return {
    findings: judged.flatMap(({ place, findings }) => findings.map((finding) => ({ ...finding, ...place }))),
    open: judged.flatMap(({ place, open }) => open.map((finding) => ({ ...finding, ...place }))),
    kept: [...kept.values()],
  };
}

/** Texts that only staff read need no decision: certain findings are masked. */
export const withoutDetails = (form: SpendForm, known: KnownDetails): SpendForm => ({
  ...form,
  quotes: form.quotes.map((quote) => ({ ...quote, supplier: maskText(quote.supplier, known) })),
  ...(form.justification ? { justification: maskText(form.justification, known) } : {}),
  ...(form.payeeRelation ? { payeeRelation: maskText(form.payeeRelation, known) } : {}),
});

export function faultsOfTexts(open: SpendFinding[], { locale }: Actor): FieldFault[] {
  const say = sayIn(locale);
  const fields = [...new Set(open.map(({ field }) => field))];
  return fields.map((field) => {
    const kinds = namesOfKinds(
      open.filter((one) => one.field === field),
      locale,
    );
    return {
      field,
      reason: say(
        `可能有个人信息（${kinds}），公开前请修改，或逐处说明为什么可以保留`,
        `may contain personal data (${kinds}): change it, or give the reason for each passage that stays`,
      ),
    };
  });
}
