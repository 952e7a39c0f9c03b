import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { Choices, TextField } from '../../../ui';
import { useSkills } from '../skills';

/** Chooses skills, category by category; search also finds their synonyms. Chosen skills stay visible. */
export function SkillChoices({
  values,
  onChange,
}: {
  values: string[];
  onChange: (values: string[]) => void;
}): ReactElement {
  const { t } = useTranslation('profile');
  const { categories, called } = useSkills();
  const [sought, setSought] = useState('');
  const word = sought.trim().toLowerCase();
  const shown = categories
    .map((category) => ({
      ...category,
      skills: category.skills.filter(
        ({ code, zh, en, synonyms, isRetired }) =>
          values.includes(code) ||
          (!isRetired &&
            [zh, en, ...synonyms].some((name) => name.toLowerCase().includes(word) || (word && word.includes(name)))),
      ),
    }))
    .filter(({ skills }) => skills.length > 0);
  return (
    <section className="stack-tight">
      <h2 className="heading">{t('skills')}</h2>
      <TextField
        label={t('findSkill')}
        hint={t('findHint')}
        type="search"
        maxLength={20}
        value={sought}
        onChange={setSought}
      />
      {shown.map((category) => (
        <Choices
          key={category.code}
          label={called(category)}
          options={category.skills.map((one) => ({ value: one.code, label: called(one) }))}
          values={values}
          onChange={onChange}
        />
      ))}
      {categories.length > 0 && shown.length === 0 && <p className="soft">{t('noSkill')}</p>}
    </section>
  );
}
