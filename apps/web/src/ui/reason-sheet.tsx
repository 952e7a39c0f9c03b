import type { QueryKey } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../locales/use-translation';
import { useForm } from '../core/form';
import { FormSheet } from './form-view';
import { TextAreaField } from './text-field';

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
  const form = useForm({
    values: { text: start },
    draft,
    required: ['text'],
    errorsAt: { reason: 'text', need: 'text' },
    send: ({ text }, headers) => send(text.trim(), headers),
    invalidates: touches,
    successMessage: says ?? t('saved'),
    onSuccess: onClose,
  });
  return (
    <FormSheet title={title} form={form} isReady={form.isReady} onClose={onClose}>
      <TextAreaField label={label ?? t('field.reason')} hint={hint} maxLength={most} {...form.field('text')} />
    </FormSheet>
  );
}
