import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { useSession, type Person } from '../../../core/session';
import { Button, Empty, SelectField, Skeleton, Tag, TextField } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { FormSheet } from '../../../ui/form-view';
import { ConfirmStep } from '../../../ui/desk/confirm';
import { Heading } from '../../../frames/desk';

type Delegation = Schemas['DelegationResponse'];
type Grant = Person['roles'][number];

const TOUCHES = [['delegations']];
const TONES = { planned: 'amber', current: 'jade', past: 'plain' } as const;

/** The person's signing roles, which can be delegated. */
export const signingGrants = (person: Pick<Person, 'roles'> | null): Grant[] =>
  (person?.roles ?? []).filter(({ allowedSteps }) => allowedSteps.includes('delegate'));

/** Who signs for whom, and when. */
export function DelegationsPage(): ReactElement {
  const { t } = useTranslation('office');
  const person = useSession();
  const [isGiving, setGiving] = useState(false);
  const grants = signingGrants(person);
  return (
    <>
      <Heading title={t('delegations.title')} lead={t('delegations.lead')}>
        {grants.length > 0 && (
          <Button variant="primary" icon="plus" onClick={() => setGiving(true)}>
            {t('delegations.give')}
          </Button>
        )}
      </Heading>
      <EndlessList
        queryKey={['delegations']}
        load={(cursor) => api.GET('/api/v1/delegations', { params: { query: { limit: 30, cursor } } })}
        empty={
          <Empty icon="people" title={t('delegations.empty')}>
            <p className="soft">{t('delegations.emptyHint')}</p>
          </Empty>
        }
      >
        {(one) => <DelegationCard delegation={one} />}
      </EndlessList>
      {isGiving && <Delegate grants={grants} onClose={() => setGiving(false)} />}
    </>
  );
}

function DelegationCard({ delegation }: { delegation: Delegation }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { day } = useFormat();
  const [isEnding, setEnding] = useState(false);
  const { id, role, unitName, personId, personName, deputyName, fromOn, untilOn, reason, state } = delegation;
  return (
    <article className="card stack-tight">
      <div className="between">
        <p className="strong">{t('delegations.line', { deputy: deputyName, name: personName })}</p>
        <Tag tone={TONES[state]}>{t(`delegations.state.${state}`)}</Tag>
      </div>
      <p className="small soft">{`${words(`role.${role}`)} · ${unitName}`}</p>
      <p className="small">{t('delegations.days', { from: day(fromOn), until: day(untilOn), reason })}</p>
      {delegation.givenBy !== personId && (
        <p className="small soft">{t('delegations.givenBy', { name: delegation.givenByName })}</p>
      )}
      {delegation.allowedSteps.includes('end') && (
        <div className="actions">
          <Button variant="bare" onClick={() => setEnding(true)}>
            {t('delegations.end')}
          </Button>
        </div>
      )}
      {isEnding && (
        <ConfirmStep
          title={t('delegations.end')}
          says={t('delegations.ended')}
          touches={TOUCHES}
          send={(headers) =>
            api.POST('/api/v1/delegations/{delegationId}/ending', { params: { path: { delegationId: id } }, headers })
          }
          onClose={() => setEnding(false)}
        >
          <p>{t('delegations.endSure', { name: deputyName })}</p>
        </ConfirmStep>
      )}
    </article>
  );
}

/** Delegates one of these roles to a colleague for some days. */
export function Delegate({ grants, onClose }: { grants: Grant[]; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const form = useForm({
    values: { grantId: grants[0]!.id, deputyId: '', fromOn: '', untilOn: '', reason: '' },
    required: ['fromOn', 'untilOn', 'reason'],
    send: (body, headers) => api.POST('/api/v1/delegations', { headers, body }),
    invalidates: TOUCHES,
    successMessage: t('delegations.given'),
    onSuccess: onClose,
  });
  const { grantId, deputyId } = form.values;
  const { data } = useQuery({
    queryKey: ['delegations', 'deputies', grantId],
    queryFn: async () =>
      (await api.GET('/api/v1/delegations/deputies/{grantId}', { params: { path: { grantId } } })).items,
  });
  return (
    <FormSheet title={t('delegations.give')} form={form} isReady={deputyId !== ''} onClose={onClose}>
      {grants.length > 1 && (
        <SelectField
          label={t('delegations.role')}
          {...form.field('grantId')}
          onChange={(next) => form.set({ grantId: next, deputyId: '' })}
          options={grants.map(({ id, role, unitName }) => ({
            value: id,
            label: `${words(`role.${role}`)} · ${unitName}`,
          }))}
        />
      )}
      {!data && <Skeleton rows={1} />}
      {data?.length === 0 && <p className="note note-warn">{t('delegations.noSigner')}</p>}
      {data && data.length > 0 && (
        <SelectField
          label={t('delegations.deputy')}
          none={t('delegations.choose')}
          {...form.field('deputyId')}
          options={data.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <div className="form-row">
        <TextField label={t('delegations.fromOn')} type="date" {...form.field('fromOn')} />
        <TextField label={t('delegations.untilOn')} type="date" {...form.field('untilOn')} />
      </div>
      <TextField label={t('delegations.reason')} maxLength={200} {...form.field('reason')} />
    </FormSheet>
  );
}
