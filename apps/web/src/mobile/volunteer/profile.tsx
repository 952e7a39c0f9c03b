import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../../words/use-translation';
import { answer, api, type Schemas } from '../../app/api';
import { useCommand } from '../../app/command';
import { client } from '../../app/query-client';
import { tell } from '../../app/tell';
import { Button, Choices, Fault, SelectField, Skeleton, Tag, TextField } from '../../look/kit';
import { LICENCES, STRENGTHS } from '../../wish/codes';
import { Screen } from '../shell';

type Profile = Schemas['VolunteerAnswer'];
type Strength = (typeof STRENGTHS)[number];
type Licence = (typeof LICENCES)[number];
interface Form {
  strengths: Strength[];
  maxOpenClaims: number;
  added: { kind: Licence; validUntil: string }[];
}

/** What one is good at, which licences one holds, how much one takes on at once. */
export function ProfilePage(): ReactElement {
  const { t } = useTranslation('volunteer');
  const { data, error, refetch } = useQuery({
    queryKey: ['profile'],
    queryFn: () => answer(api.GET('/api/v1/volunteers/me')),
  });
  return (
    <Screen title={t('profile.title')} hasBack>
      {error ? (
        <Fault error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <ProfileForm profile={data} />
      ) : (
        <Skeleton rows={2} />
      )}
    </Screen>
  );
}

function ProfileForm({ profile }: { profile: Profile }): ReactElement {
  const { t } = useTranslation('volunteer');
  const { t: words } = useTranslation();
  const [form, setForm] = useState<Form>({
    strengths: profile.strengths,
    maxOpenClaims: profile.maxOpenClaims,
    added: [],
  });
  useEffect(
    () => setForm({ strengths: profile.strengths, maxOpenClaims: profile.maxOpenClaims, added: [] }),
    [profile],
  );
  const save = useCommand<Form, Profile>({
    send: ({ strengths, maxOpenClaims, added }) =>
      answer(api.PUT('/api/v1/volunteers/me', { body: { strengths, maxOpenClaims, licences: added } })),
    says: t('profile.saved'),
    done: (saved) => client.setQueryData(['profile'], saved),
  });
  const free = LICENCES.filter(
    (kind) =>
      ![...profile.licences, ...profile.pendingLicences].includes(kind) && !form.added.some((one) => one.kind === kind),
  );
  return (
    <div className="stack">
      <Choices
        label={t('profile.strengths')}
        options={STRENGTHS.map((value) => ({ value, label: words(`strength.${value}`) }))}
        values={form.strengths}
        onChange={(strengths) => setForm({ ...form, strengths })}
      />
      <SelectField
        label={t('profile.most')}
        value={String(form.maxOpenClaims)}
        onChange={(value) => setForm({ ...form, maxOpenClaims: Number(value) })}
        options={Array.from({ length: 10 }, (_, at) => String(at + 1)).map((n) => ({ value: n, label: n }))}
      />
      <section className="stack-tight">
        <h2 className="heading">{t('profile.licences')}</h2>
        <p className="field-hint">{t('profile.licenceHint')}</p>
        <ul className="row">
          {profile.licences.map((kind) => (
            <li key={kind}>
              <Tag tone="jade" icon="check">{`${words(`licence.${kind}`)} · ${t('profile.verified')}`}</Tag>
            </li>
          ))}
          {profile.pendingLicences.map((kind) => (
            <li key={kind}>
              <Tag tone="amber" icon="clock">{`${words(`licence.${kind}`)} · ${t('profile.pending')}`}</Tag>
            </li>
          ))}
        </ul>
        {form.added.map((one, at) => (
          <div className="card stack" key={one.kind}>
            <p className="strong">{words(`licence.${one.kind}`)}</p>
            <TextField
              label={t('profile.validUntil')}
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
            label={t('profile.addLicence')}
            none={words('chooseFirst')}
            value=""
            onChange={(kind) => kind && setForm({ ...form, added: [...form.added, { kind, validUntil: '' }] })}
            options={free.map((kind) => ({ value: kind, label: words(`licence.${kind}`) }))}
          />
        )}
      </section>
      <Button
        look="main"
        isWide
        isBusy={save.isPending}
        onClick={() =>
          form.added.every(({ validUntil }) => validUntil) ? save.mutate(form) : tell(t('profile.expired'), 'fault')
        }
      >
        {words('save')}
      </Button>
    </div>
  );
}
