import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api, type Schemas } from '../../core/api';
import { useCommand } from '../../core/command';
import { useForm } from '../../core/form';
import { useFormat } from '../../core/format';
import { Button, Facts, Money, SelectField, Sheet, Tag, TextField, Waiting } from '../../ui';
import { CheckField } from '../../ui/check-field';
import { FormSheet } from '../../ui/form-view';
import { plainest, readMobile } from '../../ui/typed';
import { PhoneField } from '../../ui/typed-fields';
import { ReasonSheet } from '../../ui/reason-sheet';

export type DataRequest = Schemas['DataRequestResponse'];
type Kind = DataRequest['kind'];

const KINDS: readonly Kind[] = ['copy', 'correction', 'erasure'];
const ASKERS: readonly DataRequest['asker'][] = ['self', 'guardian', 'family', 'proxy'];
const CHECKS: readonly DataRequest['identityCheck'][] = [
  'id_card',
  'known_person',
  'call_back',
  'guardian_papers',
  'written_authority',
];
const TOUCHES = [['data-requests'], ['work-queue'], ['wishes']];

/** Opens a data request at the office: its kind, who asks, and how the identity was checked. */
export function AskDataRequest({ wishId, onOpened }: { wishId: string; onOpened: (id: string) => void }): ReactElement {
  const { t } = useTranslation('privacy');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="bare" icon="shield" onClick={() => setOpen(true)}>
        {t('ask.open')}
      </Button>
      {isOpen && <AskSheet wishId={wishId} onOpened={onOpened} onClose={() => setOpen(false)} />}
    </>
  );
}

