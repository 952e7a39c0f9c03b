import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { shanghaiDay } from '../../../core/format';
import { useForm, type FieldOf } from '../../../core/form';
import { Choice, Field, TextAreaField, TextField } from '../../../ui';
import { FormSheet } from '../../../ui/form-view';

type Wish = Schemas['WishDetail'];
type Target = Schemas['TransferBody']['to'];
const TARGETS: readonly Target[] = ['welfare_policy', 'micro_project', 'direct_line', 'charity'];
const TOUCHES = [['wishes'], ['work-queue'], ['spend']];

/** Transfers a wish to a welfare policy, a micro-project, the direct line or a charity. */
export function Transfer({
  wish,
  onClose,
  onDone,
}: {
  wish: Wish;
  onClose: () => void;
  onDone: () => void;
}): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const form = useForm({
    values: { to: 'welfare_policy' as Target, reason: '' },
    required: ['reason'],
    send: ({ to, reason }, headers) =>
      api.POST('/api/v1/wishes/{wishId}/transfer', {
        params: { path: { wishId: wish.id } },
        headers,
        body: { to, reason: reason.trim() },
      }),
    invalidates: TOUCHES,
    successMessage: t('wish.done'),
    onSuccess: onDone,
  });
  return (
    <FormSheet title={t('wish.transfer')} form={form} isReady={form.isReady} onClose={onClose}>
      <Choice
        label={t('wish.transferTo')}
        {...form.field('to')}
        options={TARGETS.map((value) => ({ value, label: t(`wish.targets.${value}`) }))}
      />
      <TextAreaField label={words('field.reason')} maxLength={300} {...form.field('reason')} />
    </FormSheet>
  );
}

/** Merges a duplicate wish into another. */
export function Merge({ wish, onClose }: { wish: Wish; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const { data, isPending } = useQuery({
    queryKey: ['wishes', 'mergeable', wish.id],
    queryFn: async () => {
      const body = { unitId: wish.unitId, need: wish.need ?? wish.publicText };
      const likely = await api.POST('/api/v1/wishes/duplicates', { body }).catch(() => ({ items: [] }));
      const page = await api.GET('/api/v1/wishes', { params: { query: { limit: 100, unitId: wish.unitId } } });
      const seen = new Set<string>();
      return [...likely.items, ...page.items].filter(({ id }) => id !== wish.id && !seen.has(id) && seen.add(id));
    },
  });
  const form = useForm({
    values: { intoId: undefined as string | undefined },
    required: ['intoId'],
    send: ({ intoId = '' }, headers) =>
      api.POST('/api/v1/wishes/{wishId}/merge', { params: { path: { wishId: wish.id } }, headers, body: { intoId } }),
    invalidates: TOUCHES,
    successMessage: t('wish.merged'),
    onSuccess: onClose,
  });
  return (
    <FormSheet title={t('wish.merge')} form={form} isReady={form.isReady} onClose={onClose}>
      <Pick
        label={t('wish.mergeInto')}
        isLoading={isPending}
        {...form.field('intoId')}
        options={(data ?? []).map(({ id: value, code, publicText }) => ({ value, label: `${code} ${publicText}` }))}
      />
    </FormSheet>
  );
}

/** Gives a claimed place to another volunteer of the unit. */
export function Reassign({
  wish,
  claimId,
  onClose,
}: {
  wish: Wish;
  claimId: string;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { data, isPending } = useQuery({
    queryKey: ['people', 'volunteers'],
    queryFn: async () => {
      const page = await api.GET('/api/v1/people', { params: { query: { limit: 100, role: 'volunteer' } } });
      return page.items.filter(({ isDisabled }) => !isDisabled);
    },
  });
  const form = useForm({
    values: { volunteerId: undefined as string | undefined, reason: '', day: shanghaiDay(7) },
    required: ['volunteerId', 'reason', 'day'],
    errorsAt: { promisedAt: 'day' },
    send: ({ volunteerId = '', reason, day }, headers) =>
      api.POST('/api/v1/claims/{claimId}/reassignment', {
        params: { path: { claimId } },
        headers,
        body: { volunteerId, reason: reason.trim(), promisedAt: new Date(`${day}T18:00:00+08:00`).toISOString() },
      }),
    invalidates: [...TOUCHES, ['wishes', wish.id]],
    successMessage: t('wish.reassigned'),
    onSuccess: onClose,
  });
  return (
    <FormSheet title={t('wish.reassign')} form={form} isReady={form.isReady} onClose={onClose}>
      <Pick
        label={t('wish.reassignTo')}
        isLoading={isPending}
        {...form.field('volunteerId')}
        options={(data ?? []).map(({ id: value, name, phone }) => ({ value, label: `${name} ${phone}` }))}
      />
      <TextField label={words('field.promisedAt')} type="date" {...form.field('day')} />
      <TextAreaField label={words('field.reason')} maxLength={300} {...form.field('reason')} />
    </FormSheet>
  );
}

/** Selects one of many by typing. */
function Pick({
  label,
  isLoading,
  value,
  error,
  options,
  onChange,
}: FieldOf<string | undefined> & {
  label: string;
  isLoading: boolean;
  options: { value: string; label: string }[];
}): ReactElement {
  return (
    <Field label={label} error={error}>
      {({ id }) => (
        <Select
          id={id}
          className="full"
          size="large"
          loading={isLoading}
          showSearch={{ optionFilterProp: 'label' }}
          value={value}
          options={options}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
