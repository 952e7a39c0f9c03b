import type { Schemas } from '../../../core/api';
import { isBlank, numberOf, plainest, readMobile, yuanToFen } from '../../../ui/typed';

/** A wish form: the texts as they are in the fields. */
export interface WishForm {
  unitId: string;
  phone: string;
  name: string;
  address: string;
  need: string;
  kind: '' | 'goods' | 'service';
  age: string;
  hardship: string;
  urgency: 'normal' | 'urgent';
  costYuan: string;
  people: string;
  dueOn: string;
  language: '' | NonNullable<Schemas['SubmitWishBody']['language']>;
  windows: NonNullable<Schemas['SubmitWishBody']['windows']>;
  category: string;
  proxyName: string;
  proxyPhone: string;
  proxyRelation: string;
  isConsented: boolean;
  byGuardian: boolean;
  consentHow: 'spoken' | 'written' | 'phone';
}

export const emptyForm = (unitId: string): WishForm => ({
  unitId,
  phone: '',
  name: '',
  address: '',
  need: '',
  kind: '',
  age: '',
  hardship: '',
  urgency: 'normal',
  costYuan: '',
  people: '',
  dueOn: '',
  language: '',
  windows: [],
  category: '',
  proxyName: '',
  proxyPhone: '',
  proxyRelation: '',
  isConsented: false,
  byGuardian: false,
  consentHow: 'spoken',
});

export const AGE = { least: 0, most: 120 };
export const PEOPLE = { least: 1, most: 10_000 };
const YOUNGEST_ALONE = 14;

/** A child: somebody else consents. */
export const isChild = ({ age }: WishForm): boolean => numberOf(age, AGE) < YOUNGEST_ALONE;

/** The form as the api takes it. Converts yuan to fen without binary fractions. */
export function toBody(form: WishForm): Schemas['SubmitWishBody'] {
  const text = (value: string): string | undefined => value.trim() || undefined;
  return {
    unitId: form.unitId,
    need: form.need.trim(),
    kind: form.kind || 'service',
    category: (form.category || undefined) as Schemas['SubmitWishBody']['category'],
    urgency: form.urgency,
    helpersNeeded: 1,
    estimatedFen: yuanToFen(form.costYuan, 0),
    peopleHelped: numberOf(form.people, PEOPLE, 1),
    dueOn: text(form.dueOn),
    language: form.language || undefined,
    windows: form.windows.length > 0 ? form.windows : undefined,
    beneficiary: {
      name: form.name.trim(),
      phone: plainest(readMobile, form.phone),
      address: text(form.address),
      hardship: text(form.hardship),
      age: isBlank(form.age) ? undefined : numberOf(form.age, AGE),
    },
    proxy: form.proxyName.trim()
      ? {
          name: form.proxyName.trim(),
          phone: plainest(readMobile, form.proxyPhone),
          relation: form.proxyRelation.trim(),
        }
      : undefined,
    consent: { kind: form.consentHow, byGuardian: form.byGuardian },
    isDraft: false,
  };
}

/** The form of a refused command, to correct it. */
export function fromBody(body: Schemas['SubmitWishBody']): WishForm {
  return {
    ...emptyForm(body.unitId),
    need: body.need,
    kind: body.kind,
    category: body.category ?? '',
    urgency: body.urgency ?? 'normal',
    costYuan: body.estimatedFen ? String(body.estimatedFen / 100) : '',
    people: body.peopleHelped && body.peopleHelped > 1 ? String(body.peopleHelped) : '',
    dueOn: body.dueOn ?? '',
    language: body.language ?? '',
    windows: body.windows ?? [],
    name: body.beneficiary.name,
    phone: body.beneficiary.phone,
    address: body.beneficiary.address ?? '',
    hardship: body.beneficiary.hardship ?? '',
    age: body.beneficiary.age === undefined ? '' : String(body.beneficiary.age),
    proxyName: body.proxy?.name ?? '',
    proxyPhone: body.proxy?.phone ?? '',
    proxyRelation: body.proxy?.relation ?? '',
    isConsented: true,
    byGuardian: body.consent.byGuardian,
    consentHow: body.consent.kind === 'form' ? 'written' : body.consent.kind,
  };
}
