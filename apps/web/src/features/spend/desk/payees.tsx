import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { may, useSession } from '../../../core/session';
import { Button, Choice, Empty, Field, SelectField, Sheet, Tag, TextField, type Tone } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { UnitSelect } from '../../people/desk/unit-select';

type Payee = Schemas['RegisteredPayee'];
type Kind = Payee['kind'];
const KINDS = ['organisation', 'person'] as const;
const TONES: Record<Kind, Tone> = { organisation: 'blue', person: 'plain', unsettled: 'amber' };

/** The register of payees: clerks and secretaries search, add, settle and correct payees. */
export function PayeeRegister(): ReactElement {
  const { t } = useTranslation('spend');
  const { t: office } = useTranslation('office');
  const { t: words } = useTranslation();
  const person = useSession();
  const manages = may(person, 'payee.manage');
  const [unitId, setUnitId] = useState(person?.roles[0]?.unitId);
  const [kind, setKind] = useState<Kind | 'all'>('all');
  const [open, setOpen] = useState<Payee | 'new'>();
  return (
    <section className="stack">
      <p className="soft">{t('payee.lead')}</p>
      <div className="form-row">
        <Field label={office('overview.unit')}>
          {({ id }) => (
            <UnitSelect id={id} value={unitId} levels={['district', 'town', 'community']} onChange={setUnitId} />
          )}
        </Field>
        <SelectField<Kind | 'all'>
          label={t('payee.kind')}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'all', label: words('all') },
            ...(['unsettled', ...KINDS] as const).map((value) => ({ value, label: t(`payee.${value}`) })),
          ]}
        />
      </div>
      {manages && unitId && (
        <div className="actions">
          <Button icon="plus" onClick={() => setOpen('new')}>
            {t('payee.add')}
          </Button>
        </div>
      )}
      {unitId && (
        <EndlessList
          queryKey={['spend', 'register', unitId, kind]}
          load={(cursor) =>
            api.GET('/api/v1/payees', {
              params: { query: { limit: 30, cursor, unitId, kind: kind === 'all' ? undefined : kind } },
            })
          }
          empty={<Empty icon="money" title={t('payee.empty')} />}
        >
          {(payee) => (
            <article className="card between">
              <div className="stack-tight grow">
                <div className="row">
                  <Tag tone={TONES[payee.kind]}>{t(`payee.${payee.kind}`)}</Tag>
                  <strong>{payee.name}</strong>
                </div>
                <p className="small soft">
                  {[
                    payee.unitName,
                    t('payee.requests', { n: payee.requests }),
                    payee.creditCode,
                    payee.settledByName && t('payee.settledBy', { name: payee.settledByName }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </div>
              {manages && (
                <Button onClick={() => setOpen(payee)}>
                  {payee.kind === 'unsettled' ? t('payee.settle') : t('payee.correct')}
                </Button>
              )}
            </article>
          )}
        </EndlessList>
      )}
      {open && unitId && (
        <PayeeSheet
          key={open === 'new' ? open : open.id}
          unitId={unitId}
          payee={open === 'new' ? undefined : open}
          onAdd={() => setOpen('new')}
          onClose={() => setOpen(undefined)}
        />
      )}
    </section>
  );
}

function PayeeSheet({
  unitId,
  payee,
  onAdd,
  onClose,
}: {
  unitId: string;
  /** Undefined for a new payee. */
  payee?: Payee;
  onAdd: () => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('spend');
  const { t: words } = useTranslation();
  const isFixed = payee !== undefined && payee.requests > 0;
  // A person's name is masked here: it is typed in full, or stays unchanged.
  const isNameHidden = payee?.kind === 'person' && !isFixed;
  const [form, setForm] = useState({
    name: isNameHidden ? '' : (payee?.name ?? ''),
    kind: payee && payee.kind !== 'unsettled' ? payee.kind : undefined,
    creditCode: payee?.creditCode ?? '',
    reason: '',
  });
  const set = (change: Partial<typeof form>): void => setForm((before) => ({ ...before, ...change }));
  const name = form.name.trim();
  const creditCode = form.kind === 'organisation' ? form.creditCode.trim() || undefined : undefined;
  const send = useCommand({
    send: (_, headers) => {
      const kind = form.kind ?? 'person';
      return payee
        ? api.POST('/api/v1/payees/{payeeId}/correction', {
            params: { path: { payeeId: payee.id } },
            headers,
            body: {
              name: name && name !== payee.name ? name : undefined,
              kind,
              creditCode,
              reason: form.reason.trim(),
            },
          })
        : api.POST('/api/v1/payees', { headers, body: { unitId, name, kind, creditCode } });
    },
    invalidates: [['spend']],
    successMessage: t('payee.saved'),
    onSuccess: onClose,
  });
  const errors = errorsByField(send.error);
  const isWhole = form.kind !== undefined && (payee ? form.reason.trim() !== '' : name !== '');
  return (
    <Sheet
      title={payee ? (payee.kind === 'unsettled' ? t('payee.settle') : t('payee.correct')) : t('payee.add')}
      onClose={onClose}
    >
      {isNameHidden && <p className="soft">{t('payee.hidden', { name: payee.name })}</p>}
      {isFixed && (
        <div className="note stack-tight">
          <p>{t('payee.fixed')}</p>
          <div>
            <Button icon="plus" onClick={onAdd}>
              {t('payee.add')}
            </Button>
          </div>
        </div>
      )}
      <TextField
        label={t('payee.name')}
        disabled={isFixed}
        maxLength={80}
        error={errors.name ?? errors.payee}
        value={form.name}
        onChange={(value) => set({ name: value })}
      />
      <Choice
        label={t('payee.kind')}
        value={form.kind}
        error={errors.kind}
        options={KINDS.map((value) => ({ value, label: t(`payee.${value}`) }))}
        onChange={(kind) => set({ kind })}
      />
      <p className="field-hint">{t('payee.kindHint')}</p>
      {form.kind === 'organisation' && (
        <TextField
          label={t('payee.creditCode')}
          disabled={isFixed && payee.creditCode !== null}
          maxLength={18}
          error={errors.creditCode}
          value={form.creditCode}
          onChange={(code) => set({ creditCode: code.toUpperCase() })}
        />
      )}
      {payee && (
        <TextField
          label={words('field.reason')}
          maxLength={200}
          error={errors.reason}
          value={form.reason}
          onChange={(reason) => set({ reason })}
        />
      )}
      <Button variant="primary" isWide disabled={!isWhole} isBusy={send.isPending} onClick={() => send.mutate()}>
        {t('payee.save')}
      </Button>
    </Sheet>
  );
}
