import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useForm } from '../../../core/form';
import { Button, SelectField, Sheet } from '../../../ui';
import { FormSheet } from '../../../ui/form-view';
import { ActivationCodeSlips } from './activation-code-slips';

/** Issues an activation code with which a person chooses a password; shown once. */
export function GiveActivationCode({
  person,
  isSure = false,
  onClose,
}: {
  person: { id: string; name: string };
  /** Skips the confirmation, because the person was registered just now. */
  isSure?: boolean;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('roster');
  const { t: words } = useTranslation();
  const give = useCommand<void, Schemas['ActivationCodeResponse']>({
    invalidates: [['people']],
    send: () => api.POST('/api/v1/people/{personId}/activation-code', { params: { path: { personId: person.id } } }),
  });
  return (
    <Sheet title={`${t('code.give')} · ${person.name}`} onClose={onClose}>
      {give.data ? (
        <>
          <ActivationCodeSlips slips={[{ name: person.name, ...give.data }]} />
          <Button variant="primary" onClick={onClose}>
            {words('close')}
          </Button>
        </>
      ) : (
        <>
          {!isSure && <p>{t('code.sure', { name: person.name })}</p>}
          {isSure && <p>{t('code.how')}</p>}
          <div className="actions">
            <Button variant="primary" isBusy={give.isPending} onClick={() => give.mutate()}>
              {t('code.give')}
            </Button>
            <Button onClick={onClose}>{words('cancel')}</Button>
          </div>
        </>
      )}
    </Sheet>
  );
}

/** Adds a volunteer to a group. */
export function JoinGroup({
  person,
  onClose,
}: {
  person: { id: string; name: string };
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('roster');
  const { t: words } = useTranslation();
  const { data } = useQuery({
    queryKey: ['groups', 'to-join'],
    queryFn: () => api.GET('/api/v1/volunteer-groups', { params: { query: { limit: 100 } } }),
  });
  const form = useForm({
    values: { groupId: '' },
    required: ['groupId'],
    send: ({ groupId }, headers) =>
      api.PUT('/api/v1/volunteer-groups/{groupId}/members/{personId}', {
        params: { path: { groupId, personId: person.id } },
        headers,
      }),
    invalidates: [['groups']],
    successMessage: t('groups.joined'),
    onSuccess: onClose,
  });
  return (
    <FormSheet
      title={`${t('groups.join')} · ${person.name}`}
      submit={t('groups.join')}
      form={form}
      isReady={form.isReady}
      onClose={onClose}
    >
      {data?.items.length === 0 ? (
        <p className="soft">{t('groups.emptyHint')}</p>
      ) : (
        <SelectField
          label={t('groups.group')}
          none={words('chooseFirst')}
          {...form.field('groupId')}
          options={(data?.items ?? []).map(({ id, kind, name, unitName }) => ({
            value: id,
            label: kind === 'work_unit' ? name : `${name}（${unitName}）`,
          }))}
        />
      )}
    </FormSheet>
  );
}
