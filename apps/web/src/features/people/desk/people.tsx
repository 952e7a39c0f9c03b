import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { may, useSession, type Role } from '../../../core/session';
import { Button, ButtonLink, Empty, SelectField, Tag, TextField } from '../../../ui';
import { LICENCES } from '../../wish/codes';
import { EndlessList } from '../../../ui/endless-list';
import { Appointments } from './appointments';
import { FormSheet } from '../../../ui/form-view';
import { ConfirmStep } from '../../../ui/desk/confirm';
import { Delegate, signingGrants } from './delegations';
import { Grant, Register } from './give-roles';
import { GiveActivationCode, JoinGroup } from './person-sheets';
import { Heading } from '../../../frames/desk';
import { UnitField } from './unit-field';
import { ROLES } from './role-order';

type Person = Schemas['PersonResponse'];
const TOUCHES = [['people']];

/** The people in the reader's units and their roles. */
export function PeoplePage(): ReactElement {
  const { t } = useTranslation('office');
  const { t: roster } = useTranslation('roster');
  const person = useSession();
  const { t: words } = useTranslation();
  const [unit, setUnit] = useState<string>();
  const [role, setRole] = useState<Role | ''>('');
  const [isRegistering, setRegistering] = useState(false);
  const { only } = useSearch({ from: '/c/people' });
  const navigate = useNavigate({ from: '/c/people' });
  const isRecovering = only === 'recovering';
  const manages = may(person, 'person.manage');
  return (
    <>
      <Heading title={t('people.title')}>
        <ButtonLink to="/c/groups" icon="people">
          {roster('groups.title')}
        </ButtonLink>
        {manages && (
          <ButtonLink to="/c/staff-imports" icon="upload">
            {t('people.import')}
          </ButtonLink>
        )}
        {manages && (
          <Button variant="primary" icon="plus" onClick={() => setRegistering(true)}>
            {t('people.register')}
          </Button>
        )}
      </Heading>
      {manages && <Appointments />}
      <div className="form-row">
        <UnitField label={t('people.unit')} canClear value={unit} onChange={setUnit} />
        <SelectField
          label={t('people.role')}
          none={words('all')}
          value={role}
          onChange={setRole}
          options={ROLES.map((code) => ({ value: code, label: words(`role.${code}`) }))}
        />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={isRecovering}
          onChange={(event) =>
            void navigate({ search: { only: event.target.checked ? 'recovering' : undefined }, replace: true })
          }
        />
        <span>{t('people.onlyRecovering')}</span>
      </label>
      <EndlessList
        queryKey={['people', 'list', unit ?? 'all', role, isRecovering]}
        load={(cursor) =>
          api.GET('/api/v1/people', {
            params: {
              query: {
                limit: 30,
                cursor,
                unitId: unit,
                role: role || undefined,
                only: isRecovering ? 'recovering' : undefined,
              },
            },
          })
        }
        empty={
          <Empty icon="people" title={t('people.empty')}>
            <p className="soft">{t('people.emptyHint')}</p>
          </Empty>
        }
      >
        {(one) => <PersonCard person={one} manages={manages && one.id !== person?.id} />}
      </EndlessList>
      {isRegistering && <Register startUnit={unit ?? person?.roles[0]?.unitId} onClose={() => setRegistering(false)} />}
    </>
  );
}

type Doing =
  | { what: 'grant' | 'disable' | 'licence' | 'forget' | 'lend' | 'code' | 'group' | 'stop' | 'reopen' }
  | { what: 'revoke'; grantId: string; role: string };

