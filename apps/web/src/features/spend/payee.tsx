import { useQuery } from '@tanstack/react-query';
import { useEffect, type ReactElement } from 'react';
import { api, type Schemas } from '../../core/api';
import { useDebouncedValue } from '../../core/use-debounced-value';
import { Choice, TextField } from '../../ui';
import { useTranslation } from '../../locales/use-translation';

const ASK_AFTER_MS = 400;
const KINDS = ['organisation', 'person'] as const;

/** A payee as staff see it: the name, with the kind unless it is an organisation. */
export function usePayeeText(): (payee: Schemas['SpendPayeeResponse']) => string {
  const { t } = useTranslation('spend');
  return ({ kind, name }) => (kind === 'organisation' ? name : t('payee.shown', { name, kind: t(`payee.${kind}`) }));
}

/** The payee in a form: the typed name, and either the register's entry or the kind of a new payee. */
export interface PayeeForm {
  payee: string;
  payeeId: string;
  payeeKind: '' | (typeof KINDS)[number];
}

/** Searches the register of payees while the name is typed. A new payee is added with the request, with the kind that the
 *  person chooses. */
export function PayeeField({
  unitId,
  form,
  onChange,
  error,
}: {
  unitId: string;
  form: PayeeForm;
  onChange: (change: Partial<PayeeForm>) => void;
  error?: string;
}): ReactElement {
  const { t } = useTranslation('spend');
  const { t: words } = useTranslation();
  const textOf = usePayeeText();
  const typed = form.payee.trim();
  const sought = useDebouncedValue(typed, ASK_AFTER_MS);
  const { data: found } = useQuery({
    queryKey: ['spend', 'payees', unitId, sought],
    queryFn: async () => (await api.POST('/api/v1/payees/search', { body: { unitId, name: sought } })).items,
    enabled: sought.length > 0,
    placeholderData: (before) => before,
  });
  const items = typed ? (found ?? []) : [];
  const same = sought === typed ? items.find(({ name }) => name === typed) : undefined;
  const isChosen = form.payeeId !== '';
  useEffect(() => {
    if (!isChosen && same) onChange({ payeeId: same.id, payeeKind: '' });
    // A register entry with exactly this name is chosen automatically.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isChosen, same?.id]);
  return (
    <div className="stack-tight">
      <TextField
        label={words('field.payee')}
        hint={t('payee.hint')}
        maxLength={80}
        error={error}
        value={form.payee}
        onChange={(payee) => onChange({ payee, payeeId: '', payeeKind: '' })}
      />
      {!isChosen && items.length > 0 && (
        <Choice
          label={t('payee.known')}
          value={undefined}
          options={items.map((item) => ({ value: item.id, label: textOf(item) }))}
          onChange={(id) => onChange({ payeeId: id, payee: items.find((item) => item.id === id)?.name ?? form.payee })}
        />
      )}
      {isChosen && <p className="small soft">{t('payee.chosen')}</p>}
      {!isChosen && typed !== '' && !same && (
        <Choice
          label={t('payee.new', { name: typed })}
          value={form.payeeKind || undefined}
          options={KINDS.map((value) => ({ value, label: t(`payee.${value}`) }))}
          onChange={(payeeKind) => onChange({ payeeKind })}
        />
      )}
    </div>
  );
}
