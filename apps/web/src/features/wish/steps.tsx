import type { QueryKey } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '../../core/api';
import { ReasonSheet } from '../../ui/reason-sheet';
import { useTranslation } from '../../locales/use-translation';

const PATHS = { return: 'return', reject: 'rejection', cancel: 'cancellation', reopen: 'reopening' } as const;
type Step = keyof typeof PATHS | 'resend';

/** The open sheet of a step that needs a text: a reason, or the need in better words. `words`: the steps that a page has, as
 *  its readers call them. */
export function WishStepSheet({
  wish,
  step,
  words,
  touches,
  onClose,
}: {
  wish: { id: string; need: string | null };
  step: string | undefined;
  words: Partial<Record<Step, { title: string; hint?: string; says?: string }>>;
  touches: QueryKey[];
  onClose: () => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const open = (Object.keys(words) as Step[]).find((one) => one === step);
  if (!open) return null;
  const params = { path: { wishId: wish.id } };
  const sheet = { title: '', ...words[open], touches, onClose };
  if (open === 'resend')
    return (
      <ReasonSheet
        {...sheet}
        label={t('field.need')}
        start={wish.need ?? ''}
        most={1000}
        draft={`resend-${wish.id}`}
        send={(need, headers) => api.POST('/api/v1/wishes/{wishId}/submission', { params, headers, body: { need } })}
      />
    );
  // The four steps have the same body and the same response.
  const path = `/api/v1/wishes/{wishId}/${PATHS[open]}` as '/api/v1/wishes/{wishId}/return';
  return (
    <ReasonSheet
      {...sheet}
      key={open}
      draft={`${PATHS[open]}-${wish.id}`}
      send={(reason, headers) => api.POST(path, { params, headers, body: { reason } })}
    />
  );
}
