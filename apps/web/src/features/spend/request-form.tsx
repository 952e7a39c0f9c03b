import './spend.css';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api, errorsByField, type Schemas } from '../../core/api';
import { showToast } from '../../core/toast';
import { useCommand } from '../../core/command';
import { useFormat } from '../../core/format';
import { useDebouncedValue } from '../../core/use-debounced-value';
import { Button, Choice, Field, IconButton, Money, Sheet, TextAreaField, TextField } from '../../ui';
import { digitsReader, isAllRead, numberOf, plainest, yuanToFen } from '../../ui/typed';
import { DigitsField, NumberField, YuanField } from '../../ui/typed-fields';
import { useDraft } from '../../core/offline/draft';
import { AlsoFor, type Companion } from './also-for';
import { Findings, isSettled, keepsFor, type CheckedText, type Keep } from '../wish/findings';
import { useDuration } from './duration';
import { PaperPicker, type Paper } from './papers';
import { PayeeField, type PayeeForm } from './payee';
import type { SpendDetail } from './queries';

type Body = Schemas['SpendFormBody'];
interface Item {
  name: string;
  quantity: string;
  unit: string;
  yuan: string;
}
interface Quote {
  supplier: string;
  yuan: string;
  papers: Paper[];
}
interface Form extends PayeeForm {
  kind: Body['kind'];
  purpose: string;
  items: Item[];
  coFundedYuan: string;
  justification: string;
  payeeRelation: string;
  holder: string;
  bank: string;
  number: string;
  quotes: Quote[];
  minutes: Paper[];
  isUrgent: boolean;
  alsoFor: Companion[];
  keeps: Keep[];
}

const NO_ITEM: Item = { name: '', quantity: '1', unit: '', yuan: '' };
const NO_QUOTE: Quote = { supplier: '', yuan: '', papers: [] };
const FIELDS_OF_MORE = ['coFundedFen', 'payeeAccount.number', 'quotes', 'minutes', 'isUrgent'];
const ASK_AFTER_MS = 400;
const MOST_ITEMS = 50;
const MOST_QUOTES = 10;

const toYuan = (fen: number): string => (fen > 0 ? String(fen / 100) : '');

const emptyForm = (estimatedFen: number): Form => ({
  kind: 'goods',
  purpose: '',
  payee: '',
  payeeId: '',
  payeeKind: '',
  items: [{ ...NO_ITEM, yuan: toYuan(estimatedFen) }],
  coFundedYuan: '',
  justification: '',
  payeeRelation: '',
  holder: '',
  bank: '',
  number: '',
  quotes: [],
  minutes: [],
  isUrgent: false,
  alsoFor: [],
  keeps: [],
});

const formOf = (request: SpendDetail): Form => ({
  ...emptyForm(0),
  kind: request.kind,
  purpose: request.purpose,
  payee: request.payee.name,
  payeeId: request.payee.id ?? '',
  items: request.items.map(({ name, quantity, unit, priceFen }) => ({
    name,
    quantity: String(quantity),
    unit,
    yuan: String(priceFen / 100),
  })),
  coFundedYuan: toYuan(request.coFundedFen),
  justification: request.justification ?? '',
  payeeRelation: request.payeeRelation ?? '',
  quotes: request.quotes.map(({ supplier, amountFen, fileId }) => ({
    supplier,
    yuan: String(amountFen / 100),
    papers: fileId ? [{ id: fileId, name: supplier }] : [],
  })),
  minutes: request.files
    .filter(({ purpose }) => purpose === 'minutes')
    .map(({ id }, at) => ({ id, name: `${at + 1}` })),
  isUrgent: request.isUrgent,
  alsoFor: request.wishIds.slice(1).map((id) => ({ id, text: id })),
});

const QUANTITY = { least: 0.01, most: 100_000, decimals: 2 };
const readAccount = digitsReader(8, 30);

