import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, faultsOf, isRefusal, reasonOf, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { holds, useSession, type Person, type Role } from '../app/session';
import { Button, ButtonLink, Empty, Field, SelectField, Sheet, Tag, TextField } from '../look/kit';
import { LICENCES } from '../wish/codes';
import { EndlessList } from '../wish/list';
import { Confirm } from './confirm';
import { Delegate, signingGrants } from './delegations';
import { Heading } from './shell';
import { GiveStartCode, JoinGroup } from './person-sheets';
import { UnitSelect } from './unit-select';

const TOUCHES = [['people']];
const COMMON: readonly Role[] = [
  'resident',
  'volunteer',
  'grid_worker',
  'grid_leader',
  'community_secretary',
  'community_director',
  'supervision_committee',
  'finance_clerk',
  'town_officer',
];
/** Only an administrator gives these away; the server says so, too. */
const RESERVED: readonly Role[] = ['district_officer', 'auditor', 'administrator'];

/** Who works in one's units, in which roles. */
export function PeoplePage(): ReactElement {
  const { t } = useTranslation('office');
  const { t: roster } = useTranslation('roster');
  const person = useSession();
  const { t: words } = useTranslation();
  const [unit, setUnit] = useState<string>();
  const [role, setRole] = useState<Role | ''>('');
  const [isRegistering, setRegistering] = useState(false);
  const manages = holds(person, 'community_secretary', 'town_officer', 'district_officer', 'administrator');
  return (
    <>
      <Heading title={t('people.title')}>
        <ButtonLink to="/c/groups" icon="people">
          {roster('groups.title')}
        </ButtonLink>
        {manages && (
          <Button look="main" icon="plus" onClick={() => setRegistering(true)}>
            {t('people.register')}
          </Button>
        )}
      </Heading>
      <div className="form-row">
        <Field label={t('people.unit')}>
          {({ id }) => <UnitSelect id={id} canClear value={unit} onChange={setUnit} />}
        </Field>
        <SelectField
          label={t('people.role')}
          none={words('all')}
          value={role}
          onChange={setRole}
          options={[...COMMON, ...RESERVED].map((code) => ({ value: code, label: words(`role.${code}`) }))}
        />
      </div>
      <EndlessList
        queryKey={['people', 'list', unit ?? 'all', role]}
        load={(cursor) =>
          answer(
            api.GET('/api/v1/people', {
              params: { query: { limit: 30, cursor, unitId: unit, role: role || undefined } },
            }),
          )
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
  | { what: 'grant' | 'disable' | 'licence' | 'forget' | 'lend' | 'code' | 'group' }
  | { what: 'revoke'; grantId: string; role: string };

function PersonCard({ person, manages }: { person: Person; manages: boolean }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { t: roster } = useTranslation('roster');
  const me = useSession();
  const [doing, setDoing] = useState<Doing>();
  const close = (): void => setDoing(undefined);
  const revoke = useCommand<string>({
    send: (grantId) => answer(api.DELETE('/api/v1/people/roles/{grantId}', { params: { path: { grantId } } })),
    touches: TOUCHES,
    says: t('people.revoked'),
    done: close,
  });
  const disable = useCommand({
    send: (_, key) =>
      answer(
        api.POST('/api/v1/people/{personId}/disabling', {
          params: { path: { personId: person.id } },
          headers: withKey(key),
        }),
      ),
    touches: TOUCHES,
    says: t('people.disabled'),
    done: close,
  });
  const forget = useCommand({
    send: () =>
      answer(api.DELETE('/api/v1/people/{personId}/second-factor', { params: { path: { personId: person.id } } })),
    touches: TOUCHES,
    says: t('people.forgotten'),
    done: close,
  });
  const isVolunteer = person.roles.some(({ role }) => role === 'volunteer');
  return (
    <article className="card stack-tight">
      <div className="between">
        <p className="strong">
          {person.name} <span className="soft figures">{person.phone}</span>
        </p>
        {person.isDisabled && <Tag tone="red">{t('people.isDisabled')}</Tag>}
      </div>
      <ul className="row">
        {person.roles.map(({ id, role, unitName }) => (
          <li key={id}>
            <span className="tag">
              {`${words(`role.${role}`)} · ${unitName}`}
              {manages && !person.isDisabled && (
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
      {manages && !person.isDisabled && (
        <div className="actions">
          <Button look="bare" onClick={() => setDoing({ what: 'grant' })}>
            {t('people.addRole')}
          </Button>
          {isVolunteer && holds(me, 'community_secretary', 'town_officer', 'district_officer') && (
            <Button look="bare" onClick={() => setDoing({ what: 'licence' })}>
              {t('people.licences')}
            </Button>
          )}
          {signingGrants(person).length > 0 && (
            <Button look="bare" onClick={() => setDoing({ what: 'lend' })}>
              {t('delegations.give')}
            </Button>
          )}
          {isVolunteer && (
            <Button look="bare" onClick={() => setDoing({ what: 'group' })}>
              {roster('groups.join')}
            </Button>
          )}
          <Button look="bare" onClick={() => setDoing({ what: 'code' })}>
            {roster('code.give')}
          </Button>
          {person.hasSecondFactor && (
            <Button look="bare" onClick={() => setDoing({ what: 'forget' })}>
              {t('people.forget')}
            </Button>
          )}
          <Button look="bare" onClick={() => setDoing({ what: 'disable' })}>
            {t('people.disable')}
          </Button>
        </div>
      )}
      {doing?.what === 'code' && <GiveStartCode person={person} onClose={close} />}
      {doing?.what === 'group' && <JoinGroup person={person} onClose={close} />}
      {doing?.what === 'grant' && <Grant person={person} onClose={close} />}
      {doing?.what === 'lend' && <Delegate grants={signingGrants(person)} onClose={close} />}
      {doing?.what === 'licence' && <VerifyLicence person={person} onClose={close} />}
      {doing?.what === 'revoke' && (
        <Confirm
          title={t('people.revoke', { role: doing.role })}
          isBusy={revoke.isPending}
          onYes={() => revoke.mutate(doing.grantId)}
          onClose={close}
        >
          <p>{t('people.revokeSure', { name: person.name, role: doing.role })}</p>
        </Confirm>
      )}
      {doing?.what === 'forget' && (
        <Confirm title={t('people.forget')} isBusy={forget.isPending} onYes={() => forget.mutate()} onClose={close}>
          <p>{t('people.forgetSure', { name: person.name })}</p>
        </Confirm>
      )}
      {doing?.what === 'disable' && (
        <Confirm title={t('people.disable')} isBusy={disable.isPending} onYes={() => disable.mutate()} onClose={close}>
          <p>{t('people.disableSure', { name: person.name })}</p>
        </Confirm>
      )}
    </article>
  );
}

function RoleFields({
  role,
  unitId,
  onChange,
}: {
  role: Role;
  unitId: string | undefined;
  onChange: (change: { role?: Role; unitId?: string }) => void;
}): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const person = useSession();
  const roles = holds(person, 'administrator') ? [...COMMON, ...RESERVED] : COMMON;
  return (
    <>
      <SelectField
        label={t('people.role')}
        value={role}
        onChange={(role) => onChange({ role })}
        options={roles.map((code) => ({ value: code, label: words(`role.${code}`) }))}
      />
      <Field label={t('people.unit')}>
        {({ id }) => <UnitSelect id={id} value={unitId} onChange={(next) => onChange({ unitId: next })} />}
      </Field>
    </>
  );
}

function Register({ startUnit, onClose }: { startUnit: string | undefined; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const [form, setForm] = useState({ name: '', phone: '', password: '', role: 'volunteer' as Role, unitId: startUnit });
  const register = useCommand<void, { id: string }>({
    send: (_, key) =>
      answer(
        api.POST('/api/v1/people', {
          headers: withKey(key),
          body: {
            name: form.name.trim(),
            phone: form.phone,
            password: form.password || undefined,
            roles: [{ role: form.role, unitId: form.unitId ?? '' }],
          },
        }),
      ),
    touches: TOUCHES,
    says: t('people.registered'),
    // Without a password she gets a code to choose one.
    done: () => form.password && onClose(),
    refused: (error) => Object.keys(faultsOf(error)).length > 0 || isRefusal(error, 'PHONE_TAKEN'),
  });
  const { t: words } = useTranslation();
  const faults = faultsOf(register.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!register.isPending) register.mutate();
  };
  if (register.data && !form.password)
    return <GiveStartCode isSure person={{ id: register.data.id, name: form.name.trim() }} onClose={onClose} />;
  return (
    <Sheet title={t('people.register')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t('people.name')}
          fault={faults.name}
          required
          maxLength={40}
          value={form.name}
          onChange={(name) => setForm({ ...form, name })}
        />
        <TextField
          label={t('people.phone')}
          fault={faults.phone ?? (isRefusal(register.error, 'PHONE_TAKEN') ? reasonOf(register.error) : undefined)}
          digits={11}
          type="tel"
          required
          value={form.phone}
          onChange={(phone) => setForm({ ...form, phone })}
        />
        <TextField
          label={`${t('people.password')}${words('optional')}`}
          hint={t('people.passwordHint')}
          fault={faults.password}
          minLength={8}
          maxLength={128}
          autoComplete="off"
          value={form.password}
          onChange={(password) => setForm({ ...form, password })}
        />
        <RoleFields role={form.role} unitId={form.unitId} onChange={(change) => setForm({ ...form, ...change })} />
        <Button type="submit" look="main" isWide disabled={!form.unitId} isBusy={register.isPending}>
          {t('people.register')}
        </Button>
      </form>
    </Sheet>
  );
}

function Grant({ person, onClose }: { person: Person; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const [form, setForm] = useState<{ role: Role; unitId: string | undefined }>({
    role: 'volunteer',
    unitId: person.roles[0]?.unitId,
  });
  const grant = useCommand({
    send: (_, key) =>
      answer(
        api.POST('/api/v1/people/{personId}/roles', {
          params: { path: { personId: person.id } },
          headers: withKey(key),
          body: { role: form.role, unitId: form.unitId ?? '' },
        }),
      ),
    touches: TOUCHES,
    says: t('people.granted'),
    done: onClose,
  });
  return (
    <Sheet title={`${t('people.addRole')} · ${person.name}`} onClose={onClose}>
      <RoleFields role={form.role} unitId={form.unitId} onChange={(change) => setForm({ ...form, ...change })} />
      <Button look="main" isWide disabled={!form.unitId} isBusy={grant.isPending} onClick={() => grant.mutate()}>
        {t('people.addRole')}
      </Button>
    </Sheet>
  );
}

function VerifyLicence({ person, onClose }: { person: Person; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const [form, setForm] = useState<{ kind: (typeof LICENCES)[number]; validUntil: string; number: string }>({
    kind: 'electrician',
    validUntil: '',
    number: '',
  });
  const unitId = person.roles.find(({ role }) => role === 'volunteer')?.unitId ?? '';
  const verify = useCommand<void, Schemas['VolunteerIdAnswer']>({
    send: (_, key) =>
      answer(
        api.POST('/api/v1/volunteers/{personId}/licences', {
          params: { path: { personId: person.id } },
          headers: withKey(key),
          body: { ...form, number: form.number.trim() || undefined, unitId },
        }),
      ),
    says: t('people.verified'),
    done: onClose,
  });
  return (
    <Sheet title={`${t('people.licences')} · ${person.name}`} onClose={onClose}>
      <p className="note note-warn">{t('people.verifyHint')}</p>
      <SelectField
        label={t('people.licence')}
        value={form.kind}
        onChange={(kind) => setForm({ ...form, kind })}
        options={LICENCES.map((code) => ({ value: code, label: words(`licence.${code}`) }))}
      />
      <TextField
        label={`${t('people.licenceNumber')}${words('optional')}`}
        maxLength={40}
        autoComplete="off"
        value={form.number}
        onChange={(number) => setForm({ ...form, number })}
      />
      <TextField
        label={t('people.validUntil')}
        type="date"
        value={form.validUntil}
        onChange={(validUntil) => setForm({ ...form, validUntil })}
      />
      <Button look="main" isWide disabled={!form.validUntil} isBusy={verify.isPending} onClick={() => verify.mutate()}>
        {t('people.licences')}
      </Button>
    </Sheet>
  );
}
