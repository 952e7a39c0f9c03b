import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api } from '../app/api';
import { Choice, Empty, Money, Tag, When } from '../look/kit';
import { SPEND_TONES, type SpendStatus } from '../spend/queries';
import { EndlessList } from '../wish/list';
import { Heading } from './shell';

const STATUSES: readonly SpendStatus[] = [
  'submitted',
  'returned',
  'noticed',
  'approved',
  'settled',
  'refused',
  'cancelled',
];

/** Spend requests of one's units, newest first. */
export function SpendListPage(): ReactElement {
  const { t } = useTranslation('spend');
  const { t: office } = useTranslation('office');
  const { t: words } = useTranslation();
  const { status } = useSearch({ from: '/c/spend' });
  const navigate = useNavigate();
  return (
    <>
      <Heading title={t('title')} />
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
          answer(
            api.GET('/api/v1/spend-requests', {
              params: { query: { limit: 30, cursor, status: status as SpendStatus | undefined } },
            }),
          )
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
              <p className="small soft">{`${request.unitName} · ${request.payee} · ${request.requestedByName}`}</p>
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
