import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { showToast } from '../../../core/toast';
import { Choice, Money, SelectField, TextField } from '../../../ui';
import { CheckField } from '../../../ui/check-field';
import { FormSheet } from '../../../ui/form-view';
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
  const { data: units } = useQuery(unitsQuery);
  const form = useForm<{ unitId: string; yuan: string }, Schemas['AllotYearResponse']>({
    values: { unitId: startUnit ?? '', yuan: '500000' },
    required: ['unitId', 'yuan'],
    errorsAt: { amountFen: 'yuan' },
    send: ({ unitId, yuan }, headers) =>
      api.POST('/api/v1/fund-allotments', { headers, body: { unitId, year, amountFen: yuanToFen(yuan) } }),
    invalidates: TOUCHES,
    onSuccess: ({ allotted, alreadyAllotted }) => {
      showToast(t('fund.allotted', { n: allotted, m: alreadyAllotted }));
      onClose();
    },
  });
  const amountFen = yuanToFen(form.values.yuan);
  const unitName = units?.find(({ id }) => id === form.values.unitId)?.name ?? '';
  return (
    <FormSheet
      title={`${t('fund.allot')} · ${t('fund.year', { year })}`}
      submit={t('fund.allot')}
      form={form}
      isReady={form.isReady && amountFen > 0}
      onClose={onClose}
    >
      <p className="soft">{t('fund.allotHint')}</p>
      <SelectField
        label={t('overview.unit')}
        {...form.field('unitId')}
        options={(units ?? [])
          .filter(({ level }) => level === 'district' || level === 'town' || level === 'community')
          .map(({ id, name }) => ({ value: id, label: name }))}
      />
      <YuanField label={t('fund.perCommunity')} {...form.field('yuan')} />
      {amountFen > 0 && (
        <p className="note note-warn">{t('fund.allotSure', { unit: unitName, amount: money(amountFen) })}</p>
      )}
    </FormSheet>
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
  const { data: units } = useQuery(unitsQuery);
  const unit = units?.find(({ id }) => id === unitId)?.name ?? '';
  const form = useForm<{ rollover: Rollover; yuan: string; isSure: boolean }, Schemas['CloseYearResponse']>({
    values: { rollover: 'return', yuan: '', isSure: false },
    required: ['isSure'],
    errorsAt: { carryCapFen: 'yuan' },
    send: ({ rollover, yuan }) =>
      api.POST('/api/v1/fund-closings', {
        body: { unitId, year, rollover, ...(rollover === 'carry_with_cap' ? { carryCapFen: yuanToFen(yuan) } : {}) },
      }),
    invalidates: TOUCHES,
    onSuccess: ({ closed, alreadyClosed }) => {
      showToast(t('fund.closed', { n: closed, m: alreadyClosed }));
      onClose();
    },
  });
  const hasCap = form.values.rollover === 'carry_with_cap';
  return (
    <FormSheet
      title={`${t('fund.close')} · ${t('fund.year', { year })}`}
      submit={t('fund.close')}
      form={form}
      isReady={form.isReady && !(hasCap && !(yuanToFen(form.values.yuan) > 0))}
      onClose={onClose}
    >
      <p className="note note-warn">{t('fund.closeHint', { unit })}</p>
      <Choice
        label={t('fund.rest')}
        {...form.field('rollover')}
        options={(['return', 'carry', 'carry_with_cap'] as const).map((value) => ({
          value,
          label: t(`fund.rollover.${value}`),
        }))}
      />
      {hasCap && <YuanField label={t('fund.cap')} {...form.field('yuan')} />}
      <CheckField label={<strong>{t('fund.closeSure')}</strong>} {...form.field('isSure')} />
      {form.isBusy && <p role="status">{words('busy')}</p>}
    </FormSheet>
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
  const form = useForm({
    values: {
      source: sources[0] ?? 'donation',
      goods: 'money' as 'money' | 'goods',
      yuan: '',
      giver: '',
      reference: '',
    },
    required: ['giver', 'reference'],
    errorsAt: { amountFen: 'yuan', INCOME_KNOWN: 'reference' },
    send: ({ source, goods, yuan, giver, reference }, headers) =>
      api.POST('/api/v1/units/{unitId}/fund/income', {
        params: { path: { unitId } },
        headers,
        body: {
          year,
          source,
          isInKind: source === 'donation' && goods === 'goods',
          amountFen: yuanToFen(yuan),
          giver: giver.trim(),
          reference: reference.trim(),
        },
      }),
    invalidates: TOUCHES,
    successMessage: t('fund.received'),
    onSuccess: onClose,
  });
  const { values, field } = form;
  return (
    <FormSheet
      title={`${t('fund.receive')} · ${t('fund.year', { year })}`}
      submit={words('save')}
      form={form}
      isReady={yuanToFen(values.yuan) > 0}
      onClose={onClose}
    >
      <Choice
        label={t('fund.source')}
        {...field('source')}
        options={sources.map((value) => ({ value, label: t(`fund.sources.${value}`) }))}
      />
      {values.source === 'donation' && (
        <Choice
          label={t('fund.form')}
          {...field('goods')}
          options={(['money', 'goods'] as const).map((value) => ({ value, label: t(`fund.${value}`) }))}
        />
      )}
      <YuanField label={t('fund.amountYuan')} {...field('yuan')} />
      <TextField label={t('fund.giver')} hint={t('fund.giverHint')} maxLength={80} {...field('giver')} />
      <TextField label={t('fund.reference')} hint={t('fund.referenceHint')} maxLength={60} {...field('reference')} />
    </FormSheet>
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
