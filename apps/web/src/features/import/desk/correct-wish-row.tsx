import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { Button, Choice, SelectField, Sheet, TextAreaField, TextField } from '../../../ui';
import { isAllRead, isBlank, numberOf, plainest, readPhone, yuanToFen } from '../../../ui/typed';
import { NumberField, PhoneField, YuanField } from '../../../ui/typed-fields';
import { unitsQuery } from '../../people/units';
import { Reasons } from './rows-by-verdict';

type Row = Schemas['ImportRowResponse'];
type Body = Schemas['CorrectImportRowBody'];
type Asked = ReadonlySet<Row['fields'][number]>;
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

const AGE = { least: 0, most: 120 };
const PEOPLE = { least: 1, most: 10_000 };

/** Corrects a row of wishes: only the doubtful fields, beside the original text. */
export function CorrectWishRow({
  importId,
  row,
  onClose,
}: {
  importId: string;
  row: Row;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('imports');
  const { t: words } = useTranslation();
  const { data: units } = useQuery(unitsQuery);
  const { values, typed } = row;
  const asked: Asked = new Set(row.fields);
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
  const body = toBody(form, row);
  const send = useCommand({
    send: (_, headers) =>
      api.PATCH('/api/v1/wish-imports/{importId}/rows/{rowNo}', {
        params: { path: { importId, rowNo: row.rowNo } },
        headers,
        body,
      }),
    invalidates: [['imports']],
    successMessage: t('row.corrected'),
    onSuccess: onClose,
  });
  const errors = errorsByField(send.error);
  const hint = (name: string): string | undefined => (typed[name] ? t('row.typed', { text: typed[name] }) : undefined);
  const field = (name: 'name' | 'phone' | 'costYuan' | 'people', typedAs: string) => ({
    hint: hint(typedAs),
    error: errors[name],
    value: form[name],
    onChange: (text: string) => set({ [name]: text }),
  });
  return (
    <Sheet title={t('row.place', { sheet: row.sheet, row: row.row })} onClose={onClose}>
      <Reasons of={row} />
      {!asked.has('text') && <p>{values.text}</p>}
      {asked.has('unitCode') && (
        <SelectField
          label={t('wishRow.community')}
          hint={hint('unit')}
          error={errors.unitCode}
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
          label={t('wishRow.text')}
          error={errors.text}
          maxLength={1000}
          value={form.text}
          onChange={(text) => set({ text })}
        />
      )}
      {asked.has('kind') && (
        <Choice<'goods' | 'service'>
          label={t('wishRow.kind')}
          value={form.kind || undefined}
          onChange={(kind) => set({ kind })}
          options={(['service', 'goods'] as const).map((value) => ({ value, label: words(`kind.${value}`) }))}
        />
      )}
      {asked.has('costYuan') && <YuanField label={t('wishRow.cost')} {...field('costYuan', 'cost')} />}
      {asked.has('people') && (
        <NumberField label={t('wishRow.people')} bounds={PEOPLE} {...field('people', 'people')} />
      )}
      {asked.has('dueOn') && (
        <>
          <TextField
            label={words('field.dueOn')}
            hint={hint('due')}
            error={errors.dueOn}
            type="date"
            disabled={form.hasNoDate}
            value={form.dueOn}
            onChange={(dueOn) => set({ dueOn })}
          />
          <label className="check">
            <input type="checkbox" checked={form.hasNoDate} onChange={(e) => set({ hasNoDate: e.target.checked })} />
            <span>{t('wishRow.noDate')}</span>
          </label>
        </>
      )}
      {asked.has('age') && (
        <>
          <NumberField
            label={words('field.age')}
            hint={hint('age')}
            error={errors.age}
            bounds={AGE}
            disabled={form.hasNoAge}
            value={form.age}
            onChange={(age) => set({ age })}
          />
          <label className="check">
            <input type="checkbox" checked={form.hasNoAge} onChange={(e) => set({ hasNoAge: e.target.checked })} />
            <span>{t('wishRow.noAge')}</span>
          </label>
        </>
      )}
      <Button
        variant="primary"
        isWide
        disabled={!isAllRead(body)}
        isBusy={send.isPending}
        onClick={() => send.mutate()}
      >
        {words('save')}
      </Button>
    </Sheet>
  );
}

/** Only the fields that were in doubt and were answered; null if the person states that there is none. */
function toBody(form: Form, { reading, fields }: Row): Body {
  const ifTyped = (text: string, read: (text: string) => number): number | undefined =>
    isBlank(text) ? undefined : read(text);
  const answers: Omit<Body, 'reading'> = {
    unitCode: form.unitCode || undefined,
    name: form.name.trim() || undefined,
    phone: plainest(readPhone, form.phone.trim()) || undefined,
    text: form.text.trim() || undefined,
    kind: form.kind || undefined,
    costYuan: ifTyped(form.costYuan, (text) => yuanToFen(text) / 100),
    people: ifTyped(form.people, (text) => numberOf(text, PEOPLE)),
    dueOn: form.hasNoDate ? null : form.dueOn || undefined,
    age: form.hasNoAge ? null : ifTyped(form.age, (text) => numberOf(text, AGE)),
  };
  const asked = Object.entries(answers).filter(
    ([name, value]) => fields.includes(name as Row['fields'][number]) && value !== undefined,
  );
  return { reading, ...Object.fromEntries(asked) };
}