function PersonCard({ person, manages }: { person: Person; manages: boolean }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { t: roster } = useTranslation('roster');
  const me = useSession();
  const [doing, setDoing] = useState<Doing>();
  const close = (): void => setDoing(undefined);
  const path = { params: { path: { personId: person.id } } };
  const { time } = useFormat();
  const { recovery, suspendedUntil } = person;
  const isVolunteer = !person.isDisabled && person.roles.some(({ role }) => role === 'volunteer');
  const allows = (step: Schemas['AccountStep']): boolean => person.allowedSteps.includes(step);
  return (
    <article className="card stack-tight">
      <div className="between">
        <p className="strong">
          {person.name} <span className="soft figures">{person.phone}</span>
        </p>
        {person.isDisabled && <Tag tone="red">{t('people.isDisabled')}</Tag>}
        {!person.isDisabled && recovery === 'given' && <Tag tone="amber">{t('people.codeWaits')}</Tag>}
        {!person.isDisabled && recovery === 'locked' && <Tag tone="red">{t('people.locked')}</Tag>}
      </div>
      {!person.isDisabled && recovery === 'suspended' && suspendedUntil && (
        <p className="note note-warn">{t('people.suspended', { time: time(suspendedUntil) })}</p>
      )}
      <ul className="row">
        {person.roles.map(({ id, role, unitName, isPending, allowedSteps }) => (
          <li key={id}>
            <span className={isPending ? 'tag tag-amber' : 'tag'}>
              {`${words(`role.${role}`)} · ${unitName}${isPending ? ` · ${t('people.pending')}` : ''}`}
              {allowedSteps.includes('revoke') && (
                <button
                  type="button"
                  className="tag-close"
                  aria-label={t('people.revoke', { role: words(`role.${role}`) })}
                  onClick={() => setDoing({ what: 'revoke', grantId: id, role: words(`role.${role}`) })}
                >
                  ×
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <div className="actions">
        {allows('addRole') && (
          <Button variant="bare" onClick={() => setDoing({ what: 'grant' })}>
            {t('people.addRole')}
          </Button>
        )}
        {isVolunteer && may(me, 'volunteer.verify') && (
          <Button variant="bare" onClick={() => setDoing({ what: 'licence' })}>
            {t('people.licences')}
          </Button>
        )}
        {signingGrants(person).length > 0 && (
          <Button variant="bare" onClick={() => setDoing({ what: 'lend' })}>
            {t('delegations.give')}
          </Button>
        )}
        {isVolunteer && manages && (
          <Button variant="bare" onClick={() => setDoing({ what: 'group' })}>
            {roster('groups.join')}
          </Button>
        )}
        {allows('giveActivationCode') && (
          <Button variant="bare" onClick={() => setDoing({ what: 'code' })}>
            {roster('code.give')}
          </Button>
        )}
        {allows('stopRecovery') && (
          <Button variant="bare" onClick={() => setDoing({ what: 'stop' })}>
            {t(recovery === 'suspended' ? 'people.stop' : 'people.voidCode')}
          </Button>
        )}
        {allows('removeSecondFactor') && (
          <Button variant="bare" onClick={() => setDoing({ what: 'forget' })}>
            {t('people.forget')}
          </Button>
        )}
        {allows('disable') && (
          <Button variant="bare" onClick={() => setDoing({ what: 'disable' })}>
            {t('people.disable')}
          </Button>
        )}
        {allows('reopen') && (
          <Button variant="bare" onClick={() => setDoing({ what: 'reopen' })}>
            {t('people.reopen')}
          </Button>
        )}
      </div>
      {doing?.what === 'code' && <GiveActivationCode person={person} onClose={close} />}
      {doing?.what === 'group' && <JoinGroup person={person} onClose={close} />}
      {doing?.what === 'grant' && <Grant person={person} onClose={close} />}
      {doing?.what === 'lend' && <Delegate grants={signingGrants(person)} onClose={close} />}
      {doing?.what === 'licence' && <VerifyLicence person={person} onClose={close} />}
      {doing?.what === 'revoke' && (
        <ConfirmStep
          title={t('people.revoke', { role: doing.role })}
          says={t('people.revoked')}
          touches={TOUCHES}
          send={() => api.DELETE('/api/v1/people/roles/{grantId}', { params: { path: { grantId: doing.grantId } } })}
          onClose={close}
        >
          <p>{t('people.revokeSure', { name: person.name, role: doing.role })}</p>
        </ConfirmStep>
      )}
      {doing?.what === 'stop' && (
        <ConfirmStep
          title={t(recovery === 'suspended' ? 'people.stop' : 'people.voidCode')}
          says={t('people.stopped')}
          touches={TOUCHES}
          send={() => api.DELETE('/api/v1/people/{personId}/recovery', path)}
          onClose={close}
        >
          <p>{t(recovery === 'suspended' ? 'people.stopSure' : 'people.voidSure', { name: person.name })}</p>
        </ConfirmStep>
      )}
      {doing?.what === 'forget' && (
        <ConfirmStep
          title={t('people.forget')}
          says={t('people.forgotten')}
          touches={TOUCHES}
          send={() => api.DELETE('/api/v1/people/{personId}/second-factor', path)}
          onClose={close}
        >
          <p>{t('people.forgetSure', { name: person.name })}</p>
        </ConfirmStep>
      )}
      {doing?.what === 'disable' && (
        <ConfirmStep
          title={t('people.disable')}
          says={t('people.disabled')}
          touches={TOUCHES}
          send={(headers) => api.POST('/api/v1/people/{personId}/disabling', { ...path, headers })}
          onClose={close}
        >
          <p>{t('people.disableSure', { name: person.name })}</p>
        </ConfirmStep>
      )}
      {doing?.what === 'reopen' && (
        <ConfirmStep
          title={t('people.reopen')}
          says={t('people.reopened')}
          touches={TOUCHES}
          send={() => api.DELETE('/api/v1/people/{personId}/disabling', path)}
          onClose={close}
        >
          <p>{t('people.reopenSure', { name: person.name })}</p>
        </ConfirmStep>
      )}
    </article>
  );
}

function VerifyLicence({ person, onClose }: { person: Person; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const unitId = person.roles.find(({ role }) => role === 'volunteer')?.unitId ?? '';
  const form = useForm({
    values: { kind: 'electrician' as (typeof LICENCES)[number], validUntil: '', number: '' },
    required: ['validUntil'],
    send: ({ number, ...rest }, headers) =>
      api.POST('/api/v1/volunteers/{personId}/licences', {
        params: { path: { personId: person.id } },
        headers,
        body: { ...rest, number: number.trim() || undefined, unitId },
      }),
    successMessage: t('people.verified'),
    onSuccess: onClose,
  });
  return (
    <FormSheet
      title={`${t('people.licences')} · ${person.name}`}
      submit={t('people.licences')}
      form={form}
      isReady={form.isReady}
      onClose={onClose}
    >
      <p className="note note-warn">{t('people.verifyHint')}</p>
      <SelectField
        label={t('people.licence')}
        {...form.field('kind')}
        options={LICENCES.map((code) => ({ value: code, label: words(`licence.${code}`) }))}
      />
      <TextField
        label={`${t('people.licenceNumber')}${words('optional')}`}
        maxLength={40}
        autoComplete="off"
        {...form.field('number')}
      />
      <TextField label={t('people.validUntil')} type="date" {...form.field('validUntil')} />
    </FormSheet>
  );
}