function AskSheet({
  wishId,
  onOpened,
  onClose,
}: {
  wishId: string;
  onOpened: (id: string) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('privacy');
  const form = useForm<Omit<Schemas['OpenDataRequestBody'], 'wishId'>, { id: string }>({
    values: { kind: 'copy', asker: 'self', identityCheck: 'id_card' },
    send: (asked, headers) => api.POST('/api/v1/data-requests', { headers, body: { wishId, ...asked } }),
    invalidates: TOUCHES,
    successMessage: t('ask.sent'),
    onSuccess: ({ id }) => onOpened(id),
  });
  const { kind } = form.values;
  return (
    <FormSheet title={t('ask.title')} submit={t('ask.send')} form={form} onClose={onClose}>
      <p className="soft">{t('ask.lead')}</p>
      <SelectField
        label={t('ask.kind')}
        hint={kind === 'copy' ? undefined : t(`ask.${kind}Hint`)}
        {...form.field('kind')}
        options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <SelectField
        label={t('ask.asker')}
        {...form.field('asker')}
        options={ASKERS.map((value) => ({ value, label: t(`asker.${value}`) }))}
      />
      <SelectField
        label={t('ask.check')}
        {...form.field('identityCheck')}
        options={CHECKS.map((value) => ({ value, label: t(`check.${value}`) }))}
      />
    </FormSheet>
  );
}

/** One data request and the possible answers. `linkTo` builds a link to a wish in the current area. */
export function DataRequestView({
  requestId,
  linkTo,
}: {
  requestId: string;
  linkTo: (wishId: string, text: string) => ReactNode;
}): ReactElement {
  const { t } = useTranslation('privacy');
  const { time } = useFormat();
  const { data, error, refetch } = useQuery({
    queryKey: ['data-requests', requestId],
    queryFn: () => api.GET('/api/v1/data-requests/{requestId}', { params: { path: { requestId } } }),
  });
  if (!data) return <Waiting error={error} onRetry={refetch} rows={2} />;
  return (
    <>
      <section className="card stack">
        <div className="row">
          <Tag>{t(`kind.${data.kind}`)}</Tag>
          <RequestStatus request={data} />
        </div>
        <Facts
          items={[
            [
              t('requests.title'),
              t('requests.of', { name: data.personName ?? t('requests.erased'), code: data.wishCode }),
            ],
            [t('answer.asker'), t(`asker.${data.asker}`)],
            [t('answer.check'), t(`check.${data.identityCheck}`)],
            [t('answer.openedBy'), data.openedByName],
            [t('answer.openedAt'), time(data.openedAt)],
            [t('answer.decidedBy'), data.decidedByName],
            [t('answer.endedAt'), data.endedAt && time(data.endedAt)],
            [t('answer.reason'), data.reason],
          ]}
        />
        <p>{linkTo(data.wishId, t('requests.toWish'))}</p>
      </section>
      {data.openWishes.length > 0 && (
        <section className="card stack-tight">
          <p>{t('answer.openWishes')}</p>
          <ul className="stack-tight">
            {data.openWishes.map(({ id, code, waitsFor, until }) => (
              <li key={id}>
                {linkTo(id, code)} {t(`answer.waitsFor.${waitsFor}`, { time: until ? time(until) : '' })}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Answers request={data} />
    </>
  );
}

export function RequestStatus({ request }: { request: DataRequest }): ReactElement {
  const { t } = useTranslation('privacy');
  const { time } = useFormat();
  const isWaiting = request.status === 'open';
  return (
    <>
      <Tag tone={isWaiting ? 'amber' : request.status === 'done' ? 'jade' : 'plain'}>
        {t(`status.${request.status}`)}
      </Tag>
      {isWaiting && (
        <Tag tone={request.isOverdue ? 'red' : 'plain'} icon="clock">
          {t(request.isOverdue ? 'requests.overdue' : 'requests.due', { time: time(request.dueAt) })}
        </Tag>
      )}
    </>
  );
}

type Doing = 'accept' | 'refuse' | 'correct' | 'withdraw';

function Answers({ request }: { request: DataRequest }): ReactElement | null {
  const { t } = useTranslation('privacy');
  const { t: words } = useTranslation();
  const [doing, setDoing] = useState<Doing>();
  const close = (): void => setDoing(undefined);
  const path = { params: { path: { requestId: request.id } } };
  const accept = useCommand({
    send: (_, headers) => api.POST('/api/v1/data-requests/{requestId}/acceptance', { ...path, headers }),
    invalidates: TOUCHES,
    successMessage: t('answer.accepted'),
    onSuccess: close,
  });
  const withdraw = useCommand({
    send: (_, headers) => api.POST('/api/v1/data-requests/{requestId}/withdrawal', { ...path, headers, body: {} }),
    invalidates: TOUCHES,
    successMessage: t('answer.withdrawn'),
  });
  const copy = useCommand<void, Schemas['PersonCopyResponse']>({
    send: () => api.POST('/api/v1/data-requests/{requestId}/copies', path),
    invalidates: TOUCHES,
  });
  const may = (step: DataRequest['allowedSteps'][number]): boolean => request.allowedSteps.includes(step);
  const isForOthers = request.status === 'open' && request.kind !== 'copy' && !may('accept') && !may('correct');
  return (
    <>
      {request.status === 'open' && request.kind === 'erasure' && <p className="note">{t('answer.erasureWhat')}</p>}
      {isForOthers && <p className="note note-warn">{t('answer.otherPerson')}</p>}
      {may('copy') && <p className="note no-print">{t('answer.copyWhat')}</p>}
      <div className="actions no-print">
        {may('accept') && (
          <Button variant="primary" onClick={() => setDoing('accept')}>
            {t('answer.accept')}
          </Button>
        )}
        {may('copy') && (
          <Button variant="primary" isBusy={copy.isPending} onClick={() => copy.mutate()}>
            {t('answer.copy')}
          </Button>
        )}
        {may('correct') && (
          <Button variant="primary" onClick={() => setDoing('correct')}>
            {t('answer.correct')}
          </Button>
        )}
        {may('refuse') && <Button onClick={() => setDoing('refuse')}>{t('answer.refuse')}</Button>}
        {may('withdraw') && (
          <Button
            variant="bare"
            isBusy={withdraw.isPending}
            onClick={() => (request.status === 'open' ? withdraw.mutate() : setDoing('withdraw'))}
          >
            {t('answer.withdraw')}
          </Button>
        )}
      </div>
      {copy.data && <Copy copy={copy.data} />}
      {doing === 'accept' && (
        <Sheet title={t('answer.acceptSure')} onClose={close}>
          <p>{t('answer.erasureWhat')}</p>
          <div className="actions">
            <Button variant="primary" isBusy={accept.isPending} onClick={() => accept.mutate()}>
              {t('answer.accept')}
            </Button>
            <Button onClick={close}>{words('cancel')}</Button>
          </div>
        </Sheet>
      )}
      {doing === 'refuse' && (
        <ReasonSheet
          title={t('answer.refuse')}
          hint={t('answer.refuseHint')}
          draft={`data-request-${request.id}`}
          touches={TOUCHES}
          send={(reason, headers) =>
            api.POST('/api/v1/data-requests/{requestId}/refusal', { ...path, headers, body: { reason } })
          }
          onClose={close}
        />
      )}
      {doing === 'withdraw' && (
        <ReasonSheet
          title={t('answer.withdraw')}
          hint={t('answer.withdrawHint')}
          says={t('answer.withdrawn')}
          draft={`data-request-withdrawal-${request.id}`}
          touches={TOUCHES}
          send={(reason, headers) =>
            api.POST('/api/v1/data-requests/{requestId}/withdrawal', { ...path, headers, body: { reason } })
          }
          onClose={close}
        />
      )}
      {doing === 'correct' && <Correct requestId={request.id} onClose={close} />}
    </>
  );
}

function Correct({ requestId, onClose }: { requestId: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation('privacy');
  const { t: words } = useTranslation();
  const typed = (text: string): string | undefined => text.trim() || undefined;
  const form = useForm({
    values: { name: '', phone: '', address: '', hardship: '', reason: '', noAddress: false, noHardship: false },
    required: ['reason'],
    send: ({ name, phone, address, hardship, reason, noAddress, noHardship }) =>
      api.POST('/api/v1/data-requests/{requestId}/correction', {
        params: { path: { requestId } },
        body: {
          name: typed(name),
          phone: typed(plainest(readMobile, phone)),
          address: noAddress ? null : typed(address),
          hardship: noHardship ? null : typed(hardship),
          reason: reason.trim(),
        },
      }),
    invalidates: TOUCHES,
    successMessage: t('answer.corrected'),
    onSuccess: onClose,
  });
  const { values, field } = form;
  return (
    <FormSheet title={t('answer.correct')} form={form} onClose={onClose}>
      <p className="soft">{t('answer.correctWhat')}</p>
      <TextField label={words('field.name')} {...field('name')} />
      <PhoneField label={words('field.phone')} {...field('phone')} />
      <div className="stack-tight">
        <TextField label={words('field.address')} disabled={values.noAddress} {...field('address')} />
        <CheckField label={t('answer.clearAddress')} {...field('noAddress')} />
      </div>
      <div className="stack-tight">
        <TextField label={words('field.hardship')} disabled={values.noHardship} {...field('hardship')} />
        <CheckField label={t('answer.clearHardship')} {...field('noHardship')} />
      </div>
      <TextField label={t('answer.why')} maxLength={200} {...field('reason')} />
    </FormSheet>
  );
}

/** The copy of the data; looks the same on screen and in print. */
function Copy({ copy }: { copy: Schemas['PersonCopyResponse'] }): ReactElement {
  const { t } = useTranslation('privacy');
  const { t: words } = useTranslation();
  const { clauses, time } = useFormat();
  return (
    <section className="card stack">
      <div className="between">
        <h2 className="heading">{t('copy.title')}</h2>
        <Button icon="print" className="no-print" onClick={() => window.print()}>
          {t('answer.print')}
        </Button>
      </div>
      <p className="small soft">{t('copy.madeAt', { time: time(copy.madeAt) })}</p>
      <h3 className="strong">{t('copy.entry')}</h3>
      {copy.entries.map((entry, at) => (
        <Facts
          key={at}
          items={[
            [words('field.name'), entry.name],
            [words('field.phone'), entry.phone],
            [words('field.address'), entry.address],
            [words('field.hardship'), entry.hardship],
            [words('field.age'), entry.age],
          ]}
        />
      ))}
      <h3 className="strong">{t('copy.wishes')}</h3>
      {copy.wishes.map((wish) => (
        <div key={wish.id} className="stack-tight">
          <p className="strong figures">{`${wish.code} · ${words(`category.${wish.category}`)}`}</p>
          <Facts
            items={[
              [t('copy.need'), wish.need],
              [t('copy.publicText'), wish.publicText],
              [t('copy.proxy'), wish.proxy && `${wish.proxy.name} ${wish.proxy.phone} ${wish.proxy.relation}`],
              [t('copy.done'), clauses(wish.done)],
              [t('copy.evidence'), clauses(wish.evidence)],
              [t('copy.comments'), clauses(wish.comments)],
            ]}
          />
          {wish.photos > 0 && <p className="small">{t('copy.photos', { count: wish.photos })}</p>}
        </div>
      ))}
      {copy.spends.length > 0 && <h3 className="strong">{t('copy.spends')}</h3>}
      <ul className="stack-tight">
        {copy.spends.map((spend, at) => (
          <li key={at} className="between">
            <span>{spend.purpose}</span>
            <Money fen={spend.amountFen} />
          </li>
        ))}
      </ul>
      <h3 className="strong">{t('copy.views')}</h3>
      {copy.views.length === 0 && <p className="soft">{t('copy.noViews')}</p>}
      <ul className="stack-tight">
        {copy.views.map((view, at) => (
          <li key={at} className="small">{`${time(view.viewedAt)} ${view.viewerName} ${view.reason}`}</li>
        ))}
      </ul>
    </section>
  );
}
