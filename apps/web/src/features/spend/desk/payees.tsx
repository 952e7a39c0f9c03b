import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { may, useSession } from '../../../core/session';
import { Button, Choice, Empty, SelectField, Tag, TextField, type Tone } from '../../../ui';
import { FormSheet } from '../../../ui/form-view';
import { EndlessList } from '../../../ui/endless-list';
import { UnitField } from '../../people/desk/unit-field';

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
        <UnitField
          label={office('overview.unit')}
          value={unitId}
          levels={['district', 'town', 'community']}
          onChange={setUnitId}
        />
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
  const form = useForm({
    values: {
      name: isNameHidden ? '' : (payee?.name ?? ''),
      kind: payee && payee.kind !== 'unsettled' ? payee.kind : ('' as const),
      creditCode: payee?.creditCode ?? '',
      reason: '',
    },
    required: ['kind', payee ? 'reason' : 'name'],
    errorsAt: { payee: 'name' },
    send: ({ kind: chosen, ...typed }, headers) => {
      const name = typed.name.trim();
      const kind = chosen || 'person';
      const creditCode = kind === 'organisation' ? typed.creditCode.trim().toUpperCase() || undefined : undefined;
      const changed = name && name !== payee?.name ? name : undefined;
      return payee
        ? api.POST('/api/v1/payees/{payeeId}/correction', {
            params: { path: { payeeId: payee.id } },
            headers,
            body: { name: changed, kind, creditCode, reason: typed.reason.trim() },
          })
        : api.POST('/api/v1/payees', { headers, body: { unitId, name, kind, creditCode } });
    },
    invalidates: [['spend']],
    successMessage: t('payee.saved'),
    onSuccess: onClose,
  });
  return (
    <FormSheet
      title={payee ? (payee.kind === 'unsettled' ? t('payee.settle') : t('payee.correct')) : t('payee.add')}
      submit={t('payee.save')}
      form={form}
      isReady={form.isReady}
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
      <TextField label={t('payee.name')} disabled={isFixed} maxLength={80} {...form.field('name')} />
      <Choice
        label={t('payee.kind')}
        {...form.field('kind')}
        options={KINDS.map((value) => ({ value, label: t(`payee.${value}`) }))}
      />
      <p className="field-hint">{t('payee.kindHint')}</p>
      {form.values.kind === 'organisation' && (
        <TextField
          label={t('payee.creditCode')}
          disabled={isFixed && payee.creditCode !== null}
          maxLength={18}
          {...form.field('creditCode')}
        />
      )}
      {payee && <TextField label={words('field.reason')} maxLength={200} {...form.field('reason')} />}
    </FormSheet>
  );
}
