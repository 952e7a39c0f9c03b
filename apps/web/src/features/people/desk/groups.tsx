import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { may, unitsWith, useSession } from '../../../core/session';
import { Button, ButtonLink, Choice, Empty, Tag, TextField } from '../../../ui';
import { CheckField } from '../../../ui/check-field';
import { FieldError } from '../../../ui/field';
import { FormSheet } from '../../../ui/form-view';
import { numberOf } from '../../../ui/typed';
import { NumberField } from '../../../ui/typed-fields';
import { EndlessList } from '../../../ui/endless-list';
import { Heading } from '../../../frames/desk';
import { UnitField } from './unit-field';

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
  const form = useForm({
    values: { kind: 'party_group' as Kind, name: '', unitId: unitsWith(useSession(), 'person.manage')[0] },
    required: ['name'],
    errorsAt: { GROUP_KNOWN: 'name' },
    send: ({ kind, name, unitId = '' }, headers) =>
      api.POST('/api/v1/volunteer-groups', { headers, body: { kind, name: name.trim(), unitId } }),
    invalidates: [['groups']],
    successMessage: t('groups.opened'),
    onSuccess: onClose,
  });
  return (
    <FormSheet title={t('groups.open')} form={form} isReady={Boolean(form.values.unitId)} onClose={onClose}>
      <Choice
        label={t('groups.kind')}
        {...form.field('kind')}
        options={KINDS.map((value) => ({ value, label: t(`groups.kinds.${value}`) }))}
      />
      <TextField label={t('groups.name')} maxLength={60} {...form.field('name')} />
      <UnitField
        label={t('groups.unit')}
        hint={form.values.kind === 'work_unit' ? t('groups.unitHint') : undefined}
        {...form.field('unitId')}
      />
    </FormSheet>
  );
}

const HOURS = { least: 1, most: 500 };

/** Whether party members have to serve a number of hours; a setting of the district. */
function Quota(): ReactElement | null {
  const { data } = useQuery({
    queryKey: ['policies', 'service-quota'],
    queryFn: () => api.GET('/api/v1/policies/service-quota'),
  });
  return data ? <QuotaForm key={data.version} quota={data} /> : null;
}

function QuotaForm({ quota }: { quota: Schemas['ServiceQuotaResponse'] }): ReactElement {
  const { t } = useTranslation('roster');
  const form = useForm({
    values: { isOn: quota.isOn, hours: String(quota.hours) },
    send: ({ isOn, hours }, headers) =>
      api.PUT('/api/v1/policies/service-quota', {
        headers,
        body: { basedOn: quota.version, isOn, hours: numberOf(hours, HOURS) },
      }),
    invalidates: [['policies']],
    successMessage: t('quota.saved'),
  });
  const { isOn, hours } = form.values;
  const isSame = isOn === quota.isOn && hours === String(quota.hours);
  return (
    <form className="card stack" {...form.props}>
      <h2 className="heading">{t('quota.title')}</h2>
      <p className="soft">{t('quota.lead')}</p>
      <p>{quota.isOn ? t('quota.on', { hours: quota.hours }) : t('quota.off')}</p>
      <CheckField label={t('quota.turnOn')} {...form.field('isOn')} />
      {isOn && <NumberField label={t('quota.hours')} bounds={HOURS} {...form.field('hours')} />}
      <FieldError message={form.summary} />
      <div>
        <Button type="submit" disabled={isSame || Number.isNaN(numberOf(hours, HOURS))} isBusy={form.isBusy}>
          {t('quota.save')}
        </Button>
      </div>
    </form>
  );
}
