import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, withKey } from '../app/api';
import { useCommand } from '../app/command';
import { Button, SelectField, Sheet, TextField } from '../look/kit';
import { useCalled } from '../wish/strengths';
import type { Branch } from './strengths';

export type Strength = Branch['strengths'][number];

const BETWEEN = /[、，,;；]+/;

/** Edits one skill: its names, its synonyms, its branch; or merges it into another. */
export function EditStrength({
  branches,
  branch,
  strength,
  basedOn,
  mayMerge,
  onKeep,
  onClose,
}: {
  branches: Branch[];
  /** The branch's code; empty for a new branch. */
  branch: string;
  strength?: Strength;
  basedOn: number;
  mayMerge: boolean;
  onKeep: (branches: Branch[]) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('strengths');
  const [form, setForm] = useState({
    branch,
    branchZh: '',
    branchEn: '',
    zh: strength?.zh ?? '',
    en: strength?.en ?? '',
    synonyms: strength?.synonyms.join('、') ?? '',
    isRetired: strength?.isRetired ?? false,
  });
  const [into, setInto] = useState('');
  const merge = useCommand({
    send: (_, key) =>
      answer(
        api.POST('/api/v1/policies/strengths/merge', {
          headers: withKey(key),
          body: { basedOn, from: strength?.code ?? '', into },
        }),
      ),
    touches: [['strengths']],
    says: t('merged'),
    done: onClose,
  });
  const all = branches.flatMap(({ strengths }) => strengths);
  const called = useCalled();
  const keep = (event: FormEvent): void => {
    event.preventDefault();
    const kept: Strength = {
      code:
        strength?.code ??
        codeOf(
          form.en,
          all.map(({ code }) => code),
        ),
      zh: form.zh.trim(),
      en: form.en.trim(),
      synonyms: [...new Set(form.synonyms.split(BETWEEN).map((word) => word.trim()))].filter(Boolean),
      isRetired: form.isRetired,
    };
    if (!branch) {
      const code = codeOf(
        form.branchEn,
        branches.map((one) => one.code),
      );
      onKeep([...branches, { code, zh: form.branchZh.trim(), en: form.branchEn.trim(), strengths: [kept] }]);
    } else
      onKeep(
        branches
          .map((one) => ({ ...one, strengths: placed(one, kept, form.branch) }))
          .filter(({ strengths }) => strengths.length > 0),
      );
  };
  const text = (name: 'branchZh' | 'branchEn' | 'zh' | 'en', maxLength: number): ReactElement => (
    <TextField
      label={t(name)}
      required
      maxLength={maxLength}
      value={form[name]}
      onChange={(value) => setForm({ ...form, [name]: value })}
    />
  );
  return (
    <Sheet title={strength ? strength.zh : branch ? t('add') : t('addBranch')} onClose={onClose}>
      <form className="stack" onSubmit={keep}>
        {branch ? (
          <SelectField
            label={t('branch')}
            value={form.branch}
            onChange={(value) => setForm({ ...form, branch: value })}
            options={branches.map((one) => ({ value: one.code, label: called(one) }))}
          />
        ) : (
          <>
            {text('branchZh', 20)}
            {text('branchEn', 40)}
          </>
        )}
        {text('zh', 20)}
        {text('en', 40)}
        <TextField
          label={t('synonyms')}
          hint={t('synonymsHint')}
          maxLength={200}
          value={form.synonyms}
          onChange={(synonyms) => setForm({ ...form, synonyms })}
        />
        {strength && (
          <label className="check">
            <input
              type="checkbox"
              checked={form.isRetired}
              onChange={(event) => setForm({ ...form, isRetired: event.target.checked })}
            />
            <span>{t('retire')}</span>
          </label>
        )}
        <Button type="submit" look="main" isWide>
          {t('keep')}
        </Button>
      </form>
      {strength && (
        <section className="stack">
          <hr className="sep" />
          <SelectField
            label={t('mergeInto')}
            hint={mayMerge ? t('mergeHint', { name: called(strength) }) : t('mergeFirst')}
            none="—"
            value={into}
            onChange={setInto}
            options={all
              .filter(({ code, isRetired }) => code !== strength.code && !isRetired)
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

/** The skills of a branch after the change: the skill is only in its new branch, at its old place if
 *  it did not move. */
function placed({ code, strengths }: Branch, kept: Strength, branch: string): Strength[] {
  if (code !== branch) return strengths.filter((one) => one.code !== kept.code);
  return strengths.some((one) => one.code === kept.code)
    ? strengths.map((one) => (one.code === kept.code ? kept : one))
    : [...strengths, kept];
}

/** Derives a permanent code from the English name. */
function codeOf(en: string, taken: string[]): string {
  const stem =
    en
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^[^a-z]+|_+$/g, '')
      .slice(0, 20) || 'strength';
  for (let nth = 1; ; nth += 1) {
    const code = nth === 1 ? stem : `${stem}_${nth}`;
    if (!taken.includes(code)) return code;
  }
}