const quantityOf = ({ quantity }: Item): number => numberOf(quantity, QUANTITY, 1);
/** 0 if the text is empty, NaN if it is not a valid sum. */
const fenOf = (yuan: string): number => yuanToFen(yuan, 0);
const isWritten = (name: string, yuan: string): boolean => name.trim() !== '' && fenOf(yuan) !== 0;
/** Whether every number is valid, including those of incomplete lines. */
const isReadable = ({ items, quotes, coFundedYuan }: Form): boolean =>
  isAllRead([
    ...items.flatMap((item) => [quantityOf(item), fenOf(item.yuan)]),
    ...quotes.map(({ yuan }) => fenOf(yuan)),
    fenOf(coFundedYuan),
  ]);

/** An entry of the register, or a new payee of the chosen kind. */
const payeeOf = ({ payee, payeeId, payeeKind }: PayeeForm): Body['payee'] =>
  payeeId ? { id: payeeId } : { name: payee.trim(), kind: payeeKind || undefined };

function bodyOf(form: Form, isDraft: boolean): Body {
  const words = (text: string): string | undefined => text.trim() || undefined;
  const account = {
    holder: form.holder.trim(),
    bank: form.bank.trim(),
    number: plainest(readAccount, form.number.trim()),
  };
  return {
    kind: form.kind,
    purpose: form.purpose.trim(),
    payee: payeeOf(form),
    items: form.items
      .filter(({ name, yuan }) => isWritten(name, yuan))
      .map((item) => ({
        name: item.name.trim(),
        quantity: quantityOf(item),
        unit: item.unit.trim() || '项',
        priceFen: fenOf(item.yuan),
      })),
    coFundedFen: fenOf(form.coFundedYuan),
    quotes: form.quotes
      .filter(({ supplier, yuan }) => isWritten(supplier, yuan))
      .map(({ supplier, yuan, papers }) => ({
        supplier: supplier.trim(),
        amountFen: fenOf(yuan),
        fileId: papers[0]?.id,
      })),
    minutesIds: form.minutes.map(({ id }) => id),
    justification: words(form.justification),
    payeeRelation: words(form.payeeRelation),
    payeeAccount: account.number ? account : undefined,
    isUrgent: form.isUrgent,
    isDraft,
    alsoFor: form.alsoFor.map(({ id }) => id),
    keeps: [],
  };
}

