import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api, errorsByField, type Schemas } from '../../core/api';
import { useCommand } from '../../core/command';
import { shanghaiDay, useFormat } from '../../core/format';
import { Button, Facts, Money, Sheet, Tag, TextAreaField, TextField } from '../../ui';
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
  const [form, setForm] = useState({ yuan: '', voucherNo: '', reason: '' });
  const send = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/spend-payments/{paymentId}/refunds', {
        params: { path: { paymentId: payment.id } },
        headers,
        body: { amountFen: yuanToFen(form.yuan), voucherNo: form.voucherNo, reason: form.reason.trim() },
      }),
    invalidates: touchedBy(request),
    successMessage: t('refund.done'),
    onSuccess: onClose,
  });
  const errors = errorsByField(send.error);
  return (
    <Sheet title={t('refund.do')} onClose={onClose}>
      <YuanField
        label={t('refund.amount')}
        error={errors.amountFen}
        value={form.yuan}
        onChange={(yuan) => setForm({ ...form, yuan })}
      />
      <TextField
        label={t('refund.voucher')}
        error={errors.voucherNo}
        maxLength={40}
        value={form.voucherNo}
        onChange={(voucherNo) => setForm({ ...form, voucherNo: voucherNo.trim() })}
      />
      <TextAreaField
        label={words('field.reason')}
        maxLength={300}
        value={form.reason}
        onChange={(reason) => setForm({ ...form, reason })}
      />
      <Button
        variant="primary"
        isWide
        disabled={!(yuanToFen(form.yuan) > 0) || form.voucherNo.length < 3 || !form.reason.trim()}
        isBusy={send.isPending}
        onClick={() => send.mutate()}
      >
        {t('refund.do')}
      </Button>
    </Sheet>
  );
}

/** Records the contract: commits its amount and releases the rest of the approved amount. */
export function Contract({ request, onClose }: SheetOf): ReactElement {
  const { t } = useTranslation('spend');
  const [form, setForm] = useState({
    contractNo: '',
    contractOn: shanghaiDay(),
    yuan: String(heldFenOf(request) / 100),
    retentionYuan: '',
    retentionUntil: '',
    papers: [] as Paper[],
  });
  const set = (change: Partial<typeof form>): void => setForm((present) => ({ ...present, ...change }));
  const retentionFen = yuanToFen(form.retentionYuan, 0);
  const send = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/spend-requests/{spendRequestId}/contract', {
        params: { path: { spendRequestId: request.id } },
        headers,
        body: {
          contractNo: form.contractNo,
          contractOn: form.contractOn,
          amountFen: yuanToFen(form.yuan),
          retentionFen,
          retentionUntil: retentionFen > 0 ? form.retentionUntil : undefined,
          fileIds: idsOf(form.papers),
        },
      }),
    invalidates: touchedBy(request),
    successMessage: t('contract.done'),
    onSuccess: onClose,
  });
  const errors = errorsByField(send.error);
  return (
    <Sheet title={t('contract.do')} onClose={onClose}>
      <TextField
        label={t('contract.no')}
        error={errors.contractNo}
        maxLength={40}
        value={form.contractNo}
        onChange={(contractNo) => set({ contractNo: contractNo.trim() })}
      />
      <TextField
        label={t('contract.on')}
        type="date"
        error={errors.contractOn}
        value={form.contractOn}
        onChange={(contractOn) => set({ contractOn })}
      />
      <YuanField
        label={t('contract.amount')}
        hint={t('contract.amountHint')}
        error={errors.amountFen}
        value={form.yuan}
        onChange={(yuan) => set({ yuan })}
      />
      <YuanField
        label={t('contract.retention')}
        hint={t('contract.retentionHint')}
        error={errors.retentionFen}
        value={form.retentionYuan}
        onChange={(retentionYuan) => set({ retentionYuan })}
      />
      {retentionFen > 0 && (
        <TextField
          label={t('contract.until')}
          type="date"
          error={errors.retentionUntil}
          value={form.retentionUntil}
          onChange={(retentionUntil) => set({ retentionUntil })}
        />
      )}
      <PaperPicker
        label={t('contract.files')}
        purpose="contract"
        papers={form.papers}
        onChange={(papers) => set({ papers })}
      />
      <Button
        variant="primary"
        isWide
        disabled={
          form.contractNo.length < 3 ||
          !(yuanToFen(form.yuan) > 0) ||
          !(retentionFen === 0 || (retentionFen > 0 && form.retentionUntil))
        }
        isBusy={send.isPending}
        onClick={() => send.mutate()}
      >
        {t('contract.do')}
      </Button>
    </Sheet>
  );
}

