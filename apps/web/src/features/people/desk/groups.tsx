import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, isRefusal, reasonOf, type Schemas, hasFieldErrors } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { may, unitsWith, useSession } from '../../../core/session';
import { Button, ButtonLink, Choice, Empty, Field, Sheet, Tag, TextField } from '../../../ui';
import { numberOf } from '../../../ui/typed';
import { NumberField } from '../../../ui/typed-fields';
import { EndlessList } from '../../../ui/endless-list';
import { Heading } from '../../../frames/desk';
import { UnitSelect } from './unit-select';

type Kind = Schemas['GroupResponse']['kind'];
const KINDS: readonly Kind[] = ['party_group', 'party_branch', 'work_unit'];
const ANY = 'any';

/** The groups of volunteers. */
export function GroupsPage(): ReactElement {
  const { t } = useTranslation('roster');
  const { t: words } = useTranslation();
  const person = useSession();
  const manages = may(person, 'person.manage');
  const [kind, setKind] = useState<Kind | typeof ANY>(ANY);
  const [isOpening, setOpening] = useState(false);
  return (
    <>
      <Heading title={t('groups.title')} lead={t('groups.lead')}>
        {manages && (
          <>
            <Button variant="primary" icon="plus" onClick={() => setOpening(true)}>
              {t('groups.open')}
            </Button>
            <ButtonLink to="/c/rosters" icon="upload">
              {t('groups.import')}
            </ButtonLink>
          </>
        )}
      </Heading>
      <Choice<Kind | typeof ANY>
        label={t('groups.kind')}
        hideLabel
        value={kind}
        onChange={setKind}
        options={[
          { value: ANY, label: words('all') },
          ...KINDS.map((value) => ({ value, label: t(`groups.kinds.${value}`) })),
        ]}
      />
      <EndlessList
        queryKey={['groups', 'list', kind]}
        load={(cursor) =>
          api.GET('/api/v1/volunteer-groups', {
            params: { query: { limit: 30, cursor, kind: kind === ANY ? undefined : kind } },
          })
        }
        empty={
          <Empty icon="people" title={t('groups.empty')}>
            <p className="soft">{t('groups.emptyHint')}</p>
          </Empty>
        }
      >
        {(group) => (
          <Link to="/c/groups/$groupId" params={{ groupId: group.id }} className="card stack-tight">
            <div className="between">
              <p className="strong">{group.name}</p>
              <Tag>{t(`groups.kinds.${group.kind}`)}</Tag>
            </div>
            <p className="small soft">{`${group.unitName} · ${t('groups.members', { count: group.members })}`}</p>
          </Link>
        )}
      </EndlessList>
      {may(person, 'policy.set') && <Quota />}
      {isOpening && <Open onClose={() => setOpening(false)} />}
    </>
  );
}

function Open({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation('roster');
  const [form, setForm] = useState({
    kind: 'party_group' as Kind,
    name: '',
    unitId: unitsWith(useSession(), 'person.manage')[0],
  });
  const open = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/volunteer-groups', {
        headers,
        body: { kind: form.kind, name: form.name.trim(), unitId: form.unitId ?? '' },
      }),
    invalidates: [['groups']],
    successMessage: t('groups.opened'),
    onSuccess: onClose,
    onRefused: (error) => hasFieldErrors(error) || isRefusal(error, 'GROUP_KNOWN'),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!open.isPending) open.mutate();
  };
  return (
    <Sheet title={t('groups.open')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Choice<Kind>
          label={t('groups.kind')}
          value={form.kind}
          onChange={(kind) => setForm({ ...form, kind })}
          options={KINDS.map((value) => ({ value, label: t(`groups.kinds.${value}`) }))}
        />
        <TextField
          label={t('groups.name')}
          error={
            errorsByField(open.error).name ?? (isRefusal(open.error, 'GROUP_KNOWN') ? reasonOf(open.error) : undefined)
          }
          required
          maxLength={60}
          value={form.name}
          onChange={(name) => setForm({ ...form, name })}
        />
        <Field label={t('groups.unit')} hint={form.kind === 'work_unit' ? t('groups.unitHint') : undefined}>
          {({ id }) => <UnitSelect id={id} value={form.unitId} onChange={(unitId) => setForm({ ...form, unitId })} />}
        </Field>
        <Button type="submit" variant="primary" isWide disabled={!form.unitId} isBusy={open.isPending}>
          {t('groups.open')}
        </Button>
      </form>
    </Sheet>
  );
}

const HOURS = { least: 1, most: 500 };

/** Whether party members have to serve a number of hours; a setting of the district. */
function Quota(): ReactElement | null {
  const { t } = useTranslation('roster');
  const { data } = useQuery({
    queryKey: ['policies', 'service-quota'],
    queryFn: () => api.GET('/api/v1/policies/service-quota'),
  });
  const [form, setForm] = useState({ isOn: false, hours: '50' });
  useEffect(() => {
    if (data) setForm({ isOn: data.isOn, hours: String(data.hours) });
  }, [data]);
  const save = useCommand({
    send: (_, headers) =>
      api.PUT('/api/v1/policies/service-quota', {
        headers,
        body: { basedOn: data?.version ?? 0, isOn: form.isOn, hours: numberOf(form.hours, HOURS) },
      }),
    invalidates: [['policies']],
    successMessage: t('quota.saved'),
  });
  if (!data) return null;
  const isSame = form.isOn === data.isOn && form.hours === String(data.hours);
  return (
    <section className="card stack">
      <h2 className="heading">{t('quota.title')}</h2>
      <p className="soft">{t('quota.lead')}</p>
      <p>{data.isOn ? t('quota.on', { hours: data.hours }) : t('quota.off')}</p>
      <label className="check">
        <input
          type="checkbox"
          checked={form.isOn}
          onChange={(event) => setForm({ ...form, isOn: event.target.checked })}
        />
        <span>{t('quota.turnOn')}</span>
      </label>
      {form.isOn && (
        <NumberField
          label={t('quota.hours')}
          error={errorsByField(save.error).hours}
          bounds={HOURS}
          value={form.hours}
          onChange={(hours) => setForm({ ...form, hours })}
        />
      )}
      <div>
        <Button
          disabled={isSame || Number.isNaN(numberOf(form.hours, HOURS))}
          isBusy={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('quota.save')}
        </Button>
      </div>
    </section>
  );
}
