import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api, type Schemas } from '../../core/api';
import { useCommand } from '../../core/command';
import { useForm } from '../../core/form';
import { shanghaiDay, useFormat } from '../../core/format';
import { Button, Facts, Money, Tag, TextAreaField, TextField } from '../../ui';
import { CheckField } from '../../ui/check-field';
import { FormSheet } from '../../ui/form-view';
import { yuanToFen } from '../../ui/typed';
import { YuanField } from '../../ui/typed-fields';
import { ReasonSheet } from '../../ui/reason-sheet';
import { PaperPicker, type Paper } from './papers';
import { usePayeeText } from './payee';
import { touchedBy, type SpendDetail } from './queries';

type Payment = Schemas['SpendPaymentResponse'];
interface OfRequest {
  request: SpendDetail;
}
type SheetOf<T = object> = OfRequest & T & { onClose: () => void };

const heldFenOf = ({ amountFen, paidFen, releasedFen }: SpendDetail): number => amountFen - paidFen - releasedFen;
const idsOf = (papers: Paper[]): string[] => papers.map(({ id }) => id);

/** Contract, acceptance and payments, each with its documents. */
export function Delivery({ request }: OfRequest): ReactElement | null {
  const { t } = useTranslation('spend');
  const { day, money } = useFormat();
  const { contract, acceptance } = request;
  if (request.year === null) return null;
  return (
    <>
      {contract && (
        <section className="card stack">
          <h2 className="heading">{t('contract.title')}</h2>
          <Facts
            items={[
              [t('contract.no'), contract.contractNo],
              [t('contract.on'), day(contract.contractOn)],
            ]}
          />
          {contract.retentionUntil && (
            <p>{t('contract.retained', { amount: money(contract.retentionFen), day: day(contract.retentionUntil) })}</p>
          )}
        </section>
      )}
      {(acceptance ?? request.status === 'approved') && (
        <section className="card stack-tight">
          <h2 className="heading">{t('acceptance.title')}</h2>
          {acceptance ? (
            <>
              <p className="prose">{acceptance.received}</p>
              <p className="small soft">
                {t('acceptance.by', { name: acceptance.acceptedByName, day: day(acceptance.receivedOn) })}
              </p>
            </>
          ) : (
            <p className="soft">{t('acceptance.waits', { amount: money(request.advanceFen) })}</p>
          )}
        </section>
      )}
      {request.payments.length > 0 && <Payments request={request} />}
    </>
  );
}

