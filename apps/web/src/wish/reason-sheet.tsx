import type { QueryKey } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { withKey } from '../app/api';
import { useCommand } from '../app/command';
import { Button, Sheet, TextAreaField } from '../look/kit';
import { useDraft } from '../offline/draft';

/** A step that wants a few words: why, or what is said anew. What was typed is kept until it was sent. */
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
    send: (words, key) => send(words, withKey(key)),
    touches,
    says: says ?? t('saved'),
    done: () => {
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
      <Button look="main" isWide disabled={!text} isBusy={command.isPending} onClick={() => command.mutate(text)}>
        {title}
      </Button>
    </Sheet>
  );
}
