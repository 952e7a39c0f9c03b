import type { Schemas } from '../../app/api';
import { yuanToFen } from '../../app/format';

/** A wish as it is typed: texts as they stand in the fields. */
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

const MOBILE = /^1[3-9]\d{9}$/;
export const isMobile = (text: string): boolean => MOBILE.test(text);

export type WishFault = 'required' | 'phone' | 'consent' | 'guardian' | 'unit';

/** What is missing or wrong, by field; the server looks again. */
export function faultsIn(form: WishForm): Partial<Record<keyof WishForm, WishFault>> {
  const faults: Partial<Record<keyof WishForm, WishFault>> = {};
  if (!form.unitId) faults.unitId = 'unit';
  if (!isMobile(form.phone)) faults.phone = 'phone';
  if (!form.name.trim()) faults.name = 'required';
  if (!form.need.trim()) faults.need = 'required';
  if (!form.kind) faults.kind = 'required';
  if (!form.isConsented) faults.isConsented = 'consent';
  if (form.age !== '' && Number(form.age) < 14 && !form.byGuardian) faults.byGuardian = 'guardian';
  const isProxy = form.proxyName.trim() || form.proxyPhone || form.proxyRelation.trim();
  if (isProxy && !form.proxyName.trim()) faults.proxyName = 'required';
  if (isProxy && !isMobile(form.proxyPhone)) faults.proxyPhone = 'phone';
  if (isProxy && !form.proxyRelation.trim()) faults.proxyRelation = 'required';
  return faults;
}

/** The form as the api takes it. Yuan become fen without binary fractions. */
export function toBody(form: WishForm): Schemas['SubmitWishBody'] {
  const text = (value: string): string | undefined => value.trim() || undefined;
  return {
    unitId: form.unitId,
    need: form.need.trim(),
    kind: form.kind || 'service',
    category: (form.category || undefined) as Schemas['SubmitWishBody']['category'],
    urgency: form.urgency,
    helpersNeeded: 1,
    estimatedFen: yuanToFen(form.costYuan),
    peopleHelped: Number(form.people || 1),
    dueOn: text(form.dueOn),
    language: form.language || undefined,
    windows: form.windows.length > 0 ? form.windows : undefined,
    beneficiary: {
      name: form.name.trim(),
      phone: form.phone,
      address: text(form.address),
      hardship: text(form.hardship),
      age: form.age === '' ? undefined : Number(form.age),
    },
    proxy: form.proxyName.trim()
      ? { name: form.proxyName.trim(), phone: form.proxyPhone, relation: form.proxyRelation.trim() }
      : undefined,
    consent: { kind: form.consentHow, byGuardian: form.byGuardian },
    isDraft: false,
  };
}

/** A refused command opened again for mending. */
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
