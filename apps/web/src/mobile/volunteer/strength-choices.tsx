import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../words/use-translation';
import { Choices, TextField } from '../../look/kit';
import { useStrengths } from '../../wish/strengths';

/** Chooses skills, branch by branch; search also finds their synonyms. Chosen skills stay visible. */
export function StrengthChoices({
  values,
  onChange,
}: {
  values: string[];
  onChange: (values: string[]) => void;
}): ReactElement {
  const { t } = useTranslation('profile');
  const { branches, called } = useStrengths();
  const [sought, setSought] = useState('');
  const word = sought.trim().toLowerCase();
  const shown = branches
    .map((branch) => ({
      ...branch,
      strengths: branch.strengths.filter(
        ({ code, zh, en, synonyms, isRetired }) =>
          values.includes(code) ||
          (!isRetired &&
            [zh, en, ...synonyms].some((name) => name.toLowerCase().includes(word) || (word && word.includes(name)))),
      ),
    }))
    .filter(({ strengths }) => strengths.length > 0);
  return (
    <section className="stack-tight">
      <h2 className="heading">{t('strengths')}</h2>
      <TextField
        label={t('findStrength')}
        hint={t('findHint')}
        type="search"
        maxLength={20}
        value={sought}
        onChange={setSought}
      />
      {shown.map((branch) => (
        <Choices
          key={branch.code}
          label={called(branch)}
          options={branch.strengths.map((one) => ({ value: one.code, label: called(one) }))}
          values={values}
          onChange={onChange}
        />
      ))}
      {branches.length > 0 && shown.length === 0 && <p className="soft">{t('noStrength')}</p>}
    </section>
  );
}
