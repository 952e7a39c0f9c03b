import type { QueryKey } from '@tanstack/react-query';
import type { ComponentProps, ReactElement } from 'react';
import { useTranslation } from '../locales/use-translation';
import { api } from '../core/api';
import { useCommand } from '../core/command';
import { Button } from './button';
import { Sheet } from './sheet';
import { TextAreaField } from './text-field';
import { useDraft } from '../core/offline/draft';

/** A step that needs a text: a reason or a new wording. The text is kept as a draft until it is sent. */
export function ReasonSheet({
  title,
  hint,
  label,
  start = '',
  most = 300,
  says,
  draft,
  touches,
  send,
  onClose,
}: {
  title: string;
  hint?: string;
  label?: string;
  start?: string;
  most?: number;
  says?: string;
  draft: string;
  touches: QueryKey[];
  send: (words: string, headers: { 'Idempotency-Key': string }) => Promise<unknown>;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { value, set, clear } = useDraft(draft, { text: start });
  const text = value.text.trim();
  const command = useCommand<string>({
    send: (words, headers) => send(words, headers),
    invalidates: touches,
    successMessage: says ?? t('saved'),
    onSuccess: () => {
      clear();
      onClose();
    },
  });
  return (
    <Sheet title={title} onClose={onClose}>
      <TextAreaField
        label={label ?? t('field.reason')}
        hint={hint}
        maxLength={most}
        value={value.text}
        onChange={(text) => set({ text })}
      />
      <Button variant="primary" isWide disabled={!text} isBusy={command.isPending} onClick={() => command.mutate(text)}>
        {title}
      </Button>
    </Sheet>
  );
}

type Step = 'return' | 'rejection' | 'cancellation' | 'reopening';

/** A step of a wish that needs a reason. */
export function WishReasonSheet({
  wishId,
  step,
  ...rest
}: { wishId: string; step: Step } & Omit<ComponentProps<typeof ReasonSheet>, 'draft' | 'send'>): ReactElement {
  return (
    <ReasonSheet
      {...rest}
      draft={`${step}-${wishId}`}
      send={(reason, headers) => {
        // The four steps have the same body and the same response.
        const path = `/api/v1/wishes/{wishId}/${step}` as '/api/v1/wishes/{wishId}/return';
        return api.POST(path, { params: { path: { wishId } }, headers, body: { reason } });
      }}
    />
  );
}

/** Resubmits a wish with a better wording. */
export function ResendSheet({
  wish,
  ...rest
}: { wish: { id: string; need: string | null } } & Pick<
  ComponentProps<typeof ReasonSheet>,
  'title' | 'says' | 'touches' | 'onClose'
>): ReactElement {
  const { t } = useTranslation();
  return (
    <ReasonSheet
      {...rest}
      label={t('field.need')}
      start={wish.need ?? ''}
      most={1000}
      draft={`resend-${wish.id}`}
      send={(need, headers) =>
        api.POST('/api/v1/wishes/{wishId}/submission', {
          params: { path: { wishId: wish.id } },
          headers,
          body: { need },
        })
      }
    />
  );
}
