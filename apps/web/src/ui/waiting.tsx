import type { ReactElement } from 'react';
import { ErrorNotice } from './error-notice';
import { Skeleton } from './skeleton';

/** In place of data that is not there yet: its outline, or why it did not come. */
export function Waiting({
  error,
  onRetry,
  rows,
}: {
  error: unknown;
  onRetry: () => unknown;
  rows?: number;
}): ReactElement {
  return error ? <ErrorNotice error={error} onRetry={() => void onRetry()} /> : <Skeleton rows={rows} />;
}
