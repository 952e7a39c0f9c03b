import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, newKey, type Schemas } from '../../../core/api';
import { unitsWith, useSession } from '../../../core/session';
import { useForm } from '../../../core/form';
import { showToast } from '../../../core/toast';
import { Icon } from '../../../ui/icons';
import { Button, Choice, SelectField, TextAreaField, TextField } from '../../../ui';
import { FieldError } from '../../../ui/field';
import { CheckField } from '../../../ui/check-field';
import { readMobile } from '../../../ui/typed';
import { NumberField, PhoneField, YuanField } from '../../../ui/typed-fields';
import { keptQuery } from '../../../core/offline/kept-query';
import { enqueue } from '../../../core/offline/queue';
import { sendQueue } from '../../../core/offline/sender';
import { CATEGORIES, LANGUAGES } from '../codes';
import { PhotoPicker, type Picked } from '../../../ui/photo-picker';
import { useOnline } from '../../../frames/phone';
import { Week } from '../../people/volunteer/week';
import { Known } from './known-resident';
import { PossibleDuplicates } from './possible-duplicates';
import { Voice } from './voice';
import { AGE, PEOPLE, emptyForm, isChild, toBody, type WishForm } from './wish-form-state';

/** A wish form for under a minute: telephone, text, two tiles, consent. Everything else is folded. The input is saved at
 *  every keystroke. The finished wish goes into the queue, which sends it when there is a signal. */
