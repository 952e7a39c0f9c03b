import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { Choice, Empty } from '../../../ui';
import { DataRequestView, RequestStatus, type DataRequest } from '../data-request';
import { EndlessList } from '../../../ui/endless-list';
import { Heading } from '../../../frames/desk';

/** Residents' requests about their own data, newest first. */
export function DataRequestsPage(): ReactElement {
  const { t } = useTranslation('privacy');
  const [only, setOnly] = useState<'all' | 'waiting'>('waiting');
  return (
    <>
      <Heading title={t('requests.title')} lead={t('requests.lead')} />
      <Choice<'all' | 'waiting'>
        label={t('requests.title')}
        hideLabel
        value={only}
        onChange={setOnly}
        options={[
          { value: 'waiting', label: t('requests.only.waiting') },
          { value: 'all', label: t('requests.only.all') },
        ]}
      />
      <EndlessList<DataRequest>
        queryKey={['data-requests', 'list', only]}
        load={(cursor) =>
          api.GET('/api/v1/data-requests', {
            params: { query: { limit: 20, cursor, only: only === 'waiting' ? only : undefined } },
          })
        }
        empty={
          <Empty icon="check" title={t('requests.empty')}>
            <p className="soft">{t('requests.emptyHint')}</p>
          </Empty>
        }
      >
        {(request) => <Row request={request} />}
      </EndlessList>
    </>
  );
}

function Row({ request }: { request: DataRequest }): ReactElement {
  const { t } = useTranslation('privacy');
  return (
    <Link to="/c/data-requests/$requestId" params={{ requestId: request.id }} className="card stack-tight">
      <span className="row">
        <strong>{t(`kind.${request.kind}`)}</strong>
        <RequestStatus request={request} />
      </span>
      <span className="small soft figures">
        {`${request.unitName} · ${t('requests.of', { name: request.personName ?? t('requests.erased'), code: request.wishCode })}`}
      </span>
    </Link>
  );
}

const toWish = (wishId: string, text: string): ReactElement => (
  <Link to="/c/wishes/$wishId" params={{ wishId }}>
    {text}
  </Link>
);

/** One data request and its answer. */
export function DataRequestPage(): ReactElement {
  const { t } = useTranslation('privacy');
  const { requestId } = useParams({ from: '/c/data-requests/$requestId' });
  return (
    <>
      <Heading title={t('requests.title')} />
      <DataRequestView requestId={requestId} linkTo={toWish} />
    </>
  );
}

/** Goes to a data request that was opened on a wish. */
export function useShowDataRequest(): (requestId: string) => void {
  const navigate = useNavigate();
  return (requestId) => void navigate({ to: '/c/data-requests/$requestId', params: { requestId } });
}
