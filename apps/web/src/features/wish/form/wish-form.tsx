import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, newKey, type Schemas } from '../../../core/api';
import { unitsWith, useSession } from '../../../core/session';
import { showToast } from '../../../core/toast';
import { Icon } from '../../../ui/icons';
import { Button, Choice, SelectField, TextAreaField, TextField } from '../../../ui';
import { NumberField, PhoneField, YuanField } from '../../../ui/typed-fields';
import { useDraft } from '../../../core/offline/draft';
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
import { AGE, PEOPLE, emptyForm, faultsIn, isChild, toBody, type WishForm, type WishError } from './wish-form-state';

/** Fields of the folded section, which must be open if one of them has an error. */
const FOLDED = ['age', 'costYuan', 'people', 'proxyName', 'proxyPhone', 'proxyRelation'] as const;

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
  const drawer = isOwn ? 'own-wish' : 'new-wish';
  // Not part of the draft: a person who finds the draft in another tab writes a different command.
  const [key] = useState(newKey);
  const draft = useDraft<WishForm>(drawer, {
    ...(start ?? emptyForm(units[0] ?? '')),
    ...(isOwn && !start ? { name: person?.name ?? '' } : {}),
  });
  const form = draft.value;
  const set = draft.set;
  const [photos, setPhotos] = useState<Picked[]>([]);
  const [isTried, setTried] = useState(false);
  const [isUnfolded, setUnfolded] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const top = useRef<HTMLFormElement>(null);
  // The form of a corrected wish replaces the stored draft.
  useEffect(() => {
    if (start && draft.isRestored) set(start);
  }, [start, draft.isRestored, set]);

  const { data: dangers } = useQuery({
    ...keptQuery(
      person?.id,
      'danger-words',
      ['danger-words'],
      async () => (await api.GET('/api/v1/wishes/danger-words')).items,
    ),
    staleTime: 3_600_000,
  });
  const danger = dangerIn(form.need, dangers);
  const errors = isTried ? faultsIn(form) : {};
  const say = (error: WishError | undefined): string | undefined =>
    error &&
    {
      required: words('required'),
      phone: words('typed.phone'),
      figure: undefined, // the field itself shows which number
      consent: t('form.consentMissing'),
      guardian: t('form.guardianMissing'),
      unit: words('chooseFirst'),
    }[error];

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    top.current?.checkValidity(); // every field shows what it could not read
    if (danger || isSaving || !person) return;
    const missing = faultsIn(form);
    if (Object.keys(missing).length > 0) {
      if (FOLDED.some((field) => missing[field])) setUnfolded(true);
      // Moves to the first field with an error.
      setTimeout(
        () =>
          top.current
            ?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')
            ?.scrollIntoView({ block: 'center' }),
        0,
      );
      return;
    }
    setSaving(true);
    const body = toBody(form);
    await enqueue(
      person.id,
      key,
      { what: 'wish', title: body.need.slice(0, 60), body, photos: photos.map(({ name }) => name) },
      { photos, draft: drawer },
    );
    draft.clear();
    void sendQueue(person.id);
    onQueued(key);
  };

  const startOver = (): void => {
    draft.clear();
    setPhotos([]);
    setTried(false);
    const undo = (): void => {
      set(form);
      setPhotos(photos);
    };
    showToast(t('form.cleared'), 'good', { label: words('undo'), run: undo });
  };

  return (
    <form className="stack" ref={top} onSubmit={(event) => void submit(event)} noValidate>
      {units.length > 1 && (
        <SelectField
          label={t('form.unit')}
          error={say(errors.unitId)}
          value={form.unitId}
          onChange={(unitId) => set({ unitId })}
          options={units.map((value) => ({
            value,
            label: person?.roles.find(({ unitId }) => unitId === value)?.unitName ?? '',
          }))}
        />
      )}
      <PhoneField
        label={t('form.phone')}
        hint={isOwn ? undefined : t('form.phoneHint')}
        error={say(errors.phone)}
        className="big-input"
        autoComplete={isOwn ? 'tel-national' : 'off'}
        value={form.phone}
        onChange={(phone) => set({ phone })}
      />
      {!isOwn && <Known form={form} set={set} />}
      <TextField
        label={t('form.name')}
        error={say(errors.name)}
        autoComplete={isOwn ? 'name' : 'off'}
        maxLength={40}
        value={form.name}
        onChange={(name) => set({ name })}
      />
      <TextAreaField
        label={t('form.need')}
        hint={t('form.needHint')}
        error={say(errors.need)}
        maxLength={1000}
        value={form.need}
        onChange={(need) => set({ need })}
      />
      <Voice onHeard={(heard) => set({ need: `${form.need}${heard}` })} />
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
      {!isOwn && isOnline && <PossibleDuplicates form={form} />}
      <Choice<'goods' | 'service'>
        label={t('form.kind')}
        error={say(errors.kind)}
        value={form.kind || undefined}
        onChange={(kind) => set({ kind })}
        options={[
          { value: 'service', label: t('form.service') },
          { value: 'goods', label: t('form.goods') },
        ]}
      />
      <details className="card" open={isUnfolded} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
        <summary className="heading">{t('form.more')}</summary>
        <div className="stack more-fields">
          <TextField
            label={t('form.address')}
            maxLength={120}
            autoComplete="off"
            value={form.address}
            onChange={(address) => set({ address })}
          />
          <NumberField label={t('form.age')} bounds={AGE} value={form.age} onChange={(age) => set({ age })} />
          <TextField
            label={t('form.hardship')}
            hint={t('form.hardshipHint')}
            maxLength={60}
            value={form.hardship}
            onChange={(hardship) => set({ hardship })}
          />
          <Choice
            label={t('form.urgency')}
            value={form.urgency}
            onChange={(urgency) => set({ urgency })}
            options={(['normal', 'urgent'] as const).map((value) => ({ value, label: words(`urgency.${value}`) }))}
          />
          <YuanField label={t('form.cost')} value={form.costYuan} onChange={(costYuan) => set({ costYuan })} />
          <NumberField
            label={t('form.people')}
            bounds={PEOPLE}
            value={form.people}
            onChange={(people) => set({ people })}
          />
          <TextField label={t('form.dueOn')} type="date" value={form.dueOn} onChange={(dueOn) => set({ dueOn })} />
          <SelectField
            label={t('form.category')}
            none={t('form.guess')}
            value={form.category}
            onChange={(category) => set({ category })}
            options={CATEGORIES.map((code) => ({ value: code, label: words(`category.${code}`) }))}
          />
          <SelectField
            label={t('form.language')}
            none={t('form.anyLanguage')}
            value={form.language}
            onChange={(language) => set({ language })}
            options={LANGUAGES.map((code) => ({ value: code, label: words(`language.${code}`) }))}
          />
          <Week
            label={t('form.when')}
            hint={t('form.whenHint')}
            windows={form.windows}
            onChange={(windows) => set({ windows })}
          />
          {!isOwn && (
            <fieldset className="stack">
              <legend className="heading">{t('form.proxy')}</legend>
              <TextField
                label={t('form.proxyName')}
                error={say(errors.proxyName)}
                maxLength={40}
                autoComplete="off"
                value={form.proxyName}
                onChange={(proxyName) => set({ proxyName })}
              />
              <PhoneField
                label={t('form.proxyPhone')}
                error={say(errors.proxyPhone)}
                autoComplete="off"
                value={form.proxyPhone}
                onChange={(proxyPhone) => set({ proxyPhone })}
              />
              <TextField
                label={t('form.proxyRelation')}
                error={say(errors.proxyRelation)}
                maxLength={20}
                value={form.proxyRelation}
                onChange={(proxyRelation) => set({ proxyRelation })}
              />
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
        <label className="check">
          <input
            type="checkbox"
            checked={form.isConsented}
            aria-invalid={errors.isConsented ? true : undefined}
            onChange={(e) => set({ isConsented: e.target.checked })}
          />
          <span className="strong">{t('form.consented')}</span>
        </label>
        {isChild(form) && (
          <label className="check">
            <input
              type="checkbox"
              checked={form.byGuardian}
              aria-invalid={errors.byGuardian ? true : undefined}
              onChange={(e) => set({ byGuardian: e.target.checked })}
            />
            <span className="strong">{t('form.guardian')}</span>
          </label>
        )}
        {(errors.isConsented ?? errors.byGuardian) && (
          <p className="field-error" role="alert">
            {say(errors.isConsented ?? errors.byGuardian)}
          </p>
        )}
        {!isOwn && (
          <Choice
            label={t('form.how')}
            value={form.consentHow}
            onChange={(consentHow) => set({ consentHow })}
            options={(['spoken', 'written', 'phone'] as const).map((value) => ({
              value,
              label: t(`form.hows.${value}`),
            }))}
          />
        )}
      </section>
      <div className="bottom-actions">
        <Button type="submit" variant="primary" isBusy={isSaving} disabled={danger !== null}>
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