/** Requests money from the fund for a wish, or resubmits a request. Shows the rules' verdict while the form is filled in. */
export function SpendRequestForm({
  wish,
  request,
  alsoFor = [],
  onClose,
}: {
  wish: { id: string; unitId: string; estimatedFen: number };
  /** Further wishes that are suggested for the same request. */
  alsoFor?: Companion[];
  /** A draft or a returned request. */
  request?: SpendDetail;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('spend');
  const { t: words } = useTranslation();
  const {
    value: form,
    set,
    clear,
  } = useDraft<Form>(
    `spend-${request ? `${request.id}-${request.version}` : wish.id}`,
    request ? formOf(request) : { ...emptyForm(wish.estimatedFen), alsoFor },
  );
  const [isUnfolded, setUnfolded] = useState(false);
  const body = bodyOf(form, false);
  const isWhole = Boolean(
    body.purpose && (body.payee.id ?? body.payee.kind) && body.items.length > 0 && isReadable(form),
  );
  const assessed = useAssessment(body, isWhole, wish.id);
  const send = useCommand<boolean>({
    send: (isDraft, headers) => {
      const body = { ...bodyOf(form, isDraft), keeps: keepsFor(assessed?.texts ?? [], form.keeps) };
      return request
        ? api.POST('/api/v1/spend-requests/{spendRequestId}/versions', {
            params: { path: { spendRequestId: request.id } },
            headers,
            body,
          })
        : api.POST('/api/v1/wishes/{wishId}/spend-requests', {
            params: { path: { wishId: wish.id } },
            headers,
            body,
          });
    },
    invalidates: [['wishes'], ['spend'], ['work-queue']],
    onSuccess: () => {
      clear();
      onClose();
    },
    successMessage: t('form.asked'),
  });
  const ask = (): void => {
    const isOfNow = assessed?.asked === JSON.stringify({ ...body, wishId: wish.id });
    if (assessed && isOfNow && !isSettled(assessed.texts, form.keeps)) showToast(t('findings.missing'), 'error');
    else send.mutate(false);
  };
  const errors = errorsByField(send.error);
  // An error must not be hidden in a collapsed section.
  const needsMore =
    request !== undefined ||
    form.quotes.length > 0 ||
    form.minutes.length > 0 ||
    form.coFundedYuan !== '' ||
    FIELDS_OF_MORE.some((field) => errors[field]);
  return (
    <Sheet title={request ? t('form.revise') : t('form.ask')} onClose={onClose}>
      <p className="soft">{t('form.differentPeople')}</p>
      {request?.reason && <p className="note note-warn">{request.reason}</p>}
      <Choice
        label={t('form.kind')}
        value={form.kind}
        onChange={(kind) => set({ kind })}
        options={(['goods', 'service', 'works'] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <TextField
        label={words('field.purpose')}
        maxLength={200}
        error={errors.purpose}
        value={form.purpose}
        onChange={(purpose) => set({ purpose })}
      />
      <PayeeField unitId={wish.unitId} form={form} onChange={set} error={errors.payee ?? errors['payee.name']} />
      <AlsoFor
        wishId={wish.id}
        requestId={request?.id}
        chosen={form.alsoFor}
        onChange={(alsoFor) => set({ alsoFor })}
        error={errors.alsoFor}
      />
      <Items form={form} set={set} error={errors.items} />
      <TextAreaField
        label={t('form.justification')}
        hint={t('form.justificationHint')}
        error={errors.justification}
        maxLength={500}
        value={form.justification}
        onChange={(justification) => set({ justification })}
      />
      {isWhole && assessed && (
        <>
          <Findings
            texts={assessed.texts}
            keeps={form.keeps}
            onKeep={(keeps) => set({ keeps })}
            onTakeOut={(passage) => set(without(form, passage))}
          />
          <Verdict verdict={assessed.verdict} />
        </>
      )}
      <details
        className="stack"
        open={isUnfolded || needsMore}
        onToggle={(event) => setUnfolded(event.currentTarget.open)}
      >
        <summary>{t('form.more')}</summary>
        <More form={form} set={set} errors={errors} hasAccount={Boolean(request?.payeeAccount)} />
      </details>
      <Button variant="primary" isWide disabled={!isWhole} isBusy={send.isPending} onClick={ask}>
        {t('form.send')}
      </Button>
      <Button isWide disabled={!isWhole || send.isPending} onClick={() => send.mutate(true)}>
        {t('form.keep')}
      </Button>
    </Sheet>
  );
}

interface Part {
  form: Form;
  set: (change: Partial<Form>) => void;
}

function Items({ form, set, error }: Part & { error?: string }): ReactElement {
  const { t } = useTranslation('spend');
  const change = (at: number, item: Partial<Item>): void =>
    set({ items: form.items.map((one, place) => (place === at ? { ...one, ...item } : one)) });
  const sumFen = bodyOf(form, false)
    .items.filter(isAllRead)
    .reduce((sum, { quantity, priceFen }) => sum + Math.round(quantity * priceFen), 0);
  return (
    <fieldset className="field stack">
      <legend>{t('form.items')}</legend>
      {form.items.map((item, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no other name while they are written
        <div key={at} className="spend-item">
          <TextField
            label={t('form.item')}
            maxLength={80}
            value={item.name}
            onChange={(name) => change(at, { name })}
          />
          <NumberField
            label={t('form.quantity')}
            bounds={QUANTITY}
            value={item.quantity}
            onChange={(quantity) => change(at, { quantity })}
          />
          <TextField
            label={t('form.unit')}
            maxLength={10}
            value={item.unit}
            onChange={(unit) => change(at, { unit })}
          />
          <YuanField label={t('form.price')} value={item.yuan} onChange={(yuan) => change(at, { yuan })} />
          {form.items.length > 1 && (
            <IconButton
              icon="close"
              label={t('form.removeItem', { n: at + 1 })}
              onClick={() => set({ items: form.items.filter((_, place) => place !== at) })}
            />
          )}
        </div>
      ))}
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <div className="between">
        {form.items.length < MOST_ITEMS && (
          <Button icon="plus" onClick={() => set({ items: [...form.items, NO_ITEM] })}>
            {t('form.addItem')}
          </Button>
        )}
        <p>
          {t('form.total')} <strong>{<Money fen={sumFen} />}</strong>
        </p>
      </div>
    </fieldset>
  );
}

function More({
  form,
  set,
  errors,
  hasAccount,
}: Part & { errors: Record<string, string>; hasAccount: boolean }): ReactElement {
  const { t } = useTranslation('spend');
  const changeQuote = (at: number, quote: Partial<Quote>): void =>
    set({ quotes: form.quotes.map((one, place) => (place === at ? { ...one, ...quote } : one)) });
  return (
    <div className="stack">
      <YuanField
        label={t('form.coFunded')}
        hint={t('form.coFundedHint')}
        error={errors.coFundedFen}
        value={form.coFundedYuan}
        onChange={(coFundedYuan) => set({ coFundedYuan })}
      />
      <TextField
        label={t('form.payeeRelation')}
        hint={t('form.payeeRelationHint')}
        maxLength={200}
        value={form.payeeRelation}
        onChange={(payeeRelation) => set({ payeeRelation })}
      />
      <fieldset className="field stack">
        <legend>{t('form.account')}</legend>
        <p className="field-hint">{hasAccount ? t('form.accountKept') : t('form.accountHint')}</p>
        <TextField label={t('form.holder')} maxLength={80} value={form.holder} onChange={(holder) => set({ holder })} />
        <TextField label={t('form.bank')} maxLength={80} value={form.bank} onChange={(bank) => set({ bank })} />
        <DigitsField
          label={t('form.number')}
          least={8}
          most={30}
          error={errors['payeeAccount.number']}
          value={form.number}
          onChange={(number) => set({ number })}
        />
      </fieldset>
      <fieldset className="field stack">
        <legend>{t('form.quotes')}</legend>
        {form.quotes.map((quote, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no other name while they are written
          <div key={at} className="stack-tight">
            <p className="strong">{t('form.quote', { n: at + 1 })}</p>
            <TextField
              label={t('form.supplier')}
              maxLength={80}
              value={quote.supplier}
              onChange={(supplier) => changeQuote(at, { supplier })}
            />
            <YuanField label={t('form.quoteYuan')} value={quote.yuan} onChange={(yuan) => changeQuote(at, { yuan })} />
            <PaperPicker
              label={t('papers.of.quote')}
              purpose="quote"
              most={1}
              papers={quote.papers}
              onChange={(papers) => changeQuote(at, { papers })}
            />
          </div>
        ))}
        {errors.quotes && (
          <p className="field-error" role="alert">
            {errors.quotes}
          </p>
        )}
        {form.quotes.length < MOST_QUOTES && (
          <Button icon="plus" onClick={() => set({ quotes: [...form.quotes, NO_QUOTE] })}>
            {t('form.addQuote')}
          </Button>
        )}
      </fieldset>
      <PaperPicker
        label={t('form.minutes')}
        purpose="minutes"
        papers={form.minutes}
        error={errors.minutes}
        onChange={(minutes) => set({ minutes })}
      />
      <Field label={t('form.urgent')} hint={t('form.urgentHint')} error={errors.isUrgent}>
        {(ids) => (
          <input
            type="checkbox"
            {...ids}
            checked={form.isUrgent}
            onChange={(event) => set({ isUrgent: event.target.checked })}
          />
        )}
      </Field>
    </div>
  );
}

interface Assessment {
  /** The serialised form that was assessed. */
  asked: string;
  verdict: Schemas['SpendVerdictResponse'];
  /** The texts that will be public. */
  texts: CheckedText[];
}

/** The verdict of the rules on a form, and the possible personal data in its texts; requested while it is filled in. */
function useAssessment(body: Body, isWhole: boolean, wishId: string): Assessment | undefined {
  const asked = useDebouncedValue(isWhole ? JSON.stringify({ ...body, wishId }) : '', ASK_AFTER_MS);
  const { data } = useQuery({
    queryKey: ['spend', 'verdict', asked],
    queryFn: async (): Promise<Assessment> => {
      const form = JSON.parse(asked) as Schemas['SpendAssessmentBody'];
      const verdict = await api.POST('/api/v1/spend-assessments', { body: form });
      const of = (field: 'purpose' | 'payee' | 'items', at = 0): CheckedText['findings'] =>
        verdict.findings.filter((finding) => finding.field === field && finding.at === at);
      const texts = [
        { text: form.purpose, findings: of('purpose') },
        { text: form.payee.name ?? '', findings: form.payee.name ? of('payee') : [] },
        ...form.items.map(({ name }, at) => ({ text: name, findings: of('items', at) })),
      ];
      return { asked, verdict, texts };
    },
    enabled: asked !== '',
    placeholderData: (before) => before,
    staleTime: 60_000,
    retry: false,
  });
  return data;
}

/** The form without a passage in the texts that will be public. */
const without = (form: Form, passage: string): Partial<Form> => ({
  purpose: form.purpose.replaceAll(passage, ''),
  ...(form.payeeId ? {} : { payee: form.payee.replaceAll(passage, '') }),
  items: form.items.map((item) => ({ ...item, name: item.name.replaceAll(passage, '') })),
});

/** The verdict of the current rules on the form: who signs, what is missing, how long it takes. */
function Verdict({ verdict }: { verdict: Schemas['SpendVerdictResponse'] }): ReactElement {
  const { t, i18n } = useTranslation('spend');
  const { t: words } = useTranslation();
  const { money, list } = useFormat();
  const durationOf = useDuration();
  const nameOf = (rule: { zh: string; en: string }): string => (i18n.language === 'en' ? rule.en : rule.zh);
  const lines = [
    t('verdict.signers', { roles: list(verdict.signers.map((role) => words(`role.${role}`))) }),
    verdict.notice ? t('verdict.notice', { length: durationOf(verdict.notice) }) : t('verdict.noNotice'),
    t('verdict.days', { n: verdict.workingDays }),
    ...verdict.allowedBy.map((rule) => t('verdict.allow', { rule: nameOf(rule), source: rule.source })),
  ];
  const warnings = [
    ...verdict.lacks.map((lack) => t(`verdict.lacks.${lack}`, { n: verdict.quotesNeeded })),
    ...(verdict.aboveCapFen === null ? [] : [t('verdict.aboveCap', { amount: money(verdict.aboveCapFen) })]),
    ...(verdict.isTooMuchForUrgent ? [t('verdict.tooMuchForUrgent')] : []),
    ...verdict.listed.map((rule) => t(`verdict.${rule.effect}`, { rule: nameOf(rule), source: rule.source })),
    ...(verdict.outside ? [t(`verdict.outside.${verdict.outside}`)] : []),
  ];
  return (
    <section className="note stack-tight" aria-live="polite">
      <div className="between">
        <h3 className="strong">{t('verdict.title')}</h3>
        <p>
          {t('form.asks')} <strong>{<Money fen={verdict.amountFen} />}</strong>
        </p>
      </div>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {warnings.length > 0 && (
        <ul className="strong">
          {warnings.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
