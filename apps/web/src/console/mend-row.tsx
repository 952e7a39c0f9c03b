import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, faultsOf, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { Button, Choice, SelectField, Sheet, TextAreaField, TextField } from '../look/kit';
import { isAllRead, isBlank, numberOf, plainest, readPhone, yuanToFen } from '../look/typed';
import { NumberField, PhoneField, YuanField } from '../look/typed-fields';
import { unitsQuery } from '../wish/units';
import type { Row } from './import';
import { Reasons } from './rows-by-verdict';

type Body = Schemas['SettleRowBody'];
interface Form {
  unitCode: string;
  name: string;
  phone: string;
  text: string;
  kind: '' | 'goods' | 'service';
  costYuan: string;
  people: string;
  dueOn: string;
  hasNoDate: boolean;
  age: string;
  hasNoAge: boolean;
}

/** Which doubts ask for which field. */
const ASKED_BY: Record<string, keyof Form> = {
  unit: 'unitCode',
  name: 'name',
  phone: 'phone',
  text: 'text',
  formula: 'text',
  kind: 'kind',
  cost: 'costYuan',
  people: 'people',
  due: 'dueOn',
  age: 'age',
};
const AGE = { least: 0, most: 120 };
const PEOPLE = { least: 1, most: 10_000 };
const ALL: readonly (keyof Form)[] = [
  'unitCode',
  'name',
  'phone',
  'text',
  'kind',
  'costYuan',
  'people',
  'dueOn',
  'age',
];

/** Settles what could not be read in a row: only the fields in doubt, beside what was typed there. */
export function MendRow({ importId, row, onClose }: { importId: string; row: Row; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { data: units } = useQuery(unitsQuery);
  const { values, typed } = row;
  const asked =
    row.verdict === 'duplicate' || row.verdict === 'reject'
      ? new Set(ALL)
      : new Set(row.why.map((why) => ASKED_BY[why] ?? 'text'));
  const [form, setForm] = useState<Form>({
    unitCode: values.unitCode ?? '',
    name: '',
    phone: '',
    text: values.text || (typed.text ?? ''),
    kind: values.kind ?? '',
    costYuan: values.costYuan === null ? '' : String(values.costYuan),
    people: values.people === null ? '' : String(values.people),
    dueOn: values.dueOn ?? '',
    hasNoDate: false,
    age: values.age === null ? '' : String(values.age),
    hasNoAge: false,
  });
  const set = (change: Partial<Form>): void => setForm((before) => ({ ...before, ...change }));
  const body = toBody(form, asked);
  const send = useCommand({
    send: (_, key) =>
      answer(
        api.PATCH('/api/v1/wish-imports/{importId}/rows/{rowNo}', {
          params: { path: { importId, rowNo: row.rowNo } },
          headers: withKey(key),
          body,
        }),
      ),
    touches: [['imports']],
    says: t('imports.mended'),
    done: onClose,
  });
  const faults = faultsOf(send.error);
  const hint = (name: string): string | undefined =>
    typed[name] ? `${t('imports.typed')}：${typed[name]}` : undefined;
  const field = (name: 'name' | 'phone' | 'costYuan' | 'people', typedAs: string) => ({
    hint: hint(typedAs),
    fault: faults[name],
    value: form[name],
    onChange: (text: string) => set({ [name]: text }),
  });
  return (
    <Sheet title={t('imports.mendTitle', { row: row.row })} onClose={onClose}>
      <Reasons of={row} />
      {!asked.has('text') && <p>{values.text}</p>}
      {asked.has('unitCode') && (
        <SelectField
          label={t('imports.community')}
          hint={hint('unit')}
          fault={faults.unitCode}
          none={words('chooseFirst')}
          value={form.unitCode}
          onChange={(unitCode) => set({ unitCode })}
          options={(units ?? [])
            .filter(({ level }) => level === 'community')
            .map(({ code, name }) => ({ value: code, label: name }))}
        />
      )}
      {asked.has('name') && <TextField label={words('field.name')} {...field('name', 'name')} />}
      {asked.has('phone') && <PhoneField orLandline label={words('field.phone')} {...field('phone', 'phone')} />}
      {asked.has('text') && (
        <TextAreaField
          label={t('imports.text')}
          fault={faults.text}
          maxLength={1000}
          value={form.text}
          onChange={(text) => set({ text })}
        />
      )}
      {asked.has('kind') && (
        <Choice<'goods' | 'service'>
          label={t('imports.kind')}
          value={form.kind || undefined}
          onChange={(kind) => set({ kind })}
          options={(['service', 'goods'] as const).map((value) => ({ value, label: words(`kind.${value}`) }))}
        />
      )}
      {asked.has('costYuan') && <YuanField label={t('imports.cost')} {...field('costYuan', 'cost')} />}
      {asked.has('people') && (
        <NumberField label={t('imports.people')} bounds={PEOPLE} {...field('people', 'people')} />
      )}
      {asked.has('dueOn') && (
        <>
          <TextField
            label={words('field.dueOn')}
            hint={hint('due')}
            fault={faults.dueOn}
            type="date"
            disabled={form.hasNoDate}
            value={form.dueOn}
            onChange={(dueOn) => set({ dueOn })}
          />
          <label className="check">
            <input type="checkbox" checked={form.hasNoDate} onChange={(e) => set({ hasNoDate: e.target.checked })} />
            <span>{t('imports.noDate')}</span>
          </label>
        </>
      )}
      {asked.has('age') && (
        <>
          <NumberField
            label={words('field.age')}
            hint={hint('age')}
            fault={faults.age}
            bounds={AGE}
            disabled={form.hasNoAge}
            value={form.age}
            onChange={(age) => set({ age })}
          />
          <label className="check">
            <input type="checkbox" checked={form.hasNoAge} onChange={(e) => set({ hasNoAge: e.target.checked })} />
            <span>{t('imports.noAge')}</span>
          </label>
        </>
      )}
      <Button look="main" isWide disabled={!isAllRead(body)} isBusy={send.isPending} onClick={() => send.mutate()}>
        {words('save')}
      </Button>
    </Sheet>
  );
}

/** Only what was asked and answered; null where there is none. */
function toBody(form: Form, asked: Set<keyof Form>): Body {
  const ifTyped = (text: string, read: (text: string) => number): number | undefined =>
    isBlank(text) ? undefined : read(text);
  const answers: Body = {
    unitCode: form.unitCode || undefined,
    name: form.name.trim() || undefined,
    phone: plainest(readPhone, form.phone.trim()) || undefined,
    text: form.text.trim() || undefined,
    kind: form.kind || undefined,
    costYuan: ifTyped(form.costYuan, (text) => yuanToFen(text) / 100),
    people: ifTyped(form.people, (text) => numberOf(text, PEOPLE)),
    dueOn: form.hasNoDate ? null : form.dueOn || undefined,
    age: form.hasNoAge ? null : ifTyped(form.age, (text) => numberOf(text, AGE)),
  } as Body;
  return Object.fromEntries(
    Object.entries(answers).filter(([name, value]) => asked.has(name as keyof Form) && value !== undefined),
  ) as Body;
}
