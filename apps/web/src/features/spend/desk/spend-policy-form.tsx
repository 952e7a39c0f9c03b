import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { errorsByField } from '../../../core/api';
import { Button, Choices, IconButton, SelectField, TextField } from '../../../ui';
import { yuanToFen } from '../../../ui/typed';
import { KeptNumberField, YuanField, useTypedNumber } from '../../../ui/typed-fields';
import type { Policy } from './spend-policy';

type Tier = Policy['tiers'][number];
type Rule = Policy['lists'][number];

const KINDS = ['goods', 'service', 'works'] as const;
const SIGNERS = ['community_secretary', 'community_director', 'town_officer', 'district_officer'] as const;
const TIME_UNITS = ['workingDay', 'day', 'workingHour', 'hour', 'minute', 'second'] as const;
const NOTICE = { least: 0, most: 1_000 };
const QUOTES = { least: 0, most: 10 };
const PERCENT = { least: 0, most: 100 };
const FEN: [(typed: string) => number, (fen: number) => string] = [yuanToFen, (fen) => String(fen / 100)];
const NO_RULE: Rule = { code: '', effect: 'explain', words: [], zh: '', en: '', source: '' };

/** A form for a draft of the rules, field by field. */
export function PolicyForm({
  policy,
  onChange,
  error,
}: {
  policy: Policy;
  onChange: (policy: Policy) => void;
  error: unknown;
}): ReactElement {
  const { t } = useTranslation('policy');
  const { t: spend } = useTranslation('spend');
  const errors = errorsByField(error);
  const set = (change: Partial<Policy>): void => onChange({ ...policy, ...change });
  const setTier = (at: number, change: Partial<Tier>): void =>
    set({ tiers: policy.tiers.map((tier, place) => (place === at ? { ...tier, ...change } : tier)) });
  const setRule = (at: number, change: Partial<Rule>): void =>
    set({ lists: policy.lists.map((rule, place) => (place === at ? { ...rule, ...change } : rule)) });
  return (
    <div className="stack">
      <Part title={t('editing')}>
        <TextField
          label={t('source')}
          maxLength={200}
          error={errors.source}
          value={policy.source}
          onChange={(source) => set({ source })}
        />
        <TextField
          label={t('validFrom')}
          hint={t('validFromHint')}
          type="date"
          error={errors.validFrom}
          value={policy.validFrom ?? ''}
          onChange={(day) => set({ validFrom: day || null })}
        />
        <TextField
          label={t('validUntil')}
          hint={t('validUntilHint')}
          type="date"
          error={errors.validUntil}
          value={policy.validUntil ?? ''}
          onChange={(day) => set({ validUntil: day || null })}
        />
      </Part>
      <Part title={t('tiers')}>
        {policy.tiers.map((tier, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a step has no name but its place
          <fieldset key={`${at} of ${policy.tiers.length}`} className="field stack">
            <legend>{t('tier', { n: at + 1 })}</legend>
            {tier.upToFen === null ? (
              <p>{t('noBound')}</p>
            ) : (
              <Yuan
                label={t('upTo')}
                error={errors[`tiers.${at}.upToFen`]}
                fen={tier.upToFen}
                onChange={(upToFen) => setTier(at, { upToFen })}
              />
            )}
            <SignerChoice
              error={errors[`tiers.${at}.signers`]}
              signers={tier.signers}
              onChange={(signers) => setTier(at, { signers })}
            />
            <div className="form-row">
              <KeptNumberField
                label={t('notice')}
                hint={t('noticeHint')}
                bounds={NOTICE}
                value={tier.notice?.amount ?? 0}
                onChange={(amount) =>
                  setTier(at, { notice: amount === 0 ? null : { amount, unit: tier.notice?.unit ?? 'workingDay' } })
                }
              />
              {tier.notice && (
                <SelectField
                  label={t('noticeUnit')}
                  value={tier.notice.unit}
                  onChange={(unit) => setTier(at, { notice: { amount: tier.notice!.amount, unit } })}
                  options={TIME_UNITS.map((value) => ({
                    value,
                    label: spend(`unit.${value}`, { n: tier.notice!.amount }),
                  }))}
                />
              )}
            </div>
            <label className="check">
              <input
                type="checkbox"
                checked={tier.needsMinutes}
                onChange={(event) => setTier(at, { needsMinutes: event.target.checked })}
              />
              <span>{t('needsMinutes')}</span>
            </label>
            {tier.upToFen !== null && policy.tiers.length > 1 && (
              <div>
                <Button icon="close" onClick={() => set({ tiers: policy.tiers.filter((_, place) => place !== at) })}>
                  {t('removeTier', { n: at + 1 })}
                </Button>
              </div>
            )}
          </fieldset>
        ))}
        <div>
          <Button icon="plus" onClick={() => set({ tiers: withOneMore(policy.tiers) })}>
            {t('addTier')}
          </Button>
        </div>
      </Part>
      <Part title={t('caps')}>
        {KINDS.map((kind) => (
          <Yuan
            key={kind}
            label={spend(`kind.${kind}`)}
            error={errors[`capsFen.${kind}`]}
            fen={policy.capsFen[kind]}
            onChange={(fen) => set({ capsFen: { ...policy.capsFen, [kind]: fen } })}
          />
        ))}
        <Yuan
          label={t('justifyAbove')}
          error={errors.justifyAboveFen}
          fen={policy.justifyAboveFen}
          onChange={(justifyAboveFen) => set({ justifyAboveFen })}
        />
        <Yuan
          label={t('quotesAbove')}
          error={errors['quotes.aboveFen']}
          fen={policy.quotes.aboveFen}
          onChange={(aboveFen) => set({ quotes: { ...policy.quotes, aboveFen } })}
        />
        <KeptNumberField
          label={t('quotesCount')}
          bounds={QUOTES}
          error={errors['quotes.count']}
          value={policy.quotes.count}
          onChange={(count) => set({ quotes: { ...policy.quotes, count } })}
        />
        <Yuan
          label={t('urgentUpTo')}
          error={errors.urgentUpToFen}
          fen={policy.urgentUpToFen}
          onChange={(urgentUpToFen) => set({ urgentUpToFen })}
        />
      </Part>
      <Part title={t('advance')}>
        {KINDS.map((kind) => (
          <KeptNumberField
            key={kind}
            label={spend(`kind.${kind}`)}
            bounds={PERCENT}
            error={errors[`advancePercent.${kind}`]}
            value={policy.advancePercent[kind]}
            onChange={(percent) => set({ advancePercent: { ...policy.advancePercent, [kind]: percent } })}
          />
        ))}
      </Part>
      <Part title={t('lists')}>
        <SelectField
          label={t('outside')}
          value={policy.outside}
          onChange={(outside) => set({ outside })}
          options={(['show', 'explain', 'stop'] as const).map((value) => ({
            value,
            label: t(`outsideEffects.${value}`),
          }))}
        />
        {policy.lists.map((rule, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- the code is being written
          <fieldset key={at} className="field stack">
            <legend>{t('list', { n: at + 1 })}</legend>
            <SelectField
              label={t('effect')}
              value={rule.effect}
              onChange={(effect) => setRule(at, { effect })}
              options={(['stop', 'explain', 'allow'] as const).map((value) => ({
                value,
                label: t(`effects.${value}`),
              }))}
            />
            <TextField
              label={t('code')}
              maxLength={30}
              error={errors[`lists.${at}.code`]}
              value={rule.code}
              onChange={(code) => setRule(at, { code: code.trim() })}
            />
            <TextField
              label={t('words')}
              error={errors[`lists.${at}.words`]}
              value={rule.words.join('、')}
              onChange={(text) => setRule(at, { words: text.split(/[、,，]/).map((word) => word.trim()) })}
            />
            <TextField
              label={t('zh')}
              maxLength={100}
              error={errors[`lists.${at}.zh`]}
              value={rule.zh}
              onChange={(zh) => setRule(at, { zh })}
            />
            <TextField
              label={t('en')}
              maxLength={150}
              error={errors[`lists.${at}.en`]}
              value={rule.en}
              onChange={(en) => setRule(at, { en })}
            />
            <TextField
              label={t('ruleSource')}
              maxLength={100}
              error={errors[`lists.${at}.source`]}
              value={rule.source}
              onChange={(source) => setRule(at, { source })}
            />
            <div>
              <IconButton
                icon="close"
                label={t('removeList', { n: at + 1 })}
                onClick={() => set({ lists: policy.lists.filter((_, place) => place !== at) })}
              />
            </div>
          </fieldset>
        ))}
        {errors.lists && (
          <p className="field-error" role="alert">
            {errors.lists}
          </p>
        )}
        <div>
          <Button icon="plus" onClick={() => set({ lists: [...policy.lists, NO_RULE] })}>
            {t('addList')}
          </Button>
        </div>
      </Part>
    </div>
  );
}

