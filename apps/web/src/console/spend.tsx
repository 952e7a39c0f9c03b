import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, faultsOf, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { useFormat, yuanToFen } from '../app/format';
import { holds, useSession } from '../app/session';
import { Button, Facts, Fault, Money, Sheet, Skeleton, Tag, TextField, YuanField } from '../look/kit';
import { Photos } from '../wish/photos';
import { wishQuery } from '../wish/queries';
import { ReasonSheet } from '../wish/reason-sheet';
import { deskQuery, nextAfter, placeOf } from './desk-query';
import { useKeys } from './keys';
import { Heading } from './shell';
import { SPEND_TONES } from './spend-list';

type Request = Schemas['SpendRequestAnswer'];

/** Everything that a signer needs on one screen: the need, the request, the balance before and after, the decision. */
export function SpendPage(): ReactElement {
  const { t } = useTranslation('office');
  const { spendRequestId } = useParams({ from: '/c/spend/$spendRequestId' });
  const {
    data: request,
    error,
    refetch,
  } = useQuery({
    queryKey: ['spend', spendRequestId],
    queryFn: () => answer(api.GET('/api/v1/spend-requests/{spendRequestId}', { params: { path: { spendRequestId } } })),
  });
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!request) return <Skeleton rows={3} />;
  return (
    <>
      <Heading title={request.purpose} lead={request.unitName}>
        <Tag tone={SPEND_TONES[request.status]}>{t(`spend.status.${request.status}`)}</Tag>
      </Heading>
      <div className="two">
        <Need wishId={request.wishId} />
        <div className="stack">
          <Asked request={request} />
          <Balance request={request} />
          <Signers request={request} />
          <Decide request={request} />
        </div>
      </div>
    </>
  );
}

function Need({ wishId }: { wishId: string }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const person = useSession();
  // A clerk who only pays does not read wishes; the purpose is hers.
  const reads = holds(
    person,
    'community_secretary',
    'community_director',
    'supervision_committee',
    'town_officer',
    'district_officer',
    'auditor',
  );
  const { data: wish } = useQuery({ ...wishQuery(wishId), enabled: reads });
  if (!wish) return <section />;
  return (
    <section className="stack">
      <article className="card stack">
        <h2 className="heading">{t('spend.need')}</h2>
        <p className="wish-text prose">{wish.need ?? wish.publicText}</p>
        <Facts
          items={[
            [t('wish.person'), wish.beneficiary?.name],
            [words('field.hardship'), wish.beneficiary?.hardship],
            [
              words('field.amountFen'),
              wish.estimatedFen > 0 && words('wish.cost', { amount: `¥${wish.estimatedFen / 100}` }),
            ],
            [words('wish.code'), wish.code],
          ]}
        />
        <Link to="/c/wishes/$wishId" params={{ wishId }}>
          {t('spend.seeWish')}
        </Link>
      </article>
      <Photos photos={wish.photos} />
    </section>
  );
}

function Asked({ request }: { request: Request }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { time } = useFormat();
  return (
    <section className="card stack">
      <p className="amount">
        <Money fen={request.amountFen} />
      </p>
      <Facts
        items={[
          [words('field.purpose'), request.purpose],
          [words('field.payee'), request.payee],
          [t('spend.request'), t('spend.askedBy', { name: request.requestedByName, time: time(request.requestedAt) })],
          [
            t('spend.status.approved'),
            request.decidedAt &&
              t('spend.decidedBy', { name: request.decidedByName ?? '', time: time(request.decidedAt) }),
          ],
          [words('field.reason'), request.reason],
          [t('spend.paidSoFar'), request.paidFen > 0 && <Money key="p" fen={request.paidFen} />],
          [t('spend.released'), request.releasedFen > 0 && <Money key="r" fen={request.releasedFen} />],
        ]}
      />
    </section>
  );
}

function Balance({ request }: { request: Request }): ReactElement | null {
  const { t } = useTranslation('office');
  const { data: fund } = useQuery({
    queryKey: ['funds', request.unitId, request.year ?? 'now'],
    queryFn: () =>
      answer(
        api.GET('/api/v1/units/{unitId}/fund', {
          params: { path: { unitId: request.unitId }, query: { year: request.year ?? undefined } },
        }),
      ),
  });
  if (!fund) return null;
  const isOpen = request.status === 'submitted';
  const after = fund.availableFen - request.amountFen;
  return (
    <section className="card stack">
      <h2 className="heading">{t('spend.balance', { year: fund.year })}</h2>
      <Facts
        items={[
          [t('overview.allotted'), <Money key="a" fen={fund.allottedFen} />],
          [isOpen ? t('spend.before') : t('overview.available'), <Money key="b" fen={fund.availableFen} />],
          [
            t('spend.after'),
            isOpen && (
              <strong key="c">
                <Money fen={after} />
              </strong>
            ),
          ],
        ]}
      />
      {isOpen && after < 0 && <p className="note note-stop">{t('spend.short')}</p>}
    </section>
  );
}

