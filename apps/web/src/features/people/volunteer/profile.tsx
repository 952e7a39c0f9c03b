import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { client } from '../../../core/query-client';
import { showToast } from '../../../core/toast';
import { Button, Choice, Choices, Facts, ErrorNotice, SelectField, Skeleton, Tag, TextField } from '../../../ui';
import { FieldError } from '../../../ui/field';
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
  const form = useForm<Form, Profile>({
    values: formOf(profile),
    send: ({ added, ...said }) => api.PUT('/api/v1/volunteers/me', { body: { ...said, licences: added } }),
    successMessage: t('saved'),
    onSuccess: (saved) => {
      client.setQueryData(['profile'], saved);
      form.set(formOf(saved));
    },
  });
  const { values, set, field } = form;
  const categories: { value: string; label: string }[] = CATEGORIES.map((value) => ({
    value,
    label: words(`category.${value}`),
  }));
  const free = LICENCES.filter(
    (kind) =>
      ![...profile.licences, ...profile.pendingLicences].includes(kind) &&
      !values.added.some((one) => one.kind === kind),
  );
  return (
    <form className="stack" {...form.props}>
      <SkillChoices values={values.skills} onChange={field('skills').onChange} />
      <SelectField
        label={t('most')}
        value={String(values.maxOpenClaims)}
        onChange={(value) => set({ maxOpenClaims: Number(value) })}
        options={Array.from({ length: 10 }, (_, at) => String(at + 1)).map((n) => ({ value: n, label: n }))}
      />
      <Choice
        label={t('reach')}
        options={REACHES.map((value) => ({ value, label: t(`reaches.${value}`) }))}
        {...field('reach')}
      />
      <Week label={t('when')} hint={t('whenHint')} windows={values.windows} onChange={field('windows').onChange} />
      <Choices
        label={t('languages')}
        options={LANGUAGES.map((value) => ({ value, label: words(`language.${value}`) }))}
        values={values.languages}
        onChange={field('languages').onChange}
      />
      <Choices
        label={t('liked')}
        options={categories}
        values={values.liked}
        onChange={(liked) => set({ liked, disliked: values.disliked.filter((code) => !liked.includes(code)) })}
      />
      <Choices
        label={t('disliked')}
        options={categories}
        values={values.disliked}
        onChange={(disliked) => set({ disliked, liked: values.liked.filter((code) => !disliked.includes(code)) })}
      />
      <TextField
        label={t('awayUntil')}
        hint={t('awayHint')}
        type="date"
        value={values.awayUntil ?? ''}
        error={form.error('awayUntil')}
        onChange={(text) => set({ awayUntil: text || null })}
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
        {values.added.map((one, at) => (
          <div className="card stack" key={one.kind}>
            <p className="strong">{words(`licence.${one.kind}`)}</p>
            <TextField label={t('validUntil')} type="date" {...field(`added.${at}.validUntil`)} />
          </div>
        ))}
        {free.length > 0 && (
          <SelectField
            label={t('addLicence')}
            none={words('chooseFirst')}
            value=""
            onChange={(kind) => kind && set({ added: [...values.added, { kind, validUntil: '' }] })}
            options={free.map((kind) => ({ value: kind, label: words(`licence.${kind}`) }))}
          />
        )}
      </section>
      <FieldError message={form.summary} />
      <Button
        variant="primary"
        isWide
        isBusy={form.isBusy}
        onClick={() =>
          values.added.every(({ validUntil }) => validUntil) ? form.submit() : showToast(t('expired'), 'error')
        }
      >
        {words('save')}
      </Button>
      <Leave />
    </form>
  );
}
