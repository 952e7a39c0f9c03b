import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, isRefusal, reasonOf, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { showToast } from '../../../core/toast';
import { Button, Choice, Money, SelectField, Sheet, TextField } from '../../../ui';
import { yuanToFen } from '../../../ui/typed';
import { YuanField } from '../../../ui/typed-fields';
import { unitsQuery } from '../../people/units';

const TOUCHES = [['funds'], ['figures']];

/** The district allots one amount to every community below a unit; repeating it adds nothing. */
export function Allot({
  year,
  unitId: startUnit,
  onClose,
}: {
  year: number;
  unitId: string | undefined;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('office');
  const { money } = useFormat();
  const [unitId, setUnitId] = useState(startUnit);
  const [yuan, setYuan] = useState('500000');
  const { data: units } = useQuery(unitsQuery);
  const amountFen = yuanToFen(yuan);
  const unitName = units?.find(({ id }) => id === unitId)?.name ?? '';
  const allot = useCommand<void, Schemas['AllotYearResponse']>({
    send: (_, headers) =>
      api.POST('/api/v1/fund-allotments', { headers, body: { unitId: unitId ?? '', year, amountFen } }),
    invalidates: TOUCHES,
    onSuccess: ({ allotted, alreadyAllotted }) => {
      showToast(t('fund.allotted', { n: allotted, m: alreadyAllotted }));
      onClose();
    },
  });
  return (
    <Sheet title={`${t('fund.allot')} · ${t('fund.year', { year })}`} onClose={onClose}>
      <p className="soft">{t('fund.allotHint')}</p>
      <SelectField
        label={t('overview.unit')}
        value={unitId ?? ''}
        onChange={setUnitId}
        options={(units ?? [])
          .filter(({ level }) => level === 'district' || level === 'town' || level === 'community')
          .map(({ id, name }) => ({ value: id, label: name }))}
      />
      <YuanField label={t('fund.perCommunity')} value={yuan} onChange={setYuan} />
      {amountFen > 0 && (
        <p className="note note-warn">{t('fund.allotSure', { unit: unitName, amount: money(amountFen) })}</p>
      )}
      <Button
        variant="primary"
        isWide
        disabled={!(amountFen > 0) || !unitId}
        isBusy={allot.isPending}
        onClick={() => allot.mutate()}
      >
        {t('fund.allot')}
      </Button>
    </Sheet>
  );
}

type Rollover = Schemas['CloseYearBody']['rollover'];

/** The district closes a past year for every community below the unit. It warns, because this cannot be undone. */
export function CloseYear({
  year,
  unitId,
  onClose,
}: {
  year: number;
  unitId: string;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const [rollover, setRollover] = useState<Rollover>('return');
  const [yuan, setYuan] = useState('');
  const [isSure, setSure] = useState(false);
  const { data: units } = useQuery(unitsQuery);
  const unit = units?.find(({ id }) => id === unitId)?.name ?? '';
  const close = useCommand<void, Schemas['CloseYearResponse']>({
    send: () =>
      api.POST('/api/v1/fund-closings', {
        body: { unitId, year, rollover, ...(rollover === 'carry_with_cap' ? { carryCapFen: yuanToFen(yuan) } : {}) },
      }),
    invalidates: TOUCHES,
    onSuccess: ({ closed, alreadyClosed }) => {
      showToast(t('fund.closed', { n: closed, m: alreadyClosed }));
      onClose();
    },
  });
  const needsCap = rollover === 'carry_with_cap' && !(yuanToFen(yuan) > 0);
  return (
    <Sheet title={`${t('fund.close')} · ${t('fund.year', { year })}`} onClose={onClose}>
      <p className="note note-warn">{t('fund.closeHint', { unit })}</p>
      <Choice<Rollover>
        label={t('fund.rest')}
        value={rollover}
        onChange={setRollover}
        options={(['return', 'carry', 'carry_with_cap'] as const).map((value) => ({
          value,
          label: t(`fund.rollover.${value}`),
        }))}
      />
      {rollover === 'carry_with_cap' && <YuanField label={t('fund.cap')} value={yuan} onChange={setYuan} />}
      <label className="check">
        <input type="checkbox" checked={isSure} onChange={(event) => setSure(event.target.checked)} />
        <span className="strong">{t('fund.closeSure')}</span>
      </label>
      {close.isPending && <p role="status">{words('busy')}</p>}
      <Button
        variant="primary"
        isWide
        disabled={!isSure || needsCap}
        isBusy={close.isPending}
        onClick={() => close.mutate()}
      >
        {t('fund.close')}
      </Button>
    </Sheet>
  );
}

type Source = Schemas['FundIncomeBody']['source'];

/** Records a community's income besides its allotment, with its document number. */
export function RecordIncome({
  year,
  unitId,
  onClose,
}: {
  year: number;
  unitId: string;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const person = useSession();
  const sources: Source[] = [...(may(person, 'fund.topUp') ? (['top_up'] as const) : []), 'donation', 'co_funding'];
  const [form, setForm] = useState({
    source: sources[0] ?? 'donation',
    goods: 'money' as 'money' | 'goods',
    yuan: '',
    giver: '',
    reference: '',
  });
  const record = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/units/{unitId}/fund/income', {
        params: { path: { unitId } },
        headers,
        body: {
          year,
          source: form.source,
          isInKind: form.source === 'donation' && form.goods === 'goods',
          amountFen: yuanToFen(form.yuan),
          giver: form.giver.trim(),
          reference: form.reference.trim(),
        },
      }),
    invalidates: TOUCHES,
    successMessage: t('fund.received'),
    onSuccess: onClose,
  });
  const errors = errorsByField(record.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    record.mutate();
  };
  return (
    <Sheet title={`${t('fund.receive')} · ${t('fund.year', { year })}`} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Choice<Source>
          label={t('fund.source')}
          value={form.source}
          onChange={(source) => setForm({ ...form, source })}
          options={sources.map((value) => ({ value, label: t(`fund.sources.${value}`) }))}
        />
        {form.source === 'donation' && (
          <Choice<'money' | 'goods'>
            label={t('fund.form')}
            value={form.goods}
            onChange={(goods) => setForm({ ...form, goods })}
            options={[
              { value: 'money', label: t('fund.money') },
              { value: 'goods', label: t('fund.goods') },
            ]}
          />
        )}
        <YuanField
          label={t('fund.amountYuan')}
          error={errors.amountFen}
          value={form.yuan}
          onChange={(yuan) => setForm({ ...form, yuan })}
        />
        <TextField
          label={t('fund.giver')}
          hint={t('fund.giverHint')}
          error={errors.giver}
          required
          maxLength={80}
          value={form.giver}
          onChange={(giver) => setForm({ ...form, giver })}
        />
        <TextField
          label={t('fund.reference')}
          hint={t('fund.referenceHint')}
          error={errors.reference ?? (isRefusal(record.error, 'INCOME_KNOWN') ? reasonOf(record.error) : undefined)}
          required
          maxLength={60}
          value={form.reference}
          onChange={(reference) => setForm({ ...form, reference })}
        />
        <Button type="submit" variant="primary" isWide disabled={!(yuanToFen(form.yuan) > 0)} isBusy={record.isPending}>
          {words('save')}
        </Button>
      </form>
    </Sheet>
  );
}

/** Income besides the allotment, line by line. Goods are listed with their value, which does not count as money. */
export function Income({ unitId, year }: { unitId: string; year: number }): ReactElement | null {
  const { t } = useTranslation('office');
  const { day } = useFormat();
  const { data } = useQuery({
    queryKey: ['funds', unitId, year, 'income'],
    queryFn: async () =>
      (await api.GET('/api/v1/units/{unitId}/fund/income', { params: { path: { unitId }, query: { year } } })).items,
  });
  if (!data || data.length === 0) return null;
  return (
    <section className="card stack">
      <h2 className="heading">{t('fund.income')}</h2>
      <ul className="stack-tight">
        {data.map((one) => (
          <li key={one.id} className="between">
            <span className="grow">
              {`${t(`fund.sources.${one.source}`)} · ${one.giver}${one.isInKind ? ` · ${t('fund.goods')}` : ''}`}
              <span className="small soft figures">{` ${one.reference} · ${day(one.recordedAt)}`}</span>
            </span>
            <Money fen={one.amountFen} />
          </li>
        ))}
      </ul>
    </section>
  );
}
