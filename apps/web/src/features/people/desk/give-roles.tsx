import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, isRefusal, reasonOf, type Schemas, hasFieldErrors } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import type { Role } from '../../../core/session';
import { Button, Field, SelectField, Sheet, TextField } from '../../../ui';
import { plainest, readMobile } from '../../../ui/typed';
import { PhoneField } from '../../../ui/typed-fields';
import { GiveActivationCode } from './person-sheets';
import { UnitSelect } from './unit-select';

const TOUCHES = [['people']];

/** The role to grant; no role is chosen before the server has listed the unit's roles. */
interface Wanted {
  unitId: string | undefined;
  role: Role | '';
}

const useChoices = (unitId: string | undefined): Schemas['RoleChoiceResponse'][] | undefined =>
  useQuery({
    queryKey: ['people', 'role-choices', unitId],
    queryFn: async () =>
      (await api.GET('/api/v1/people/role-choices', { params: { query: { unitId: unitId ?? '' } } })).items,
    enabled: unitId !== undefined,
  }).data;

/** The chosen role; undefined if there is none, or if it does not exist in the unit that was chosen afterwards. */
const choiceOf = (choices: Schemas['RoleChoiceResponse'][] | undefined, role: Role | '') =>
  choices?.find((choice) => choice.role === role && choice.refusal === null);

/** The unit, then the roles that the reader can grant there; other roles are named with the reason. */
function RoleFields({
  wanted,
  choices,
  onChange,
}: {
  wanted: Wanted;
  choices: Schemas['RoleChoiceResponse'][] | undefined;
  onChange: (change: Partial<Wanted>) => void;
}): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { list } = useFormat();
  const open = (choices ?? []).filter(({ refusal }) => refusal === null);
  const closed = (choices ?? []).flatMap(({ role, refusal }) => (refusal === null ? [] : { role, reason: refusal }));
  const reasons = [...new Set(closed.map(({ reason }) => reason))];
  return (
    <>
      <Field label={t('people.unit')}>
        {({ id }) => <UnitSelect id={id} value={wanted.unitId} onChange={(unitId) => onChange({ unitId })} />}
      </Field>
      <SelectField
        label={t('people.role')}
        none={words('chooseFirst')}
        value={choiceOf(choices, wanted.role) ? wanted.role : ''}
        onChange={(role) => onChange({ role })}
        options={open.map(({ role }) => ({ value: role, label: words(`role.${role}`) }))}
      />
      {choiceOf(choices, wanted.role)?.needsConfirmation && <p className="note">{t('people.needsSecond')}</p>}
      {reasons.map((reason) => (
        <p key={reason} className="small soft">
          {t('people.notHere', {
            roles: list(closed.filter((one) => one.reason === reason).map(({ role }) => words(`role.${role}`))),
            reason,
          })}
        </p>
      ))}
    </>
  );
}

/** Registers a person with a first role. The account opens with an activation code. Ordinary roles get it at once; roles
 *  that sign, pay, supervise or manage accounts get it after a second person above has confirmed. */
export function Register({ startUnit, onClose }: { startUnit: string | undefined; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const [form, setForm] = useState<Wanted & { name: string; phone: string }>({
    name: '',
    phone: '',
    role: '',
    unitId: startUnit,
  });
  const choices = useChoices(form.unitId);
  const choice = choiceOf(choices, form.role);
  const register = useCommand<Role, { id: string; isPending: boolean }>({
    send: async (role, headers) => {
      const { id } = await api.POST('/api/v1/people', {
        headers,
        body: {
          name: form.name.trim(),
          phone: plainest(readMobile, form.phone),
          roles: [{ role, unitId: form.unitId ?? '' }],
        },
      });
      return { id, isPending: Boolean(choice?.needsConfirmation) };
    },
    invalidates: TOUCHES,
    successMessage: t('people.registered'),
    onRefused: (error) => hasFieldErrors(error) || isRefusal(error, 'PHONE_TAKEN'),
  });
  const errors = errorsByField(register.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!register.isPending && choice) register.mutate(choice.role);
  };
  if (register.data?.isPending) return <Proposed name={form.name.trim()} onClose={onClose} />;
  if (register.data)
    return <GiveActivationCode isSure person={{ id: register.data.id, name: form.name.trim() }} onClose={onClose} />;
  return (
    <Sheet title={t('people.register')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t('people.name')}
          error={errors.name}
          required
          maxLength={40}
          value={form.name}
          onChange={(name) => setForm({ ...form, name })}
        />
        <PhoneField
          label={t('people.phone')}
          error={errors.phone ?? (isRefusal(register.error, 'PHONE_TAKEN') ? reasonOf(register.error) : undefined)}
          required
          value={form.phone}
          onChange={(phone) => setForm({ ...form, phone })}
        />
        <RoleFields wanted={form} choices={choices} onChange={(change) => setForm({ ...form, ...change })} />
        <Button type="submit" variant="primary" isWide disabled={!choice} isBusy={register.isPending}>
          {t('people.register')}
        </Button>
      </form>
    </Sheet>
  );
}

/** Grants a person one more role. */
export function Grant({ person, onClose }: { person: Schemas['PersonResponse']; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const [wanted, setWanted] = useState<Wanted>({ role: '', unitId: person.roles[0]?.unitId });
  const choices = useChoices(wanted.unitId);
  const choice = choiceOf(choices, wanted.role);
  const grant = useCommand<Role, Schemas['GrantResponse']>({
    send: (role, headers) =>
      api.POST('/api/v1/people/{personId}/roles', {
        params: { path: { personId: person.id } },
        headers,
        body: { role, unitId: wanted.unitId ?? '' },
      }),
    invalidates: TOUCHES,
    successMessage: t('people.granted'),
    onSuccess: ({ isPending }) => !isPending && onClose(),
  });
  if (grant.data?.isPending) return <Proposed name={person.name} onClose={onClose} />;
  return (
    <Sheet title={`${t('people.addRole')} · ${person.name}`} onClose={onClose}>
      <RoleFields wanted={wanted} choices={choices} onChange={(change) => setWanted({ ...wanted, ...change })} />
      <p className="small soft">{t('people.grantHint')}</p>
      <Button
        variant="primary"
        isWide
        disabled={!choice}
        isBusy={grant.isPending}
        onClick={() => choice && grant.mutate(choice.role)}
      >
        {t('people.addRole')}
      </Button>
    </Sheet>
  );
}

/** The next step, and who takes it. */
function Proposed({ name, onClose }: { name: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  return (
    <Sheet title={t('people.proposed')} onClose={onClose}>
      <p>{t('people.proposedNext', { name })}</p>
      <p className="soft">{t('people.proposedKey')}</p>
      <Button variant="primary" isWide onClick={onClose}>
        {words('close')}
      </Button>
    </Sheet>
  );
}
