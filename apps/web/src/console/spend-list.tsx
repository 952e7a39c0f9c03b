import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, type Schemas } from '../app/api';
import { Choice, Empty, Money, Tag, When, type Tone } from '../look/kit';
import { EndlessList } from '../wish/list';
import { Heading } from './shell';

type Status = Schemas['SpendRequestAnswer']['status'];
const STATUSES: readonly Status[] = ['submitted', 'approved', 'settled', 'refused', 'cancelled'];
export const SPEND_TONES: Record<Status, Tone> = {
  submitted: 'amber',
  approved: 'blue',
  settled: 'jade',
  refused: 'red',
  cancelled: 'plain',
};

/** Spend requests of one's units, newest first. */
export function SpendListPage(): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { status } = useSearch({ from: '/c/spend' });
  const navigate = useNavigate();
  return (
    <>
      <Heading title={t('spend.title')} />
      <Choice
        label={t('wishes.status')}
        hideLabel
        value={status ?? 'all'}
        onChange={(value) =>
          void navigate({ to: '/c/spend', search: { status: value === 'all' ? undefined : value }, replace: true })
        }
        options={[
          { value: 'all', label: words('all') },
          ...STATUSES.map((value) => ({ value: value as string, label: t(`spend.status.${value}`) })),
        ]}
      />
      <EndlessList
        queryKey={['spend', 'list', status ?? 'all']}
        load={(cursor) =>
          answer(
            api.GET('/api/v1/spend-requests', {
              params: { query: { limit: 30, cursor, status: status as Status | undefined } },
            }),
          )
        }
        empty={
          <Empty icon="money" title={t('spend.empty')}>
            <p className="soft">{t('spend.emptyHint')}</p>
          </Empty>
        }
      >
        {(request) => (
          <Link to="/c/spend/$spendRequestId" params={{ spendRequestId: request.id }} className="card desk-item">
            <div>
              <Tag tone={SPEND_TONES[request.status]}>{t(`spend.status.${request.status}`)}</Tag>
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
