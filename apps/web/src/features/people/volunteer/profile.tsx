import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { client } from '../../../core/query-client';
import { showToast } from '../../../core/toast';
import { Button, Choice, Choices, Facts, ErrorNotice, SelectField, Skeleton, Tag, TextField } from '../../../ui';
import { CATEGORIES, LANGUAGES, LICENCES } from '../../wish/codes';
import { Screen } from '../../../frames/phone';
import { Leave } from './leave';
import { SkillChoices } from './skill-choices';
import { Week } from './week';

type Profile = Schemas['VolunteerResponse'];
type Licence = (typeof LICENCES)[number];
interface Form extends Pick<Profile, (typeof SAID)[number]> {
  added: { kind: Licence; validUntil: string }[];
}

const REACHES = ['grid', 'community', 'town', 'district'] as const;
const SAID = [
  'skills',
  'maxOpenClaims',
  'languages',
  'reach',
  'windows',
  'liked',
  'disliked',
  'awayUntil',
] as const satisfies (keyof Profile)[];
const formOf = (profile: Profile): Form => ({
  ...(Object.fromEntries(SAID.map((name) => [name, profile[name]])) as Omit<Form, 'added'>),
  added: [],
});

/** The volunteer's skills, licences, times, distance and workload. */
export function ProfilePage(): ReactElement {
  const { t } = useTranslation('profile');
  const { data, error, refetch } = useQuery({
    queryKey: ['profile'],
    queryFn: () => api.GET('/api/v1/volunteers/me'),
  });
  return (
    <Screen title={t('title')} hasBack>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <ProfileForm profile={data} />
      ) : (
        <Skeleton rows={2} />
      )}
    </Screen>
  );
}

function ProfileForm({ profile }: { profile: Profile }): ReactElement {
  const { t } = useTranslation('profile');
  const { t: words } = useTranslation();
  const [form, setForm] = useState<Form>(formOf(profile));
  useEffect(() => setForm(formOf(profile)), [profile]);
  const save = useCommand<Form, Profile>({
    send: ({ added, ...said }) => api.PUT('/api/v1/volunteers/me', { body: { ...said, licences: added } }),
    successMessage: t('saved'),
    onSuccess: (saved) => client.setQueryData(['profile'], saved),
  });
  const categories: { value: string; label: string }[] = CATEGORIES.map((value) => ({
    value,
    label: words(`category.${value}`),
  }));
  const free = LICENCES.filter(
    (kind) =>
      ![...profile.licences, ...profile.pendingLicences].includes(kind) && !form.added.some((one) => one.kind === kind),
  );
  return (
    <div className="stack">
      <SkillChoices values={form.skills} onChange={(skills) => setForm({ ...form, skills })} />
      <SelectField
        label={t('most')}
        value={String(form.maxOpenClaims)}
        onChange={(value) => setForm({ ...form, maxOpenClaims: Number(value) })}
        options={Array.from({ length: 10 }, (_, at) => String(at + 1)).map((n) => ({ value: n, label: n }))}
      />
      <Choice
        label={t('reach')}
        options={REACHES.map((value) => ({ value, label: t(`reaches.${value}`) }))}
        value={form.reach}
        onChange={(reach) => setForm({ ...form, reach })}
      />
      <Week
        label={t('when')}
        hint={t('whenHint')}
        windows={form.windows}
        onChange={(windows) => setForm({ ...form, windows })}
      />
      <Choices
        label={t('languages')}
        options={LANGUAGES.map((value) => ({ value, label: words(`language.${value}`) }))}
        values={form.languages}
        onChange={(languages) => setForm({ ...form, languages })}
      />
      <Choices
        label={t('liked')}
        options={categories}
        values={form.liked}
        onChange={(liked) =>
          setForm({ ...form, liked, disliked: form.disliked.filter((code) => !liked.includes(code)) })
        }
      />
      <Choices
        label={t('disliked')}
        options={categories}
        values={form.disliked}
        onChange={(disliked) =>
          setForm({ ...form, disliked, liked: form.liked.filter((code) => !disliked.includes(code)) })
        }
      />
      <TextField
        label={t('awayUntil')}
        hint={t('awayHint')}
        type="date"
        value={form.awayUntil ?? ''}
        onChange={(text) => setForm({ ...form, awayUntil: text || null })}
      />
      {profile.groups.length > 0 && (
        <section className="stack-tight">
          <h2 className="heading">{t('groups')}</h2>
          <Facts items={profile.groups.map(({ kind, name }) => [t(`groupKinds.${kind}`), name])} />
          <p className="field-hint">{t('groupsHint')}</p>
        </section>
      )}
      <section className="stack-tight">
        <h2 className="heading">{t('licences')}</h2>
        <p className="field-hint">{t('licenceHint')}</p>
        <ul className="row">
          {profile.licences.map((kind) => (
            <li key={kind}>
              <Tag tone="jade" icon="check">{`${words(`licence.${kind}`)} · ${t('verified')}`}</Tag>
            </li>
          ))}
          {profile.pendingLicences.map((kind) => (
            <li key={kind}>
              <Tag tone="amber" icon="clock">{`${words(`licence.${kind}`)} · ${t('pending')}`}</Tag>
            </li>
          ))}
        </ul>
        {form.added.map((one, at) => (
          <div className="card stack" key={one.kind}>
            <p className="strong">{words(`licence.${one.kind}`)}</p>
            <TextField
              label={t('validUntil')}
              type="date"
              value={one.validUntil}
              onChange={(text) =>
                setForm({
                  ...form,
                  added: form.added.map((other, n) => (n === at ? { ...other, validUntil: text } : other)),
                })
              }
            />
          </div>
        ))}
        {free.length > 0 && (
          <SelectField
            label={t('addLicence')}
            none={words('chooseFirst')}
            value=""
            onChange={(kind) => kind && setForm({ ...form, added: [...form.added, { kind, validUntil: '' }] })}
            options={free.map((kind) => ({ value: kind, label: words(`licence.${kind}`) }))}
          />
        )}
      </section>
      <Button
        variant="primary"
        isWide
        isBusy={save.isPending}
        onClick={() =>
          form.added.every(({ validUntil }) => validUntil) ? save.mutate(form) : showToast(t('expired'), 'error')
        }
      >
        {words('save')}
      </Button>
      <Leave />
    </div>
  );
}
