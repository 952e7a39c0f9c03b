import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { Button, Empty, Wide, Waiting } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { Heading } from '../../../frames/desk';

const POLL_MS = 5_000;

/** Jobs that wait, run or have failed; those that failed for good can be sent again. */
export function QueuesPage(): ReactElement {
  const { t } = useTranslation('office');
  const { number } = useFormat();
  const person = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['queues'],
    queryFn: () => api.GET('/api/v1/queues'),
    refetchInterval: POLL_MS,
  });
  const retry = useCommand<string>({
    send: (jobId, headers) => api.POST('/api/v1/queues/jobs/{jobId}/retry', { params: { path: { jobId } }, headers }),
    invalidates: [['queues']],
    successMessage: t('queues.retried'),
  });
  const count = (name: 'scheduled' | 'running' | 'failed' | 'overdue') => ({
    title: t(`queues.${name}`),
    dataIndex: name,
    align: 'right' as const,
    render: (n: number) => (
      <span className={(name === 'failed' || name === 'overdue') && n > 0 ? 'figures strong late' : 'figures'}>
        {number(n)}
      </span>
    ),
  });
  return (
    <>
      <Heading title={t('queues.title')} lead={data && t('queues.unsealed', { n: number(data.unsealedEvents) })} />
      {data && (
        <p className="small soft">
          {data.lanes
            .map(({ lane, due, oldestDueSeconds }) =>
              t('queues.lane', { name: t(`queues.lanes.${lane}`), due: number(due), oldest: number(oldestDueSeconds) }),
            )
            .join(' · ')}
        </p>
      )}
      {!data ? (
        <Waiting error={error} onRetry={refetch} rows={2} />
      ) : data.kinds.length === 0 ? (
        <p className="note note-good">{t('queues.calm')}</p>
      ) : (
        <Wide>
          <Table<Schemas['QueueKind']>
            rowKey="kind"
            size="middle"
            dataSource={data.kinds}
            pagination={false}
            columns={[
              { title: t('queues.kind'), dataIndex: 'kind' },
              count('scheduled'),
              count('running'),
              count('overdue'),
              count('failed'),
            ]}
          />
        </Wide>
      )}
      <h2 className="heading">{t('queues.failedTitle')}</h2>
      <EndlessList
        queryKey={['queues', 'failed']}
        load={(cursor) =>
          api.GET('/api/v1/queues/jobs', { params: { query: { limit: 30, cursor, status: 'failed' } } })
        }
        empty={
          <Empty icon="check" title={t('queues.noneFailed')}>
            <p className="soft">{t('queues.noneFailedHint')}</p>
          </Empty>
        }
      >
        {(job) => (
          <article className="card between">
            <div className="grow">
              <p className="strong">{job.kind}</p>
              <p className="small">{`${t('queues.cause')}：${job.lastError ?? ''}`}</p>
              <p className="small soft">{`${t('queues.attempts')}：${job.attempts}`}</p>
            </div>
            {may(person, 'queue.manage') && (
              <Button isBusy={retry.isPending} onClick={() => retry.mutate(job.id)}>
                {t('queues.retry')}
              </Button>
            )}
          </article>
        )}
      </EndlessList>
    </>
  );
}
