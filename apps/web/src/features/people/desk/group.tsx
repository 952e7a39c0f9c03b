import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { useForm } from '../../../core/form';
import { shanghaiDay } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { Button, Empty, TextField, Waiting } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { FormSheet } from '../../../ui/form-view';
import { ConfirmStep } from '../../../ui/desk/confirm';
import { download } from '../../../core/download';
import { Heading } from '../../../frames/desk';

type Doing = { what: 'rename' | 'close' } | { what: 'leave'; id: string; name: string };

/** One group: its members and their service. */
export function GroupPage(): ReactElement {
  const { t } = useTranslation('roster');
  const navigate = useNavigate();
  const { groupId } = useParams({ from: '/c/groups/$groupId' });
  const path = { groupId };
  const manages = may(useSession(), 'person.manage');
  const [doing, setDoing] = useState<Doing>();
  const close = (): void => setDoing(undefined);
  const { data, error, refetch } = useQuery({
    queryKey: ['groups', groupId],
    queryFn: () => api.GET('/api/v1/volunteer-groups/{groupId}', { params: { path } }),
  });
  if (!data) return <Waiting error={error} onRetry={refetch} rows={3} />;
  return (
    <>
      <Heading title={data.name} lead={`${t(`groups.kinds.${data.kind}`)} · ${data.unitName}`}>
        {data.allowedSteps.includes('rename') && (
          <Button icon="edit" onClick={() => setDoing({ what: 'rename' })}>
            {t('groups.rename')}
          </Button>
        )}
        {data.allowedSteps.includes('close') && (
          <Button onClick={() => setDoing({ what: 'close' })}>{t('groups.close')}</Button>
        )}
      </Heading>
      <Service groupId={groupId} />
      <EndlessList
        queryKey={['groups', groupId, 'members']}
        load={(cursor) =>
          api.GET('/api/v1/volunteer-groups/{groupId}/members', { params: { path, query: { limit: 30, cursor } } })
        }
        empty={
          <Empty icon="people" title={t('groups.noMembers')}>
            <p className="soft">{t('groups.noMembersHint')}</p>
          </Empty>
        }
      >
        {({ id, name, phone, unitName }) => (
          <div className="card between">
            <div className="stack-tight">
              <p className="strong">
                {name} <span className="soft figures">{phone}</span>
              </p>
              <p className="small soft">{unitName}</p>
            </div>
            {manages && (
              <Button
                variant="bare"
                aria-label={`${t('groups.leave')} ${name}`}
                onClick={() => setDoing({ what: 'leave', id, name })}
              >
                {t('groups.leave')}
              </Button>
            )}
          </div>
        )}
      </EndlessList>
      {doing?.what === 'rename' && <Rename groupId={groupId} former={data.name} onClose={close} />}
      {doing?.what === 'close' && (
        <ConfirmStep
          title={t('groups.close')}
          says={t('groups.closed')}
          touches={[['groups', 'list']]}
          send={(headers) => api.POST('/api/v1/volunteer-groups/{groupId}/closing', { params: { path }, headers })}
          onDone={() => void navigate({ to: '/c/groups' })}
          onClose={close}
        >
          <p>{t('groups.closeSure', { name: data.name })}</p>
        </ConfirmStep>
      )}
      {doing?.what === 'leave' && (
        <ConfirmStep
          title={t('groups.leave')}
          says={t('groups.left')}
          touches={[['groups']]}
          send={() =>
            api.DELETE('/api/v1/volunteer-groups/{groupId}/members/{personId}', {
              params: { path: { ...path, personId: doing.id } },
            })
          }
          onClose={close}
        >
          <p>{t('groups.leaveSure', { name: doing.name, group: data.name })}</p>
        </ConfirmStep>
      )}
    </>
  );
}

function Rename({ groupId, former, onClose }: { groupId: string; former: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation('roster');
  const form = useForm({
    values: { name: former },
    required: ['name'],
    errorsAt: { GROUP_KNOWN: 'name' },
    send: ({ name }, headers) =>
      api.PATCH('/api/v1/volunteer-groups/{groupId}', {
        params: { path: { groupId } },
        headers,
        body: { name: name.trim() },
      }),
    invalidates: [['groups']],
    successMessage: t('groups.renamed'),
    onSuccess: onClose,
  });
  const isReady = form.isReady && form.values.name.trim() !== former;
  return (
    <FormSheet title={t('groups.rename')} form={form} isReady={isReady} onClose={onClose}>
      <TextField label={t('groups.name')} maxLength={60} {...form.field('name')} />
    </FormSheet>
  );
}

function Service({ groupId }: { groupId: string }): ReactElement {
  const { t } = useTranslation('roster');
  const today = shanghaiDay();
  const [fromOn, setFrom] = useState(`${today.slice(0, 4)}-01-01`);
  const [untilOn, setUntil] = useState(today);
  const query = new URLSearchParams({ fromOn, untilOn }).toString();
  return (
    <section className="card stack">
      <h2 className="heading">{t('groups.service')}</h2>
      <p className="soft">{t('groups.serviceHint')}</p>
      <div className="form-row">
        <TextField label={t('groups.from')} type="date" max={untilOn} value={fromOn} onChange={setFrom} />
        <TextField label={t('groups.until')} type="date" min={fromOn} max={today} value={untilOn} onChange={setUntil} />
      </div>
      <div>
        <Button
          icon="download"
          disabled={!fromOn || !untilOn}
          onClick={() =>
            void download(`/api/v1/volunteer-groups/${groupId}/service.xlsx?${query}`, 'group-service.xlsx')
          }
        >
          {t('groups.get')}
        </Button>
      </div>
    </section>
  );
}