function Payments({ request }: OfRequest): ReactElement {
  const { t } = useTranslation('spend');
  const { time, money } = useFormat();
  const [correcting, setCorrecting] = useState<{ how: 'refund' | 'reverse'; payment: Payment }>();
  return (
    <section className="card stack">
      <h2 className="heading">{t('pay.title')}</h2>
      <ul className="stack">
        {request.payments.map((payment) => (
          <li key={payment.id} className="stack-tight">
            <div className="between">
              <span className="figures">{[payment.voucherNo, payment.invoiceNo].filter(Boolean).join(' · ')}</span>
              <strong>
                <Money fen={payment.amountFen} />
              </strong>
            </div>
            <p className="small soft">{t('pay.by', { name: payment.paidByName, time: time(payment.paidAt) })}</p>
            {payment.refundedFen > 0 && <p>{t('refund.sum', { amount: money(payment.refundedFen) })}</p>}
            {payment.reversal && (
              <div>
                <Tag tone={payment.reversal.isAgreed ? 'red' : 'amber'}>
                  {payment.reversal.isAgreed
                    ? t('reversal.agreed')
                    : t('reversal.waits', { reason: payment.reversal.reason })}
                </Tag>
              </div>
            )}
            {payment.reversal?.isAgreed &&
              (payment.reversal.renewedByName === null ? (
                request.status === 'approved' && <p className="note">{t('reversal.awaitsRenewal')}</p>
              ) : (
                <p className="small soft">{t('reversal.renewed', { name: payment.reversal.renewedByName })}</p>
              ))}
            {payment.reversal?.allowedSteps.includes('decide') && (
              <DecideReversal request={request} reversalId={payment.reversal.id} />
            )}
            {payment.reversal?.allowedSteps.includes('renew') && (
              <Renew request={request} reversalId={payment.reversal.id} />
            )}
            {payment.allowedSteps.length > 0 && (
              <div className="row">
                {payment.allowedSteps.includes('refund') && (
                  <Button onClick={() => setCorrecting({ how: 'refund', payment })}>{t('refund.do')}</Button>
                )}
                {payment.allowedSteps.includes('reverse') && (
                  <Button onClick={() => setCorrecting({ how: 'reverse', payment })}>{t('reversal.do')}</Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      {correcting?.how === 'refund' && (
        <Refund request={request} payment={correcting.payment} onClose={() => setCorrecting(undefined)} />
      )}
      {correcting?.how === 'reverse' && (
        <ReasonSheet
          title={t('reversal.do')}
          draft={`reverse-${correcting.payment.id}`}
          says={t('reversal.done')}
          touches={touchedBy(request)}
          send={(reason, headers) =>
            api.POST('/api/v1/spend-payments/{paymentId}/reversals', {
              params: { path: { paymentId: correcting.payment.id } },
              headers,
              body: { reason },
            })
          }
          onClose={() => setCorrecting(undefined)}
        />
      )}
    </section>
  );
}

function DecideReversal({ request, reversalId }: OfRequest & { reversalId: string }): ReactElement {
  const { t } = useTranslation('spend');
  const decide = useCommand<boolean>({
    send: (isAgreed, headers) =>
      api.POST('/api/v1/spend-reversals/{reversalId}/decision', {
        params: { path: { reversalId } },
        headers,
        body: { isAgreed },
      }),
    invalidates: touchedBy(request),
    successMessage: t('reversal.decided'),
  });
  return (
    <div className="row">
      <Button variant="primary" isBusy={decide.isPending} onClick={() => decide.mutate(true)}>
        {t('reversal.agree')}
      </Button>
      <Button disabled={decide.isPending} onClick={() => decide.mutate(false)}>
        {t('reversal.decline')}
      </Button>
    </div>
  );
}

/** A signer allows the request to be paid again after a reversal. */
function Renew({ request, reversalId }: OfRequest & { reversalId: string }): ReactElement {
  const { t } = useTranslation('spend');
  const renew = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/spend-reversals/{reversalId}/renewal', {
        params: { path: { reversalId } },
        headers,
      }),
    invalidates: touchedBy(request),
    successMessage: t('reversal.renewDone'),
  });
  return (
    <div>
      <Button variant="primary" isBusy={renew.isPending} onClick={() => renew.mutate()}>
        {t('reversal.renew')}
      </Button>
    </div>
  );
}

function Refund({ request, payment, onClose }: SheetOf<{ payment: Payment }>): ReactElement {
  const { t } = useTranslation('spend');
  const { t: words } = useTranslation();
  const form = useForm({
    values: { yuan: '', voucherNo: '', reason: '' },
    required: ['yuan', 'voucherNo', 'reason'],
    errorsAt: { amountFen: 'yuan' },
    send: ({ yuan, voucherNo, reason }, headers) =>
      api.POST('/api/v1/spend-payments/{paymentId}/refunds', {
        params: { path: { paymentId: payment.id } },
        headers,
        body: { amountFen: yuanToFen(yuan), voucherNo: voucherNo.trim(), reason: reason.trim() },
      }),
    invalidates: touchedBy(request),
    successMessage: t('refund.done'),
    onSuccess: onClose,
  });
  return (
    <FormSheet title={t('refund.do')} form={form} isReady={form.isReady} onClose={onClose}>
      <YuanField label={t('refund.amount')} {...form.field('yuan')} />
      <TextField label={t('refund.voucher')} maxLength={40} {...form.field('voucherNo')} />
      <TextAreaField label={words('field.reason')} maxLength={300} {...form.field('reason')} />
    </FormSheet>
  );
}

/** Records the contract: commits its amount and releases the rest of the approved amount. */
export function Contract({ request, onClose }: SheetOf): ReactElement {
  const { t } = useTranslation('spend');
  const { t: words } = useTranslation();
  const form = useForm({
    values: {
      contractNo: '',
      contractOn: shanghaiDay(),
      yuan: String(heldFenOf(request) / 100),
      retentionYuan: '',
      retentionUntil: '',
      papers: [] as Paper[],
    },
    required: ['contractNo', 'contractOn', 'yuan'],
    check: ({ retentionYuan, retentionUntil }) => ({
      retentionUntil: yuanToFen(retentionYuan, 0) > 0 && !retentionUntil && words('required'),
    }),
    errorsAt: { amountFen: 'yuan', retentionFen: 'retentionYuan' },
    send: ({ contractNo, contractOn, yuan, retentionYuan, retentionUntil, papers }, headers) => {
      const retentionFen = yuanToFen(retentionYuan, 0);
      return api.POST('/api/v1/spend-requests/{spendRequestId}/contract', {
        params: { path: { spendRequestId: request.id } },
        headers,
        body: {
          contractNo: contractNo.trim(),
          contractOn,
          amountFen: yuanToFen(yuan),
          retentionFen,
          retentionUntil: retentionFen > 0 ? retentionUntil : undefined,
          fileIds: idsOf(papers),
        },
      });
    },
    invalidates: touchedBy(request),
    successMessage: t('contract.done'),
    onSuccess: onClose,
  });
  return (
    <FormSheet title={t('contract.do')} form={form} isReady={form.isReady} onClose={onClose}>
      <TextField label={t('contract.no')} maxLength={40} {...form.field('contractNo')} />
      <TextField label={t('contract.on')} type="date" {...form.field('contractOn')} />
      <YuanField label={t('contract.amount')} hint={t('contract.amountHint')} {...form.field('yuan')} />
      <YuanField label={t('contract.retention')} hint={t('contract.retentionHint')} {...form.field('retentionYuan')} />
      {yuanToFen(form.values.retentionYuan, 0) > 0 && (
        <TextField label={t('contract.until')} type="date" {...form.field('retentionUntil')} />
      )}
      <PaperPicker label={t('contract.files')} purpose="contract" {...form.field('papers')} />
    </FormSheet>
  );
}

/** Records the acceptance of what was delivered, by a person with no other part in the request. */
export function Accept({ request, onClose }: SheetOf): ReactElement {
  const { t } = useTranslation('spend');
  const payeeOf = usePayeeText();
  const form = useForm({
    values: { received: '', receivedOn: shanghaiDay(), papers: [] as Paper[] },
    required: ['received'],
    send: ({ received, receivedOn, papers }, headers) =>
      api.POST('/api/v1/spend-requests/{spendRequestId}/acceptance', {
        params: { path: { spendRequestId: request.id } },
        headers,
        body: { received: received.trim(), receivedOn, fileIds: idsOf(papers) },
      }),
    invalidates: touchedBy(request),
    successMessage: t('acceptance.done'),
    onSuccess: onClose,
  });
  return (
    <FormSheet title={t('acceptance.do')} form={form} isReady={form.isReady} onClose={onClose}>
      <p>{`${payeeOf(request.payee)} · ${request.purpose}`}</p>
      <TextAreaField
        label={t('acceptance.what')}
        hint={t('acceptance.whatHint')}
        maxLength={300}
        {...form.field('received')}
      />
      <TextField label={t('acceptance.on')} type="date" {...form.field('receivedOn')} />
      <PaperPicker label={t('acceptance.files')} purpose="received" {...form.field('papers')} />
    </FormSheet>
  );
}

/** The clerk records a payment, full or partial, with a photo of the invoice. */
export function Pay({ request, onClose }: SheetOf): ReactElement {
  const { t } = useTranslation('spend');
  const payeeOf = usePayeeText();
  const form = useForm({
    values: {
      yuan: String(heldFenOf(request) / 100),
      voucherNo: '',
      invoiceNo: '',
      isLast: true,
      papers: [] as Paper[],
    },
    required: ['yuan', 'voucherNo'],
    errorsAt: { amountFen: 'yuan' },
    send: ({ yuan, voucherNo, invoiceNo, isLast, papers }, headers) =>
      api.POST('/api/v1/spend-requests/{spendRequestId}/payments', {
        params: { path: { spendRequestId: request.id } },
        headers,
        body: {
          amountFen: yuanToFen(yuan),
          voucherNo: voucherNo.trim(),
          invoiceNo: invoiceNo.trim() || undefined,
          isLast,
          fileIds: idsOf(papers),
        },
      }),
    invalidates: touchedBy(request),
    successMessage: t('pay.done'),
    onSuccess: onClose,
  });
  return (
    <FormSheet title={t('pay.do')} form={form} isReady={form.isReady} onClose={onClose}>
      <p>{`${payeeOf(request.payee)} · ${request.purpose}`}</p>
      <YuanField label={t('pay.amount')} {...form.field('yuan')} />
      <TextField label={t('pay.voucher')} hint={t('pay.voucherHint')} maxLength={40} {...form.field('voucherNo')} />
      <TextField label={t('pay.invoiceNo')} maxLength={40} {...form.field('invoiceNo')} />
      <PaperPicker label={t('pay.invoice')} purpose="invoice" {...form.field('papers')} />
      <CheckField label={t('pay.isLast')} {...form.field('isLast')} />
    </FormSheet>
  );
}