/** Adds a tier below the last, with twice the limit of the one before. */
function withOneMore(tiers: Tier[]): Tier[] {
  const last = tiers.at(-1)!;
  const before = tiers.at(-2)?.upToFen || 100_000;
  return [...tiers.slice(0, -1), { ...last, upToFen: before * 2 }, last];
}

function Part({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <section className="card stack">
      <h2 className="heading">{title}</h2>
      {children}
    </section>
  );
}

const Yuan = ({
  fen,
  onChange,
  ...field
}: {
  label: string;
  error?: string;
  fen: number;
  onChange: (fen: number) => void;
}): ReactElement => <YuanField required {...field} {...useTypedNumber(fen, FEN, onChange)} />;

/** Who signs, in the order of the offices from the community up. */
function SignerChoice({
  signers,
  error,
  onChange,
}: {
  signers: Tier['signers'];
  error?: string;
  onChange: (signers: Tier['signers']) => void;
}): ReactElement {
  const { t } = useTranslation('policy');
  const { t: words } = useTranslation();
  return (
    <>
      <Choices
        label={t('signers')}
        values={signers as readonly (typeof SIGNERS)[number][]}
        onChange={(chosen) => onChange(SIGNERS.filter((role) => chosen.includes(role)))}
        options={SIGNERS.map((value) => ({ value, label: words(`role.${value}`) }))}
      />
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </>
  );
}
