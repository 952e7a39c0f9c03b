import { Link, useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { DataRequestView } from '../data-request';
import { Screen } from '../../../frames/phone';

const toWish = (wishId: string, text: string): ReactElement => (
  <Link to="/g/wishes/$wishId" params={{ wishId }}>
    {text}
  </Link>
);

/** A resident's data request, for grid workers on a visit. */
export function GridDataRequestPage(): ReactElement {
  const { t } = useTranslation('privacy');
  const { requestId } = useParams({ from: '/g/data-requests/$requestId' });
  return (
    <Screen title={t('requests.title')} hasBack>
      <DataRequestView requestId={requestId} linkTo={toWish} />
    </Screen>
  );
}
