import { useQuery } from '@tanstack/react-query';
import { type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useDebouncedValue } from '../../../core/use-debounced-value';
import { showToast } from '../../../core/toast';
import { Button, Choice, SelectField, TextAreaField } from '../../../ui';
import { numberOf } from '../../../ui/typed';
import { NumberField } from '../../../ui/typed-fields';
import { useDraft } from '../../../core/offline/draft';
import { CATEGORIES, LICENCES } from '../codes';
import { Findings, isSettled, keepsFor, type CheckedText, type Keep } from '../findings';
import { useSkills } from '../../people/skills';
import { WishSummary } from '../wish-summary';
import { useKeys } from '../../../ui/desk/keys';

type Wish = Schemas['WishDetail'];
type Body = Schemas['PublishBody'];
interface Form {
  publicText: string;
  category: Wish['category'];
  costClass: Body['costClass'];
  skill: string;
  licence: NonNullable<Wish['licence']> | '';
  helpers: string;
  isPolicyChecked: boolean;
  keeps: Keep[];
}

const ASK_AFTER_MS = 400;
const HELPERS = { least: 1, most: 20 };

/** The possible personal data in a text for the public, requested while the person types. */
function useTextCheck(wishId: string, typed: string): (CheckedText & { suggestion: string }) | undefined {
  const text = useDebouncedValue(typed.trim(), ASK_AFTER_MS);
  const { data } = useQuery({
    queryKey: ['wishes', wishId, 'text-check', text],
    queryFn: async () => ({
      text,
      ...(await api.POST('/api/v1/wishes/{wishId}/text-check', { params: { path: { wishId } }, body: { text } })),
    }),
    enabled: text !== '',
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  return data;
}

/** The secretary's decision: the public text beside the photo, the details that volunteers need, and one button. */
export function Review({
  wish,
  onDone,
  children,
}: {
  wish: Wish;
  onDone: () => void;
  children: ReactNode;
}): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { t: spend } = useTranslation('spend');
  const draft = useDraft<Form>(`review-${wish.id}-${wish.version}`, {
    publicText: wish.publicText,
    category: wish.category,
    costClass: wish.costClass ?? (wish.estimatedFen > 0 ? 'fund' : 'none'),
    skill: wish.skill ?? '',
    licence: wish.licence ?? '',
    helpers: String(wish.helpersNeeded),
    isPolicyChecked: false,
    keeps: [],
  });
  const skills = useSkills();
  const form = draft.value;
  const set = draft.set;
  const checked = useTextCheck(wish.id, form.publicText);
  const helpersNeeded = numberOf(form.helpers, HELPERS);
  const texts = checked ? [checked] : [];
  const publish = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/wishes/{wishId}/publication', {
        params: { path: { wishId: wish.id } },
        headers,
        body: {
          publicText: form.publicText.trim(),
          category: form.category,
          costClass: form.costClass,
          isPolicyChecked: form.isPolicyChecked,
          skill: form.skill || undefined,
          licence: form.licence || undefined,
          helpersNeeded,
          keeps: keepsFor(texts, form.keeps),
        },
      }),
    invalidates: [['wishes'], ['work-queue']],
    successMessage: t('wish.published'),
    onSuccess: () => {
      draft.clear();
      onDone();
    },
  });
  const go = (): void => {
    if (checked?.text === form.publicText.trim() && !isSettled(texts, form.keeps))
      showToast(spend('findings.missing'), 'error');
    else if (!form.isPolicyChecked) showToast(t('wish.policyMissing'), 'error');
    else if (Number.isNaN(helpersNeeded)) showToast(words('typed.whole', HELPERS), 'error');
    else if (!publish.isPending) publish.mutate();
  };
  useKeys({ p: go });
  const errors = errorsByField(publish.error);
  return (
    <section className="card stack">
      <h2 className="heading">{t('wish.review')}</h2>
      <TextAreaField
        label={t('wish.publicText')}
        hint={t('wish.publicHint')}
        error={errors.publicText}
        maxLength={1000}
        value={form.publicText}
        onChange={(publicText) => set({ publicText })}
      />
      <Findings
        texts={texts}
        keeps={form.keeps}
        onKeep={(keeps) => set({ keeps })}
        onTakeOut={(passage) => set({ publicText: form.publicText.replaceAll(passage, '') })}
      />
      <div className="stack-tight">
        <p className="small soft">{t('wish.preview')}</p>
        <div className="preview">
          <WishSummary
            wish={{
              ...wish,
              publicText: form.publicText,
              category: form.category,
              skill: form.skill || null,
              licence: form.licence || null,
              helpersNeeded: helpersNeeded || 1,
              openedAt: new Date().toISOString(),
            }}
          />
        </div>
      </div>
      <div className="form-row">
        <SelectField
          label={words('field.category')}
          value={form.category}
          onChange={(category) => set({ category })}
          options={CATEGORIES.map((code) => ({ value: code, label: words(`category.${code}`) }))}
        />
        <SelectField
          label={t('wish.skill')}
          none={words('none')}
          value={form.skill}
          onChange={(skill) => set({ skill })}
          options={skills.options}
        />
        <SelectField
          label={t('wish.licence')}
          none={words('none')}
          value={form.licence}
          onChange={(licence) => set({ licence })}
          options={LICENCES.map((code) => ({ value: code, label: words(`licence.${code}`) }))}
        />
        <NumberField
          label={t('wish.helpers')}
          bounds={HELPERS}
          value={form.helpers}
          onChange={(helpers) => set({ helpers })}
        />
      </div>
      <Choice
        label={t('wish.costClass')}
        value={form.costClass}
        onChange={(costClass) => set({ costClass })}
        options={(['none', 'fund', 'donation'] as const).map((value) => ({
          value,
          label: words(`costClass.${value}`),
        }))}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={form.isPolicyChecked}
          onChange={(e) => set({ isPolicyChecked: e.target.checked })}
        />
        <span className="strong">{t('wish.policy')}</span>
      </label>
      <div className="actions is-main">
        <Button variant="primary" icon="check" isBusy={publish.isPending} onClick={go}>
          {t('wish.publish')}
        </Button>
      </div>
      <div className="actions">{children}</div>
      <p className="small soft keys-hint">{t('wish.keys')}</p>
    </section>
  );
}
