import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import type { Role } from '../../../core/session';
import { Button, SelectField, Sheet, TextField } from '../../../ui';
import { FormSheet } from '../../../ui/form-view';
import { plainest, readMobile } from '../../../ui/typed';
import { PhoneField } from '../../../ui/typed-fields';
import { GiveActivationCode } from './person-sheets';
import { UnitField } from './unit-field';

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
  form: { values: wanted, set },
  choices,
}: {
  form: { values: Wanted; set: (change: Partial<Wanted>) => void };
  choices: Schemas['RoleChoiceResponse'][] | undefined;
}): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { list } = useFormat();
  const open = (choices ?? []).filter(({ refusal }) => refusal === null);
  const closed = (choices ?? []).flatMap(({ role, refusal }) => (refusal === null ? [] : { role, reason: refusal }));
  const reasons = [...new Set(closed.map(({ reason }) => reason))];
  return (
    <>
      <UnitField label={t('people.unit')} value={wanted.unitId} onChange={(unitId) => set({ unitId })} />
      <SelectField
        label={t('people.role')}
        none={words('chooseFirst')}
        value={choiceOf(choices, wanted.role) ? wanted.role : ''}
        onChange={(role) => set({ role })}
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
  const [registered, setRegistered] = useState<{ id: string; name: string; isPending: boolean }>();
  const form = useForm<Wanted & { name: string; phone: string }, { id: string }>({
    values: { name: '', phone: '', role: '', unitId: startUnit },
    required: ['name', 'phone', 'role'],
    errorsAt: { PHONE_TAKEN: 'phone' },
    send: ({ name, phone, role, unitId = '' }, headers) =>
      api.POST('/api/v1/people', {
        headers,
        body: {
          name: name.trim(),
          phone: plainest(readMobile, phone),
          roles: [{ role: role as Role, unitId }],
        },
      }),
    invalidates: TOUCHES,
    successMessage: t('people.registered'),
    onSuccess: ({ id }, { name }) =>
      setRegistered({ id, name: name.trim(), isPending: Boolean(choice?.needsConfirmation) }),
  });
  const choices = useChoices(form.values.unitId);
  const choice = choiceOf(choices, form.values.role);
  if (registered?.isPending) return <Proposed name={registered.name} onClose={onClose} />;
  if (registered) return <GiveActivationCode isSure person={registered} onClose={onClose} />;
  return (
    <FormSheet title={t('people.register')} form={form} isReady={choice !== undefined} onClose={onClose}>
      <TextField label={t('people.name')} maxLength={40} {...form.field('name')} />
      <PhoneField label={t('people.phone')} {...form.field('phone')} />
      <RoleFields form={form} choices={choices} />
    </FormSheet>
  );
}

/** Grants a person one more role. */
export function Grant({ person, onClose }: { person: Schemas['PersonResponse']; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const [isProposed, setProposed] = useState(false);
  const form = useForm<Wanted, Schemas['GrantResponse']>({
    values: { role: '', unitId: person.roles[0]?.unitId },
    send: ({ role, unitId = '' }, headers) =>
      api.POST('/api/v1/people/{personId}/roles', {
        params: { path: { personId: person.id } },
        headers,
        body: { role: role as Role, unitId },
      }),
    invalidates: TOUCHES,
    successMessage: t('people.granted'),
    onSuccess: ({ isPending }) => (isPending ? setProposed(true) : onClose()),
  });
  const choices = useChoices(form.values.unitId);
  if (isProposed) return <Proposed name={person.name} onClose={onClose} />;
  return (
    <FormSheet
      title={`${t('people.addRole')} · ${person.name}`}
      submit={t('people.addRole')}
      form={form}
      isReady={choiceOf(choices, form.values.role) !== undefined}
      onClose={onClose}
    >
      <RoleFields form={form} choices={choices} />
      <p className="small soft">{t('people.grantHint')}</p>
    </FormSheet>
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
