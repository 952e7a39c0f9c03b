import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useForm } from '../../../core/form';
import { Button, SelectField, Sheet, TextField } from '../../../ui';
import { CheckField } from '../../../ui/check-field';
import { FormView } from '../../../ui/form-view';
import { useCalled } from '../../people/skills';
import type { Category } from './skills';

export type Skill = Category['skills'][number];

const BETWEEN = /[、，,;；]+/;

/** Edits one skill: its names, its synonyms, its category; or merges it into another. */
export function EditSkill({
  categories,
  category,
  skill,
  basedOn,
  mayMerge,
  onKeep,
  onClose,
}: {
  categories: Category[];
  /** The category's code; empty for a new category. */
  category: string;
  skill?: Skill;
  basedOn: number;
  mayMerge: boolean;
  onKeep: (categories: Category[]) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('skills');
  const [into, setInto] = useState('');
  const merge = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/policies/skills/merge', {
        headers,
        body: { basedOn, from: skill?.code ?? '', into },
      }),
    invalidates: [['skills']],
    successMessage: t('merged'),
    onSuccess: onClose,
  });
  const all = categories.flatMap(({ skills }) => skills);
  const called = useCalled();
  const form = useForm({
    values: {
      category,
      categoryZh: '',
      categoryEn: '',
      zh: skill?.zh ?? '',
      en: skill?.en ?? '',
      synonyms: skill?.synonyms.join('、') ?? '',
      isRetired: skill?.isRetired ?? false,
    },
    required: category ? ['zh', 'en'] : ['categoryZh', 'categoryEn', 'zh', 'en'],
    send: async (typed) => {
      const kept: Skill = {
        code:
          skill?.code ??
          codeOf(
            typed.en,
            all.map(({ code }) => code),
          ),
        zh: typed.zh.trim(),
        en: typed.en.trim(),
        synonyms: [...new Set(typed.synonyms.split(BETWEEN).map((word) => word.trim()))].filter(Boolean),
        isRetired: typed.isRetired,
      };
      if (!category) {
        const code = codeOf(
          typed.categoryEn,
          categories.map((one) => one.code),
        );
        onKeep([...categories, { code, zh: typed.categoryZh.trim(), en: typed.categoryEn.trim(), skills: [kept] }]);
      } else
        onKeep(
          categories
            .map((one) => ({ ...one, skills: placed(one, kept, typed.category) }))
            .filter(({ skills }) => skills.length > 0),
        );
    },
  });
  const text = (name: 'categoryZh' | 'categoryEn' | 'zh' | 'en', maxLength: number): ReactElement => (
    <TextField label={t(name)} maxLength={maxLength} {...form.field(name)} />
  );
  return (
    <Sheet title={skill ? skill.zh : category ? t('add') : t('addBranch')} onClose={onClose}>
      <FormView form={form} submit={t('keep')}>
        {category ? (
          <SelectField
            label={t('category')}
            {...form.field('category')}
            options={categories.map((one) => ({ value: one.code, label: called(one) }))}
          />
        ) : (
          <>
            {text('categoryZh', 20)}
            {text('categoryEn', 40)}
          </>
        )}
        {text('zh', 20)}
        {text('en', 40)}
        <TextField label={t('synonyms')} hint={t('synonymsHint')} maxLength={200} {...form.field('synonyms')} />
        {skill && <CheckField label={t('retire')} {...form.field('isRetired')} />}
      </FormView>
      {skill && (
        <section className="stack">
          <hr className="sep" />
          <SelectField
            label={t('mergeInto')}
            hint={mayMerge ? t('mergeHint', { name: called(skill) }) : t('mergeFirst')}
            none="—"
            value={into}
            onChange={setInto}
            options={all
              .filter(({ code, isRetired }) => code !== skill.code && !isRetired)
              .map((one) => ({ value: one.code, label: called(one) }))}
          />
          <Button disabled={!into || !mayMerge} isBusy={merge.isPending} onClick={() => merge.mutate()}>
            {t('merge')}
          </Button>
        </section>
      )}
    </Sheet>
  );
}

/** The skills of a category after the change: the skill is only in its new category, at its old place if
 *  it did not move. */
function placed({ code, skills }: Category, kept: Skill, category: string): Skill[] {
  if (code !== category) return skills.filter((one) => one.code !== kept.code);
  return skills.some((one) => one.code === kept.code)
    ? skills.map((one) => (one.code === kept.code ? kept : one))
    : [...skills, kept];
}

/** Derives a permanent code from the English name. */
function codeOf(en: string, taken: string[]): string {
  const stem =
    en
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^[^a-z]+|_+$/g, '')
      .slice(0, 20) || 'skill';
  for (let nth = 1; ; nth += 1) {
    const code = nth === 1 ? stem : `${stem}_${nth}`;
    if (!taken.includes(code)) return code;
  }
}
