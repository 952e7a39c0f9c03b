import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { shanghaiDay } from '../../../core/format';
import { useCommand } from '../../../core/command';
import { Button, Choice, Field, Sheet, TextAreaField, TextField } from '../../../ui';

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
  const [to, setTo] = useState<Target>('welfare_policy');
  const [reason, setReason] = useState('');
  const send = useCommand({
    send: (_, headers) =>
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
    <Sheet title={t('wish.transfer')} onClose={onClose}>
      <Choice
        label={t('wish.transferTo')}
        value={to}
        onChange={setTo}
        options={TARGETS.map((value) => ({ value, label: t(`wish.targets.${value}`) }))}
      />
      <TextAreaField label={words('field.reason')} maxLength={300} value={reason} onChange={setReason} />
      <Button variant="primary" disabled={!reason.trim()} isBusy={send.isPending} onClick={() => send.mutate()}>
        {t('wish.transfer')}
      </Button>
    </Sheet>
  );
}

/** Merges a duplicate wish into another. */
export function Merge({ wish, onClose }: { wish: Wish; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const [intoId, setIntoId] = useState<string>();
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
  const merge = useCommand<string>({
    send: (into, headers) =>
      api.POST('/api/v1/wishes/{wishId}/merge', {
        params: { path: { wishId: wish.id } },
        headers,
        body: { intoId: into },
      }),
    invalidates: TOUCHES,
    successMessage: t('wish.merged'),
    onSuccess: onClose,
  });
  return (
    <Sheet title={t('wish.merge')} onClose={onClose}>
      <Pick
        label={t('wish.mergeInto')}
        isLoading={isPending}
        value={intoId}
        onChange={setIntoId}
        options={(data ?? []).map(({ id: value, code, publicText }) => ({ value, label: `${code} ${publicText}` }))}
      />
      <Button
        variant="primary"
        disabled={!intoId}
        isBusy={merge.isPending}
        onClick={() => intoId && merge.mutate(intoId)}
      >
        {t('wish.merge')}
      </Button>
    </Sheet>
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
  const [volunteerId, setVolunteerId] = useState<string>();
  const [reason, setReason] = useState('');
  const [day, setDay] = useState(shanghaiDay(7));
  const { data, isPending } = useQuery({
    queryKey: ['people', 'volunteers'],
    queryFn: async () => {
      const page = await api.GET('/api/v1/people', { params: { query: { limit: 100, role: 'volunteer' } } });
      return page.items.filter(({ isDisabled }) => !isDisabled);
    },
  });
  const move = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/claims/{claimId}/reassignment', {
        params: { path: { claimId } },
        headers,
        body: {
          volunteerId: volunteerId ?? '',
          reason: reason.trim(),
          promisedAt: new Date(`${day}T18:00:00+08:00`).toISOString(),
        },
      }),
    invalidates: [...TOUCHES, ['wishes', wish.id]],
    successMessage: t('wish.reassigned'),
    onSuccess: onClose,
  });
  return (
    <Sheet title={t('wish.reassign')} onClose={onClose}>
      <Pick
        label={t('wish.reassignTo')}
        isLoading={isPending}
        value={volunteerId}
        onChange={setVolunteerId}
        options={(data ?? []).map(({ id: value, name, phone }) => ({ value, label: `${name} ${phone}` }))}
      />
      <TextField label={words('field.promisedAt')} type="date" value={day} onChange={setDay} />
      <TextAreaField label={words('field.reason')} maxLength={300} value={reason} onChange={setReason} />
      <Button
        variant="primary"
        disabled={!volunteerId || !reason.trim() || !day}
        isBusy={move.isPending}
        onClick={() => move.mutate()}
      >
        {t('wish.reassign')}
      </Button>
    </Sheet>
  );
}

/** Selects one of many by typing. */
function Pick({
  label,
  isLoading,
  ...rest
}: {
  label: string;
  isLoading: boolean;
  value: string | undefined;
  onChange: (value: string) => void;
  options: { value: string; label: string }[];
}): ReactElement {
  return (
    <Field label={label}>
      {({ id }) => (
        <Select
          id={id}
          className="full"
          size="large"
          loading={isLoading}
          showSearch={{ optionFilterProp: 'label' }}
          {...rest}
        />
      )}
    </Field>
  );
}
