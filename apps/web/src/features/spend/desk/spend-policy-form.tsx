import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import type { FieldOf, Form } from '../../../core/form';
import { Button, Choices, IconButton, SelectField, TextField } from '../../../ui';
import { CheckField } from '../../../ui/check-field';
import { FieldError } from '../../../ui/field';
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
export function PolicyForm({ form: { values: policy, set, field, error } }: { form: Form<Policy> }): ReactElement {
  const { t } = useTranslation('policy');
  const { t: spend } = useTranslation('spend');
  return (
    <>
      <Part title={t('editing')}>
        <TextField label={t('source')} maxLength={200} {...field('source')} />
        <Day label={t('validFrom')} hint={t('validFromHint')} {...field('validFrom')} />
        <Day label={t('validUntil')} hint={t('validUntilHint')} {...field('validUntil')} />
      </Part>
      <Part title={t('tiers')}>
        {policy.tiers.map((tier, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a step has no name but its place
          <fieldset key={`${at} of ${policy.tiers.length}`} className="field stack">
            <legend>{t('tier', { n: at + 1 })}</legend>
            {tier.upToFen === null ? (
              <p>{t('noBound')}</p>
            ) : (
              <Yuan label={t('upTo')} {...field(`tiers.${at}.upToFen`)} value={tier.upToFen} />
            )}
            <SignerChoice {...field(`tiers.${at}.signers`)} />
            <div className="form-row">
              <KeptNumberField
                label={t('notice')}
                hint={t('noticeHint')}
                bounds={NOTICE}
                value={tier.notice?.amount ?? 0}
                onChange={(amount) =>
                  field(`tiers.${at}.notice`).onChange(
                    amount === 0 ? null : { amount, unit: tier.notice?.unit ?? 'workingDay' },
                  )
                }
              />
              {tier.notice && (
                <SelectField
                  label={t('noticeUnit')}
                  {...field(`tiers.${at}.notice.unit`)}
                  options={TIME_UNITS.map((value) => ({
                    value,
                    label: spend(`unit.${value}`, { n: tier.notice!.amount }),
                  }))}
                />
              )}
            </div>
            <CheckField label={t('needsMinutes')} {...field(`tiers.${at}.needsMinutes`)} />
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
          <Yuan key={kind} label={spend(`kind.${kind}`)} {...field(`capsFen.${kind}`)} />
        ))}
        <Yuan label={t('justifyAbove')} {...field('justifyAboveFen')} />
        <Yuan label={t('quotesAbove')} {...field('quotes.aboveFen')} />
        <KeptNumberField label={t('quotesCount')} bounds={QUOTES} {...field('quotes.count')} />
        <Yuan label={t('urgentUpTo')} {...field('urgentUpToFen')} />
      </Part>
      <Part title={t('advance')}>
        {KINDS.map((kind) => (
          <KeptNumberField
            key={kind}
            label={spend(`kind.${kind}`)}
            bounds={PERCENT}
            {...field(`advancePercent.${kind}`)}
          />
        ))}
      </Part>
      <Part title={t('lists')}>
        <SelectField
          label={t('outside')}
          {...field('outside')}
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
              {...field(`lists.${at}.effect`)}
              options={(['stop', 'explain', 'allow'] as const).map((value) => ({
                value,
                label: t(`effects.${value}`),
              }))}
            />
            <TextField label={t('code')} maxLength={30} {...field(`lists.${at}.code`)} />
            <TextField
              label={t('words')}
              error={error(`lists.${at}.words`)}
              value={rule.words.join('、')}
              onChange={(text) => field(`lists.${at}.words`).onChange(text.split(/[、,，]/).map((word) => word.trim()))}
            />
            <TextField label={t('zh')} maxLength={100} {...field(`lists.${at}.zh`)} />
            <TextField label={t('en')} maxLength={150} {...field(`lists.${at}.en`)} />
            <TextField label={t('ruleSource')} maxLength={100} {...field(`lists.${at}.source`)} />
            <div>
              <IconButton
                icon="close"
                label={t('removeList', { n: at + 1 })}
                onClick={() => set({ lists: policy.lists.filter((_, place) => place !== at) })}
              />
            </div>
          </fieldset>
        ))}
        <FieldError message={error('lists')} />
        <div>
          <Button icon="plus" onClick={() => set({ lists: [...policy.lists, NO_RULE] })}>
            {t('addList')}
          </Button>
        </div>
      </Part>
    </>
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

const Yuan = ({ value, onChange, ...field }: { label: string } & FieldOf<number>): ReactElement => (
  <YuanField {...field} required {...useTypedNumber(value, FEN, onChange)} />
);

const Day = ({ value, onChange, ...field }: { label: string; hint: string } & FieldOf<string | null>): ReactElement => (
  <TextField {...field} type="date" value={value ?? ''} onChange={(day) => onChange(day || null)} />
);

/** Who signs, in the order of the offices from the community up. */
function SignerChoice({ value, error, onChange }: FieldOf<Tier['signers']>): ReactElement {
  const { t } = useTranslation('policy');
  const { t: words } = useTranslation();
  return (
    <>
      <Choices
        label={t('signers')}
        values={value as readonly (typeof SIGNERS)[number][]}
        onChange={(chosen) => onChange(SIGNERS.filter((role) => chosen.includes(role)))}
        options={SIGNERS.map((one) => ({ value: one, label: words(`role.${one}`) }))}
      />
      <FieldError message={error} />
    </>
  );
}
