import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { Choice, SelectField, TextAreaField, TextField } from '../../../ui';
import { CheckField } from '../../../ui/check-field';
import { isAllRead, isBlank, numberOf, plainest, readPhone, yuanToFen } from '../../../ui/typed';
import { NumberField, PhoneField, YuanField } from '../../../ui/typed-fields';
import { CorrectSheet, useCommunityOptions, useTypedHints } from './person-row-fields';

type Row = Schemas['ImportRowResponse'];
type Body = Schemas['CorrectImportRowBody'];
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
  const communities = useCommunityOptions();
  const { values, typed } = row;
  const hint = useTypedHints(typed);
  const asks = (name: Row['fields'][number]): boolean => row.fields.includes(name);
  const form = useForm<Form>({
    values: {
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
    },
    send: (corrected, headers) =>
      api.PATCH('/api/v1/wish-imports/{importId}/rows/{rowNo}', {
        params: { path: { importId, rowNo: row.rowNo } },
        headers,
        body: toBody(corrected, row),
      }),
    invalidates: [['imports']],
    successMessage: t('row.corrected'),
    onSuccess: onClose,
  });
  const { field } = form;
  return (
    <CorrectSheet row={row} form={form} isReady={isAllRead(toBody(form.values, row))} onClose={onClose}>
      {!asks('text') && <p>{values.text}</p>}
      {asks('unitCode') && (
        <SelectField
          label={t('wishRow.community')}
          hint={hint('unit')}
          none={words('chooseFirst')}
          {...field('unitCode')}
          options={communities}
        />
      )}
      {asks('name') && <TextField label={words('field.name')} hint={hint('name')} {...field('name')} />}
      {asks('phone') && <PhoneField orLandline label={words('field.phone')} hint={hint('phone')} {...field('phone')} />}
      {asks('text') && <TextAreaField label={t('wishRow.text')} maxLength={1000} {...field('text')} />}
      {asks('kind') && (
        <Choice
          label={t('wishRow.kind')}
          {...field('kind')}
          options={(['service', 'goods'] as const).map((value) => ({ value, label: words(`kind.${value}`) }))}
        />
      )}
      {asks('costYuan') && <YuanField label={t('wishRow.cost')} hint={hint('cost')} {...field('costYuan')} />}
      {asks('people') && (
        <NumberField label={t('wishRow.people')} hint={hint('people')} bounds={PEOPLE} {...field('people')} />
      )}
      {asks('dueOn') && (
        <>
          <TextField
            label={words('field.dueOn')}
            hint={hint('due')}
            type="date"
            disabled={form.values.hasNoDate}
            {...field('dueOn')}
          />
          <CheckField label={t('wishRow.noDate')} {...field('hasNoDate')} />
        </>
      )}
      {asks('age') && (
        <>
          <NumberField
            label={words('field.age')}
            hint={hint('age')}
            bounds={AGE}
            disabled={form.values.hasNoAge}
            {...field('age')}
          />
          <CheckField label={t('wishRow.noAge')} {...field('hasNoAge')} />
        </>
      )}
    </CorrectSheet>
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
