import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, reasonOf, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { useSession, type Person } from '../../../core/session';
import { Button, Empty, SelectField, Sheet, Skeleton, Tag, TextField } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { Confirm } from '../../../ui/desk/confirm';
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
  const end = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/delegations/{delegationId}/ending', {
        params: { path: { delegationId: id } },
        headers,
      }),
    invalidates: TOUCHES,
    successMessage: t('delegations.ended'),
    onSuccess: () => setEnding(false),
  });
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
        <Confirm
          title={t('delegations.end')}
          isBusy={end.isPending}
          onYes={() => end.mutate()}
          onClose={() => setEnding(false)}
        >
          <p>{t('delegations.endSure', { name: deputyName })}</p>
        </Confirm>
      )}
    </article>
  );
}

/** Delegates one of these roles to a colleague for some days. */
export function Delegate({ grants, onClose }: { grants: Grant[]; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const [form, setForm] = useState({ grantId: grants[0]!.id, deputyId: '', fromOn: '', untilOn: '', reason: '' });
  const { data } = useQuery({
    queryKey: ['delegations', 'deputies', form.grantId],
    queryFn: async () =>
      (await api.GET('/api/v1/delegations/deputies/{grantId}', { params: { path: { grantId: form.grantId } } })).items,
  });
  const give = useCommand({
    send: (_, headers) => api.POST('/api/v1/delegations', { headers, body: form }),
    invalidates: TOUCHES,
    successMessage: t('delegations.given'),
    onSuccess: onClose,
    onRefused: () => true,
  });
  const errors = errorsByField(give.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!give.isPending) give.mutate();
  };
  const set = (change: Partial<typeof form>): void => setForm({ ...form, ...change });
  return (
    <Sheet title={t('delegations.give')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {grants.length > 1 && (
          <SelectField
            label={t('delegations.role')}
            value={form.grantId}
            onChange={(grantId) => set({ grantId, deputyId: '' })}
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
            value={form.deputyId}
            onChange={(deputyId) => set({ deputyId })}
            options={data.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <div className="form-row">
          <TextField
            label={t('delegations.fromOn')}
            error={errors.fromOn}
            type="date"
            required
            value={form.fromOn}
            onChange={(fromOn) => set({ fromOn })}
          />
          <TextField
            label={t('delegations.untilOn')}
            error={errors.untilOn}
            type="date"
            required
            value={form.untilOn}
            onChange={(untilOn) => set({ untilOn })}
          />
        </div>
        <TextField
          label={t('delegations.reason')}
          error={errors.reason}
          required
          maxLength={200}
          value={form.reason}
          onChange={(reason) => set({ reason })}
        />
        {give.isError && Object.keys(errors).length === 0 && (
          <p className="note note-stop" role="alert">
            {reasonOf(give.error)}
          </p>
        )}
        <Button type="submit" variant="primary" isWide disabled={!form.deputyId} isBusy={give.isPending}>
          {t('delegations.give')}
        </Button>
      </form>
    </Sheet>
  );
}