/** Records the acceptance of what was delivered, by a person with no other part in the request. */
export function Accept({ request, onClose }: SheetOf): ReactElement {
  const { t } = useTranslation('spend');
  const payeeOf = usePayeeText();
  const [form, setForm] = useState({ received: '', receivedOn: shanghaiDay(), papers: [] as Paper[] });
  const set = (change: Partial<typeof form>): void => setForm((present) => ({ ...present, ...change }));
  const send = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/spend-requests/{spendRequestId}/acceptance', {
        params: { path: { spendRequestId: request.id } },
        headers,
        body: { received: form.received.trim(), receivedOn: form.receivedOn, fileIds: idsOf(form.papers) },
      }),
    invalidates: touchedBy(request),
    successMessage: t('acceptance.done'),
    onSuccess: onClose,
  });
  const errors = errorsByField(send.error);
  return (
    <Sheet title={t('acceptance.do')} onClose={onClose}>
      <p>{`${payeeOf(request.payee)} · ${request.purpose}`}</p>
      <TextAreaField
        label={t('acceptance.what')}
        hint={t('acceptance.whatHint')}
        error={errors.received}
        maxLength={300}
        value={form.received}
        onChange={(received) => set({ received })}
      />
      <TextField
        label={t('acceptance.on')}
        type="date"
        error={errors.receivedOn}
        value={form.receivedOn}
        onChange={(receivedOn) => set({ receivedOn })}
      />
      <PaperPicker
        label={t('acceptance.files')}
        purpose="received"
        papers={form.papers}
        onChange={(papers) => set({ papers })}
      />
      <Button
        variant="primary"
        isWide
        disabled={!form.received.trim()}
        isBusy={send.isPending}
        onClick={() => send.mutate()}
      >
        {t('acceptance.do')}
      </Button>
    </Sheet>
  );
}

/** The clerk records a payment, full or partial, with a photo of the invoice. */
export function Pay({ request, onClose }: SheetOf): ReactElement {
  const { t } = useTranslation('spend');
  const payeeOf = usePayeeText();
  const [form, setForm] = useState({
    yuan: String(heldFenOf(request) / 100),
    voucherNo: '',
    invoiceNo: '',
    isLast: true,
    papers: [] as Paper[],
  });
  const set = (change: Partial<typeof form>): void => setForm((present) => ({ ...present, ...change }));
  const amountFen = yuanToFen(form.yuan);
  const pay = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/spend-requests/{spendRequestId}/payments', {
        params: { path: { spendRequestId: request.id } },
        headers,
        body: {
          amountFen,
          voucherNo: form.voucherNo,
          invoiceNo: form.invoiceNo || undefined,
          isLast: form.isLast,
          fileIds: idsOf(form.papers),
        },
      }),
    invalidates: touchedBy(request),
    successMessage: t('pay.done'),
    onSuccess: onClose,
  });
  const errors = errorsByField(pay.error);
  return (
    <Sheet title={t('pay.do')} onClose={onClose}>
      <p>{`${payeeOf(request.payee)} · ${request.purpose}`}</p>
      <YuanField
        label={t('pay.amount')}
        error={errors.amountFen}
        value={form.yuan}
        onChange={(yuan) => set({ yuan })}
      />
      <TextField
        label={t('pay.voucher')}
        hint={t('pay.voucherHint')}
        error={errors.voucherNo}
        maxLength={40}
        value={form.voucherNo}
        onChange={(voucherNo) => set({ voucherNo: voucherNo.trim() })}
      />
      <TextField
        label={t('pay.invoiceNo')}
        error={errors.invoiceNo}
        maxLength={40}
        value={form.invoiceNo}
        onChange={(invoiceNo) => set({ invoiceNo: invoiceNo.trim() })}
      />
      <PaperPicker
        label={t('pay.invoice')}
        purpose="invoice"
        papers={form.papers}
        onChange={(papers) => set({ papers })}
      />
      <label className="check">
        <input type="checkbox" checked={form.isLast} onChange={(e) => set({ isLast: e.target.checked })} />
        <span>{t('pay.isLast')}</span>
      </label>
      <Button
        variant="primary"
        isWide
        disabled={!(amountFen > 0) || form.voucherNo.length < 3}
        isBusy={pay.isPending}
        onClick={() => pay.mutate()}
      >
        {t('pay.do')}
      </Button>
    </Sheet>
  );
}
