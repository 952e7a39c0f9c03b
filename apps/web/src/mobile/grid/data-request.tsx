import { Link, useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../words/use-translation';
import { DataRequestView } from '../../wish/data-request';
import { Screen } from '../shell';

/** What a resident asked about the own data, at the door. */
export function GridDataRequestPage(): ReactElement {
  const { t } = useTranslation('privacy');
  const { requestId } = useParams({ from: '/g/data-requests/$requestId' });
  return (
    <Screen title={t('requests.title')} hasBack>
      <DataRequestView
        requestId={requestId}
        linkTo={(wishId, text) => (
          <Link to="/g/wishes/$wishId" params={{ wishId }}>
            {text}
          </Link>
        )}
      />
    </Screen>
  );
}