/** Who has to sign for the amount, in their order, and who has. */
function Signers({ request }: { request: Request }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { time } = useFormat();
  return (
    <section className="card stack">
      <h2 className="heading">{t('spend.signers')}</h2>
      <ol className="stack-tight">
        {request.signers.map(({ role, name, at }) => (
          <li key={role} className="between">
            <span>{words(`role.${role}`)}</span>
            {at ? (
              <span className="soft">{`${name ?? ''} · ${time(at)}`}</span>
            ) : (
              <Tag tone={role === request.nextRole ? 'amber' : 'plain'}>
                {role === request.nextRole ? t('spend.turn') : t('spend.later')}
              </Tag>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Approve or refuse; pay; give back: whatever the reader may do with the request as it stands. */
function Decide({ request }: { request: Request }): ReactElement | null {
  const { t } = useTranslation('office');
  const person = useSession();
  const navigate = useNavigate();
  const [doing, setDoing] = useState<'refuse' | 'pay' | 'release'>();
  const { data: desk } = useQuery(deskQuery);
  const path = { spendRequestId: request.id };
  const touches = [['spend'], ['funds'], ['desk'], ['wishes', request.wishId]];
  const close = (): void => setDoing(undefined);
  const isOwn = request.requestedBy === person?.id;
  const decides = request.nextRole !== null && holds(person, request.nextRole);
  const next = nextAfter(desk?.items, 'spend.decide', request.id);
  const goOn = (): void => void (next ? navigate(placeOf(next)) : navigate({ to: '/c/desk' }));
  const approve = useCommand({
    send: (_, key) =>
      answer(api.POST('/api/v1/spend-requests/{spendRequestId}/approval', { params: { path }, headers: withKey(key) })),
    touches,
    says: request.signers.at(-1)?.role === request.nextRole ? t('spend.approved') : t('spend.signed'),
    done: goOn,
  });
  useKeys(decides && !isOwn ? { a: () => !approve.isPending && approve.mutate(), x: () => setDoing('refuse') } : {});
  return (
    <>
      {decides && isOwn && <p className="note note-warn">{t('spend.own')}</p>}
      <div className="actions is-main">
        {decides && !isOwn && (
          <>
            <Button look="main" icon="check" isBusy={approve.isPending} onClick={() => approve.mutate()}>
              {t('spend.approve')}
            </Button>
            <Button onClick={() => setDoing('refuse')}>{t('spend.refuse')}</Button>
          </>
        )}
        {holds(person, 'finance_clerk') && request.status === 'approved' && (
          <Button look="main" icon="money" onClick={() => setDoing('pay')}>
            {t('spend.pay')}
          </Button>
        )}
        {holds(person, 'community_secretary') && request.status === 'approved' && (
          <Button onClick={() => setDoing('release')}>{t('spend.release')}</Button>
        )}
      </div>
      {decides && !isOwn && <p className="small soft keys-hint">{t('spend.keys')}</p>}
      {doing === 'refuse' && (
        <ReasonSheet
          title={t('spend.refuse')}
          draft={`refuse-${request.id}`}
          says={t('spend.refused')}
          touches={touches}
          send={(reason, headers) =>
            answer(
              api.POST('/api/v1/spend-requests/{spendRequestId}/refusal', {
                params: { path },
                headers,
                body: { reason },
              }),
            )
          }
          onClose={() => {
            close();
            goOn();
          }}
        />
      )}
      {doing === 'release' && (
        <ReasonSheet
          title={t('spend.release')}
          draft={`release-${request.id}`}
          says={t('spend.releasedSaid')}
          touches={touches}
          send={(reason, headers) =>
            answer(
              api.POST('/api/v1/spend-requests/{spendRequestId}/release', {
                params: { path },
                headers,
                body: { reason },
              }),
            )
          }
          onClose={close}
        />
      )}
      {doing === 'pay' && <Pay request={request} onClose={close} />}
    </>
  );
}

function Pay({ request, onClose }: { request: Request; onClose: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const openFen = request.amountFen - request.paidFen - request.releasedFen;
  const [yuan, setYuan] = useState(String(openFen / 100));
  const [voucherNo, setVoucherNo] = useState('');
  const [isLast, setLast] = useState(true);
  const amountFen = yuanToFen(yuan);
  const pay = useCommand({
    send: (_, key) =>
      answer(
        api.POST('/api/v1/spend-requests/{spendRequestId}/payments', {
          params: { path: { spendRequestId: request.id } },
          headers: withKey(key),
          body: { amountFen, voucherNo, isLast },
        }),
      ),
    touches: [['spend'], ['funds'], ['desk']],
    says: t('spend.paid'),
    done: onClose,
  });
  const faults = faultsOf(pay.error);
  return (
    <Sheet title={t('spend.pay')} onClose={onClose}>
      <p>{`${request.payee} · ${request.purpose}`}</p>
      <YuanField label={t('spend.payAmount')} fault={faults.amountFen} value={yuan} onChange={setYuan} />
      <TextField
        label={t('spend.voucher')}
        hint={t('spend.voucherHint')}
        fault={faults.voucherNo}
        maxLength={40}
        value={voucherNo}
        onChange={(text) => setVoucherNo(text.trim())}
      />
      <label className="check">
        <input type="checkbox" checked={isLast} onChange={(e) => setLast(e.target.checked)} />
        <span>{t('spend.isLast')}</span>
      </label>
      <Button
        look="main"
        isWide
        disabled={!(amountFen > 0) || voucherNo.length < 3}
        isBusy={pay.isPending}
        onClick={() => pay.mutate()}
      >
        {t('spend.pay')}
      </Button>
    </Sheet>
  );
}
