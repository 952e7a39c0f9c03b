import { useQuery } from '@tanstack/react-query';
import { type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { useDebouncedValue } from '../../../core/use-debounced-value';
import { showToast } from '../../../core/toast';
import { Button, Choice, SelectField, TextAreaField } from '../../../ui';
import { numberOf } from '../../../ui/typed';
import { NumberField } from '../../../ui/typed-fields';
import { CheckField } from '../../../ui/check-field';
import { FieldError } from '../../../ui/field';
import { CATEGORIES, LICENCES } from '../codes';
import { Findings, isSettled, keepsFor, type CheckedText, type Keep } from '../findings';
import { useSkills } from '../../people/skills';
import { WishSummary } from '../wish-summary';
import { useKeys } from '../../../ui/desk/keys';

type Wish = Schemas['WishDetail'];
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
  const skills = useSkills();
  const form = useForm({
    values: {
      publicText: wish.publicText,
      category: wish.category,
      costClass: wish.costClass ?? (wish.estimatedFen > 0 ? ('fund' as const) : ('none' as const)),
      skill: wish.skill ?? '',
      licence: wish.licence ?? ('' as const),
      helpers: String(wish.helpersNeeded),
      isPolicyChecked: false,
      keeps: [] as Keep[],
    },
    draft: `review-${wish.id}-${wish.version}`,
    required: ['helpers'],
    errorsAt: { helpersNeeded: 'helpers' },
    send: ({ publicText, skill, licence, helpers, keeps, ...rest }, headers) =>
      api.POST('/api/v1/wishes/{wishId}/publication', {
        params: { path: { wishId: wish.id } },
        headers,
        body: {
          ...rest,
          publicText: publicText.trim(),
          skill: skill || undefined,
          licence: licence || undefined,
          helpersNeeded: numberOf(helpers, HELPERS),
          keeps: keepsFor(texts, keeps),
        },
      }),
    invalidates: [['wishes'], ['work-queue']],
    successMessage: t('wish.published'),
    onSuccess: onDone,
  });
  const { values, set, field } = form;
  const checked = useTextCheck(wish.id, values.publicText);
  const texts = checked ? [checked] : [];
  const go = (): void => {
    if (checked?.text === values.publicText.trim() && !isSettled(texts, values.keeps))
      showToast(spend('findings.missing'), 'error');
    else if (!values.isPolicyChecked) showToast(t('wish.policyMissing'), 'error');
    else form.submit();
  };
  useKeys({ p: go });
  return (
    <form className="card stack" {...form.props}>
      <h2 className="heading">{t('wish.review')}</h2>
      <TextAreaField
        label={t('wish.publicText')}
        hint={t('wish.publicHint')}
        maxLength={1000}
        {...field('publicText')}
      />
      <Findings
        texts={texts}
        keeps={values.keeps}
        onKeep={field('keeps').onChange}
        onTakeOut={(passage) => set({ publicText: values.publicText.replaceAll(passage, '') })}
      />
      <div className="stack-tight">
        <p className="small soft">{t('wish.preview')}</p>
        <div className="preview">
          <WishSummary
            wish={{
              ...wish,
              publicText: values.publicText,
              category: values.category,
              skill: values.skill || null,
              licence: values.licence || null,
              helpersNeeded: numberOf(values.helpers, HELPERS) || 1,
              openedAt: new Date().toISOString(),
            }}
          />
        </div>
      </div>
      <div className="form-row">
        <SelectField
          label={words('field.category')}
          {...field('category')}
          options={CATEGORIES.map((code) => ({ value: code, label: words(`category.${code}`) }))}
        />
        <SelectField label={t('wish.skill')} none={words('none')} {...field('skill')} options={skills.options} />
        <SelectField
          label={t('wish.licence')}
          none={words('none')}
          {...field('licence')}
          options={LICENCES.map((code) => ({ value: code, label: words(`licence.${code}`) }))}
        />
        <NumberField label={t('wish.helpers')} bounds={HELPERS} {...field('helpers')} />
      </div>
      <Choice
        label={t('wish.costClass')}
        {...field('costClass')}
        options={(['none', 'fund', 'donation'] as const).map((value) => ({
          value,
          label: words(`costClass.${value}`),
        }))}
      />
      <CheckField label={<strong>{t('wish.policy')}</strong>} {...field('isPolicyChecked')} />
      <FieldError message={form.summary} />
      <div className="actions is-main">
        <Button variant="primary" icon="check" isBusy={form.isBusy} onClick={go}>
          {t('wish.publish')}
        </Button>
      </div>
      <div className="actions">{children}</div>
      <p className="small soft keys-hint">{t('wish.keys')}</p>
    </form>
  );
}
