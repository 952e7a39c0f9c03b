import './spend.css';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api, type Schemas } from '../../core/api';
import { showToast } from '../../core/toast';
import { useForm, type Form } from '../../core/form';
import { useFormat } from '../../core/format';
import { useDebouncedValue } from '../../core/use-debounced-value';
import { Button, Choice, Field, IconButton, Money, Sheet, TextAreaField, TextField } from '../../ui';
import { digitsReader, isAllRead, numberOf, plainest, yuanToFen } from '../../ui/typed';
import { DigitsField, NumberField, YuanField } from '../../ui/typed-fields';
import { FieldError } from '../../ui/field';
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
interface SpendForm extends PayeeForm {
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
  isDraft: boolean;
}

const NO_ITEM: Item = { name: '', quantity: '1', unit: '', yuan: '' };
const NO_QUOTE: Quote = { supplier: '', yuan: '', papers: [] };
const ASK_AFTER_MS = 400;
const MOST_ITEMS = 50;
const MOST_QUOTES = 10;

const toYuan = (fen: number): string => (fen > 0 ? String(fen / 100) : '');

const emptyForm = (estimatedFen: number): SpendForm => ({
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
  isDraft: false,
});

const formOf = (request: SpendDetail): SpendForm => ({
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
const isReadable = ({ items, quotes, coFundedYuan }: SpendForm): boolean =>
  isAllRead([
    ...items.flatMap((item) => [quantityOf(item), fenOf(item.yuan)]),
    ...quotes.map(({ yuan }) => fenOf(yuan)),
    fenOf(coFundedYuan),
  ]);

/** An entry of the register, or a new payee of the chosen kind. */
const payeeOf = ({ payee, payeeId, payeeKind }: PayeeForm): Body['payee'] =>
  payeeId ? { id: payeeId } : { name: payee.trim(), kind: payeeKind || undefined };

function bodyOf(form: SpendForm): Body {
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
    isDraft: form.isDraft,
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
  const form = useForm<SpendForm>({
    values: request ? formOf(request) : { ...emptyForm(wish.estimatedFen), alsoFor },
    draft: `spend-${request ? `${request.id}-${request.version}` : wish.id}`,
    errorsAt: {
      'payee.name': 'payee',
      coFundedFen: 'coFundedYuan',
      'payeeAccount.number': 'number',
      minutesIds: 'minutes',
    },
    send: (values, headers) => {
      const body = { ...bodyOf(values), keeps: keepsFor(assessed?.texts ?? [], values.keeps) };
      return request
        ? api.POST('/api/v1/spend-requests/{spendRequestId}/versions', {
            params: { path: { spendRequestId: request.id } },
            headers,
            body,
          })
        : api.POST('/api/v1/wishes/{wishId}/spend-requests', { params: { path: { wishId: wish.id } }, headers, body });
    },
    invalidates: [['wishes'], ['spend'], ['work-queue']],
    onSuccess: onClose,
    successMessage: t('form.asked'),
  });
  const { values, set, field } = form;
  const body = bodyOf({ ...values, isDraft: false });
  const isWhole = Boolean(
    body.purpose && (body.payee.id ?? body.payee.kind) && body.items.length > 0 && isReadable(values),
  );
  const assessed = useAssessment(body, isWhole, wish.id);
  const ask = (): void => {
    const isOfNow = assessed?.asked === JSON.stringify({ ...body, wishId: wish.id });
    if (assessed && isOfNow && !isSettled(assessed.texts, values.keeps)) showToast(t('findings.missing'), 'error');
    else form.submit({ isDraft: false });
  };
  const [isUnfolded, setUnfolded] = useState(false);
  const needsMore =
    request !== undefined || values.quotes.length > 0 || values.minutes.length > 0 || values.coFundedYuan !== '';
  return (
    <Sheet title={request ? t('form.revise') : t('form.ask')} onClose={onClose}>
      <form className="stack" {...form.props}>
        <p className="soft">{t('form.differentPeople')}</p>
        {request?.reason && <p className="note note-warn">{request.reason}</p>}
        <Choice
          label={t('form.kind')}
          {...field('kind')}
          options={(['goods', 'service', 'works'] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <TextField label={words('field.purpose')} maxLength={200} {...field('purpose')} />
        <PayeeField unitId={wish.unitId} form={values} onChange={set} error={form.error('payee')} />
        <AlsoFor
          wishId={wish.id}
          requestId={request?.id}
          chosen={values.alsoFor}
          onChange={field('alsoFor').onChange}
          error={form.error('alsoFor')}
        />
        <Items form={form} />
        <TextAreaField
          label={t('form.justification')}
          hint={t('form.justificationHint')}
          maxLength={500}
          {...field('justification')}
        />
        {isWhole && assessed && (
          <>
            <Findings
              texts={assessed.texts}
              keeps={values.keeps}
              onKeep={field('keeps').onChange}
              onTakeOut={(passage) => set(without(values, passage))}
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
          <More form={form} hasAccount={Boolean(request?.payeeAccount)} />
        </details>
        <FieldError message={form.summary} />
        <Button variant="primary" isWide disabled={!isWhole} isBusy={form.isBusy} onClick={ask}>
          {t('form.send')}
        </Button>
        <Button isWide disabled={!isWhole || form.isBusy} onClick={() => form.submit({ isDraft: true })}>
          {t('form.keep')}
        </Button>
      </form>
    </Sheet>
  );
}

interface Part {
  form: Form<SpendForm>;
}

function Items({ form: { values, set, field, error } }: Part): ReactElement {
  const { t } = useTranslation('spend');
  const { items } = values;
  const sumFen = bodyOf(values)
    .items.filter(isAllRead)
    .reduce((sum, { quantity, priceFen }) => sum + Math.round(quantity * priceFen), 0);
  return (
    <fieldset className="field stack">
      <legend>{t('form.items')}</legend>
      {items.map((item, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no other name while they are written
        <div key={at} className="spend-item">
          <TextField label={t('form.item')} maxLength={80} {...field(`items.${at}.name`)} />
          <NumberField label={t('form.quantity')} bounds={QUANTITY} {...field(`items.${at}.quantity`)} />
          <TextField label={t('form.unit')} maxLength={10} {...field(`items.${at}.unit`)} />
          <YuanField label={t('form.price')} {...field(`items.${at}.yuan`)} />
          {items.length > 1 && (
            <IconButton
              icon="close"
              label={t('form.removeItem', { n: at + 1 })}
              onClick={() => set({ items: items.filter((other) => other !== item) })}
            />
          )}
        </div>
      ))}
      <FieldError message={error('items')} />
      <div className="between">
        {items.length < MOST_ITEMS && (
          <Button icon="plus" onClick={() => set({ items: [...items, { ...NO_ITEM }] })}>
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

function More({ form: { values, set, field, error }, hasAccount }: Part & { hasAccount: boolean }): ReactElement {
  const { t } = useTranslation('spend');
  return (
    <div className="stack">
      <YuanField label={t('form.coFunded')} hint={t('form.coFundedHint')} {...field('coFundedYuan')} />
      <TextField
        label={t('form.payeeRelation')}
        hint={t('form.payeeRelationHint')}
        maxLength={200}
        {...field('payeeRelation')}
      />
      <fieldset className="field stack">
        <legend>{t('form.account')}</legend>
        <p className="field-hint">{hasAccount ? t('form.accountKept') : t('form.accountHint')}</p>
        <TextField label={t('form.holder')} maxLength={80} {...field('holder')} />
        <TextField label={t('form.bank')} maxLength={80} {...field('bank')} />
        <DigitsField label={t('form.number')} least={8} most={30} {...field('number')} />
      </fieldset>
      <fieldset className="field stack">
        <legend>{t('form.quotes')}</legend>
        {values.quotes.map((_, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no other name while they are written
          <div key={at} className="stack-tight">
            <p className="strong">{t('form.quote', { n: at + 1 })}</p>
            <TextField label={t('form.supplier')} maxLength={80} {...field(`quotes.${at}.supplier`)} />
            <YuanField label={t('form.quoteYuan')} {...field(`quotes.${at}.yuan`)} />
            <PaperPicker label={t('papers.of.quote')} purpose="quote" most={1} {...field(`quotes.${at}.papers`)} />
          </div>
        ))}
        <FieldError message={error('quotes')} />
        {values.quotes.length < MOST_QUOTES && (
          <Button icon="plus" onClick={() => set({ quotes: [...values.quotes, { ...NO_QUOTE }] })}>
            {t('form.addQuote')}
          </Button>
        )}
      </fieldset>
      <PaperPicker label={t('form.minutes')} purpose="minutes" {...field('minutes')} />
      <Field label={t('form.urgent')} hint={t('form.urgentHint')} error={error('isUrgent')}>
        {(ids) => (
          <input
            type="checkbox"
            {...ids}
            checked={values.isUrgent}
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
const without = (form: SpendForm, passage: string): Partial<SpendForm> => ({
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
