import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { Button, Choice, Empty, Money, Tag, When } from '../../../ui';
import { usePayeeText } from '../payee';
import { SPEND_TONES, type SpendStatus } from '../queries';
import { EndlessList } from '../../../ui/endless-list';
import { PayeeRegister } from './payees';
import { Heading } from '../../../frames/desk';

const STATUSES: readonly SpendStatus[] = [
  'submitted',
  'returned',
  'on_notice',
  'approved',
  'settled',
  'refused',
  'cancelled',
];

/** Spend requests of the person's units, newest first. */
export function SpendListPage(): ReactElement {
  const { t } = useTranslation('spend');
  const { t: office } = useTranslation('office');
  const { t: words } = useTranslation();
  const { status, view } = useSearch({ from: '/c/spend' });
  const navigate = useNavigate();
  const payeeOf = usePayeeText();
  if (view === 'payees')
    return (
      <>
        <Heading title={t('payee.register')}>
          <Button onClick={() => void navigate({ to: '/c/spend', search: {} })}>{t('payee.list')}</Button>
        </Heading>
        <PayeeRegister />
      </>
    );
  return (
    <>
      <Heading title={t('title')}>
        <Button icon="list" onClick={() => void navigate({ to: '/c/spend', search: { view: 'payees' } })}>
          {t('payee.register')}
        </Button>
      </Heading>
      <Choice
        label={office('wishes.status')}
        hideLabel
        value={status ?? 'all'}
        onChange={(value) =>
          void navigate({ to: '/c/spend', search: { status: value === 'all' ? undefined : value }, replace: true })
        }
        options={[
          { value: 'all', label: words('all') },
          ...STATUSES.map((value) => ({ value: value as string, label: t(`status.${value}`) })),
        ]}
      />
      <EndlessList
        queryKey={['spend', 'list', status ?? 'all']}
        load={(cursor) =>
          api.GET('/api/v1/spend-requests', {
            params: { query: { limit: 30, cursor, status: status as SpendStatus | undefined } },
          })
        }
        empty={
          <Empty icon="money" title={t('empty')}>
            <p className="soft">{t('emptyHint')}</p>
          </Empty>
        }
      >
        {(request) => (
          <Link to="/c/spend/$spendRequestId" params={{ spendRequestId: request.id }} className="card desk-item">
            <div>
              <Tag tone={SPEND_TONES[request.status]}>{t(`status.${request.status}`)}</Tag>
            </div>
            <div>
              <p>{request.purpose}</p>
              <p className="small soft">{`${request.unitName} · ${payeeOf(request.payee)} · ${request.requestedByName}`}</p>
            </div>
            <div className="stack-tight desk-right">
              <p className="strong">
                <Money fen={request.amountFen} />
              </p>
              <p className="small soft">
                <When at={request.requestedAt} />
              </p>
            </div>
          </Link>
        )}
      </EndlessList>
    </>
  );
}