export function WishEditor({
  isOwn,
  start,
  onQueued,
}: {
  /** Residents submit their own wish. */
  isOwn?: boolean;
  /** The initial values when a refused wish is corrected. */
  start?: WishForm;
  onQueued: (key: string) => void;
}): ReactElement {
  const { t } = useTranslation('grid');
  const { t: words } = useTranslation();
  const person = useSession();
  const isOnline = useOnline();
  const units = unitsWith(person, 'wish.submit');
  const draft = isOwn ? 'own-wish' : 'new-wish';
  // Not part of the draft: a person who finds the draft in another tab writes a different command.
  const [key] = useState(newKey);
  const [photos, setPhotos] = useState<Picked[]>([]);
  const { data: dangers } = useQuery({
    ...keptQuery(
      person?.id,
      'danger-words',
      ['danger-words'],
      async () => (await api.GET('/api/v1/wishes/danger-words')).items,
    ),
    staleTime: 3_600_000,
  });

  const form = useForm({
    values: { ...(start ?? emptyForm(units[0] ?? '')), ...(isOwn && !start ? { name: person?.name ?? '' } : {}) },
    draft,
    replacesDraft: start !== undefined,
    required: ['name', 'need', 'kind'],
    check: (wish) => {
      const isProxy = Boolean(wish.proxyName.trim() || wish.proxyPhone || wish.proxyRelation.trim());
      return {
        unitId: !wish.unitId && words('chooseFirst'),
        phone: !readMobile(wish.phone) && words('typed.phone'),
        isConsented: !wish.isConsented && t('form.consentMissing'),
        byGuardian: isChild(wish) && !wish.byGuardian && t('form.guardianMissing'),
        proxyName: isProxy && !wish.proxyName.trim() && words('required'),
        proxyPhone: isProxy && !readMobile(wish.proxyPhone) && words('typed.phone'),
        proxyRelation: isProxy && !wish.proxyRelation.trim() && words('required'),
      };
    },
    send: async (wish) => {
      if (!person) return;
      const body = toBody(wish);
      await enqueue(
        person.id,
        key,
        { what: 'wish', title: body.need.slice(0, 60), body, photos: photos.map(({ name }) => name) },
        { photos, draft },
      );
      void sendQueue(person.id);
      onQueued(key);
    },
  });
  const { values, field } = form;
  const danger = dangerIn(values.need, dangers);
  const consentError = form.error('isConsented') ?? form.error('byGuardian');

  const startOver = (): void => {
    form.clear();
    setPhotos([]);
    const undo = (): void => {
      form.set(values);
      setPhotos(photos);
    };
    showToast(t('form.cleared'), 'good', { label: words('undo'), run: undo });
  };

  return (
    <form className="stack" {...form.props}>
      {units.length > 1 && (
        <SelectField
          label={t('form.unit')}
          {...field('unitId')}
          options={units.map((value) => ({
            value,
            label: person?.roles.find(({ unitId }) => unitId === value)?.unitName ?? '',
          }))}
        />
      )}
      <PhoneField
        label={t('form.phone')}
        hint={isOwn ? undefined : t('form.phoneHint')}
        className="big-input"
        autoComplete={isOwn ? 'tel-national' : 'off'}
        {...field('phone')}
      />
      {!isOwn && <Known form={form} />}
      <TextField label={t('form.name')} autoComplete={isOwn ? 'name' : 'off'} maxLength={40} {...field('name')} />
      <TextAreaField label={t('form.need')} hint={t('form.needHint')} maxLength={1000} {...field('need')} />
      <Voice onHeard={(heard) => form.set({ need: `${values.need}${heard}` })} />
      {danger && (
        <div className="note note-stop stack-tight" role="alert">
          <p className="heading">{t('form.danger', { call: danger.call })}</p>
          <p>{t('form.dangerWord', { word: danger.word })}</p>
          <div>
            <a className="button button-primary" href={`tel:${danger.call}`}>
              <Icon name="phone" />
              {t('form.dangerCall', { call: danger.call })}
            </a>
          </div>
        </div>
      )}
      {!isOwn && isOnline && <PossibleDuplicates form={values} />}
      <Choice
        label={t('form.kind')}
        {...field('kind')}
        options={(['service', 'goods'] as const).map((value) => ({ value, label: t(`form.${value}`) }))}
      />
      <details className="card">
        <summary className="heading">{t('form.more')}</summary>
        <div className="stack more-fields">
          <TextField label={t('form.address')} maxLength={120} autoComplete="off" {...field('address')} />
          <NumberField label={t('form.age')} bounds={AGE} {...field('age')} />
          <TextField label={t('form.hardship')} hint={t('form.hardshipHint')} maxLength={60} {...field('hardship')} />
          <Choice
            label={t('form.urgency')}
            {...field('urgency')}
            options={(['normal', 'urgent'] as const).map((value) => ({ value, label: words(`urgency.${value}`) }))}
          />
          <YuanField label={t('form.cost')} {...field('costYuan')} />
          <NumberField label={t('form.people')} bounds={PEOPLE} {...field('people')} />
          <TextField label={t('form.dueOn')} type="date" {...field('dueOn')} />
          <SelectField
            label={t('form.category')}
            none={t('form.guess')}
            {...field('category')}
            options={CATEGORIES.map((code) => ({ value: code, label: words(`category.${code}`) }))}
          />
          <SelectField
            label={t('form.language')}
            none={t('form.anyLanguage')}
            {...field('language')}
            options={LANGUAGES.map((code) => ({ value: code, label: words(`language.${code}`) }))}
          />
          <Week
            label={t('form.when')}
            hint={t('form.whenHint')}
            windows={values.windows}
            onChange={field('windows').onChange}
          />
          {!isOwn && (
            <fieldset className="stack">
              <legend className="heading">{t('form.proxy')}</legend>
              <TextField label={t('form.proxyName')} maxLength={40} autoComplete="off" {...field('proxyName')} />
              <PhoneField label={t('form.proxyPhone')} autoComplete="off" {...field('proxyPhone')} />
              <TextField label={t('form.proxyRelation')} maxLength={20} {...field('proxyRelation')} />
            </fieldset>
          )}
        </div>
      </details>
      <div className="field">
        <p className="strong">{`${t('form.photo')}${words('optional')}`}</p>
        <PhotoPicker picked={photos} onChange={setPhotos} />
        <p className="field-hint">{t('form.photoHint')}</p>
      </div>
      <section className="card stack-tight">
        <h2 className="heading">{t('form.consentTitle')}</h2>
        <p className="consent">{t('form.consent')}</p>
        <CheckField label={<strong>{t('form.consented')}</strong>} {...field('isConsented')} />
        {isChild(values) && <CheckField label={<strong>{t('form.guardian')}</strong>} {...field('byGuardian')} />}
        <FieldError message={consentError} />
        {!isOwn && (
          <Choice
            label={t('form.how')}
            {...field('consentHow')}
            options={(['spoken', 'written', 'phone'] as const).map((value) => ({
              value,
              label: t(`form.hows.${value}`),
            }))}
          />
        )}
      </section>
      <div className="bottom-actions">
        <Button type="submit" variant="primary" isBusy={form.isBusy} disabled={danger !== null}>
          {t('form.send')}
        </Button>
      </div>
      <Button variant="bare" onClick={startOver}>
        {t('form.startOver')}
      </Button>
    </form>
  );
}

/** The emergency number to call, and the word that triggered it. */
function dangerIn(need: string, dangers: Schemas['DangerWords'][] | undefined): { call: string; word: string } | null {
  for (const { call, pattern } of dangers ?? []) {
    const word = new RegExp(pattern).exec(need)?.[0];
    if (word) return { call, word };
  }
  return null;
}
